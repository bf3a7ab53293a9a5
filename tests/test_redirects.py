"""Moved pages: the list is checked, and every fault is told at its line."""

from __future__ import annotations

from datetime import date

import pytest

from slik import redirects
from slik.paths import REDIRECTS, ROOT
from slik.problems import CatalogueError

PAGES = {"index.html", "eksempler/ny.html", "om/index.html", "search.html"}
GOOD = """\
redirects:
  - old_page: eksempler/gammel.html
    new_page: eksempler/ny.html
    why: Eksemplet har fått navn etter kommunen.
    date: 2026-11-24
"""


def load(tmp_path, text):
    path = tmp_path / REDIRECTS
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return redirects.load(tmp_path, PAGES)


def test_a_moved_page_is_read(tmp_path):
    [moved] = load(tmp_path, GOOD)
    assert (moved.old_page, moved.new_page) == ("eksempler/gammel.html", "eksempler/ny.html")


SECOND = GOOD.partition("\n")[2]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (GOOD.replace("eksempler/ny", "eksempler/nye"), 3, "«eksempler/nye.html» finnes ikke. Mente du «eksempler/ny.html»?"),
        (GOOD.replace("eksempler/gammel", "om/index"), 2, "«om/index.html» er en side i boka"),
        (GOOD.replace("eksempler/gammel", "search"), 2, "«search.html» er en side i boka"),
        (GOOD + SECOND, 6, "«eksempler/gammel.html» står to ganger"),
        (GOOD + SECOND.replace("eksempler/ny", "eksempler/gammel").replace("eksempler/gammel", "eldst", 1), 7, "er selv flyttet. Skriv «eksempler/ny.html»"),
        (GOOD.replace("eksempler/gammel.html", "../utenfor.html"), 2, "har feil form. Skriv adressen til siden regnet fra forsiden"),
        (GOOD.replace("eksempler/ny.html", "https://example.org/"), 3, "har feil form. Skriv adressen til siden regnet fra forsiden"),
        (GOOD.replace("    why: Eksemplet har fått navn etter kommunen.\n", ""), 2, "Feltet «why» mangler"),
        (GOOD.replace("2026-11-24", "i går"), 5, "2014-06-30"),
        (GOOD.replace("new_page", "ny_side"), 3, "Feltet «ny_side» finnes ikke"),
        ("redirects:\n", 1, "tomt"),
    ],
)
def test_a_fault_is_told_at_its_line(text, line, words, tmp_path):
    with pytest.raises(CatalogueError) as caught:
        load(tmp_path, text)
    assert any(words in one.message and one.line == line for one in caught.value.problems), caught.value


def test_the_handbooks_own_list_is_dated_and_in_the_order_of_time():
    pages = {path.relative_to(ROOT / "book").with_suffix(".html").as_posix() for path in (ROOT / "book").rglob("*.md")}
    dates = [moved.date for moved in redirects.load(ROOT, pages)]
    assert dates == sorted(dates)
    assert all(date.fromisoformat(one) for one in dates)
