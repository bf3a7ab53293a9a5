"""Measure what a page costs: ``python benchmarks/build.py [N …]``.

Makes synthetic handbooks of N valid examples and builds each two ways, side by side in one
run, so that the ratios hold on any machine:

* **boka**: the whole of the handbook's build, with checks, figures and search index;
* **Sphinx**: plain Sphinx with its light theme (alabaster) on the same Markdown pages.

Prints pages, wall seconds, milliseconds per page, peak memory and size of the output. The
ratio to plain Sphinx is that of the pages added between two sizes, so that starting Python
and reading the code lists is not counted.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from slik import urls
from slik.catalogue import load
from slik.paths import RECORDS, ROOT
from slik.sphinx.records import Records

PLAIN_CONF = """
extensions = ["myst_parser"]
html_theme = "alabaster"
language = "nb"
html_search_language = "no"
html_copy_source = False
html_sidebars = {"**": []}  # alabaster lists every page on every page; that would flatter us
"""


@dataclass
class Measurement:
    """One build: pages, wall seconds, peak memory (MiB) and size of the output (MiB)."""

    pages: int
    seconds: float
    memory: float
    size: float


TOC = "format: jb-book\nroot: book/index\nchapters:\n  - file: book/eksempler/index\n    sections:\n      - glob: book/eksempler/*\n"


def synthesise(folder: Path, count: int) -> None:
    """Write a handbook of ``count`` valid examples, made by varying the real ones.

    It has a front page and the table of all examples; chapters and notebooks do not grow
    with the collection, so they are left out.
    """
    shutil.copytree(ROOT / "data", folder / "data")
    (folder / RECORDS).mkdir(parents=True)
    (folder / "book/_static").mkdir()
    (folder / "book/index.md").write_text("# Boka\n\n```{temaer}\n```\n", "utf-8")
    shutil.copy(ROOT / RECORDS / "index.md", folder / RECORDS / "index.md")
    shutil.copy(ROOT / "_config.yml", folder)
    (folder / "_toc.yml").write_text(TOC, "utf-8")
    models = [(ROOT / RECORDS / f"{example.id}.md").read_text("utf-8") for example in load(ROOT)]
    chance = random.Random(2014)
    for number in range(count):
        text = re.sub(r"^reuses:\n(?:[ -].*\n)+", "", chance.choice(models), flags=re.MULTILINE)
        text = re.sub(r"^id: .*$", f"id: eksempel-{number}", text, count=1, flags=re.MULTILINE)
        text = re.sub(r"^title: .*$", f"title: Eksempel nummer {number}", text, count=1, flags=re.MULTILINE)
        (folder / RECORDS / f"eksempel-{number}.md").write_text(text, "utf-8")


def plain_copy(handbook: Path, folder: Path) -> None:
    """Write the Markdown our build renders as the sources of a plain Sphinx project."""
    folder.mkdir()
    records = {docname: page.text for docname, page in Records(handbook).pages.items() if docname.startswith(urls.RECORDS)}
    (folder / "conf.py").write_text(PLAIN_CONF, "utf-8")
    for docname, text in records.items():
        (folder / f"{Path(docname).name}.md").write_text(text, "utf-8")
    names = "\n".join(sorted(Path(docname).name for docname in records))
    (folder / "index.md").write_text(f"# Eksempler\n\n```{{toctree}}\n:maxdepth: 1\n\n{names}\n```\n", "utf-8")


def measure(command: list[str], output: Path) -> Measurement:
    """Run a build in a process of its own and measure it."""
    program = (
        "import resource, subprocess, sys; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL);"
        "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    start = time.perf_counter()
    result = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, text=True)
    seconds = time.perf_counter() - start
    code, memory = map(int, result.stdout.split()[-2:])
    if code:
        sys.exit(f"{' '.join(command)} stoppet med feil:\n{result.stderr[-3000:]}")
    files = [path for path in output.rglob("*") if path.is_file()]
    scale = 1024 if sys.platform != "darwin" else 1024**2
    return Measurement(
        sum(path.suffix == ".html" for path in files), seconds, memory / scale,
        sum(path.stat().st_size for path in files) / 1024**2,
    )


def run(count: int) -> tuple[Measurement, Measurement]:
    """Build one size both ways."""
    with tempfile.TemporaryDirectory() as temporary:
        handbook, plain = Path(temporary, "boka"), Path(temporary, "plain")
        handbook.mkdir()
        synthesise(handbook, count)
        plain_copy(handbook, plain)
        jupyter_book = str(Path(sys.executable).with_name("jupyter-book"))
        ours = measure([jupyter_book, "build", str(handbook), "-W"], handbook / "_build/html")
        sphinx = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(plain), str(plain / "_build")]
        return ours, measure(sphinx, plain / "_build")


def main() -> None:
    parser = argparse.ArgumentParser(description="Mål hva en side koster å bygge.")
    parser.add_argument("sizes", nargs="*", type=int, default=[40, 400, 4000])
    sizes = sorted(parser.parse_args().sizes)
    measured = []
    print(f"{'':8} {'eksempler':>9} {'sider':>6} {'sekunder':>9} {'ms/side':>8} {'MiB minne':>10} {'MiB ut':>7}")
    for count in sizes:
        pair = run(count)
        measured.append(pair)
        for name, result in zip(("boka", "Sphinx"), pair):
            each = 1000 * result.seconds / result.pages
            print(f"{name:8} {count:9} {result.pages:6} {result.seconds:9.1f} {each:8.1f} {result.memory:10.0f} {result.size:7.1f}", flush=True)
    for (small, large), (fewer, more) in zip(pairwise(measured), pairwise(sizes)):
        ours, plain = (large[kind].seconds - small[kind].seconds for kind in (0, 1))
        print(f"hver ny side fra {fewer} til {more}: forhold til Sphinx {ours / plain:.2f}")
        change = large[0].seconds / large[0].pages / (small[0].seconds / small[0].pages) - 1
        print(f"bokas kostnad per side fra {fewer} til {more}: {100 * change:+.0f} %")


if __name__ == "__main__":
    main()
