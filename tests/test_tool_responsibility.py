"""The responsibility matrix in Python: rules, findings, files and DataFrames."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from slik import methods, readability, spelling
from slik.paths import ROOT
from slik.tools import document, responsibility
from slik.tools.responsibility import RULES, Matrix, RuleCode, Rules, check, shifts
from slik.vocabulary import vocabulary
from slik.widgets import ResponsibilityMatrix
from tests.responsibility_sheets import FIXTURES, PHASES, matrices, sheet

PAGE = ROOT / "book/verktoy/ansvarsmatrise.md"

# --- the rule table ----------------------------------------------------------------------------


def test_every_rule_can_strike_and_every_source_is_used():
    struck = {rule for case in FIXTURES for rule, *_ in case["found"]}
    assert struck == set(RuleCode.__args__)
    assert {source.key for source in RULES.sources} == {rule.source for rule in RULES.rules} - {"var-vurdering"}


def test_a_new_sheet_has_the_method_pages_tasks_in_the_order_of_the_phases():
    page = methods.load(ROOT)["ansvarsmatrise"]
    assert set(filter(None, page.sheet.rows)) <= {task.name for task in RULES.tasks}
    assert {task.phase for task in RULES.tasks} == set(PHASES)
    assert all(PHASES.index(a.phase) <= PHASES.index(b.phase) for a, b in pairwise(RULES.tasks))
    assert 10 <= len(RULES.tasks) <= 12 and 6 <= len(RULES.roles) <= 8
    assert {role.kind for role in RULES.roles} == {"vanlig", "berort", "prosjekt"}


def test_letters_are_explained_as_on_the_method_page():
    steps = " ".join(methods.load(ROOT)["ansvarsmatrise"].steps)
    assert all(rule.word in steps for rule in RULES.letters if rule.code != "AU")


def test_sources_of_the_method_page_have_the_same_address():
    known = {source.key: source.url for source in methods.load(ROOT)["ansvarsmatrise"].sources}
    assert all(source.url == known.get(source.key, source.url) for source in RULES.sources)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table["rules"].pop(), "rules skal ha hver av disse kodene"),
        (lambda table: table["rules"][0].update(source="ukjent"), "Kilden «ukjent» finnes ikke"),
        (lambda table: table["rules"][0].update(text="Noe mangler."), "text"),
        (lambda table: table["letters"].pop(), "letters skal ha hver"),
    ],
)
def test_a_rule_table_that_is_not_whole_is_refused(change, message):
    table = RULES.model_dump()
    change(table)
    with pytest.raises(ValidationError, match=message):
        Rules.model_validate(table)


def test_page_and_rules_read_easily():
    body = PAGE.read_text("utf-8").partition("---\n")[2].partition("---\n")[2]
    plain = re.sub(r"```.*?```|\]\(.*?\)|[#*\[\]]", " ", body, flags=re.DOTALL)
    rules = " ".join(f"{rule.text} {rule.advice} {rule.why}" for rule in RULES.rules)
    assert readability.measure(plain).lix < readability.LIX_CEILING
    assert readability.measure(rules).lix < readability.LIX_CEILING
    assert list(spelling.variants(f"{plain} {rules}")) == []


# --- the answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", FIXTURES, ids=lambda case: case["what"])
def test_what_is_unclear(case):
    found = check(sheet(case), RULES)
    assert [[one.rule, one.at, one.text] for one in found] == case["found"]


def test_limits_are_taken_from_the_table():
    case = next(case for case in FIXTURES if case["what"] == "half of the tasks is not too much, more is")
    strict = RULES.model_copy(update={"limits": RULES.limits.model_copy(update={"overload_percent": 49})})
    assert [one.rule for one in check(sheet(case), strict)] == ["overloaded_role"]


@settings(max_examples=200, deadline=None)
@given(matrices())
def test_findings_stand_in_the_tables_order_and_point_at_something(matrix):
    found = check(matrix, RULES)
    order = [rule.code for rule in RULES.rules]
    assert [one.rule for one in found] == [code for code in order if code in {one.rule for one in found}]
    size = {"tasks": len(matrix.tasks), "roles": len(matrix.roles), "phases": 5, "shifts": 5}
    about = {rule.code: rule.about for rule in RULES.rules}
    for one in found:
        assert one.at == sorted(set(one.at)) and 0 <= one.at[0] and one.at[-1] < size[about[one.rule]]
    assert all(matrix.owners[i] != matrix.owners[i - 1] for i in shifts(matrix))


# --- files ----------------------------------------------------------------------------------------


@given(matrices())
def test_any_matrix_survives_a_round_trip(matrix):
    text = document.dump(matrix)
    assert document.dump(document.parse(text, Matrix)) == text


BAD = {
    "cell missing": (lambda c: c["tasks"][1]["letters"].pop(), "ikke én rute for hver rolle"),
    "role missing": (lambda c: c["roles"].pop(), "ikke én rute for hver rolle"),
    "owner outside": (lambda c: c["owners"].__setitem__(0, 9), "ikke er blant rollene"),
    "owner far outside": (lambda c: c["owners"].__setitem__(0, 12), r"owners\[0\]"),
    "owner as text": (lambda c: c["owners"].__setitem__(0, "0"), r"owners\[0\]"),
    "unknown letter": (lambda c: c["tasks"][0]["letters"].__setitem__(0, "X"), r"tasks\[0\]\.letters\[0\]"),
    "unknown phase": (lambda c: c["tasks"][0].update(phase="drift"), r"tasks\[0\]\.phase"),
    "unknown kind": (lambda c: c["roles"][0].update(kind="person"), r"roles\[0\]\.kind"),
    "four owners": (lambda c: c["owners"].pop(), "owners"),
    "three shifts": (lambda c: c["handovers"].pop(), "handovers"),
    "too many tasks": (lambda c: c.update(tasks=c["tasks"] * 4), "tasks"),
    "long terms": (lambda c: c["handovers"][0].update(terms="x" * 2001), r"handovers\[0\]\.terms"),
}


def bad_file(name: str) -> str:
    saved = json.loads(document.dump(ResponsibilityMatrix.blank()))
    BAD[name][0](saved["content"])
    return json.dumps(saved)


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_with_what_is_wrong(name):
    with pytest.raises(document.ToolFileError, match=BAD[name][1]):
        document.parse(bad_file(name), Matrix)


# --- DataFrames -----------------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(matrices())
def test_frame_there_and_back_is_the_same_matrix(matrix):
    assert responsibility.with_frame(matrix, responsibility.to_frame(matrix)) == matrix


def test_setting_a_frame_keeps_kinds_and_owners_by_name(catalogue):
    widget = ResponsibilityMatrix(sheet(FIXTURES[0]), catalogue=catalogue)
    widget.frame = widget.frame[["Prosjekt", "Tjeneste"]].assign(Ny="K")
    matrix = widget.document
    assert [(role.name, role.kind) for role in matrix.roles] == [("Prosjekt", "prosjekt"), ("Tjeneste", "vanlig"), ("Ny", "vanlig")]
    assert matrix.owners == [None, None, 0, 1, 1]
    assert matrix.tasks[1].letters == ["A", "U", "K"]
    assert matrix.handovers[1].terms == "Mandat er vedtatt"


def test_empty_cells_of_a_frame_are_empty(catalogue):
    widget = ResponsibilityMatrix(catalogue=catalogue)
    widget.frame = pd.DataFrame({"phase": ["test", "ide"], "task": ["a", "b"], "x": ["A", None]}).set_index(["phase", "task"])
    assert [task.letters for task in widget.document.tasks] == [["A"], [""]]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"x": ["A"]}), "fase og oppgave som indeks"),
        (pd.DataFrame({"x": ["A"]}, index=[["drift"], ["a"]]), "«drift» er ikke en fase"),
        (pd.DataFrame({"x": ["R"]}, index=[["test"], ["a"]]), "«R» er ikke en bokstav"),
        (pd.DataFrame({"x": ["A"] * 41}, index=[["test"] * 41, ["a"] * 41]), "tasks"),
        (pd.DataFrame({"x": ["A"]}, index=[["test"], ["a" * 201]]), "201 tegn"),
    ],
)
def test_a_dataframe_that_does_not_fit_is_told_and_changes_nothing(frame, message, catalogue):
    widget = ResponsibilityMatrix(catalogue=catalogue)
    before = widget.content
    with pytest.raises(ValueError, match=message):
        widget.frame = frame
    assert widget.content == before


# --- what comes from the examples -----------------------------------------------------------------


def test_every_example_that_names_an_owner_is_listed_shifts_first(catalogue):
    data = ResponsibilityMatrix.payload(catalogue, lambda path: path)
    named = {example.title for example in catalogue if example.ownership}
    assert {one["title"] for one in data["examples"]} == named
    assert 2 <= data["examplesFirst"] <= 3
    for one in data["examples"][: data["examplesFirst"]]:
        assert len({entry["owner"] for entry in one["owners"]}) > 1
        assert (ROOT / "book" / one["url"].replace(".html", ".md")).is_file()
    assert [phase["label"] for phase in data["phases"]] == [item.label for item in vocabulary("phases")]
