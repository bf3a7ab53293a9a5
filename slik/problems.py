"""Problems found in the files an analyst writes, told in plain Norwegian."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in one file.

    Attributes:
        file: Path as the analyst knows it, relative to the book's root.
        line: 1-based line number, or 0 when the whole file is meant.
        field: Dotted path of the field (``results[0].sources``), or an empty string.
        message: What is wrong and what to do, in Norwegian.
    """

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class CatalogueError(Exception):
    """Raised with *every* problem found, never with the first one only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        count = len(self.problems)
        title = "Fant 1 feil:" if count == 1 else f"Fant {count} feil:"
        super().__init__("\n".join([title, *map(str, self.problems)]))


def nearest(value: str, valid: Iterable[str]) -> str:
    """Return «Mente du «x»?» for the closest valid value, or an empty string.

    >>> nearest("tset", ["test", "ide"])
    'Mente du «test»?'
    >>> nearest("helt annet", ["test", "ide"])
    ''
    """
    matches = get_close_matches(value.casefold(), list(valid), n=1, cutoff=0.6)
    return f"Mente du «{matches[0]}»?" if matches else ""
