// Which pages answer a query, best first; the index is made by slik/search_index.py.
//
// A word counts for where it stands (a level in the index), for how well it meets the query
// (the word itself, a part of a compound, a word that looks like it), and for how rare it is.

import { fold, stem } from "./words.mjs";

const LONGEST_QUERY = 200;
const MOST_WORDS = 12;

// How well a word of the index meets a word of the query.
const SAME = 1;
const END = 0.6; // «plan» in «kommuneplan»: what the compound is
const START = 0.5; // «kommune» in «kommuneplan»
const INSIDE = 0.35;
const BEGINS = 0.5; // the query's word is longer: «prototyping» begins with «prototyp»
const ENDS = 0.5; // «pilotprosjekt» ends with «prosjekt»
const APART = 0.6; // the query is a compound, and the page has both its parts

// How well another word stands in for the query's.
const INSTEAD = 0.9; // the word we use for it
const LOOKS_LIKE = 0.6; // to the power of the slips of the pen between them

// A page that lacks some of the words must still score this share of what the best one does.
const GOOD_ENOUGH = 0.3;

/** Unpacks the index once. */
export function open(data) {
  const words = [];
  for (const coded of data.words.split(" ")) {
    words.push((words.at(-1) ?? "").slice(0, parseInt(coded[0], 36)) + coded.slice(1));
  }
  const hits = data.hits.map((steps) => {
    let page = 0;
    return steps.map((step) => [(page += Math.floor(step / data.levels)), (step % data.levels) + 1]);
  });
  const kinds = data.kinds.map(([code, one, many, weight]) => ({ code, one, many, weight }));
  const pages = data.pages.map(([url, kind, title, description, facts]) => {
    return { url, kind: kinds[kind], title, description, facts, stems: fold(title).split(" ").map(stem) };
  });
  return {
    kinds, pages, words, hits,
    numbers: new Map(words.map((word, i) => [word, i])),
    stop: new Set(data.stop),
    noise: new RegExp(data.noise),
    instead: data.instead.map(([pattern, use]) => [new RegExp(`^${pattern}$`, "i"), use]),
  };
}

/**
 * Returns { pages, words, guessed, unknown, small, partial, cut }: the pages, best first; the words
 * searched for, those that were read as words they look like, and those that are nowhere; whether
 * there are only small words, or none; whether no page has all the words; and whether the query
 * was too long to be used in full.
 */
export function search(index, query) {
  const { words, every, cut } = wordsOf(index, query);
  const found = words.map((word) => find(index, word));
  const rarity = found.map(({ common }) => Math.log(1 + index.pages.length / (1 + common)));
  const all = total(rarity);
  const scores = new Map();
  found.forEach(({ values }, w) => {
    for (const [page, value] of values) {
      const { sum, share, has } = scores.get(page) ?? { sum: 0, share: 0, has: 0 };
      scores.set(page, { sum: sum + value * rarity[w], share: share + rarity[w] / all, has: has + 1 });
    }
  });
  const ranked = [...scores].map(([number, { sum, share, has }]) => {
    const page = index.pages[number];
    return { page, has, score: sum * share * page.kind.weight * inTitle(page, words, every, rarity) };
  });
  ranked.sort((a, b) => b.score - a.score || (a.page.url < b.page.url ? -1 : 1));
  const good = ranked.filter(({ has, score }) => has === words.length || score >= GOOD_ENOUGH * ranked[0].score);
  const most = Math.max(0, ...ranked.map(({ has }) => has));
  return {
    pages: words.length ? good.map(({ page }) => page) : titled(index, every),
    small: words.length ? "" : every.length ? "small" : "none",
    words: words.map(({ written }) => written),
    guessed: words.filter((word, w) => word.guessed && found[w].values.size).map(({ written }) => written),
    unknown: words.filter((word, w) => !found[w].values.size).map(({ written }) => written),
    partial: most > 0 && most < words.length,
    cut,
  };
}

/** Pages whose title begins with the words, shortest title first: «hvem skal være med» is all small words. */
function titled(index, every) {
  const found = index.pages.filter(({ stems }) => every.length && every.every((word, i) => stems[i] === word));
  return found.sort((a, b) => a.stems.length - b.stems.length || (a.url < b.url ? -1 : 1));
}

/** The words of a query that are worth searching for, and every word of it. */
function wordsOf(index, query) {
  const used = query.length > LONGEST_QUERY ? query.slice(0, LONGEST_QUERY).replace(/\s\S*$/, "") : query;
  const written = used.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const every = [...new Map(written.map((one) => [fold(one), one]))].filter(([folded]) => folded);
  const telling = every.filter(([folded]) => !index.stop.has(folded) && !index.noise.test(folded));
  return {
    words: telling.slice(0, MOST_WORDS).map(([folded, one]) => ({ written: one, ...variantsOf(index, one, folded) })),
    every: every.map(([folded]) => stem(folded)),
    cut: query.length > LONGEST_QUERY || telling.length > MOST_WORDS,
  };
}

/** The word itself, the words we use for it, and, when it is not in the book, those it looks like. */
function variantsOf(index, written, folded) {
  const own = stem(folded);
  const instead = index.instead.filter(([pattern]) => pattern.test(written)).flatMap(([, use]) => fold(use).split(" "));
  const variants = [
    { folded, stem: own, quality: 1 },
    ...instead.filter((word) => !index.stop.has(word)).map((word) => ({ folded: word, stem: stem(word), quality: INSTEAD })),
  ];
  const known = index.numbers.has(own) || index.words.some((other) => other.length > own.length && partQuality(own, other));
  if (known || instead.length) return { variants };
  const alike = wordsLike(index, own);
  return { variants: [...variants, ...alike], guessed: alike.length > 0 };
}

/** Returns { values: page → value, common: how many pages have the word }. */
function find(index, { variants }) {
  const values = new Map();
  const set = (page, value) => values.set(page, Math.max(values.get(page) ?? 0, value));
  const add = (number, quality) => {
    for (const [page, level] of index.hits[number]) set(page, quality * level);
  };
  for (const { stem: wanted, quality } of variants) {
    const same = index.numbers.get(wanted);
    if (same !== undefined) add(same, SAME * quality);
  }
  const common = values.size;
  for (const { stem: wanted, folded, quality } of variants) {
    index.words.forEach((other, number) => {
      const part = partQuality(wanted, other);
      if (part) add(number, part * quality);
    });
    for (const [page, value] of apart(index, folded)) set(page, value * quality);
  }
  return { values, common: common || values.size };
}

/** How well a word of the index meets one it is not the same as, by their parts. */
function partQuality(wanted, other) {
  if (other === wanted) return 0;
  if (other.length < wanted.length) {
    if (other.length < 5) return 0;
    const share = other.length / wanted.length;
    return wanted.startsWith(other) ? BEGINS * share : wanted.endsWith(other) ? ENDS * share : 0;
  }
  if (wanted.length >= 4 && other.endsWith(wanted)) return END;
  if (wanted.length >= 4 && other.startsWith(wanted)) return START;
  return wanted.length >= 5 && other.includes(wanted) ? INSIDE : 0;
}

/** Pages that have both parts of a compound: «interessentanalyse» → «interessent» and «analyse». */
function apart(index, folded) {
  let best = null;
  for (let at = 4; at <= folded.length - 4; at++) {
    const first = index.numbers.get(stem(folded.slice(0, at)));
    if (first === undefined) continue;
    for (const rest of [folded.slice(at), folded.slice(at).replace(/^[se]/, "")]) {
      const second = index.numbers.get(stem(rest));
      const shortest = Math.min(at, rest.length);
      if (second !== undefined && rest.length >= 4 && shortest > (best?.shortest ?? 0)) best = { first, second, shortest };
    }
  }
  if (!best) return [];
  const second = new Map(index.hits[best.second]);
  return index.hits[best.first]
    .filter(([page]) => second.has(page))
    .map(([page, level]) => [page, APART * Math.sqrt(level * second.get(page))]);
}

/** Words one slip of the pen away, or two when the word is long; the nearest only. */
function wordsLike(index, wanted) {
  if (wanted.length < 4) return [];
  const most = wanted.length >= 8 ? 2 : 1;
  const found = Array.from({ length: most + 1 }, () => []);
  for (const other of index.words) {
    if (Math.abs(other.length - wanted.length) > most) continue;
    const slips = distance(wanted, other, most);
    if (slips <= most) found[slips].push({ folded: other, stem: other, quality: LOOKS_LIKE ** slips });
  }
  return found.find((words) => words.length) ?? [];
}

/** Letters added, dropped, changed or swapped with their neighbour; stops counting past `most`. */
function distance(a, b, most) {
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const line = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      line[j] = Math.min(changed, last[j] + 1, line[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) line[j] = Math.min(line[j], before[j - 2] + 1);
    }
    if (Math.min(...line) > most) return most + 1;
    before = last;
    last = line;
  }
  return last[b.length];
}

/** How much more a page counts because the query is what its title says, small words too. */
function inTitle({ stems }, words, every, rarity) {
  const meets = ({ variants }, other) => variants.some(({ stem }) => stem === other || partQuality(stem, other));
  const told = rarity.filter((_, w) => stems.some((other) => meets(words[w], other)));
  const meant = stems.filter((other) => every.includes(other) || words.some((word) => meets(word, other)));
  return 1 + (total(told) / total(rarity)) * (meant.length / stems.length);
}

function total(numbers) {
  return numbers.reduce((sum, one) => sum + one, 0);
}
