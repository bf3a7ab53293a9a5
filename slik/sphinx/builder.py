"""The HTML builder with the handbook's addresses."""

from __future__ import annotations

from pathlib import Path

from sphinx.builders.html import StandaloneHTMLBuilder

from slik import urls


class HandbookBuilder(StandaloneHTMLBuilder):
    """Writes ``book/x`` to ``x.html``; see :mod:`slik.urls`."""

    name = "html"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return urls.page_path(docname)

    def get_outfilename(self, pagename: str) -> str:
        return str(Path(self.outdir) / urls.page_path(pagename))
