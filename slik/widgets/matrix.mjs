// Draws an influence × interest matrix: laid out once, painted as SVG on the screen and in
// files, and on a canvas for PNG. Rows grow with what they hold, so that no label overlaps
// another or leaves its cell, however many share it.

import { make } from "./dom.mjs";

const LEFT = 58;
const HEAD = 20;
const FOOT = 40;
const FIELD_NAME = 20;
const MIN_ROW = 34;
const CHIP = 26;
const GAP = 3;
const NAME_LINE = 14;
const LINE = 17;
const KEY_SIZE = 13;
const NAME_SIZE = 12;
const FONT = "system-ui, 'Segoe UI', Arial, sans-serif";
const BLUE = "#1f5f8b";
const ORANGE = "#a6481a";
const INK = "#1c2733";
const FIELD_COLOURS = ["#dcebf5", "#eef1f5", "#fbeadf", "#f6f7f9"];

/** Width of a text in pixels. */
export function measure(text, size = KEY_SIZE, weight = 400) {
  measure.context ??= document.createElement("canvas").getContext("2d");
  measure.context.font = `${weight} ${size}px ${FONT}`;
  return measure.context.measureText(text).width;
}

/** A name in at most two lines, cut with an ellipsis when it is longer. */
function nameLines(text, width) {
  const lines = wrap(text, width, NAME_SIZE, 600);
  if (lines.length <= 2) return lines;
  const letters = [...`${lines[1]} ${lines[2]}`];
  while (letters.length && measure(`${letters.join("")}…`, NAME_SIZE, 600) > width) letters.pop();
  return [lines[0], `${letters.join("").trimEnd()}…`];
}

/** Breaks a text into lines that fit; a word too long for a line is broken too. */
export function wrap(text, width, size = KEY_SIZE, weight = 400) {
  const fits = (part) => measure(part, size, weight) <= width;
  const lines = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    let rest = word;
    if (line && !fits(`${line} ${rest}`)) {
      lines.push(line);
      line = "";
    }
    while (!fits(rest) && [...rest].length > 1) {
      const letters = [...rest];
      let count = letters.length - 1;
      while (count > 1 && !fits(letters.slice(0, count).join(""))) count--;
      lines.push(letters.slice(0, count).join(""));
      rest = letters.slice(count).join("");
    }
    line = `${line} ${rest}`.trim();
  }
  if (line) lines.push(line);
  return lines.length ? lines : [""];
}

/**
 * Lays out a matrix.
 *
 * @param {object[]} actors { name, influence, interest (codes), strongly_affected, details }
 * @param {object} data { levels: [[code, label]], fields } from the handbook
 * @param {object} options width in pixels; `names`: write names in the cells; `key`: list the actors below
 * @returns {object} width, height, columns (left edges and the last right edge), rows ([top, bottom], lowest
 *   influence first), marks ({ x, y, width, height, lines } per actor) and shapes to paint
 */
export function layOut(actors, data, { width = 300, names = false, key = false } = {}) {
  const codes = data.levels.map(([code]) => code);
  const cell = (width - LEFT - 4) / 4;
  const perRow = names ? 1 : Math.max(1, Math.floor((cell - GAP) / (CHIP + GAP)));
  const cells = new Map();
  actors.forEach((actor, i) => {
    const place = `${codes.indexOf(actor.influence)}/${codes.indexOf(actor.interest)}`;
    if (!cells.has(place)) cells.set(place, []);
    cells.get(place).push(i);
  });
  const columns = [0, 1, 2, 3, 4].map((column) => LEFT + cell * column);
  const texts = actors.map((actor, i) => (names ? nameLines(`${i + 1} ${actor.name}`, cell - 20) : [String(i + 1)]));
  /** What a cell holds, line by line: { members, height }. */
  const linesOf = (row, column) => {
    const members = cells.get(`${row}/${column}`) ?? [];
    return Array.from({ length: Math.ceil(members.length / perRow) }, (_, line) => {
      const onLine = members.slice(line * perRow, (line + 1) * perRow);
      return { members: onLine, height: CHIP + NAME_LINE * (Math.max(...onLine.map((i) => texts[i].length)) - 1) };
    });
  };
  const heightOf = (lines) => lines.reduce((sum, line) => sum + line.height + GAP, GAP);
  const rows = [];
  const marks = [];
  let y = HEAD;
  for (const row of [3, 2, 1, 0]) {
    if (row % 2) y += FIELD_NAME;
    const held = [0, 1, 2, 3].map((column) => linesOf(row, column));
    const height = Math.max(MIN_ROW, ...held.map(heightOf));
    rows[row] = [y, y + height];
    held.forEach((lines, column) => {
      let top = y + (height - heightOf(lines)) / 2 + GAP;
      for (const line of lines) {
        line.members.forEach((i, at) => {
          const wide = names ? cell - 6 : CHIP;
          const x = names ? columns[column] + 3 : columns[column] + cell / 2 + (at - (line.members.length - 1) / 2) * (CHIP + GAP) - CHIP / 2;
          marks[i] = { x, y: top, width: wide, height: line.height, lines: texts[i] };
        });
        top += line.height + GAP;
      }
    });
    y += height;
  }
  const floor = y;

  const shapes = [];
  data.fields.forEach((field, f) => {
    const [left, right] = field.high_interest ? [columns[2], columns[4]] : [columns[0], columns[2]];
    const [top, bottom] = field.high_influence ? [rows[3][0] - FIELD_NAME, rows[2][1]] : [rows[1][0] - FIELD_NAME, rows[0][1]];
    shapes.push({ kind: "rect", x: left, y: top, width: right - left, height: bottom - top, fill: FIELD_COLOURS[f] });
    shapes.push({ kind: "text", x: left + 5, y: top + 14, text: field.name, size: 12.5, weight: 700, fill: INK });
  });
  for (const i of [1, 2, 3]) shapes.push({ kind: "rect", x: columns[i] - (i === 2 ? 1.5 : 0.5), y: HEAD, width: i === 2 ? 3 : 1, height: floor - HEAD, fill: "#ffffff" });
  for (const row of [0, 1, 2]) shapes.push({ kind: "rect", x: LEFT, y: rows[row + 1][1] - (row === 1 ? 1.5 : 0.5), width: cell * 4, height: row === 1 ? 3 : 1, fill: "#ffffff" });
  data.levels.forEach(([, label], i) => {
    shapes.push({ kind: "text", x: LEFT - 6, y: (rows[i][0] + rows[i][1]) / 2 + 4, text: label, size: 12.5, fill: INK, anchor: "end" });
    shapes.push({ kind: "text", x: columns[i] + cell / 2, y: floor + 15, text: label, size: 12.5, fill: INK, anchor: "middle" });
  });
  shapes.push({ kind: "text", x: 2, y: 13, text: "Innflytelse", size: 12.5, weight: 700, fill: INK });
  shapes.push({ kind: "text", x: (LEFT + width) / 2, y: floor + 33, text: "Interesse", size: 12.5, weight: 700, fill: INK, anchor: "middle" });
  actors.forEach((actor, i) => shapes.push(...chip(marks[i], actor.strongly_affected, i, names)));

  let bottom = floor + FOOT;
  if (key) {
    actors.forEach((actor, i) => {
      const lines = wrap([actor.name, actor.details].filter(Boolean).join(" – "), width - 44);
      const mark = { x: 4, y: bottom + 2, width: CHIP, height: CHIP - 4, lines: [String(i + 1)] };
      shapes.push(...chip(mark, actor.strongly_affected, undefined, false));
      lines.forEach((line, n) => shapes.push({ kind: "text", x: 38, y: bottom + 17 + n * LINE, text: line, size: KEY_SIZE, fill: INK }));
      bottom += Math.max(lines.length * LINE, CHIP - 4) + 8;
    });
  }
  return { width, height: bottom, columns, rows, marks, shapes };
}

/** A mark: blue and round, or orange and square for those strongly affected (shape and colour). */
function chip({ x, y, width, height, lines }, affected, mark, names) {
  const first = y + height / 2 + 4.5 - (NAME_LINE * (lines.length - 1)) / 2;
  return [
    { kind: "rect", x, y, width, height, rx: affected ? 2 : CHIP / 2, fill: affected ? ORANGE : BLUE, mark },
    ...lines.map((text, n) => ({
      kind: "text", x: names ? x + 7 : x + width / 2, y: first + n * NAME_LINE, text, size: NAME_SIZE, weight: 600, fill: "#ffffff",
      anchor: names ? "start" : "middle", mark,
    })),
  ];
}

// --- painters ---------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";

function svgElement(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  return element;
}

function paint(shape) {
  const { kind, x, y, width, height, rx, fill, text, size, weight, anchor } = shape;
  if (kind === "rect") return svgElement("rect", { x, y, width, height, rx, fill });
  const element = svgElement("text", { x, y, fill, "font-size": size, "font-weight": weight, "text-anchor": anchor, "font-family": FONT });
  element.textContent = isolated(text);
  return element;
}

/** Keeps writing direction inside the text, and what XML cannot hold out of it. */
function isolated(text) {
  return `\u2068${text.replace(/[\u0000-\u001f\ufffe\uffff]/g, " ")}\u2069`;
}

/** The picture as an SVG element with a title and, where an actor's mark is, a group with `data-mark`. */
export function toSvg(layout, title) {
  const svg = svgElement("svg", { xmlns: SVG, viewBox: `0 0 ${layout.width} ${layout.height}`, width: layout.width, height: layout.height });
  const heading = svgElement("title", {});
  heading.textContent = isolated(title);
  svg.append(heading, svgElement("rect", { width: layout.width, height: layout.height, fill: "#ffffff" }));
  const groups = new Map();
  for (const shape of layout.shapes) {
    if (shape.mark === undefined) {
      svg.append(paint(shape));
    } else {
      if (!groups.has(shape.mark)) {
        groups.set(shape.mark, svgElement("g", { "data-mark": shape.mark }));
        svg.append(groups.get(shape.mark));
      }
      groups.get(shape.mark).append(paint(shape));
    }
  }
  return svg;
}

/** The text of an SVG file. */
export function svgFile(layout, title) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(toSvg(layout, title))}\n`;
}

/** A PNG in twice the size, as a Blob; drawn directly, so that no address of an image is needed. */
export function pngFile(layout) {
  const canvas = make("canvas", { width: 2 * layout.width, height: Math.ceil(2 * layout.height) });
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, layout.width, layout.height);
  for (const { kind, x, y, width, height, rx = 0, fill, text, size, weight = 400, anchor = "start" } of layout.shapes) {
    context.fillStyle = fill;
    if (kind === "rect") {
      context.beginPath();
      context.roundRect(x, y, width, height, Math.min(rx, height / 2));
      context.fill();
    } else {
      context.font = `${weight} ${size}px ${FONT}`;
      context.textAlign = anchor === "middle" ? "center" : anchor;
      context.fillText(isolated(text), x, y);
    }
  }
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
