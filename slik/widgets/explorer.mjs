// The explorer: filter the examples by facets and free text, with counts that always agree.
//
// One module, two hosts: anywidget in Jupyter, and host.js in the static book. It uses only
// model.get/set/on/save_changes and the element it is given.

import { checkboxes, chosen, drawChips, inWords, toggled } from "./choices.mjs";
import { barTable, csv, heatTable, make, saveFile } from "./dom.mjs";
import { codesOf, filter, fromAddress, prepare, toAddress } from "./filtering.mjs";

const PAGE = 20;

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

function labelsOf(data, key, i) {
  const facet = data.facets.find((one) => one.key === key);
  return codesOf(data, key, i).map((code) => facet.labels[facet.codes.indexOf(code)]);
}

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
  return csv(lines);
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

/** The examples as a table to print: cards waste paper, and paper has no «Vis 20 til». */
function toPaper(data, rows, caption) {
  const heads = ["countries", "phases", "statuses", "outcomes"].map((key) => data.facets.find((one) => one.key === key));
  const lines = rows.map((i) => make("tr", {}, make("th", { scope: "row" }, data.titles[i]),
    ...[data.places[i], data.periods[i], ...heads.map((facet) => labelsOf(data, facet.key, i).join(", "))].map((text) => make("td", {}, text))));
  return make("table", { class: "tabell papir" }, make("caption", {}, caption),
    make("thead", {}, make("tr", {}, ...["Eksempel", "Sted", "Når", ...heads.map((facet) => facet.label)].map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, ...lines));
}

// --- the page -------------------------------------------------------------------------------------

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
  const presence = make("p", { class: "videre" });

  function set(next, { keepPage = false } = {}) {
    filters = chosen(next);
    if (!keepPage) shown = PAGE;
    model.set("filters", filters);
    model.save_changes();
    if (inBook) history.replaceState(history.state, "", location.pathname + toAddress(data, filters) + location.hash);
    draw();
  }

  const boxes = checkboxes((key, code, on) => set(toggled(filters, key, code, on)));
  let typing;
  const text = make("input", {
    type: "search", id: `${prefix}-q`, autocomplete: "off", spellcheck: "false", maxlength: "200",
    oninput: () => {
      clearTimeout(typing);
      typing = setTimeout(() => set({ ...filters, text: text.value }), 120);
    },
  });
  const extra = make("details", { class: "flere-filtre" }, make("summary", {}, "Flere filtre"),
    ...data.facets.filter((facet) => !facet.primary).map(boxes.group));
  const form = make("form", { class: "filtre", "aria-label": "Filtrer eksemplene", onsubmit: (event) => event.preventDefault() },
    make("label", { for: `${prefix}-q`, class: "sokefelt" }, "Søk i tittel, sammendrag og sted"), text,
    make("details", { class: "filtervalg", open: matchMedia("(min-width: 60rem)").matches }, make("summary", {}, "Filtre"),
      ...data.facets.filter((facet) => facet.primary).map(boxes.group), extra));

  const tools = make("div", { class: "verktoy" },
    make("button", { type: "button", onclick: () => saveFile("slik-eksempler.csv", "text/csv", toCsv(data, result.rows)) }, "Last ned CSV"),
    make("button", { type: "button", onclick: () => saveFile("slik-eksempler.json", "application/json", toJson(data, result.rows, filters)) }, "Last ned JSON"),
    make("button", { type: "button", onclick: () => saveFile("slik-referanser.txt", "text/plain", toCitations(data, result.rows, document.baseURI)) }, "Last ned referanser"));

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

  /** Leads to who was with in the same examples; that page has only some of the facets, and we say so. */
  function drawPresence() {
    presence.hidden = !inBook || !result.rows.length;
    if (presence.hidden) return;
    const carried = Object.fromEntries(Object.entries(filters).filter(([key]) => data.presence.facets.includes(key)));
    const lost = Object.fromEntries(Object.entries(filters).filter(([key]) => !data.presence.facets.includes(key)));
    presence.replaceChildren(make("a", { href: data.presence.url + toAddress(data, carried) }, "Se hvem som var med i disse"));
    const words = inWords(data, lost).map(([label]) => `«${label}»`);
    if (!words.length) return;
    const names = data.facets.filter((facet) => data.presence.facets.includes(facet.key)).map((facet) => facet.label.toLowerCase());
    presence.append(make("small", {}, ` Bare ${names.slice(0, -1).join(", ")} og ${names.at(-1)} følger med. ` +
      `Uten ${words.join(" og ")} gjelder det ${filter(data, carried).rows.length} eksempler.`));
  }

  function drawList(focusNew = false) {
    const before = focusNew ? list.children.length : 0;
    list.replaceChildren(...result.rows.slice(0, shown).map(card));
    const left = result.rows.length - shown;
    more.hidden = left <= 0;
    more.textContent = `Vis ${Math.min(PAGE, left)} til`;
    if (focusNew) list.children[before]?.querySelector("a").focus();
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
    boxes.draw(filters, result.counts);
    if (document.activeElement !== text) text.value = filters.text ?? "";
    const total = data.size;
    status.textContent = Object.keys(filters).length
      ? `Viser ${result.rows.length} av ${total} eksempler.`
      : `Viser alle ${total} eksempler.`;
    drawChips(chips, data, filters, (next) => { set(next); status.focus(); });
    drawNone();
    drawPresence();
    drawList();
    drawSummaries();
  }

  const body = make("div", { class: "oppsummering" });
  const folder = make("details", { class: "oppsummeringer", ontoggle: () => { summaries.open = folder.open; drawSummaries(); } },
    make("summary", {}, "Oppsummering av det du ser"), body);
  summaries.body = body;
  status.tabIndex = -1;
  el.classList.add("utforsker");
  el.replaceChildren(form, make("div", { class: "treff" }, status, chips, none, tools, presence, folder, list, more));
  extra.open = data.facets.some((facet) => !facet.primary && filters[facet.key]);

  const toPrint = () => {
    const words = inWords(data, filters).map(([label]) => label).join(". ");
    el.append(toPaper(data, result.rows, `${status.textContent} ${words}`.trim()));
  };
  const printed = () => el.querySelector(".papir")?.remove();
  addEventListener("beforeprint", toPrint);
  addEventListener("afterprint", printed);

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
    removeEventListener("beforeprint", toPrint);
    removeEventListener("afterprint", printed);
    if (leave) removeEventListener("pagehide", leave);
  };
}

export default { render };
