"""The chapter template is enforced."""

from __future__ import annotations

import pytest

from slik import pages
from slik.catalogue import load
from slik.paths import ROOT
from slik.problems import CatalogueError

CHAPTER = ROOT / "book/1-hva/index.md"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("do_now:", "gjor:", "Feltet «do_now» mangler"),
        ("# Hva skal vi innovere om?", "Hva skal vi innovere om?", "må begynne med sidens tittel"),
        ("themes: [hva]", "themes: [hav]", "Mente du «hva»?"),
        ("think_over:\n", "think_over:\n" + "  - Enda et spørsmål?\n" * 5, "høyst 5 punkter"),
    ],
)
def test_a_page_that_breaks_the_template_is_told(old, new, words, tmp_path):
    text = CHAPTER.read_text("utf-8")
    assert old in text
    path = tmp_path / "index.md"
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError, match="book/1-hva/index.md") as caught:
        pages.read(path, "book/1-hva/index.md")
    assert words in str(caught.value)


def test_a_chapter_opens_and_ends_as_the_template_says():
    page, body = pages.read(CHAPTER, "book/1-hva/index.md")
    text = pages.chapter(page, body, "book/1-hva/index", load(ROOT), {})
    assert text.index("Etter denne siden") < text.index("## Hva er en samfunnsfloke?")
    assert text.index("## Gjør dette nå") < text.index("## Tenk over") < text.index("## Les mer")
    assert "../eksempler/" in text
