"""Navigation at constant cost per page.

Jupyter Book's usual theme resolves the whole table of contents on every page, so its time
grows with the square of the number of pages. We only need the top level and the pages of
the part the reader is in; the examples have their own index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from slik import urls
from slik.sphinx import records
from slik.steps import STEPS, Step

#: Pages with an index of their own; too many for a menu.
_OWN_INDEX = (urls.RECORDS, urls.METHODS)

#: Names short enough for a menu.
_SHORT = {f"{urls.BOOK}start/index": "Start", f"{urls.BOOK}om/index": "Om"}


@dataclass(frozen=True)
class Entry:
    """One link in the navigation."""

    title: str
    url: str
    current: bool
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class StepEntry:
    """One step in the step bar; ``here`` when the page stands in it, ``belongs`` when it is about it."""

    number: int
    step: Step
    url: str
    here: bool
    belongs: bool


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", _add)


def _add(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    relations = getattr(app.builder, "relations", {})
    everything = parts(app.env, list(_ancestors(relations, pagename)), pagename)
    in_bar = {urls.relative(pagename, step.path) for step in STEPS}
    context["parts"] = [part for part in everything if part.url not in in_bar]
    context["section"] = next((part for part in everything if part.current and part.children), None)
    context["steps"] = steps(pagename, records.of(app).themes.get(pagename, ()))
    context["url"] = lambda path: urls.relative(pagename, path)


def parts(env: BuildEnvironment, ancestors: Collection[str], pagename: str) -> list[Entry]:
    """Return the book's parts as seen from a page; only the reader's own part is opened.

    Args:
        env: Sphinx' environment, with the table of contents.
        ancestors: The page and those above it.
        pagename: The page.
    """
    result = []
    for docname in env.toctree_includes.get(env.config.root_doc, []):
        inside = docname in ancestors
        children = env.toctree_includes.get(docname, []) if inside else []
        shown = [child for child in children if not child.startswith(_OWN_INDEX) or child.endswith("/index")]
        entry = _entry(env, docname, pagename)
        result.append(Entry(entry.title, entry.url, inside, tuple(_entry(env, child, pagename) for child in shown)))
    return result


def steps(pagename: str, themes: Collection[str]) -> list[StepEntry]:
    """Return the step bar as seen from a page.

    Args:
        pagename: The page.
        themes: Codes of the themes it is about, when it stands outside the steps.
    """
    folder = urls.page_path(pagename).partition("/")[0]
    return [
        StepEntry(
            number, step, urls.relative(pagename, step.path), folder == step.path.partition("/")[0], step.code in themes
        )
        for number, step in enumerate(STEPS, 1)
    ]


def _ancestors(relations: Mapping[str, list[str | None]], pagename: str | None) -> Iterator[str]:
    """The page, its parent in the table of contents, and so on to the front page."""
    while pagename:
        yield pagename
        pagename = relations.get(pagename, [None])[0]


def _entry(env: BuildEnvironment, docname: str, pagename: str) -> Entry:
    url = urls.relative(pagename, urls.page_path(docname))
    return Entry(_SHORT.get(docname) or env.titles[docname].astext(), url, docname == pagename)
