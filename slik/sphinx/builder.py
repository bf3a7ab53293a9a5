"""The HTML builder with the handbook's addresses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.fileutil import copy_asset

from slik import urls
from slik.sphinx.search import Indexer

THEME = Path(__file__).parent.parent / "theme"


class HandbookBuilder(StandaloneHTMLBuilder):
    """Writes ``book/x`` to ``x.html``; see :mod:`slik.urls`."""

    name = "html"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return urls.page_path(docname)

    def get_outfilename(self, pagename: str) -> str:
        return str(Path(self.outdir) / urls.page_path(pagename))

    def load_indexer(self, docnames: Iterable[str]) -> None:
        """Use our own search index; see :mod:`slik.search_index`."""
        self.indexer = Indexer(self.env)
        self.indexer.prune(set(self.env.all_docs) - set(docnames))

    def copy_theme_static_files(self, context: dict[str, Any]) -> None:
        """Copy our theme's files only: no page uses those of the theme it inherits."""
        copy_asset(THEME / "static", Path(self.outdir) / "_static")
