// Responsibility matrix: who does what in each task, and who owns the measure in each phase.
// The checks are the same as in slik/tools/responsibility.py.

import { csv, make } from "./dom.mjs";
import { button, echoes, field, mount, select, table, textArea, textInput, typed } from "./tool.mjs";

// --- what follows from the matrix ------------------------------------------------------------

const accountable = (letter) => letter === "A" || letter === "AU";
const column = (matrix, role) => matrix.tasks.map((task) => task.letters[role]);
const where = (list, test) => list.flatMap((one, i) => (test(one, i) ? [i] : []));

/** Strips blanks; Python strips the same few, so that both find the same texts empty. */
export function trimmed(text) {
  return text.replace(/^[ \t\r\n\xa0]+|[ \t\r\n\xa0]+$/g, "");
}

/** The phases that another role takes over from the owner of the phase before. */
export function shifts({ owners }) {
  return where(owners, (owner, i) => i > 0 && owner !== null && owners[i - 1] !== null && owner !== owners[i - 1]);
}

function everyoneConsulted({ letters }, limits) {
  const others = letters.filter((letter) => !accountable(letter) && letter !== "U");
  return others.length > 0 && others.every((letter) => letter === "K") &&
    (others.length === letters.length || others.length >= limits.consulted_from_roles);
}

function onlyInformed(letters) {
  return letters.includes("I") && letters.every((letter) => letter === "" || letter === "I");
}

function emptyHanded(matrix, owner, phase) {
  const tasks = matrix.tasks.filter((task) => task.phase === phase);
  return owner !== null && tasks.length > 0 && !tasks.some((task) => accountable(task.letters[owner]));
}

/** Where each rule strikes: the positions of tasks, roles or phases. `data` holds the rule table and the phases. */
const CHECKS = {
  task_without_name: ({ tasks }) => where(tasks, (task) => !trimmed(task.name)),
  no_accountable: ({ tasks }) => where(tasks, (task) => !task.letters.some(accountable)),
  two_accountable: ({ tasks }) => where(tasks, (task) => task.letters.filter(accountable).length > 1),
  no_doer: ({ tasks }) => where(tasks, (task) => !task.letters.some((letter) => letter === "U" || letter === "AU")),
  everyone_consulted: ({ tasks }, { rules }) => where(tasks, (task) => everyoneConsulted(task, rules.limits)),
  overloaded_role: (matrix, { rules: { limits } }) =>
    matrix.tasks.length < limits.overload_from_tasks ? [] : where(matrix.roles, (_, i) =>
      100 * column(matrix, i).filter(accountable).length > limits.overload_percent * matrix.tasks.length),
  affected_only_informed: (matrix) => where(matrix.roles, (role, i) => role.kind === "berort" && onlyInformed(column(matrix, i))),
  role_without_letter: (matrix) => where(matrix.roles, (_, i) => column(matrix, i).every((letter) => letter === "")),
  phase_without_owner: ({ owners }) => where(owners, (owner) => owner === null),
  handover_without_terms: (matrix) => shifts(matrix).filter((i) => !trimmed(matrix.handovers[i - 1].terms)),
  owner_without_task: (matrix, { phases }) => where(matrix.owners, (owner, i) => emptyHanded(matrix, owner, phases[i].code)),
  project_owns_operation: ({ owners, roles }) => (owners[4] !== null && roles[owners[4]].kind === "prosjekt" ? [4] : []),
};

/** What is unclear, in the rule table's order: [{ rule, at, text }]. */
export function check(matrix, data) {
  return data.rules.rules.flatMap((rule) => {
    const at = CHECKS[rule.code](matrix, data);
    const names = at.map((i) => nameOf(matrix, rule.about, i, data));
    return at.length ? [{ rule: rule.code, at, text: rule.text.split("{names}").join(listed(names, data)) }] : [];
  });
}

/** Names a task, role, phase or shift in a message. */
export function nameOf(matrix, about, i, { phases }) {
  if (about === "tasks") return trimmed(matrix.tasks[i].name) || `oppgave ${i + 1}`;
  if (about === "roles") return trimmed(matrix.roles[i].name) || `rolle ${i + 1}`;
  return about === "phases" ? phases[i].label : `${phases[i - 1].label} → ${phases[i].label}`;
}

/** Lists names in a sentence, the first few when there are many. */
export function listed(names, data) {
  return listParts(names, data).join("");
}

/** The same as parts: every other part is a name, so that names can be isolated on the screen. */
function listParts(names, { namesShown }) {
  const more = names.length - namesShown;
  const shown = names.slice(0, namesShown);
  const between = (i) => (i + 1 < shown.length ? (i + 2 === shown.length && more <= 0 ? "» og «" : "», «") : more > 0 ? `» og ${more} til` : "»");
  return ["«", ...shown.flatMap((name, i) => [name, between(i)])];
}

/** What is wrong in a saved file that fits the schema; the same as the Python model refuses. */
export function fault({ roles, tasks, owners }) {
  if (tasks.some((task) => task.letters.length !== roles.length)) return "content: En oppgave har ikke én rute for hver rolle";
  if (owners.some((owner) => owner !== null && owner >= roles.length)) return "content: En fase har en eier som ikke er blant rollene";
  return null;
}

// --- changes; each edits a matrix in place -----------------------------------------------------

export function addRole(matrix) {
  matrix.roles.push({ name: "", kind: "vanlig" });
  for (const task of matrix.tasks) task.letters.push("");
}

export function removeRole(matrix, i) {
  matrix.roles.splice(i, 1);
  for (const task of matrix.tasks) task.letters.splice(i, 1);
  matrix.owners = matrix.owners.map((owner) => (owner === null || owner < i ? owner : owner === i ? null : owner - 1));
}

export function moveRole(matrix, i, to) {
  for (const list of [matrix.roles, ...matrix.tasks.map((task) => task.letters)]) list.splice(to, 0, ...list.splice(i, 1));
  const order = matrix.roles.map((_, now) => now);
  order.splice(to, 0, ...order.splice(i, 1));
  matrix.owners = matrix.owners.map((owner) => (owner === null ? null : order.indexOf(owner)));
}

export function addTask(matrix, phase) {
  matrix.tasks.push({ name: "", phase, letters: matrix.roles.map(() => "") });
}

export function moveTask(matrix, i, to) {
  matrix.tasks.splice(to, 0, ...matrix.tasks.splice(i, 1));
}

// --- for a spreadsheet -------------------------------------------------------------------------

/** A letter with its word: «A Ansvarlig». */
function inWords(letter, { rules }) {
  const rule = rules.letters.find(({ code }) => code === letter);
  return rule ? `${rule.code} ${rule.word}` : "";
}

function phaseLabel(code, { phases }) {
  return phases.find((phase) => phase.code === code).label;
}

function ownerName(matrix, i, data) {
  return matrix.owners[i] === null ? "Ikke bestemt" : nameOf(matrix, "roles", matrix.owners[i], data);
}

/** The matrix as rows of cells, headings first. */
export function matrixRows(matrix, data) {
  return [
    ["Fase", "Oppgave", ...matrix.roles.map((_, i) => nameOf(matrix, "roles", i, data))],
    ...matrix.tasks.map((task, i) => [phaseLabel(task.phase, data), nameOf(matrix, "tasks", i, data), ...task.letters.map((letter) => inWords(letter, data))]),
  ];
}

/** The ownership as rows of cells, headings first. */
export function ownershipRows(matrix, data) {
  const agreed = [{ terms: "", when: "" }, ...matrix.handovers];
  return [
    ["Fase", "Eier", "På plass før eieren tar over", "Når"],
    ...data.phases.map(({ label }, i) => [label, ownerName(matrix, i, data), agreed[i].terms, agreed[i].when]),
  ];
}

// --- on the screen -------------------------------------------------------------------------------

const hidden = (...content) => make("span", { class: "skjult" }, ...content);

/** A label whose last part is only for those who do not see what it stands beside. */
function label(seen, ...more) {
  return make("span", {}, seen, hidden(" ", ...more));
}

/** A part that opens, and stays open when the sheet is drawn anew. */
function fold(view, key, summary, ...children) {
  const details = make("details", { class: "rettedel", open: Boolean(view[key]) }, make("summary", { "data-key": `vis-${key}` }, summary), ...children);
  details.addEventListener("toggle", () => { view[key] = details.open; });
  return details;
}

function explanation({ rules }) {
  return make("dl", { class: "bokstaver" }, ...rules.letters.map(({ code, word, definition }) =>
    make("div", {}, make("dt", {}, `${code} ${word}`), make("dd", {}, definition))));
}

/** Buttons that move and remove one line of a list. */
function lineButtons({ key, what, i, count, move, remove, change }) {
  const moving = (text, side, to) => button(label(text, `${what} ${i + 1}`), () => change((copy) => move(copy, i, to), {
    // At the end of the list the same button is shut; the other one is next to it.
    redraw: true, focus: `${key}-${to === 0 ? "ned" : to === count - 1 ? "opp" : side}-${to}`, say: `Flyttet til plass ${to + 1} av ${count}.`,
  }), { class: "stille", disabled: to < 0 || to >= count, "data-key": `${key}-${side}-${i}` });
  const removing = button(label("Ta bort", `${what} ${i + 1}`), () => change((copy) => remove(copy, i), {
    redraw: true, focus: count > 1 ? `${key}-${Math.max(0, i - 1)}` : `${key}-ny`, say: `Tok bort ${what} ${i + 1}. «Angre» henter den tilbake.`,
  }), { class: "stille" });
  return make("div", { class: "linjeknapper" }, moving("Opp", "opp", i - 1), moving("Ned", "ned", i + 1), removing);
}

/** A list of lines to rename, move and remove, with a button that adds one. */
function lines(parts, { key, what, items, max, add, move, remove, choice }) {
  const { content, change, echo } = parts;
  const line = (item, i) => {
    const name = textInput(item.name, (value) => {
      change((copy) => { copy[items][i].name = value; });
      echo.set(`${key}-${i}`, value);
    });
    return make("li", {}, make("div", { class: "rettelinje" }, field(`${what} ${i + 1}`, name, { key: `${key}-${i}` }), choice(item, i),
      lineButtons({ key, what: what.toLowerCase(), i, count: content[items].length, move, remove, change })));
  };
  const count = content[items].length;
  return [
    make("ol", { class: "rader" }, ...content[items].map(line)),
    count < max
      ? button(`Legg til ${what.toLowerCase()}`, () => change(add, { redraw: true, focus: `${key}-${count}`, say: `La til ${what.toLowerCase()} ${count + 1}. Skriv navnet.` }), { "data-key": `${key}-ny` })
      : make("p", {}, `Her er det plass til ${max}. Ta bort en før dere legger til en ny.`),
  ];
}

function roleLines(parts) {
  const { change, data } = parts;
  const kinds = data.rules.role_kinds;
  return [
    make("p", {}, "Skriv roller, grupper eller enheter. Skriv aldri navn på personer: De bytter jobb, og arket kan bli delt."),
    ...lines(parts, {
      key: "rolle", what: "Rolle", items: "roles", max: data.maxRoles, add: addRole, move: moveRole, remove: removeRole,
      choice: (role, i) => field(label("Type", `rolle ${i + 1}`), select(role.kind, kinds.map((kind) => [kind.code, kind.label]),
        (value) => change((copy) => { copy.roles[i].kind = value; })), { key: `type-${i}` }),
    }),
    make("p", { class: "merknad" }, kinds.map((kind) => `${kind.label}: ${kind.definition}`).join(" ")),
  ];
}

function taskLines(parts) {
  const { content, change, data } = parts;
  const phases = data.phases.map((phase) => [phase.code, phase.label]);
  const last = content.tasks.at(-1)?.phase ?? phases[0][0];
  return lines(parts, {
    key: "oppgave", what: "Oppgave", items: "tasks", max: data.maxTasks, add: (copy) => addTask(copy, last), move: moveTask,
    remove: (copy, i) => copy.tasks.splice(i, 1),
    choice: (task, i) => field(label("Fase", `oppgave ${i + 1}`), select(task.phase, phases,
      (value) => change((copy) => { copy.tasks[i].phase = value; }, { redraw: true })), { key: `fase-${i}` }),
  });
}

/** The matrix: a table where there is room, and one task at a time where there is not. */
function grid({ content, change, data, echo }) {
  const { roles, tasks } = content;
  const taskName = (i) => echo.show(`oppgave-${i}`, tasks[i].name, `Oppgave ${i + 1}`);
  const roleName = (i) => echo.show(`rolle-${i}`, roles[i].name, `Rolle ${i + 1}`);
  const choices = [["", "–"], ...data.rules.letters.map(({ code }) => [code, inWords(code, data)])];
  const cell = (t, r) => field(make("span", {}, hidden(taskName(t), ": "), roleName(r)),
    select(tasks[t].letters[r], choices, (value) => change((copy) => { copy.tasks[t].letters[r] = value; })), { key: `rute-${t}-${r}` });
  const rows = tasks.map((task, t) => [
    [make("small", { class: "kortnummer" }, `Oppgave ${t + 1} av ${tasks.length}`), taskName(t), make("small", {}, phaseLabel(task.phase, data))],
    ...roles.map((_, r) => cell(t, r)),
  ]);
  const region = table("Hvem gjør hva i hver oppgave", ["Oppgave", ...roles.map((_, r) => roleName(r))], rows, { class: "tabell ansvar" });
  region.firstElementChild.style.setProperty("--roller", roles.length);
  const turn = (text, step) => button(text, () => {
    const cards = region.querySelector("tbody");
    cards.scrollBy({ left: step * cards.clientWidth });
  }, { class: "stille" });
  return [region, make("div", { class: "bla" }, turn("Forrige oppgave", -1), turn("Neste oppgave", 1))];
}

/** The five phases with their owners, and what is agreed where the owner shifts. */
function ownership({ content, change, data, echo }) {
  const shifting = new Set(shifts(content));
  const name = (i) => echo.show(`rolle-${i}`, content.roles[i].name, `Rolle ${i + 1}`);
  const owner = (i) => {
    const choices = [["", "Ikke bestemt"], ...content.roles.map((_, r) => [String(r), nameOf(content, "roles", r, data)])];
    const control = select(content.owners[i] === null ? "" : String(content.owners[i]), choices,
      (value) => change((copy) => { copy.owners[i] = value === "" ? null : Number(value); }, { redraw: true }));
    [...control.options].slice(1).forEach((option, r) => echo.follow(`rolle-${r}`, option, `Rolle ${r + 1}`));
    return field(label("Eier", `i ${data.phases[i].label}`), control, { key: `eier-${i}` });
  };
  const words = (i) => {
    const [before, now] = [content.owners[i - 1], content.owners[i]];
    if (shifting.has(i)) return [make("p", { class: "overgang" }, name(now), " tar over etter ", name(before), ".")];
    if (now === null || before === null) return [];
    return [make("p", { class: "overgang" }, `Samme eier som i ${data.phases[i - 1].label}.`)];
  };
  const agreed = (i) => {
    const { terms, when } = content.handovers[i - 1];
    if (!shifting.has(i) && !trimmed(terms) && !trimmed(when)) return [];
    const set = (key) => (value) => change((copy) => { copy.handovers[i - 1][key] = value; });
    const where = `før ${data.phases[i].label}`;
    return [
      field(label("Hva må være på plass først?", where), textArea(terms, set("terms"), { rows: "4" }), { key: `vilkar-${i}` }),
      field(label("Når?", where), textInput(when, set("when")), { key: `nar-${i}` }),
    ];
  };
  return make("ol", { class: "eierband" }, ...data.phases.map((phase, i) => make("li", { class: shifting.has(i) ? "skifte" : false },
    make("h3", {}, phase.label), owner(i), ...(i ? [...words(i), ...agreed(i)] : []))));
}

// --- what is shown below ---------------------------------------------------------------------------

/** A message with the names isolated; the text is the finding's own. */
function message(finding, rule, content, data) {
  const names = listParts(finding.at.map((i) => nameOf(content, rule.about, i, data)), data);
  const [before, after] = rule.text.split("{names}");
  return [before, ...names.map((part, i) => (i % 2 ? typed(part) : part)), after];
}

function ground(rule, { rules }) {
  const source = rules.sources.find(({ key }) => key === rule.source);
  return source ? make("a", { href: source.url }, source.title) : "Vår vurdering";
}

function findings(content, data, view) {
  const started = content.owners.some((owner) => owner !== null) || content.tasks.some((task) => task.letters.some(Boolean));
  if (!started) return [make("p", {}, "Sett den første bokstaven, så sier arket fra om det som er uklart.")];
  const found = check(content, data);
  if (!found.length) return [make("p", {}, "Reglene fant ingenting som er uklart. Spør likevel om alle som står her, har sagt ja.")];
  return [make("ul", { class: "funn" }, ...found.map((finding) => {
    const rule = data.rules.rules.find(({ code }) => code === finding.rule);
    return make("li", {}, make("p", {}, make("strong", {}, `${rule.name}. `), ...message(finding, rule, content, data)), make("p", {}, rule.advice),
      fold(view, rule.code, label("Hvorfor?", rule.name), make("p", {}, `${rule.why} `, make("small", {}, ground(rule, data)))));
  }))];
}

function exampleList(examples, data) {
  return make("ul", {}, ...examples.map(({ title, url, owners }) => make("li", {}, make("a", { href: url }, title), ": ",
    owners.map(({ phase, owner }) => `${phaseLabel(phase, data)}: ${owner}`).join(" → "))));
}

function elsewhere(data, view) {
  const { examples, examplesFirst } = data;
  return [
    make("h3", {}, "Hvem eide det hos andre?"),
    make("p", { class: "merknad" }, "Eieren er den kildene nevner. Faser uten kjent eier er ikke med."),
    exampleList(examples.slice(0, examplesFirst), data),
    fold(view, "eksempler", `Flere eksempler der vi vet hvem som eide arbeidet (${examples.length - examplesFirst})`, exampleList(examples.slice(examplesFirst), data)),
  ];
}

// --- on paper ----------------------------------------------------------------------------------------

function sheet(content, data) {
  const shifting = new Set(shifts(content));
  const roleName = (i) => typed(nameOf(content, "roles", i, data));
  const letter = (code) => (code ? [make("strong", {}, code), inWords(code, data).slice(code.length)] : "");
  const owners = content.owners.map((_, i) => [shifting.has(i) ? "→ tar over: " : "", typed(ownerName(content, i, data))]);
  const agreed = (key) => ["–", ...content.handovers.map((handover) => typed(handover[key], "–"))];
  return [
    make("p", { class: "forklaring" }, ...data.rules.letters.flatMap(({ code, word, definition }) => [make("strong", {}, `${code} ${word}`), `: ${definition} `])),
    table("Hvem gjør hva", ["Oppgave", "Fase", ...content.roles.map((_, r) => roleName(r))],
      content.tasks.map((task, t) => [typed(nameOf(content, "tasks", t, data)), phaseLabel(task.phase, data), ...task.letters.map(letter)]),
      { class: content.roles.length > 8 ? "tabell tett ansvarsark mange" : "tabell tett ansvarsark" }),
    table("Hvem eier tiltaket", ["", ...data.phases.map((phase) => phase.label)],
      [["Eier", ...owners], ["På plass først", ...agreed("terms")], ["Når", ...agreed("when")]], { class: "tabell tett ansvarsark eierark" }),
  ];
}

function render(host) {
  const view = {};

  function form(content, change, data) {
    const parts = { content, change, data, echo: echoes() };
    return [
      make("h2", {}, "Hvem gjør hva?"),
      explanation(data),
      fold(view, "roller", `Endre rollene (${content.roles.length})`, ...roleLines(parts)),
      fold(view, "oppgaver", `Endre oppgavene (${content.tasks.length})`, ...taskLines(parts)),
      ...grid(parts),
      make("h2", {}, "Hvem eier tiltaket i hver fase?"),
      make("p", {}, "Kommunen kan starte noe uten å eie det for alltid, og ta over det andre har begynt på. Velg en rolle i hver fase. Skifter eieren, så skriv hva som må være på plass før den nye tar over."),
      ownership(parts),
      ...elsewhere(data, view),
    ];
  }

  return mount(host, {
    titleLabel: "Hvilket tiltak gjelder det?",
    landscape: true,
    fault, form, sheet,
    result: (content, data) => [make("h2", {}, "Snakk om dette"), ...findings(content, data, view)],
    downloads: (content, data) => [
      { label: "matrisen som CSV", name: "csv", type: "text/csv", text: () => csv(matrixRows(content, data)) },
      { label: "eierne som CSV", name: "eiere.csv", type: "text/csv", text: () => csv(ownershipRows(content, data)) },
    ],
  });
}

export default { render };
