"""What search engines and those who share a page need: metadata, sitemap, robots.txt and a picture.

Full addresses stand only where the copy's own address is known; see :mod:`slik.site`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from sphinx.application import Sphinx

from slik import linked_data, urls
from slik.figures.picture import Picture
from slik.figures.sharing import HEIGHT, WIDTH, png, sharing_picture
from slik.sphinx import publisher, records

PICTURE = "_static/deling.png"


def setup(app: Sphinx) -> None:
    # After the page's kind and description are known.
    app.connect("html-page-context", _add, priority=600)
    app.connect("build-finished", _write)


def _add(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    copy = publisher.of(app.config)
    path = urls.page_path(pagename)
    # A page without a source (search, a moved page) is no result of a search.
    context["shareable"] = doctree is not None
    context["canonical"] = copy.address(path)
    context["page_path"] = path
    context["linked_data"] = [linked_data.script(data) for data in _describe(app, pagename, context["description"])]
    if copy.base:
        context["picture"] = {"url": copy.address(PICTURE), "alt": _picture().alt, "width": WIDTH, "height": HEIGHT}


@cache
def _picture() -> Picture:
    return sharing_picture()


def _describe(app: Sphinx, pagename: str, description: str) -> Iterator[linked_data.Data]:
    copy, known = publisher.of(app.config), records.of(app)
    code = pagename.rpartition("/")[2]
    if pagename == app.config.root_doc:
        yield linked_data.website(copy, description)
    elif pagename == f"{urls.RECORDS}index":
        yield linked_data.dataset(known.catalogue, description, copy)
    elif pagename == urls.RECORDS + code and code in known.catalogue:
        yield linked_data.article(known.catalogue[code], copy)
    elif pagename == urls.METHODS + code and code in known.methods:
        yield linked_data.how_to(known.methods[code], copy)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    copy, out = publisher.of(app.config), Path(app.outdir)
    robots = "User-agent: *\nAllow: /\n"
    if copy.base:
        robots += f"\nSitemap: {copy.address('sitemap.xml')}\n"
        (out / "sitemap.xml").write_text(_sitemap(app), "utf-8")
        (out / PICTURE).write_bytes(png(_picture()))
    (out / "robots.txt").write_text(robots, "utf-8")


def _sitemap(app: Sphinx) -> str:
    """List every page that has a source; examples with the date they were last changed."""
    copy, catalogue = publisher.of(app.config), records.of(app).catalogue
    changed = {urls.RECORDS + example.id: example.editorial[-1].date for example in catalogue}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">']
    for docname in sorted(app.env.found_docs):
        date = f"<lastmod>{changed[docname]}</lastmod>" if docname in changed else ""
        lines.append(f"<url><loc>{escape(copy.address(urls.page_path(docname)))}</loc>{date}</url>")
    return "\n".join([*lines, "</urlset>", ""])
