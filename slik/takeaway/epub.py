"""The whole book as an e-book: EPUB 3, made from the built pages.

Sphinx has an EPUB builder of its own, but much of what a page shows is made as finished HTML
with the site's addresses; reading the finished pages keeps one way from data to page.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path

from slik import render
from slik.site import NAME
from slik.takeaway import archive, cover
from slik.takeaway.book import Part
from slik.takeaway.xhtml import clean, page_name, up

#: The same for every edition: an e-reader then sees a new edition of the same book.
IDENTIFIER = uuid.uuid5(uuid.NAMESPACE_URL, "slik-handboka").urn

MEDIA_TYPES = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png",
               ".jpg": "image/jpeg"}

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'

_CONTAINER = _XML + """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="bok/innhold.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def write(parts: list[Part], site: Path, path: Path, when: datetime) -> None:
    """Write the book as EPUB.

    Args:
        parts: The book; the pages are changed.
        site: The folder with the built pages.
        path: Where to.
        when: The book's date.
    """
    files = {f"bok/{name}": content for name, content in contents(parts, site, when).items()}
    whole = {"mimetype": b"application/epub+zip", "META-INF/container.xml": _CONTAINER.encode(), **files}
    # Readers recognise the format by its first file, which must not be compressed.
    archive.write(path, whole.items(), when, stored=("mimetype",))


def contents(parts: list[Part], site: Path, when: datetime) -> dict[str, bytes]:
    """Return the book's files: name and content."""
    pages = [page for part in parts for page in part.pages]
    paths = {page.path for page in pages}
    texts: dict[str, bytes] = {}
    images: dict[str, bytes] = {"omslag.png": cover.png(NAME)}
    drawn = set()
    for page in pages:
        images |= clean(page, site, paths)
        name = page_name(page.path)
        if page.main.svg:
            drawn.add(name)
        texts[name] = _page("takeaway/page", page=page, up=up(page.path), body=page.main.decode_contents())
    nav = [[(page.title, page_name(page.path)) for page in part.pages] for part in parts]
    files = {
        "omslag.xhtml": _page("takeaway/cover", title=NAME),
        "nav.xhtml": _page("takeaway/nav", parts=nav),
        **texts,
        "bok.css": (Path(__file__).parent / "epub.css").read_bytes(),
        **dict(sorted(images.items())),
    }
    listed = [(f"f{number}", name, MEDIA_TYPES[Path(name).suffix], name in drawn) for number, name in enumerate(files)]
    spine = [id for id, name, kind, _ in listed if name.endswith(".xhtml")]
    opf = render.html(
        "takeaway/opf", title=NAME, identifier=IDENTIFIER, modified=when.strftime("%Y-%m-%dT%H:%M:%SZ"), files=listed, spine=spine
    )
    return {"innhold.opf": (_XML + opf).encode(), **files}


def _page(template: str, **context: object) -> bytes:
    return (_XML + render.html(template, **context)).encode()
