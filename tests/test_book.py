"""The built book, as a reader gets it."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from slik.catalogue import load
from slik.paths import RECORDS, ROOT
from slik.urls import example_path
from tests.conftest import build, copy_handbook

#: Attributes by which a page makes the browser fetch something.
FETCHES = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "video": "src", "audio": "src",
           "embed": "src", "object": "data"}


@cache
def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html.parser")


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_files_equal_records_equal_pages_equal_table_rows(site, catalogue):
    files = {path.stem for path in (ROOT / RECORDS).glob("*.md")} - {"index"}
    drafts = {example.id for example in load(ROOT, drafts=True) if example.state != "publisert"}
    records = {example.id for example in catalogue}
    built = {path.stem for path in (site / "eksempler").glob("*.html")} - {"index"}
    links = soup(site / "eksempler/index.html").select(".eksempeltabell tbody th a")
    rows = {link["href"].removesuffix(".html") for link in links}
    assert files - drafts == records == built == rows
    assert len(links) == len(records)


def test_every_internal_link_image_and_fragment_leads_somewhere(site):
    for page in pages(site):
        for tag in soup(page).select("[href], [src]"):
            address = tag.get("href") or tag.get("src")
            if re.match(r"[a-z]+:", address):
                continue
            path, _, fragment = address.partition("#")
            # Only the page for unknown addresses starts from the top of the host.
            folder, path = (site, path.removeprefix("/")) if page.name == "404.html" else (page.parent, path)
            target = (folder / path.partition("?")[0]).resolve() if path else page
            assert target.is_file(), f"{page.relative_to(site)} → {address}"
            if fragment and target.suffix == ".html":
                assert soup(target).find(id=fragment), f"{page.relative_to(site)} → {address}"


def test_no_page_fetches_anything_from_another_host(site):
    for page in pages(site):
        for name, attribute in FETCHES.items():
            for tag in soup(page).find_all(name):
                address = tag.get(attribute, "")
                assert not re.match(r"(https?:)?//", address), f"{page.name}: {address}"
    for path in [*site.rglob("*.css"), *site.rglob("*.svg")]:
        found = re.findall(r"(?:url\(|@import\s+)[\"']?(?:https?:)?//[^)\"']+", path.read_text("utf-8"))
        assert not found, path


def test_reading_pages_have_no_script(site):
    for page in pages(site):
        does_something = page.name in ("search.html", "meld-feil.html") or soup(page).select("[data-slik-widget]")
        scripts = soup(page).find_all("script", type=lambda kind: kind != "application/ld+json")
        assert does_something or not scripts, page


def test_first_view_of_a_text_is_light(site):
    for page in pages(site):
        if page.name == "404.html" or soup(page).select("[data-slik-widget], script[src*=searchindex], .cell_output"):
            continue  # addressed from the top of the host; tools, search and figures weigh what they must
        fetched = {page}
        for tag in soup(page).select("link[rel=stylesheet], link[rel=icon], script[src], img[src], source[src]"):
            address = tag.get("href") or tag["src"]
            if not address.startswith("data:"):
                fetched.add((page.parent / address).resolve())
        weight = sum(len(gzip.compress(path.read_bytes())) for path in fetched)
        assert weight <= 45_000 and len(fetched) <= 10, f"{page.relative_to(site)}: {weight} byte, {len(fetched)} filer"


def test_every_image_has_a_real_text_alternative(site, catalogue):
    for page in pages(site):
        for image in soup(page).find_all("img"):
            alt = image.get("alt", "")
            assert len(alt) > 20 and alt != image["src"] and "/" not in alt.split()[0], f"{page.name}: {alt!r}"
            assert image.get("width") and image.get("height"), f"{page.name}: image without size"
    for example in catalogue:
        matrix = soup(site / example_path(example.id)).select_one(".matrise img")
        assert all(actor.name in matrix["alt"] for actor in example.stakeholders)


def test_example_page_shows_the_record(site, catalogue):
    for example in catalogue:
        page = soup(site / example_path(example.id))
        text = " ".join(page.get_text(" ").split())
        assert page.h1.get_text().startswith(example.title)
        assert len(page.select(".kilder li")) == len(example.sources)
        assert len(page.select(".resultater > li")) == len(example.results)
        assert all(item.select(".kildevisning") for item in page.select(".resultater > li"))
        assert len(page.select(".hindringer > li")) == len(example.obstacles)
        assert len(page.select("caption + thead + tbody > tr")) >= len(example.stakeholders)
        for heading in ("Floken", "Hva ble gjort", "Hvem var med", "Det som ikke gikk", "Hva skjedde etterpå?", "Kilder"):
            assert page.find("h2", string=re.compile(re.escape(heading))), (example.id, heading)
        assert "Sist bekreftet status" in text and "Slik viser du til eksemplet" in text


def test_pages_are_norwegian_with_one_heading_and_a_title_of_their_own(site):
    titles = {}
    for page in pages(site):
        html = soup(page)
        assert html.html["lang"] == "nb"
        assert len(html.find_all("h1")) == 1, page
        levels = [int(tag.name[1]) for tag in html.find_all(re.compile("^h[1-6]$"))]
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:])), page
        titles.setdefault(html.title.get_text(), []).append(page)
        if page.name not in ("search.html", "404.html"):
            assert html.find("meta", {"name": "description"}), page
    assert [found for found in titles.values() if len(found) > 1] == []


def test_notebook_was_executed(site, catalogue):
    page = soup(site / "notebooks/oversikt.html")
    assert page.select_one("img[alt^='Antall eksempler etter temaer og faser']")
    assert str(len(catalogue)) in page.select_one(".cell_output").get_text()


# --- a build that must not succeed --------------------------------------------------


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the book that tests may break, built once."""
    root = copy_handbook(tmp_path_factory.mktemp("copy"))
    assert build(root, root).returncode == 0
    return root


def snapshot(site: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def test_broken_record_stops_the_build_and_leaves_the_old_book_alone(copy):
    record = next(path for path in sorted((copy / RECORDS).glob("*.md")) if path.name != "index.md")
    original, before = record.read_text("utf-8"), snapshot(copy / "_build/html")
    try:
        record.write_text(original.replace("themes: [", "themes: [tull, ", 1), "utf-8")
        result = build(copy, copy)
    finally:
        record.write_text(original, "utf-8")
    assert result.returncode != 0
    assert "Boka ble ikke bygget" in result.stderr and "«tull» er ikke en gyldig kode" in result.stderr
    assert "Traceback" not in result.stderr
    assert snapshot(copy / "_build/html") == before


def test_failing_notebook_fails_the_build(copy):
    notebook = copy / "notebooks/oversikt.md"
    original = notebook.read_text("utf-8")
    try:
        notebook.write_text(original.replace("import slik\n", "import slik\nraise RuntimeError('med vilje')\n", 1), "utf-8")
        result = build(copy, copy)
    finally:
        notebook.write_text(original, "utf-8")
    assert result.returncode != 0
    assert "med vilje" in result.stdout + result.stderr


def test_search_index_is_the_same_after_a_page_was_written_again(copy):
    record = next(path for path in sorted((copy / RECORDS).glob("*.md")) if path.name != "index.md")
    original, index = record.read_text("utf-8"), copy / "_build/html/searchindex.js"
    before = index.read_bytes()
    try:
        record.write_text(original.replace("\n## Resultater\n", "\nOrdet xylofonfabrikk er nytt.\n\n## Resultater\n", 1), "utf-8")
        assert build(copy, copy).returncode == 0
        assert b"ylofonfabrik" in index.read_bytes()
    finally:
        record.write_text(original, "utf-8")
    assert build(copy, copy).returncode == 0
    assert index.read_bytes() == before


def test_two_builds_of_the_same_files_are_byte_identical(copy, tmp_path):
    def content(root: Path) -> dict[str, bytes]:
        return {str(path.relative_to(root)): data for path, data in snapshot(root).items() if path.name != ".buildinfo"}

    outputs = []
    for name in ("one", "two"):
        assert build(copy, tmp_path / name).returncode == 0
        outputs.append(content(tmp_path / name / "_build/html"))
    assert outputs[0].keys() == outputs[1].keys()
    assert [path for path in outputs[0] if outputs[0][path] != outputs[1][path]] == []
