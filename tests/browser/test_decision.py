"""The decision matrix in a browser: the same answers as Python, and a reader gets through."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from playwright.sync_api import Page, expect

from slik.catalogue import load
from slik.tools import decision, decision_words, document
from slik.tools.decision import RULES, Alternative, Criterion, Matrix, Score
from slik.widgets import DecisionMatrix
from tests.browser.conftest import load_module
from tests.browser.test_accessibility import violations
from tests.browser.test_tools import HOSTILE
from tests.decision_sheets import FIXTURES, matrices, sheet
from tests.test_tool_decision import BAD, bad_file

MATRIX = "verktoy/beslutningsmatrise.html"

# --- the same answers in both languages -------------------------------------------------------------


@pytest.fixture(scope="module")
def module(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/om/index.html")
    load_module(page, "decision")
    page.evaluate("(data) => { window.data = data; }", DecisionMatrix.state(load(), lambda path: path))
    yield page
    page.close()


def answers(matrix: Matrix) -> list[object]:
    return [
        decision.rank(matrix).model_dump(mode="json"),
        decision.robustness(matrix).model_dump(mode="json"),
        [point.model_dump(mode="json") for point in decision.turning_points(matrix)],
        decision_words.summary(matrix),
    ]


def in_browser(module: Page, matrix: Matrix) -> list[object]:
    return module.evaluate(
        "(content) => [m.rank(data, content), m.robustness(data, content), m.turningPoints(data, content), m.summary(data, content)]",
        matrix.model_dump(mode="json"),
    )


@pytest.mark.parametrize("case", FIXTURES, ids=lambda case: case["what"])
def test_fixtures_have_the_same_answers(case, module):
    matrix = sheet(case["criteria"], case["alternatives"])
    assert in_browser(module, matrix) == answers(matrix)


@settings(max_examples=200, deadline=None)
@given(matrix=matrices())
def test_any_sheet_has_the_same_answers(module, matrix):
    assert in_browser(module, matrix) == answers(matrix)


def test_the_largest_sheet_has_the_same_answers(module):
    weights = [100, 99, 97, 89, 83, 79, 73, 71, 67, 1]
    scores = [[1 + (i * k + i + k * k) % 5 for k in range(10)] for i in range(8)]
    largest = sheet({f"k{k}": weight for k, weight in enumerate(weights)}, {f"a{i}": row for i, row in enumerate(scores)})
    assert in_browser(module, largest) == answers(largest)


def test_a_weight_is_a_whole_number_from_0_to_100(module):
    typed = ["0", "100", " 25 ", "007", "101", "-1", "2.5", "2,5", "", "ti", "1e1", "٣"]
    assert module.evaluate("(all) => all.map(m.readWeight)", typed) == [0, 100, 25, 7, *[None] * 8]


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_as_in_python(name, module):
    read = module.evaluate("(text) => m.fromFile(data, text, m.fault)", bad_file(name))
    assert re.search(BAD[name][1].partition(" skal")[0], read["problem"])


# --- as a reader meets it ------------------------------------------------------------------------------


@pytest.fixture
def page(browser, address):
    context = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/{MATRIX}")
    yield page
    context.close()


def key(page: Page, name: str):
    return page.locator(f'[data-key="{name}"]')


def saved(page: Page) -> dict:
    with page.expect_download() as download:
        page.get_by_role("button", name="Lagre som fil").click()
    return json.loads(Path(download.value.path()).read_text("utf-8"))["content"]


def open_sheet(page: Page, matrix: Matrix, folder: Path) -> None:
    (folder / "ark.json").write_text(document.dump(matrix), "utf-8")
    page.locator("input[type=file]").set_input_files(folder / "ark.json")
    expect(page.get_by_role("status")).to_contain_text("Åpnet")


def test_a_group_fills_in_the_sheet_with_the_mouse(page):
    page.get_by_label("Hvem bestemmer?").fill("Utvalg for helse")
    key(page, "alternatives-1-name").fill("Pilot i to bydeler")
    expect(page.locator(".svar")).to_contain_text("Ingen alternativer kan rangeres ennå.")
    for j, row in enumerate([(2, 3, 4, 5), (5, 3, 3, 4)]):
        for k, points in enumerate(row):
            page.get_by_label(re.compile("Fortsette som nå" if j == 0 else "Pilot")).and_(key(page, f"score-{j}-{k}")).select_option(str(points))
    result = page.locator(".svar")
    expect(result).to_contain_text("«Pilot i to bydeler» kommer best ut, med 3,75 av 5 poeng.")
    expect(result).to_contain_text("Valget står i 10 av 12 prøver.")
    expect(result).to_contain_text("Teller «Virkning på behovet» 18\u00a0% i stedet for 25\u00a0%, går «Fortsette som nå» forbi.")
    expect(result).to_contain_text("Den som bestemmer, er Utvalg for helse.")
    rows = page.get_by_role("region", name="Alternativene etter poeng").locator("tbody tr")
    assert [row.split()[:2] for row in rows.all_inner_texts()] == [["Pilot", "i"], ["Fortsette", "som"]]
    page.get_by_text("Se alle de 12 prøvene").click()
    trials = page.get_by_role("region", name="Prøvene").locator("tbody tr")
    assert sum("Faller" in row for row in trials.all_inner_texts()) == 2
    assert page.locator(".skinne .stolpe").first.evaluate("one => one.style.width") == "75%"


def test_keyboard_alone_adds_moves_weighs_and_removes(page):
    key(page, "alternatives-add").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Felles kjøp")
    assert page.evaluate("document.activeElement.dataset.key") == "alternatives-2-name"
    key(page, "criteria-3-up").focus()
    for _ in range(3):
        page.keyboard.press("Space")
    # At the top «Flytt opp» is shut, and the focus stands on «Flytt ned».
    assert page.evaluate("document.activeElement.dataset.key") == "criteria-0-down"
    expect(page.get_by_role("status")).to_have_text("Flyttet Samspill til plass 1 av 4.")
    key(page, "criteria-0-weight").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("40")
    expect(page.locator(".sum")).to_have_text("Summen av vektene er 115 av 100. Det er 15 for mye. Svaret stemmer likevel.")
    page.keyboard.press("Control+A")
    page.keyboard.type("ti")
    expect(page.get_by_role("alert").filter(has_text="Skriv et helt tall")).to_contain_text("Vi regner med 40 til da.")
    key(page, "score-2-0").focus()
    page.keyboard.press("4")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Vi gjør det alt.")
    key(page, "alternatives-0-remove").focus()
    page.keyboard.press("Enter")
    content = saved(page)
    assert [one["name"] for one in content["alternatives"]] == ["", "Felles kjøp"]
    assert [(one["name"], one["weight"]) for one in content["criteria"]][0] == ("Samspill", 40)
    assert content["alternatives"][1]["scores"][0] == {"points": 4, "meets": None, "reason": "Vi gjør det alt."}
    page.get_by_role("button", name="Angre").click()
    expect(key(page, "alternatives-0-name")).to_have_value("Fortsette som nå")


def test_scores_follow_their_criterion_and_alternative_when_they_move(page):
    key(page, "score-0-0").select_option("5")
    key(page, "score-1-3").select_option("2")
    key(page, "criteria-0-down").click()
    key(page, "alternatives-0-down").click()
    content = saved(page)
    assert [[score["points"] for score in one["scores"]] for one in content["alternatives"]] == [[None, None, None, 2], [None, 5, None, None]]
    key(page, "criteria-1-remove").click()
    assert [[score["points"] for score in one["scores"]] for one in saved(page)["alternatives"]] == [[None, None, 2], [None, None, None]]


def test_a_must_excludes_and_has_no_weight(page):
    for j in (0, 1):
        for k in range(4):
            key(page, f"score-{j}-{k}").select_option("3")
    key(page, "criteria-3-must").check()
    expect(key(page, "criteria-3-weight")).to_have_count(0)
    expect(page.locator(".sum")).to_have_text("Summen av vektene er 75 av 100. Det mangler 25.")
    key(page, "score-1-3").select_option("Oppfyller ikke")
    expect(page.locator(".svar")).to_contain_text("Oppfyller ikke «Samspill». Er ute.")
    expect(page.locator(".svar")).to_contain_text("Ikke vurdert mot «Samspill» ennå.")
    key(page, "criteria-3-must").uncheck()
    expect(key(page, "score-1-3")).to_have_value("3")


def test_the_other_set_of_criteria_can_be_put_in_and_taken_out(page):
    key(page, "score-0-0").select_option("5")
    page.get_by_text("Sett inn et annet sett med kriterier").click()
    page.get_by_role("button", name="Sett inn: Velge floke").click()
    content = saved(page)
    assert [(one["name"], one["weight"]) for one in content["criteria"]] == [(c.name, c.weight) for c in RULES.starts[1].criteria]
    assert {score["points"] for one in content["alternatives"] for score in one["scores"]} == {None}
    page.get_by_role("button", name="Angre").click()
    expect(key(page, "score-0-0")).to_have_value("5")


def test_the_sheet_stops_at_its_limits(page):
    for _ in range(6):
        page.get_by_role("button", name="Legg til alternativ").click()
        page.get_by_role("button", name="Legg til kriterium").click()
    expect(page.get_by_role("button", name="Legg til alternativ")).to_be_disabled()
    expect(page.get_by_role("button", name="Legg til kriterium")).to_be_disabled()
    for name in ("alternatives", "criteria"):
        while key(page, f"{name}-0-remove").is_enabled():
            key(page, f"{name}-0-remove").click()
    assert (len(saved(page)["alternatives"]), len(saved(page)["criteria"])) == (1, 1)


def test_what_is_typed_is_text_everywhere_and_names_follow(page):
    page.get_by_label("Hvem bestemmer?").fill(HOSTILE)
    for name in ("alternatives-1-name", "criteria-0-name", "criteria-0-top"):
        key(page, name).fill(HOSTILE)
    for j in (0, 1):
        for k in range(4):
            key(page, f"score-{j}-{k}").select_option(str(2 + j))
    assert page.locator(".arbeidsark img").count() == 0
    assert page.evaluate("window.hacked") is None
    heads = page.get_by_role("region", name=re.compile("^Poeng: et")).locator("th bdi")
    assert heads.filter(has_text="<img src=x").count() == 3
    assert page.locator(".svar bdi").filter(has_text="<img src=x").count() >= 4
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert HOSTILE in next(csv.reader(io.StringIO(text), delimiter=";"))


def test_the_spreadsheet_has_points_reasons_and_result(page, tmp_path):
    data = sheet({"Letthet": 60, "Gevinst": 40, "Lovlig": "krav"}, {"Nå": [4, 2, True], "=1+1": [3, None, None]}).model_dump()
    data["alternatives"][0]["scores"][0]["reason"] = "Går; alt."
    open_sheet(page, Matrix.model_validate(data), tmp_path)
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned CSV").click()
    rows = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert rows[0][2:] == ["Vekt", "Nå", "'=1+1", "Begrunnelse: Nå", "Begrunnelse: =1+1"]
    assert rows[1] == ["Letthet", "", "60", "4", "3", "Går; alt.", ""]
    assert rows[3][2:5] == ["krav", "Oppfyller", "Ikke vurdert"]
    assert rows[4][:5] == ["Vektet snitt", "", "100", "3,20", ""]
    assert rows[5][3:5] == ["1", "ikke rangert"]


def large(reason: str) -> Matrix:
    """Five alternatives and seven criteria, with names as long as people write them."""
    criteria = [Criterion(name=f"Et litt lengre kriterium nummer {k}", top="Alle som trenger det, får hjelp samme dag.", weight=15, must=False) for k in range(7)]
    return Matrix(
        title="Hvilken løsning skal vi teste for eldre som bor alene og blir ensomme?",
        decider="Utvalg for helse og omsorg",
        criteria=criteria,
        alternatives=[
            Alternative(name=f"Besøkstjeneste med frivillige {j}", scores=[Score(points=1 + (j * k + j + k * k) % 5, meets=None, reason=reason) for k in range(7)])
            for j in range(5)
        ],
    )


@pytest.mark.parametrize("reason", ["", "Dette prøvde vi i fjor, og da virket det ganske bra."])
def test_five_alternatives_and_seven_criteria_print_on_one_page(reason, page, tmp_path):
    open_sheet(page, large(reason), tmp_path)
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    page.emulate_media(media="print")
    paper = page.locator(".ark").inner_text()
    assert "Utvalg for helse og omsorg" in paper and "Besøkstjeneste med frivillige 4" in paper
    assert page.locator(".ark :is(input, select, textarea, button)").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_violations_and_no_sideways_scroll_empty_or_filled(width, scheme, address, browser, tmp_path):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{MATRIX}")
    assert violations(page) == []
    open_sheet(page, large("Dette prøvde vi i fjor."), tmp_path)
    key(page, "criteria-6-must").check()
    key(page, "score-4-6").select_option("Oppfyller ikke")
    key(page, "criteria-0-weight").fill("ti")
    page.get_by_text("Sett inn et annet sett").click()
    page.get_by_text(re.compile("^Begrunnelse: skrevet")).first.click()
    page.get_by_text("Se alle de").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_without_scripts_there_is_a_sheet_to_fill_in_by_hand(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{MATRIX}")
    form = page.get_by_role("region", name="Skjema for beslutningsmatrise")
    for criterion in decision.blank().criteria:
        expect(form).to_contain_text(criterion.name)
    assert form.locator("td").count() >= 20
    context.close()
