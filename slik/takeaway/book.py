"""The built book, read page by page in its own order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath

import yaml
from bs4 import BeautifulSoup, Tag

from slik.urls import page_path

#: Attributes that name an id in the same page.
ID_REFERENCES = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "list")

_OTHER_HOST = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True)
class Page:
    """One page of the built book.

    Attributes:
        path: From the site's root, as ``eksempler/asker.html``.
        title: Its heading.
        kind: What the theme calls it: ``eksempel``, ``metode``, ``kapittel`` …
        main: The page's own content, without navigation; free to change.
    """

    path: str
    title: str
    kind: str
    main: Tag


@dataclass(frozen=True)
class Part:
    """A part of the book: its first page and those that follow."""

    pages: tuple[Page, ...]

    @property
    def title(self) -> str:
        return self.pages[0].title


def read(path: Path, address: str) -> tuple[Page, str | None]:
    """Read a page.

    Returns:
        The page, and the path of the next one in the book.
    """
    soup = BeautifulSoup(path.read_text("utf-8"), "html.parser")
    main, following = soup.main, soup.find("link", rel="next")
    for tag in main.select("script, noscript, style, .ikke-papir, .slag"):
        tag.decompose()
    page = Page(address, " ".join(main.h1.get_text().split()), soup.body["class"][0], main)
    return page, following and normpath(join(dirname(address), following["href"]))


def walk(site: Path) -> Iterator[Page]:
    """Read every page of the built book from the front page on, in the book's order."""
    address: str | None = "index.html"
    while address:
        page, address = read(site / address, address)
        yield page


def parts(site: Path, toc: Path) -> list[Part]:
    """Read the built book, divided where the table of contents has its chapters.

    Args:
        site: The folder with the built pages.
        toc: ``_toc.yml``.
    """
    chapters = {page_path(entry["file"]) for entry in yaml.safe_load(toc.read_text("utf-8"))["chapters"]}
    found: list[list[Page]] = []
    for page in walk(site):
        if page.path in chapters or not found:
            found.append([])
        found[-1].append(page)
    return [Part(tuple(pages)) for pages in found]


def target(page: Page, address: str) -> tuple[str, str] | None:
    """Return the path and the fragment an address leads to inside the site; None for other hosts.

    What stands after «?» only matters to a script, and is left out.

    >>> page = Page("eksempler/asker.html", "", "", None)
    >>> target(page, "../metoder/blt.html?a=1#steg"), target(page, "#kilde-1"), target(page, "https://ks.no")
    (('metoder/blt.html', 'steg'), ('eksempler/asker.html', 'kilde-1'), None)
    """
    if _OTHER_HOST.match(address):
        return None
    path, _, fragment = address.partition("#")
    path = path.partition("?")[0]
    return (normpath(join(dirname(page.path), path)) if path else page.path), fragment
