"""Pages without a source: one for every moved page, and the one for addresses that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from slik import redirects, urls
from slik.problems import CatalogueError
from slik.render import date_in_words
from slik.sphinx import publisher

NOT_FOUND = "404"
FEEDBACK = "book/om/meld-feil"

#: Pages Sphinx or we write that have no source.
_OWN = ("search", NOT_FOUND)


def setup(app: Sphinx) -> None:
    app.connect("env-before-read-docs", _check)
    app.connect("html-collect-pages", _pages)
    # After everything that makes addresses.
    app.connect("html-page-context", _from_anywhere, priority=900)
    app.connect("html-page-context", _feedback)


def _check(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Read the moved pages as soon as Sphinx knows which pages there are; nothing is written yet."""
    pages = {urls.page_path(docname) for docname in (*env.found_docs, *_OWN)}
    try:
        app.slik_redirects = redirects.load(Path(app.srcdir), pages)  # type: ignore[attr-defined]
    except CatalogueError as error:
        raise SystemExit(f"Boka ble ikke bygget.\n{error}") from None


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    titles = {urls.page_path(docname): title.astext() for docname, title in app.env.titles.items()}
    for redirect in app.slik_redirects:  # type: ignore[attr-defined]
        old = redirect.old_page.removesuffix(".html")
        context = {
            "new_title": titles.get(redirect.new_page, "den nye siden"),
            "target": urls.relative(old, redirect.new_page),
            "full_target": publisher.of(app.config).address(redirect.new_page),
            "why": redirect.why,
            "date": date_in_words(redirect.date),
        }
        yield old, context, "redirect.html"
    yield NOT_FOUND, {}, "404.html"


def _from_anywhere(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Address everything from the top of the host: the host shows this page at any depth.

    Where the copy's address is not known, it is taken to stand at the top of its host, and
    the page says what to do if it does not.
    """
    if pagename != NOT_FOUND:
        return
    root = publisher.of(app.config).root
    context["address_known"] = bool(publisher.of(app.config).base)
    context["url"] = lambda path: root + path
    context["pathto"] = lambda path, resource=0: root + (path if resource else urls.page_path(path))
    for name in ("parts", "steps"):
        context[name] = [replace(entry, url=root + entry.url) for entry in context[name]]


def _feedback(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> str | None:
    return "feedback.html" if pagename == FEEDBACK else None
