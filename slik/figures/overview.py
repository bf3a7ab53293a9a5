"""Overview figures of a set of examples."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from slik.catalogue import FACETS, Catalogue
from slik.figures.picture import Picture, house_style
from slik.vocabulary import vocabulary


def cross_table(catalogue: Catalogue, rows: str, columns: str) -> pd.DataFrame:
    """Count examples per pair of codes in two facets.

    An example with several codes counts once in each of its cells, so cells do not add up
    to the number of examples.

    Args:
        catalogue: The examples to count.
        rows: Facet for the rows, a name in :data:`slik.catalogue.FACETS`.
        columns: Facet for the columns.

    Returns:
        Integer counts, all codes of both lists included, labelled in Norwegian.
    """
    table = pd.DataFrame(0, index=list(vocabulary(rows).codes), columns=list(vocabulary(columns).codes))
    for example in catalogue:
        for row in set(FACETS[rows](example)):
            for column in set(FACETS[columns](example)):
                table.loc[row, column] += 1
    table.index = pd.Index([item.short or item.label for item in vocabulary(rows)], name=vocabulary(rows).title)
    table.columns = pd.Index([item.short or item.label for item in vocabulary(columns)], name=vocabulary(columns).title)
    return table


def theme_by_phase(catalogue: Catalogue) -> Picture:
    """Draw how many examples show each theme in each phase."""
    table = cross_table(catalogue, "themes", "phases")
    return Picture(_heat(table), _describe(table, len(catalogue)))


def _heat(table: pd.DataFrame) -> Figure:
    with house_style():
        figure = Figure(figsize=(4.3, 3.1), layout="constrained")
        axes = figure.add_subplot()
        most = max(int(table.to_numpy().max()), 1)
        axes.imshow(table.to_numpy(), cmap="Blues", vmin=0, vmax=most * 1.25, aspect="auto")
        axes.set_xticks(range(table.shape[1]), list(table.columns))
        axes.set_yticks(range(table.shape[0]), list(table.index))
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        for row in range(table.shape[0]):
            for column in range(table.shape[1]):
                count = int(table.iat[row, column])
                colour = "#ffffff" if count > most * 0.7 else "#1c2733"
                axes.text(column, row, str(count), ha="center", va="center", color=colour)
    return figure


def _describe(table: pd.DataFrame, total: int) -> str:
    rows = [
        f"{name}: " + ", ".join(f"{phase.lower()} {count}" for phase, count in row.items())
        for name, row in table.iterrows()
    ]
    return f"Antall eksempler per tema og fase, av {total} i alt. " + ". ".join(rows) + "."
