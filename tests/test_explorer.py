"""The explorer in Python: the same filter gives the same rows as a DataFrame."""

from __future__ import annotations

import ast
import json

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from slik.vocabulary import vocabulary
from slik.widgets import Explorer
from slik.widgets.explorer import select
from slik.widgets.payload import EXPLORER_FACETS, WORD


def test_selected_is_a_table_of_what_the_filters_choose(catalogue):
    explorer = Explorer(catalogue, countries=["DK"], phases=["test"], statuses=["stoppet"])
    assert list(explorer.selected.index) == [example.id for example in select(catalogue, explorer.filters)]
    explorer.filters = {"text": "hverdagsrehabilitering"}
    assert 0 < len(explorer.selected) < len(catalogue)


def test_wrong_filters_are_told_and_leave_the_old_ones(catalogue):
    explorer = Explorer(catalogue, countries=["DK"])
    with pytest.raises(ValueError, match="Mente du «countries»"):
        explorer.filters = {"contries": ["DK"]}
    with pytest.raises(ValueError, match="ikke en kode i countries"):
        explorer.filters = {"countries": ["XX"]}
    assert explorer.filters == {"countries": ["DK"]}


def test_state_in_a_page_cannot_end_its_element(catalogue):
    html = Explorer(catalogue).static_html()
    state = html.partition('<script type="application/json">')[2].partition("</script>")[0]
    assert "<" not in state
    assert len(json.loads(state)["data"]["ids"]) == len(catalogue)


def test_first_facets_are_theme_phase_and_country():
    assert [facet.key for facet in EXPLORER_FACETS if facet.primary] == ["themes", "phases", "countries"]
    assert all(len(vocabulary(facet.key).codes) == len(facet.choices) for facet in EXPLORER_FACETS if facet.key not in ("periods", "sizes"))
    assert WORD <= 31


def test_notebook_page_shows_static_html_and_jupyter_the_live_widget(catalogue):
    mimes, _ = Explorer(catalogue)._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in mimes
    assert "data-slik-widget" in mimes["text/html"]


def test_in_a_real_kernel_the_filter_gives_the_same_rows(catalogue, tmp_path):
    cells = [
        "from slik.widgets import Explorer\nexplorer = Explorer(countries=['DK'])\nexplorer",
        # What the front end sends when a reader ticks a box.
        "explorer.set_state({'filters': {'countries': ['DK'], 'statuses': ['stoppet']}})\nprint(list(explorer.selected.index))",
        "explorer.filters = {'countries': ['FI']}\nprint(explorer.get_state()['filters'])",
    ]
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown, chosen, sent = (cell.outputs for cell in notebook.cells)
    assert "application/vnd.jupyter.widget-view+json" in shown[0].data
    assert ast.literal_eval(chosen[0].text) == [example.id for example in catalogue.filter(countries="DK", statuses="stoppet")]
    assert ast.literal_eval(sent[0].text) == {"countries": ["FI"]}
