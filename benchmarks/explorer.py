"""Measure the explorer in Chromium: ``python benchmarks/explorer.py``.

1. Filtering with counts, and drawing the result, for 100 to 100 000 examples, beside a plain
   array scan of the same fields. Medians in milliseconds, all in one run.
2. Size of the data, gzipped, per example.
3. Weight of the page's first view, gzipped.

The synthetic examples repeat the real ones; the code that is measured is the book's own.
"""

from __future__ import annotations

import gzip
import json
import random
import sys

from playwright.sync_api import sync_playwright

from slik.catalogue import load
from slik.paths import ROOT
from slik.widgets.payload import payload

sys.path.insert(0, str(ROOT))
from tests.browser.conftest import FLAGS, load_module  # noqa: E402
from slik.chromium import find  # noqa: E402

SIZES = (100, 1_000, 10_000, 100_000)
BUILT = ROOT / "_build/html"
PAGE = BUILT / "notebooks/utforsk.html"

MEASURE = """
async ({ sizes, real, picks }) => {
  const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
  const rows = [];
  for (const size of sizes) {
    const repeat = (list) => Array.from({ length: size }, (_, i) => list[picks[i % picks.length]]);
    const data = { ...real, masks: {} };
    for (const name of ["ids", "urls", "titles", "summaries", "places", "periods", "starts", "actors"]) data[name] = repeat(real[name]);
    for (const key in real.masks) data.masks[key] = real.masks[key].map(repeat);
    const prepared = m.prepare(data);
    const selections = [{ countries: ["DK"] }, { themes: ["hva"], phases: ["test"] }, { outcomes: ["mislyktes", "delvis"], sectors: ["skole"] }, {}];
    const time = (work, rounds) => {
      const times = [];
      for (let n = 0; n < rounds; n++) for (const one of selections) {
        const start = performance.now();
        work(one);
        times.push(performance.now() - start);
      }
      return median(times);
    };
    const rounds = size > 20000 ? 5 : 15;
    m.filter(prepared, {}); // warm up
    const filtering = time((one) => m.filter(prepared, one), rounds);
    const fields = Object.keys(real.masks).flatMap((key) => prepared.facets.find((f) => f.key === key).words);
    let sum = 0;
    const scan = time(() => { for (let i = 0; i < size; i++) for (const field of fields) sum += field[i]; }, rounds);
    const text = size > 20000 ? null : time(() => m.filter(prepared, { text: "skole" }), 5);
    const state = { data, filters: {}, in_book: false };
    const listeners = {};
    const model = { get: (k) => state[k], set: (k, v) => { state[k] = v; }, on: (e, f) => { listeners[e] = f; }, off() {}, save_changes() {} };
    const element = document.body.appendChild(document.createElement("div"));
    m.default.render({ model, el: element });
    const redraw = time((one) => { state.filters = one; listeners["change:filters"](); element.getBoundingClientRect(); }, Math.min(rounds, 8));
    element.remove();
    rows.push({ size, filtering, scan, text, redraw });
  }
  return rows;
}
"""


def filtering() -> None:
    """Print how long filtering and redrawing take."""
    data = payload(load(), lambda path: path)
    chance = random.Random(2014)
    picks = [chance.randrange(len(data["ids"])) for _ in range(2_000)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        page = browser.new_page()
        page.set_default_timeout(300_000)
        load_module(page, "explorer")
        rows = page.evaluate(MEASURE, {"sizes": list(SIZES), "real": data, "picks": picks})
        browser.close()
    print(f"{'eksempler':>9} {'filter+tall':>12} {'ren lesing':>11} {'tekstsøk':>9} {'med tegning':>12}   (median ms)")
    for row in rows:
        text = f"{row['text']:9.1f}" if row["text"] is not None else "        –"
        print(f"{row['size']:9} {row['filtering']:12.2f} {row['scan']:11.2f} {text} {row['redraw']:12.1f}")


def sizes() -> None:
    """Print the size of the data and of the page."""
    data = payload(load(), lambda path: path)
    count = len(data["ids"])
    facets = len(gzip.compress(json.dumps(data["masks"], separators=(",", ":")).encode()))
    whole = len(gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()))
    print(f"data: {count} eksempler, fasettene {facets / count:.0f} byte, alt {whole / count:.0f} byte gzippet per eksempel")
    if PAGE.exists():
        files = [PAGE, BUILT / "_static/slik.css", BUILT / "_static/pygments.css", BUILT / "_static/ikon.svg"]
        files += sorted((BUILT / "_static/widgets").iterdir())
        weight = sum(len(gzip.compress(path.read_bytes())) for path in files)
        print(f"utforskerens første visning: {weight / 1000:.1f} kB gzippet i {len(files)} filer")
    else:
        print("Bygg boka først (make book) for å måle siden.")


if __name__ == "__main__":
    sizes()
    filtering()
