"""The book as someone publishes it: with an address, an owner, a mailbox and a page that moved."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from slik import linked_data, site
from slik.catalogue import load
from slik.methods import load as load_methods
from slik.paths import REDIRECTS, ROOT
from slik.prose import plain
from slik.readability import LIX_CEILING, measure
from slik.site import Site
from tests.conftest import VALID, build, copy_handbook
from tests.test_book import pages, soup

BASE = "https://slik.example.no/bok/"
MOVED = {"old_page": "eksempler/gammelt-navn.html", "new_page": "metoder/blt.html", "why": "Prøve <b>.", "date": "2026-11-24"}


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    """The whole book with every setting of a publisher, given in the two ways there are."""
    root = copy_handbook(tmp_path_factory.mktemp("published"))
    config = root / "_config.yml"
    text = config.read_text("utf-8")
    assert 'slik_publisher: ""' in text
    config.write_text(text.replace('slik_publisher: ""', 'slik_publisher: "Eksempel <kommune>"'), "utf-8")
    (root / REDIRECTS).write_text(yaml.safe_dump({"redirects": [MOVED]}).replace("<b>", "og feile"), "utf-8")
    result = build(root, root, SLIK_BASEURL=BASE.rstrip("/"), SLIK_FEEDBACK="feil@example.no")
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-4000:]
    return root / "_build/html"


def meta(page: Path) -> dict[str, str]:
    return {tag.get("property") or tag.get("name"): tag["content"] for tag in soup(page).select("meta[content]") if tag.get("property") or tag.get("name")}


def data(page: Path) -> list[dict]:
    return [json.loads(tag.string) for tag in soup(page).select('script[type="application/ld+json"]')]


def sources(site: Path) -> Iterator[tuple[str, Path]]:
    """Pages with a source, by address."""
    for page in pages(site):
        if page.name not in ("search.html", "404.html") and page != site / MOVED["old_page"]:
            yield page.relative_to(site).as_posix(), page


# --- sharing ---------------------------------------------------------------------------------------


def test_a_shared_page_says_what_it_is(site, published):
    for where in (site, published):
        for name, page in sources(where):
            found = meta(page)
            assert found["og:title"] == soup(page).h1.get_text().strip(), name
            assert found["og:description"] == found["description"] and len(found["description"]) > 30, name
            assert (found["og:locale"], found["og:site_name"]) == ("nb_NO", "SLIK-håndboka")
            assert found["og:type"] == ("website" if name == "index.html" else "article")


def test_full_addresses_stand_only_where_the_address_is_known(site, published):
    for _, page in sources(site):
        assert not soup(page).select("link[rel=canonical]") and not {"og:url", "og:image"} & meta(page).keys()
        assert not any("url" in one for one in data(page))
    assert not (site / "sitemap.xml").exists()
    for name, page in sources(published):
        address = BASE + ("" if name == "index.html" else name)
        assert soup(page).select_one("link[rel=canonical]")["href"] == address == meta(page)["og:url"]


def test_the_picture_exists_is_light_and_has_a_text(published):
    found = meta(published / "index.html")
    picture = (published / found["og:image"].removeprefix(BASE)).read_bytes()
    assert picture.startswith(b"\x89PNG") and len(picture) < 60_000
    width, height = (int.from_bytes(picture[i : i + 4], "big") for i in (16, 20))
    assert (str(width), str(height)) == (found["og:image:width"], found["og:image:height"])
    assert "fem steg" in found["og:image:alt"]


def test_the_sitemap_lists_every_page_and_nothing_else(published):
    urls = ElementTree.parse(published / "sitemap.xml").getroot()
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = [url.findtext(f"{space}loc") for url in urls]
    assert sorted(listed) == sorted(BASE + ("" if name == "index.html" else name) for name, _ in sources(published))
    changed = {url.findtext(f"{space}loc"): url.findtext(f"{space}lastmod") for url in urls}
    example = load()["notteroy-inkludering"]
    assert changed[f"{BASE}eksempler/{example.id}.html"] == example.editorial[-1].date
    assert f"Sitemap: {BASE}sitemap.xml" in (published / "robots.txt").read_text("utf-8")


def test_search_and_unknown_addresses_are_not_search_results(site):
    assert (site / "robots.txt").read_text("utf-8") == "User-agent: *\nAllow: /\n"
    for name in ("search.html", "404.html"):
        assert meta(site / name)["robots"] == "noindex"
    assert not any("robots" in meta(page) for _, page in sources(site))


# --- linked data -----------------------------------------------------------------------------------


def test_every_example_is_described_as_an_article(site, published, catalogue):
    for where in (site, published):
        for example in catalogue:
            [one] = data(where / f"eksempler/{example.id}.html")
            assert (one["@context"], one["@type"], one["inLanguage"]) == ("https://schema.org", "Article", "nb")
            assert (one["headline"], one["description"]) == (example.title, example.summary)
            assert len(one["headline"]) <= 110
            assert len(one["about"]) == len(example.themes) + len(example.sectors)
            assert len(one["spatialCoverage"]) == (len(example.places) or len(example.countries))
            assert [source["url"] for source in one["citation"]] == [source.url for source in example.sources]
            assert one["license"].startswith("https://creativecommons.org/licenses/by/4.0/")
            assert one["isPartOf"]["name"] == "SLIK-håndboka"
            assert one["datePublished"] <= one["dateModified"] == example.editorial[-1].date
            assert re.fullmatch(r"\d{4}(/(\d{4}|\.\.))?", one.get("temporalCoverage", "2014"))
            assert ("temporalCoverage" in one) == (example.period.start is not None)
            if where == published:
                assert one["url"] == f"{BASE}eksempler/{example.id}.html"
                assert one["publisher"]["name"] == "Eksempel <kommune>"


def test_the_collection_is_described_as_a_dataset(site, catalogue):
    [one] = data(site / "eksempler/index.html")
    assert one["@type"] == "Dataset" and 50 <= len(one["description"]) <= 5000
    assert f"{len(catalogue)} eksempler" in one["description"]
    assert one["license"].startswith("https://creativecommons.org/licenses/by/4.0/") and one["isAccessibleForFree"] is True
    assert {place["identifier"] for place in one["spatialCoverage"]} == {code for e in catalogue for code in e.countries}
    assert one["dateModified"] == max(e.editorial[-1].date for e in catalogue)


def test_methods_are_described_with_their_steps_and_the_front_page_as_the_site(site):
    for code, method in load_methods(ROOT).items():
        [one] = data(site / f"metoder/{code}.html")
        assert one["@type"] == "HowTo" and [step["text"] for step in one["step"]] == method.steps
    [one] = data(site / "index.html")
    assert one["@type"] == "WebSite" and one["description"] == meta(site / "index.html")["description"]


def test_no_value_is_empty_and_nothing_can_end_the_script(handbook):
    text = VALID.replace("title: En kommune prøvde noe nytt", "title: Tegnene < > & og 1 < 2 er tekst", 1)
    assert text != VALID
    [example] = load(handbook(eksempel=text))
    written = linked_data.script(linked_data.article(example, Site(BASE, "</script><script>")))
    assert not re.search("[<>&]", written)
    assert json.loads(written)["headline"] == "Tegnene < > & og 1 < 2 er tekst"

    def check(value):
        assert value not in ("", None, [], {}, "ikke_oppgitt")
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(item)

    for example in load():
        check(linked_data.article(example, Site()))


@pytest.mark.parametrize(("period", "written"), [("2013–2014", "2013/2014"), ("2013", "2013"), ("2013–", "2013/.."), ("ikke_oppgitt", None)])
def test_a_period_is_written_as_an_interval(period, written, handbook):
    [example] = load(handbook(eksempel=VALID.replace("period: 2013–2014", f"period: {period}")))
    assert linked_data.article(example, Site()).get("temporalCoverage") == written


# --- settings --------------------------------------------------------------------------------------

EMPTY = dict.fromkeys(site.SETTINGS, "")


def test_the_environment_goes_before_the_file():
    found = site.read({**EMPTY, "html_baseurl": "https://a.example"}, {"SLIK_BASEURL": "https://b.example/x"})
    assert (found.base, found.root) == ("https://b.example/x/", "/x/")
    assert site.read(EMPTY, {}).root == "/"


@pytest.mark.parametrize(
    ("setting", "value"),
    [("html_baseurl", "slik.example.no"), ("html_baseurl", "https://x.no/?a=1"), ("html_baseurl", "javascript:alert(1)"),
     ("slik_feedback", "ring oss"), ("slik_feedback", "javascript:alert(1)"), ("slik_feedback", "a@b")],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_told(setting, value):
    with pytest.raises(ValueError, match=setting):
        site.read({**EMPTY, setting: value}, {})


def test_a_build_with_a_wrong_setting_stops_before_anything_is_written(tmp_path):
    result = build(ROOT, tmp_path, SLIK_FEEDBACK="ring oss")
    assert result.returncode != 0 and "slik_feedback: «ring oss»" in result.stderr and "Traceback" not in result.stderr
    assert not list(tmp_path.rglob("*.html"))


def test_the_name_is_the_same_everywhere():
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    assert config["title"] == config["sphinx"]["config"]["html_title"] == site.NAME


# --- unknown addresses and moved pages ---------------------------------------------------------------


@pytest.mark.parametrize("where", ["site", "published"])
def test_links_for_unknown_addresses_work_at_any_depth(where, request):
    folder = request.getfixturevalue(where)
    root = "/" if where == "site" else "/bok/"
    page = soup(folder / "404.html")
    addresses = [tag.get("href") or tag.get("src") or tag.get("action") for tag in page.select("[href], [src], [action]")]
    own = [one for one in addresses if not one.startswith(("https://creativecommons.org/", "#"))]
    assert len(own) > 20
    for address in own:
        assert address.startswith(root), address
        assert (folder / address.removeprefix(root).partition("?")[0]).is_file(), address
    assert page.select_one("form[role=search] input[name=q]")
    # Where the address is a guess, the page says what to do if it is wrong.
    assert ("ligger boka i en mappe" in page.get_text()) == (where == "site")


def test_only_that_page_has_addresses_from_the_top_of_the_host(site, published):
    for where in (site, published):
        for page in pages(where):
            if page.name != "404.html":
                assert not soup(page).select("[href^='/'], [src^='/'], [action^='/']"), page


def test_a_moved_page_leads_on_without_scripts(published):
    page = soup(published / MOVED["old_page"])
    assert page.select_one("meta[http-equiv=refresh]")["content"] == "0; url=../metoder/blt.html"
    assert page.select_one("link[rel=canonical]")["href"] == f"{BASE}metoder/blt.html"
    link = page.select_one("main a")
    assert link["href"] == "../metoder/blt.html"
    assert link.get_text() == soup(published / "metoder/blt.html").h1.get_text()
    assert "24. november 2026" in page.get_text()


def test_a_moved_page_without_a_target_stops_the_build(tmp_path):
    root = copy_handbook(tmp_path)
    (root / REDIRECTS).write_text(yaml.safe_dump({"redirects": [MOVED | {"new_page": "metoder/btl.html", "why": "Prøve."}]}), "utf-8")
    result = build(root, root)
    assert result.returncode != 0 and "Traceback" not in result.stderr
    assert "Boka ble ikke bygget" in result.stderr
    assert re.search(r"data/redirects.yaml:\d+: redirects\[0\]\.new_page: Siden «metoder/btl.html» finnes ikke", result.stderr)
    assert not list((root / "_build").rglob("*.html"))


# --- pages that answer for the copy ---------------------------------------------------------------


def test_every_page_leads_to_what_a_reader_may_ask(site):
    for name, page in sources(site):
        links = {link.get_text(): link["href"] for link in soup(page).select("footer a")}
        assert {"Om håndboka", "Tilgjengelighet", "Personvern", "Endringer", "Meld feil"} <= links.keys(), name
        assert f"?side={name}&" in links["Meld feil"], name


def test_without_settings_a_reader_is_told_whom_to_ask(site):
    text = soup(site / "om/meld-feil.html").main.get_text()
    assert "ingen fast adresse" in text and "den som har lagt ut boka" in text
    assert not soup(site / "om/meld-feil.html").select("[href^='mailto:']")
    assert not [page for _, page in sources(site) if soup(page).select("[href^='mailto:']")]


def test_with_settings_the_copy_names_its_owner_and_mailbox(published):
    report = soup(published / "om/meld-feil.html")
    assert {tag["href"].partition("?")[0] for tag in report.select("[href^='mailto:']")} == {"mailto:feil@example.no"}
    for name in ("tilgjengelighet", "personvern"):
        facts = soup(published / f"om/{name}.html").select_one(".fakta")
        assert BASE in facts.get_text() and "Eksempel <kommune>" in facts.get_text() and facts.find("kommune") is None


def test_the_pages_about_the_book_are_easy_to_read():
    for path in sorted((ROOT / "book/om").glob("*.md")):
        body = path.read_text("utf-8").split("---\n", 2)[2]
        text = plain(re.sub(r"^(```.*?^```|\|.*?|#.*?)$", "", body, flags=re.DOTALL | re.MULTILINE))
        assert measure(text).lix < LIX_CEILING, path.name


def test_the_change_log_has_this_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    headings = re.findall(r"^## (.*)$", (ROOT / "book/om/endringer.md").read_text("utf-8"), re.MULTILINE)
    versions = [heading for heading in headings if heading.startswith("Utgave ")]
    assert versions[0].startswith(f"Utgave {version} (") and citation["version"] == version
    text = (ROOT / "book/om/endringer.md").read_text("utf-8")
    assert text.count("*Hvorfor:*") == len(re.findall(r"^### ", text, re.MULTILINE))
