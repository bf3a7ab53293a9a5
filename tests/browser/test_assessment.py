"""The self-assessment in a browser: Python's answers, no grade, and nobody's answers stored or singled out."""

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
from slik.tools import assessment, document
from slik.tools.assessment import RULES, UNANSWERED, Assessment
from slik.widgets import SelfAssessment
from tests.browser.conftest import load_module
from tests.browser.test_accessibility import violations
from tests.browser.test_tools import HOSTILE
from tests.test_tool_assessment import FIXTURES, GIVEN, IDS, sheet, some_answers

PAGE = "verktoy/egenvurdering.html"
ALL = load()

#: As a file may be: in any order, with repeats, and with statements left out.
contents = st.builds(
    Assessment,
    title=st.just(""),
    answers=st.lists(
        st.builds(assessment.StatementAnswer, statement=st.sampled_from(IDS), answer=st.sampled_from([*GIVEN, UNANSWERED])), max_size=20
    ),
)


@pytest.fixture(scope="module")
def module(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/om/index.html")
    load_module(page, "assessment")
    page.evaluate("(data) => { window.data = data; }", SelfAssessment.state(ALL, lambda path: path))
    yield page
    page.close()


def plain(models) -> list[dict]:
    return [model.model_dump(mode="json") for model in models]


@settings(max_examples=80, deadline=None)
@given(content=contents)
def test_python_and_javascript_give_the_same_answers(module, content):
    answers, actions, themes, words = module.evaluate(
        """(content) => {
          const answers = m.answersOf(content);
          const themes = m.byTheme(answers, data);
          return [[...answers], m.nextActions(answers, data.rules), themes, themes.map((one) => m.inWords(one.median_twice, data.rules))];
        }""",
        content.model_dump(mode="json"),
    )
    expected = assessment.answers_of(content)
    assert dict(answers) == expected
    assert actions == plain(assessment.next_actions(expected))
    assert themes == plain(assessment.by_theme(expected))
    assert words == [assessment.in_words(one.median_twice) for one in assessment.by_theme(expected)]


@settings(max_examples=60, deadline=None)
@given(sheets=st.lists(some_answers, max_size=7))
def test_python_and_javascript_merge_alike(module, sheets):
    contents = [sheet(answers) for answers in sheets]
    merged, actions = module.evaluate(
        "(contents) => { const merged = m.merge(contents, data.rules); return [merged, m.nextActions(m.medianAnswers(merged), data.rules)]; }",
        plain(contents),
    )
    expected = assessment.merge(contents)
    assert merged == expected.model_dump(mode="json")
    assert actions == plain(assessment.next_actions(assessment.median_answers(expected)))


def test_javascript_on_the_fixtures(module):
    for case in FIXTURES["next_actions"]:
        found = module.evaluate("(content) => m.nextActions(m.answersOf(content), data.rules)", sheet(case["answers"]).model_dump())
        assert [[one["statement"], one["group"]] for one in found] == case["expected"], case["name"]
    for case in FIXTURES["merge"]:
        found = module.evaluate("(contents) => m.merge(contents, data.rules)", plain(map(sheet, case["sheets"])))
        assert [found["enough"], found["widest"]] == [case["enough"], case["widest"]], case["name"]


def test_javascript_refuses_the_same_answers(module):
    for answer in (0, 6, True, "1", None, 2.5):
        wrong = module.evaluate(
            "(answer) => m.misfit(data.schema, {title: '', answers: [{statement: 'HS-1.1', answer}]}, 'content', data.schema)", answer
        )
        assert wrong, answer


# --- as a reader meets it --------------------------------------------------------------------------


@pytest.fixture
def page(browser, address):
    context = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/{PAGE}")
    page.get_by_role("button", name="Lagre som fil").wait_for()
    yield page
    context.close()


def statement(page, id: str):
    text = next(one.text for one in RULES.statements if one.id == id)
    return page.get_by_role("group", name=text)


def answer(page, id: str, label: str) -> None:
    statement(page, id).get_by_label(label, exact=True).check()


def downloaded(page, button: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return Path(download.value.path()).read_text("utf-8")


def write(folder: Path, sheets: list[dict]) -> list[Path]:
    paths = [folder / f"svar-{i}.json" for i in range(len(sheets))]
    for path, answers in zip(paths, sheets, strict=True):
        path.write_text(document.dump(sheet(answers)), "utf-8")
    return paths


def choose(page, paths: list[Path]) -> None:
    page.locator("input[type=file][multiple]").set_input_files(paths)


def test_a_reader_answers_and_gets_what_to_do(page):
    expect(page.get_by_text("Dere har ikke svart ennå, og det er helt greit.")).to_be_visible()
    expect(page.locator(".neste > li")).to_have_count(1)
    expect(page.locator(".neste .tiltak")).to_have_text([RULES.start.action])
    answer(page, "HS-3.2", "1 Tilfeldig")
    answer(page, "HS-1.1", "Vet ikke")
    answer(page, "HS-5.4", "5 Lærende")
    low, unknown = (next(one for one in RULES.statements if one.id == id) for id in ("HS-3.2", "HS-1.1"))
    expect(page.locator(".neste .tiltak")).to_have_text([low.low.action, unknown.unknown.action])
    first = page.locator(".neste > li").first
    expect(first.get_by_role("link", name="Mål for innovasjonssystemet")).to_have_attribute("href", "../3-system/mal.html")
    expect(first.locator("ul a")).to_have_count(2)
    expect(page.get_by_text("Midt i svarene (medianen): tilfeldig. 1 av 4 har et trinn.")).to_be_visible()
    answer(page, "HS-3.2", "Ikke svart")
    expect(page.locator(".neste > li")).to_have_count(1)
    page.get_by_role("button", name="Angre").click()
    expect(statement(page, "HS-3.2").get_by_label("1 Tilfeldig")).to_be_checked()
    assert page.get_by_text(re.compile("poeng|totalt|samlet sum", re.IGNORECASE)).count() == 0


def test_every_link_of_every_action_leads_somewhere(module, site):
    state = SelfAssessment.state(ALL, lambda path: path)
    paths = [one["url"] for one in state["pages"].values()] + [one["url"] for two in state["examples"].values() for one in two]
    assert [path for path in set(paths) if not (site / path).is_file()] == []


def test_keyboard_alone_answers_and_saves(page):
    page.get_by_label("Enhet eller rollegruppe").focus()
    page.keyboard.type("Ledergruppen")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from «Ikke svart» round to the first
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    saved = json.loads(downloaded(page, "Lagre som fil"))["content"]
    assert saved["title"] == "Ledergruppen"
    assert [one["answer"] for one in saved["answers"][:3]] == [2, "vet_ikke", "ubesvart"]


def test_several_answers_become_a_spread_that_is_stored_nowhere(page, tmp_path):
    case = FIXTURES["merge"][2]
    before = downloaded(page, "Lagre som fil")
    (tmp_path / "<img src=x onerror=alert(1)>.json").write_text('{"format":', "utf-8")
    choose(page, [*write(tmp_path, case["sheets"]), tmp_path / "<img src=x onerror=alert(1)>.json"])
    expect(page.get_by_role("status")).to_have_text("Slo sammen 4 svar. 1 kunne ikke brukes.")
    refused = page.locator(".avvist li")
    expect(refused).to_contain_text("<img src=x onerror=alert(1)>.json")
    expect(refused).to_contain_text("avkuttet eller skadet")
    texts = {one.id: one.text for one in RULES.statements}
    talk = page.locator(".svar > h2:text('Snakk om disse først') + ol > li")
    for i, id in enumerate(case["widest"]):
        expect(talk.nth(i)).to_contain_text(texts[id])
    row = page.get_by_role("row", name=texts["HS-1.2"])
    assert [cell.strip() for cell in row.get_by_role("cell").all_inner_texts()] == ["4 av 4", "Avtalt", "1–5", "2", "0", "0", "0", "2"]
    hidden = page.get_by_role("row", name=texts["HS-4.2"])
    assert hidden.get_by_role("cell").all_inner_texts() == ["Færre enn tre", *["–"] * 7]
    assert downloaded(page, "Lagre som fil") == before
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.get_by_role("button", name="Fjern de sammenslåtte svarene").click()
    expect(page.get_by_text("Snakk om disse først")).to_have_count(0)
    expect(page.get_by_text("Dere har ikke svart ennå")).to_be_visible()


def test_two_answers_show_nothing_but_why(page, tmp_path):
    choose(page, write(tmp_path, [{"HS-1.1": 1}, {"HS-1.1": 5}]))
    expect(page.locator(".for-fa")).to_contain_text("Dere har 2 svar som kan brukes. Vi viser ingenting før det er minst 3.")
    expect(page.get_by_text("Snakk om disse først")).to_have_count(0)
    expect(page.locator(".spredning")).to_have_count(0)


def test_downloads_have_the_answers_and_the_actions(page):
    page.get_by_label("Enhet eller rollegruppe").fill("=Ledergruppen")
    answer(page, "HS-1.1", "2 Gjentatt")
    answer(page, "HS-1.2", "Vet ikke")
    rows = list(csv.reader(io.StringIO(downloaded(page, "Last ned svarene (CSV)").removeprefix("\ufeff")), delimiter=";"))
    assert [len(rows), rows[1][0], rows[1][3:], rows[2][3:], rows[3][3:]] == [21, "HS-1.1", ["2", "2 Gjentatt"], ["", "Vet ikke"], ["", "Ikke svart"]]
    text = downloaded(page, "Last ned som tekst")
    assert text.startswith("=Ledergruppen\nNeste steg\n\n1. " + RULES.statements[0].low.action)
    assert text.count("Eksempel:") == 4 and text.endswith(RULES.notice + "\n")


def pages_of(page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True, print_background=True)))


def test_paper_is_two_pages_with_the_longest_content(page, tmp_path):
    """The longest title, the longest actions, and medians that take the most words."""
    page.get_by_label("Enhet eller rollegruppe").fill("Kommunalområde " * 13)
    longest = sorted(RULES.statements, key=lambda one: -len(one.low.action))[:5]
    open_file = page.locator("input[type=file]").first
    own = {one.id: 5 for one in RULES.statements} | {one.id: 1 for one in longest}
    path = tmp_path / "eget.json"
    path.write_text(document.dump(sheet(own).model_copy(update={"title": "Kommunalområde " * 13})), "utf-8")
    open_file.set_input_files(path)
    expect(page.locator(".neste > li")).to_have_count(5)
    assert pages_of(page) == 2
    choose(page, write(tmp_path, [dict.fromkeys(IDS, level) for level in (1, 4, 5, 5)]))
    expect(page.get_by_role("cell", name="Mellom fulgt opp og lærende").first).to_be_visible()
    assert pages_of(page) == 2


def test_hostile_title_is_text_on_screen_and_paper(page):
    page.get_by_label("Enhet eller rollegruppe").fill(HOSTILE)
    answer(page, "HS-1.1", "1 Tilfeldig")
    assert page.locator(".arbeidsark img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert page.locator(".ark h2 bdi").evaluate("(one) => one.textContent") == HOSTILE


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_violations_empty_filled_or_merged(width, scheme, address, browser, tmp_path):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    assert violations(page) == []
    answer(page, "HS-1.1", "1 Tilfeldig")
    page.get_by_text("Slik er stegene valgt").click()
    assert violations(page) == []
    choose(page, write(tmp_path, FIXTURES["merge"][2]["sheets"]))
    page.get_by_role("button", name="Fjern de sammenslåtte svarene").wait_for()
    for details in page.locator("main details > summary").all():
        details.click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_without_scripts_there_is_a_whole_sheet_and_the_rules(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAGE}")
    for one in RULES.statements:
        assert page.get_by_role("rowheader", name=one.text).count() == 1
    assert page.get_by_text(RULES.notice).count() >= 1
    assert page.locator("details table").count() == len(RULES.statements) + 1
    context.close()
