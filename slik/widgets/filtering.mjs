// Filtering and addresses: the same rows as slik.widgets.explorer.select.
//
// Filtering is bit arithmetic: each facet of each example is a few integers. One pass over
// the examples gives the result and what every other choice would give: an example that fails
// no facet counts in all of them, one that fails a single facet counts in that facet only.

import { fold, matcher } from "./words.mjs";

const WORD = 30;

// --- filtering ------------------------------------------------------------------------------

/** Prepares the data for filtering; `data` is what slik.widgets.payload.payload returns. */
export function prepare(data) {
  const size = data.ids.length;
  const facets = data.facets.map((facet) => ({
    ...facet,
    words: data.masks[facet.key].map((word) => Int32Array.from(word)),
  }));
  return { ...data, size, facets, folded: null };
}

function foldedTexts(data) {
  data.folded ??= data.titles.map((title, i) => fold(`${title} ${data.summaries[i]} ${data.places[i]}`));
  return data.folded;
}

function selectionMasks(facet, codes) {
  const masks = facet.words.map(() => 0);
  for (const code of codes) {
    const position = facet.codes.indexOf(code);
    if (position >= 0) masks[Math.floor(position / WORD)] |= 1 << (position % WORD);
  }
  return masks;
}

/**
 * Returns { rows, counts }: positions of the examples that match, and per facet how many
 * examples each choice would give with the other facets as they are.
 */
export function filter(data, filters) {
  const { facets, size } = data;
  const active = [];
  const tallies = facets.map((facet) => facet.words.map(() => new Int32Array(WORD)));
  facets.forEach((facet, f) => {
    const codes = filters[facet.key] ?? [];
    if (codes.length) active.push({ f, words: facet.words, masks: selectionMasks(facet, codes) });
  });
  const text = (filters.text ?? "").trim();
  const hit = text ? matcher(text) : null;
  const texts = hit ? foldedTexts(data) : null;
  const rows = [];
  const patterns = facets.map((facet) => facet.words.map(() => new Map()));
  for (let i = 0; i < size; i++) {
    let failed = -1;
    let fails = 0;
    for (let a = 0; a < active.length && fails < 2; a++) {
      const { f, words, masks } = active[a];
      let ok = 0;
      for (let w = 0; w < words.length; w++) ok |= words[w][i] & masks[w];
      if (!ok) {
        fails++;
        failed = f;
      }
    }
    if (fails > 1 || (hit && !hit(texts[i]))) continue;
    if (!fails) {
      rows.push(i);
      for (let f = 0; f < facets.length; f++) tally(tallies[f], facets[f].words, i);
    } else {
      tally(tallies[failed], facets[failed].words, i);
    }
  }
  const counts = {};
  facets.forEach((facet, f) => {
    counts[facet.key] = facet.codes.map((_, position) => tallies[f][Math.floor(position / WORD)][position % WORD]);
  });
  return { rows, counts };
}

function tally(tallies, words, i) {
  for (let w = 0; w < words.length; w++) {
    let bits = words[w][i];
    const counts = tallies[w];
    while (bits) {
      const lowest = bits & -bits;
      counts[31 - Math.clz32(lowest)]++;
      bits ^= lowest;
    }
  }
}

/** The codes an example has in a facet. */
export function codesOf(data, key, i) {
  const facet = data.facets.find((one) => one.key === key);
  return facet.codes.filter((_, position) => (facet.words[Math.floor(position / WORD)][i] >> position % WORD) & 1);
}

// --- address ----------------------------------------------------------------------------------

/** Reads filters from an address; unknown names and codes are ignored. */
export function fromAddress(data, search) {
  const parameters = new URLSearchParams(search);
  const filters = {};
  for (const facet of data.facets) {
    const codes = (parameters.get(facet.param) ?? "").split(",").filter((code) => facet.codes.includes(code));
    if (codes.length) filters[facet.key] = [...new Set(codes)];
  }
  const text = (parameters.get("q") ?? "").slice(0, 200);
  if (text.trim()) filters.text = text;
  return filters;
}

/** Writes filters as the query part of an address, in a fixed order. */
export function toAddress(data, filters) {
  const parts = [];
  for (const facet of data.facets) {
    const chosen = filters[facet.key] ?? [];
    const codes = facet.codes.filter((code) => chosen.includes(code));
    if (codes.length) parts.push(`${facet.param}=${codes.join(",")}`);
  }
  if (filters.text?.trim()) parts.push(`q=${encodeURIComponent(filters.text.trim())}`);
  return parts.length ? `?${parts.join("&")}` : "";
}
