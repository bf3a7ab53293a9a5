// The decision matrix's answers: the same as slik/tools/decision.py and decision_words.py. All
// numbers are integers far below 2^53, so that nothing is rounded by accident.

// --- the ranking --------------------------------------------------------------------------------

/** The sheet's result: best first, then those that miss points, then those excluded. */
export function rank(data, matrix) {
  const weights = weightsOf(matrix);
  const total = sum(weights.values());
  const sums = total ? sumsOf(matrix, weights) : new Map();
  const best = Math.max(0, ...sums.values());
  const limit = data.rules.limits.close_hundredths;
  const rows = matrix.alternatives.map((_, i) => {
    const own = sums.get(i);
    const ranked = own !== undefined;
    return {
      alternative: i,
      status: statusOf(matrix, i),
      place: ranked ? 1 + [...sums.values()].filter((other) => other > own).length : null,
      hundredths: ranked ? halfUp(100 * own, total) : null,
      close: ranked && own < best && 100 * (best - own) <= limit * total,
      missing: missingOf(matrix, i),
      fails: mustsOf(matrix, i, false),
      unjudged: mustsOf(matrix, i, null),
    };
  });
  const order = ["complete", "incomplete", "excluded"];
  rows.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || (sums.get(b.alternative) ?? 0) - (sums.get(a.alternative) ?? 0));
  return { total, leaders: bestOf(sums), rows };
}

/** Position → weight of the criteria that are not musts. */
function weightsOf(matrix) {
  return new Map(matrix.criteria.flatMap((criterion, i) => (criterion.must ? [] : [[i, criterion.weight]])));
}

function missingOf(matrix, alternative) {
  return [...weightsOf(matrix).keys()].filter((i) => matrix.alternatives[alternative].scores[i].points === null);
}

function mustsOf(matrix, alternative, meets) {
  const { scores } = matrix.alternatives[alternative];
  return matrix.criteria.flatMap((criterion, i) => (criterion.must && scores[i].meets === meets ? [i] : []));
}

function statusOf(matrix, alternative) {
  if (mustsOf(matrix, alternative, false).length) return "excluded";
  return missingOf(matrix, alternative).length ? "incomplete" : "complete";
}

/** Position → Σ weight · points for every complete alternative. */
function sumsOf(matrix, weights) {
  const complete = matrix.alternatives.map((_, i) => i).filter((i) => statusOf(matrix, i) === "complete");
  return new Map(complete.map((i) => [i, sum([...weights].map(([k, weight]) => weight * (matrix.alternatives[i].scores[k].points ?? 0)))]));
}

function bestOf(sums) {
  const best = Math.max(0, ...sums.values());
  return [...sums].filter(([, value]) => value === best).map(([i]) => i);
}

function sum(numbers) {
  return [...numbers].reduce((total, one) => total + one, 0);
}

function floorOf(numerator, denominator) {
  return (numerator - (numerator % denominator)) / denominator;
}

function halfUp(numerator, denominator) {
  return floorOf(2 * numerator + denominator, 2 * denominator);
}

// --- does the choice stand? -----------------------------------------------------------------------

/** Tries the choice with each criterion left out, equal weights, and each weight a step up and down. */
export function robustness(data, matrix) {
  const { leaders } = rank(data, matrix);
  const weights = weightsOf(matrix);
  if (leaders.length !== 1 || sumsOf(matrix, weights).size < 2) {
    return { leader: null, untried: leaders.length > 1 ? "level" : "none", held: 0, trials: [] };
  }
  const [leader] = leaders;
  const trials = trialsOf(data, weights).map(({ tried, ...trial }) => {
    const best = bestOf(sumsOf(matrix, tried));
    const outcome = !best.includes(leader) ? "falls" : best.length > 1 ? "level" : "holds";
    return { ...trial, best, outcome };
  });
  return { leader, untried: trials.length ? "" : "one", held: trials.filter((one) => one.outcome === "holds").length, trials };
}

function trialsOf(data, weights) {
  const step = data.rules.limits.step_points;
  const changed = (i, weight) => new Map(weights).set(i, weight);
  const candidates = [...weights.keys()].map((i) => ({ kind: "leave_out", criterion: i, points: 0, tried: changed(i, 0) }));
  candidates.push({ kind: "equal", criterion: null, points: 0, tried: new Map([...weights.keys()].map((i) => [i, 1])) });
  for (const [i, weight] of weights) {
    const less = Math.min(step, weight);
    candidates.push(
      { kind: "more", criterion: i, points: step, tried: changed(i, weight + step) },
      { kind: "less", criterion: i, points: less, tried: changed(i, weight - less) });
  }
  const total = sum(weights.values());
  return candidates.filter(({ tried }) => {
    const triedTotal = sum(tried.values());
    // Weights in the same proportions try nothing, and neither does no weight at all.
    return [...weights].some(([i, weight]) => weight * triedTotal !== tried.get(i) * total);
  });
}

// --- what would turn it? --------------------------------------------------------------------------

/** For each criterion, the nearest share of the weight at which the leader is caught. */
export function turningPoints(data, matrix) {
  const { leader } = robustness(data, matrix);
  if (leader === null) return [];
  const weights = weightsOf(matrix);
  const total = sum(weights.values());
  return [...weights].map(([criterion, weight]) => {
    const rest = total - weight;
    const turn = rest ? nearest(matrix, leader, criterion, weight, total) : null;
    return { criterion, now: halfUp(100 * weight, total), all_weight: !rest, turn };
  });
}

function nearest(matrix, leader, criterion, weight, total) {
  const rest = total - weight;
  const others = sumsOf(matrix, new Map(weightsOf(matrix)).set(criterion, 0));
  const points = (i) => matrix.alternatives[i].scores[criterion].points;
  const reached = [];
  for (const [rival, value] of others) {
    // The lead when the criterion has no weight, and when it has all of it, both times `rest`.
    const without = others.get(leader) - value;
    const alone = (points(leader) - points(rival)) * rest;
    if (rival === leader || without * alone > 0) continue;
    const [numerator, denominator] = lowest(Math.abs(without), Math.abs(without - alone));
    const same = reached.find((one) => one.numerator === numerator && one.denominator === denominator);
    if (same) same.rivals.push(rival);
    else reached.push({ numerator, denominator, rivals: [rival] });
  }
  if (!reached.length) return null;
  const away = ({ numerator, denominator }) => Math.abs(numerator * total - weight * denominator);
  reached.sort((a, b) => away(a) * b.denominator - away(b) * a.denominator || b.numerator * a.denominator - a.numerator * b.denominator);
  const [{ numerator, denominator, rivals }] = reached;
  const more = numerator * total > weight * denominator;
  const down = floorOf(100 * numerator, denominator);
  const level = down * denominator === 100 * numerator;
  return { numerator, denominator, percent: more && !level ? down + 1 : down, level, more, rivals };
}

function lowest(numerator, denominator) {
  let [a, b] = [numerator, denominator];
  while (b) [a, b] = [b, a % b];
  return [numerator / a, denominator / a];
}

// --- in words: lists of text and of { name }, which the reader has typed ------------------------------

const NAMED_TRIALS = 3;

/** Who comes out best, and who is about even with the best. */
export function rankingWords(data, matrix) {
  const { texts, limits } = data.rules;
  const { total, leaders, rows } = rank(data, matrix);
  if (!leaders.length) return [[total ? texts.none_ranked : texts.no_weight]];
  const template = rows.filter((row) => row.place).length === 1 ? texts.only : leaders.length === 1 ? texts.best : texts.level;
  const lines = [fill(template, { leaders: alternatives(matrix, leaders), score: decimal(rows[0].hundredths) })];
  const close = rows.filter((row) => row.close).map((row) => row.alternative);
  if (close.length) lines.push(fill(texts.close, { others: alternatives(matrix, close), limit: decimal(limits.close_hundredths) }));
  return lines;
}

/** What must be said about one alternative: what it misses and which musts it does not meet. */
export function notes(data, matrix, row) {
  const { texts } = data.rules;
  return [[texts.note_fails, row.fails], [texts.note_missing, row.missing], [texts.note_unjudged, row.unjudged]]
    .filter(([, found]) => found.length)
    .map(([text, found]) => fill(text, { criteria: criteria(matrix, found) }));
}

/** In how many trials the choice stands, and in which it falls or becomes level. */
export function robustnessWords(data, matrix) {
  const { texts } = data.rules;
  const { untried, held, trials } = robustness(data, matrix);
  if (untried) return [[texts[`untried_${untried}`]]];
  const lines = [fill(texts.held, { held, count: trials.length })];
  for (const [outcome, few, many] of [["falls", texts.falls, texts.falls_often], ["level", texts.level_if, texts.level_often]]) {
    const names = trials.filter((one) => one.outcome === outcome).map((one) => trialWords(data, matrix, one));
    if (names.length) lines.push(fill(names.length <= NAMED_TRIALS ? few : many, { count: names.length, trials: joined(names.slice(0, NAMED_TRIALS), "eller") }));
  }
  return lines;
}

/** Names a trial, as a clause that can stand after «hvis». */
export function trialWords(data, matrix, { kind, criterion, points }) {
  return fill(data.rules.texts[`trial_${kind}`], { criterion: criterion === null ? "" : criteria(matrix, [criterion]), points });
}

/** Which share of the weight would turn the choice. */
export function turningWords(data, matrix, { criterion, now, all_weight: allWeight, turn }) {
  const { texts } = data.rules;
  const named = criteria(matrix, [criterion]);
  if (!turn) return fill(allWeight ? texts.all_weight : texts.never, { criterion: named });
  let template = turn.level ? texts.catches : texts.passes;
  if (turn.percent === now) template = turn.more ? texts.little_more : texts.little_less;
  return fill(template, { criterion: named, percent: turn.percent, now, rivals: alternatives(matrix, turn.rivals) });
}

/** Who decides, or that nobody is named. */
export function deciderWords(data, matrix) {
  const name = matrix.decider.trim();
  return name ? fill(data.rules.texts.decider, { decider: [{ name }] }) : [data.rules.texts.no_decider];
}

/** The whole answer as plain sentences. */
export function summary(data, matrix) {
  return [
    ...rankingWords(data, matrix),
    ...rank(data, matrix).rows.flatMap((row) => notes(data, matrix, row).map((line) => [...alternatives(matrix, [row.alternative]), ": ", ...line])),
    ...robustnessWords(data, matrix),
    ...turningPoints(data, matrix).map((point) => turningWords(data, matrix, point)),
    deciderWords(data, matrix),
  ].map(plain);
}

/** A sentence as text alone. */
export function plain(parts) {
  return parts.map((part) => (typeof part === "string" ? part : part.name)).join("");
}

/** Hundredths as a Norwegian decimal number. */
export function decimal(hundredths) {
  return `${floorOf(hundredths, 100)},${String(hundredths % 100).padStart(2, "0")}`;
}

/** What a criterion or an alternative is called when it has no name yet. */
export function fallback(list, i) {
  return `${list === "criteria" ? "Kriterium" : "Alternativ"} ${i + 1}`;
}

function alternatives(matrix, positions) {
  return joined(positions.map((i) => quoted(matrix, "alternatives", i)), "og");
}

function criteria(matrix, positions) {
  return joined(positions.map((i) => quoted(matrix, "criteria", i)), "og");
}

function quoted(matrix, list, i) {
  return ["«", { name: matrix[list][i].name.trim() || fallback(list, i) }, "»"];
}

function joined(parts, word) {
  return parts.flatMap((part, i) => [...(i ? [i < parts.length - 1 ? ", " : ` ${word} `] : []), ...part]);
}

function fill(template, values) {
  return template.split(/\{(\w+)\}/).flatMap((part, i) => {
    const value = i % 2 ? values[part] : part;
    return Array.isArray(value) ? value : [String(value)];
  });
}
