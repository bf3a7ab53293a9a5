"""What the page template needs besides Sphinx's own: kind of page, description, language."""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

from slik import search_index, urls
from slik.render import scene
from slik.sphinx import records

#: What a reader calls the kinds of page that are not chapters.
KINDS = {code: search_index.KINDS[code].one for code in ("eksempel", "metode", "verktoy")} | {"notebook": "Notatbok"}

_WIDGET = re.compile(r'data-slik-widget="(\w+)"')


def setup(app: Sphinx) -> None:
    # Name → address with {page}; links only, so nothing is contacted before a reader clicks.
    app.add_config_value("slik_hosted_kernels", {}, "html", dict)
    app.connect("html-page-context", _add)


def _add(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: object) -> None:
    written = (context.get("meta") or {}).get("description", "")
    context["kind"] = "kapittel"
    context["kinds"] = KINDS
    context["scene"] = None
    standing = next((step for step in context["steps"] if step.here), None)
    if standing and urls.page_path(pagename) == standing.step.path:
        context["scene"] = scene(standing.step.code)
    context["hosted_kernels"] = app.config.slik_hosted_kernels
    context["widgets"] = sorted(set(_WIDGET.findall(context.get("body", ""))))
    page = records.of(app).pages.get(pagename)
    context["description"] = page.description if page else written
    if page and pagename.startswith(urls.RECORDS):
        context["kind"] = "eksempel"
    elif page and pagename.startswith(urls.METHODS):
        context["kind"] = "metode"
    elif pagename.startswith("notebooks/"):
        context["kind"] = "notebook"
    elif pagename.startswith(urls.TOOLS) and context["widgets"]:
        context["kind"] = "verktoy"
    elif pagename == app.config.root_doc:
        context["kind"] = "forside"
