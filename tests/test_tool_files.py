"""Saved files: the same bytes after a round trip, and a clear no to what cannot be used."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slik.catalogue import load
from slik.paths import ROOT
from slik.problems import CatalogueError
from slik.tools import document
from slik.tools.rules import read_rules
from slik.tools.stakeholders import Rules, StakeholderMatrix
from slik.widgets import TOOLS
from tests.bad_files import BAD_FILES, GOOD

line = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def test_every_tool_starts_with_a_sheet_that_survives_a_round_trip():
    for name, tool in TOOLS.items():
        blank = tool.blank()
        text = document.dump(blank)
        assert document.dump(document.parse(text, tool.content_model)) == text, name


@given(title=line, names=st.lists(line, max_size=5))
def test_what_is_typed_survives_a_round_trip(title, names):
    content = json.loads(GOOD)
    actor = content["content"]["actors"][0]
    content["content"] = {"title": title, "actors": [{**actor, "name": name} for name in names], "examples": []}
    matrix = StakeholderMatrix.model_validate(content["content"])
    assert document.parse(document.dump(matrix), StakeholderMatrix) == matrix


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_is_refused_with_what_is_wrong(name, tmp_path):
    raw, expected, _ = BAD_FILES[name]
    path = tmp_path / "fil.json"
    path.write_bytes(raw)
    with pytest.raises(document.ToolFileError, match=expected):
        document.read(path, StakeholderMatrix)


def test_a_widget_keeps_its_sheet_when_a_file_is_refused(tmp_path, catalogue):
    widget = TOOLS["stakeholders"](catalogue=catalogue)
    widget.write_file(tmp_path / "god.json")
    before = widget.content
    (tmp_path / "avkuttet.json").write_text((tmp_path / "god.json").read_text("utf-8")[:-20], "utf-8")
    with pytest.raises(document.ToolFileError, match="avkuttet"):
        widget.read_file(tmp_path / "avkuttet.json")
    assert widget.content == before
    widget.read_file(tmp_path / "god.json")
    assert widget.content == before


def test_broken_rule_table_is_told_with_line_and_field(tmp_path):
    folder = tmp_path / "data/tools"
    folder.mkdir(parents=True)
    text = (ROOT / "data/tools/stakeholders.yaml").read_text("utf-8")
    (folder / "stakeholders.yaml").write_text(text.replace("code: nobody_owns", "code: nobody_cares"), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_rules(tmp_path, "stakeholders", Rules)
    [problem] = caught.value.problems
    number = text[: text.index("code: nobody_owns")].count("\n") + 1
    assert (problem.line, problem.field) == (number, "advice[4].code")
    assert "«nobody_cares» er ikke en gyldig kode" in problem.message


def test_state_in_a_page_cannot_end_its_element():
    catalogue = load()
    for tool in TOOLS.values():
        html = tool.static_html(catalogue, lambda path: path)
        state = html.partition('<script type="application/json">')[2].partition("</script>")[0]
        assert "<" not in state
        assert json.loads(state)["in_book"] is True
