"""Summaries and introductions are easy to read."""

from __future__ import annotations

from slik.readability import LIX_CEILING, introductions, measure


def test_lix_is_words_per_sentence_plus_share_of_long_words():
    score = measure("Kommunen spurte. Alle svarte på tre dager.")
    assert (score.words, score.sentences, score.longest) == (7, 2, 5)
    assert score.lix == round(7 / 2 + 100 * 1 / 7, 1)
    assert measure("").lix == 0


def test_every_summary_and_introduction_is_below_the_ceiling():
    measured = {name: measure(text) for name, text in introductions().items()}
    assert len(measured) > 150
    assert {name: score.lix for name, score in measured.items() if score.lix > LIX_CEILING} == {}
    assert {name: score.longest for name, score in measured.items() if score.longest > 30} == {}
