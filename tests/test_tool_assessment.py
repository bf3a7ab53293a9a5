"""The self-assessment in Python: every answer leads on, nothing is graded, and nobody stands alone."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from slik.paths import ROOT
from slik.readability import LIX_CEILING, measure
from slik.tools import document
from slik.tools.assessment import (
    LEVELS, RULES, UNANSWERED, Assessment, Rules, answers_of, by_theme, in_words, median_answers, merge, next_actions,
)  # fmt: skip
from slik.vocabulary import vocabulary
from slik.widgets import SelfAssessment
from slik.widgets.assessment import EXAMPLES, examples, page_title

FIXTURES = json.loads((Path(__file__).parent / "fixtures/assessment.json").read_text("utf-8"))
IDS = [statement.id for statement in RULES.statements]
GIVEN = (*LEVELS, "vet_ikke")
ALL_RULES = {
    "start": RULES.start,
    **{f"{s.id} {group.code}": s.rule(group.code) for s in RULES.statements for group in RULES.groups},
}

some_answers = st.dictionaries(st.sampled_from(IDS), st.sampled_from(GIVEN))


def sheet(answers: dict) -> Assessment:
    return Assessment.model_validate({"title": "", "answers": [{"statement": s, "answer": a} for s, a in answers.items()]})


# --- the rule table ------------------------------------------------------------------------


def test_statements_are_few_and_cover_all_five_components():
    assert len(IDS) <= 20
    assert {statement.theme for statement in RULES.statements} == set(vocabulary("themes").codes)
    assert [level.label for level in RULES.levels] == ["Tilfeldig", "Gjentatt", "Avtalt", "Fulgt opp", "Lærende"]
    numbers = {theme: str(i) for i, theme in enumerate(vocabulary("themes").codes, 1)}
    assert all(statement.id.startswith(f"HS-{numbers[statement.theme]}.") for statement in RULES.statements)


def test_frames_hold_what_the_handbook_says_they_do():
    frames = {frame.code: [item.label for item in frame.items] for frame in RULES.frames}
    assert [len(frames[code]) for code in ("klima", "mal", "roller", "planer", "melding", "opsi", "iso")] == [10, 3, 5, 4, 3, 4, 7]
    climate = (ROOT / "book/5-foredle/innovasjonsklima.md").read_text("utf-8")
    assert frames["klima"] == re.findall(r"^\d+\. \*\*(.+?):\*\*", climate, re.MULTILINE)


@pytest.mark.parametrize("name", ALL_RULES)
def test_every_rule_leads_to_a_page_and_two_examples(name, catalogue):
    rule = ALL_RULES[name]
    assert page_title(rule.page)
    assert len(examples(rule, catalogue, name)) == EXAMPLES
    assert len(rule.action.split()) >= 5 and rule.action.endswith((".", "?»"))
    assert measure(rule.action).longest <= 20


def broken(change) -> dict:
    data = yaml.safe_load((ROOT / "data/tools/assessment.yaml").read_text("utf-8"))
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data["statements"][0].update(grounds=["klima.finnesikke"]), "finnes ikke i frames: klima.finnesikke"),
        (lambda data: data["statements"].pop(), "Ingen påstand dekker punktet: iso.10"),
        (lambda data: data["statements"][1].update(id="HS-1.1"), "To påstander har samme id: HS-1.1"),
        (lambda data: data["statements"][0].update(sources=["ukjent"]), "Kilden står ikke i sources: ukjent"),
        (lambda data: data["choice"].update(order=[1, 2, 3]), "nøyaktig én gang i choice"),
        (lambda data: data["groups"][0].update(answers=[1]), "nøyaktig én gang i groups"),
        (lambda data: data["merging"].update(smallest_group=2), "greater than or equal to 3"),
        (lambda data: data["statements"][0]["low"]["examples"].update(themes=["tull"]), "themes"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(change, message):
    with pytest.raises(ValidationError, match=message):
        Rules.model_validate(broken(change))


def test_texts_are_easy_to_read():
    page = (ROOT / "book/verktoy/egenvurdering.md").read_text("utf-8").split("```")[0].split("---")[2]
    actions = " ".join(rule.action for rule in ALL_RULES.values())
    statements = " ".join(statement.text for statement in RULES.statements)
    for text in (page, actions, statements, RULES.choice.text, RULES.merging.text, RULES.notice):
        assert measure(text).lix < LIX_CEILING, text[:60]


# --- next actions -----------------------------------------------------------------------------


@pytest.mark.parametrize("case", FIXTURES["next_actions"], ids=lambda case: case["name"])
def test_next_actions_on_fixtures(case):
    assert [[one.statement, one.group] for one in next_actions(case["answers"])] == case["expected"]


def test_every_answer_to_every_statement_leads_to_its_own_action():
    groups = {answer: group.code for group in RULES.groups for answer in group.answers}
    for statement in RULES.statements:
        for answer in GIVEN:
            [found] = next_actions({statement.id: answer})
            rule = statement.rule(groups[answer])
            assert (found.statement, found.action, found.who, found.page) == (statement.id, rule.action, rule.who, rule.page)
    for first, second in combinations(IDS, 2):
        for a in GIVEN:
            for b in GIVEN:
                assert 1 <= len(next_actions({first: a, second: b})) <= 2


@given(answers=some_answers)
def test_every_combination_leads_to_between_one_and_five_actions_lowest_first(answers):
    found = next_actions(answers)
    assert 1 <= len(found) <= RULES.choice.limit
    if answers:
        places = [[*RULES.choice.order, *RULES.choice.share].index(answers[one.statement]) for one in found]
        assert places == sorted(places)
        sharing = set(answers.values()) <= set(RULES.choice.share)
        assert {one.group == "high" for one in found} == {sharing}
    else:
        assert [one.statement for one in found] == [None]


@given(answers=some_answers)
def test_components_count_answers_and_add_up_to_nothing(answers):
    found = by_theme(answers)
    assert sum(one.answered + one.unknown for one in found) == len(answers)
    for one in found:
        assert (one.median_twice is None) == (one.answered == 0)
        assert in_words(one.median_twice)
        assert set(type(one).model_fields) == {"theme", "statements", "answered", "unknown", "median_twice"}


def test_medians_in_words():
    assert [in_words(twice) for twice in (2, 5, 10, None)] == ["Tilfeldig", "Mellom gjentatt og avtalt", "Lærende", "Ingen svar"]


# --- several people's answers -------------------------------------------------------------------


@pytest.mark.parametrize("case", FIXTURES["merge"], ids=lambda case: case["name"])
def test_merge_on_fixtures(case):
    merged = merge(map(sheet, case["sheets"]))
    assert (merged.files, merged.enough, merged.widest) == (len(case["sheets"]), case["enough"], case["widest"])
    shown = {one.statement: [one.answered, one.median_twice, one.lowest, one.highest, one.counts] for one in merged.statements if one.counts}
    assert shown == case["shown"]


@given(sheets=st.lists(some_answers, max_size=7))
def test_nothing_is_told_about_fewer_than_three(sheets):
    merged = merge(map(sheet, sheets))
    assert merged.enough == (len(sheets) >= 3)
    if not merged.enough:
        assert merged.statements == [] and merged.widest == []
    for one in merged.statements:
        levels = [answers[one.statement] for answers in sheets if answers.get(one.statement) in LEVELS]
        if len(levels) < 3:
            assert set(one.model_dump(exclude={"statement"}).values()) == {None}
            assert one.statement not in merged.widest
        else:
            assert (one.answered, sum(one.counts), one.lowest, one.highest) == (len(levels), len(levels), min(levels), max(levels))
    assert 1 <= len(next_actions(median_answers(merged))) <= RULES.choice.limit


# --- the file and the widget ---------------------------------------------------------------------


@given(answers=some_answers, title=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_answers_survive_a_round_trip(answers, title):
    content = Assessment.model_validate({"title": title, "answers": sheet(answers).model_dump()["answers"]})
    assert document.parse(document.dump(content), Assessment) == content
    assert answers_of(content) == answers


def test_the_last_answer_counts_and_a_statement_left_out_is_unanswered():
    twice = [{"statement": "HS-1.1", "answer": 2}, {"statement": "HS-1.1", "answer": UNANSWERED}, {"statement": "HS-1.2", "answer": 4}]
    assert answers_of(Assessment.model_validate({"title": "", "answers": twice})) == {"HS-1.2": 4}


@pytest.mark.parametrize(
    "answers",
    [
        [{"statement": "HS-9.9", "answer": 1}], [{"statement": "HS-1.1", "answer": 6}], [{"statement": "HS-1.1", "answer": 0}],
        [{"statement": "HS-1.1", "answer": True}], [{"statement": "HS-1.1", "answer": "1"}], [{"statement": "HS-1.1"}],
        [{"statement": "HS-1.1", "answer": 1, "name": "x"}], [{"statement": "HS-1.1", "answer": 1}] * 21, None,
    ],
)  # fmt: skip
def test_content_that_does_not_fit_is_refused_with_where(answers):
    blank = json.loads(document.dump(SelfAssessment.blank()))
    blank["content"]["answers"] = answers
    with pytest.raises(document.ToolFileError, match="endret eller skadet, ved answers"):
        document.parse(json.dumps(blank), Assessment)


def test_the_widget_has_the_next_actions_of_what_is_on_the_screen(catalogue):
    widget = SelfAssessment(catalogue=catalogue)
    assert widget.next_actions[0].statement is None
    widget.content = {"title": "Ledergruppen", "answers": [{"statement": "HS-3.2", "answer": 1}]}
    assert [one.statement for one in widget.next_actions] == ["HS-3.2"]
    assert widget.data["pages"]["3-system/mal"]["title"] == "Mål for innovasjonssystemet"
