"""Pages that have moved: the old address leads to the new one, for good."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

from slik import datafile
from slik.frontmatter import FieldPath, dotted
from slik.model import Date, Line, StrictModel
from slik.paths import REDIRECTS
from slik.problems import CatalogueError, Problem, nearest

#: A page's address from the front page's folder: ``eksempler/asker.html``.
PagePath = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*\.html$")]


class Redirect(StrictModel):
    """One moved page."""

    old_page: PagePath
    new_page: PagePath
    why: Line
    date: Date


class Redirects(StrictModel):
    """The whole of ``data/redirects.yaml``."""

    redirects: list[Redirect]


def load(root: Path, pages: Collection[str]) -> list[Redirect]:
    """Read the moved pages of a handbook.

    Args:
        root: The handbook's root folder.
        pages: Address of every page there is.

    Raises:
        CatalogueError: With every problem in the file: no such target, an old address that
            is a page, one that is listed twice, or one that leads to another moved page.
    """
    content, lines = datafile.read(root, REDIRECTS, Redirects)
    problems = [
        Problem(REDIRECTS.as_posix(), lines[place], dotted(place), message)
        for place, message in _wrong(content.redirects, pages)
    ]
    if problems:
        raise CatalogueError(problems)
    return content.redirects


def _wrong(redirects: list[Redirect], pages: Collection[str]) -> Iterator[tuple[FieldPath, str]]:
    moved: dict[str, str] = {}
    for redirect in redirects:
        moved.setdefault(redirect.old_page, redirect.new_page)
    seen: set[str] = set()
    for i, redirect in enumerate(redirects):
        old, new = redirect.old_page, redirect.new_page
        if old in pages:
            yield ("redirects", i, "old_page"), f"«{old}» er en side i boka, så den kan ikke sendes videre. Slett punktet."
        elif old in seen:
            yield ("redirects", i, "old_page"), f"«{old}» står to ganger. Behold ett av punktene."
        seen.add(old)
        if new in moved:
            yield ("redirects", i, "new_page"), f"«{new}» er selv flyttet. Skriv «{moved[new]}» i stedet."
        elif new not in pages:
            yield ("redirects", i, "new_page"), f"Siden «{new}» finnes ikke. {nearest(new, pages)}".strip()
