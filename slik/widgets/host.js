// Mounts the widgets of the static book: no kernel, no modules, no other host.
//
// A widget's place holds its complete fallback and its state as JSON. The same front-end
// module runs in Jupyter through anywidget; here it gets a model that only remembers. The
// modules are turned into plain scripts when the book is built, because browsers refuse
// module files on file:// and a strict Content-Security-Policy refuses blob: addresses.

window.slikWidgets ??= {};

addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-slik-widget]")) {
    const state = JSON.parse(place.querySelector("script[type='application/json']").textContent);
    const listeners = {};
    const model = {
      get: (name) => state[name],
      set(name, value) {
        state[name] = value;
        for (const listener of listeners[`change:${name}`] ?? []) listener();
      },
      on: (event, listener) => (listeners[event] ??= new Set()).add(listener),
      off: (event, listener) => listeners[event]?.delete(listener),
      save_changes() {},
      send() {},
    };
    const element = document.createElement("div");
    try {
      window.slikWidgets[place.dataset.slikWidget].render({ model, el: element });
      place.replaceChildren(element);
    } catch (error) {
      // The fallback stays; say why nothing moves.
      console.error(error);
      place.prepend("Verktøyet kunne ikke starte i denne nettleseren. Her er det samme som tabell.");
    }
  }
});
