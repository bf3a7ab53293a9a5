"""The responsibility matrix in a browser: the same answers as Python, and a reader's ways through it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from slik.catalogue import load
from slik.tools.document import dump
from slik.tools.responsibility import MAX_ROLES, MAX_TASKS, RULES, Matrix, check, shifts
from slik.widgets import TOOLS
from tests.browser.conftest import load_module
from tests.browser.test_accessibility import violations
from tests.browser.test_tools import HOSTILE
from tests.responsibility_sheets import FIXTURES, matrices, sheet
from tests.test_tool_responsibility import BAD, bad_file

PAGE = "verktoy/ansvarsmatrise.html"
DATA = TOOLS["responsibility"].state(load(), lambda path: path)


@pytest.fixture(scope="module")
def module(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/om/index.html")
    load_module(page, "responsibility")
    page.evaluate("(data) => { window.data = data; }", DATA)
    yield page
    page.close()


def answers(module, matrices: list[Matrix]) -> list:
    return module.evaluate("(all) => all.map((one) => [m.check(one, data), m.shifts(one)])", [one.model_dump() for one in matrices])


def expected(matrix: Matrix) -> list:
    return [[finding.model_dump() for finding in check(matrix, RULES)], shifts(matrix)]


def test_javascript_finds_what_the_fixtures_say(module):
    sheets = [sheet(case) for case in FIXTURES]
    for case, (found, _) in zip(FIXTURES, answers(module, sheets), strict=True):
        assert [[one["rule"], one["at"], one["text"]] for one in found] == case["found"], case["what"]


@settings(max_examples=40, deadline=None)
@given(st.lists(matrices(), min_size=4, max_size=8))
def test_python_and_javascript_give_the_same_answers(module, made):
    assert answers(module, made) == [expected(matrix) for matrix in made]


@settings(max_examples=60, deadline=None)
@given(matrices(), st.data())
def test_moving_and_removing_keeps_letters_and_owners_with_their_roles(module, matrix, data):
    count = len(matrix.roles)
    if not count:
        return
    i, to = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
    moved, removed = (
        Matrix.model_validate(one)
        for one in module.evaluate(
            """([content, i, to]) => [(one) => m.moveRole(one, i, to), (one) => m.removeRole(one, i)].map((edit) => {
              const copy = structuredClone(content);
              edit(copy);
              return copy;
            })""",
            [matrix.model_dump(), i, to],
        )
    )
    order = list(range(count))
    order.insert(to, order.pop(i))
    for after, kept in ((moved, order), (removed, [r for r in range(count) if r != i])):
        assert after.roles == [matrix.roles[r] for r in kept]
        assert [task.letters for task in after.tasks] == [[task.letters[r] for r in kept] for task in matrix.tasks]
        assert after.owners == [kept.index(owner) if owner in kept else None for owner in matrix.owners]


def read(module, text: str) -> dict:
    return module.evaluate("(text) => m.fromFile(data, text, m.fault)", text)


@pytest.mark.parametrize("name", BAD)
def test_a_file_python_refuses_is_refused_on_the_screen(name, module):
    assert re.search(BAD[name][1], read(module, bad_file(name))["problem"])


@settings(max_examples=40, deadline=None)
@given(matrices())
def test_a_file_python_writes_is_opened_on_the_screen(module, matrix):
    assert read(module, dump(matrix)) == {"content": matrix.model_dump(mode="json")}


# --- as a reader meets it --------------------------------------------------------------------------


@pytest.fixture
def page(browser, address):
    context = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/{PAGE}")
    yield page
    context.close()


def saved(page) -> Matrix:
    with page.expect_download() as download:
        page.get_by_role("button", name="Lagre som fil").click()
    return Matrix.model_validate(json.loads(Path(download.value.path()).read_text("utf-8"))["content"])


def put(page, task: int, role: int, letter: str) -> None:
    page.locator(f"[data-key='rute-{task}-{role}']").select_option(letter)


def fill(page, matrix: Matrix, tmp_path: Path) -> None:
    (tmp_path / "fylt.json").write_text(dump(matrix), "utf-8")
    page.locator("input[type=file]").set_input_files(tmp_path / "fylt.json")
    expect(page.get_by_role("status")).to_contain_text("Åpnet")


def test_letters_give_findings_that_go_away_when_they_are_met(page):
    expect(page.locator(".svar")).to_contain_text("Sett den første bokstaven")
    page.get_by_label("Velge floken: Kommunedirektør").select_option(label="A Ansvarlig")
    page.get_by_label("Velge floken: Tjenesteleder").select_option(label="AU Ansvarlig og utfører")
    expect(page.locator(".funn")).to_contain_text("Mer enn én er ansvarlig for «Velge floken».")
    page.get_by_label("Velge floken: Kommunedirektør").select_option(label="K Konsulteres")
    expect(page.locator(".funn")).not_to_contain_text("Mer enn én er ansvarlig")
    matrix = saved(page)
    assert matrix.tasks[0].letters == ["", "K", "AU", "", "", "", ""]
    shown = [text.replace("\n", " ") for text in page.locator(".funn > li > p:first-child").all_inner_texts()]
    names = {rule.code: rule.name for rule in RULES.rules}
    assert shown == [f"{names[one.rule]}. {one.text}" for one in check(matrix, RULES)]


def test_ownership_asks_for_terms_where_the_owner_shifts_and_only_there(page):
    for phase, role in (("Forståelse", "Kommunedirektør"), ("Idé", "Kommunedirektør"), ("Test", "Prosjektleder"), ("Bærekraft", "Prosjektleder")):
        page.get_by_label(f"Eier i {phase}").select_option(label=role)
    band = page.locator(".eierband > li")
    expect(band.nth(1)).to_contain_text("Samme eier som i Forståelse.")
    expect(band.nth(2)).to_contain_text("Prosjektleder tar over etter Kommunedirektør.")
    expect(page.locator(".eierband textarea")).to_have_count(1)
    expect(page.locator(".funn")).to_contain_text("Eieren skifter, men dere har ikke skrevet hva som må være på plass: «Idé → Test».")
    expect(page.locator(".funn")).to_contain_text("Et prosjekt tar slutt, men står som eier i «Bærekraft».")
    page.get_by_label("Hva må være på plass først? før Test").fill("Mandat og penger ut året")
    page.get_by_label("Når? før Test").fill("1. mars")
    expect(page.locator(".funn")).not_to_contain_text("Eieren skifter")
    page.get_by_label("Eier i Test").select_option(label="Kommunedirektør")
    expect(page.get_by_label("Hva må være på plass først? før Test")).to_have_value("Mandat og penger ut året")
    matrix = saved(page)
    assert matrix.owners == [1, 1, 1, None, 3]
    assert (matrix.handovers[1].terms, matrix.handovers[1].when) == ("Mandat og penger ut året", "1. mars")


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_keyboard_alone_adds_names_moves_fills_and_removes(page):
    page.get_by_text("Endre oppgavene").focus()
    press(page, "Enter")
    page.get_by_role("button", name="Legg til oppgave").focus()
    press(page, "Enter")
    assert page.evaluate("document.activeElement.dataset.key") == "oppgave-12"
    page.keyboard.type("Lære bort til andre")
    press(page, "Tab")
    page.keyboard.type("Te")
    press(page, "Tab", "Enter")
    assert page.evaluate("document.activeElement.dataset.key") == "oppgave-opp-11"
    expect(page.get_by_role("status")).to_have_text("Flyttet til plass 12 av 13.")
    page.locator("[data-key='rute-11-2']").focus()
    page.keyboard.type("AU")
    page.get_by_text("Endre rollene").focus()
    press(page, "Enter")
    page.get_by_role("button", name="Ta bort rolle 1", exact=True).focus()
    press(page, "Enter")
    assert page.evaluate("document.activeElement.dataset.key") == "rolle-0"
    press(page, "Control+A")
    page.keyboard.type("Rådmannen")
    expect(page.get_by_label("Lære bort til andre: Rådmannen")).to_have_count(1)
    matrix = saved(page)
    assert (matrix.tasks[11].name, matrix.tasks[11].phase, matrix.tasks[11].letters[1]) == ("Lære bort til andre", "test", "AU")
    assert [role.name for role in matrix.roles][:2] == ["Rådmannen", "Tjenesteleder"]
    page.get_by_role("button", name="Angre").focus()
    press(page, "Enter", "Enter")
    assert [role.name for role in saved(page).roles][:2] == ["Kommunestyre eller utvalg", "Kommunedirektør"]


def test_a_new_name_is_everywhere_at_once_and_a_full_matrix_says_so(page):
    page.get_by_label("Eier i Idé").select_option(label="Tjenesteleder")
    page.get_by_text("Endre rollene").click()
    page.get_by_label("Rolle 3", exact=True).fill("Barnehagesjef")
    assert page.locator(".ansvar thead th", has_text="Barnehagesjef").count() == 1
    assert page.get_by_label("Eier i Idé").locator("option:checked").inner_text() == "Barnehagesjef"
    for _ in range(MAX_ROLES - 7):
        page.get_by_role("button", name="Legg til rolle").click()
    expect(page.get_by_role("button", name="Legg til rolle")).to_have_count(0)
    expect(page.get_by_text(f"Her er det plass til {MAX_ROLES}.")).to_be_visible()
    assert len(saved(page).roles) == MAX_ROLES


def test_on_a_phone_one_task_is_shown_at_a_time(browser, address):
    context = browser.new_context(viewport={"width": 320, "height": 700}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    cards = page.locator(".ansvar tbody tr")
    cards.nth(0).scroll_into_view_if_needed()
    expect(cards.nth(0)).to_be_in_viewport(ratio=0.4)
    expect(cards.nth(1)).not_to_be_in_viewport()
    page.get_by_role("button", name="Neste oppgave").tap()
    expect(cards.nth(1)).to_be_in_viewport(ratio=0.4)
    expect(cards.nth(0)).not_to_be_in_viewport()
    put(page, 1, 2, "A")
    expect(page.locator(".funn")).to_contain_text("Ingen skal utføre")
    page.locator("[data-key='rute-1-6']").focus()
    page.keyboard.press("Tab")
    expect(cards.nth(2)).to_be_in_viewport(ratio=0.4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_downloads_are_what_is_shown(page, tmp_path):
    matrix = sheet(FIXTURES[0])
    fill(page, matrix, tmp_path)
    tables = []
    for what in ("matrisen", "eierne"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Last ned {what} som CSV").click()
        raw = Path(download.value.path()).read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        tables.append(list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")))
    assert tables[0][0] == ["Fase", "Oppgave", "Utvalg", "Tjeneste", "Prosjekt", "Brukere"]
    assert tables[0][2] == ["Test", "Teste", "I Informeres", "U Utfører", "A Ansvarlig", "K Konsulteres"]
    assert len(tables[0]) == 1 + len(matrix.tasks)
    assert tables[1][3] == ["Test", "Prosjekt", "Mandat er vedtatt", ""]


def test_hostile_names_are_text_everywhere(page, tmp_path):
    matrix = sheet(FIXTURES[9]).model_dump()
    matrix["roles"][1]["name"] = matrix["tasks"][0]["name"] = matrix["handovers"][0]["terms"] = HOSTILE
    matrix["tasks"][1]["name"] = "=1+1"
    fill(page, Matrix.model_validate(matrix), tmp_path)
    assert page.locator(".arbeidsark img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert page.locator(".ansvar th bdi").nth(1).inner_text().startswith("<img src=x")
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned matrisen som CSV").click()
    assert ";'=1+1;" in Path(download.value.path()).read_text("utf-8-sig")


def test_examples_where_the_owner_is_known_can_be_followed(page):
    links = page.locator(".utfylling a")
    assert links.count() == len(DATA["examples"])
    title = links.first.inner_text()
    links.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def grown(tasks: int, roles: int) -> Matrix:
    """A matrix with ordinary long names, every cell filled and terms at every shift."""
    blank = TOOLS["responsibility"].blank().model_dump()
    letters = ["A", "U", "K", "I", "AU"]
    return Matrix.model_validate({
        "title": "Ungdom utenfor skole og arbeid i hele regionen",
        "roles": [{"name": f"{blank['roles'][i % 7]['name']} {i + 1}", "kind": "vanlig"} for i in range(roles)],
        "tasks": [
            {**blank["tasks"][i % 12], "letters": [letters[(i + r) % 5] for r in range(roles)]} for i in range(tasks)
        ],
        "owners": [0, 1, 2, 3, 4],
        "handovers": [{"terms": "Penger for to år, to ansatte, avtale om data og lokaler, og et vedtak i utvalget. " * 2, "when": "Innen 1. mars"}] * 4,
    })  # fmt: skip


def pages(page) -> int:
    pdf = page.pdf(format="A4", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_12_tasks_and_8_roles_print_on_one_page_lying_down_with_letters_explained(page, tmp_path):
    fill(page, grown(12, 8), tmp_path)
    assert pages(page) == 1
    page.emulate_media(media="print")
    paper = page.locator(".ark")
    for rule in RULES.letters:
        expect(paper).to_contain_text(f"{rule.code} {rule.word}: {rule.definition}")
    expect(paper.locator(".eierark")).to_contain_text("Penger for to år")
    expect(page.locator(".eierband")).to_be_hidden()
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", page.pdf(format="A4", prefer_css_page_size=True))
    assert float(box[1]) > float(box[2])


def test_the_largest_matrix_prints_without_losing_a_column(page, tmp_path):
    fill(page, grown(MAX_TASKS, MAX_ROLES), tmp_path)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1032, "height": 700})  # the paper's width between the margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 1032
    wide = page.evaluate("[...document.querySelectorAll('.ark :is(th, td)')].filter((one) => one.scrollWidth > one.clientWidth + 1).length")
    assert wide == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_has_no_violations_empty_or_filled(width, scheme, address, browser, tmp_path):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    assert violations(page) == []
    matrix = grown(4, 8).model_dump()
    matrix["handovers"][0]["terms"] = ""
    matrix["tasks"][0]["name"] = ""
    fill(page, Matrix.model_validate(matrix), tmp_path)
    for text in ("Endre rollene", "Endre oppgavene", "Hvorfor?", "Flere eksempler"):
        page.locator("summary", has_text=text).first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    context.close()


def test_without_scripts_there_is_a_complete_sheet(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    place = page.locator("[data-slik-widget]")
    assert place.locator("tbody tr").count() == len(RULES.tasks) + 2 + 5
    assert place.locator("dt").count() == len(RULES.letters)
    assert page.locator("details", has_text="Kildene").count() == 1
    context.close()
