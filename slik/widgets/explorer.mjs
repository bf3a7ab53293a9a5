// The explorer: filter the examples by facets and free text, with counts that always agree.
//
// One module, two hosts: anywidget in Jupyter, and host.js in the static book. It uses only
// model.get/set/on/save_changes and the element it is given.
//
// Filtering is bit arithmetic: each facet of each example is a few integers. One pass over
// the examples gives the result and what every other choice would give: an example that fails
// no facet counts in all of them, one that fails a single facet counts in that facet only.

const WORD = 30;
const PAGE = 20;

// --- search; the same rules as slik/search.py ---------------------------------------------

const ENDINGS = ["hetene", "heten", "enes", "anes", "ene", "ane", "ens", "ets", "ers", "ar", "er", "en", "et", "a", "e", "s"];
const LETTERS = { å: "a", ø: "o", ö: "o", æ: "e", ä: "e", ð: "d", þ: "t" };

export function fold(text) {
  const lowered = text.toLowerCase().replaceAll("aa", "å").replace(/[åøöæäðþ]/g, (letter) => LETTERS[letter]);
  return (lowered.normalize("NFKD").replace(/\p{M}/gu, "").match(/[a-z0-9]+/g) ?? []).join(" ");
}

export function stem(word) {
  const ending = ENDINGS.find((one) => word.endsWith(one) && word.length - one.length >= 4) ?? "";
  const stripped = word.slice(0, word.length - ending.length);
  return stripped.length > 4 && /([^aeiouy0-9])\1$/.test(stripped) ? stripped.slice(0, -1) : stripped;
}

/** Returns a function that tells whether a folded text holds every word of the query. */
export function matcher(query) {
  const wanted = fold(query).split(" ").filter(Boolean).map(stem);
  return (folded) => {
    const padded = ` ${folded}`;
    return wanted.every((part) => padded.includes(part.length >= 5 ? part : ` ${part}`));
  };
}

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

// --- summaries and downloads -------------------------------------------------------------------

/** Counts rows in a table of two facets: counts[row code][column code]. */
export function cross(data, rows, rowKey, columnKey) {
  const [rowFacet, columnFacet] = [rowKey, columnKey].map((key) => data.facets.find((one) => one.key === key));
  const counts = rowFacet.codes.map(() => columnFacet.codes.map(() => 0));
  for (const i of rows) {
    const columns = codesOf(data, columnKey, i).map((code) => columnFacet.codes.indexOf(code));
    for (const code of codesOf(data, rowKey, i)) {
      const line = counts[rowFacet.codes.indexOf(code)];
      for (const column of columns) line[column]++;
    }
  }
  return { rowLabels: rowFacet.labels, columnLabels: columnFacet.labels, counts };
}

/** Counts examples (not actors) per actor group and the phase it joined. */
export function whoWasWith(data, rows) {
  const groups = data.facets.find((one) => one.key === "stakeholder_groups");
  const phases = data.facets.find((one) => one.key === "phases");
  const width = phases.codes.length + 1;
  const counts = groups.codes.map(() => new Array(width).fill(0));
  for (const i of rows) {
    for (const actor of new Set(data.actors[i])) counts[Math.floor(actor / width)][actor % width]++;
  }
  const kept = groups.codes.map((_, g) => g).filter((g) => counts[g].some(Boolean));
  return {
    rowLabels: kept.map((g) => groups.labels[g]),
    columnLabels: [...phases.labels, "Ikke oppgitt"],
    counts: kept.map((g) => counts[g]),
  };
}

/** Counts examples per start year, from the first to the last. */
export function timeline(data, rows) {
  const years = rows.map((i) => data.starts[i]).filter((year) => year !== null);
  if (!years.length) return { rowLabels: [], columnLabels: ["Startet"], counts: [] };
  const first = Math.min(...years);
  const labels = Array.from({ length: Math.max(...years) - first + 1 }, (_, n) => String(first + n));
  const counts = labels.map(() => [0]);
  for (const year of years) counts[year - first][0]++;
  return { rowLabels: labels, columnLabels: ["Startet"], counts };
}

/** A cell that no spreadsheet runs as a formula, quoted when it must be. */
export function csvCell(value) {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[;"\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function labelsOf(data, key, i) {
  const facet = data.facets.find((one) => one.key === key);
  return codesOf(data, key, i).map((code) => facet.labels[facet.codes.indexOf(code)]);
}

/** Semicolons and a byte order mark: opens right in a Norwegian Excel. */
export function toCsv(data, rows) {
  const keys = ["countries", "themes", "phases", "sectors", "statuses", "outcomes"];
  const heads = keys.map((key) => data.facets.find((one) => one.key === key).label);
  const lines = [["Id", "Tittel", "Sted", "Periode", ...heads, "Sammendrag"]];
  for (const i of rows) {
    lines.push([
      data.ids[i], data.titles[i], data.places[i], data.periods[i],
      ...keys.map((key) => labelsOf(data, key, i).join(", ")), data.summaries[i],
    ]);
  }
  return `\uFEFF${lines.map((line) => line.map(csvCell).join(";")).join("\r\n")}\r\n`;
}

export function toJson(data, rows, filters) {
  const examples = rows.map((i) => ({
    id: data.ids[i],
    title: data.titles[i],
    summary: data.summaries[i],
    places: data.places[i],
    period: data.periods[i],
    ...Object.fromEntries(data.facets.map((facet) => [facet.key, codesOf(data, facet.key, i)])),
  }));
  return JSON.stringify({ licence: "CC BY 4.0", filters, count: examples.length, examples }, null, 2);
}

export function toCitations(data, rows, base) {
  return rows
    .map((i) => `SLIK-håndboka. ${data.titles[i]} (eksempel ${data.ids[i]}). ${new URL(data.urls[i], base).href}`)
    .join("\n");
}

// --- the page -------------------------------------------------------------------------------------

/** Makes an element; text is always set as text, never as HTML. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function heatTable(caption, { rowLabels, columnLabels, counts }, empty = "0") {
  const most = Math.max(1, ...counts.flat());
  const table = make("table", { class: "tabell varme" }, make("caption", {}, caption));
  table.append(make("thead", {}, make("tr", {}, make("td"), ...columnLabels.map((label) => make("th", { scope: "col" }, label)))));
  const body = make("tbody");
  counts.forEach((line, r) => {
    const cells = line.map((count) => make("td", { class: `v${Math.ceil((4 * count) / most)}` }, count ? String(count) : empty));
    body.append(make("tr", {}, make("th", { scope: "row" }, rowLabels[r]), ...cells));
  });
  table.append(body);
  return make("div", { class: "rull", role: "region", "aria-label": caption, tabindex: "0" }, table);
}

/** A table whose bars draw the counts: the figure and its numbers in one. */
function barTable(caption, { rowLabels, counts }) {
  const most = Math.max(1, ...counts.flat());
  const body = make("tbody");
  rowLabels.forEach((label, r) => {
    const bar = make("span", { class: "stolpe" });
    bar.style.width = `${(80 * counts[r][0]) / most}%`;
    body.append(make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, bar, ` ${counts[r][0]}`)));
  });
  const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "År"), make("th", { scope: "col" }, "Eksempler")));
  return make("table", { class: "tabell stolper" }, make("caption", {}, caption), head, body);
}

function render({ model, el }) {
  const data = prepare(model.get("data"));
  const inBook = Boolean(model.get("in_book"));
  const prefix = `u${Math.random().toString(36).slice(2, 8)}`;
  let filters = inBook ? fromAddress(data, location.search) : (model.get("filters") ?? {});
  let shown = PAGE;
  let result = filter(data, filters);

  // Parts that change
  const status = make("p", { role: "status", class: "antall" });
  const chips = make("ul", { class: "valgte", "aria-label": "Valgte filtre" });
  const list = make("ol", { class: "kort resultat" });
  const more = make("button", { type: "button", class: "flere", onclick: () => { shown += PAGE; drawList(true); } });
  const summaries = { open: false, body: null };
  const none = make("div", { class: "ingen" });
  const boxes = new Map();

  function set(next, { keepPage = false } = {}) {
    filters = Object.fromEntries(Object.entries(next).filter(([, value]) => value && value.length));
    if (!keepPage) shown = PAGE;
    model.set("filters", filters);
    model.save_changes();
    if (inBook) history.replaceState(history.state, "", location.pathname + toAddress(data, filters) + location.hash);
    draw();
  }

  function toggle(key, code, on) {
    const codes = (filters[key] ?? []).filter((one) => one !== code);
    set({ ...filters, [key]: on ? [...codes, code] : codes });
  }

  function facetGroup(facet) {
    const items = facet.codes.map((code, position) => {
      const id = `${prefix}-${facet.key}-${position}`;
      const input = make("input", { type: "checkbox", id, onchange: (event) => toggle(facet.key, code, event.target.checked) });
      const count = make("span", { class: "teller" });
      const label = make("label", { for: id }, facet.labels[position], " ", count);
      const item = make("li", {}, input, label);
      boxes.set(`${facet.key}/${code}`, { input, count, item });
      return item;
    });
    return make("fieldset", {}, make("legend", {}, facet.label), make("ul", {}, ...items));
  }

  let typing;
  const text = make("input", {
    type: "search", id: `${prefix}-q`, autocomplete: "off", spellcheck: "false", maxlength: "200",
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => set({ ...filters, text: text.value }), 120);
    },
  });
  const extra = make("details", { class: "flere-filtre" }, make("summary", {}, "Flere filtre"),
    ...data.facets.filter((facet) => !facet.primary).map(facetGroup));
  const form = make("form", { class: "filtre", "aria-label": "Filtrer eksemplene", onsubmit: (event) => event.preventDefault() },
    make("label", { for: `${prefix}-q`, class: "sokefelt" }, "Søk i tittel, sammendrag og sted"), text,
    make("details", { class: "filtervalg", open: matchMedia("(min-width: 60rem)").matches }, make("summary", {}, "Filtre"),
      ...data.facets.filter((facet) => facet.primary).map(facetGroup), extra));

  function save(name, type, content) {
    const url = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }
  const tools = make("div", { class: "verktoy" },
    make("button", { type: "button", onclick: () => save("slik-eksempler.csv", "text/csv", toCsv(data, result.rows)) }, "Last ned CSV"),
    make("button", { type: "button", onclick: () => save("slik-eksempler.json", "application/json", toJson(data, result.rows, filters)) }, "Last ned JSON"),
    make("button", { type: "button", onclick: () => save("slik-referanser.txt", "text/plain", toCitations(data, result.rows, document.baseURI)) }, "Last ned referanser"));

  function why(i) {
    const reasons = [];
    for (const facet of data.facets) {
      const chosen = filters[facet.key] ?? [];
      for (const code of codesOf(data, facet.key, i)) if (chosen.includes(code)) reasons.push(facet.labels[facet.codes.indexOf(code)]);
    }
    if (filters.text) reasons.push(`teksten har «${filters.text.trim()}»`);
    return reasons.join(", ");
  }

  function card(i) {
    const [outcome] = codesOf(data, "outcomes", i);
    const facts = [data.places[i], ...labelsOf(data, "countries", i)].filter(Boolean).join(", ");
    const reason = why(i);
    return make("li", { class: `kort-${outcome}` },
      make("a", { href: data.urls[i] }, data.titles[i]),
      make("p", {}, data.summaries[i]),
      make("small", {}, [facts, data.periods[i], ...labelsOf(data, "statuses", i), ...labelsOf(data, "outcomes", i)].join(" · ")),
      ...(reason ? [make("small", { class: "hvorfor" }, `Treff fordi: ${reason}`)] : []));
  }

  function drawList(focusNew = false) {
    const before = focusNew ? list.children.length : 0;
    list.replaceChildren(...result.rows.slice(0, shown).map(card));
    const left = result.rows.length - shown;
    more.hidden = left <= 0;
    more.textContent = `Vis ${Math.min(PAGE, left)} til`;
    if (focusNew) list.children[before]?.querySelector("a").focus();
  }

  function drawChips() {
    const items = [];
    for (const facet of data.facets) {
      for (const code of filters[facet.key] ?? []) {
        const label = facet.labels[facet.codes.indexOf(code)];
        items.push([`${facet.label}: ${label}`, () => toggle(facet.key, code, false)]);
      }
    }
    if (filters.text) items.push([`Søk: ${filters.text.trim()}`, () => set({ ...filters, text: "" })]);
    const buttons = items.map(([label, remove]) =>
      make("li", {}, make("button", { type: "button", "aria-label": `Fjern ${label}`, onclick: () => { remove(); status.focus(); } }, label, make("span", { "aria-hidden": "true" }, " ×"))));
    if (items.length > 1) buttons.push(make("li", {}, make("button", { type: "button", class: "alle", onclick: () => { set({}); status.focus(); } }, "Fjern alle")));
    chips.replaceChildren(...buttons);
    chips.hidden = !items.length;
  }

  function drawNone() {
    none.hidden = result.rows.length > 0;
    if (none.hidden) return;
    const parts = Object.keys(filters).map((key) => {
      const { [key]: _, ...without } = filters;
      const label = key === "text" ? "søkeordene" : data.facets.find((facet) => facet.key === key).label.toLowerCase();
      return { label, without, count: filter(data, without).rows.length };
    }).filter((part) => part.count).sort((a, b) => b.count - a.count);
    none.replaceChildren(
      make("p", {}, "Vi har ingen eksempler som passer til alt dette. Samlingen er ikke fullstendig, så det betyr ikke at det ikke finnes noen."),
      ...(parts.length ? [make("p", {}, "Dette gir treff:"), make("ul", {}, ...parts.slice(0, 3).map((part) =>
        make("li", {}, make("button", { type: "button", onclick: () => { set(part.without); status.focus(); } }, `Se bort fra ${part.label} (${part.count} treff)`))))]
        : [make("p", {}, make("button", { type: "button", onclick: () => { set({}); status.focus(); } }, "Fjern alle filtre"))]));
  }

  function drawSummaries() {
    if (!summaries.open) return;
    const n = result.rows.length;
    summaries.body.replaceChildren(
      heatTable(`Tema og fase (${n} eksempler; ett eksempel kan telle flere steder)`, cross(data, result.rows, "themes", "phases")),
      heatTable(`Land og utfall (${n} eksempler)`, cross(data, result.rows, "countries", "outcomes")),
      barTable(`Når arbeidet startet (${result.rows.filter((i) => data.starts[i] !== null).length} av ${n} eksempler har startår)`, timeline(data, result.rows)),
      heatTable(`Hvem var med, og når kom de inn (antall eksempler av ${n})`, whoWasWith(data, result.rows)),
      ...gaps());
  }

  /** One table per country the reader looks at; a country that is filtered out is no gap. */
  function gaps() {
    const countries = data.facets.find((facet) => facet.key === "countries");
    const chosen = filters.countries ?? countries.codes;
    return countries.codes.filter((code) => chosen.includes(code)).map((code) => {
      const label = countries.labels[countries.codes.indexOf(code)];
      const rows = result.rows.filter((i) => codesOf(data, "countries", i).includes(code));
      return heatTable(`Hull i samlingen: ${label} (${rows.length} eksempler)`, cross(data, rows, "themes", "phases"), "vi har ingen");
    });
  }

  function draw() {
    result = filter(data, filters);
    for (const facet of data.facets) {
      facet.codes.forEach((code, position) => {
        const { input, count, item } = boxes.get(`${facet.key}/${code}`);
        input.checked = (filters[facet.key] ?? []).includes(code);
        count.textContent = `(${result.counts[facet.key][position]})`;
        item.classList.toggle("tom", !result.counts[facet.key][position]);
      });
    }
    if (document.activeElement !== text) text.value = filters.text ?? "";
    const total = data.size;
    status.textContent = Object.keys(filters).length
      ? `Viser ${result.rows.length} av ${total} eksempler.`
      : `Viser alle ${total} eksempler.`;
    drawChips();
    drawNone();
    drawList();
    drawSummaries();
  }

  const body = make("div", { class: "oppsummering" });
  const folder = make("details", { class: "oppsummeringer", ontoggle: () => { summaries.open = folder.open; drawSummaries(); } },
    make("summary", {}, "Oppsummering av det du ser"), body);
  summaries.body = body;
  status.tabIndex = -1;
  el.classList.add("utforsker");
  el.replaceChildren(form, make("div", { class: "treff" }, status, chips, none, tools, folder, list, more));
  extra.open = data.facets.some((facet) => !facet.primary && filters[facet.key]);

  const onChange = () => {
    const next = model.get("filters") ?? {};
    if (JSON.stringify(next) !== JSON.stringify(filters)) {
      filters = next;
      shown = PAGE;
      draw();
    }
  };
  model.on("change:filters", onChange);
  let leave;
  if (inBook) {
    shown = Math.max(PAGE, Number(history.state?.shown) || 0);
    leave = () => history.replaceState({ shown, y: scrollY }, "");
    addEventListener("pagehide", leave);
  }
  draw();
  if (inBook && history.state?.y) requestAnimationFrame(() => scrollTo(0, history.state.y));
  return () => {
    model.off("change:filters", onChange);
    if (leave) removeEventListener("pagehide", leave);
  };
}

export default { render };
