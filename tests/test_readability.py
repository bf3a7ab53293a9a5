"""Summaries and introductions are easy to read."""

from __future__ import annotations

from slik import pages
from slik.paths import ROOT
from slik.readability import LIX_CEILING, measure


def test_lix_is_words_per_sentence_plus_share_of_long_words():
    score = measure("Kommunen spurte. Alle svarte på tre dager.")
    assert (score.words, score.sentences, score.longest) == (7, 2, 5)
    assert score.lix == round(7 / 2 + 100 * 1 / 7, 1)
    assert measure("").lix == 0


def test_every_summary_is_below_the_ceiling(catalogue):
    hard = {example.id: measure(example.summary).lix for example in catalogue}
    assert {id: lix for id, lix in hard.items() if lix > LIX_CEILING} == {}


def test_every_chapter_introduction_is_below_the_ceiling():
    for path in sorted((ROOT / "book").rglob("*.md")):
        name = path.relative_to(ROOT).as_posix()
        if pages.is_chapter(name.removesuffix(".md")):
            page, _ = pages.read(path, name)
            assert measure(page.subtitle).lix <= LIX_CEILING, name
