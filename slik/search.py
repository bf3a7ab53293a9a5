"""Words that meet across inflection and neighbouring spellings.

The same rules stand in ``widgets/words.mjs``; tests run both on the same fixtures.

*Folding* makes bokmål, nynorsk, Danish and Swedish spellings meet: case and accents go, and
``aa``/``å`` → ``a``, ``ø``/``ö`` → ``o``, ``æ``/``ä`` → ``e``, ``tion`` → ``sjon``, ``ud-`` → ``ut-``,
``ej`` → ``ei``, ``ph`` → ``f``, ``c`` → ``s`` or ``k``, and the ``j`` of nynorsk ``byggje`` goes. *Stemming* takes off
Norwegian, Danish and Swedish endings; what is left always begins the folded word. A word
matches where a word of the text begins with the stem, or holds it when the stem has five
letters or more (compounds).
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans({"å": "a", "ø": "o", "ö": "o", "æ": "e", "ä": "e", "ð": "d", "þ": "t"})
_SPELLINGS = (
    (re.compile(r"tion"), "sjon"),
    (re.compile(r"\bud(?=[a-z]{3})"), "ut"),
    (re.compile(r"ej"), "ei"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"c"), "k"),
    (re.compile(r"([gk])j(?=[ae])"), r"\1"),
)

#: Endings in the order they are taken off, at most one of each group: genitive, article and plural, doer.
_ENDINGS = (("s",), ("ne", "na", "ane", "ene", "en", "et", "a", "e"), ("er", "ar"))
#: What looks like an ending, but belongs to the word: «prosess», «mulighet», «barna» and «kommune».
_BELONGS = re.compile(r"s-s$|h-et$|(?<!..[ea]r)-n[ea]$")
_SHORTEST_STEM = 3
_SHORTEST_INSIDE = 5


def fold(text: str) -> str:
    """Fold a text for comparison.

    >>> fold("Ærlig SKOLE i Ålborg, Göteborg og Aalborg")
    'erlig skole i alborg goteborg og alborg'
    >>> fold("udvikling byggja innovationsprocess") == fold("utvikling bygga innovasjonsprosess")
    True
    """
    lowered = text.lower().replace("aa", "å").translate(_LETTERS)
    plain = "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))
    words = " ".join(re.findall(r"[a-z0-9]+", plain))
    for pattern, spelling in _SPELLINGS:
        words = pattern.sub(spelling, words)
    return words


def stem(word: str) -> str:
    """Take the endings off a folded word, if at least three letters are left.

    A double consonant that is left at the end becomes single, so that «rommet» meets «rom».

    >>> stem("kommunenes"), stem("floka"), stem("ungdommene"), stem("by")
    ('kommun', 'flok', 'ungdom', 'by')
    >>> {stem(fold(word)) for word in ("innbygger", "innbyggernes", "innbyggjarane", "innbyggere")}
    {'innbyg'}
    """
    for group in _ENDINGS:
        word = _without(word, group)
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouy0123456789"
    return word[:-1] if doubled else word


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST_STEM and not _BELONGS.search(f"{rest}-{ending}"):
            return rest
    return word


def matches(query: str, folded: str) -> bool:
    """Tell whether every word of a query is found in a folded text.

    >>> matches("kommunenes floker", fold("En floke i kommunen"))
    True
    """
    words = folded.split()
    return all(_found(stem(word), words) for word in fold(query).split())


def _found(wanted: str, words: list[str]) -> bool:
    inside = len(wanted) >= _SHORTEST_INSIDE
    return any(word.startswith(wanted) or (inside and wanted in word) for word in words)
