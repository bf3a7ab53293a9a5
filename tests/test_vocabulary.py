"""Code lists and municipalities are complete and lead somewhere."""

from __future__ import annotations

import pytest

from slik.catalogue import FACETS
from slik.municipalities import municipalities, successor
from slik.vocabulary import VOCABULARIES_BY_NAME, vocabulary


def test_the_lists_the_handbook_is_built_on():
    assert vocabulary("themes").codes == ("hva", "hvem", "system", "nyttiggjore", "foredle")
    assert vocabulary("phases").codes == ("forstaelse", "ide", "test", "skalering", "baerekraft")
    assert len(vocabulary("innovation_types").items) == 4
    assert set(FACETS) <= set(VOCABULARIES_BY_NAME)


@pytest.mark.parametrize("name", VOCABULARIES_BY_NAME)
def test_every_code_has_a_label_of_its_own_and_a_one_sentence_definition(name):
    items = vocabulary(name).items
    assert len({item.label for item in items}) == len(items)
    for item in items:
        assert item.definition[0].isupper() and item.definition.endswith(".")


def test_every_tool_in_the_process_model_is_a_method():
    methods = set(vocabulary("methods").codes)
    for phase in vocabulary("phases"):
        assert phase.steps
        for step in phase.steps:
            assert set(step.tools) <= methods


def test_themes_ask_questions_and_sectors_map_to_cofog():
    assert all(theme.questions for theme in vocabulary("themes"))
    assert all(sector.cofog for sector in vocabulary("sectors"))
    assert all(country.alpha3 for country in vocabulary("countries"))


def test_municipality_ids_are_text_with_their_zeros():
    known = municipalities()
    assert known["NO-0301"].name == "Oslo"
    assert known["FI-091"].name == "Helsinki"
    for id, place in known.items():
        assert id == f"{place.country}-{place.code}"
        assert not place.successor_id or place.successor_id in known
        assert not (place.valid_from and place.valid_to) or place.valid_from < place.valid_to


def test_old_municipalities_lead_to_those_of_today():
    assert successor(municipalities()["NO-0722"]).id == "NO-3911"
    for place in municipalities().values():
        assert not successor(place).valid_to


def test_every_municipality_used_has_region_and_size(catalogue):
    for example in catalogue:
        for place in example.places:
            assert place.region and place.size_class in ("liten", "middels", "stor"), (example.id, place)
