"""The whole book as one PDF: all pages put together and printed once, so that links stay inside.

Chromium makes the pages, the page numbers and the tags for screen readers; pypdf adds the
outline, the language and the date.
"""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Collection, Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from bs4 import Tag
from playwright.sync_api import Browser
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject, create_string_object

from slik import render
from slik.site import LANGUAGE, NAME
from slik.takeaway.book import ID_REFERENCES, Page, Part, target

# Chromium counts its objects one short; pypdf copes, and need not tell the reader.
logging.getLogger("pypdf").setLevel(logging.ERROR)

#: Writes page numbers beside the links of the contents.
_FILL = """(sheets) => {
  for (const link of document.querySelectorAll(".innhold a")) {
    link.querySelector(".arktall").textContent = sheets[decodeURIComponent(link.hash.slice(1))] ?? "";
  }
}"""

#: In milliseconds; many times what the whole book takes on two busy cores.
PATIENCE = 15 * 60 * 1000


def anchor(path: str, fragment: str = "") -> str:
    """Return an id that is unique in the whole book.

    >>> anchor("eksempler/asker.html", "kilde-1")
    'eksempler-asker--kilde-1'
    """
    page = path.removesuffix(".html").replace("/", "-")
    return f"{page}--{fragment}" if fragment else page


def joined(page: Page, site: Path, pages: Collection[str]) -> Tag:
    """Change a page's content so that it can stand in one document with all the others.

    Args:
        page: The page.
        site: The folder with the built pages.
        pages: The paths of the pages in the book; a link to anything else inside the site loses its address.
    """
    for tag in page.main.select("[id]"):
        tag["id"] = anchor(page.path, tag["id"])
    for name in ID_REFERENCES:
        for tag in page.main.select(f"[{name}]"):
            tag[name] = " ".join(anchor(page.path, one) for one in tag[name].split())
    for link in page.main.select("a[href]"):
        if found := target(page, link["href"]):
            path, fragment = found
            if path in pages:
                link["href"] = "#" + anchor(path, fragment)
            else:
                del link["href"]
    for image in page.main.select("img[src]"):
        found = target(page, image["src"])
        if found:
            image["src"] = (site / found[0]).resolve().as_uri()
    page.main["id"] = anchor(page.path)
    return page.main


def book_html(parts: list[Part], site: Path, when: datetime) -> str:
    """Return the whole book as one HTML document with a title page and contents."""
    pages = {page.path for part in parts for page in part.pages}
    contents = [[(page.title, anchor(page.path)) for page in part.pages] for part in parts]
    bodies = [(page.kind, str(joined(page, site, pages))) for part in parts for page in part.pages]
    styles = ["slik.css", "pygments.css", "widgets/widgets.css", "utskrift.css"]
    sheets = [(site / "_static" / name).resolve().as_uri() for name in styles]
    own = (Path(__file__).parent / "pdf.css").resolve().as_uri()
    return render.html(
        "takeaway/book", title=NAME, date=render.date_in_words(when.date().isoformat()), contents=contents,
        bodies=bodies, styles=[*sheets, own],
    )


def printed(html: str, browser: Browser) -> bytes:
    """Print a document with Chromium, with page numbers in its contents; nothing outside this machine is reached."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.html"
        path.write_text(html, "utf-8")
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.route(re.compile("^https?:"), lambda route: route.abort())
        page.goto(path.as_uri(), wait_until="load")
        # Styling the book for paper before it is printed takes a fifth of the time of leaving it to the printing.
        page.emulate_media(media="print")
        page.evaluate("document.body.offsetHeight")
        # Chromium has no target-counter(): the first print tells where the pages are.
        draft = page.pdf(format="A4", prefer_css_page_size=True)
        page.evaluate(_FILL, sheets(PdfReader(BytesIO(draft))))
        pdf = page.pdf(format="A4", prefer_css_page_size=True, tagged=True)
        page.close()
    return pdf


def sheets(reader: PdfReader) -> dict[str, int]:
    """Return which sheet each place in the book is on, counted from 1."""
    places = reader.named_destinations.items()
    return {name.lstrip("/"): reader.get_destination_page_number(place) + 1 for name, place in places}


def finish(pdf: bytes, parts: Iterable[Part], when: datetime, path: Path) -> int:
    """Write a printed book with its outline and its facts.

    Returns:
        The number of sheets.
    """
    reader = PdfReader(BytesIO(pdf))
    found = sheets(reader)
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = "%PDF-1.7"
    for part in parts:
        parent = None
        for page in part.pages:
            place = writer.add_outline_item(
                title=page.title, page_number=found[anchor(page.path)] - 1, parent=parent, is_open=False
            )
            parent = parent or place
    stamp = create_string_object(when.strftime("D:%Y%m%d%H%M%SZ"))
    writer.metadata = {
        "/Title": NAME, "/Author": NAME, "/Subject": "Innovasjon i kommunene", "/Producer": "Chromium, pypdf",
        "/CreationDate": stamp, "/ModDate": stamp,
    }
    writer.root_object[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    writer.page_mode = "/UseOutlines"
    writer.create_viewer_preferences().display_doctitle = True
    writer.write(path)
    return len(reader.pages)


def write(parts: list[Part], site: Path, path: Path, when: datetime, browser: Browser) -> int:
    """Write the whole book as a PDF; see :func:`finish`."""
    return finish(printed(book_html(parts, site, when), browser), parts, when, path)
