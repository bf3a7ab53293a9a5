"""The explorer: Python and JavaScript agree, and a reader gets what the counts promise."""

from __future__ import annotations

import csv
import io
import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from slik import search
from slik.catalogue import load
from slik.figures.overview import cross_table
from slik.paths import ROOT
from slik.widgets.explorer import select
from slik.widgets.payload import EXPLORER_FACETS, payload
from tests.browser.conftest import load_module

EXPLORER = "notebooks/utforsk.html"
ALL = load(ROOT)

filters = st.fixed_dictionaries(
    {},
    optional={facet.key: st.lists(st.sampled_from(list(facet.choices)), max_size=2, unique=True) for facet in EXPLORER_FACETS}
    | {"text": st.sampled_from(["kommunenes floker", "skole", "velfærd", "Aalborg", "å", "finnes ikke xyz", "bussen"])},
)


@pytest.fixture(scope="module")
def module(browser, address):
    """The front-end module in a page of its own, with the payload as ``data``."""
    page = browser.new_page()
    page.goto(f"{address}/om/index.html")
    load_module(page, "explorer")
    page.evaluate("(data) => { window.data = m.prepare(data); }", payload(ALL, lambda path: path))
    yield page
    page.close()


@settings(max_examples=150, deadline=None)
@given(chosen=filters)
def test_python_and_javascript_give_the_same_rows(module, chosen):
    ids = module.evaluate("(f) => m.filter(data, f).rows.map((i) => data.ids[i])", chosen)
    assert ids == [example.id for example in select(ALL, chosen)]


@settings(max_examples=40, deadline=None)
@given(chosen=filters)
def test_every_count_is_what_that_choice_would_give(module, chosen):
    counts = module.evaluate("(f) => m.filter(data, f).counts", chosen)
    for facet in EXPLORER_FACETS:
        for code, count in zip(facet.choices, counts[facet.key], strict=True):
            assert count == len(select(ALL, {**chosen, facet.key: [code]})), (facet.key, code)


def test_all_pairs_of_choices_agree_with_list_and_download(module):
    pairs = [(a, x, b, y) for a, b in combinations(EXPLORER_FACETS[:5], 2) for x in a.choices for y in b.choices]
    wanted = [[example.id for example in select(ALL, {a.key: [x], b.key: [y]})] for a, x, b, y in pairs]
    got = module.evaluate(
        """(pairs) => pairs.map(([a, x, b, y]) => {
          const f = {[a]: [x], [b]: [y]};
          const { rows, counts } = m.filter(data, f);
          const json = JSON.parse(m.toJson(data, rows, f));
          const facet = data.facets.find((one) => one.key === b);
          return [json.examples.map((e) => e.id), json.count, counts[b][facet.codes.indexOf(y)], m.toCsv(data, rows).trim().split("\\r\\n").length - 1];
        })""",
        [[a.key, x, b.key, y] for a, x, b, y in pairs],
    )
    for ids, (listed, count, promised, lines) in zip(wanted, got, strict=True):
        assert ids == listed and len(ids) == count == promised == lines


WORDS = ["kommunenes", "Kommunar", "Göteborg", "Gøteborg", "velfærdsteknologi", "velferdsteknologien", "ÅLBORG", "Aalborg",
         "husholdsøkonomi", "floka", "by", "skolehelsetjenesten", "Þór", "  ", "e-hemtjänst", "å", "barn's", "innbyggjaranes",
         "udviklingsprocessen", "følgjeforsking", "mulighetene", "barna", "kommunerna", "moderne", "prosess", "Delphi", "rommet"]


def test_search_folds_and_stems_alike_in_both_languages(module):
    assert module.evaluate("(words) => words.map(m.fold)", WORDS) == [search.fold(word) for word in WORDS]
    folded = [part for word in WORDS for part in search.fold(word).split()]
    assert module.evaluate("(words) => words.map(m.stem)", folded) == [search.stem(word) for word in folded]


@pytest.mark.parametrize(
    ("query", "text"),
    [("kommunene", "En kommune"), ("velfærdsteknologi", "velferdsteknologien"), ("göteborg", "Gøteborg"), ("Ålborg", "Aalborg"),
     ("floker", "floka"), ("teknologi", "velferdsteknologi"), ("ungdommene", "ungdomar")],
)
def test_search_forgives_inflection_and_spelling(query, text):
    assert search.matches(query, search.fold(text))


def test_cross_table_is_the_same_as_the_figures(module):
    counts = module.evaluate("() => m.cross(data, m.filter(data, {}).rows, 'themes', 'phases').counts")
    assert counts == cross_table(ALL, "themes", "phases").to_numpy().tolist()


def test_address_survives_a_round_trip_and_rubbish_is_ignored(module):
    chosen = {"countries": ["DK"], "phases": ["test"], "text": "skole & æøå"}
    assert module.evaluate("(f) => m.fromAddress(data, m.toAddress(data, f))", chosen) == chosen
    for rubbish in ("?tema=%00%ff", "?land=DK,XX,DK", "?q=" + "a" * 5000, "?tema=<script>", "?=&&&", "?fase=test,test"):
        assert isinstance(module.evaluate("(s) => m.fromAddress(data, s)", rubbish), dict)
    assert module.evaluate("(s) => m.fromAddress(data, s)", "?land=DK,XX,DK") == {"countries": ["DK"]}


def test_spreadsheet_formulas_are_neutralised(module):
    assert module.evaluate("(cells) => cells.map(m.csvCell)", ["=1+1", "+1", "-1", "@x", 'a;"b"']) == ["'=1+1", "'+1", "'-1", "'@x", '"a;""b"""']


def test_text_with_markup_is_shown_as_text(module):
    shown = module.evaluate(
        """() => {
          const hostile = '<img src=x onerror="window.hacked = true"> {{x}} \u202e\ud83d\ude00';
          const real = structuredClone({...data, facets: data.facets.map(({words, ...facet}) => facet), folded: undefined});
          for (const name of ["titles", "summaries", "places"]) real[name] = real[name].map(() => hostile);
          const el = document.body.appendChild(document.createElement("div"));
          const state = {data: real, filters: {text: hostile}};
          m.default.render({el, model: {get: (k) => state[k], set() {}, on() {}, off() {}, save_changes() {}}});
          const found = {images: el.querySelectorAll("img").length, text: el.querySelector(".resultat a").textContent === hostile};
          el.remove();
          return found;
        }"""
    )
    assert shown == {"images": 0, "text": True}
    assert module.evaluate("window.hacked") is None


# --- as a reader meets it ---------------------------------------------------------------------


@pytest.fixture
def page(browser, address):
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(f"{address}/{EXPLORER}")
    page.get_by_role("status").wait_for()
    yield page
    context.close()


def count(page: Page) -> int:
    return int(page.get_by_role("status").inner_text().split()[1].replace("alle", "0"))


def test_three_clicks_find_stopped_attempts_in_denmark_in_the_test_phase(page, browser):
    page.get_by_label("Danmark").check()
    page.get_by_label("Test", exact=False).first.check()
    page.get_by_text("Flere filtre").click()
    page.get_by_label("Stoppet").check()
    wanted = select(ALL, {"countries": ["DK"], "phases": ["test"], "statuses": ["stoppet"]})
    assert len(wanted) > 0
    expect(page.get_by_role("status")).to_have_text(f"Viser {len(wanted)} av {len(ALL)} eksempler.")
    assert page.locator(".resultat > li").count() == len(wanted)
    receiver = browser.new_page()
    receiver.goto(page.url)
    assert receiver.locator(".resultat > li > a").all_inner_texts() == [example.title for example in wanted]
    receiver.close()


def test_download_is_what_is_shown(page):
    page.get_by_label("Finland").check()
    wanted = [example.id for example in select(ALL, {"countries": ["FI"]})]
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned CSV").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [row["Id"] for row in rows] == wanted
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned JSON").click()
    assert [one["id"] for one in json.loads(Path(download.value.path()).read_text("utf-8"))["examples"]] == wanted
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned referanser").click()
    assert Path(download.value.path()).read_text("utf-8").count("SLIK-håndboka.") == len(wanted)


def test_back_from_an_example_restores_filters_and_place(page):
    page.get_by_label("Norge").check()
    page.get_by_role("button", name="Vis 20 til").click()
    link = page.locator(".resultat > li > a").nth(30)
    link.scroll_into_view_if_needed()
    page.wait_for_timeout(200)
    before = page.evaluate("scrollY")
    assert before > 500
    link.click()
    page.wait_for_load_state()
    page.go_back()
    page.get_by_role("status").wait_for()
    page.wait_for_timeout(300)
    assert page.get_by_role("checkbox", name="Norge").is_checked()
    assert page.locator(".resultat > li").count() == 40
    assert abs(page.evaluate("scrollY") - before) < 50


def test_keyboard_alone_is_enough(page):
    page.get_by_label("Søk i tittel").focus()
    page.keyboard.type("hverdagsrehabilitering")
    expect(page.get_by_role("button", name="Fjern Søk: hverdagsrehabilitering")).to_be_visible()
    shown = page.locator(".resultat > li").count()
    assert 0 < shown < len(ALL)
    page.get_by_role("button", name="Fjern Søk").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(f"Viser alle {len(ALL)} eksempler.")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "status"


def test_nothing_found_offers_the_nearest_widening(page):
    page.get_by_label("Island").check()
    page.get_by_label("Søk i tittel").fill("qqqq")
    expect(page.get_by_text("Vi har ingen eksempler som passer")).to_be_visible()
    page.get_by_role("button", name="Se bort fra søkeordene").click()
    expect(page.get_by_role("status")).to_have_text(f"Viser {len(select(ALL, {'countries': ['IS']}))} av {len(ALL)} eksempler.")


def test_summaries_follow_the_filter_and_gaps_are_ours(page):
    page.get_by_label("Island").check()
    page.get_by_text("Oppsummering av det du ser").click()
    page.get_by_role("table").first.wait_for()
    assert page.get_by_role("table").count() >= 5
    assert page.get_by_text("vi har ingen").count() > 0
    assert page.get_by_text("det finnes ingen").count() == 0


def test_without_scripts_the_complete_table_is_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{EXPLORER}")
    assert page.locator(".eksempeltabell tbody tr").count() == len(ALL)
    context.close()


def test_explorer_filters_when_the_book_is_opened_as_a_file(browser, site):
    page = browser.new_page()
    page.goto((site / EXPLORER).as_uri() + "?land=SE")
    expect(page.get_by_role("status")).to_have_text(f"Viser {len(select(ALL, {'countries': ['SE']}))} av {len(ALL)} eksempler.")
    page.close()


@pytest.mark.parametrize("address_part", ["?tema=%E0%A4%A", "?land=__proto__", "?q=%3Cimg%20src=x%20onerror=alert(1)%3E", "?fase=,,,"])
def test_malformed_address_never_breaks_the_page(browser, address, address_part):
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/{EXPLORER}{address_part}")
    page.get_by_role("status").wait_for()
    assert errors == [] and page.locator("img[src=x]").count() == 0
    page.close()


def test_strict_content_security_policy_does_not_stop_it(browser, address):
    page = browser.new_page()

    def strict(route):
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": "default-src 'self'; img-src 'self' data:"}
        route.fulfill(response=response, headers=headers)

    page.route("**/*.html*", strict)
    page.goto(f"{address}/{EXPLORER}?land=FI")
    expect(page.get_by_role("status")).to_have_text(f"Viser {len(select(ALL, {'countries': ['FI']}))} av {len(ALL)} eksempler.")
    page.close()
