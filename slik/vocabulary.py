"""The code lists: every code, label and definition the handbook uses.

The lists are data (``data/vocabularies/*.yaml``) and are read once. Everything else —
the model, filters, legends, exports — takes its codes from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from slik.paths import ROOT, VOCABULARIES

Code = Annotated[str, Field(pattern=r"^([A-Z]{2}|[a-z0-9]+([_-][a-z0-9]+)*)$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Frozen):
    """One step of a phase in the process model (the report's table, chapter 3.2)."""

    name: str
    purpose: str
    moves: list[str]
    tools: list[str]
    ways_of_working: list[str]


class Item(_Frozen):
    """One entry of a code list; the optional fields belong to the list named."""

    code: Code
    label: str
    definition: Annotated[str, Field(pattern=r"\.$", max_length=240)]
    source: str | None = None
    short: str | None = None  # themes
    questions: list[str] = []  # themes
    steps: list[Step] = []  # phases
    cofog: Annotated[str, Field(pattern=r"^(0[1-9]|10)$")] | None = None  # sectors
    alpha3: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None  # countries


class Vocabulary(_Frozen):
    """A code list, in its own order."""

    title: str
    description: str
    source: str
    items: list[Item]

    @model_validator(mode="after")
    def _codes_are_unique(self) -> Vocabulary:
        if len(set(self.codes)) != len(self.items):
            raise ValueError(f"En kode står to ganger i kodelisten «{self.title}».")
        return self

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """All codes, in the list's order."""
        return tuple(item.code for item in self.items)

    @cached_property
    def _by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    def __iter__(self) -> Iterator[Item]:  # type: ignore[override]
        return iter(self.items)

    def __getitem__(self, code: str) -> Item:
        """Return the item with this code; raises KeyError for an unknown code."""
        return self._by_code[code]

    def label(self, code: str) -> str:
        """Return the Norwegian label of a code."""
        return self[code].label


def load_vocabularies(folder: Path) -> dict[str, Vocabulary]:
    """Read every code list in a folder, keyed by file name without the ending.

    Raises:
        pydantic.ValidationError: A list lacks a field or has one it should not have.
    """
    return {
        path.stem: Vocabulary.model_validate(yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader))
        for path in sorted(folder.glob("*.yaml"))
    }


#: The handbook's code lists by name.
VOCABULARIES_BY_NAME = load_vocabularies(ROOT / VOCABULARIES)


def vocabulary(name: str) -> Vocabulary:
    """Return a code list by name (the file name without ``.yaml``)."""
    return VOCABULARIES_BY_NAME[name]


def label(name: str, code: str) -> str:
    """Return the Norwegian label of a code in a named list.

    >>> label("phases", "ide")
    'Idé'
    """
    return vocabulary(name).label(code)
