"""The explorer's data: every example as small integers, so that filtering is bit arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from slik import urls
from slik.catalogue import FACETS, Catalogue
from slik.model import UNKNOWN, Example
from slik.vocabulary import vocabulary

#: The explorer's page, and the one on who was with in the same examples, from the site's root.
PAGE = "notebooks/utforsk.html"
PRESENCE_PAGE = "verktoy/hvem-var-med.html"

#: Bits used of each integer; JavaScript's bit operators work on 32 bits with sign.
WORD = 30

SIZES = {"liten": "Under 5 000 innbyggere", "middels": "5 000–20 000", "stor": "Over 20 000"}
PERIODS = {
    "for-2010": ("Før 2010", 0, 2009),
    "2010-2014": ("2010–2014", 2010, 2014),
    "2015-2019": ("2015–2019", 2015, 2019),
    "2020-": ("2020 og senere", 2020, 9999),
}


class Facet(NamedTuple):
    """A facet in the explorer.

    Attributes:
        key: Name in Python and in the data.
        parameter: Name in the page's address.
        label: Norwegian heading.
        choices: Code → label, in order.
        read: Gives the example's codes.
        primary: Shown at once; the others stand behind «flere filtre».
    """

    key: str
    parameter: str
    label: str
    choices: dict[str, str]
    read: Callable[[Example], Iterable[str]]
    primary: bool = False


def _from_list(key: str, parameter: str, label: str, *, primary: bool = False) -> Facet:
    choices = {item.code: item.label for item in vocabulary(key)}
    return Facet(key, parameter, label, choices, FACETS[key], primary)


def _sizes(example: Example) -> list[str]:
    return sorted({place.size_class for place in example.places if place.size_class})


def _periods(example: Example) -> list[str]:
    """Every period the work was going on in; none when the year is not known."""
    start = example.period.start
    if start is None:
        return []
    end = example.period.end or (start if example.status.as_of == UNKNOWN else int(example.status.as_of[:4]))
    return [code for code, (_, first, last) in PERIODS.items() if first <= max(end, start) and start <= last]


EXPLORER_FACETS = (
    _from_list("themes", "tema", "Tema", primary=True),
    _from_list("phases", "fase", "Fase", primary=True),
    _from_list("countries", "land", "Land", primary=True),
    _from_list("statuses", "status", "Status"),
    _from_list("outcomes", "utfall", "Utfall"),
    _from_list("sectors", "omrade", "Tjenesteområde"),
    _from_list("innovation_types", "type", "Type innovasjon"),
    _from_list("stakeholder_groups", "aktor", "Hvem var med"),
    _from_list("plan_touchpoints", "plan", "Planer og vedtak"),
    Facet("periods", "tid", "Når", {code: label for code, (label, _, _) in PERIODS.items()}, _periods),
    Facet("sizes", "storrelse", "Kommunens størrelse", SIZES, _sizes),
    _from_list("methods", "metode", "Metode"),
    _from_list("threads", "traad", "Rød tråd"),
)

#: The facets the page on who was with has too, under the same names in the address.
PRESENCE_FACETS = tuple(
    facet for facet in EXPLORER_FACETS if facet.key in ("themes", "sectors", "countries", "phases", "outcomes")
)


def address(filters: Mapping[str, Iterable[str]]) -> str:
    """Return the explorer's path with filters set, from the site's root.

    >>> address({"themes": ["hva"], "countries": []})
    'notebooks/utforsk.html?tema=hva'
    """
    chosen = [(facet.parameter, list(filters.get(facet.key, ()))) for facet in EXPLORER_FACETS]
    query = "&".join(f"{parameter}={','.join(codes)}" for parameter, codes in chosen if codes)
    return PAGE + (f"?{query}" if query else "")


def masks(facet: Facet, example: Example) -> list[int]:
    """Return the example's codes in a facet as bits, WORD bits to an integer."""
    words = [0] * (-(-len(facet.choices) // WORD))
    positions = {code: i for i, code in enumerate(facet.choices)}
    for code in facet.read(example):
        if code in positions:
            word, bit = divmod(positions[code], WORD)
            words[word] |= 1 << bit
    return words


def choices(facets: tuple[Facet, ...], catalogue: Catalogue) -> dict[str, Any]:
    """Return what ``filtering.mjs`` needs about some facets: the facets, and every example's codes as bits."""
    return {
        "facets": [
            {
                "key": facet.key,
                "param": facet.parameter,
                "label": facet.label,
                "primary": facet.primary,
                "codes": list(facet.choices),
                "labels": list(facet.choices.values()),
            }
            for facet in facets
        ],
        "masks": {
            facet.key: [
                [masks(facet, example)[word] for example in catalogue]
                for word in range(-(-len(facet.choices) // WORD))
            ]
            for facet in facets
        },
    }


def payload(catalogue: Catalogue, url: Callable[[str], str]) -> dict[str, Any]:
    """Return what the explorer's front end needs, as JSON-ready data.

    Args:
        catalogue: The examples, in the order they are shown.
        url: Turns a path from the site's root into an address the reader can follow.
    """
    phases = [*vocabulary("phases").codes, UNKNOWN]
    groups = vocabulary("stakeholder_groups").codes
    return {
        "version": 1,
        **choices(EXPLORER_FACETS, catalogue),
        "ids": [example.id for example in catalogue],
        "urls": [url(urls.example_path(example.id)) for example in catalogue],
        "titles": [example.title for example in catalogue],
        "summaries": [example.summary for example in catalogue],
        "places": [", ".join(place.name for place in example.places) for example in catalogue],
        "periods": [str(example.period) for example in catalogue],
        "starts": [example.period.start for example in catalogue],
        # Who was with, and when they joined: group × phase as one number per actor.
        "actors": [
            sorted(groups.index(actor.group) * len(phases) + phases.index(actor.joined) for actor in example.stakeholders)
            for example in catalogue
        ],
        "presence": {"url": url(PRESENCE_PAGE), "facets": [facet.key for facet in PRESENCE_FACETS]},
    }
