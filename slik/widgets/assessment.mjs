// The self-assessment: answers become next actions, and several people's answers a spread to
// talk about. The answers are those of slik/tools/assessment.py; a median is held as twice
// its value.

import { csv, make } from "./dom.mjs";
import { button, mount, readFile, table, typed } from "./tool.mjs";

const UNANSWERED = "ubesvart";
const UNKNOWN = "vet_ikke";
const LEVELS = [1, 2, 3, 4, 5];

// --- answers ------------------------------------------------------------------------------------

/** Statement → answer as a Map, without the unanswered; if one stands twice, the last counts. */
export function answersOf(content) {
  const last = new Map(content.answers.map(({ statement, answer }) => [statement, answer]));
  return new Map([...last].filter(([, answer]) => answer !== UNANSWERED));
}

/** What to do next: at least one action, at most the rule table's limit. */
export function nextActions(answers, rules) {
  for (const order of [rules.choice.order, rules.choice.share]) {
    const chosen = order.flatMap((answer) => rules.statements.filter(({ id }) => answers.get(id) === answer).map((one) => [one, answer]));
    if (chosen.length) return chosen.slice(0, rules.choice.limit).map(([statement, answer]) => action(statement, answer, rules));
  }
  const { action: first, who, page } = rules.start;
  return [{ statement: null, group: null, action: first, who, page }];
}

function action(statement, answer, rules) {
  const { code } = rules.groups.find(({ answers }) => answers.includes(answer));
  const rule = statement[code];
  return { statement: statement.id, group: code, action: rule.action, who: rule.who, page: rule.page };
}

/** Twice the median, so that it is a whole number; null when there are no levels. */
export function medianTwice(levels) {
  if (!levels.length) return null;
  const ordered = [...levels].sort((a, b) => a - b);
  return ordered[Math.floor((ordered.length - 1) / 2)] + ordered[Math.floor(ordered.length / 2)];
}

/** A doubled median in words. */
export function inWords(twice, rules) {
  if (twice === null) return "Ingen svar";
  const half = Math.floor(twice / 2);
  if (twice % 2 === 0) return levelLabel(half, rules);
  return `Mellom ${levelLabel(half, rules).toLowerCase()} og ${levelLabel(half + 1, rules).toLowerCase()}`;
}

function levelLabel(number, rules) {
  return rules.levels.find((level) => level.number === number).label;
}

/** The answers of each of SLIK's five components; they are not added up further. */
export function byTheme(answers, data) {
  return data.themes.map(([theme]) => {
    const own = data.rules.statements.filter((one) => one.theme === theme).map(({ id }) => answers.get(id));
    const levels = own.filter(Number.isInteger);
    return {
      theme, statements: own.length, answered: levels.length,
      unknown: own.filter((answer) => answer === UNKNOWN).length, median_twice: medianTwice(levels),
    };
  });
}

/** The spread of several people's answers; nothing about fewer than the rule table's smallest group. */
export function merge(contents, rules) {
  const { smallest_group: smallest, widest: most } = rules.merging;
  if (contents.length < smallest) return { files: contents.length, enough: false, statements: [], widest: [] };
  const sheets = contents.map(answersOf);
  const statements = rules.statements.map(({ id }) => {
    const levels = sheets.map((sheet) => sheet.get(id)).filter(Number.isInteger);
    return spread(id, levels.length >= smallest ? levels : null);
  });
  const apart = statements.filter((one) => distance(one) > 0);
  apart.sort((a, b) => distance(b) - distance(a) || deviation(b) - deviation(a));
  return { files: contents.length, enough: true, statements, widest: apart.slice(0, most).map((one) => one.statement) };
}

function spread(statement, levels) {
  if (!levels) return { statement, answered: null, median_twice: null, lowest: null, highest: null, counts: null };
  return {
    statement, answered: levels.length, median_twice: medianTwice(levels), lowest: Math.min(...levels), highest: Math.max(...levels),
    counts: LEVELS.map((level) => levels.filter((one) => one === level).length),
  };
}

function distance({ lowest, highest }) {
  return highest - lowest;
}

/** Sum of the distances from the median, doubled to stay whole. */
function deviation({ counts, median_twice: twice }) {
  return LEVELS.reduce((sum, level, i) => sum + counts[i] * Math.abs(2 * level - twice), 0);
}

/** The medians as answers to nextActions; halfway counts as the lower level. */
export function medianAnswers(merged) {
  return new Map(merged.statements.filter((one) => one.median_twice !== null).map((one) => [one.statement, Math.floor(one.median_twice / 2)]));
}

// --- words -----------------------------------------------------------------------------------------

function answerText(answer, rules) {
  if (answer === undefined) return "Ikke svart";
  return answer === UNKNOWN ? "Vet ikke" : `${answer} ${levelLabel(answer, rules)}`;
}

function range({ lowest, highest }) {
  return lowest === highest ? `${lowest}` : `${lowest}–${highest}`;
}

/** Rows of statements and answers, headings first. */
export function answerRows(content, data) {
  const answers = answersOf(content);
  const themes = new Map(data.themes);
  return [["Id", "Del", "Påstand", "Svar 1–5", "Svar"], ...data.rules.statements.map(({ id, theme, text }) => {
    const answer = answers.get(id);
    return [id, themes.get(theme), text, Number.isInteger(answer) ? String(answer) : "", answerText(answer, data.rules)];
  })];
}

function examplesOf(step, data) {
  return data.examples[step.statement ? `${step.statement} ${step.group}` : "start"];
}

/** The next actions as plain text. */
export function asText(content, steps, data) {
  const lines = steps.flatMap((step, i) => [
    `${i + 1}. ${step.action}`,
    `   Hvem: ${step.who}`,
    `   Les: ${data.pages[step.page].title} (${step.page})`,
    ...examplesOf(step, data).map(({ title }) => `   Eksempel: ${title}`),
    "",
  ]);
  return [content.title.trim() || data.label, "Neste steg", "", ...lines, data.rules.notice, ""].join("\n");
}

// --- the tool ----------------------------------------------------------------------------------------

let mounted = 0;

function render(host) {
  const sheetNumber = ++mounted;
  // Other people's answers live here only: not in the content, not in a file, not in the browser's memory.
  let merged = null;
  let refused = [];
  let redraw, say;

  const chooser = make("input", { type: "file", multiple: true, accept: ".json,application/json", hidden: true, onchange: mergeFiles });

  async function mergeFiles() {
    const data = host.model.get("data");
    const files = [...chooser.files];
    chooser.value = "";
    if (!files.length) return;
    const read = await Promise.all(files.map(async (file) => ({ name: file.name, ...await readFile(data, file) })));
    refused = read.filter((one) => one.problem);
    merged = merge(read.filter((one) => one.content).map((one) => one.content), data.rules);
    redraw();
    const left = refused.length ? ` ${refused.length} kunne ikke brukes.` : "";
    say(merged.enough ? `Slo sammen ${merged.files} svar.${left}` : `For få svar til å vise noe.${left}`);
  }

  function clearMerged() {
    merged = null;
    refused = [];
    redraw();
    say("De sammenslåtte svarene er borte. Nå ser dere svarene på arket.");
  }

  const together = () => Boolean(merged?.enough);
  const stepsFor = (content, data) => nextActions(together() ? medianAnswers(merged) : answersOf(content), data.rules);

  function form(content, change, data) {
    const answers = answersOf(content);
    return [
      make("p", { class: "merknad" }, data.rules.notice),
      make("h2", {}, "Svar på påstandene"),
      make("p", {}, "Svar slik det er hos dere nå. Velg «Vet ikke» når du ikke vet. Hopp gjerne over noe."),
      make("dl", { class: "trinn" }, ...data.rules.levels.map(({ number, label, meaning }) =>
        make("div", {}, make("dt", {}, `${number} ${label}`), make("dd", {}, meaning)))),
      ...data.themes.flatMap(([theme, label]) => [
        make("h3", {}, label),
        ...data.rules.statements.filter((one) => one.theme === theme).map((one) => question(one, answers.get(one.id), change, data.rules)),
      ]),
    ];
  }

  function question({ id, text }, given = UNANSWERED, change, rules) {
    const choices = [...rules.levels.map(({ number, label }) => [number, `${number} ${label}`]), [UNKNOWN, "Vet ikke"], [UNANSWERED, "Ikke svart"]];
    return make("fieldset", { class: "pastand" }, make("legend", {}, text), make("div", { class: "svarvalg" }, ...choices.map(([answer, label]) => {
      const input = make("input", {
        type: "radio", name: `${id}-${sheetNumber}`, value: answer, "data-key": `${id}-${answer}`,
        onchange: () => change((copy) => setAnswer(copy, id, answer)),
      });
      input.checked = answer === given;
      return make("label", { class: "hake" }, input, make("span", {}, label));
    })));
  }

  function result(content, data) {
    const answers = answersOf(content);
    return [
      ...(together() ? talkFirst(data) : []),
      make("h2", {}, "Neste steg"),
      make("p", {}, about(answers, data)),
      make("ol", { class: "neste" }, ...stepsFor(content, data).map((step) => nextStep(step, data))),
      make("details", {}, make("summary", {}, "Slik er stegene valgt"), make("p", {}, data.rules.choice.text)),
      ...(together() ? spreadTables(data) : answerTables(answers, data)),
      ...mergePanel(data),
    ];
  }

  function about(answers, data) {
    if (together()) return `Stegene følger medianen i de ${merged.files} svarene dere slo sammen.`;
    const { size } = answers;
    if (!size) return "Dere har ikke svart ennå, og det er helt greit. Her er et første steg.";
    return `Dere har svart på ${size} av ${data.rules.statements.length} påstander. Stegene følger svarene.`;
  }

  function nextStep(step, data) {
    const page = data.pages[step.page];
    return make("li", {},
      make("p", { class: "tiltak" }, step.action),
      make("p", {}, make("b", {}, "Hvem: "), step.who, ". ", make("b", {}, "Les: "), make("a", { href: page.url }, page.title), "."),
      make("p", {}, make("b", {}, "Se hvordan det gikk hos andre: ")),
      make("ul", {}, ...examplesOf(step, data).map(({ title, url }) => make("li", {}, make("a", { href: url }, title)))));
  }

  function dots(answer) {
    return make("span", { class: "prikker", "aria-hidden": "true" },
      ...LEVELS.map((level) => make("span", { class: Number.isInteger(answer) && level <= answer ? "full" : false })));
  }

  function answerTables(answers, data) {
    if (!answers.size) return [];
    return [make("h2", {}, "Svarene"), ...byTheme(answers, data).flatMap((summary) => {
      const label = new Map(data.themes).get(summary.theme);
      return [
        table(label, ["Påstand", "Svar"], data.rules.statements.filter((one) => one.theme === summary.theme).map(({ id, text }) => [
          text, [dots(answers.get(id)), answerText(answers.get(id), data.rules)],
        ])),
        make("p", {}, middle(summary, data.rules)),
      ];
    })];
  }

  function middle({ answered, statements, unknown, median_twice: twice }, rules) {
    const missing = unknown ? `, ${unknown} «vet ikke»` : "";
    return `Midt i svarene (medianen): ${inWords(twice, rules).toLowerCase()}. ${answered} av ${statements} har et trinn${missing}.`;
  }

  function talkFirst(data) {
    const byId = new Map(merged.statements.map((one) => [one.statement, one]));
    const text = new Map(data.rules.statements.map((one) => [one.id, one.text]));
    const list = merged.widest.map((id) => make("li", {}, `${text.get(id)} Svarene går fra ${levelName(byId.get(id).lowest, data)} til ${levelName(byId.get(id).highest, data)}.`));
    return [
      make("h2", {}, "Snakk om disse først"),
      list.length ? make("ol", {}, ...list) : make("p", {}, "Ingen påstander har svar som spriker, blant dem minst tre har svart på."),
    ];
  }

  function levelName(number, data) {
    return `${number} ${levelLabel(number, data.rules).toLowerCase()}`;
  }

  function spreadTables(data) {
    const byId = new Map(merged.statements.map((one) => [one.statement, one]));
    return [
      make("h2", {}, `Spredningen i ${merged.files} svar`),
      ...data.themes.map(([theme, label]) => table(label,
        ["Påstand", "Antall svar", "Median", "Lavest–høyest", ...data.rules.levels.map((level) => `${level.number} ${level.label}`)],
        data.rules.statements.filter((one) => one.theme === theme).map(({ id, text }) => [text, ...spreadCells(byId.get(id), data)]),
        { class: "tabell spredning" })),
    ];
  }

  function spreadCells(one, data) {
    if (one.counts === null) return ["Færre enn tre", "–", "–", ...LEVELS.map(() => "–")];
    return [`${one.answered} av ${merged.files}`, inWords(one.median_twice, data.rules), range(one), ...one.counts.map((count) => (count ? [bar(count, one.answered), ` ${count}`] : "0"))];
  }

  function inBrief(one, data) {
    if (one.counts === null) return "Færre enn tre svar";
    return `${inWords(one.median_twice, data.rules)}; ${range(one)}; ${one.answered} av ${merged.files}`;
  }

  function bar(count, of) {
    const element = make("span", { class: "stolpe", "aria-hidden": "true" });
    element.style.width = `${(3 * count) / of}em`;
    return element;
  }

  function mergePanel(data) {
    return [make("section", { class: "sammenslaing" },
      make("h2", {}, "Slå sammen flere svar"),
      make("p", {}, "Er dere flere som har svart hver for seg? Velg alle filene samtidig. Da ser dere hvor svarene spriker. Svarene på arket her teller bare med hvis du har lagret dem og velger den filen også."),
      make("p", {}, "De sammenslåtte svarene lagres ikke. De blir borte når du lukker siden. Er dere få, kan noen likevel gjette hvem som svarte hva. Den som har filene, kan åpne dem én for én. Avtal derfor hvem det er, og slett filene etterpå."),
      chooser,
      button("Velg filer med svar", () => chooser.click(), { "data-key": "sla-sammen" }), " ",
      ...(merged ? [button("Fjern de sammenslåtte svarene", clearMerged, { "data-key": "fjern" })] : []),
      ...(merged && !merged.enough ? [make("p", { class: "for-fa" },
        `Dere har ${merged.files} svar som kan brukes. Vi viser ingenting før det er minst ${data.rules.merging.smallest_group}. Med færre kan noen se hva én person svarte.`)] : []),
      ...(refused.length ? [make("p", {}, "Disse filene er ikke med:"),
        make("ul", { class: "avvist" }, ...refused.map(({ name, problem }) => make("li", {}, typed(name), `: ${problem}`)))] : []),
      make("details", {}, make("summary", {}, "Slik slår vi sammen"), make("p", {}, data.rules.merging.text)))];
  }

  // --- paper: answers and actions on the first page, statements and notes on the second ---

  function sheet(content, data) {
    const answers = answersOf(content);
    return [
      make("p", {}, data.rules.notice),
      together() ? make("p", {}, `Spredningen i ${merged.files} svar.`) : table("Svarene", ["Del", "Midt i svarene", "Svar"], byTheme(answers, data).map((summary) => [
        new Map(data.themes).get(summary.theme), inWords(summary.median_twice, data.rules),
        data.rules.statements.filter((one) => one.theme === summary.theme).map(({ id }) => `${shortId(id)}: ${answerText(answers.get(id), data.rules)}`).join(", "),
      ])),
      ...(together() ? talkFirst(data) : []),
      table(together() ? "Neste steg, etter medianen" : "Neste steg", ["Steg", "Hvem", "Les og lær", "Frist"], stepsFor(content, data).map((step) => [
        step.action, step.who, `${data.pages[step.page].title}. Eksempler: ${examplesOf(step, data).map(({ title }) => title).join("; ")}`, "",
      ]), { class: "tabell steg" }),
      make("section", { class: "ny-side" }, together() ? spreadPaper(data) : answerPaper(answers, data)),
    ];
  }

  function answerPaper(answers, data) {
    return table("Påstandene og svarene", ["Påstand", "Svar", "Notater"],
      data.rules.statements.map(({ id, text }) => [`${shortId(id)} ${text}`, answerText(answers.get(id), data.rules), ""]), { class: "tabell notater" });
  }

  function spreadPaper(data) {
    const text = new Map(data.rules.statements.map((one) => [one.id, one.text]));
    return table("Påstandene og spredningen", ["Påstand", "Median, lavest–høyest, antall svar", ...LEVELS.map(String), "Notater"],
      merged.statements.map((one) => [`${shortId(one.statement)} ${text.get(one.statement)}`, inBrief(one, data),
        ...(one.counts ?? LEVELS.map(() => "–")).map(String), ""]), { class: "tabell notater spredt" });
  }

  function watch(el, draw, tell) {
    [redraw, say] = [draw, tell];
    return () => {};
  }

  return mount(host, {
    titleLabel: "Enhet eller rollegruppe (for eksempel «Ledergruppen»). Ikke skriv navn på personer",
    form, result, sheet, watch,
    downloads: (content, data) => [
      { label: "svarene (CSV)", name: "csv", type: "text/csv", text: () => csv(answerRows(content, data)) },
      { label: "som tekst", name: "txt", type: "text/plain", text: () => asText(content, stepsFor(content, data), data) },
    ],
  });
}

function setAnswer(content, id, answer) {
  const own = content.answers.findLast((one) => one.statement === id);
  if (own) own.answer = answer;
  else content.answers.push({ statement: id, answer });
}

function shortId(id) {
  return id.replace("HS-", "");
}

export default { render };
