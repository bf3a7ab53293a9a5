"""Paper: one page of the book, the book as PDF, and the unpacked zip opened from disk."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from slik.catalogue import load
from slik.paths import ROOT
from slik.takeaway import NAME, archive, pdf
from slik.takeaway.book import Part, parts, read
from slik.urls import example_path

WHEN = datetime(2026, 11, 23, tzinfo=UTC)


def paper(page: Page) -> list[str]:
    """Return the text of each sheet the page prints."""
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    return [" ".join(sheet.extract_text().split()) for sheet in PdfReader(io.BytesIO(printed)).pages]


@pytest.fixture
def page(browser: Browser) -> Page:
    page = browser.new_page()
    yield page
    page.close()


def _longest(count: int) -> list[str]:
    """The examples with the most to print; the others take no more sheets than these."""
    def size(example) -> int:
        parts = [*example.body.values(), *(s.url + s.title + s.supports for s in example.sources), *example.lessons,
                 *(a.name + (a.note or "") for a in example.stakeholders), *(o.text for o in example.obstacles),
                 *(r.text for r in example.results)]
        return len("".join(parts))

    return [example.id for example in sorted(load(ROOT), key=size, reverse=True)[:count]]


@pytest.mark.parametrize("id", _longest(8))
def test_longest_examples_take_two_sheets_with_everything_on_them(id, address, page, catalogue):
    page.goto(f"{address}/{example_path(id)}")
    sheets = paper(page)
    assert len(sheets) <= 2
    whole = "".join(sheets).replace(" ", "")
    example = catalogue[id]
    for text in [example.summary, *example.lessons, *(source.url for source in example.sources)]:
        assert text.replace(" ", "") in whole, text
    assert "Hovedmeny" not in whole and "Hopptilinnholdet" not in whole
    assert f"1 / {len(sheets)}" in sheets[0]
    # The table of stakeholders is not cut: it ends on the sheet it begins on.
    [start] = [sheet for sheet in sheets if "Interessentene i tall og ord" in sheet]
    squeezed = start.replace(" ", "")
    assert all(actor.name.replace(" ", "") in squeezed for actor in example.stakeholders)


def test_matrix_is_drawn_before_the_page_is_printed(address, page):
    page.goto(f"{address}/{example_path(_longest(1)[0])}")
    assert page.locator(".matrise img").get_attribute("loading") is None
    page.emulate_media(media="print")
    assert page.locator(".matrise img").evaluate("image => image.complete && image.naturalWidth > 0")


@pytest.mark.parametrize(("code", "lies_down"), [("interessentanalyse", True), ("mandat", False), ("samskaping", None)])
def test_method_takes_two_sheets_and_its_form_one_of_its_own(code, lies_down, address, page):
    page.goto(f"{address}/metoder/{code}.html")
    printed = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    texts = [sheet.extract_text() for sheet in printed.pages]
    if lies_down is None:
        assert len(texts) <= 2
        return
    assert len(texts) <= 3
    assert [text for text in texts if "\nSkjema\n" in text] == [texts[-1]]
    assert "Kilder" in "".join(texts[:-1]) and "Kilder" not in texts[-1]
    box = printed.pages[-1].mediabox
    assert (box.width > box.height) == lies_down


def test_explorer_prints_what_it_shows_as_a_table(address, page):
    page.goto(f"{address}/notebooks/utforsk.html?land=DK&fase=test")
    shown = page.get_by_text(re.compile(r"^Viser \d+ av \d+ eksempler")).first.inner_text()
    count = int(re.search(r"\d+", shown)[0])
    assert count > 20, "more than one screenful"
    text = " ".join(paper(page))
    assert shown in text and "Land: Danmark" in text and "Fase: Test" in text
    assert "Last ned CSV" not in text and "Flere filtre" not in text
    titles = page.evaluate("() => { dispatchEvent(new Event('beforeprint')); return [...document.querySelectorAll('.papir tbody th')].map(t => t.textContent) }")
    assert len(titles) == count and all(title.replace(" ", "") in text.replace(" ", "") for title in titles)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".papir").count() == 0


@pytest.mark.parametrize("path", ["index.html", "notebooks/oversikt.html", "notebooks/ipywidgets.html", "eksempler/index.html",
                                  "metoder/index.html", "rom-for-feil/index.html", "2-hvem/politikere.html"])
def test_nothing_is_wider_than_the_paper(path, address, browser):
    width = round((210 - 2 * 11) / 25.4 * 96)
    page = browser.new_page(viewport={"width": width, "height": 1000}, java_script_enabled=False)
    page.emulate_media(media="print")
    page.goto(f"{address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.fixture(scope="module")
def some_parts(site) -> list[Part]:
    """Two parts of the book: a method with a form, and two examples."""
    def pages(*paths: str) -> tuple:
        return tuple(read(site / path, path)[0] for path in paths)

    return [Part(pages("metoder/interessentanalyse.html")),
            Part(pages("eksempler/notteroy-inkludering.html", "eksempler/asker-innovasjonsstrategi.html"))]


def test_book_as_pdf_has_contents_outline_language_and_links(some_parts, site, browser, tmp_path):
    path = tmp_path / "bok.pdf"
    count = pdf.write(some_parts, site, path, WHEN, browser)
    book = PdfReader(path)
    texts = [" ".join(sheet.extract_text().split()) for sheet in book.pages]
    assert len(book.pages) == count == 1 + 1 + 3 + 2 + 2
    assert "SLIK-håndboka" in texts[0] and "Utgave fra 23. november 2026" in texts[0]
    method, [example, second] = book.outline[0], [book.outline[1], book.outline[2][0]]
    places = [book.get_destination_page_number(item) + 1 for item in (method, example, second)]
    titles = [page.title for part in some_parts for page in part.pages]
    assert [item.title for item in (method, example, second)] == titles
    for title, place in zip(titles, places):
        assert title in texts[place - 1][:len(title) + 40]
        assert f"{title} {place}".replace(" ", "") in texts[1].replace(" ", "")
    root = book.trailer["/Root"]
    assert root["/Lang"] == "nb" and root["/MarkInfo"]["/Marked"]
    assert book.metadata.title == "SLIK-håndboka" and book.metadata.creation_date.date() == WHEN.date()
    addresses = [
        str(link.get_object().get("/A", {}).get("/URI", "")) for sheet in book.pages for link in sheet.get("/Annots") or []
    ]
    assert "" in addresses, "links inside the book"
    assert not [address for address in addresses if address.startswith("file:")]


def test_unpacked_zip_works_from_disk(site, tmp_path, page):
    archive.zip_site(site, tmp_path / "bok.zip", WHEN)
    ZipFile(tmp_path / "bok.zip").extractall(tmp_path)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / NAME / "index.html").as_uri())
    assert page.get_by_role("heading", level=1).count() == 1
    page.goto((tmp_path / NAME / "notebooks/utforsk.html").as_uri() + "?land=DK")
    assert re.match(r"Viser \d+ av \d+ eksempler", page.locator(".utforsker .antall").inner_text())
    page.goto((tmp_path / NAME / "verktoy/interessentmatrise.html").as_uri())
    assert page.get_by_role("button", name="Skriv ut").is_visible()
    assert errors == []
