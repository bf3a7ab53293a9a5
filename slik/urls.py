"""Addresses of the handbook's pages.

The sources stand in ``book/``; readers do not need to see that, so the folder is left out
of every address: ``book/eksempler/x`` becomes ``eksempler/x.html``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from posixpath import dirname, relpath

from slik.paths import default_root

BOOK = "book/"
RECORDS = "book/eksempler/"
METHODS = "book/metoder/"
TOOLS = "book/verktoy/"


def page_path(docname: str) -> str:
    """Return a page's path from the site's root.

    >>> page_path("book/eksempler/asker")
    'eksempler/asker.html'
    """
    return docname.removeprefix(BOOK) + ".html"


def relative(from_docname: str, to_path: str) -> str:
    """Return the address of a path from the site's root, as seen from a page.

    >>> relative("book/eksempler/asker", "notebooks/utforsk.html?land=DK#treff")
    '../notebooks/utforsk.html?land=DK#treff'
    """
    path, rest = re.match(r"([^?#]*)(.*)", to_path).groups()
    return relpath(path, dirname(page_path(from_docname)) or ".") + rest


def example_path(id: str) -> str:
    """Return the path of an example's page from the site's root."""
    return page_path(RECORDS + id)


def in_lab() -> Callable[[str], str]:
    """Return how to address a page in JupyterLab: its own file, wherever the notebook stands."""
    book = Path(os.path.relpath(default_root() / "book")).as_posix()
    return lambda path: f"{book}/{path.removesuffix('.html')}.md"
