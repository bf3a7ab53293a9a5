// The stakeholder matrix: actors, where they stand, what to ask about, and who others had
// with them. The answers are those of slik/tools/stakeholders.py.

import { csv, make } from "./dom.mjs";
import { layOut, pngFile, svgFile, toSvg } from "./matrix.mjs";
import { button, field, mount, select, table, textArea, textInput, typed } from "./tool.mjs";

const UNKNOWN = "ikke_oppgitt";

// --- answers ------------------------------------------------------------------------------------

export function isHigh(level) {
  return level === "middels" || level === "stor";
}

/** The field a pair of steps falls in. */
export function fieldOf(data, influence, interest) {
  return data.fields.find((one) => one.high_influence === isHigh(influence) && one.high_interest === isHigh(interest));
}

/** [code, positions of actors] for every rule that strikes, in the rule table's order. */
export function advice(data, content) {
  const { actors } = content;
  if (!actors.length) return [];
  const those = (test) => actors.flatMap((actor, i) => (test(actor) ? [i] : []));
  const late = data.phases.slice(1).map(([code]) => code);
  const about = {
    affected_without_influence: those((a) => a.strongly_affected && !isHigh(a.influence)),
    joins_late: those((a) => isHigh(a.influence) && isHigh(a.interest) && late.includes(a.joined)),
    joined_unknown: those((a) => a.joined === UNKNOWN),
  };
  const whole = {
    nobody_affected: !actors.some((a) => data.affectedGroups.includes(a.group)),
    nobody_owns: !actors.some((a) => a.role === "eier"),
    nobody_carries_out: !actors.some((a) => a.role === "utforer"),
    municipality_alone: actors.every((a) => data.ownGroups.includes(a.group)),
  };
  return data.advice.map(({ code }) => [code, about[code] ?? []]).filter(([code, found]) => found.length || whole[code]);
}

/** Positions of the examples whose actor groups are most like the sheet's. */
export function similar(data, content, among = data.examples.map((_, i) => i), count = 6) {
  const own = new Set(content.actors.map((actor) => actor.group).filter((group) => group !== UNKNOWN));
  const scored = among.map((i) => {
    const theirs = new Set(data.examples[i].actors.map((actor) => actor.group));
    const common = [...theirs].filter((group) => own.has(group)).length;
    return { i, common, either: own.size + theirs.size - common };
  });
  scored.sort((a, b) => b.common * a.either - a.common * b.either);
  return scored.slice(0, count).map(({ i }) => i);
}

/** [group, positions of examples] for groups others had and the sheet has not. */
export function missing(data, content, examples) {
  const own = new Set(content.actors.map((actor) => actor.group));
  return data.groups
    .map(([code]) => [code, examples.filter((i) => !own.has(code) && data.examples[i].actors.some((actor) => actor.group === code))])
    .filter(([, having]) => having.length)
    .sort(([, a], [, b]) => b.length - a.length);
}

/** Rows of a stakeholder register, headings first. */
export function register(data, content) {
  const heads = ["Interessent", "Gruppe", "Rolle", "Med fra", "Interesse", "Innflytelse", "Sterkt berørt", "Felt", "Hva er viktig for dem", "Tiltak", "Merknad"];
  return [heads, ...content.actors.map((actor) => [
    actor.name, labelOf(data.groups, actor.group), labelOf(data.roles, actor.role), labelOf(data.phases, actor.joined),
    labelOf(data.levels, actor.interest), labelOf(data.levels, actor.influence), actor.strongly_affected ? "Ja" : "Nei",
    fieldOf(data, actor.influence, actor.interest).name, actor.expects, actor.measure, actor.note,
  ])];
}

function labelOf(list, code) {
  return list.find(([one]) => one === code)?.[1] ?? "Ikke oppgitt";
}

// --- the picture -----------------------------------------------------------------------------------

function drawable(data, actors) {
  return actors.map((actor) => ({ ...actor, details: details(data, actor) }));
}

function details(data, actor) {
  const parts = [];
  if (actor.role !== UNKNOWN) parts.push(labelOf(data.roles, actor.role).toLowerCase());
  if (actor.joined !== UNKNOWN) parts.push(`med fra ${labelOf(data.phases, actor.joined).toLowerCase()}`);
  if (actor.strongly_affected) parts.push("sterkt berørt");
  return parts.join(", ");
}

function pictureFile(data, content) {
  return layOut(drawable(data, content.actors), data, { width: 720, names: true, key: true });
}

const pictureTitle = (content) => content.title.trim() || "Interessentmatrise";

function steps(data, actor) {
  return `innflytelse ${labelOf(data.levels, actor.influence).toLowerCase()}, interesse ${labelOf(data.levels, actor.interest).toLowerCase()}`;
}

/** The matrix on the screen: marks are buttons that can be dragged, or moved with the arrow keys. */
function livePicture(data, content, change, width) {
  const layout = layOut(content.actors, data, { width, names: width >= 500 });
  const svg = toSvg(layout, pictureTitle(content));
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", `Matrise med ${content.actors.length} aktører. Piltastene flytter den aktøren du står på.`);
  const codes = data.levels.map(([code]) => code);

  function move(i, influence, interest) {
    const place = { influence: codes[influence], interest: codes[interest] };
    const said = `${content.actors[i].name || "Aktøren"}: ${steps(data, place)}, ${fieldOf(data, place.influence, place.interest).name.toLowerCase()}.`;
    change((copy) => Object.assign(copy.actors[i], place), { redraw: true, say: said, focus: `mark-${i}` });
  }

  for (const mark of svg.querySelectorAll("[data-mark]")) {
    const i = Number(mark.dataset.mark);
    const actor = content.actors[i];
    const at = [codes.indexOf(actor.influence), codes.indexOf(actor.interest)];
    mark.setAttribute("tabindex", "0");
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-label", `${i + 1} ${actor.name || "Uten navn"}: ${steps(data, actor)}${actor.strongly_affected ? ", sterkt berørt" : ""}`);
    mark.dataset.key = `mark-${i}`;
    mark.addEventListener("keydown", (event) => {
      const [up, right] = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key] ?? [0, 0];
      if (event.key === "Enter" || event.key === " ") edit(i);
      else if (!up && !right) return;
      else move(i, Math.min(3, Math.max(0, at[0] + up)), Math.min(3, Math.max(0, at[1] + right)));
      event.preventDefault();
    });
    mark.addEventListener("pointerdown", (event) => drag(event, mark, i));
    // touch-action does not reach parts of an SVG: without this the page would scroll instead.
    mark.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
  }

  function edit(i) {
    svg.closest(".arbeidsark").querySelector(`[data-key="navn-${i}"]`)?.focus();
  }

  function drag(event, mark, i) {
    if (event.button) return;
    const scale = layout.width / svg.getBoundingClientRect().width;
    const start = [event.clientX, event.clientY];
    let moved = false;
    mark.setPointerCapture(event.pointerId);
    const follow = (one) => {
      const [dx, dy] = [one.clientX - start[0], one.clientY - start[1]];
      moved ||= Math.hypot(dx, dy) > 4;
      if (moved) mark.setAttribute("transform", `translate(${dx * scale} ${dy * scale})`);
    };
    const stop = (one) => {
      for (const name of ["pointermove", "pointerup", "pointercancel"]) mark.removeEventListener(name, name === "pointermove" ? follow : stop);
      mark.removeAttribute("transform");
      if (one.type === "pointercancel") return;
      if (!moved) return edit(i);
      const box = svg.getBoundingClientRect();
      const [x, y] = [(one.clientX - box.left) * scale, (one.clientY - box.top) * scale];
      const interest = Math.min(3, Math.max(0, Math.floor((x - layout.columns[0]) / (layout.columns[1] - layout.columns[0]))));
      const influence = [3, 2, 1, 0].find((row) => y < layout.rows[row][1]) ?? 0;
      move(i, influence, interest);
    };
    mark.addEventListener("pointermove", follow);
    mark.addEventListener("pointerup", stop);
    mark.addEventListener("pointercancel", stop);
  }
  return svg;
}

// --- the sheet ---------------------------------------------------------------------------------------

function blankActor(name = "", group = UNKNOWN) {
  return { name, group, role: UNKNOWN, joined: UNKNOWN, influence: "middels", interest: "middels", strongly_affected: false, expects: "", measure: "", note: "" };
}

function render(host) {
  let sector = "";
  let width = 300;

  function form(content, change, data) {
    const full = content.actors.length >= data.schema.properties.actors.maxItems;
    const name = textInput("", () => {}, { onkeydown: (event) => { if (event.key === "Enter") { event.preventDefault(); add(); } } });
    function add() {
      if (full) return;
      const wanted = name.value.trim();
      change((copy) => copy.actors.push(blankActor(wanted)), { redraw: true, focus: wanted ? "ny" : `navn-${content.actors.length}`, say: `La til ${wanted || "en aktør"}. Plasser den i matrisen, eller velg innflytelse og interesse.` });
    }
    const adder = make("div", { class: "legg-til" }, field("Legg til en aktør (gruppe eller rolle, ikke person)", name, { key: "ny" }), button("Legg til", add, { disabled: full }));
    const present = new Set(content.actors.map((actor) => actor.name));
    const suggestions = data.suggested.filter((one) => !present.has(one.name));
    const parts = [make("h2", {}, "Aktørene"), adder];
    if (!content.actors.length) {
      parts.push(make("p", {}, "Arket er tomt. Skriv inn dem dere kommer på, eller begynn med de vanligste."),
        button("Sett inn vanlige aktører", () => change((copy) => copy.actors.push(...suggestions.map((one) => blankActor(one.name, one.group))), { redraw: true, focus: "navn-0", say: `Satte inn ${suggestions.length} aktører. Endre navnene, og ta bort dem som ikke passer.` })));
    }
    parts.push(make("ol", { class: "rader" }, ...content.actors.map((actor, i) => row(actor, i, change, data))));
    return parts;
  }

  function row(actor, i, change, data) {
    const set = (name) => (value) => change((copy) => { copy.actors[i][name] = value; });
    const heading = make("legend", {}, `${i + 1}. `, typed(actor.name));
    const name = textInput(actor.name, (value) => {
      heading.replaceChildren(`${i + 1}. `, typed(value));
      set("name")(value);
    });
    const affected = make("input", { type: "checkbox", checked: actor.strongly_affected, onchange: (event) => set("strongly_affected")(event.target.checked) });
    affected.id = `berort-${i}`;
    const choice = (label, list, key, none) => field(label, select(actor[key], [...list, ...(none ? [[UNKNOWN, none]] : [])], set(key)), { key: `${key}-${i}` });
    const more = make("details", {}, make("summary", {}, "Gruppe, rolle, tiltak og merknad"),
      make("div", { class: "rad" },
        choice("Gruppe", data.groups, "group", "Ikke valgt"),
        choice("Rolle", data.roles, "role"),
        choice("Med fra fasen", data.phases, "joined", "Ikke avtalt")),
      field("Hva er viktig for dem?", textArea(actor.expects, set("expects"))),
      field("Tiltak, ansvarlig rolle og frist", textArea(actor.measure, set("measure"))),
      field("Merknad", textArea(actor.note, set("note"))));
    const remove = button("Ta bort", () => change((copy) => copy.actors.splice(i, 1), {
      redraw: true, focus: i ? `navn-${i - 1}` : "ny", say: `Tok bort ${actor.name || "aktøren"}. «Angre» henter den tilbake.`,
    }), { class: "stille", "aria-label": `Ta bort ${actor.name || `aktør ${i + 1}`}` });
    return make("li", {}, make("fieldset", {}, heading,
      field("Navn", name, { key: `navn-${i}` }),
      make("div", { class: "rad" },
        choice("Innflytelse", data.levels, "influence"),
        choice("Interesse", data.levels, "interest")),
      make("div", { class: "radslutt" }, make("label", { class: "hake", for: affected.id }, affected, "Blir sterkt berørt"), remove),
      more));
  }

  function result(content, data, change) {
    if (!content.actors.length) return [];
    return [
      make("h2", {}, "Matrisen"),
      make("p", { class: "merknad" }, "Dra en aktør dit den hører hjemme. Med tastatur: gå til aktøren og bruk piltastene. Du kan også velge innflytelse og interesse i feltene. Firkant betyr sterkt berørt."),
      make("div", { class: "matriseflate" }, livePicture(data, content, change, width)),
      ...adviceList(content, data),
      ...comparison(content, data, change),
    ];
  }

  function adviceList(content, data) {
    const found = advice(data, content);
    if (!found.length) return [];
    return [make("h2", {}, "Snakk om dette"), make("ul", {}, ...found.map(([code, positions]) => {
      const { text } = data.advice.find((rule) => rule.code === code);
      const named = positions.slice(0, positions.length > 4 ? 3 : 4);
      const more = positions.length - named.length;
      const who = named.flatMap((i, n) => [n ? ", " : "", make("strong", {}, typed(content.actors[i].name))]);
      return make("li", {}, ...who, more ? ` og ${more} til` : "", positions.length ? ": " : "", text);
    }))];
  }

  function chosenExamples(content, data) {
    const chosen = content.examples.map((id) => data.examples.findIndex((one) => one.id === id)).filter((i) => i >= 0);
    return chosen.length ? chosen : similar(data, content, among(data), 3);
  }

  function among(data) {
    return data.examples.flatMap((one, i) => (!sector || one.sectors.includes(sector) ? [i] : []));
  }

  function link(data, i) {
    return make("a", { href: data.examples[i].url }, data.examples[i].title);
  }

  function comparison(content, data, change) {
    const chosen = chosenExamples(content, data);
    const suggested = similar(data, content, among(data));
    const listed = [...new Set([...content.examples.map((id) => data.examples.findIndex((one) => one.id === id)).filter((i) => i >= 0), ...suggested])];
    const toggle = (id, on) => change((copy) => {
      copy.examples = copy.examples.filter((one) => one !== id);
      if (on && copy.examples.length < data.schema.properties.examples.maxItems) copy.examples.push(id);
    });
    const boxes = make("ul", { class: "valg" }, ...listed.map((i) => {
      const { id, title, outcome } = data.examples[i];
      const input = make("input", { type: "checkbox", checked: content.examples.includes(id), onchange: (event) => toggle(id, event.target.checked) });
      input.id = `sammenlign-${i}`;
      input.dataset.key = `sammenlign-${i}`;
      return make("li", {}, make("label", { class: "hake", for: input.id }, input, make("span", {}, `${title} (${outcome.toLowerCase()})`)));
    }));
    const any = select("", [["", "Velg …"], ...data.examples.map((one) => [one.id, one.title])], () => {});
    const sectors = select(sector, [["", "Alle tjenesteområder"], ...data.sectors], (value) => {
      sector = value;
      const next = comparison(content, data, change);
      box.replaceChildren(...next[0].children);
      box.querySelector("[data-key=omrade]").focus();
    });
    const gaps = missing(data, content, chosen);
    const full = content.actors.length >= data.schema.properties.actors.maxItems;
    const box = make("section", { class: "sammenligning" },
      make("h2", {}, "Hvem hadde andre med?"),
      make("p", {}, content.examples.length ? "Dere sammenligner med eksemplene dere har huket av." : "Vi viser de tre eksemplene som ligner mest på arket. Huk av for å velge selv."),
      field("Se blant eksempler fra", sectors, { key: "omrade" }),
      boxes,
      make("div", { class: "legg-til" }, field("Eller et bestemt eksempel", any, { key: "bestemt" }), button("Ta med", () => any.value && toggle(any.value, true), { "data-key": "ta-med" })),
      make("h3", {}, "Disse var med hos dem, men mangler hos dere"),
      gaps.length
        ? table(`Aktørgrupper i ${chosen.length} eksempler som ikke står på arket`, ["Gruppe", "Hos hvem, som hva og fra når", "Ta med"], gaps.map(([group, having]) => [
          labelOf(data.groups, group),
          make("ul", {}, ...having.map((i) => make("li", {}, link(data, i), ": ",
            data.examples[i].actors.filter((actor) => actor.group === group).map((actor) => [actor.name, details(data, actor)].filter(Boolean).join(", ")).join("; ")))),
          button("Legg til", () => change((copy) => copy.actors.push(blankActor(labelOf(data.groups, group), group)), { redraw: true, say: `La til ${labelOf(data.groups, group)}.` }),
            { disabled: full, "aria-label": `Legg til ${labelOf(data.groups, group)}`, "data-key": `gruppe-${group}` }),
        ]))
        : make("p", {}, "Dere har med alle gruppene som var med i disse eksemplene. Aktører uten valgt gruppe er ikke regnet med."),
      make("p", { class: "merknad" }, "At en gruppe var med hos andre, betyr ikke at den må være med hos dere. Hvem som står i eksemplene, er det kildene nevner."),
      ...chosen.map((i) => make("details", {}, make("summary", {}, `Matrisen i eksemplet: ${data.examples[i].title}`), exampleMatrix(data, i))));
    return [box];
  }

  function exampleMatrix(data, i) {
    const { actors, title } = data.examples[i];
    const svg = toSvg(layOut(actors, data, { width: 300 }), title);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", `Interessentmatrise for ${title}. De samme opplysningene står i listen under.`);
    return make("div", { class: "matriseflate" }, svg, make("ol", {}, ...actors.map((actor) => make("li", {}, `${actor.name}: ${[steps(data, actor), details(data, actor)].filter(Boolean).join(", ")}`))));
  }

  /** One page: columns nobody has filled in are left out, and a crowded picture has numbers only. */
  function sheet(content, data) {
    const { actors } = content;
    const svg = toSvg(layOut(actors, data, { width: 640, names: actors.length <= 12 }), pictureTitle(content));
    svg.setAttribute("role", "img");
    const known = (list, code) => (code === UNKNOWN ? "" : labelOf(list, code));
    const columns = [
      ["Rolle", (actor) => known(data.roles, actor.role)],
      ["Med fra", (actor) => known(data.phases, actor.joined)],
      ["Innflytelse", (actor) => labelOf(data.levels, actor.influence)],
      ["Interesse", (actor) => labelOf(data.levels, actor.interest)],
      ["Felt", (actor) => fieldOf(data, actor.influence, actor.interest).name],
      ["Hva er viktig for dem", (actor) => actor.expects.trim()],
      ["Tiltak, ansvarlig rolle og frist", (actor) => actor.measure.trim()],
      ["Merknad", (actor) => actor.note.trim()],
    ].filter(([, read]) => actors.some(read));
    return [svg,
      table("Aktørene", ["Aktør", ...columns.map(([head]) => head)],
        actors.map((actor, i) => [[`${i + 1}. `, typed(actor.name)], ...columns.map(([, read]) => typed(read(actor), "–"))]),
        { class: actors.length > 12 ? "tabell tett" : "tabell" }),
      make("p", {}, "Innflytelse og interesse er vår egen vurdering. Oransje firkant: sterkt berørt.")];
  }

  /** The matrix is as wide as there is room for; names are written in it when they fit. */
  function watch(el, redraw) {
    const observer = new ResizeObserver(() => {
      const room = el.querySelector(".svar").clientWidth;
      const next = room >= 500 ? Math.min(760, room) : 300;
      if (next !== width) {
        width = next;
        redraw();
      }
    });
    observer.observe(el.querySelector(".svar"));
    return () => observer.disconnect();
  }

  /** A link from an example's page asks to be compared with that example. */
  function start(content, data) {
    const wanted = new URLSearchParams(location.search).get("eksempel");
    if (data.examples.some((one) => one.id === wanted)) content.examples.push(wanted);
  }

  return mount(host, {
    start,
    titleLabel: "Hva er floken? Skriv den i én setning",
    columns: true,
    form, result, sheet, watch,
    downloads: (content, data) => [
      { label: "SVG", name: "svg", type: "image/svg+xml", text: () => svgFile(pictureFile(data, content), pictureTitle(content)) },
      { label: "PNG", name: "png", type: "image/png", text: () => pngFile(pictureFile(data, content)) },
      { label: "CSV", name: "csv", type: "text/csv", text: () => csv(register(data, content)) },
    ],
  });
}

export default { render };
