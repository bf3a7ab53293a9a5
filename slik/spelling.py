"""One spelling per term: finds the variants we do not use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from slik.paths import ROOT

SPELLING = Path("data/spelling.yaml")


class Term(BaseModel):
    """The spelling we use, and patterns for those we do not."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    use: str
    variants: list[str] = Field(alias="not", min_length=1)


@cache
def terms() -> list[tuple[str, re.Pattern[str]]]:
    """Return (what we write, pattern of what we do not write) for every term."""
    listed = TypeAdapter(list[Term]).validate_python(yaml.safe_load((ROOT / SPELLING).read_text("utf-8")))
    return [(term.use, re.compile(rf"\b(?:{'|'.join(term.variants)})\b", re.IGNORECASE)) for term in listed]


def variants(text: str) -> Iterator[tuple[str, str]]:
    """Yield (found, what we write instead) for every variant in a text.

    >>> list(variants("Alle stakeholders var med."))
    [('stakeholders', 'interessent')]
    """
    for use, pattern in terms():
        for match in pattern.finditer(text):
            yield match.group(), use
