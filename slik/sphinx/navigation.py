"""Navigation at constant cost per page.

Jupyter Book's usual theme resolves the whole table of contents on every page, so its time
grows with the square of the number of pages. We only need the top level and the pages of
the part the reader is in; the examples have their own index.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from slik import urls


@dataclass(frozen=True)
class Entry:
    """One link in the navigation."""

    title: str
    url: str
    current: bool
    children: tuple[Entry, ...] = ()


def setup(app: Sphinx) -> None:
    app.connect("html-page-context", _add)


def _add(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    context["parts"] = parts(app.env, pagename)
    context["url"] = lambda path: urls.relative(pagename, path)


def parts(env: BuildEnvironment, pagename: str) -> list[Entry]:
    """Return the book's parts as seen from a page; only the reader's own part is opened."""
    result = []
    for docname in env.toctree_includes.get(env.config.root_doc, []):
        inside = pagename == docname or pagename.startswith(docname.removesuffix("index"))
        children: tuple[Entry, ...] = ()
        if inside and docname != urls.RECORDS + "index":
            children = tuple(_entry(env, child, pagename) for child in env.toctree_includes.get(docname, []))
        entry = _entry(env, docname, pagename)
        result.append(Entry(entry.title, entry.url, inside, children))
    return result


def _entry(env: BuildEnvironment, docname: str, pagename: str) -> Entry:
    title = env.titles[docname].astext() if docname in env.titles else docname
    return Entry(title, urls.relative(pagename, urls.page_path(docname)), docname == pagename)
