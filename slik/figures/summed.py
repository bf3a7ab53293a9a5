"""Influence × interest for every actor of a set of examples: how many stand in each cell."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from slik.catalogue import Catalogue
from slik.figures.matrix import CELL, FIELD_NAME, FIELDS, FOOT, HEAD, LEFT, LEVELS, WIDTH, Canvas, Layout, draw_grid
from slik.figures.picture import Picture, house_style
from slik.tools import presence
from slik.tools.stakeholders import is_high
from slik.vocabulary import label

_ROW = 27.0
_INSET = 2.2
#: Background and text by how many: none, up to a quarter of the largest cell, and so on; as in the explorer.
_HEAT = (("#ffffff", "#1c2733"), ("#dcebf5", "#1c2733"), ("#a9cde4", "#1c2733"), ("#5d9cc4", "#0b1a26"), ("#1f5f8b", "#ffffff"))


def summed_matrix(catalogue: Catalogue) -> Picture:
    """Draw how many actors of the examples stand in each cell of the influence × interest matrix.

    The steps are our judgement. The numbers are in ``Picture.data``, largest influence first.

    Args:
        catalogue: The examples.
    """
    counts = presence.summed_matrix(presence.actors(catalogue))
    layout = _layout()
    most = max(1, int(counts.to_numpy().max()))
    with house_style():
        figure = Figure(figsize=(WIDTH / 72, layout.height / 72), dpi=72)
        canvas = Canvas(figure)
        draw_grid(canvas, layout)
        for (bottom, top), influence in zip(layout.rows, LEVELS, strict=True):
            for left, interest in zip(layout.columns, LEVELS):
                count = int(counts.at[influence, interest])
                background, colour = _HEAT[-(-4 * count // most)]
                canvas.rectangle(left + _INSET, bottom + _INSET, CELL - 2 * _INSET, top - bottom - 2 * _INSET, background)
                middle = (left + CELL / 2, (bottom + top) / 2)
                canvas.text(*middle, str(count), ha="center", va="center_baseline", fontsize=10, color=colour)
    return Picture(figure, _describe(counts, len(catalogue)), _labelled(counts))


def _layout() -> Layout:
    rows = []
    bottom = FOOT
    for row in range(4):
        rows.append((bottom, bottom + _ROW))
        bottom += _ROW + (FIELD_NAME if row in (1, 3) else 0)
    return Layout(bottom + HEAD, tuple(LEFT + CELL * column for column in range(5)), tuple(rows), (), ())


def _describe(counts: pd.DataFrame, examples: int) -> str:
    """Say every number, field by field."""
    total = int(counts.to_numpy().sum())
    parts = [f"Matrise med antall aktører etter innflytelse og interesse: {total} aktører i {examples} eksempler."]
    for (high_influence, high_interest), name in FIELDS.items():
        cells = [
            (influence, interest) for influence in reversed(LEVELS) for interest in reversed(LEVELS)
            if (is_high(influence), is_high(interest)) == (high_influence, high_interest)
        ]
        listed = "; ".join(
            f"innflytelse {label('levels', influence).lower()} og interesse {label('levels', interest).lower()} "
            f"{counts.at[influence, interest]}"
            for influence, interest in cells
        )
        parts.append(f"{name} {sum(int(counts.at[cell]) for cell in cells)}: {listed}.")
    return " ".join(parts)


def _labelled(counts: pd.DataFrame) -> pd.DataFrame:
    names = [label("levels", code) for code in LEVELS]
    index, columns = pd.Index(names, name="Innflytelse"), pd.Index(names, name="Interesse")
    return counts.set_axis(index).set_axis(columns, axis=1).iloc[::-1]
