"""Who was with: the sums are what plain counting gives, and nothing is claimed beyond them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from slik import spelling
from slik.catalogue import Catalogue, load
from slik.figures import summed_matrix as draw
from slik.figures.matrix import FIELDS
from slik.model import UNKNOWN
from slik.paths import ROOT
from slik.prose import plain
from slik.readability import LIX_CEILING, measure
from slik.tools import presence
from slik.tools.presence import GROUPS, JOINED, LEVELS, PERCENT_FROM, actors, by_group, by_outcome, caveats, percent, summed_matrix
from slik.tools.stakeholders import field_of
from slik.vocabulary import label, vocabulary
from slik.widgets import Presence
from slik.widgets.payload import PRESENCE_FACETS, payload

ALL = load(ROOT)
PAGE = (ROOT / "book/verktoy/hvem-var-med.md").read_text("utf-8")

sets = st.fixed_dictionaries(
    {}, optional={facet.key: st.lists(st.sampled_from(list(facet.choices)), max_size=3, unique=True) for facet in PRESENCE_FACETS}
).map(lambda filters: ALL.filter(**filters))


def people(catalogue: Catalogue, group: str):
    return [(example, actor) for example in catalogue for actor in example.stakeholders if actor.group == group]


# --- the frame -------------------------------------------------------------------------------


def test_one_row_per_actor_with_categories_from_the_code_lists():
    frame = actors(ALL)
    assert len(frame) == sum(len(example.stakeholders) for example in ALL)
    assert list(dict.fromkeys(frame["example"])) == [example.id for example in ALL]
    for column, codes in {"outcome": "outcomes", "status": "statuses", "group": "stakeholder_groups", "role": "roles"}.items():
        assert tuple(frame[column].cat.categories) == vocabulary(codes).codes
    assert tuple(frame["joined"].cat.categories) == (*vocabulary("phases").codes, UNKNOWN)
    assert tuple(frame["influence"].cat.categories) == LEVELS and frame["influence"].cat.ordered
    assert not frame.isna().any().any()
    assert (actors(Catalogue(())).dtypes == frame.dtypes).all()


def test_every_example_ends_in_one_way_and_stopped_attempts_stand_with_those_that_failed():
    assert set(presence.ENDINGS) == set(vocabulary("outcomes").codes)
    for example in ALL:
        failed = example.status.code == "stoppet" or example.outcome.code == "mislyktes"
        assert presence.ending(example) == ("mislyktes" if failed else example.outcome.code)
    assert sum(e.status.code == "stoppet" and e.outcome.code != "mislyktes" for e in ALL) > 0, "the rule has a case"


# --- the sums --------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(sets, st.sampled_from([None, *GROUPS]))
def test_matrix_is_what_plain_counting_gives(chosen, group):
    counted = Counter(
        (actor.influence, actor.interest) for example in chosen for actor in example.stakeholders if group in (None, actor.group)
    )
    matrix = summed_matrix(actors(chosen), group)
    assert matrix.shape == (4, 4)
    assert {(row, column): matrix.at[row, column] for row in LEVELS for column in LEVELS if matrix.at[row, column]} == counted


@settings(max_examples=40, deadline=None)
@given(sets)
def test_groups_are_what_plain_counting_gives(chosen):
    table = by_group(actors(chosen))
    assert tuple(table.index) == GROUPS
    for group in GROUPS:
        row, own = table.loc[group], people(chosen, group)
        fields = Counter(field_of(actor.influence, actor.interest).name for _, actor in own)
        assert row["examples"] == len({example.id for example, _ in own})
        assert row["actors"] == len(own) == sum(row[name] for name in FIELDS.values()) == sum(row[code] for code in JOINED)
        assert {name: row[name] for name in FIELDS.values()} == {name: fields[name] for name in FIELDS.values()}
        assert {code: row[code] for code in JOINED} == {code: sum(a.joined == code for _, a in own) for code in JOINED}
        assert row["strongly_affected"] == sum(actor.strongly_affected for _, actor in own)
        assert set(row["usual"]) == {name for name, count in fields.items() if count == max(fields.values())}


@settings(max_examples=40, deadline=None)
@given(sets)
def test_outcomes_are_what_plain_counting_gives(chosen):
    table = by_outcome(actors(chosen))
    assert len(table) == len(GROUPS) * len(presence.ENDINGS)
    for (group, ending), row in table.iterrows():
        ended = [example for example in chosen if presence.ending(example) == ending]
        joined = [[a.joined for a in example.stakeholders if a.group == group] for example in ended]
        there = [phases for phases in joined if phases]
        first = [phases for phases in there if "forstaelse" in phases]
        later = [phases for phases in there if "forstaelse" not in phases and UNKNOWN not in phases]
        assert row.to_dict() == {"of": len(ended), "present": len(there), "known": len(first) + len(later), "first": len(first)}


@settings(max_examples=40, deadline=None)
@given(sets)
def test_order_is_by_difference_and_only_when_there_are_enough(chosen):
    table = by_outcome(actors(chosen))
    order = list(dict.fromkeys(table.index.get_level_values("group")))
    well, badly = (table.xs(code, level="ending") for code in ("lyktes", "mislyktes"))
    n, m = well["of"].iloc[0], badly["of"].iloc[0]
    if min(n, m) < PERCENT_FROM:
        assert order == list(GROUPS)
    else:
        gaps = [abs(well["present"][g] * m - badly["present"][g] * n) for g in order]
        assert gaps == sorted(gaps, reverse=True)
        ties = [(-gap, GROUPS.index(group)) for gap, group in zip(gaps, order, strict=True)]
        assert ties == sorted(ties)


def test_a_group_of_no_actors_in_no_examples_is_zeros():
    frame = actors(Catalogue(()))
    assert summed_matrix(frame).to_numpy().sum() == 0
    assert by_group(frame)["actors"].sum() == 0 and set(by_group(frame)["usual"]) == {()}
    assert by_outcome(frame).to_numpy().sum() == 0


def test_unknown_group_is_told():
    with pytest.raises(ValueError, match="ikke en kode i stakeholder_groups"):
        summed_matrix(actors(ALL), "romvesen")


@pytest.mark.parametrize(("count", "of", "shown"), [(4, 4, None), (0, 0, None), (0, 5, 0), (5, 5, 100), (1, 8, 13), (1, 6, 17), (1, 40, 3)])
def test_no_percent_of_fewer_than_five(count, of, shown):
    assert percent(count, of) == shown


def test_the_caveats_carry_the_numbers_of_the_set():
    frame = actors(ALL)
    order, limits = caveats(frame)
    ended = Counter(map(presence.ending, ALL))
    text = " ".join(limits)
    assert f"{ended['lyktes']} lyktes, og {ended['mislyktes']} lyktes ikke" in text
    assert f"For {(frame['joined'] == UNKNOWN).sum()} av {len(frame)} aktører" in text
    assert "årsaker" in text and "vår vurdering" in text and "valgt dem selv" in text
    assert f"{100 // max(ended['lyktes'], ended['mislyktes'])} prosentpoeng" in order
    assert "for få til å sammenligne" in caveats(actors(ALL.filter(countries="IS")))[0]
    assert "{" not in order + text


# --- figure, widget and page -----------------------------------------------------------------


def test_the_figure_says_every_number_and_is_the_same_every_time():
    picture, matrix = draw(ALL), summed_matrix(actors(ALL))
    assert picture.svg() == draw(ALL).svg()
    assert f"{matrix.to_numpy().sum()} aktører i {len(ALL)} eksempler" in picture.alt
    for influence in LEVELS:
        for interest in LEVELS:
            words = f"innflytelse {label('levels', influence).lower()} og interesse {label('levels', interest).lower()} "
            assert f"{words}{matrix.at[influence, interest]}" in picture.alt
    fields = actors(ALL)["field"].value_counts()
    for name in FIELDS.values():
        assert f"{name} {fields[name]}:" in picture.alt
    assert picture.data.iloc[::-1].to_numpy().tolist() == matrix.to_numpy().tolist()
    assert draw(Catalogue(())).svg()


def test_the_figure_is_legible_at_phone_width():
    figure = draw(ALL).figure
    assert figure.get_figwidth() * 96 <= 320
    assert min(text.get_fontsize() for text in figure.texts) >= 8


def test_no_text_in_the_figure_covers_another():
    boxes = [text.get_window_extent() for text in draw(ALL).figure.texts]
    assert all(not one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])


def test_widget_gives_the_actors_of_the_chosen_examples():
    widget = Presence(ALL, countries=["DK"])
    pd.testing.assert_frame_equal(widget.frame, actors(ALL.filter(countries="DK")))
    widget.filters = {"phases": ["test"], "outcomes": ["mislyktes"]}
    assert set(widget.frame["example"]) == {example.id for example in ALL.filter(phases="test", outcomes="mislyktes")}
    with pytest.raises(ValueError, match="finnes ikke her"):
        widget.filters = {"statuses": ["stoppet"]}
    with pytest.raises(ValueError, match="ikke en kode i countries"):
        widget.filters = {"countries": ["XX"]}
    assert widget.filters == {"phases": ["test"], "outcomes": ["mislyktes"]}


def test_facets_have_the_explorers_names_in_the_address():
    explorer = {facet["key"]: facet["param"] for facet in payload(Catalogue(()), str)["facets"]}
    assert {facet.parameter for facet in PRESENCE_FACETS} == {"tema", "omrade", "land", "fase", "utfall"}
    assert all(explorer[facet.key] == facet.parameter for facet in PRESENCE_FACETS)


def test_the_page_stands_where_links_say_and_reads_easily():
    assert (ROOT / Path("book") / payload(ALL, str)["presence"]["url"].replace(".html", ".md")).is_file()
    front, body = PAGE.split("---\n", 2)[1:]
    prose = plain(body.replace("```{verktoy} presence\n```", "").replace("#", "").replace("*", ""))
    assert measure(yaml.safe_load(front)["description"]).lix <= LIX_CEILING
    assert measure(body.partition("```{verktoy}")[0]).lix <= LIX_CEILING
    assert measure(" ".join([*presence.LIMITS, *presence.ORDER])).lix <= LIX_CEILING
    assert list(spelling.variants(prose)) == []
