// The search page: the query stands in the address, and nowhere else.

import { make } from "./dom.mjs";
import { open, search } from "./relevance.mjs";

const STEP = 10;

const form = document.querySelector("#sok-skjema");
const field = form.elements.q;
const status = document.querySelector("#sok-status");
const place = document.querySelector("#treff");
let index;

function readAddress() {
  const parameters = new URLSearchParams(location.search);
  return { query: parameters.get("q") ?? "", kind: parameters.get("type") ?? "" };
}

function writeAddress(query, kind) {
  const parameters = new URLSearchParams(Object.entries({ q: query, type: kind }).filter(([, value]) => value));
  history.pushState(null, "", `${location.pathname}?${parameters}`);
}

/** Shows the answer to a query. */
function show({ query, kind }) {
  place.replaceChildren();
  if (!query.trim()) {
    status.textContent = "";
    return;
  }
  if (!window.slikIndex) {
    status.textContent = "Søket kunne ikke lastes. Last siden på nytt, eller bruk lenkene under.";
    return;
  }
  index ??= open(window.slikIndex);
  const answer = search(index, query);
  status.textContent = message(answer);
  if (answer.pages.length) place.append(...results(answer, kind));
}

function message({ pages, guessed, unknown, small, partial, cut }) {
  if (small === "none") return "Skriv minst ett ord med bokstaver eller tall.";
  if (small && !pages.length) return "Søket har bare småord eller tall. Skriv også et ord som sier hva det gjelder.";
  if (!pages.length) return "Ingen treff. Prøv færre ord, eller et annet ord for det samme.";
  const said = [`${pages.length} treff, de beste først.`];
  if (guessed.length) said.push(`${quoted(guessed)} står ikke i boka, så vi søkte etter ord som ligner.`);
  if (unknown.length) said.push(`Fant ikke ${quoted(unknown)}.`);
  else if (partial) said.push("Ingen sider har alle ordene. Her er sider som har noen av dem.");
  if (cut) said.push("Søket var langt, så vi brukte bare begynnelsen.");
  return said.join(" ");
}

function quoted(words) {
  return words.map((word) => `«${word}»`).join(" og ");
}

/** Returns the heading, the choice of kind and the list. */
function results({ pages }, kind) {
  const counts = index.kinds.map((one) => [one, pages.filter((page) => page.kind === one).length]);
  const present = counts.filter(([, count]) => count);
  const heading = make("h2", { tabindex: "-1" });
  const list = make("ol", { class: "treffliste" });
  const more = make("button", { type: "button", onclick: () => extend() });
  let chosen = pages;

  const choices = [["", `Alle (${pages.length})`], ...present.map(([one, count]) => [one.code, `${one.many} (${count})`])];
  const buttons = choices.map(([code, label]) => {
    const choose = () => {
      writeAddress(readAddress().query, code);
      filter(code);
    };
    return make("button", { type: "button", "data-kind": code, onclick: choose }, label);
  });

  function filter(code) {
    const one = present.map(([each]) => each).find((each) => each.code === code);
    chosen = one ? pages.filter((page) => page.kind === one) : pages;
    heading.textContent = one ? one.many : "Treff";
    for (const button of buttons) button.setAttribute("aria-pressed", button.dataset.kind === (one?.code ?? ""));
    list.replaceChildren();
    extend();
  }

  function extend() {
    const from = list.children.length;
    list.append(...chosen.slice(from, from + STEP).map(result));
    if (from) list.children[from].querySelector("a").focus();
    const left = chosen.length - list.children.length;
    more.hidden = left <= 0;
    more.textContent = `Vis ${Math.min(STEP, left)} til`;
  }

  filter(kind);
  const group = make("div", { class: "trefftyper", role: "group", "aria-label": "Vis bare" }, ...buttons);
  return [...(present.length > 1 ? [group] : []), heading, list, more];
}

function result(page) {
  const item = make("li", {}, make("h3", {}, make("a", { href: page.url }, page.title)));
  item.append(make("p", {}, make("span", { class: "brikke" }, page.kind.one), ` ${page.description}`));
  if (page.facts) item.append(make("small", {}, page.facts));
  return item;
}

function fromAddress() {
  const asked = readAddress();
  field.value = asked.query;
  show(asked);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!field.value.trim()) {
    place.replaceChildren();
    status.textContent = "Skriv hva du leter etter, og trykk Søk.";
    return;
  }
  writeAddress(field.value.trim(), "");
  show(readAddress());
  // To the results, past the field; with none, the reader stays and can write again.
  place.querySelector("h2")?.focus();
});
addEventListener("popstate", fromAddress);
fromAddress();
