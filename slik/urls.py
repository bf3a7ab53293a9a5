"""Addresses of the handbook's pages.

The sources stand in ``book/``; readers do not need to see that, so the folder is left out
of every address: ``book/eksempler/x`` becomes ``eksempler/x.html``.
"""

from __future__ import annotations

import re
from posixpath import dirname, relpath

BOOK = "book/"
RECORDS = "book/eksempler/"
METHODS = "book/metoder/"


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
