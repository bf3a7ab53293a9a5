"""Every built page is valid HTML that can be read by ear, in Norwegian."""

from __future__ import annotations

import re
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag

from slik.model import Language, Source
from slik.urls import example_path
from tests.test_book import pages, soup

#: Elements and attributes of earlier HTML that a parser accepts and the standard does not.
OBSOLETE_ELEMENTS = ["acronym", "big", "center", "dir", "font", "frame", "frameset", "marquee", "strike", "tt"]
OBSOLETE_ATTRIBUTES = {
    "align", "bgcolor", "border", "cellpadding", "cellspacing", "clear", "frame", "nowrap", "rules", "summary", "valign",
}  # fmt: skip

#: Where a page has words of its own rather than the handbook's text.
FRAME = "header, nav, footer, button, label, legend, summary, caption, option, th, noscript, .admonition-title, [role=status]"
SPOKEN = ("title", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder")

#: Words of English interfaces that are no words in Norwegian.
ENGLISH = re.compile(
    r"\b(About|Accessibility|Add|And|Apply|Back|Cancel|Clear|Click|Close|Collapse|Contents|Copy|Copyright|Count|Countries|"
    r"Delete|Details|Download|Edit|Examples?|Expand|Feedback|From|Hide|Home|Language|Link to|Load|Loading|Login|Menu|Name|"
    r"Navigation|Next|Outcome|Page|Pages|Permalink|Phases|Powered|Previous|Print|Privacy|Read|Remove|Reset|Results?|Save|"
    r"Search|Searching|Section|Select|Send|Settings|Share|Show|Skip|Sort|Submit|Table of|This|Title|Toggle|Upload|View|"
    r"Warning|With|Year|Yes|You)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def built(site: Path) -> list[tuple[str, BeautifulSoup]]:
    return [(path.relative_to(site).as_posix(), soup(path)) for path in pages(site)]


def test_no_page_has_a_parse_error(site):
    for page in pages(site):
        parser = html5lib.HTMLParser()
        parser.parse(page.read_text("utf-8"))
        assert parser.errors == [], page


def test_no_page_has_a_style_inside_it_or_anything_obsolete(built):
    for name, page in built:
        assert page.find_all(["style", *OBSOLETE_ELEMENTS]) == [], name
        for tag in page.find_all(True):
            unwanted = tag.attrs.keys() & (OBSOLETE_ATTRIBUTES | {"style"})
            assert not unwanted or tag.find_parent("svg"), f"{name}: <{tag.name} {unwanted}>"
            handlers = [key for key in tag.attrs if key.startswith("on")]
            assert not handlers, f"{name}: <{tag.name} {handlers}>"


def test_ids_are_unique_and_every_reference_to_one_leads_somewhere(built):
    for name, page in built:
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), (name, [one for one in ids if ids.count(one) > 1])
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers"):
            for tag in page.find_all(attrs={attribute: True}):
                wanted = " ".join(tag[attribute]) if isinstance(tag[attribute], list) else tag[attribute]
                assert set(wanted.split()) <= set(ids), f"{name}: {attribute}={wanted}"


def test_every_control_link_and_table_has_a_name(built):
    for name, page in built:
        for control in page.select("input:not([type=hidden]), select, textarea"):
            assert control.get("aria-label") or control.find_parent("label") or page.find("label", {"for": control.get("id")}), (
                f"{name}: {control}"
            )
        for tag in page.select("a[href], button, summary"):
            words = tag.get_text(" ", strip=True) or tag.get("aria-label") or tag.select_one("img[alt], svg[aria-label]")
            assert words, f"{name}: {tag}"
        for header in page.select("th"):
            # In a table's head, a header without a scope heads its column.
            assert header.get("scope") or header.find_parent("thead"), f"{name}: {header}"
            assert header.get_text(strip=True), f"{name}: empty header in {header.find_parent('table').get('class')}"
        landmarks = [(tag.name, tag.get("role"), tag.get("aria-label")) for tag in page.select("nav, [role=region], [role=search]")]
        assert len(landmarks) == len(set(landmarks)), f"{name}: {landmarks}"


def test_nothing_inside_a_link_or_button_can_be_pressed_too(built):
    for name, page in built:
        assert page.select(":is(a, button, summary, label) :is(a, button)") == [], name


def test_foreign_titles_are_marked_with_their_language(site, catalogue):
    def foreign(source: Source) -> bool:
        return source.language not in ("nb", "no")

    marked = 0
    for example in catalogue:
        items = soup(site / example_path(example.id)).select(".kilder > li")
        for source, item in zip(example.sources, items, strict=True):
            assert item.a.get("lang") == (source.language if foreign(source) else None), (example.id, source.title)
            assert item.a.get("hreflang") == item.a.get("lang")
            marked += foreign(source)
    assert marked > 100


def test_languages_are_ones_we_use(built):
    known = set(Language.__args__)
    for name, page in built:
        for tag in page.select("[lang], [hreflang]"):
            assert {tag.get("lang", "nb"), tag.get("hreflang", "nb")} <= known, f"{name}: {tag}"


def frame_words(page: BeautifulSoup) -> list[str]:
    """What a page says outside the handbook's own text, without titles in other languages."""
    texts = [tag for tag in page.select(FRAME) if not tag.find_parent(attrs={"lang": re.compile("^(?!nb)")}, name=_not_html)]
    spoken = [tag[name] for tag in page.find_all(True) for name in SPOKEN if tag.get(name)]
    return [*map(_own_text, texts), *spoken]


def _not_html(name: str) -> bool:
    return name != "html"


def _own_text(tag: Tag) -> str:
    """The text of an element, without code and what is marked as another language."""
    hidden = {id(one) for one in tag.select("code, pre, [lang]")}
    return " ".join(
        text.strip() for text in tag.find_all(string=True) if not any(id(parent) in hidden for parent in text.parents)
    )


def test_the_frame_of_every_page_is_norwegian(built, catalogue):
    # Names of actors and titles are the examples' own.
    own = {actor.name for example in catalogue for actor in example.stakeholders} | {example.title for example in catalogue}
    for name, page in built:
        found = [text for text in frame_words(page) if ENGLISH.search(text) and text not in own]
        assert found == [], name


def test_an_english_word_in_the_frame_is_seen():
    page = BeautifulSoup('<nav aria-label="Main navigation"><a href="x">Next</a></nav><th>Outcome</th><p>The end</p>', "html.parser")
    assert [ENGLISH.findall(text) for text in frame_words(page)] == [["Next"], ["Outcome"], ["navigation"]]
    assert not ENGLISH.search("Søk i håndboka, filtrer og skriv ut")
