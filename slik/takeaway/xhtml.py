"""A page of the site as XHTML for an e-book: same content, no scripts, nothing from outside the book."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection
from pathlib import Path

from bs4 import Tag

from slik.takeaway.book import Page, target

#: SVG is case-sensitive in XML; the HTML parser writes everything in small letters.
_CAMEL_CASE = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}

#: What HTML allows, but an e-book does not.
_OBSOLETE = ("border", "align", "valign", "hreflang", "loading", "autocomplete", "spellcheck",
             "tabindex", "focusable")

_DATA = re.compile(r"data:image/(svg\+xml|png);base64,(.+)", re.DOTALL)


def page_name(path: str) -> str:
    """Return a page's name in the e-book.

    >>> page_name("eksempler/asker.html")
    'eksempler/asker.xhtml'
    """
    return path.removesuffix(".html") + ".xhtml"


def up(path: str) -> str:
    """Return the way from a page to the root of the book.

    >>> up("eksempler/asker.html"), up("index.html")
    ('../', '')
    """
    return "../" * path.count("/")


def clean(page: Page, site: Path, pages: Collection[str]) -> dict[str, bytes]:
    """Change a page's content so that it is valid in an e-book.

    Args:
        page: The page; its content is changed.
        site: The folder with the built pages.
        pages: The paths of the pages in the book; a link to anything else inside the site loses its address.

    Returns:
        The images the page shows: name in the book, and content.
    """
    for tag in page.main.select(", ".join(f"[{name}]" for name in _OBSOLETE)):
        for name in _OBSOLETE:
            tag.attrs.pop(name, None)
    for tag in page.main.select("form, button, input, select, textarea"):
        tag.decompose()
    for svg in page.main.select("svg"):
        _restore(svg)
    for link in page.main.select("a[href]"):
        _relink(page, link, pages)
    return dict(_embedded(page, image, site) for image in page.main.select("img[src]"))


def _restore(svg: Tag) -> None:
    svg["xmlns"] = "http://www.w3.org/2000/svg"
    for tag in (svg, *svg.find_all(True)):
        for small, right in _CAMEL_CASE.items():
            if small in tag.attrs:
                tag[right] = tag.attrs.pop(small)


def _relink(page: Page, link: Tag, pages: Collection[str]) -> None:
    found = target(page, link["href"])
    if not found:
        return
    path, fragment = found
    if path not in pages:
        del link["href"]
    else:
        link["href"] = up(page.path) + page_name(path) + (f"#{fragment}" if fragment else "")


def _embedded(page: Page, image: Tag, site: Path) -> tuple[str, bytes]:
    """Give an image a file of its own in the book; figures in notebooks stand in the page as data."""
    if match := _DATA.match(image["src"]):
        content = base64.b64decode(match[2])
        suffix = "svg" if match[1] == "svg+xml" else "png"
        name = f"_images/{hashlib.sha256(content).hexdigest()[:16]}.{suffix}"
    else:
        found = target(page, image["src"])
        if not found:
            raise ValueError(f"{page.path}: image from another host: {image['src']}")
        name = found[0]
        content = (site / name).read_bytes()
    image["src"] = up(page.path) + name
    return name, content
