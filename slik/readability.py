"""Readability of Norwegian text: LIX and sentence length.

LIX (läsbarhetsindex, Björnsson 1968) is words per sentence plus the percentage of words
longer than six letters. Below 35 reads easily, 35–45 is ordinary prose, above 55 is hard.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

#: Highest LIX we accept in summaries and introductions.
LIX_CEILING = 45

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?:])[»”\"')\]]*\s+(?=[«“\"'(\[]?[A-ZÆØÅÄÖ0-9])")


@dataclass(frozen=True)
class Readability:
    """Readability of one text.

    Attributes:
        lix: The LIX score; 0 for a text without words.
        words: Number of words.
        sentences: Number of sentences, at least 1.
        longest: Words in the longest sentence.
    """

    lix: float
    words: int
    sentences: int
    longest: int


def measure(text: str) -> Readability:
    """Measure a plain text.

    >>> measure("Kommunen spurte ungdommene. Svaret kom fort.").lix
    36.3
    """
    sentences = [words for part in _SENTENCE_END.split(text) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return Readability(0.0, 0, 1, 0)
    long_words = sum(len(word) > 6 for word in words)
    lix = len(words) / len(sentences) + 100 * long_words / len(words)
    return Readability(round(lix, 1), len(words), len(sentences), max(map(len, sentences)))


def introductions() -> dict[str, str]:
    """Return every summary and introduction of the handbook, by file."""
    # Imported here, because the models measure nothing and most callers only measure.
    from slik import methods, pages
    from slik.catalogue import load
    from slik.paths import METHODS, RECORDS, ROOT

    texts = {f"{RECORDS}/{example.id}.md": example.summary for example in load(ROOT, drafts=True)}
    texts |= {f"{docname}.md": page.subtitle for docname, (page, _) in pages.load(ROOT).items()}
    texts |= {f"{METHODS}/{code}.md": page.why for code, page in methods.load(ROOT).items()}
    return texts


def main() -> int:
    """Print the introductions that are harder to read than :data:`LIX_CEILING`."""
    measured = {name: measure(text) for name, text in introductions().items()}
    for name, score in sorted(measured.items(), key=lambda item: -item[1].lix):
        if score.lix > LIX_CEILING:
            print(f"{score.lix:5.1f}  {name} ({score.words} ord, lengste setning {score.longest} ord)")
    hard = sum(score.lix > LIX_CEILING for score in measured.values())
    print(f"{hard} av {len(measured)} innledninger har LIX over {LIX_CEILING}.")
    return 1 if hard else 0


if __name__ == "__main__":
    sys.exit(main())
