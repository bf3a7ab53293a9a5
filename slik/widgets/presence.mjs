// Who was with, and when they came in: sums over the examples a reader chooses, each number
// with its examples behind it. The same numbers as slik/tools/presence.py.

import { checkboxes, chosen, drawChips, inWords, toggled } from "./choices.mjs";
import { csv, make, saveFile } from "./dom.mjs";
import { filter, fromAddress, prepare, toAddress } from "./filtering.mjs";
import { button, field, select, table } from "./tool.mjs";

// --- counting; every answer is the actors themselves, so that a number is never without them ----

/** The actors of some examples. Codes are positions in the lists of `data`; `example` is a position too. */
export function actorsOf(data, rows) {
  return rows.flatMap((example) => data.actors[example].map(([name, group, joined, influence, interest, affected]) =>
    ({ example, name, group, joined, influence, interest, affected: affected === 1, field: fieldOf(data, influence, interest) })));
}

function fieldOf(data, influence, interest) {
  return data.fields.findIndex((one) => one.high[0] === data.high[influence] && one.high[1] === data.high[interest]);
}

/** The examples some actors belong to, once each. */
export function examplesOf(actors) {
  return [...new Set(actors.map((actor) => actor.example))];
}

/** The actors in each cell: cells[influence][interest]. */
export function summedMatrix(data, actors, group = null) {
  const cells = data.levels.map(() => data.levels.map(() => []));
  for (const actor of actors) if (group === null || actor.group === group) cells[actor.influence][actor.interest].push(actor);
  return cells;
}

/** Per group: its actors, and which of them are strongly affected, in each field, and joined in each phase. */
export function byGroup(data, actors) {
  return data.groups.map((_, group) => {
    const own = actors.filter((actor) => actor.group === group);
    const fields = data.fields.map((_, f) => own.filter((actor) => actor.field === f));
    const most = Math.max(...fields.map((inside) => inside.length));
    return {
      group, actors: own, fields,
      usual: own.length ? data.fields.filter((_, f) => fields[f].length === most).map((one) => one.name) : [],
      affected: own.filter((actor) => actor.affected),
      joined: data.joined.map((_, j) => own.filter((actor) => actor.joined === j)),
    };
  });
}

/**
 * Per group and ending: actors of the group in the examples where it was with, where we know
 * whether it was with from the first phase, and where it was. Returns { of: examples per
 * ending, groups }. Largest difference between «lyktes» and «mislyktes» first, or the code
 * list's order when one of them has too few examples.
 */
export function byOutcome(data, rows, actors) {
  const of = data.endings.map((_, e) => rows.filter((i) => data.ending[i] === e));
  const groups = data.groups.map((_, group) => ({
    group,
    cells: data.endings.map((_, e) => presentIn(data, actors.filter((actor) => actor.group === group && data.ending[actor.example] === e))),
  }));
  const [well, badly] = ["lyktes", "mislyktes"].map((code) => data.endings.findIndex((one) => one.code === code));
  const ranked = Math.min(of[well].length, of[badly].length) >= data.percentFrom;
  const gap = ({ cells }) => Math.abs(examplesOf(cells[well].present).length * of[badly].length - examplesOf(cells[badly].present).length * of[well].length);
  return { of, groups: ranked ? groups.sort((a, b) => gap(b) - gap(a)) : groups };
}

function presentIn(data, present) {
  const unknown = data.joined.length - 1;
  const first = present.filter((actor) => actor.joined === 0);
  const early = new Set(examplesOf(first));
  const untold = new Set(examplesOf(present.filter((actor) => actor.joined === unknown)));
  return { present, known: present.filter(({ example }) => early.has(example) || !untold.has(example)), first };
}

/** A number with its word: 1 eksempel, 2 eksempler. */
function counted(count, word) {
  return `${count} ${count === 1 ? word : { eksempel: "eksempler", aktør: "aktører" }[word]}`;
}

/** A whole percentage, halves up; null when there are too few to tell. */
export function percent(data, count, of) {
  return of < data.percentFrom ? null : Math.floor((200 * count + of) / (2 * of));
}

/** What the order of the groups means, and what the numbers cannot carry: { order, limits }. */
export function caveats(data, rows, actors) {
  const ended = Object.fromEntries(data.endings.map(({ code }, e) => [code, rows.filter((i) => data.ending[i] === e).length]));
  const numbers = {
    ...ended,
    actors: actors.length,
    unknown: actors.filter((actor) => actor.joined === data.joined.length - 1).length,
    least: data.percentFrom,
    points: Math.floor(100 / Math.max(1, ended.lyktes, ended.mislyktes)),
  };
  const filled = (text) => text.replace(/\{(\w+)\}/g, (_, name) => numbers[name]);
  const ranked = Math.min(ended.lyktes, ended.mislyktes) >= data.percentFrom;
  return { order: filled(data.order[Number(ranked)]), limits: data.limits.map(filled) };
}

// --- tables as files ------------------------------------------------------------------------------

/** The choices in words, as the files carry them. */
export function selectionText(data, filters) {
  return inWords(data, filters).map(([label]) => label).join(", ") || "Alle eksempler";
}

export function matrixCsv(data, rows, actors, group, selection) {
  const cells = summedMatrix(data, actors, group);
  const lines = [["Aktørgruppe", "Innflytelse", "Interesse", "Felt", "Antall aktører", "Eksempler i utvalget", "Utvalg"]];
  cells.forEach((line, influence) => line.forEach((inside, interest) => lines.push([
    group === null ? "Alle" : data.groups[group], data.levels[influence], data.levels[interest],
    data.fields[fieldOf(data, influence, interest)].name, inside.length, rows.length, selection,
  ])));
  return csv(lines);
}

export function groupsCsv(data, rows, actors, selection) {
  const heads = ["Aktørgruppe", "Med i antall eksempler", "Eksempler i utvalget", "Antall aktører", "Står oftest i", ...data.fields.map((one) => one.name),
    "Sterkt berørt", ...data.joined.map((label) => `Kom inn: ${label}`), "Utvalg"];
  return csv([heads, ...byGroup(data, actors).map((one) => [
    data.groups[one.group], examplesOf(one.actors).length, rows.length, one.actors.length, one.usual.join(" og "),
    ...one.fields.map((inside) => inside.length), one.affected.length, ...one.joined.map((inside) => inside.length), selection,
  ])]);
}

export function outcomesCsv(data, rows, actors, selection) {
  const { of, groups } = byOutcome(data, rows, actors);
  const lines = [["Aktørgruppe", "Utfall", "Med i antall eksempler", "Av", "Med fra forståelsen", "Av der tiden er kjent", "Utvalg"]];
  for (const { group, cells } of groups) {
    cells.forEach(({ present, known, first }, e) => lines.push([
      data.groups[group], data.endings[e].label, ...[present, null, first, known].map((part) => (part ? examplesOf(part) : of[e]).length), selection,
    ]));
  }
  return csv(lines);
}

// --- the page ---------------------------------------------------------------------------------------

function render({ model, el }) {
  const data = prepare(model.get("data"));
  const inBook = Boolean(model.get("in_book"));
  let filters = inBook ? addressed() : (model.get("filters") ?? {});
  let group = null;
  let rows = [];
  let actors = [];
  let opened = null;

  function addressed() {
    const { text: _, ...facets } = fromAddress(data, location.search);
    return facets;
  }

  const status = make("p", { role: "status", class: "antall", tabindex: "-1" });
  const ignored = make("p", { class: "merknad" });
  const chips = make("ul", { class: "valgte", "aria-label": "Valgte filtre" });
  const back = make("p", { class: "videre" });
  const parts = [
    ["Innflytelse og interesse", "matrisen", "slik-hvem-matrise.csv", (words) => matrixCsv(data, rows, actors, group, words)],
    ["Gruppe for gruppe", "gruppene", "slik-hvem-grupper.csv", (words) => groupsCsv(data, rows, actors, words)],
    ["Var de med når det gikk bra, og når det ikke gjorde det?", "sammenligningen", "slik-hvem-utfall.csv", (words) => outcomesCsv(data, rows, actors, words)],
  ].map(([title, name, file, text]) => {
    const body = make("div");
    const download = button(`Last ned ${name} (CSV)`, () => saveFile(file, "text/csv", text(selectionText(data, filters))));
    return { body, element: make("section", {}, make("h2", {}, title), body, make("div", { class: "verktoy" }, download)) };
  });
  const [matrix, groups, outcomes] = parts;
  const none = make("p", { class: "ingen" }, "Vi har ingen eksempler som passer til alt dette. Fjern et valg for å se flere.");

  function set(next) {
    filters = chosen(next);
    model.set("filters", filters);
    model.save_changes();
    if (inBook) history.replaceState(history.state, "", location.pathname + toAddress(data, filters) + location.hash);
    draw();
  }

  const boxes = checkboxes((key, code, on) => set(toggled(filters, key, code, on)));
  const groupChoice = select("", [["", "Alle grupper"], ...data.groups.map((label, g) => [String(g), label])], (value) => {
    group = value === "" ? null : Number(value);
    close();
    drawMatrix();
  });
  const form = make("form", { class: "filtre", "aria-label": "Velg eksempler", onsubmit: (event) => event.preventDefault() },
    make("details", {}, make("summary", {}, "Velg tema, fase, land, utfall og tjenesteområde"),
      make("div", { class: "filtervalg" }, ...data.facets.map(boxes.group))));

  // --- a number, and the examples behind it ---

  /** A number as a button that lists its examples; `what` says what is counted. Nothing to list, no button. */
  function number(inside, what, count = examplesOf(inside).length) {
    if (!count) return "0";
    const control = button(String(count), () => (opened?.control === control ? close(true) : open(control, inside, what)),
      { class: "tallknapp", "aria-expanded": "false", "aria-label": `${count}: ${what}. Vis eksemplene` });
    return control;
  }

  function open(control, inside, what) {
    close();
    const examples = examplesOf(inside);
    const heading = make("h3", { tabindex: "-1" }, `${what} (${counted(examples.length, "eksempel")})`);
    const panel = make("section", { class: "bak-tallet", "aria-label": "Eksemplene bak tallet" }, heading,
      make("ul", {}, ...examples.map((i) => {
        const names = inside.filter((actor) => actor.example === i && actor.name).map((actor) => actor.name);
        return make("li", {}, make("a", { href: data.urls[i] }, data.titles[i]), " ",
          make("small", {}, [data.outcomes[i], names.join(", ")].filter(Boolean).join(" · ")));
      })),
      button("Lukk listen", () => close(true)));
    panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close(true);
    });
    control.closest(".rull").after(panel);
    control.setAttribute("aria-expanded", "true");
    opened = { control, panel };
    heading.focus();
  }

  function close(giveBack = false) {
    if (!opened) return;
    opened.panel.remove();
    opened.control.setAttribute("aria-expanded", "false");
    if (giveBack) opened.control.focus();
    opened = null;
  }

  // --- the three tables ---

  function drawMatrix() {
    const cells = summedMatrix(data, actors, group);
    const inside = cells.flat(2);
    const most = Math.max(1, ...cells.flat().map((cell) => cell.length));
    const who = group === null ? "Alle grupper" : data.groups[group];
    const caption = `${who}: ${counted(inside.length, "aktør")} i ${examplesOf(inside).length} av ${counted(rows.length, "eksempel")}`;
    const last = data.levels.length - 1;
    const half = data.levels.length / 2;
    const body = make("tbody");
    for (let influence = last; influence >= 0; influence--) {
      if ((influence + 1) % half === 0) {
        const names = [0, last].map((interest) => {
          const f = fieldOf(data, influence, interest);
          const own = inside.filter((actor) => actor.field === f);
          return make("td", { colspan: String(half) }, make("strong", {}, data.fields[f].name), " ", number(own, `${who}, aktører i feltet ${data.fields[f].name}`, own.length));
        });
        body.append(make("tr", { class: "feltnavn" }, make("td"), ...names));
      }
      body.append(make("tr", {}, make("th", { scope: "row" }, data.levels[influence]), ...cells[influence].map((cell, interest) => {
        const what = `${who}, aktører med innflytelse ${data.levels[influence].toLowerCase()} og interesse ${data.levels[interest].toLowerCase()}`;
        return make("td", { class: `v${Math.ceil((4 * cell.length) / most)}` }, number(cell, what, cell.length));
      })));
    }
    const head = make("thead", {},
      make("tr", {}, make("td"), make("th", { scope: "colgroup", colspan: String(data.levels.length) }, "Interesse")),
      make("tr", {}, make("th", { scope: "col" }, "Innflytelse"), ...data.levels.map((label) => make("th", { scope: "col" }, label))));
    matrix.body.replaceChildren(make("div", { class: "rull", role: "region", "aria-label": "Matrise over innflytelse og interesse", tabindex: "0" },
      make("table", { class: "tabell varme summert" }, make("caption", {}, caption), head, body)));
  }

  function drawGroups() {
    const all = byGroup(data, actors);
    const shown = all.filter((one) => one.actors.length);
    const missing = all.filter((one) => !one.actors.length).map((one) => data.groups[one.group].toLowerCase());
    const count = (one, inside, what) => number(inside, `${data.groups[one.group]}, ${what}`, inside.length);
    groups.body.replaceChildren(
      make("p", {}, `«Med i» teller eksempler, ${rows.length} i alt. De andre tallene teller aktører, ${actors.length} i alt. En gruppe kan ha flere aktører i et eksempel.`),
      table("Hvor gruppene står",
        ["Gruppe", `Med i (av ${rows.length})`, "Aktører", "Står oftest i", ...data.fields.map((one) => one.name), "Sterkt berørt"],
        shown.map((one) => [data.groups[one.group], number(one.actors, `${data.groups[one.group]} var med`), count(one, one.actors, "alle aktørene"), one.usual.join(" og "),
          ...one.fields.map((inside, f) => count(one, inside, `aktører i feltet ${data.fields[f].name}`)), count(one, one.affected, "sterkt berørte aktører")])),
      table("Når gruppene kom inn",
        ["Gruppe", `Med i (av ${rows.length})`, "Aktører", ...data.joined],
        shown.map((one) => [data.groups[one.group], number(one.actors, `${data.groups[one.group]} var med`), count(one, one.actors, "alle aktørene"),
          ...one.joined.map((inside, j) => count(one, inside, `aktører som kom inn: ${data.joined[j].toLowerCase()}`))])),
      ...(missing.length ? [make("p", {}, `Ikke med i noen av de ${rows.length} eksemplene: ${missing.join(", ")}.`)] : []));
  }

  function drawOutcomes() {
    const { of, groups: all } = byOutcome(data, rows, actors);
    const shown = all.filter(({ cells }) => cells.some(({ present }) => present.length));
    const { order, limits } = caveats(data, rows, actors);
    outcomes.body.replaceChildren(
      make("p", {}, `Tallene teller eksempler, ${rows.length} i alt: først hvor mange gruppen var med i, så hvor mange av dem den var med i fra forståelsen, når vi vet det. Prosent viser vi bare når det er minst ${data.percentFrom} å regne av.`),
      make("p", {}, order),
      make("h3", {}, "Dette kan dere ikke lese av tabellen"),
      make("ul", {}, ...limits.map((text) => make("li", {}, text))),
      table("Gruppene og utfallet",
        ["Gruppe", ...data.endings.map(({ label }, e) => `${label} (${of[e].length})`)],
        [["Alle eksemplene", ...of.map((examples, e) => number(examples.map((example) => ({ example })), `Utfall: ${data.endings[e].label}`))],
          ...shown.map(({ group: g, cells }) => [data.groups[g], ...cells.map((cell, e) => outcomeCell(data.groups[g], cell, of[e].length, data.endings[e].label))])]));
  }

  function outcomeCell(name, { present, known, first }, of, label) {
    if (!of) return "ingen eksempler";
    const where = `${name}, ${label.toLowerCase()}`;
    const line = make("div", {}, number(present, `${where}: gruppen var med`), ` av ${of}`, share(examplesOf(present).length, of));
    if (!present.length) return line;
    const all = examplesOf(known).length;
    if (!all) return [line, make("small", {}, "Fra forståelsen: ikke oppgitt")];
    return [line, make("small", {}, "Fra forståelsen: ", make("span", {}, number(first, `${where}: med fra forståelsen`), " av ",
      number(known, `${where}: vi vet når gruppen kom inn`), share(examplesOf(first).length, all)))];
  }

  function share(count, of) {
    const whole = percent(data, count, of);
    return whole === null ? "" : ` (${whole} %)`;
  }

  // --- all of it ---

  function draw() {
    close();
    const result = filter(data, filters);
    rows = result.rows;
    actors = actorsOf(data, rows);
    boxes.draw(filters, result.counts);
    drawChips(chips, data, filters, (next) => { set(next); status.focus(); });
    status.textContent = `${Object.keys(filters).length ? `${rows.length} av ${data.size}` : `Alle ${data.size}`} eksempler, med ${counted(actors.length, "aktør")}.`;
    none.hidden = rows.length > 0;
    for (const part of parts) part.element.hidden = !rows.length;
    if (inBook) back.replaceChildren(make("a", { href: data.explorer + toAddress(data, filters) }, "Se de samme eksemplene i utforskeren"));
    if (!rows.length) return;
    drawMatrix();
    drawGroups();
    drawOutcomes();
  }

  matrix.body.before(field("Aktørgruppe i matrisen", groupChoice));
  el.classList.add("utforsker", "hvem");
  el.replaceChildren(form, make("div", { class: "treff" }, status, ignored, chips, none, back, ...parts.map((part) => part.element)));
  if (inBook) {
    const known = data.facets.map((facet) => facet.param);
    const strange = [...new URLSearchParams(location.search).keys()].some((name) => !known.includes(name));
    if (strange) ignored.textContent = "Noen av valgene i adressen finnes ikke her. Vi ser bort fra dem.";
  }
  ignored.hidden = !ignored.textContent;

  const onChange = () => {
    const next = model.get("filters") ?? {};
    if (JSON.stringify(next) !== JSON.stringify(filters)) {
      filters = next;
      draw();
    }
  };
  model.on("change:filters", onChange);
  draw();
  return () => model.off("change:filters", onChange);
}

export default { render };
