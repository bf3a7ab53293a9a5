// What all working tools have in common: the sheet's own history, files, this browser's
// memory, and what is printed. A tool gives `form`, `result`, `sheet` and its downloads.
//
// Nothing leaves the browser. A file, or a copy in this browser, is made only when the
// reader asks for it.

import { make, saveFile } from "./dom.mjs";

const STEPS_BACK = 100;

// --- saved files; the same rules as slik/tools/document.py --------------------------------

/** The text of a saved file. */
export function toFile(data, content) {
  const { format, version, tool } = data;
  return `${JSON.stringify({ format, version, tool, content }, null, 2)}\n`;
}

/**
 * Reads a saved file; returns { content } or { problem }, a sentence for the reader. `fault` says
 * what a schema cannot: it gets the content, and returns what is wrong, or null.
 */
export function fromFile(data, text, fault = () => null) {
  if (new Blob([text]).size > data.maxBytes) return { problem: "Filen er for stor til å være lagret herfra (over 1 MB)." };
  let document;
  try {
    document = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return { problem: "Filen er avkuttet eller skadet: Det er ikke gyldig JSON." };
  }
  if (document === null || typeof document !== "object" || document.format !== data.format) {
    return { problem: "Dette er ikke en fil som er lagret fra et verktøy i SLIK-håndboka." };
  }
  if (Number.isInteger(document.version) && document.version > data.version) {
    return {
      problem: `Filen er lagret med en nyere utgave av verktøyet (versjon ${document.version}; denne leser ${data.version}). ` +
        "Bruk den nyeste utgaven av håndboka.",
    };
  }
  if (document.version !== data.version) return { problem: "Filen mangler et gyldig versjonsnummer." };
  if (document.tool !== data.tool) {
    return { problem: `Filen hører til et annet verktøy. Her kan du åpne filer fra ${data.label.toLowerCase()}.` };
  }
  const wrong = misfit(data.schema, document.content, "content", data.schema) ?? fault(document.content);
  if (wrong) return { problem: `Noe i filen er endret eller skadet, ved ${wrong}.` };
  return { content: document.content };
}

/** Reads a file the reader has chosen; returns { content } or { problem }. */
export async function readFile(data, file, fault) {
  if (file.size > data.maxBytes) return { problem: "Filen er for stor til å være lagret herfra (over 1 MB)." };
  try {
    return fromFile(data, new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()), fault);
  } catch {
    return { problem: "Filen er ikke lagret som UTF-8. Den er skadet, eller lagret av et annet program." };
  }
}

/**
 * Says where a value does not fit a JSON Schema, or returns null. Knows what
 * pydantic writes for the tools' models: no formats, no patterns, no conditions.
 */
export function misfit(schema, value, path, root) {
  if (schema.$ref) return misfit(root.$defs[schema.$ref.split("/").pop()], value, path, root);
  if (schema.anyOf) return schema.anyOf.every((one) => misfit(one, value, path, root)) ? `${path}: verdien passer ikke` : null;
  if (schema.enum && !schema.enum.includes(value)) return `${path}: verdien finnes ikke i listen`;
  if ("const" in schema && value !== schema.const) return `${path}: verdien passer ikke`;
  switch (schema.type) {
    case "null":
      return value === null ? null : `${path}: skal være tom`;
    case "boolean":
      return typeof value === "boolean" ? null : `${path}: skal være true eller false`;
    case "integer":
      if (!Number.isInteger(value)) return `${path}: skal være et helt tall`;
      if (value < (schema.minimum ?? -Infinity) || value > (schema.maximum ?? Infinity)) return `${path}: tallet er utenfor det mulige`;
      return null;
    case "string": {
      if (typeof value !== "string") return `${path}: skal være tekst`;
      if (/\p{Surrogate}/u.test(value)) return `${path}: har tegn som ikke finnes`;
      const length = [...value].length;
      return length > (schema.maxLength ?? Infinity) || length < (schema.minLength ?? 0) ? `${path}: teksten er for lang eller for kort` : null;
    }
    case "array": {
      if (!Array.isArray(value)) return `${path}: skal være en liste`;
      if (value.length > (schema.maxItems ?? Infinity) || value.length < (schema.minItems ?? 0)) return `${path}: listen er for lang eller for kort`;
      for (let i = 0; i < value.length; i++) {
        const wrong = misfit(schema.items, value[i], `${path}[${i}]`, root);
        if (wrong) return wrong;
      }
      return null;
    }
    case "object": {
      if (value === null || typeof value !== "object" || Array.isArray(value)) return `${path}: skal ha felt med navn`;
      const missing = (schema.required ?? []).find((name) => !Object.hasOwn(value, name));
      if (missing) return `${path}: feltet «${missing}» mangler`;
      for (const name of Object.keys(value)) {
        const inner = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties[name] : schema.additionalProperties;
        if (inner === undefined || inner === false) return `${path}: feltet «${name.slice(0, 40)}» finnes ikke`;
        const wrong = inner === true ? null : misfit(inner, value[name], `${path}.${name}`, root);
        if (wrong) return wrong;
      }
      return null;
    }
    default:
      return null;
  }
}

// --- parts of a sheet ------------------------------------------------------------------------

/** A name for a file from what the reader has called the work. */
export function fileName(data, content, ending) {
  const title = content.title.normalize("NFKD").replace(/[øØ]/g, "o").replace(/[æÆ]/g, "ae").replace(/\p{M}/gu, "");
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return `${[data.label.toLowerCase(), ...words].join("-").slice(0, 60)}.${ending}`;
}

let fields = 0;

/**
 * A labelled control. `attributes.hidden` as "label" keeps the label for screen readers only.
 * `key` tells which control to give focus back to when the form is drawn anew.
 */
export function field(label, control, { quiet = false, key } = {}) {
  control.id ||= `felt-${++fields}`;
  if (key) control.dataset.key = key;
  return make("div", { class: "felt" }, make("label", { for: control.id, class: quiet ? "skjult" : false }, label), control);
}

/** A line of text; `onchange` gets the text. */
export function textInput(value, onchange, attributes = {}) {
  const input = make("input", { type: "text", maxlength: "200", autocomplete: "off", ...attributes, oninput: () => onchange(input.value) });
  input.value = value;
  return input;
}

/** Several lines of text. */
export function textArea(value, onchange, attributes = {}) {
  const area = make("textarea", { maxlength: "2000", rows: "2", ...attributes, oninput: () => onchange(area.value) });
  area.value = value;
  return area;
}

/** A choice; `choices` is [[value, label], …]. */
export function select(value, choices, onchange, attributes = {}) {
  const control = make("select", { ...attributes, onchange: () => onchange(control.value) },
    ...choices.map(([code, label]) => make("option", { value: code }, label)));
  control.value = value;
  return control;
}

export function button(label, onclick, attributes = {}) {
  return make("button", { type: "button", ...attributes, onclick }, label);
}

/** A table from cells that are text or elements; the first cell of a row is its heading. */
export function table(caption, heads, rows, attributes = {}) {
  const cell = (tag, content, more = {}) => make(tag, more, ...[content].flat());
  return make("div", { class: "rull", role: "region", "aria-label": caption, tabindex: "0" },
    make("table", { class: "tabell", ...attributes },
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, ...heads.map((head) => cell("th", head, { scope: "col" })))),
      make("tbody", {}, ...rows.map(([first, ...rest]) => make("tr", {}, cell("th", first, { scope: "row" }), ...rest.map((one) => cell("td", one)))))));
}

/**
 * Text that stands in several places and is changed in one. `show` gives an element that follows
 * the text, `follow` lets another element do so, and `set` changes them all.
 */
export function echoes() {
  const places = {};
  const echo = {
    follow(key, element, otherwise) {
      (places[key] ??= []).push([element, otherwise]);
      return element;
    },
    show: (key, text, otherwise) => echo.follow(key, typed(text, otherwise), otherwise),
    set(key, text) {
      for (const [element, otherwise] of places[key] ?? []) element.textContent = text.trim() || otherwise;
    },
  };
  return echo;
}

/** What a reader typed, isolated so that its writing direction cannot turn the text around it. */
export function typed(text, otherwise = "(uten navn)") {
  return make("bdi", {}, text.trim() || otherwise);
}

// --- the sheet ---------------------------------------------------------------------------------

/**
 * Mounts a tool.
 *
 * @param {object} host { model, el } from anywidget or host.js
 * @param {object} tool
 *   form(content, change, data) → elements where the reader fills in
 *   result(content, data, change) → elements that follow from the content; drawn on every change
 *   sheet(content, data) → elements for paper: everything as text, no controls
 *   downloads(content, data) → [{ label, name: file ending, type, text: () => text or Blob (or a promise of one) }]
 *   titleLabel: what the title field asks for
 *   fault(content) → what is wrong in a saved file that fits the schema, or null
 *   start(content, data): in the book, fills in what the page's address asks for
 *   columns: whether form and result stand side by side when there is room
 *   landscape: whether the paper lies down
 *   watch(el, redraw, say) → what to do when the tool goes away; for results that depend on more than the
 *     content, like the room they have: `redraw()` draws them anew, `say(text)` tells the reader
 *
 * `change(edit, options)` edits a copy of the content (`edit(copy)`); with `{ redraw: true }` the form is
 * drawn anew (rows added, removed or moved), with `{ say: "…" }` it is also told to screen readers,
 * and `{ focus: key }` moves focus to the control with that key.
 */
export function mount({ model, el }, tool) {
  const data = model.get("data");
  const inBook = Boolean(model.get("in_book"));
  let content = structuredClone(model.get("content"));
  if (inBook) tool.start?.(content, data);
  let saved = JSON.stringify(content);
  const history = [];
  let lastTyped = null;

  const status = make("p", { role: "status", class: "melding" });
  const form = make("div", { class: "utfylling" });
  const result = make("div", { class: "svar" });
  const sheet = make("section", { class: tool.landscape ? "ark liggende" : "ark" });
  const undoButton = button("Angre", undo, { disabled: true });
  const storeKey = `${data.format}/${data.tool}`;
  const memory = make("span", { class: "minne" });

  function say(text) {
    status.textContent = text;
  }

  function change(edit, { redraw = false, say: message, focus } = {}) {
    const before = JSON.stringify(content);
    const copy = structuredClone(content);
    edit(copy);
    if (JSON.stringify(copy) === before) return;
    // What is typed in one go is one step back.
    const typing = document.activeElement?.matches("input[type=text], textarea") ? document.activeElement : null;
    if (!typing || typing !== lastTyped) history.push(before);
    lastTyped = typing;
    if (history.length > STEPS_BACK) history.shift();
    content = copy;
    share();
    draw(redraw, focus);
    if (message) say(message);
  }

  function replace(next, message) {
    history.push(JSON.stringify(content));
    lastTyped = null;
    content = structuredClone(next);
    share();
    draw(true);
    say(message);
  }

  function undo() {
    if (!history.length) return;
    content = JSON.parse(history.pop());
    lastTyped = null;
    share();
    draw(true);
    say("Siste endring er angret.");
    (undoButton.disabled ? status : undoButton).focus();
  }

  function share() {
    model.set("content", structuredClone(content));
    model.save_changes();
  }

  function dirty() {
    return JSON.stringify(content) !== saved;
  }

  // --- files and memory ---

  const opener = make("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: open });

  async function open() {
    const [file] = opener.files;
    opener.value = "";
    if (!file) return;
    const read = await readFile(data, file, tool.fault);
    if (read.problem) {
      say(`${read.problem} Det du hadde fra før, er ikke endret.`);
      status.focus();
      return;
    }
    replace(read.content, `Åpnet «${file.name}».`);
    saved = JSON.stringify(content);
  }

  function saveAs() {
    saveFile(fileName(data, content, "json"), "application/json", toFile(data, content));
    saved = JSON.stringify(content);
    say("Lagret som fil. Du finner den der nettleseren legger nedlastinger.");
  }

  function startOver() {
    replace(data.blank, "Arket er som det var da du begynte. «Angre» henter tilbake det du hadde.");
  }

  function remembered() {
    try {
      return localStorage.getItem(storeKey);
    } catch {
      return null;
    }
  }

  function remember() {
    try {
      localStorage.setItem(storeKey, toFile(data, content));
      saved = JSON.stringify(content);
      say("Husket i denne nettleseren. Andre som bruker samme maskin, kan åpne det. Slett det når du er ferdig.");
    } catch {
      say("Nettleseren lar oss ikke lagre her. Bruk «Lagre som fil».");
    }
    drawMemory();
  }

  function recall() {
    const read = fromFile(data, remembered() ?? "", tool.fault);
    if (read.problem) {
      say(`${read.problem} Det du hadde fra før, er ikke endret.`);
      return;
    }
    replace(read.content, "Hentet det du lagret i denne nettleseren.");
    saved = JSON.stringify(content);
  }

  function forget() {
    try {
      localStorage.removeItem(storeKey);
    } catch {
      // Nothing could be stored either.
    }
    drawMemory();
    say("Slettet fra denne nettleseren. Arket på skjermen er som før.");
    status.focus();
  }

  function drawMemory() {
    if (!inBook) return;
    const parts = [button("Husk i denne nettleseren", remember)];
    if (remembered() !== null) parts.push(button("Hent det som er husket", recall), button("Slett det som er husket", forget));
    memory.replaceChildren(...parts);
  }

  async function download(one) {
    saveFile(fileName(data, content, one.name), one.type, await one.text());
    say(`Lastet ned ${one.label}.`);
  }

  // --- drawing ---

  const title = textInput(content.title, (value) => change((copy) => { copy.title = value; }));
  const printed = () => {
    sheet.replaceChildren(make("h2", {}, typed(content.title, data.label)), ...tool.sheet(content, data),
      make("p", { class: "fot" }, `${data.label} fra SLIK-håndboka. Skrevet ut ${new Date().toLocaleDateString("nb-NO")}.`));
  };

  function draw(redraw, focus) {
    const key = focus ?? (el.contains(document.activeElement) ? document.activeElement.dataset.key : null);
    if (redraw) {
      title.value = content.title;
      form.replaceChildren(...tool.form(content, change, data));
    }
    result.replaceChildren(...tool.result(content, data, change));
    printed();
    if (key && document.activeElement?.dataset?.key !== key) el.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
    undoButton.disabled = !history.length;
  }

  const downloads = tool.downloads(content, data).map((one, i) => ({
    ...one,
    element: button(`Last ned ${one.label}`, () => download(tool.downloads(content, data)[i])),
  }));
  status.tabIndex = -1;
  el.classList.add("arbeidsark", ...(tool.columns ? ["to-spalter"] : []));
  el.replaceChildren(
    make("div", { class: "verktoylinje", role: "group", "aria-label": "Lagre, åpne og skriv ut" },
      undoButton, button("Lagre som fil", saveAs), button("Åpne fil", () => opener.click()), opener,
      ...downloads.map((one) => one.element), ...(inBook ? [button("Skriv ut", () => print())] : []),
      button("Begynn på nytt", startOver), memory),
    status,
    field(tool.titleLabel, title),
    form, result, sheet);
  drawMemory();
  draw(true);
  const unwatch = tool.watch?.(el, () => draw(false), say);

  const onContent = () => {
    const next = model.get("content");
    if (JSON.stringify(next) !== JSON.stringify(content)) {
      content = structuredClone(next);
      draw(true);
    }
  };
  model.on("change:content", onContent);
  const warn = (event) => {
    if (dirty()) event.preventDefault();
  };
  if (inBook) addEventListener("beforeunload", warn);
  return () => {
    model.off("change:content", onContent);
    removeEventListener("beforeunload", warn);
    unwatch?.();
  };
}
