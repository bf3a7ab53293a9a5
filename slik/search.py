"""Free-text search that forgives inflection and neighbouring spellings.

The same rules stand in ``widgets/filtering.mjs``; tests run both on the same fixtures.

*Folding* makes bokmål, nynorsk, Danish and Swedish spellings meet: case and accents go, and
``aa``/``å`` → ``a``, ``ø``/``ö`` → ``o``, ``æ``/``ä`` → ``e``. *Stemming* takes off one Norwegian
or Danish inflectional ending. A word matches where a word of the text begins with the
stem, or holds it when the stem has five letters or more (compounds).
"""

from __future__ import annotations

import re
import unicodedata

_ENDINGS = (
    "hetene", "heten", "enes", "anes", "ene", "ane", "ens", "ets", "ers", "ar", "er", "en", "et", "a", "e", "s",
)  # fmt: skip
_SHORTEST_STEM = 4
_SHORTEST_INSIDE = 5
_LETTERS = str.maketrans({"å": "a", "ø": "o", "ö": "o", "æ": "e", "ä": "e", "ð": "d", "þ": "t"})


def fold(text: str) -> str:
    """Fold a text for comparison.

    >>> fold("Ærlig SKOLE i Ålborg, Göteborg og Aalborg")
    'erlig skole i alborg goteborg og alborg'
    """
    lowered = text.lower().replace("aa", "å").translate(_LETTERS)
    plain = "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def stem(word: str) -> str:
    """Take off one ending from a folded word, if at least four letters are left.

    A double consonant that is left at the end becomes single, so that «ungdommene» meets
    «ungdomar».

    >>> stem("kommunenes"), stem("floka"), stem("ungdommene"), stem("by")
    ('kommun', 'flok', 'ungdom', 'by')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    doubled = len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouy0123456789"
    return word[:-1] if doubled else word


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
