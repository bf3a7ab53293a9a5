"""Figures: marks never overlap or leave their cell, and the words say what the picture shows."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from slik.figures import stakeholder_matrix, theme_by_phase
from slik.figures.matrix import LEVELS, css_size, lay_out
from slik.figures.picture import house_style, size
from slik.model import Stakeholder
from slik.vocabulary import label, vocabulary

actors = st.lists(
    st.builds(
        lambda name, influence, interest, affected: Stakeholder(
            name=name, group="ansatte", role="eier", joined="ide",
            influence=influence, interest=interest, strongly_affected=affected,
        ),
        st.text("abcdefghijklmnopqrstuvwxyzæøåABC &-", min_size=1, max_size=200).filter(str.strip),
        st.sampled_from(LEVELS), st.sampled_from(LEVELS), st.booleans(),
    ),
    min_size=1, max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(actors, st.booleans())
def test_marks_stay_in_their_cell_and_apart(people, same_cell):
    if same_cell:
        people = [person.model_copy(update={"influence": "stor", "interest": "stor"}) for person in people]
    layout = lay_out(people)
    for mark, person in zip(layout.marks, people, strict=True):
        column, row = LEVELS.index(person.interest), LEVELS.index(person.influence)
        assert layout.columns[column] <= mark.x - mark.radius and mark.x + mark.radius <= layout.columns[column + 1]
        bottom, top = layout.rows[row]
        assert bottom <= mark.y - mark.radius and mark.y + mark.radius <= top
    for i, one in enumerate(layout.marks):
        for other in layout.marks[:i]:
            assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (one.radius + other.radius) ** 2


@settings(max_examples=40, deadline=None)
@given(actors, st.booleans())
def test_texts_stay_in_the_frame_and_never_overlap(people, widest):
    if widest:
        people = [person.model_copy(update={"name": "W" * 60 + " " + person.name, "strongly_affected": True}) for person in people]
    with house_style():
        figure = stakeholder_matrix(people).figure
        figure.set_dpi(600)  # screens scale the picture; letters are not rounded to whole pixels there
        canvas = FigureCanvasAgg(figure)
        boxes = [(text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in figure.texts]
    for text, box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= figure.bbox.x1 and box.y1 <= figure.bbox.y1, text
    for i, (one, first) in enumerate(boxes):
        for other, second in boxes[:i]:
            apart = first.x1 <= second.x0 or second.x1 <= first.x0 or first.y1 <= second.y0 or second.y1 <= first.y0
            assert apart, (one, other)


def test_the_picture_is_the_same_every_time_and_says_who_stands_where(catalogue):
    for example in list(catalogue)[:5]:
        picture = stakeholder_matrix(example.stakeholders)
        svg = picture.svg()
        assert svg == stakeholder_matrix(example.stakeholders).svg()
        ElementTree.fromstring(svg)
        assert size(svg) == css_size(example.stakeholders)
        for actor in example.stakeholders:
            assert actor.name in picture.alt
        assert len(picture.alt) > 60


def test_theme_by_phase_alternative_has_every_number(catalogue):
    alt = theme_by_phase(catalogue).alt
    for theme in vocabulary("themes"):
        for phase in vocabulary("phases").codes:
            count = len(catalogue.filter(themes=theme.code, phases=phase))
            assert f"{label('phases', phase).lower()} {count}" in alt.split(f"{theme.short}: ")[1].split(". ")[0]


def test_notebook_image_carries_its_alternative(catalogue):
    html = theme_by_phase(catalogue)._repr_html_()
    assert 'alt="Antall eksempler etter temaer og faser' in html
    assert "Tallene bak figuren" in html
    assert 'src="data:image/svg+xml;base64,' in html
