// What every widget builds its page from.

/** Makes an element; text is always set as text, never as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

export function heatTable(caption, { rowLabels, columnLabels, counts }, empty = "0") {
  const most = Math.max(1, ...counts.flat());
  const table = make("table", { class: "tabell varme" }, make("caption", {}, caption));
  table.append(make("thead", {}, make("tr", {}, make("td"), ...columnLabels.map((label) => make("th", { scope: "col" }, label)))));
  const body = make("tbody");
  counts.forEach((line, r) => {
    const cells = line.map((count) => make("td", { class: `v${Math.ceil((4 * count) / most)}` }, count ? String(count) : empty));
    body.append(make("tr", {}, make("th", { scope: "row" }, rowLabels[r]), ...cells));
  });
  table.append(body);
  return make("div", { class: "rull", role: "region", "aria-label": caption, tabindex: "0" }, table);
}

/** A table whose bars draw the counts: the figure and its numbers in one. */
export function barTable(caption, { rowLabels, counts }) {
  const most = Math.max(1, ...counts.flat());
  const body = make("tbody");
  rowLabels.forEach((label, r) => {
    const bar = make("span", { class: "stolpe" });
    bar.style.width = `${(80 * counts[r][0]) / most}%`;
    body.append(make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, bar, ` ${counts[r][0]}`)));
  });
  const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "År"), make("th", { scope: "col" }, "Eksempler")));
  return make("table", { class: "tabell stolper" }, make("caption", {}, caption), head, body);
}

/** Hands the reader a file; `content` is text or a Blob. */
export function saveFile(name, type, content) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** A cell that no spreadsheet runs as a formula, quoted when it must be. */
export function csvCell(value) {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[;"\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of cells as CSV: semicolons and a byte order mark, so that it opens right in a Norwegian Excel. */
export function csv(rows) {
  return `\uFEFF${rows.map((row) => row.map((cell) => csvCell(String(cell))).join(";")).join("\r\n")}\r\n`;
}
