"""The catalogue: filtering is set algebra, counts agree, and a researcher gets a table."""

from __future__ import annotations

import json

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slik.catalogue import COLUMNS, FACETS, Catalogue, load
from slik.model import Example
from slik.paths import ROOT
from slik.tallies import tally
from slik.vocabulary import vocabulary
from tests.conftest import VALID

ALL = load(ROOT)

selections = st.dictionaries(st.sampled_from(sorted(FACETS)), st.data(), max_size=0) | st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from(vocabulary(name).codes), max_size=3) for name in FACETS}
)


@settings(max_examples=200, deadline=None)
@given(selections)
def test_filter_is_or_within_a_facet_and_and_between(selection):
    expected = set(example.id for example in ALL)
    for name, codes in selection.items():
        if codes:
            expected &= {e.id for e in ALL for code in codes if code in list(FACETS[name](e))}
    assert {example.id for example in ALL.filter(**selection)} == expected


def test_counts_equal_what_the_filter_gives():
    for facet in FACETS:
        for code, count in ALL.count(facet).items():
            assert count == len(ALL.filter(**{facet: [code]})), (facet, code)


def test_unknown_facet_and_code_are_told_in_norwegian():
    with pytest.raises(ValueError, match="Filteret «theme» finnes ikke. Mente du «themes»"):
        ALL.filter(theme="hva")
    with pytest.raises(ValueError, match="«hvaa» er ikke en kode i themes. Mente du «hva»"):
        ALL.filter(themes="hvaa")


def test_frame_has_one_row_per_example_and_the_documented_columns():
    frame = ALL.to_frame()
    assert list(frame.columns) == list(COLUMNS)
    assert list(frame.index) == [example.id for example in ALL]
    assert str(frame["start"].dtype) == "Int64"
    assert frame.loc["notteroy-inkludering", "municipality_names"] == ["Nøtterøy"]


def test_frame_of_nothing_keeps_its_columns():
    assert list(Catalogue(()).to_frame().columns) == list(COLUMNS)


def test_related_examples_never_include_the_example_itself_and_share_something():
    for example in ALL:
        related = ALL.related(example)
        assert example not in related
        assert len({other.id for other in related}) == len(related)


def test_a_borrowed_example_and_its_source_are_related():
    pairs = [(example, reuse.example) for example in ALL for reuse in example.reuses if reuse.example in ALL]
    assert pairs, "no example in the collection says it learned from another"
    for example, source in pairs:
        assert source in {other.id for other in ALL.related(example, count=8)}
        assert example in ALL.borrowers(source)


def test_json_schema_follows_the_code_lists():
    schema = Example.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["themes"]["items"]["enum"] == list(vocabulary("themes").codes)
    assert schema["additionalProperties"] is False
    assert "«" not in json.dumps(schema, ensure_ascii=False)


def test_country_and_place_today_are_derived(handbook):
    example = load(handbook(eksempel=VALID))["eksempel"]
    assert example.countries == ["NO"]
    assert [place.name for place in example.places_today] == ["Færder"]


def test_tallies_count_what_they_say(catalogue):
    actors = [a for e in catalogue if e.kind == "eksempel" for a in e.stakeholders if a.group == "brukere"]
    known = [a for a in actors if a.strongly_affected and a.joined != "ikke_oppgitt"]
    assert tally(catalogue, "brukere!") == len(known)
    assert tally(catalogue, "brukere!/test") == sum(a.joined == "test" for a in known)
    assert tally(catalogue, "eksempler") < len(catalogue)
    with pytest.raises(ValueError, match="Mente du «brukere»"):
        tally(catalogue, "bruker")
