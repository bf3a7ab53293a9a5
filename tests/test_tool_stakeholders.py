"""The stakeholder matrix in Python: rules, comparison, and the sheet as a DataFrame."""

from __future__ import annotations

import ast

import pandas as pd
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from slik.figures.matrix import FIELDS
from slik.tools import stakeholders
from slik.tools.stakeholders import RULES, Actor, StakeholderMatrix
from slik.vocabulary import vocabulary
from slik.widgets import StakeholderMatrix as Widget


def actor(name: str = "En gruppe", **fields: object) -> Actor:
    return Actor.model_validate({**stakeholders.COLUMNS, "name": name, **fields})


def sheet(*actors: Actor) -> StakeholderMatrix:
    return StakeholderMatrix(title="", actors=list(actors), examples=[])


def test_the_four_fields_cover_all_steps_once():
    assert len(FIELDS) == 4
    for influence in vocabulary("levels").codes:
        for interest in vocabulary("levels").codes:
            field = stakeholders.field_of(influence, interest)
            assert field.high_influence == (influence in ("middels", "stor"))
            assert field.high_interest == (interest in ("middels", "stor"))


def test_notteroy_gets_the_advice_that_would_have_helped():
    found = dict(stakeholders.advice(sheet(
        actor("Ungdommene", group="brukere", influence="liten", interest="stor", strongly_affected=True, joined="forstaelse"),
        actor("Skolen", group="ledere", influence="stor", interest="stor", joined="test", role="utforer"),
    )))  # fmt: skip
    assert found["affected_without_influence"] == [0]
    assert found["joins_late"] == [1]
    assert "nobody_owns" in found and "nobody_carries_out" not in found and "nobody_affected" not in found


def test_an_empty_sheet_is_not_lectured_and_every_rule_can_strike():
    assert stakeholders.advice(sheet()) == []
    alone = stakeholders.advice(sheet(
        actor("Kommunedirektør", group="kommuneledelse", influence="stor", interest="stor", joined="skalering"),
        actor("Ansatte", group="ansatte", influence="liten", strongly_affected=True),
    ))  # fmt: skip
    assert [code for code, _ in alone] == [rule.code for rule in RULES.advice]


def test_similar_examples_share_groups_and_gaps_name_who_had_them(catalogue):
    example = catalogue["notteroy-inkludering"]
    own = sheet(*(actor(one.name, group=one.group) for one in example.stakeholders))
    assert stakeholders.similar(own, catalogue, 1) == [example]
    assert stakeholders.missing(own, [example]) == []
    less = sheet(*own.actors[1:])
    groups = {one.group for one in own.actors} - {one.group for one in less.actors}
    assert {one.group for one in stakeholders.missing(less, [example])} == groups
    assert all(one.examples == [example.id] for one in stakeholders.missing(less, [example]))


def test_the_sheet_goes_to_a_dataframe_and_back(catalogue):
    widget = Widget(catalogue=catalogue)
    widget.frame = pd.DataFrame({"name": ["Skolen", "Ungdommene"], "influence": ["stor", "liten"], "strongly_affected": [False, True]})
    frame = widget.frame
    assert list(frame["field"]) == ["Samarbeid tett", "Gi en stemme"]
    widget.frame = frame
    assert widget.frame.equals(frame)
    assert widget.content["actors"][1]["strongly_affected"] is True


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"navn": ["x"]}), "Kolonnen «navn» finnes ikke"),
        (pd.DataFrame({"role": ["eier"]}), "Kolonnen «name» mangler"),
        (pd.DataFrame({"name": ["x", "y"], "influence": ["stor", "enorm"]}), "Rad 2, kolonne influence: «enorm» er ikke en gyldig kode"),
        (pd.DataFrame({"name": [3]}), "Rad 1, kolonne name"),
        (pd.DataFrame({"name": [f"n{i}" for i in range(61)]}), "actors"),
    ],
)
def test_a_dataframe_that_does_not_fit_is_told_and_changes_nothing(frame, message, catalogue):
    widget = Widget(catalogue=catalogue)
    before = widget.content
    with pytest.raises(ValueError, match=message):
        widget.frame = frame
    assert widget.content == before


def test_in_a_real_kernel_what_is_done_on_the_screen_is_in_the_dataframe(tmp_path):
    cells = [
        "import pandas as pd\nfrom slik.widgets import StakeholderMatrix\nmatrix = StakeholderMatrix()\nmatrix",
        # What the front end sends when a reader adds an actor.
        "content = dict(matrix.content, actors=[{'name': 'Skolen', 'group': 'ledere', 'role': 'utforer', 'joined': 'test', 'influence': 'stor', 'interest': 'stor', 'strongly_affected': False, 'expects': '', 'measure': '', 'note': ''}])\nmatrix.set_state({'content': content})\nprint(matrix.frame.to_dict('records'))",
        "matrix.frame = pd.DataFrame({'name': ['Ungdommene'], 'influence': ['liten']})\nprint(matrix.get_state()['content']['actors'][0]['name'])",
    ]
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown, rows, sent = (cell.outputs for cell in notebook.cells)
    assert "application/vnd.jupyter.widget-view+json" in shown[0].data
    assert ast.literal_eval(rows[0].text)[0]["field"] == "Samarbeid tett"
    assert sent[0].text.strip() == "Ungdommene"


def test_rules_name_only_what_exists(catalogue):
    assert {one.group for one in RULES.suggested} <= set(vocabulary("stakeholder_groups").codes)
    assert len({one.name for one in RULES.suggested}) == len(RULES.suggested)
    assert set(RULES.affected_groups).isdisjoint(RULES.own_groups)
