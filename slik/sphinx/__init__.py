"""Thin Sphinx extension: everything it shows is made by functions elsewhere in ``slik``."""

from __future__ import annotations

from sphinx.application import Sphinx

from slik.sphinx import (
    builder,
    directives,
    extra_pages,
    head,
    navigation,
    notebooks,
    pages,
    publisher,
    records,
    search,
    widgets,
)


def setup(app: Sphinx) -> dict[str, bool | str]:
    """Register builder, theme, directives and events."""
    app.add_html_theme("slik", str(builder.THEME))
    app.add_builder(builder.HandbookBuilder, override=True)
    publisher.setup(app)
    records.setup(app)
    directives.setup(app)
    navigation.setup(app)
    pages.setup(app)
    notebooks.setup(app)
    widgets.setup(app)
    head.setup(app)
    extra_pages.setup(app)
    search.setup(app)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
