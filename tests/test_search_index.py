"""The search index: what a word weighs, what is left out, and that it stays light."""

from __future__ import annotations

import gzip
import json

import pytest
from docutils import nodes
from hypothesis import given
from hypothesis import strategies as st

from slik.search_index import KINDS, Entry, levels, script, shorten
from slik.sphinx.search import _Collector

words = st.text("abcdeø", min_size=1, max_size=6)


def unpack(text: str) -> dict:
    """Read an index as its file's comment says it is written."""
    data = json.loads(text.removeprefix("window.slikIndex = ").removesuffix(";\n"))
    found: list[str] = []
    for coded in filter(None, data["words"].split(" ")):
        found.append((found[-1][: int(coded[0], 36)] if found else "") + coded[1:])
    hits = {}
    for word, steps in zip(found, data["hits"], strict=True):
        page = 0
        for step in steps:
            page += step // data["levels"]
            hits[word, data["pages"][page][0]] = step % data["levels"]
    return hits


@given(st.lists(st.dictionaries(words, st.integers(0, 7), max_size=5), max_size=6))
def test_packing_loses_nothing_but_words_of_the_template(pages):
    entries = [Entry(f"{i}.html", "side", str(i), "", "", found) for i, found in enumerate(pages)]
    wanted = {(word, f"{i}.html"): level for i, found in enumerate(pages) for word, level in found.items()}
    frequency = {word: sum(word in found for found in pages) for word, _ in wanted}
    kept = {key: level for key, level in wanted.items() if frequency[key[0]] <= len(pages) / 2 or level >= 3}
    assert unpack(script(entries)) == kept


def test_title_weighs_more_than_heading_more_than_description_more_than_text():
    found = levels("pilot", "gevinst", "skala", "læring")
    assert found["pilot"] > found["gevinst"] > found["skal"] > found["lering"]


def test_a_description_is_cut_at_a_word():
    assert shorten("Kort tekst.") == "Kort tekst."
    cut = shorten("ord " * 100)
    assert cut.endswith("ord …") and len(cut) < 180


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<dl><div><dt>Hvor</dt><dd>Bergen</dd></div></dl>", "Bergen"),
        ("<p>Sted<br>Tid</p><p>Utfall</p>", "Sted Tid Utfall"),
        ('<ul class="kort"><li>Et annet eksempel<br></li></ul><p>Eget</p>', "Eget"),
        ('<script type="application/json">{"a": 1}</script><p>Eget</p>', "Eget"),
    ],
)
def test_only_the_pages_own_words_are_read(html, text):
    collector = _Collector([])
    collector.read(nodes.raw("", html, format="html"))
    assert " ".join("".join(collector.text).split()) == text


def test_index_is_light_and_every_page_is_in_it(site):
    index = (site / "searchindex.js").read_text("utf-8")
    assert len(gzip.compress(index.encode(), mtime=0)) < 120_000
    data = json.loads(index.removeprefix("window.slikIndex = ").removesuffix(";\n"))
    found = {page[0].partition("#")[0] for page in data["pages"]}
    assert found == {str(path.relative_to(site)) for path in site.rglob("*.html")} - {"search.html", "404.html"}
    kinds = [list(KINDS)[page[1]] for page in data["pages"]]
    assert set(kinds) == set(KINDS)
    assert kinds.count("eksempel") == len(list((site / "eksempler").glob("*.html"))) - 1
    for page in data["pages"]:
        assert page[3], f"{page[0]} has nothing to show under its title"
