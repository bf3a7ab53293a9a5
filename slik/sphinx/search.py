"""Feeds the search index from the pages Sphinx writes; see :mod:`slik.search_index`."""

from __future__ import annotations

import hashlib
import html
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.search import IndexBuilder

from slik import pages, render, search, search_index, urls
from slik.search_index import Entry, levels, script
from slik.sphinx import records
from slik.widgets.bundle import bundle

FRONT_END = Path(__file__).parent.parent / "widgets/search_page.mjs"

#: Every question here is found on its own.
QUESTIONS = "book/6-kontakt/sporsmal-og-svar"

#: Parts of a page that repeat what stands on other pages, or say the same on every page.
_SKIPPED_CLASSES = {
    "kort", "lignende", "kilder", "ressurser", "sitering", "eksempeltabell", "metodelenker", "vei", "tidslinje", "feilet",
    "stasjoner", "innganger", "hvem", "merknad",
}  # fmt: skip
_SKIPPED_TAGS = {"script", "style", "svg", "dt", "caption", "figcaption", "thead"}
_VOID_TAGS = {"br", "img", "hr", "input", "meta", "link", "source", "col", "wbr"}


def setup(app: Sphinx) -> None:
    app.connect("env-get-outdated", _outdated)
    app.connect("build-finished", _write_front_end)


def _outdated(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Every page must be read again when what was kept of it was made by other rules."""
    return [] if _read_kept(env) else sorted(env.found_docs)


def _write_front_end(app: Sphinx, error: Exception | None) -> None:
    if not error and app.builder.format == "html":
        # In a function of its own, so that nothing of it is global.
        (Path(app.outdir) / "_static/sok.js").write_text(f"(() => {{\n{bundle(FRONT_END)}}})();\n", "utf-8")


class Indexer(IndexBuilder):
    """What Sphinx feeds with the pages it writes, and asks for the index.

    Entries are kept beside the doctrees too, so that a build that writes some pages again
    gives the same index as one that writes them all.
    """

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env, "no", {}, "")
        self._entries = {name: [Entry(**entry) for entry in found] for name, found in _read_kept(env).items()}

    def get_js_stemmer_rawcodes(self) -> list[str]:
        """None: the search page has the rules of :mod:`slik.search`."""
        return []

    def feed(self, docname: str, filename: str, title: str, doctree: nodes.document) -> None:
        self._entries[docname] = list(entries(records.of(self.env.app), self.env, docname, doctree))

    def prune(self, docnames: Iterable[str]) -> None:
        self._entries = {name: self._entries[name] for name in sorted(docnames) if name in self._entries}

    def dump(self, stream: IO[str], format: Any) -> None:
        stream.write(script(entry for found in self._entries.values() for entry in found))
        kept = {docname: [asdict(entry) for entry in found] for docname, found in self._entries.items()}
        _kept_file(self.env).write_text(json.dumps({"rules": _rules(), "entries": kept}, ensure_ascii=False), "utf-8")


def _kept_file(env: BuildEnvironment) -> Path:
    return Path(env.doctreedir) / "slik-search.json"


def _read_kept(env: BuildEnvironment) -> dict[str, list[dict[str, Any]]]:
    """Return the entries of the build before, if the same rules made them."""
    path = _kept_file(env)
    kept = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return kept["entries"] if kept.get("rules") == _rules() else {}


def _rules() -> str:
    """A fingerprint of the code that makes entries."""
    modules = (search, search_index, sys.modules[__name__])
    return hashlib.sha256("".join(Path(module.__file__).read_text("utf-8") for module in modules).encode()).hexdigest()


def entries(made: records.Records, env: BuildEnvironment, docname: str, doctree: nodes.document) -> Iterator[Entry]:
    """Yield what can be found on a page: the page, and the words or answers it explains."""
    url = urls.page_path(docname)
    page = made.pages.get(docname)
    title = page.title if page else env.titles[docname].astext()
    description = page.description if page else env.metadata[docname].get("description", "")
    example = made.catalogue[docname.removeprefix(urls.RECORDS)] if page and docname.startswith(urls.RECORDS) else None
    facts = html.unescape(render.html("search_facts", example=example)) if example else ""

    parts = list(_parts(docname, doctree))
    found = _Collector([node for node, *_ in parts])
    found.read(doctree)
    # The address was chosen to tell what the page is; it may have a word the title lacks.
    about = f"{description} {docname.rpartition('/')[2]}"
    weights = levels(title, " ".join([*found.headings[1:], facts]), about, "".join(found.text))
    yield Entry(url, _kind(docname, bool(page)), title, description, facts, weights)
    for node, kind, id, name in parts:
        inside = _Collector([])
        inside.read(node)
        text = " ".join("".join(inside.text).split())
        yield Entry(f"{url}#{id}", kind, name, text, "", levels(name, "", "", text))


def _kind(docname: str, is_record: bool) -> str:
    if is_record and docname.startswith(urls.RECORDS):
        return "eksempel"
    if is_record and docname.startswith(urls.METHODS):
        return "metode"
    if docname.startswith(urls.TOOLS) and not docname.endswith("/index"):
        return "verktoy"
    return "kapittel" if pages.is_chapter(docname) else "side"


def _parts(docname: str, doctree: nodes.document) -> Iterator[tuple[nodes.Element, str, str, str]]:
    """Yield (node, kind, anchor, title) of what has an entry of its own on the page."""
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            term = next(item.findall(nodes.term))
            name = term.astext()
            yield item, "begrep", term["ids"][0], name[0].upper() + name[1:]
    if docname == QUESTIONS:
        for section in doctree.findall(nodes.section):
            title = section.next_node(nodes.title).astext()
            if title.endswith("?"):
                yield section, "svar", section["ids"][0], title


@dataclass
class _Collector:
    """Collects the headings and the text of a page, without what other pages say.

    Attributes:
        leave: Nodes that are not part of it.
    """

    leave: list[nodes.Element]
    headings: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def read(self, node: nodes.Node) -> None:
        if node in self.leave or isinstance(node, nodes.comment | nodes.literal_block):
            return
        if isinstance(node, nodes.raw):
            if "html" in node.get("format", ""):
                reader = _Reader()
                reader.feed(node.astext())
                self.text += [" ", *reader.text]
        elif isinstance(node, nodes.title | nodes.term):
            self.headings.append(node.astext())
        elif isinstance(node, nodes.Text):
            self.text.append(node.astext())
        else:
            for child in node.children:
                self.read(child)
            if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
                self.text.append(" ")


class _Reader(HTMLParser):
    """Collects the text of a template's HTML; words of different elements stay apart."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._skipping = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in _VOID_TAGS:
            self.text.append(" ")
        elif self._skipping or tag in _SKIPPED_TAGS or _SKIPPED_CLASSES & set((dict(attributes).get("class") or "").split()):
            self._skipping += 1

    def handle_endtag(self, tag: str) -> None:
        self.text.append(" ")
        if self._skipping and tag not in _VOID_TAGS:
            self._skipping -= 1

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.text.append(data)
