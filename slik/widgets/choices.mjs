// What a reader filters by: check boxes with counts, and the choices made as buttons.

import { make } from "./dom.mjs";

/** Filters with one choice made or taken back; empty facets are left out. */
export function toggled(filters, key, code, on) {
  const codes = (filters[key] ?? []).filter((one) => one !== code);
  return chosen({ ...filters, [key]: on ? [...codes, code] : codes });
}

/** Filters without those that choose nothing. */
export function chosen(filters) {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value && value.length));
}

/**
 * Check boxes for facets. Returns { group(facet) → element, draw(filters, counts) };
 * `toggle(key, code, on)` is called when the reader ticks one.
 */
export function checkboxes(toggle) {
  const prefix = `v${Math.random().toString(36).slice(2, 8)}`;
  const boxes = [];
  return {
    group(facet) {
      const items = facet.codes.map((code, position) => {
        const id = `${prefix}-${facet.key}-${position}`;
        const input = make("input", { type: "checkbox", id, onchange: (event) => toggle(facet.key, code, event.target.checked) });
        const count = make("span", { class: "teller" });
        const item = make("li", {}, input, make("label", { for: id }, facet.labels[position], " ", count));
        boxes.push({ key: facet.key, code, position, input, count, item });
        return item;
      });
      return make("fieldset", {}, make("legend", {}, facet.label), make("ul", {}, ...items));
    },
    draw(filters, counts) {
      for (const { key, code, position, input, count, item } of boxes) {
        input.checked = (filters[key] ?? []).includes(code);
        count.textContent = `(${counts[key][position]})`;
        item.classList.toggle("tom", !counts[key][position]);
      }
    },
  };
}

/** Each choice in words, with the filters that are left when it is taken back: [[text, filters], …]. */
export function inWords(data, filters) {
  const words = [];
  for (const facet of data.facets) {
    for (const code of filters[facet.key] ?? []) {
      words.push([`${facet.label}: ${facet.labels[facet.codes.indexOf(code)]}`, toggled(filters, facet.key, code, false)]);
    }
  }
  if (filters.text) words.push([`Søk: ${filters.text.trim()}`, chosen({ ...filters, text: "" })]);
  return words;
}

/** Draws the choices made as buttons that take them back; `set(filters)` is called with what is left. */
export function drawChips(list, data, filters, set) {
  const words = inWords(data, filters);
  const buttons = words.map(([label, left]) =>
    make("li", {}, make("button", { type: "button", "aria-label": `Fjern ${label}`, onclick: () => set(left) }, label, make("span", { "aria-hidden": "true" }, " ×"))));
  if (words.length > 1) buttons.push(make("li", {}, make("button", { type: "button", class: "alle", onclick: () => set({}) }, "Fjern alle")));
  list.replaceChildren(...buttons);
  list.hidden = !words.length;
}
