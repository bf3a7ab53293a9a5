"""Municipalities of the Nordic countries, with stable ids (``NO-0722``)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from slik.paths import MUNICIPALITIES, ROOT


@dataclass(frozen=True)
class Municipality:
    """One municipality under one code.

    Attributes:
        id: Country and national code as text; leading zeros count.
        region: County, län, region or landskap; empty where we have not recorded it.
        size_class: ``liten`` (< 5 000 inhabitants), ``middels`` (5 000–20 000) or
            ``stor`` (> 20 000): our own rough grouping; empty where no example needs it.
        valid_from: First day of the code (ISO date); empty = before our records begin.
        valid_to: Last day of the code (ISO date); empty = still in use.
        successor_id: The code that took over, or empty.
    """

    id: str
    country: str
    code: str
    name: str
    region: str
    size_class: str
    valid_from: str
    valid_to: str
    successor_id: str

    def valid_in(self, start: int, end: int) -> bool:
        """Tell whether the code was in use at some time in the years start–end."""
        first = int(self.valid_from[:4]) if self.valid_from else 0
        last = int(self.valid_to[:4]) if self.valid_to else 9999
        return first <= end and start <= last


@cache
def municipalities(path: Path = ROOT / MUNICIPALITIES) -> dict[str, Municipality]:
    """Read all municipalities, keyed by id."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Municipality(**row) for row in csv.DictReader(file)}


def successor(municipality: Municipality) -> Municipality:
    """Follow the successors to the municipality's code today.

    >>> successor(municipalities()["NO-0722"]).name
    'Færder'
    """
    while municipality.successor_id:
        municipality = municipalities()[municipality.successor_id]
    return municipality
