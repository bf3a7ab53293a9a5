"""What a reader takes away: the zip and the e-book, and what is said when something is missing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from posixpath import dirname, join, normpath
from zipfile import ZIP_STORED, ZipFile

import pytest
from bs4 import BeautifulSoup

from slik import chromium, render, takeaway
from slik import site as copy
from slik.paths import ROOT
from slik.takeaway import archive, commit, epub
from slik.takeaway.__main__ import main
from slik.takeaway.book import parts

WHEN = datetime(2026, 11, 23, 10, 20, 30, tzinfo=UTC)
TOC = ROOT / "_toc.yml"
OPF = {"o": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def book(site: Path, tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The whole book as EPUB."""
    path = tmp_path_factory.mktemp("epub") / "bok.epub"
    epub.write(parts(site, TOC), site, path, WHEN)
    return ZipFile(path)


@pytest.fixture(scope="module")
def pages(book: ZipFile) -> dict[str, ET.Element]:
    """The e-book's pages, parsed as the XML they must be."""
    return {name: ET.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xhtml")}


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """A book of one page."""
    site = tmp_path / "html"
    site.mkdir()
    html = '<html><body class="forside"><main><h1>Tittel</h1><img src="a.svg"><a href="b.html">b</a></main></body></html>'
    (site / "index.html").write_text(html, "utf-8")
    (site / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    (site / ".buildinfo").write_text("x", "utf-8")
    return site


def test_every_page_of_the_site_is_in_the_book_once(site):
    walked = [page.path for part in parts(site, TOC) for page in part.pages]
    assert len(walked) == len(set(walked))
    in_order = {path for path in site.rglob("*.html") if re.search('<link rel="(next|prev)"', path.read_text("utf-8"))}
    assert {site / path for path in walked} == in_order
    assert walked.index("1-hva/index.html") < walked.index("metoder/index.html") < walked.index("om/index.html")


def test_zip_has_the_whole_site_in_one_folder_and_the_same_bytes_twice(site, tmp_path):
    for name in ("a.zip", "b.zip"):
        archive.zip_site(site, tmp_path / name, WHEN)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with ZipFile(tmp_path / "a.zip") as archived:
        names = archived.namelist()
        assert {name.partition("/")[0] for name in names} == {"slik-handboka"}
        assert {"slik-handboka/index.html", "slik-handboka/_static/slik.css"} <= set(names)
        assert not [name for name in names if "/." in name]
        assert {info.date_time for info in archived.infolist()} == {(2026, 11, 23, 10, 20, 30)}


def test_epub_is_recognised_and_says_what_it_is(book, pages):
    first = book.infolist()[0]
    assert (first.filename, first.compress_type, book.read(first)) == ("mimetype", ZIP_STORED, b"application/epub+zip")
    opf = ET.fromstring(book.read("bok/innhold.opf"))
    assert opf.findtext(".//dc:title", None, OPF) == "SLIK-håndboka"
    assert opf.findtext(".//dc:language", None, OPF) == "nb"
    listed = [item.get("href") for item in opf.iterfind(".//o:item", OPF)]
    assert {f"bok/{name}" for name in listed} == set(book.namelist()) - {"mimetype", "META-INF/container.xml", "bok/innhold.opf"}
    assert {item.get("properties") for item in opf.iterfind(".//o:item", OPF)} >= {"nav", "cover-image"}
    assert all(page.get("lang") == "nb" for page in pages.values())


def test_epub_links_and_images_lead_somewhere_inside_the_book(book, pages):
    names = set(book.namelist())
    ids = {name: [tag.get("id") for tag in page.iter() if tag.get("id")] for name, page in pages.items()}
    for name, page in pages.items():
        assert len(ids[name]) == len(set(ids[name])), name
        for tag in page.iter():
            address = tag.get("href") or tag.get("src") or ""
            if not address or (tag.tag == f"{XHTML}a" and re.match(r"[a-z]+:", address)):
                continue
            path, _, fragment = address.partition("#")
            target = normpath(join(dirname(name), path)) if path else name
            assert target in names, f"{name} → {address}"
            assert not fragment or fragment in ids[target], f"{name} → {address}"


def test_epub_has_no_scripts_forms_or_leftovers_of_html(book, pages):
    for name, page in pages.items():
        tags = {tag.tag.rpartition("}")[2] for tag in page.iter()}
        assert not tags & {"script", "form", "input", "button", "style", "iframe", "noscript"}, name
        attributes = {attribute for tag in page.iter() for attribute in tag.attrib}
        assert not attributes & {"border", "viewbox", "onclick", "tabindex"}, name
        drawings = [tag for tag in page.iter() if tag.tag.rpartition("}")[2] == "svg"]
        assert all(tag.tag.startswith("{http://www.w3.org/2000/svg}") for tag in drawings), name
    assert not re.search(rb"@import|url\(", book.read("bok/bok.css"))


def test_epub_contents_list_every_page_in_order(book, pages):
    links = [link.get("href") for link in pages["bok/nav.xhtml"].iter(f"{XHTML}a")]
    spine = [name.removeprefix("bok/") for name in book.namelist() if name.endswith(".xhtml")]
    assert links == spine[2:]
    assert len(links) > 200


def test_one_page_gives_the_same_bytes_twice_and_keeps_no_dead_link(small_site, tmp_path):
    for name in ("a.epub", "b.epub"):
        epub.write(parts(small_site, TOC), small_site, tmp_path / name, WHEN)
    assert (tmp_path / "a.epub").read_bytes() == (tmp_path / "b.epub").read_bytes()
    page = ZipFile(tmp_path / "a.epub").read("bok/index.xhtml").decode()
    assert "<a>b</a>" in page and '<img src="a.svg"/>' in page


def test_without_a_book_or_chromium_the_command_says_what_to_do(small_site, tmp_path, monkeypatch, capsys):
    assert main(["--bok", str(tmp_path / "ingen"), "--til", str(tmp_path)]) == 1
    assert "Boka er ikke bygget. Kjør «make book»" in capsys.readouterr().err
    monkeypatch.setattr(chromium, "find", lambda: None)
    assert main(["--bok", str(small_site), "--til", str(tmp_path / "ut")]) == 1
    assert "PDF-en ble ikke laget: Den trenger nettleseren Chromium." in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "ut").iterdir()) == ["slik-handboka.epub", "slik-handboka.zip"]


def test_date_comes_from_git_or_from_the_examples(tmp_path, monkeypatch):
    assert commit.date(ROOT) == commit.date(ROOT)
    monkeypatch.setenv("PATH", str(tmp_path))
    newest = max(example.editorial[-1].date for example in commit.load(ROOT))
    assert commit.date(ROOT).date().isoformat() == newest


def test_page_links_to_the_files_only_when_the_publisher_says_where_they_are(site):
    page = BeautifulSoup((site / "om/ta-med.html").read_text("utf-8"), "html.parser")
    assert not page.main.select("a[href$='.pdf'], a[href$='.epub'], a[href$='.zip']")
    assert "Du lager dem selv" in page.main.get_text()
    folder = copy.read(dict.fromkeys(copy.SETTINGS, ""), {"SLIK_TAKE_AWAY": "https://example.org/ta-med"}).take_away
    files = [(folder + takeaway.filename(kind), text) for kind, text in takeaway.KINDS.items()]
    links = BeautifulSoup(render.html("take_away", files=files, published=True), "html.parser").select("a")
    assert [link["href"] for link in links] == [f"https://example.org/ta-med/slik-handboka.{kind}" for kind in ("pdf", "epub", "zip")]
    with pytest.raises(ValueError, match="er ikke en nettadresse"):
        copy.read(dict.fromkeys(copy.SETTINGS, ""), {"SLIK_TAKE_AWAY": "ta-med"})
