"""The guide to one floke in a browser: the same advice as Python, and a reader gets through."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from playwright.sync_api import Page, expect

from slik.tools import document, floke_guide
from slik.tools.floke_guide import ANSWERS, RULES, Answers
from slik.tools.stakeholders import StakeholderMatrix
from slik.vocabulary import label
from slik.widgets import FlokeGuide
from tests.browser.conftest import load_module
from tests.browser.test_accessibility import violations
from tests.browser.test_tools import HOSTILE
from tests.test_tool_floke_guide import ALL, EVERY, FIXTURES, GUIDE, answered, combinations, everything

GUIDE_PAGE = "verktoy/flokeveiviser.html"
FLOKE = "Hva er floken? Skriv den i én setning"

# --- the same answers in both languages -------------------------------------------------------------


@pytest.fixture(scope="module")
def module(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/om/index.html")
    load_module(page, "floke_guide")
    page.evaluate("(data) => { window.data = data; }", FlokeGuide.state(ALL, lambda path: path))
    yield page
    page.close()


def test_every_combination_gives_the_same_advice(module):
    got = module.evaluate(
        """(questions) => {
          const brief = ({ actors, methods, examples }) => [
            actors.map((one) => [one.group, one.points, one.phase, one.late]),
            methods.map((one) => [one.method, one.points]),
            examples.map((one) => [one.id, one.points, one.because.length]),
          ].flat(2).join(" ");
          const found = [];
          (function choose(content, rest) {
            if (!rest.length) return found.push(brief(m.advise(data, content)));
            const [[name, codes], ...others] = rest;
            for (const code of codes) choose({ ...content, [name]: code }, others);
          })({ title: "" }, questions);
          return found;
        }""",
        [[name, list(codes)] for name, codes in ANSWERS.items()],
    )
    wanted = [
        " ".join(
            str(part)
            for one in (
                *((a.group, a.points, a.phase, str(a.late).lower()) for a in advice.actors),
                *((a.method, a.points) for a in advice.methods),
                *((a.id, a.points, len(a.because)) for a in advice.examples),
            )
            for part in one
        )
        for advice in everything()
    ]
    wrong = [combination for combination, one, other in zip(EVERY, got, wanted, strict=True) if one != other]
    assert wrong == []


def in_browser(module: Page, answers: Answers) -> list[object]:
    return module.evaluate("(content) => [m.advise(data, content), m.toMatrix(data, content)]", answers.model_dump(mode="json"))


@pytest.mark.parametrize("case", FIXTURES, ids=lambda case: case["what"])
def test_fixtures_have_the_same_advice(case, module):
    assert in_browser(module, Answers.model_validate(case["answers"]))[0] == case["advice"]


@settings(max_examples=100, deadline=None)
@given(combination=combinations)
def test_words_and_handover_are_the_same(module, combination):
    answers = answered(combination, HOSTILE)
    advice = GUIDE.advise(answers)
    matrix = floke_guide.to_matrix(answers, advice).model_dump(mode="json")
    assert in_browser(module, answers) == [advice.model_dump(), matrix]


def test_every_answer_is_in_the_text(module):
    answers = answered(EVERY[-1], HOSTILE)
    text = module.evaluate("(content) => m.toText(data, content)", answers.model_dump(mode="json"))
    advice = GUIDE.advise(answers)
    for part in (
        HOSTILE,
        *(question.label for question in RULES.questions),
        *(f"{label('stakeholder_groups', one.group)}. " for one in advice.actors),
        *(f"{label('methods', one.method)}. {one.why}" for one in advice.methods),
        *(ALL[one.id].title for one in advice.examples),
        *("; ".join(one.because) for one in advice.examples),
    ):
        assert part in text
    assert "undefined" not in text and "null" not in text


# --- as a reader meets it ---------------------------------------------------------------------------


@pytest.fixture
def page(browser, address):
    context = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/{GUIDE_PAGE}")
    yield page
    context.close()


def answer(page: Page, combination: tuple[str, ...]) -> None:
    for question, code in zip(ANSWERS, combination, strict=True):
        if code:
            page.locator(f'[data-key="{question}-{code}"]').check()


def advised(page: Page) -> list[list[str]]:
    """What stands in the three lists: the linked words."""
    return [page.locator(".svar .raad").nth(i).locator("li a").all_inner_texts() for i in range(3)]


def wanted(combination: tuple[str, ...]) -> list[list[str]]:
    advice = GUIDE.advise(answered(combination))
    return [
        [label("stakeholder_groups", one.group) for one in advice.actors],
        [label("methods", one.method) for one in advice.methods],
        [ALL[one.id].title for one in advice.examples],
    ]


def saved(page: Page) -> dict:
    with page.expect_download() as download:
        page.get_by_role("button", name="Lagre som fil").click()
    return json.loads(Path(download.value.path()).read_text("utf-8"))["content"]


CASE = ("gevinst", "test", "regler", "spurt", "marked", "egen_sak")


def test_six_clicks_give_advice_that_follows_every_answer(page):
    expect(page.get_by_text("Dere har ikke svart på noe ennå")).to_be_visible()
    for count in range(1, 7):
        so_far = (*CASE[:count], *[""] * (6 - count))
        answer(page, so_far)
        assert advised(page) == wanted(so_far)
        expect(page.get_by_text(f"Bygger på {count} av 6 svar")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Rådet er oppdatert.")
    assert {name: saved(page)[name] for name in ANSWERS} == dict(zip(ANSWERS, CASE, strict=True))
    page.get_by_role("button", name="Angre").click()
    assert advised(page) == wanted((*CASE[:5], ""))


def test_keyboard_alone_answers_changes_and_takes_back(page):
    page.get_by_label(FLOKE).focus()
    page.keyboard.type("Ungdom utenfor")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.key") == "entry-gevinst"
    assert advised(page) == wanted(("gevinst", "", "", "", "", ""))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Fjern svaret"
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.dataset.key") == "phase-forstaelse"
    assert advised(page) == wanted(("gevinst", "forstaelse", "", "", "", ""))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.key") == "phase-forstaelse"
    assert advised(page) == wanted(("gevinst", "", "", "", "", ""))
    assert saved(page)["phase"] == ""


def test_every_link_in_the_advice_leads_to_a_page_with_what_it_says(page):
    answer(page, CASE)
    addresses = page.locator(".svar a").evaluate_all("(links) => links.map((link) => [link.textContent, link.href])")
    assert len(addresses) == 6 + 5 + 3 + 6
    for text, address in addresses:
        page.goto(address)
        expect(page.locator("h1")).to_be_visible()
        if "/metoder/" in address or "/eksempler/" in address:
            expect(page.locator("h1")).to_contain_text(text)
        if "utforsk" in address:
            expect(page.get_by_role("status")).to_contain_text(re.compile(r"Viser [1-9]"))


def test_the_actors_open_in_the_stakeholder_matrix(page, address, tmp_path):
    page.get_by_label(FLOKE).fill("Ungdom utenfor")
    answer(page, CASE)
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned aktørene til interessentmatrisen").click()
    assert download.value.suggested_filename == "flokeveiviser-ungdom-utenfor.interessentmatrise.json"
    path = tmp_path / "aktorer.json"
    path.write_bytes(Path(download.value.path()).read_bytes())
    matrix = document.read(path, StakeholderMatrix)
    page.goto(f"{address}/verktoy/interessentmatrise.html")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_label("Hva er floken?")).to_have_value("Ungdom utenfor")
    expect(page.locator("[data-key^='mark-']")).to_have_count(len(matrix.actors))
    expect(page.get_by_text("Dere sammenligner med eksemplene dere har huket av.")).to_be_visible()


def test_hostile_floke_is_text_on_screen_paper_and_in_the_file(page):
    page.get_by_label(FLOKE).fill(HOSTILE)
    answer(page, CASE)
    assert page.locator(".arbeidsark img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert page.locator(".ark h2 bdi").text_content() == HOSTILE
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned rådet som tekst").click()
    assert Path(download.value.path()).read_text("utf-8").startswith(HOSTILE)


def test_the_longest_advice_prints_on_one_page(page):
    def length(i: int) -> int:
        advice = everything()[i]
        examples = [(ALL[one.id], one.because) for one in advice.examples]
        return sum(
            len(f"{example.title}{''.join(place.name for place in example.places)}") + len(example.outcome.reason) + sum(map(len, because))
            for example, because in examples
        ) + sum(len(one.why) for one in (*advice.actors, *advice.methods))

    page.get_by_label(FLOKE).fill(("Ungdom som faller ut av skole og arbeid mellom to kommuner " * 4)[:200])
    for i in sorted(range(len(EVERY)), key=length)[-3:]:
        page.get_by_role("button", name="Begynn på nytt").click()
        page.get_by_label(FLOKE).fill(("Ungdom som faller ut av skole og arbeid mellom to kommuner " * 4)[:200])
        answer(page, EVERY[i])
        pdf = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1, EVERY[i]


def test_without_scripts_the_sheet_gives_the_advice_by_hand(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{GUIDE_PAGE}")
    tables = page.locator("[data-slik-widget] table")
    assert tables.count() == len(RULES.questions) + 1
    for i, question in enumerate(RULES.questions):
        text = tables.nth(i).inner_text()
        assert question.label in text
        for option in question.options:
            assert option.label in text
            assert all(f"{label('stakeholder_groups', rule.group)} ({rule.points})" in text for rule in option.actors)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_guide_has_no_violations_empty_or_filled(width, scheme, address, browser):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{GUIDE_PAGE}")
    assert violations(page) == []
    answer(page, CASE)
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    context.close()
