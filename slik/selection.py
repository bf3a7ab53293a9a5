"""Which examples belong to a page or an answer: a filter on the catalogue, never a list of ids."""

from __future__ import annotations

from itertools import chain, islice, zip_longest
from typing import Annotated, Any
from zlib import crc32

from pydantic import Field

from slik.catalogue import Catalogue
from slik.model import (
    Example,
    Method,
    OutcomeCode,
    Phase,
    PlanTouchpoint,
    Sector,
    StakeholderGroup,
    StatusCode,
    StopReason,
    StrictModel,
    Theme,
    Thread,
)


class Selection(StrictModel):
    """Which examples belong to a page: a filter on the catalogue, never a list of ids."""

    themes: list[Theme] = []
    phases: list[Phase] = []
    methods: list[Method] = []
    outcomes: list[OutcomeCode] = []
    stakeholder_groups: list[StakeholderGroup] = []
    plan_touchpoints: list[PlanTouchpoint] = []
    sectors: list[Sector] = []
    statuses: list[StatusCode] = []
    stop_reasons: list[StopReason] = []
    threads: list[Thread] = []
    limit: Annotated[int, Field(ge=1, le=12)] = 4

    def facets(self) -> dict[str, Any]:
        """Return the filter as :meth:`slik.Catalogue.filter` takes it; empty facets are left out."""
        return {name: codes for name, codes in self.model_dump(exclude={"limit"}).items() if codes}


def varied(matching: Catalogue, limit: int, seed: str) -> Catalogue:
    """Pick well documented examples of each outcome in turn, so that failures show too.

    The seed (a page's name) shuffles them, so that the same few examples do not stand everywhere.
    """
    by_outcome: dict[str, list[Example]] = {}
    for example in sorted(matching, key=lambda example: order(example, seed)):
        by_outcome.setdefault(example.outcome.code, []).append(example)
    in_turn = chain.from_iterable(zip_longest(*by_outcome.values()))
    return Catalogue(tuple(islice(filter(None, in_turn), limit)))


def order(example: Example, seed: str) -> tuple[bool, int]:
    """Sort key: independently documented examples first, then shuffled by the seed."""
    independent = any(source.independent for source in example.sources)
    return not independent, crc32(f"{seed} {example.id}".encode())
