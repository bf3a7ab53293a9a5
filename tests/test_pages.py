"""The chapter template is enforced."""

from __future__ import annotations

import pytest

from slik import pages
from slik.catalogue import load
from slik.model import Video
from slik.paths import ROOT
from slik.problems import CatalogueError
from slik.render import example_page
from tests.conftest import VALID

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
    text = pages.chapter(page, body, "book/1-hva/index", load(ROOT), {}, 3)
    assert text.index("Etter denne siden") < text.index("\n## ")
    assert text.index("## Gjør dette nå") < text.index("## Tenk over") < text.index("## Les mer")
    assert "../eksempler/" in text


def test_a_video_waits_for_the_reader_and_has_a_text_alternative():
    page, body = pages.read(CHAPTER, "book/1-hva/index.md")
    video = Video(title="Om floker", url="https://example.org/video", text_alternative="En leder forteller om en floke.")
    text = pages.chapter(page.model_copy(update={"video": video}), body, "book/1-hva/index", load(ROOT), {}, 3)
    assert "<iframe" not in text and "<video" not in text
    assert "<details" in text and "En leder forteller om en floke." in text


def test_an_example_shows_its_picture_and_offers_its_video(handbook):
    media = (
        "image: {file: bilde.svg, alt: Et kart over floken, credit: Eget kart, width: 300, height: 200}\n"
        "video: {title: Om floken, url: 'https://example.org/v', text_alternative: En leder forteller.}\n"
    )
    catalogue = load(handbook(eksempel=VALID.replace("in_slik_2014", media + "in_slik_2014")))
    page = example_page(catalogue["eksempel"], catalogue)
    assert '<img src="../_static/bilde.svg" width="300" height="200" alt="Et kart over floken">' in page
    assert "En leder forteller." in page and "<iframe" not in page


def test_a_filter_with_an_unknown_code_is_told_at_its_line(tmp_path):
    path = tmp_path / "index.md"
    path.write_text(CHAPTER.read_text("utf-8").replace("{themes: [hva]", "{outcomes: [feilet], themes: [hva]", 1), "utf-8")
    with pytest.raises(CatalogueError, match=r"book/1-hva/index.md:\d+: examples.outcomes"):
        pages.read(path, "book/1-hva/index.md")
