// Responsibility matrix: who does what in each task, and who owns the measure in each phase.
// The checks are the same as in slik/tools/responsibility.py.

import { csv, make } from "./dom.mjs";
import { button, field, mount, select, table, textArea, textInput, typed } from "./tool.mjs";

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

/** Positions each rule strikes at; data holds the rule table and the phases. */
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

/** Why a matrix does not hold together, or null; the same rules as the Python model. */
export function misfit({ roles, tasks, owners }) {
  if (tasks.some((task) => task.letters.length !== roles.length)) return "En oppgave har ikke én rute for hver rolle.";
  if (owners.some((owner) => owner !== null && owner >= roles.length)) return "En fase har en eier som ikke er blant rollene.";
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

// --- on the screen -------------------------------------------------------------------------------

const hidden = (text) => make("span", { class: "skjult" }, text);

/** A part that opens, and stays open when the sheet is drawn anew. */
function fold(view, key, summary, ...children) {
  const details = make("details", { open: Boolean(view[key]) }, make("summary", { "data-key": `vis-${key}` }, summary), ...children);
  details.addEventListener("toggle", () => { view[key] = details.open; });
  return details;
}

function explanation({ rules }) {
  return make("dl", { class: "bokstaver" }, ...rules.letters.map(({ code, word, definition }) =>
    make("div", {}, make("dt", {}, `${code} ${word}`), make("dd", {}, definition))));
}

/** Buttons that move and remove one line of a list. */
function lineButtons(what, i, count, move, remove) {
  const one = (label, key, onclick, disabled = false) =>
    button("", onclick, { class: "stille", "data-key": `${key}-${what}-${i}`, disabled });
  const named = (control, label) => {
    control.append(label, hidden(` ${what} ${i + 1}`));
    return control;
  };
  return make("div", { class: "linjeknapper" },
    named(one("", "opp", () => move(i - 1), i === 0), "Opp"),
    named(one("", "ned", () => move(i + 1), i === count - 1), "Ned"),
    named(one("", "fjern", remove), "Fjern"));
}
