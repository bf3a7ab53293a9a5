"""The book's chapters in other themes, each as it comes, to weigh them side by side.

The sources are the chapters' own Markdown without front matter and directives, so that the
peers carry a little less than the book, which shows facts, figures and examples as well.
Examples and methods are left out: with them in the menu every page would weigh more.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from slik.paths import ROOT

CHAPTERS = "[1-5]-*"
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{.*?^\1\n", re.DOTALL | re.MULTILINE)
_ROLE = re.compile(r"\{\w+\}`([^`<]+?)(?: *<[^>]*>)?`")
_LINK_OUT = re.compile(r"\]\(\.\./(?![1-5]-)([^)]*)\.md")

_JUPYTER_BOOK = "title: Boka\nauthor: Boka\nonly_build_toc_files: true\nexecute:\n  execute_notebooks: 'off'\nsphinx:\n  config:\n    language: nb\n"
_FURO = 'project = "Boka"\nextensions = ["myst_parser"]\nhtml_theme = "furo"\nlanguage = "nb"\nexclude_patterns = ["ut"]\n'
# The theme's fonts come from another host; without them it is lighter than as it comes.
_MATERIAL = "site_name: Boka\nuse_directory_urls: false\ntheme:\n  name: material\n  language: nb\n  font: false\n"


def chapters() -> dict[str, str]:
    """Return the chapters' plain Markdown by path."""
    pages = {}
    for path in sorted((ROOT / "book").glob(f"{CHAPTERS}/*.md")):
        text = _FRONT_MATTER.sub("", path.read_text("utf-8"))
        for pattern, replacement in ((_DIRECTIVE, ""), (_ROLE, r"\1"), (_LINK_OUT, r"](https://slik.example.no/\1.html")):
            text = pattern.sub(replacement, text)
        pages[path.relative_to(ROOT / "book").as_posix()] = text
    return pages


def build_all(folder: Path) -> dict[str, Path]:
    """Build every peer in a folder and return where each one's pages stand."""
    programs = _install(folder / "venv")
    return {
        "sphinx-book-theme": _jupyter_book(folder / "jupyter-book"),
        "furo": _furo(folder / "furo", programs),
        "mkdocs-material": _material(folder / "material", programs),
    }


def _install(folder: Path) -> Path:
    venv.create(folder, clear=True, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    needs = ["-r", ROOT / "benchmarks/requirements.txt", "-c", ROOT / "constraints.txt"]
    _run([programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *needs])
    return programs


def _jupyter_book(folder: Path) -> Path:
    pages = _write(folder)
    toc = ["format: jb-book", "root: index", "chapters:"]
    for index, below in _by_part(pages).items():
        toc += [f"  - file: {index}", *(["    sections:"] if below else []), *(f"      - file: {page}" for page in below)]
    (folder / "_toc.yml").write_text("\n".join(toc) + "\n", "utf-8")
    (folder / "_config.yml").write_text(_JUPYTER_BOOK, "utf-8")
    _run([Path(sys.executable).with_name("jupyter-book"), "build", folder])
    return folder / "_build/html"


def _furo(folder: Path, programs: Path) -> Path:
    parts = _by_part(_write(folder))
    for index, below in {"index": parts, **parts}.items():
        names = "\n".join(f"/{page}" for page in below)
        with (folder / f"{index}.md").open("a", encoding="utf-8") as file:
            file.write(f"\n```{{toctree}}\n:hidden:\n\n{names}\n```\n" if below else "")
    (folder / "conf.py").write_text(_FURO, "utf-8")
    _run([programs / "python", "-m", "sphinx", "-q", "-b", "html", folder, folder / "ut"])
    return folder / "ut"


def _material(folder: Path, programs: Path) -> Path:
    _write(folder / "docs")
    (folder / "mkdocs.yml").write_text(_MATERIAL, "utf-8")
    _run([programs / "mkdocs", "build", "--quiet", "--config-file", folder / "mkdocs.yml"])
    return folder / "site"


def _write(folder: Path) -> list[str]:
    """Write a project's sources anew and return the pages, without ``.md``."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = chapters()
    for name, text in {"index.md": "# Boka\n", **pages}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return [name.removesuffix(".md") for name in pages]


def _by_part(pages: list[str]) -> dict[str, list[str]]:
    """Group pages under the first page of their part."""
    return {
        index: [page for page in pages if page != index and page.startswith(index.removesuffix("index"))]
        for index in pages
        if index.endswith("/index")
    }


def _run(command: list[str | Path]) -> None:
    result = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"{' '.join(map(str, command))} stoppet med feil:\n{(result.stdout + result.stderr)[-3000:]}")
