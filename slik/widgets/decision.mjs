// The decision matrix: alternatives, weighted criteria and points, and how well the choice
// stands. The answers are in ranking.mjs.

import { csv, make } from "./dom.mjs";
import { decimal, deciderWords, fallback, notes, plain, rank, rankingWords, robustness, robustnessWords, trialWords, turningPoints, turningWords } from "./ranking.mjs";
import { button, echoes, field, mount, select, table, textArea, textInput, typed } from "./tool.mjs";

const FULL_WEIGHT = 100;
const MEETS = [["", "Ikke vurdert"], ["ja", "Oppfyller"], ["nei", "Oppfyller ikke"]];
const OUTCOMES = { holds: "Står", level: "Likt på topp", falls: "Faller" };

// --- the content, edited ------------------------------------------------------------------------

function emptyScore() {
  return { points: null, meets: null, reason: "" };
}

/** What is wrong in a saved file that fits the schema: every alternative has one score for each criterion. */
export function fault({ criteria, alternatives }) {
  const i = alternatives.findIndex((one) => one.scores.length !== criteria.length);
  return i < 0 ? null : `content: Alternativ ${i + 1} skal ha ${criteria.length} poeng, ett for hvert kriterium.`;
}

/** Moves one place in a list. */
function swap(list, i, j) {
  [list[i], list[j]] = [list[j], list[i]];
}

/** Every list that follows the order of one: alternatives alone, or criteria with all their scores. */
function inOrder(content, list) {
  return list === "criteria" ? [content.criteria, ...content.alternatives.map((one) => one.scores)] : [content.alternatives];
}

/** The number in a weight field, or null when it is not a whole number from 0 to 100. */
export function readWeight(text) {
  return /^\s*\d{1,3}\s*$/.test(text) && Number(text) <= FULL_WEIGHT ? Number(text) : null;
}

export function weightWords(total) {
  const missing = FULL_WEIGHT - total;
  const rest = missing > 0 ? `Det mangler ${missing}.` : missing < 0 ? `Det er ${-missing} for mye. Svaret stemmer likevel.` : "";
  return `Summen av vektene er ${total} av ${FULL_WEIGHT}. ${rest}`.trim();
}

function totalWeight(content) {
  return content.criteria.reduce((total, one) => total + (one.must ? 0 : one.weight), 0);
}

/** The sheet as rows for a spreadsheet, headings first. */
export function rowsForCsv(data, content) {
  const { rows, total } = rank(data, content);
  const of = (i) => rows.find((row) => row.alternative === i);
  const names = content.alternatives.map((one, i) => one.name.trim() || fallback("alternatives", i));
  return [
    ["Kriterium", "Hva gir 5 poeng, eller hva kreves", "Vekt", ...names, ...names.map((name) => `Begrunnelse: ${name}`)],
    ...content.criteria.map((criterion, k) => [
      criterion.name.trim() || fallback("criteria", k), criterion.top, criterion.must ? "krav" : criterion.weight,
      ...content.alternatives.map((one) => scoreWords(criterion, one.scores[k])), ...content.alternatives.map((one) => one.scores[k].reason),
    ]),
    ["Vektet snitt", "", total, ...names.map((_, i) => (of(i).place ? decimal(of(i).hundredths) : ""))],
    ["Plass", "", "", ...names.map((_, i) => of(i).place ?? "ikke rangert")],
  ];
}

function scoreWords(criterion, score) {
  if (!criterion.must) return score.points ?? "";
  return MEETS[score.meets === null ? 0 : score.meets ? 1 : 2][1];
}

// --- the sheet ------------------------------------------------------------------------------------

let sheets = 0;

/** A sentence with what the reader has typed isolated. */
function sentence(parts) {
  return parts.map((part) => (typeof part === "string" ? part : typed(part.name)));
}

function bullets(lines) {
  return make("ul", {}, ...lines.map((line) => make("li", {}, ...sentence(line))));
}

function paragraphs(lines) {
  return lines.map((line) => make("p", {}, ...sentence(line)));
}

function render(host) {
  const sheetId = `matrise-${++sheets}`;

  function form(content, change, data) {
    const echo = echoes();
    const set = (list, i, name) => (value) => {
      change((copy) => { copy[list][i][name] = value; });
      echo.set(`${list}-${i}-${name}`, value);
    };
    const shown = (list, i) => echo.show(`${list}-${i}-name`, content[list][i].name, fallback(list, i));
    const sum = make("p", { class: "sum", "aria-live": "polite" }, weightWords(totalWeight(content)));
    const parts = { content, change, data, set, shown, echo, sum };
    return [
      field("Hvem bestemmer? Skriv rolle eller organ", textInput(content.decider, (value) => change((copy) => { copy.decider = value; })), { key: "decider" }),
      make("h2", {}, "Alternativene"),
      make("p", {}, "Ta alltid med «fortsette som nå». Da ser dere hva dere velger bort."),
      ...list(parts, "alternatives", alternativeRow, "Legg til alternativ"),
      make("h2", {}, "Kriteriene"),
      make("p", {}, "Bli enige om kriterier og vekt før noen setter poeng. Fordel 100 vektpoeng."),
      startButtons(parts),
      ...list(parts, "criteria", criterionRow, "Legg til kriterium"),
      make("h2", {}, "Poengene"),
      make("p", {}, `Gi poeng hver for dere først. ${data.rules.scale.map(({ points, meaning }) => `${points} er ${meaning}`).join(", ")}.`),
      scoreTable(parts),
    ];
  }

  // --- lists of alternatives and criteria ---

  function list(parts, name, row, adding) {
    const { content, change, data } = parts;
    const full = content[name].length >= data.schema.properties[name].maxItems;
    const add = () => change((copy) => {
      if (name === "criteria") {
        copy.criteria.push({ name: "", top: "", weight: 0, must: false });
        for (const alternative of copy.alternatives) alternative.scores.push(emptyScore());
      } else {
        copy.alternatives.push({ name: "", scores: copy.criteria.map(emptyScore) });
      }
    }, { redraw: true, focus: `${name}-${content[name].length}-name`, say: `La til ${fallback(name, content[name].length).toLowerCase()}.` });
    return [
      make("ol", { class: "rader" }, ...content[name].map((_, i) => make("li", {}, make("fieldset", {},
        make("legend", {}, `${i + 1}. `, parts.shown(name, i)), ...row(parts, i, arrange(parts, name, i)))))),
      ...(name === "criteria" ? [parts.sum] : []),
      button(adding, add, { disabled: full, "data-key": `${name}-add` }),
    ];
  }

  /** Buttons that move or remove one row. */
  function arrange({ content, change }, name, i) {
    const last = content[name].length - 1;
    const called = content[name][i].name.trim() || fallback(name, i);
    const what = fallback(name, i).toLowerCase();
    const move = (label, key, to) => button(label, () => change((copy) => {
      for (const one of inOrder(copy, name)) swap(one, i, to);
    }, { redraw: true, say: `Flyttet ${called} til plass ${to + 1} av ${last + 1}.`, focus: moved(key, to) }),
    { class: "stille", disabled: to < 0 || to > last, "aria-label": `${label} ${what}`, "data-key": `${name}-${i}-${key}` });
    // At the end of the list the same button is shut; the other one is next to it.
    const moved = (key, to) => `${name}-${to}-${to === 0 ? "down" : to === last ? "up" : key}`;
    const remove = button("Ta bort", () => change((copy) => {
      for (const one of inOrder(copy, name)) one.splice(i, 1);
    }, { redraw: true, say: `Tok bort ${called}. «Angre» henter det tilbake.`, focus: `${name}-${Math.max(0, i - 1)}-name` }),
    { class: "stille", disabled: last === 0, "aria-label": `Ta bort ${what}`, "data-key": `${name}-${i}-remove` });
    return make("div", { class: "flytt" }, move("Flytt opp", "up", i - 1), move("Flytt ned", "down", i + 1), remove);
  }

  function alternativeRow({ content, set }, i, buttons) {
    const name = field("Navn", textInput(content.alternatives[i].name, set("alternatives", i, "name")), { key: `alternatives-${i}-name` });
    return [make("div", { class: "linje" }, name, buttons)];
  }

  function criterionRow(parts, i, buttons) {
    const { content, change, set } = parts;
    const criterion = content.criteria[i];
    const must = make("input", {
      type: "checkbox", checked: criterion.must, id: `${sheetId}-krav-${i}`, "data-key": `criteria-${i}-must`,
      onchange: (event) => change((copy) => { copy.criteria[i].must = event.target.checked; }, {
        redraw: true, say: event.target.checked ? "Kriteriet er et krav. Det har ingen vekt." : "Kriteriet er ikke lenger et krav.",
      }),
    });
    return [
      make("div", { class: "kriterium" },
        field("Navn", textInput(criterion.name, set("criteria", i, "name")), { key: `criteria-${i}-name` }),
        field(criterion.must ? "Hva kreves?" : "Hva gir 5 poeng?", textInput(criterion.top, set("criteria", i, "top")), { key: `criteria-${i}-top` }),
        criterion.must ? make("p", { class: "uten-vekt" }, "Ingen vekt: et krav") : weightField(parts, i)),
      make("div", { class: "radslutt" }, make("label", { class: "hake", for: must.id }, must, "Absolutt krav: den som ikke oppfyller det, er ute"), buttons),
    ];
  }

  function weightField({ content, change, sum }, i) {
    let weight = content.criteria[i].weight;
    const wrong = make("span", { class: "feil", id: `${sheetId}-feil-${i}`, role: "alert" });
    const input = textInput(String(weight), (text) => {
      const read = readWeight(text);
      input.setAttribute("aria-invalid", String(read === null));
      wrong.textContent = read === null ? `Skriv et helt tall fra 0 til ${FULL_WEIGHT}. Vi regner med ${weight} til da.` : "";
      if (read === null) return;
      weight = read;
      change((copy) => {
        copy.criteria[i].weight = read;
        sum.textContent = weightWords(totalWeight(copy));
      });
    }, { inputmode: "numeric", maxlength: "3", "aria-describedby": wrong.id });
    const whole = field(`Vekt (0–${FULL_WEIGHT})`, input, { key: `criteria-${i}-weight` });
    whole.append(wrong);
    return whole;
  }

  function startButtons({ change, data }) {
    const use = ({ label, criteria }) => change((copy) => {
      copy.criteria = criteria.map(({ name, top, weight }) => ({ name, top, weight, must: false }));
      for (const alternative of copy.alternatives) alternative.scores = criteria.map(emptyScore);
    }, { redraw: true, say: `Satte inn kriteriene for «${label}». Poengene er tømt. «Angre» henter tilbake det dere hadde.` });
    return make("details", {}, make("summary", {}, "Sett inn et annet sett med kriterier"),
      ...data.rules.starts.map((start) => make("div", {},
        make("p", {}, start.why),
        button(`Sett inn: ${start.label}`, () => use(start), { "data-key": `start-${start.code}` }))));
  }

  // --- the points ---

  function scoreTable(parts) {
    const { content, shown, echo } = parts;
    const id = (list, i) => `${sheetId}-${list}-${i}`;
    const named = (list, i) => {
      const element = shown(list, i);
      element.id = id(list, i);
      return element;
    };
    const rows = content.criteria.map((criterion, k) => [
      [named("criteria", k), make("small", { class: "tillegg" }, criterion.must ? "Kreves: " : "5 poeng: ", echo.show(`criteria-${k}-top`, criterion.top, "ikke skrevet"))],
      ...content.alternatives.map((alternative, j) => scoreCell(parts, j, k, `${id("alternatives", j)} ${id("criteria", k)}`)),
    ]);
    return table("Poeng: et alternativ i hver kolonne, et kriterium i hver rad", ["Kriterium", ...content.alternatives.map((_, j) => named("alternatives", j))], rows, { class: "tabell poeng" });
  }

  function scoreCell({ content, change }, j, k, headings) {
    const score = content.alternatives[j].scores[k];
    const set = (name, read) => (value) => change((copy) => { copy.alternatives[j].scores[k][name] = read(value); });
    const labelled = { "aria-labelledby": headings, "data-key": `score-${j}-${k}` };
    const control = content.criteria[k].must
      ? select(score.meets === null ? "" : score.meets ? "ja" : "nei", MEETS, set("meets", (value) => (value ? value === "ja" : null)), labelled)
      : select(score.points ?? "", pointChoices(), set("points", (value) => (value ? Number(value) : null)), labelled);
    const heading = make("summary", { id: `${sheetId}-grunn-${j}-${k}` }, reasonLabel(score.reason));
    const reason = textArea(score.reason, (value) => {
      heading.textContent = reasonLabel(value);
      set("reason", (text) => text)(value);
    }, { "aria-labelledby": `${heading.id} ${headings}`, "data-key": `reason-${j}-${k}` });
    return [control, make("details", {}, heading, reason)];
  }

  function pointChoices() {
    const { scale } = host.model.get("data").rules;
    return [["", "Ingen"], ...scale.map(({ points, meaning }) => [points, `${points} ${meaning}`])];
  }

  function reasonLabel(reason) {
    return reason.trim() ? "Begrunnelse: skrevet" : "Begrunnelse";
  }

  // --- the answer ---

  function result(content, data) {
    const tried = robustness(data, content);
    const turns = turningPoints(data, content);
    return [
      make("h2", {}, "Resultatet"),
      ...paragraphs(rankingWords(data, content)),
      resultTable(content, data),
      make("p", { class: "rad-om" }, ...sentence(deciderWords(data, content))),
      make("h2", {}, "Står valget?"),
      ...paragraphs(robustnessWords(data, content)),
      ...(tried.trials.length ? [make("details", { "data-key": "prover" }, make("summary", { "data-key": "prover" }, `Se alle de ${tried.trials.length} prøvene`), trialTable(content, data, tried.trials))] : []),
      ...(turns.length ? [make("h2", {}, "Hva skal til for å snu valget?"), bullets(turns.map((point) => turningWords(data, content, point)))] : []),
    ];
  }

  function resultTable(content, data) {
    const rows = rank(data, content).rows.map((row) => {
      const said = [...(row.close ? [[data.rules.texts.note_close]] : []), ...notes(data, content, row)];
      return [
        [typed(content.alternatives[row.alternative].name, fallback("alternatives", row.alternative)),
          ...said.map((line) => make("small", { class: "tillegg" }, ...sentence(line)))],
        row.place ? String(row.place) : "–",
        row.place ? [make("span", { class: "tall" }, decimal(row.hundredths)), " ", bar(row.hundredths)] : "–",
      ];
    });
    return table("Alternativene etter poeng", ["Alternativ", "Plass", "Poeng av 5"], rows, { class: "tabell resultat" });
  }

  function bar(hundredths) {
    const element = make("span", { class: "stolpe" });
    element.style.width = `${hundredths / 5}%`;
    return make("span", { class: "skinne" }, element);
  }

  function trialTable(content, data, trials) {
    const named = (i) => typed(content.alternatives[i].name, fallback("alternatives", i));
    return table("Prøvene", ["Hvis", "Utfall", "Best da"], trials.map((trial) => [
      sentence(trialWords(data, content, trial)), OUTCOMES[trial.outcome], trial.best.flatMap((i, n) => [n ? ", " : "", named(i)]),
    ]));
  }

  // --- paper ---

  function sheet(content, data) {
    const { rows, total } = rank(data, content);
    const of = (i) => rows.find((row) => row.alternative === i);
    const each = (write) => content.alternatives.map((_, j) => write(j));
    const matrix = table("Poeng fra 1 til 5 med begrunnelse", ["Kriterium", "Vekt", ...each((j) => typed(content.alternatives[j].name, fallback("alternatives", j)))], [
      ...content.criteria.map((criterion, k) => [
        [typed(criterion.name, fallback("criteria", k)), ...(criterion.top.trim() ? [make("small", { class: "tillegg" }, criterion.must ? "Kreves: " : "5 poeng: ", typed(criterion.top))] : [])],
        criterion.must ? "Krav" : String(criterion.weight),
        ...each((j) => printedScore(criterion, content.alternatives[j].scores[k])),
      ]),
      ["Vektet snitt", String(total), ...each((j) => (of(j).place ? [make("strong", {}, decimal(of(j).hundredths)), " ", bar(of(j).hundredths)] : "–"))],
      ["Plass", "", ...each((j) => (of(j).place ? String(of(j).place) : { incomplete: "mangler poeng", excluded: "ute" }[of(j).status] ?? "–"))],
    ], { class: "tabell tett" });
    return [
      matrix,
      make("div", { class: "to-kolonner" },
        bullets([...rankingWords(data, content), ...robustnessWords(data, content), ...turningPoints(data, content).map((point) => turningWords(data, content, point))]),
        make("p", {}, make("strong", {}, ...sentence(deciderWords(data, content))))),
    ];
  }

  function printedScore(criterion, score) {
    const said = make("strong", {}, String(scoreWords(criterion, score)) || "–");
    return score.reason.trim() ? [said, " ", typed(score.reason)] : said;
  }

  return mount(host, {
    titleLabel: "Hva skal dere velge? Skriv det i én setning",
    landscape: true,
    form, result, sheet, fault,
    downloads: (content, data) => [{ label: "CSV", name: "csv", type: "text/csv", text: () => csv(rowsForCsv(data, content)) }],
  });
}

export default { render };
