// The guide to one floke: six answers, and at once whom to bring, how to work and three
// examples. The answers are those of slik/tools/floke_guide.py; here points are only added.

import { make } from "./dom.mjs";
import { button, mount, table, toFile, typed } from "./tool.mjs";

const EXAMPLES = 3;

// --- answers ------------------------------------------------------------------------------------

/** The answers given, in the order of the questions, and what always counts. */
export function counting(data, content) {
  const given = data.questions.flatMap(({ code, options }) => options.filter((one) => one.code === content[code]));
  return [...given, data.base];
}

/** Whom to bring and when, how to work, and three examples to read. */
export function advise(data, content) {
  const options = counting(data, content);
  return {
    actors: actors(data, options, content.phase),
    methods: methods(data, options, content.phase),
    examples: examples(data, options),
  };
}

/** [code, points, the rule that gave most] by points, then most from one answer, then the code list's order. */
function ranked(rules, order, bonus = () => 0) {
  const points = new Map();
  const strongest = new Map();
  for (const [code, rule] of rules) {
    points.set(code, (points.get(code) ?? 0) + rule.points);
    if (!strongest.has(code) || rule.points > strongest.get(code).points) strongest.set(code, rule);
  }
  return order
    .filter((code) => points.has(code))
    .map((code) => [code, points.get(code) + bonus(code), strongest.get(code)])
    .sort(([, a, one], [, b, other]) => b - a || other.points - one.points);
}

function actors(data, options, now) {
  const phases = data.phases.map(([code]) => code);
  const rules = options.flatMap((option) => option.actors.map((rule) => [rule.group, rule]));
  return ranked(rules, data.groups.map((one) => one.code)).slice(0, data.shown.actors).map(([group, points, { phase, why }]) => ({
    group, points, phase, late: phases.indexOf(phase) < phases.indexOf(now), why,
  }));
}

function methods(data, options, now) {
  const rules = options.flatMap((option) => option.methods.map((rule) => [rule.method, rule]));
  const belongs = new Set(data.methods.filter((one) => one.phases.includes(now)).map((one) => one.code));
  return ranked(rules, data.methods.map((one) => one.code), (code) => (belongs.has(code) ? data.inPhase : 0))
    .slice(0, data.shown.methods)
    .map(([method, points, { why }]) => ({ method, points, why }));
}

function examples(data, options) {
  const points = data.examples.map(() => 0);
  for (const { examples: rule } of options) for (const i of rule.matches) points[i] += rule.points;
  const all = points.flatMap((total, i) => (total ? [i] : [])).sort((a, b) => points[b] - points[a] || a - b);
  const first = all.slice(0, EXAMPLES - 1);
  return [...first, ...third(data, first, all.slice(EXAMPLES - 1))].map((i) => ({
    id: data.examples[i].id,
    points: points[i],
    because: reasons(data, i, options),
  }));
}

/** Which answers an example fits; what always counts is a reason only when there is no other. */
function reasons(data, i, options) {
  const found = options.filter((option) => option.examples.matches.includes(i)).map((option) => option.examples.because);
  return found.length > 1 && data.base.examples.matches.includes(i) ? found.slice(0, -1) : found;
}

/** The example that shows what the first two do not: that it can fail, or that it can go further. */
function third(data, first, rest) {
  const stopped = first.filter((i) => data.examples[i].stopped).length;
  let lacking = [];
  if (!stopped) {
    lacking = rest.filter((i) => data.examples[i].stopped);
    if (!lacking.length && !first.some((i) => data.examples[i].partly)) lacking = rest.filter((i) => data.examples[i].partly);
  } else if (stopped === first.length) {
    lacking = rest.filter((i) => !data.examples[i].stopped);
  }
  return (lacking.length ? lacking : rest).slice(0, 1);
}

/** A stakeholder matrix to start from: the actors advised, compared with the examples advised. */
export function toMatrix(data, content) {
  const advice = advise(data, content);
  return {
    title: content.title,
    actors: advice.actors.map(({ group, phase }) => ({
      ...data.matrix.actor,
      name: find(data.groups, group).label,
      group,
      joined: phase,
      strongly_affected: data.matrix.affectedGroups.includes(group),
    })),
    examples: advice.examples.map((one) => one.id),
  };
}

/** The advice as text to paste into a case or an e-mail. */
export function toText(data, content) {
  const advice = advise(data, content);
  const list = (lines) => lines.map((line, i) => `${i + 1}. ${line}`);
  return `${[
    content.title.trim() || "Floken (ikke skrevet)", "",
    "SVARENE", ...answers(data, content).map(([question, answer]) => `${question} ${answer}`), "",
    "TA MED DISSE", ...list(advice.actors.map((one) => `${find(data.groups, one.group).label}. ${when(data, one)} ${one.why}`)), "",
    "BRUK DISSE METODENE", ...list(advice.methods.map((one) => `${find(data.methods, one.method).label}. ${one.why}`)), "",
    "LES DISSE EKSEMPLENE", ...list(advice.examples.map((one) => {
      const example = data.examples.find(({ id }) => id === one.id);
      return `${example.title} (${about(example)}). ${outcome(example)} ${because(one)}`;
    })), "",
    "Rådet er fra flokeveiviseren i SLIK-håndboka. Det er et forslag å drøfte, ikke en fasit.",
  ].join("\n")}\n`;
}

// --- words ------------------------------------------------------------------------------------------

function find(list, code) {
  return list.find((one) => one.code === code);
}

function phaseName(data, { phase }) {
  return data.phases.find(([code]) => code === phase)[1];
}

function when(data, one) {
  return one.late ? `Nå, om de ikke er med. Helst fra fasen ${phaseName(data, one)}.` : `Fra fasen ${phaseName(data, one)}.`;
}

function answers(data, content) {
  return data.questions.map(({ code, label, options }) => [label, find(options, content[code])?.label ?? "Ikke svart"]);
}

function about({ place, period }) {
  return [place, period].filter(Boolean).join(", ");
}

function outcome({ outcome: label, reason }) {
  return `${label}: ${reason}${/[.!?]$/.test(reason) ? "" : "."}`;
}

function because({ because: reasons }) {
  return `Valgt fordi ${reasons.join("; ")}.`;
}

function pointsOf(points) {
  return `${points} poeng`;
}

// --- the sheet ----------------------------------------------------------------------------------------

function form(content, change, data) {
  return data.questions.map((question) => {
    const { code, label, help, options } = question;
    const set = (value, more) => change((copy) => { copy[code] = value; }, { say: "Rådet er oppdatert.", ...more });
    const hint = make("p", { class: "merknad", id: `hjelp-${code}` }, help);
    return make("fieldset", { "aria-describedby": hint.id }, make("legend", {}, label), hint,
      make("ul", { class: "valg" }, ...options.map((option) => {
        const input = make("input", {
          type: "radio", name: code, value: option.code, checked: content[code] === option.code, id: `svar-${code}-${option.code}`,
          "data-key": `${code}-${option.code}`, onchange: () => set(option.code),
        });
        return make("li", {}, make("label", { class: "hake", for: input.id }, input, make("span", {}, option.label)));
      })),
      button("Fjern svaret", () => set("", { redraw: true, focus: `${code}-${options[0].code}` }),
        { class: "stille fjern", "aria-label": `Fjern svaret på «${label}»` }));
  });
}

function item(head, small, ...lines) {
  return make("li", {}, make("p", {}, make("strong", {}, head), " ", make("small", {}, small)), ...lines.map((line) => make("p", {}, line)));
}

function link({ label, title, url }) {
  return make("a", { href: url }, label ?? title);
}

function result(content, data) {
  const advice = advise(data, content);
  const given = counting(data, content).length - 1;
  return [
    make("h2", {}, "Rådet"),
    make("p", {}, given
      ? `Bygger på ${given} av ${data.questions.length} svar. Poengene viser hvor sterkt svarene peker på hver enkelt.`
      : "Dere har ikke svart på noe ennå. Dette gjelder alltid. Svar på spørsmålene, så følger rådet det dere svarer."),
    make("h3", {}, "Ta med disse"),
    make("ol", { class: "raad" }, ...advice.actors.map((one) => item(link(find(data.groups, one.group)), pointsOf(one.points), one.why, when(data, one)))),
    make("p", { class: "merknad" }, "Lenkene går til eksempler der gruppen er blant aktørene."),
    make("h3", {}, "Bruk disse metodene"),
    make("ol", { class: "raad" }, ...advice.methods.map((one) => item(link(find(data.methods, one.method)), pointsOf(one.points), one.why))),
    make("h3", {}, "Les disse eksemplene"),
    make("ol", { class: "raad" }, ...advice.examples.map((one) => {
      const example = data.examples.find(({ id }) => id === one.id);
      return item(link(example), `${about(example)} · ${pointsOf(one.points)}`, outcome(example), because(one));
    })),
    ...more(content, data),
  ];
}

/** Links to all examples an answer's filter matches; «vet ikke» says nothing to look for. */
function more(content, data) {
  const links = data.questions.flatMap(({ code, label, options }) => {
    const option = find(options, content[code]);
    return option && option.code !== "vet_ikke" ? [make("li", {}, `${label} `, make("a", { href: option.examples.more }, option.label))] : [];
  });
  return links.length ? [make("h3", {}, "Flere eksempler som passer til svarene"), make("ul", {}, ...links)] : [];
}

function sheet(content, data) {
  const advice = advise(data, content);
  return [
    make("ul", { class: "svarene" }, ...answers(data, content).map(([question, answer]) => make("li", {}, `${question} `, make("strong", {}, answer)))),
    table("Ta med disse", ["Hvem", "Fra fasen", "Hvorfor"], advice.actors.map((one) => [
      find(data.groups, one.group).label, one.late ? `Nå (helst ${phaseName(data, one)})` : phaseName(data, one), one.why,
    ])),
    table("Bruk disse metodene", ["Metode", "Hvorfor"], advice.methods.map((one) => [find(data.methods, one.method).label, one.why])),
    table("Les disse eksemplene", ["Eksempel", "Slik gikk det", "Hvorfor dette"], advice.examples.map((one) => {
      const example = data.examples.find(({ id }) => id === one.id);
      return [`${example.title} (${about(example)})`, outcome(example), because(one)];
    })),
  ];
}

function render(host) {
  return mount(host, {
    titleLabel: "Hva er floken? Skriv den i én setning",
    columns: true,
    form, result, sheet,
    downloads: (content, data) => [
      { label: "rådet som tekst", name: "txt", type: "text/plain;charset=utf-8", text: () => toText(data, content) },
      {
        label: "aktørene til interessentmatrisen", name: "interessentmatrise.json", type: "application/json",
        text: () => toFile({ ...data, tool: data.matrix.tool }, toMatrix(data, content)),
      },
    ],
  });
}

export default { render };
