"""The guide to one floke in Python: the rule table, the advice for every set of answers, and files."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from slik import methods
from slik.catalogue import load
from slik.paths import ROOT
from slik.problems import CatalogueError
from slik.readability import LIX_CEILING, measure
from slik.tools import document, floke_guide
from slik.tools.floke_guide import ANSWERS, RULES, UNSURE, Advice, Answers, Guide, advise
from slik.tools.rules import read_rules
from slik.tools.stakeholders import StakeholderMatrix
from slik.vocabulary import vocabulary
from slik.widgets import FlokeGuide

TABLE = ROOT / "data/tools/floke_guide.yaml"
FIXTURES = json.loads((Path(__file__).parent / "fixtures/floke_guide.json").read_text("utf-8"))
ALL = load()
PAGES = methods.load(ROOT)
GUIDE = Guide(RULES, ALL)
EVERY = list(product(*ANSWERS.values()))

combinations = st.tuples(*(st.sampled_from(codes) for codes in ANSWERS.values()))


def answered(combination: tuple[str, ...], title: str = "") -> Answers:
    return Answers.model_validate({"title": title, **dict(zip(ANSWERS, combination, strict=True))})


@cache
def everything() -> list[Advice]:
    """The advice for every combination of answers, unanswered and «vet ikke» included."""
    # Not validated: there are 94 080 of them, and the codes are the model's own.
    return [GUIDE.advise(Answers.model_construct(title="", **dict(zip(ANSWERS, one, strict=True)))) for one in EVERY]


# --- the rule table ---------------------------------------------------------------------------


def test_there_are_six_questions_with_three_to_six_answers_and_dont_know():
    assert len(RULES.questions) == 6
    for question in RULES.questions:
        codes = [option.code for option in question.options]
        assert codes.pop() == UNSURE
        assert 3 <= len(codes) <= 6, question.code


def test_every_method_has_a_page_and_those_of_a_phase_belong_to_it():
    assert {rule.method for option in RULES.options for rule in option.methods} <= set(PAGES)
    phases = next(question for question in RULES.questions if question.code == "phase")
    for option in phases.options:
        if option.code != UNSURE:
            assert [rule.method for rule in option.methods if option.code not in PAGES[rule.method].phases] == []


def test_every_source_is_used_and_every_page_exists():
    assert {source.key for source in RULES.sources} == {key for option in RULES.options for key in option.sources}
    for source in RULES.sources:
        assert not source.page or (ROOT / f"book/{source.page}.md").is_file(), source.page


def test_every_filter_matches_and_the_obstacles_cover_every_stop_reason():
    for option in RULES.options:
        assert len(GUIDE.matches(option)) >= 3, option.code
    obstacles = next(question for question in RULES.questions if question.code == "obstacle")
    covered = [code for option in obstacles.options for code in option.examples.filter.stop_reasons]
    assert sorted(covered) == sorted(set(vocabulary("stop_reasons").codes) - {"ikke_oppgitt"})


def test_what_a_reader_sees_is_easy_to_read():
    for option in RULES.options:
        said = " ".join(rule.why for rule in (*option.actors, *option.methods))
        assert measure(said).lix <= LIX_CEILING, option.code


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("group: brukere, points: 1", "group: brukerne, points: 1", "«brukerne» er ikke en gyldig kode"),
        ("group: brukere, points: 1", "group: brukere, points: 4", "base.actors[0].points"),
        ("- code: letthet", "- code: lett", "«entry» har ikke de svarene en lagret fil kan ha"),
        ("sources: [vurdering]", "sources: [ukjent]", "Kilden «ukjent»"),
        ("filter: {threads: [kongsvinger, omrade]}", "filter: {}", "er tomt og treffer alle"),
        ("filter: {threads: [kongsvinger, omrade]}", "filter: {tråder: [kongsvinger]}", "tråder"),
        ("{group: ansatte, points: 1, phase: forstaelse", "{group: brukere, points: 1, phase: forstaelse", "«brukere» står to ganger"),
    ],
)
def test_a_broken_rule_table_is_told_with_its_line(old, new, message, tmp_path):
    text = TABLE.read_text("utf-8")
    assert old in text
    (tmp_path / "data/tools").mkdir(parents=True)
    (tmp_path / "data/tools/floke_guide.yaml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_rules(tmp_path, "floke_guide", floke_guide.Rules)
    assert message in str(caught.value)
    assert all(problem.line for problem in caught.value.problems)


# --- the advice -------------------------------------------------------------------------------


def test_no_combination_of_answers_is_a_dead_end():
    assert len(EVERY) == 5 * 7 * 8 * 6 * 8 * 7
    stopped = {example.id for example in GUIDE.examples if example.stopped_or_failed}
    matched = [frozenset(GUIDE.examples[i].id for i in GUIDE.matches(option)) & stopped for option in RULES.options]
    assert matched[-1], "what always counts has a stopped example, so there is always one to show"
    for combination, advice in zip(EVERY, everything(), strict=True):
        assert 3 <= len({one.group for one in advice.actors}) == len(advice.actors) <= 6, combination
        assert 3 <= len({one.method for one in advice.methods}) == len(advice.methods) <= 5, combination
        ids = {one.id for one in advice.examples}
        assert len(ids) == 3, combination
        assert ids & stopped, combination
        assert ids - stopped, combination


def test_every_answer_changes_the_advice_and_every_question_matters_almost_always():
    by_answers = dict(zip(EVERY, everything(), strict=True))

    def shown(combination: tuple[str, ...]) -> list[object]:
        advice = by_answers[combination]
        return [[one.group for one in advice.actors], [one.method for one in advice.methods], [one.id for one in advice.examples]]

    for k, (question, codes) in enumerate(ANSWERS.items()):
        alone = [shown(tuple(code if i == k else "" for i in range(6))) for code in codes]
        assert all(one not in alone[:i] for i, one in enumerate(alone)), question
        answered_ones = EVERY[7::101]
        changed = [shown(one) != shown((*one[:k], "", *one[k + 1 :])) for one in answered_ones if one[k]]
        assert sum(changed) > 0.8 * len(changed), question


def naive(combination: tuple[str, ...]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Add the points straight from the file, with none of the code under test."""
    table = yaml.load(TABLE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    options = [table["base"]]
    for question, code in zip(table["questions"], combination, strict=True):
        options += [option for option in question["options"] if option["code"] == code]
    groups: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for option in options:
        groups.update({rule["group"]: rule["points"] for rule in option["actors"]})
        ways.update({rule["method"]: rule["points"] for rule in option["methods"]})
        matching = ALL.filter(kinds=table["kinds"]).filter(**option["examples"]["filter"])
        found.update({example.id: option["examples"]["points"] for example in matching})
    ways.update({method: table["in_phase"] for method in list(ways) if combination[1] in PAGES[method].phases})
    return groups, ways, found


@pytest.mark.parametrize("combination", EVERY[11::11113])
def test_points_are_those_of_the_open_table(combination):
    advice = GUIDE.advise(answered(combination))
    groups, ways, found = naive(combination)
    for shown, points in (
        ([(one.group, one.points) for one in advice.actors], groups),
        ([(one.method, one.points) for one in advice.methods], ways),
    ):
        assert dict(shown) == {code: points[code] for code, _ in shown}
        assert [total for _, total in shown] == sorted(points.values(), reverse=True)[: len(shown)]
    assert [one.points for one in advice.examples][:2] == sorted(found.values(), reverse=True)[:2]
    assert all(one.points == found[one.id] for one in advice.examples)


@pytest.mark.parametrize("case", FIXTURES, ids=lambda case: case["what"])
def test_fixtures(case, catalogue):
    assert advise(Answers.model_validate(case["answers"]), RULES, catalogue).model_dump() == case["advice"]


def test_an_actor_who_should_have_been_with_is_called_late():
    early = {one.group: one for one in GUIDE.advise(answered(("", "forstaelse", "", "ikke", "", ""))).actors}
    later = {one.group: one for one in GUIDE.advise(answered(("", "test", "", "ikke", "", ""))).actors}
    assert (early["brukere"].phase, early["brukere"].late) == ("forstaelse", False)
    assert (later["brukere"].phase, later["brukere"].late) == ("forstaelse", True)
    assert (later["ansatte"].phase, later["ansatte"].late) == ("test", False)


def test_an_example_says_which_answers_it_fits(catalogue):
    answers = answered(("", "forstaelse", "forstaelse", "", "", ""))
    examples = advise(answers, RULES, catalogue).examples
    notteroy = next(one for one in examples if one.id == "notteroy-inkludering")
    assert notteroy.because == [option.examples.because for option in GUIDE.counting(answers)[:-1]]
    alone = GUIDE.advise(floke_guide.blank()).examples
    assert {reason for one in alone for reason in one.because} == {RULES.base.examples.because}


# --- files and Jupyter --------------------------------------------------------------------------


@given(combination=combinations, title=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_answers_survive_a_round_trip(combination, title):
    answers = answered(combination, title)
    text = document.dump(answers)
    assert document.parse(text, Answers) == answers
    assert document.dump(document.parse(text, Answers)) == text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"phase": "oppstart"}, "phase: «oppstart» er ikke en gyldig kode"),
        ({"phase": None}, "phase"),
        ({"title": "x" * 201}, "title"),
        ({"extra": ""}, "extra"),
    ],
)
def test_a_changed_file_is_refused_with_what_is_wrong(change, message):
    saved = json.loads(document.dump(floke_guide.blank()))
    saved["content"] |= change
    with pytest.raises(document.ToolFileError, match=message):
        document.parse(json.dumps(saved), Answers)
    del saved["content"]["scope"]
    with pytest.raises(document.ToolFileError, match=r"scope|phase|title|extra"):
        document.parse(json.dumps(saved), Answers)


def test_the_actors_can_be_taken_to_the_stakeholder_matrix(catalogue):
    answers = answered(("nodvendighet", "test", "forankring", "ikke", "stat", "egen_sak"), "Ungdom utenfor")
    advice = advise(answers, RULES, catalogue)
    matrix = floke_guide.to_matrix(answers, advice)
    assert document.parse(document.dump(matrix), StakeholderMatrix) == matrix
    assert [actor.group for actor in matrix.actors] == [one.group for one in advice.actors]
    assert {actor.group for actor in matrix.actors if actor.strongly_affected} == {"brukere"}


def test_the_widget_gives_the_advice_for_what_is_on_the_screen(catalogue):
    widget = FlokeGuide(catalogue=catalogue)
    before = widget.advice
    widget.content = {**widget.content, "obstacle": "regler"}
    assert widget.advice != before
    assert "stat" in [one.group for one in widget.advice.actors]
