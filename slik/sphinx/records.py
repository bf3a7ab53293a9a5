"""Examples, methods and chapters: the raw file is replaced by the rendered page when Sphinx reads it."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from slik import methods, pages, urls
from slik.catalogue import Catalogue, load
from slik.figures.matrix import stakeholder_matrix
from slik.model import Example
from slik.paths import ROOT_VARIABLE, TOOLS
from slik.problems import CatalogueError, Problem
from slik.render import MATRICES, example_page, matrix_path
from slik.vocabulary import label, vocabulary

#: Attribute of the environment: docname → fingerprint of what the page was made from.
_FINGERPRINTS = "slik_fingerprints"


@dataclass(frozen=True)
class Page:
    """A page made from a file with front matter.

    Attributes:
        text: MyST Markdown.
        title: The page's title as plain text.
        description: One paragraph on what the page is about.
        minutes: Reading time in whole minutes.
    """

    text: str
    title: str
    description: str
    minutes: int


class Records:
    """What one build knows: examples, methods and the pages made from them, by docname."""

    def __init__(self, root: Path, *, drafts: bool = False) -> None:
        """Read and check everything.

        Raises:
            CatalogueError: With every problem in every file.
        """
        problems: list[Problem] = []
        for step in (lambda: self._read_examples(root, drafts), lambda: self._read_rest(root)):
            try:
                step()
            except CatalogueError as error:
                problems.extend(error.problems)
        if problems:
            raise CatalogueError(problems)
        self.pages: dict[str, Page] = {}
        #: Docname → codes of the themes an example or a method is about.
        self.themes: dict[str, list[str]] = {urls.RECORDS + example.id: example.themes for example in self.catalogue}
        self.themes |= {urls.METHODS + code: page.themes for code, page in self.methods.items()}
        self._render()

    def _read_examples(self, root: Path, drafts: bool) -> None:
        self.catalogue: Catalogue = load(root, drafts=drafts)

    def _read_rest(self, root: Path) -> None:
        self.methods: dict[str, methods.MethodPage] = methods.load(root)
        self._chapters = pages.load(root)

    def _render(self) -> None:
        for example in self.catalogue:
            minutes = pages.reading_time(" ".join([example.summary, *example.body.values(), *example.lessons]))
            text = example_page(example, self.catalogue)
            self.pages[urls.RECORDS + example.id] = Page(text, example.title, example.summary, minutes)
        for code, method in self.methods.items():
            text = methods.method_page(method, self.catalogue)
            minutes = pages.reading_time(" ".join([method.body, *method.steps, *method.pitfalls]))
            item = vocabulary("methods")[code]
            self.pages[urls.METHODS + code] = Page(text, label("methods", code), item.definition, minutes)
        for docname, (page, body) in self._chapters.items():
            minutes = pages.reading_time(body + self._text_of_failures() if "{rom-for-feil}" in body else body)
            text = pages.chapter(page, body, docname, self.catalogue, self.methods, minutes)
            title = body.partition("\n")[0].removeprefix("# ")
            self.pages[docname] = Page(text, title, page.subtitle, minutes)

    def _text_of_failures(self) -> str:
        """What the room for failure shows, for its reading time."""
        attempts = [example.failed_attempt for example in self.catalogue if example.failed_attempt]
        return " ".join(" ".join([one.believed, one.turned_out, *one.ask_first]) for one in attempts)


def of(app: Sphinx) -> Records:
    """Return what this build knows."""
    return app.slik_records  # type: ignore[attr-defined,no-any-return]


def setup(app: Sphinx) -> None:
    app.add_config_value("slik_show_drafts", False, "env", bool)
    app.connect("builder-inited", _load)
    app.connect("env-get-outdated", _outdated)
    app.connect("source-read", _replace)
    app.connect("build-finished", _finish_matrices)


def _load(app: Sphinx) -> None:
    """Read and check everything before anything is written."""
    os.environ[ROOT_VARIABLE] = str(app.srcdir)
    try:
        records = Records(Path(app.srcdir), drafts=app.config.slik_show_drafts)
    except CatalogueError as error:
        # Not an exception: Jupyter Book would bury the message under three tracebacks.
        raise SystemExit(f"Boka ble ikke bygget.\n{error}") from None
    app.slik_records = records  # type: ignore[attr-defined]
    app.slik_matrices = Matrices(records.catalogue)  # type: ignore[attr-defined]


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Re-read exactly the pages whose content would differ."""
    old: dict[str, str] = getattr(env, _FINGERPRINTS, {})
    new = _fingerprints(app, env)
    setattr(env, _FINGERPRINTS, new)
    return sorted(docname for docname in new if docname in env.found_docs and old.get(docname) != new[docname])


def _fingerprints(app: Sphinx, env: BuildEnvironment) -> dict[str, str]:
    found = {docname: _hash(page.text) for docname, page in of(app).pages.items()}
    # A page with a directive of ours, and every other page, follows all of them and our own code.
    rules = "".join(path.read_text("utf-8") for path in sorted((Path(app.srcdir) / TOOLS).glob("*.yaml")))
    everything = _hash("".join(sorted(found.values())) + rules + _code_fingerprint())
    for docname in env.found_docs:
        if docname not in found or "{" in of(app).pages[docname].text:
            found[docname] = everything
    return found


def _code_fingerprint() -> str:
    package = Path(__file__).parent.parent
    files = sorted(path for path in package.rglob("*") if path.suffix in (".py", ".jinja", ".mplstyle", ".mjs", ".js", ".css", ".html"))
    return _hash("".join(path.read_text("utf-8") for path in files))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _replace(app: Sphinx, docname: str, source: list[str]) -> None:
    if docname in of(app).pages:
        source[0] = of(app).pages[docname].text


class Matrices:
    """The stakeholder matrices, drawn by other processes while Sphinx reads and writes pages."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._pool = ProcessPoolExecutor(max(1, (os.cpu_count() or 2) - 1))
        self._svgs = self._pool.map(_draw, catalogue, chunksize=10)

    def write(self, outdir: Path) -> None:
        """Write every matrix that has changed, and delete those whose example is gone."""
        wanted = {outdir / matrix_path(example): svg for example, svg in zip(self._catalogue, self._svgs)}
        folder = outdir / MATRICES
        folder.mkdir(parents=True, exist_ok=True)
        for stale in set(folder.glob("*.svg")) - wanted.keys():
            stale.unlink()
        for path, svg in wanted.items():
            if not path.exists() or path.read_text("utf-8") != svg:
                path.write_text(svg, "utf-8")

    def stop(self) -> None:
        """Let the other processes go."""
        self._pool.shutdown(cancel_futures=True)


def _draw(example: Example) -> str:
    return stakeholder_matrix(example.stakeholders).svg()


def _finish_matrices(app: Sphinx, error: Exception | None) -> None:
    matrices: Matrices = app.slik_matrices  # type: ignore[attr-defined]
    if not error and app.builder.format == "html":
        matrices.write(Path(app.outdir))
    matrices.stop()
