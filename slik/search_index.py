"""The index of the search page: what stands on which page, and how much it counts there.

Sphinx's own search knows only whether a word is on a page, wants every word of a query, and
fetches pages to quote them, which a browser refuses on file://. A reader who writes a whole
question, or half a compound, needs ranking. So the index keeps, for every stem and page, a
weight made from where the stem stands: title, heading, description or text. The same stems
are made of the query in ``widgets/relevance.mjs``.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sphinx.search.no import norwegian_stopwords

from slik import spelling
from slik.search import fold, stem


class Kind(NamedTuple):
    """A kind of result.

    Attributes:
        one: What one is called.
        many: What several are called.
        weight: A page that treats a subject comes before one that mentions or lists it.
    """

    one: str
    many: str
    weight: float


KINDS = {
    "kapittel": Kind("Kapittel", "Kapitler", 1.2),
    "metode": Kind("Metode", "Metoder", 1.2),
    "verktoy": Kind("Verktøy", "Verktøy", 1.2),
    "eksempel": Kind("Eksempel", "Eksempler", 1),
    "begrep": Kind("Begrep", "Begreper", 0.9),
    "svar": Kind("Svar", "Svar", 1),
    "side": Kind("Side", "Andre sider", 0.8),
}

#: How much one occurrence counts, by where it stands.
TITLE, HEADING, DESCRIPTION, TEXT = 12, 6, 4, 1

#: Weights are kept as one of so many levels.
LEVELS = 8

#: Numbers that are not years say little outside their sentence. Read by JavaScript too.
_NOISE = re.compile(r"^(?!(19|20)\d\d$)\d+$")

#: From this level on, a word says what the page is about.
_TELLING = 3

_DESCRIPTION_LENGTH = 170

STOP_WORDS = frozenset(fold(word) for word in norwegian_stopwords)


@dataclass(frozen=True)
class Entry:
    """A page, or a part of one, that can be found.

    Attributes:
        url: Address from the site's root.
        kind: A key of KINDS.
        title: As shown.
        description: What it is about, as shown.
        facts: A line of facts, as shown; may be empty.
        levels: Stem → level.
    """

    url: str
    kind: str
    title: str
    description: str
    facts: str
    levels: Mapping[str, int]


def stems(text: str) -> list[str]:
    """Return the stems of a text, without words that stand everywhere.

    >>> stems("Hvordan kommunene lager planer i 2014")
    ['kommun', 'lag', 'plan', '2014']
    """
    return [stem(word) for word in fold(text).split() if word not in STOP_WORDS and not _NOISE.search(word)]


def levels(title: str, headings: str, description: str, text: str) -> dict[str, int]:
    """Return the level of every stem.

    >>> levels("Kommuneplan", "", "", "En plan for kommunen")
    {'kommun': 1, 'kommuneplan': 5, 'plan': 1}
    """
    body = stems(text)
    # A word counts for less in a long text; 600 words is a typical page.
    length = 0.5 + len(body) / 1200
    weights: dict[str, float] = defaultdict(float)
    for word, count in Counter(body).items():
        weights[word] += TEXT * count / length
    for weight, part in ((TITLE, title), (HEADING, headings), (DESCRIPTION, description)):
        for word in stems(part):
            weights[word] += weight
    return {word: min(LEVELS - 1, int(1.6 * math.log2(max(1, weight)))) for word, weight in sorted(weights.items())}


def shorten(text: str) -> str:
    """Cut a description at a word, so that the index stays light."""
    if len(text) <= _DESCRIPTION_LENGTH:
        return text
    return text[:_DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:–-") + " …"


def script(entries: Iterable[Entry]) -> str:
    """Return the index as a script that any browser runs from any place.

    Words are sorted and share their beginning with the one before: a digit in base 36 says how
    many letters. Hits are sorted by page: each is the distance from the one before and a
    level, as one number.
    """
    entries = sorted(entries, key=lambda entry: entry.url)
    hits: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, entry in enumerate(entries):
        for word, level in entry.levels.items():
            hits[word].append((number, level))
    for word, found in hits.items():
        if len(found) > len(entries) / 2:
            # Words of the template: they count where they say what a page is about.
            hits[word] = [hit for hit in found if hit[1] >= _TELLING]
    words = sorted(word for word, found in hits.items() if found)
    kinds = list(KINDS)
    data = {
        "kinds": [[code, *kind] for code, kind in KINDS.items()],
        "levels": LEVELS,
        "stop": sorted(STOP_WORDS),
        "noise": _NOISE.pattern,
        "instead": [[pattern, use] for use, pattern in _instead()],
        "pages": [[e.url, kinds.index(e.kind), e.title, shorten(e.description), e.facts] for e in entries],
        "words": _front_coded(words),
        "hits": [_steps(hits[word]) for word in words],
    }
    return f"window.slikIndex = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def _instead() -> list[tuple[str, str]]:
    """The words we use, and patterns of those a reader may search for; see :mod:`slik.spelling`."""
    return [(re.sub(r"\(.*?\)", "", use), pattern.pattern) for use, pattern in spelling.terms()]


def _front_coded(words: list[str]) -> str:
    coded = []
    before = ""
    for word in words:
        shared = next((i for i, (a, b) in enumerate(zip(before, word)) if a != b), min(len(before), len(word)))
        shared = min(shared, 35)
        coded.append("0123456789abcdefghijklmnopqrstuvwxyz"[shared] + word[shared:])
        before = word
    return " ".join(coded)


def _steps(hits: list[tuple[int, int]]) -> list[int]:
    steps = []
    before = 0
    for number, level in hits:
        steps.append((number - before) * LEVELS + level)
        before = number
    return steps
