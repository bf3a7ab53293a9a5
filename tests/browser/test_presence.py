"""Who was with: JavaScript counts as Python does, and every number leads to its examples."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from slik.catalogue import load
from slik.figures.matrix import FIELDS
from slik.paths import ROOT
from slik.tools.presence import ENDINGS, GROUPS, JOINED, actors, by_group, by_outcome, caveats, percent, summed_matrix
from slik.vocabulary import label
from slik.widgets.payload import PRESENCE_FACETS
from slik.widgets.presence import payload
from tests.browser.conftest import load_module
from tests.browser.test_accessibility import violations

PAGE = "verktoy/hvem-var-med.html"
ALL = load(ROOT)

filters = st.fixed_dictionaries(
    {}, optional={facet.key: st.lists(st.sampled_from(list(facet.choices)), max_size=3, unique=True) for facet in PRESENCE_FACETS}
)


@pytest.fixture(scope="module")
def module(browser, address):
    """The front-end module in a page of its own, with the payload as ``data``."""
    page = browser.new_page()
    page.goto(f"{address}/om/index.html")
    load_module(page, "presence")
    page.evaluate("(data) => { window.data = m.prepare(data); window.raw = data; }", payload(ALL, lambda path: path))
    yield page
    page.close()


COUNT = """([f, group]) => {
  const { rows } = m.filter(data, f);
  const actors = m.actorsOf(data, rows);
  const ids = (some) => m.examplesOf(some).map((i) => data.ids[i]);
  return {
    ids: rows.map((i) => data.ids[i]),
    matrix: m.summedMatrix(data, actors, group).map((line) => line.map((cell) => cell.length)),
    groups: m.byGroup(data, actors).map((one) => [ids(one.actors), one.actors.length, one.affected.length, one.fields.map((i) => i.length), one.joined.map((i) => i.length), one.usual]),
    outcomes: m.byOutcome(data, rows, actors).groups.map(({ group, cells }) => [group, cells.map((cell) => [cell.present, cell.known, cell.first].map(ids))]),
    of: m.byOutcome(data, rows, actors).of.map((inside) => inside.length),
    caveats: m.caveats(data, rows, actors),
  };
}"""


@settings(max_examples=60, deadline=None)
@given(filters, st.none() | st.integers(0, len(GROUPS) - 1))
def test_python_and_javascript_give_the_same_numbers(module, chosen, group):
    got = module.evaluate(COUNT, [chosen, group])
    examples = ALL.filter(**chosen)
    frame = actors(examples)
    assert got["ids"] == [example.id for example in examples]
    assert got["matrix"] == summed_matrix(frame, None if group is None else GROUPS[group]).to_numpy().tolist()
    for (code, row), (ids, total, affected, fields, joined, usual) in zip(by_group(frame).iterrows(), got["groups"], strict=True):
        assert (len(ids), total, affected) == (row["examples"], row["actors"], row["strongly_affected"])
        assert ids == list(dict.fromkeys(frame.loc[frame["group"] == code, "example"]))
        assert fields == [row[name] for name in FIELDS.values()] and joined == [row[phase] for phase in JOINED]
        assert tuple(usual) == row["usual"]
    table = by_outcome(frame)
    assert [GROUPS[position] for position, _ in got["outcomes"]] == list(dict.fromkeys(table.index.get_level_values("group")))
    for position, cells in got["outcomes"]:
        for ending, of, lists in zip(ENDINGS, got["of"], cells, strict=True):
            assert [of, *map(len, lists)] == table.loc[(GROUPS[position], ending)].tolist()
    order, limits = caveats(frame)
    assert got["caveats"] == {"order": order, "limits": limits}


def test_percent_is_the_same_and_never_of_fewer_than_five(module):
    pairs = [(count, of) for of in range(60) for count in range(of + 1)]
    assert module.evaluate("(pairs) => pairs.map(([k, n]) => m.percent(data, k, n))", pairs) == [percent(*pair) for pair in pairs]


def test_files_hold_the_same_numbers(module):
    frame = actors(ALL.filter(countries="DK"))
    texts = module.evaluate("""() => {
      const f = {countries: ["DK"]};
      const { rows } = m.filter(data, f);
      const actors = m.actorsOf(data, rows);
      const words = m.selectionText(data, f);
      return [m.matrixCsv(data, rows, actors, null, words), m.groupsCsv(data, rows, actors, words), m.outcomesCsv(data, rows, actors, words)];
    }""")
    assert all(text.startswith("\ufeff") for text in texts)
    matrix, groups, outcomes = (list(csv.DictReader(io.StringIO(text[1:]), delimiter=";")) for text in texts)
    assert [int(row["Antall aktører"]) for row in matrix] == summed_matrix(frame).to_numpy().ravel().tolist()
    assert [int(row["Med i antall eksempler"]) for row in groups] == by_group(frame)["examples"].tolist()
    names = ["Av", "Med i antall eksempler", "Av der tiden er kjent", "Med fra forståelsen"]
    assert [[int(row[name]) for name in names] for row in outcomes] == by_outcome(frame).to_numpy().tolist()
    assert {row["Utvalg"] for row in [*matrix, *groups, *outcomes]} == {"Land: Danmark"}


def test_text_with_markup_is_shown_as_text(module):
    shown = module.evaluate(
        """() => {
          const hostile = '<img src=x onerror="window.hacked = true"> \u202e\ud83d\ude00';
          const real = {...raw, titles: raw.titles.map(() => hostile), actors: raw.actors.map((own) => own.map(([, ...rest]) => [hostile, ...rest]))};
          const el = document.body.appendChild(document.createElement("div"));
          const state = {data: real, filters: {}};
          m.default.render({el, model: {get: (k) => state[k], set() {}, on() {}, off() {}, save_changes() {}}});
          el.querySelector(".summert button").click();
          const found = {images: el.querySelectorAll("img").length, text: el.querySelector(".bak-tallet a").textContent === hostile};
          el.remove();
          return found;
        }"""
    )
    assert shown == {"images": 0, "text": True}
    assert module.evaluate("window.hacked") is None


def test_filters_set_from_python_are_drawn(module):
    texts = module.evaluate(
        """() => {
          const el = document.body.appendChild(document.createElement("div"));
          const state = {data: raw, filters: {countries: ["DK"]}};
          let changed;
          m.default.render({el, model: {get: (k) => state[k], set() {}, on: (_, call) => { changed = call; }, off() {}, save_changes() {}}});
          const before = el.querySelector("[role=status]").textContent;
          state.filters = {countries: ["FI"]};
          changed();
          const after = el.querySelector("[role=status]").textContent;
          const links = el.querySelectorAll(".videre a").length;
          el.remove();
          return [before, after, links];
        }"""
    )
    wanted = [ALL.filter(countries=code) for code in ("DK", "FI")]
    assert texts == [*(f"{len(one)} av {len(ALL)} eksempler, med {len(actors(one))} aktører." for one in wanted), 0]


# --- as a reader meets it ---------------------------------------------------------------------


@pytest.fixture
def page(browser, address):
    context = browser.new_context(accept_downloads=True)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    page.get_by_role("status").wait_for()
    yield page
    context.close()


def choose(page: Page, name: str) -> None:
    if not page.get_by_role("checkbox").first.is_visible():
        page.get_by_text("Velg tema, fase, land, utfall og").click()
    page.get_by_role("checkbox", name=name).check()


def test_choices_change_numbers_and_address_and_lead_to_the_explorer_and_back(page):
    choose(page, "Danmark")
    choose(page, "Omsorg")
    wanted = ALL.filter(countries="DK", sectors="omsorg")
    expect(page.get_by_role("status")).to_have_text(f"{len(wanted)} av {len(ALL)} eksempler, med {len(actors(wanted))} aktører.")
    query = page.url.partition("?")[2]
    page.get_by_role("link", name="Se de samme eksemplene i utforskeren").click()
    expect(page.get_by_role("status")).to_have_text(f"Viser {len(wanted)} av {len(ALL)} eksempler.")
    assert page.url.partition("?")[2] == query
    page.get_by_role("link", name="Se hvem som var med i disse").click()
    expect(page.get_by_role("status")).to_contain_text(f"{len(wanted)} av {len(ALL)} eksempler")
    assert page.url.partition("?")[2] == query


def test_explorer_says_what_is_not_carried_over(page, address):
    page.goto(f"{address}/notebooks/utforsk.html?land=DK&status=stoppet&q=kommune")
    line = page.locator(".videre")
    expect(line).to_contain_text("Bare tema, fase, land, utfall og tjenesteområde følger med.")
    expect(line).to_contain_text(f"Uten «Status: Stoppet» og «Søk: kommune» gjelder det {len(ALL.filter(countries='DK'))} eksempler.")
    assert line.get_by_role("link").get_attribute("href").endswith("hvem-var-med.html?land=DK")
    page.goto(f"{address}/notebooks/utforsk.html?land=DK")
    expect(page.locator(".videre")).to_have_text("Se hvem som var med i disse")


def test_every_number_opens_as_many_examples_as_it_says(page):
    """All buttons of the comparison, where the number is of examples."""
    page.get_by_text("Gruppene og utfallet").wait_for()
    wrong = page.evaluate(
        """() => [...document.querySelectorAll(".hvem section:nth-of-type(3) .tallknapp")].filter((button) => {
          button.click();
          const listed = document.querySelectorAll(".bak-tallet li").length;
          const focused = document.activeElement.matches(".bak-tallet h3");
          return listed !== Number(button.textContent) || !focused;
        }).map((button) => button.getAttribute("aria-label"))"""
    )
    assert wrong == []
    assert page.locator(".hvem section:nth-of-type(3) .tallknapp").count() > 100
    assert page.locator(".bak-tallet").count() == 1


def test_the_list_names_the_right_examples_and_gives_focus_back(page):
    frame = actors(ALL)
    inside = frame[(frame["influence"] == "stor") & (frame["interest"] == "liten")]
    button = page.get_by_role("button", name=re.compile("innflytelse stor og interesse liten"))
    button.click()
    region = page.get_by_role("region", name="Eksemplene bak tallet")
    assert region.get_by_role("link").all_inner_texts() == list(dict.fromkeys(inside["title"]))
    assert button.get_attribute("aria-expanded") == "true"
    for name in inside["name"]:
        assert name in region.inner_text()
    region.get_by_role("button", name="Lukk listen").click()
    expect(region).to_have_count(0)
    assert button.evaluate("(one) => one === document.activeElement && one.getAttribute('aria-expanded') === 'false'")


def test_one_group_in_the_matrix(page):
    page.get_by_label("Aktørgruppe i matrisen").select_option(label=label("stakeholder_groups", "brukere"))
    frame = actors(ALL)
    own = frame[frame["group"] == "brukere"]
    expect(page.locator(".summert caption")).to_have_text(
        f"{label('stakeholder_groups', 'brukere')}: {len(own)} aktører i {own['example'].nunique()} av {len(ALL)} eksempler"
    )
    shown = page.locator(".summert tbody tr:not(.feltnavn) td").all_inner_texts()
    assert [int(text) for text in shown] == summed_matrix(frame, "brukere").iloc[::-1].to_numpy().ravel().tolist()


def test_keyboard_alone_is_enough(page):
    summary = page.get_by_text("Velg tema, fase, land, utfall og")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_contain_text(f"{len(ALL.filter(themes='hva'))} av")
    page.get_by_label("Aktørgruppe i matrisen").focus()
    page.keyboard.press("Tab")  # the table, which scrolls
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Eksemplene bak tallet")).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.bak-tallet a')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.summert .tallknapp')")
    assert page.locator(".bak-tallet").count() == 0


def test_few_examples_give_no_percent_and_a_plain_warning(page, address):
    page.goto(f"{address}/{PAGE}?land=IS")
    page.get_by_role("status").wait_for()
    assert len(ALL.filter(countries="IS")) < 5
    assert not re.search(r"\d %", page.locator(".hvem").inner_text())
    expect(page.locator(".hvem")).to_contain_text("for få til å sammenligne")


def test_no_examples_and_unknown_choices_are_told(page, address):
    page.goto(f"{address}/{PAGE}?land=IS&omrade=barnehage&tema=system&utfall=mislyktes")
    expect(page.get_by_text("Vi har ingen eksempler som passer")).to_be_visible()
    page.goto(f"{address}/{PAGE}?land=DK&status=stoppet&q=skole")
    expect(page.get_by_text("Noen av valgene i adressen finnes ikke her")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text(f"{len(ALL.filter(countries='DK'))} av")


@pytest.mark.parametrize("query", ["?tema=%E0%A4%A", "?land=__proto__", "?land=%3Cimg%20src=x%3E", "?fase=,,,", "?q=a"])
def test_malformed_address_never_breaks_the_page(page, address, query):
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/{PAGE}{query}")
    expect(page.get_by_role("status")).to_contain_text(f"Alle {len(ALL)} eksempler")
    assert errors == []


def test_download_is_what_is_shown(page):
    choose(page, "Finland")
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned gruppene (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert [int(row["Antall aktører"]) for row in rows] == by_group(actors(ALL.filter(countries="FI")))["actors"].tolist()


def test_works_as_a_file_under_a_strict_policy_and_asks_the_network_for_nothing(browser, address, site):
    page = browser.new_page()
    page.goto((site / PAGE).as_uri() + "?land=SE")
    expect(page.get_by_role("status")).to_contain_text(f"{len(ALL.filter(countries='SE'))} av")

    def strict(route):
        response = route.fetch()
        headers = {**response.headers, "content-security-policy": "default-src 'self'; img-src 'self' data:"}
        route.fulfill(response=response, headers=headers)

    page.route("**/*.html*", strict)
    page.goto(f"{address}/{PAGE}?land=SE", wait_until="networkidle")
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url) if not request.url.endswith("ikon.svg") else None)
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    choose(page, "Finland")
    page.locator(".tallknapp").first.click()
    expect(page.get_by_role("status")).to_contain_text(f"{len(ALL.filter(countries=['SE', 'FI']))} av")
    assert asked == [] and errors == []
    assert page.context.cookies() == [] and page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.close()


def test_without_scripts_figure_tables_and_examples_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    frame = actors(ALL)
    assert f"{len(frame)} aktører i {len(ALL)} eksempler" in page.get_by_role("img").get_attribute("alt")
    groups, joined, outcomes = (page.get_by_role("table", name=name) for name in ("Hvor gruppene står", "Når gruppene kom inn", "Gruppene og utfallet"))
    assert [line.split("\t")[1] for line in groups.locator("tbody tr").all_inner_texts()] == by_group(frame)["examples"].astype(str).tolist()
    assert joined.locator("tbody tr").count() == len(GROUPS) and outcomes.locator("tbody tr").count() == len(GROUPS) + 1
    first = outcomes.locator("tbody tr").nth(1).locator("td").first.inner_text()
    row = by_outcome(frame).iloc[0]
    assert first.startswith(f"{row['present']} av {row['of']} ({percent(row['present'], row['of'])} %)")
    for details, (code, row) in zip(page.locator(".hvem > details:has(ul)").all(), by_group(frame).query("examples > 0").iterrows(), strict=True):
        assert details.locator("summary").inner_text().startswith(label("stakeholder_groups", code))
        assert details.locator("a").count() == row["examples"]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_fits_and_has_no_violations_in_any_state(scheme, width, browser, address):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for query in ("", "?land=DK&fase=test", "?land=IS&omrade=barnehage&tema=system"):
        page.goto(f"{address}/{PAGE}{query}")
        page.get_by_role("status").wait_for()
        if page.locator(".tallknapp").first.is_visible():
            page.locator(".tallknapp").first.click()
        page.get_by_text("Velg tema, fase, land, utfall og").click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        small = page.evaluate(
            """() => [...document.querySelectorAll(".hvem :is(button, input, select, summary)")].filter((one) => {
              const {width, height} = (one.matches("input") ? one.parentElement : one).getBoundingClientRect();
              return one.checkVisibility() && (width < 24 || height < 24);
            }).map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert small == []
    context.close()


def test_prints_the_tables_without_controls(page):
    page.emulate_media(media="print")
    assert page.locator(".filtre").is_hidden() and page.get_by_role("button", name="Last ned matrisen").is_hidden()
    assert page.get_by_role("table").count() == 4
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) <= 6
    page.set_viewport_size({"width": 688, "height": 1000})  # the width of the paper inside its margins
    assert page.evaluate("[...document.querySelectorAll('.hvem table')].every((one) => one.scrollWidth <= one.closest('.rull').clientWidth + 1)")
