"""Measure what a reader's first view of a page costs: ``python benchmarks/weight.py``.

The heaviest page of each kind, and the heaviest chapter's text in other themes, side by
side in one run in Chromium:

* **weight**: all the browser fetches until the network is idle, gzipped, requests, how much
  the page moves (CLS) on a phone and on a large screen, and script fetched but never run;
* **Lighthouse**: its four scores on the mobile profile, the median of several runs.

Everything is served from this machine. The exit code is 1 when the book misses a limit.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import peers
from gzip_server import serve
from lighthouse import CATEGORIES, Lighthouse, NotAvailable
from playwright.sync_api import Browser, sync_playwright

from slik.paths import ROOT

sys.path.insert(0, str(ROOT))
from tests.browser.conftest import FLAGS  # noqa: E402
from tests.browser.install import find  # noqa: E402

FOLDER = ROOT / "_build/bench"

#: Kind of page: patterns of the pages of that kind, and the most one may weigh (kB).
READING = 45
KINDS = {
    "forside": ("index.html", 70),
    "kapittel": (f"{peers.CHAPTERS}/[!i]*.html", READING),
    "tema": (f"{peers.CHAPTERS}/index.html", READING),
    "eksempel": ("eksempler/[!i]*.html", READING),
    "alle eksempler": ("eksempler/index.html", READING),
    "metode": ("metoder/[!i]*.html", READING),
    "annen tekst": ("start/*.html veier/*.html rom-for-feil/*.html traader/*.html 6-kontakt/*.html om/*.html", READING),
    "utforsker": ("notebooks/utforsk.html", None),
    "verktøy": ("verktoy/[!i]*.html", None),
    "notatbok": ("notebooks/oversikt.html", None),
    "søk": ("search.html", None),
}
#: Kinds we ask search engines to leave out; Lighthouse takes that for a fault.
UNLISTED = {"søk"}
REQUESTS = 10
SHIFT = 0.02
SCORES = dict.fromkeys(CATEGORIES.values(), 100) | {"ytelse": 99}
SCREENS = ({"width": 412, "height": 823}, {"width": 1280, "height": 800})

_WATCH_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@dataclass
class Subject:
    """A page to measure: one of ours or a peer's, the most it may weigh, and whether search engines may list it."""

    name: str
    address: str
    ours: bool
    limit: int | None = None
    findable: bool = True


@dataclass
class View:
    """One first view: kB gzipped, requests, hosts that are not ours, layout shift, kB of script never run."""

    weight: float
    requests: int
    foreign: int
    shift: float
    unused: float


def build_book(address: str) -> Path:
    """Build the book as published at an address; full addresses and sitemap need one."""
    shutil.rmtree(FOLDER / "boka", ignore_errors=True)
    command = [Path(sys.executable).with_name("jupyter-book"), "build", ROOT, "--path-output", FOLDER / "boka", "-W", "--keep-going"]
    result = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"SLIK_BASEURL": f"{address}/"})
    if result.returncode:
        sys.exit(f"Boka lot seg ikke bygge:\n{(result.stdout + result.stderr)[-3000:]}")
    return FOLDER / "boka/_build/html"


def heaviest(site: Path, patterns: str) -> str:
    """Return the path of the heaviest page whose path matches one of the patterns."""
    pages = [path for path in site.rglob("*.html") if any(fnmatch(path.relative_to(site).as_posix(), pattern) for pattern in patterns.split())]
    # A page that only says where another has moved has no main content.
    pages = [path for path in pages if "<main" in path.read_text("utf-8")]
    return max(pages, key=lambda path: (len(gzip.compress(path.read_bytes())), path)).relative_to(site).as_posix()


def first_view(browser: Browser, address: str) -> View:
    """Open a page with an empty cache, on a phone and on a large screen, and measure it."""
    views = [_open(browser, address, screen) for screen in SCREENS]
    views[0].shift = max(view.shift for view in views)
    return views[0]


def _open(browser: Browser, address: str, screen: dict[str, int]) -> View:
    context = browser.new_context(viewport=screen)
    page = context.new_page()
    page.add_init_script(_WATCH_SHIFTS)
    own = re.match(r"\w+://[^/]+/", address)[0]
    foreign: set[str] = set()
    fetched: list[int] = []
    page.on("response", lambda response: fetched.append(int(response.headers.get("content-length", 0))))
    page.route(lambda url: not url.startswith((own, "data:", "blob:")), lambda route: (foreign.add(route.request.url), route.abort()))
    session = context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    page.goto(address, wait_until="networkidle")
    weight, requests = sum(fetched) / 1000, len(fetched)
    scripts = session.send("Profiler.takePreciseCoverage")["result"]
    unused = sum(_never_run(script) for script in scripts if script["url"].startswith(own)) / 1000
    # What comes into view further down must not push the text about either.
    page.evaluate("async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) { scrollTo(0, y); await new Promise(requestAnimationFrame); } }")
    page.wait_for_timeout(200)
    shift = page.evaluate("window.shifts")
    context.close()
    return View(weight, requests, len(foreign), shift, unused)


def _never_run(script: dict) -> int:
    """Return how many characters of a script were never run; inner ranges refine outer ones."""
    ranges = [span for function in script["functions"] for span in function["ranges"]]
    ranges.sort(key=lambda span: (span["startOffset"], -span["endOffset"]))
    run = bytearray(max((span["endOffset"] for span in ranges), default=0))
    for span in ranges:
        run[span["startOffset"] : span["endOffset"]] = bytes([span["count"] > 0]) * (span["endOffset"] - span["startOffset"])
    return run.count(0)


def show_weights(browser: Browser, subjects: list[Subject]) -> bool:
    """Print every first view, and say whether the book keeps its limits."""
    kept = True
    print(f"{'':18} {'kB gzip':>8} {'grense':>7} {'hentinger':>10} {'fremmede':>9} {'CLS':>7} {'kB skript ikke kjørt':>21}")
    for subject in subjects:
        view = first_view(browser, subject.address)
        verdict = ""
        if subject.ours:
            good = view.weight <= (subject.limit or view.weight) and view.requests <= REQUESTS and view.shift <= SHIFT and not view.foreign
            kept, verdict = kept and good, "ok" if good else "FEIL"
        print(
            f"{subject.name:18} {view.weight:8.1f} {subject.limit or '–':>7} {view.requests:10} {view.foreign:9} "
            f"{view.shift:7.3f} {view.unused:21.1f}  {verdict}", flush=True,
        )
    print(f"Grenser for boka: {REQUESTS} hentinger, ingen fremmede, CLS {SHIFT}.\n")
    return kept


def show_scores(lighthouse: Lighthouse, subjects: list[Subject], runs: int) -> bool:
    """Print Lighthouse's scores, and say whether the book reaches its goals."""
    reached = True
    print(f"{'Lighthouse':18}" + "".join(f"{label:>9}" for label in SCORES))
    for subject in subjects:
        scores = lighthouse.score(subject.address, runs, () if subject.findable else ("is-crawlable",))
        verdict = ""
        if subject.ours:
            good = all(scores.medians[label] >= goal for label, goal in SCORES.items())
            reached, verdict = reached and good, "ok" if good else "FEIL"
        figures = "".join(f"{scores.medians[label]:9.0f}" for label in SCORES)
        print(f"{subject.name:18}{figures}  {verdict:4} {' '.join(scores.losses)}", flush=True)
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(description="Mål hva den første visningen av en side koster.")
    parser.add_argument("--runs", type=int, default=3, help="så mange ganger kjøres Lighthouse på hver side (standard: 3)")
    runs = parser.parse_args().runs
    browser_path = find() or sys.exit("Chromium mangler. Kjør python tests/browser/install.py.")
    book = FOLDER / "boka/_build/html"
    address = serve(book)
    build_book(address)
    pages = {kind: (heaviest(book, patterns), limit) for kind, (patterns, limit) in KINDS.items()}
    chapter = pages["kapittel"][0]
    # The front page is met at the address it gives search engines, the root.
    subjects = [Subject(kind, f"{address}/{'' if page == 'index.html' else page}", True, limit, kind not in UNLISTED) for kind, (page, limit) in pages.items()]
    subjects += [Subject(name, f"{serve(site)}/{chapter}", False) for name, site in peers.build_all(FOLDER).items()]
    print(f"Den tyngste siden av hvert slag. De andre viser teksten i {chapter}.\n")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        good = show_weights(browser, subjects)
        browser.close()
    if runs:
        try:
            good &= show_scores(Lighthouse(FOLDER / "npm", browser_path, FLAGS), subjects, runs)
        except NotAvailable as reason:
            print(f"Lighthouse er ikke målt. {reason}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
