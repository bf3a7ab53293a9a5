"""The explorer in Python: the same filter gives the same rows as a DataFrame."""

from __future__ import annotations

import json

import pytest

from slik.widgets import Explorer
from slik.widgets.explorer import select
from slik.widgets.payload import EXPLORER_FACETS, WORD
from slik.vocabulary import vocabulary


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
