"""Overview figures of a set of examples."""

from __future__ import annotations

import textwrap

import pandas as pd
from matplotlib.figure import Figure

from slik.catalogue import FACETS, Catalogue
from slik.figures.picture import Picture, house_style
from slik.vocabulary import vocabulary

_BAR, _DARK = "#1f5f8b", "#1c2733"


def _names(facet: str) -> pd.Index:
    return pd.Index([item.short or item.label for item in vocabulary(facet)], name=vocabulary(facet).title)


def counts(catalogue: Catalogue, facet: str) -> pd.Series:
    """Count examples per code of a facet, all codes included, labelled in Norwegian.

    Args:
        catalogue: The examples to count.
        facet: A name in :data:`slik.catalogue.FACETS`.

    Returns:
        Integer counts in the code list's order. An example with several codes counts in each.
    """
    return pd.Series(list(catalogue.count(facet).values()), index=_names(facet), name="Eksempler")


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
        table.loc[sorted(set(FACETS[rows](example))), sorted(set(FACETS[columns](example)))] += 1
    table.index, table.columns = _names(rows), _names(columns)
    return table


def count_bars(catalogue: Catalogue, facet: str) -> Picture:
    """Draw how many examples have each code of a facet."""
    series = counts(catalogue, facet)
    title = vocabulary(facet).title
    with house_style():
        figure = Figure(figsize=(4.3, 0.7 + 0.24 * len(series)), layout="constrained")
        axes = figure.add_subplot()
        bars = axes.barh(range(len(series)), series, color=_BAR, height=0.7)
        axes.bar_label(bars, padding=3, fontsize=8.5, color=_DARK)
        axes.set_yticks(range(len(series)), list(series.index))
        axes.invert_yaxis()
        axes.set_xlim(0, max(1, int(series.max())) * 1.12)
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0)
    listed = ", ".join(f"{name.lower()} {count}" for name, count in series.items())
    alt = f"Antall eksempler per kode i listen {title.lower()}, av {len(catalogue)} i alt: {listed}."
    return Picture(figure, alt, series.to_frame())


def cross_heat(catalogue: Catalogue, rows: str, columns: str) -> Picture:
    """Draw how many examples have each pair of codes in two facets."""
    table = cross_table(catalogue, rows, columns)
    first, second = vocabulary(rows).title.lower(), vocabulary(columns).title.lower()
    return _heat(table, f"Antall eksempler etter {first} og {second}, av {len(catalogue)} i alt.")


def theme_by_phase(catalogue: Catalogue) -> Picture:
    """Draw how many examples show each theme in each phase."""
    return cross_heat(catalogue, "themes", "phases")


def who_joined_when(catalogue: Catalogue) -> Picture:
    """Draw in how many examples each actor group joined in each phase.

    Only actors whose phase of joining is known from the sources are counted.
    """
    table = pd.DataFrame(0, index=list(vocabulary("stakeholder_groups").codes), columns=list(vocabulary("phases").codes))
    for example in catalogue:
        for group, phase in {(actor.group, actor.joined) for actor in example.stakeholders}:
            if phase in table.columns:
                table.loc[group, phase] += 1
    table.index, table.columns = _names("stakeholder_groups"), _names("phases")
    table = table[table.sum(axis=1) > 0]
    return _heat(table, f"Antall eksempler der aktørgruppen kom med i hver fase, av {len(catalogue)} i alt.")


def skew(catalogue: Catalogue) -> pd.DataFrame:
    """Return the collection's own skews: what share of the examples each kind makes up.

    Returns:
        One row per claim, with ``Antall``, ``Av`` and ``Prosent`` (0–100, one decimal).
    """
    with_place = [example for example in catalogue if example.places]
    claims = {
        "Fra Norge": (sum("NO" in example.countries for example in catalogue), len(catalogue)),
        "Stoppet eller lyktes ikke": (sum(example.stopped_or_failed for example in catalogue), len(catalogue)),
        "Utfallet bygger på egenrapportering": (len(catalogue.filter(outcome_bases="egenrapportert")), len(catalogue)),
        "Utfallet bygger på uavhengig evaluering": (len(catalogue.filter(outcome_bases="uavhengig")), len(catalogue)),
        "Har minst én uavhengig kilde": (sum(any(s.independent for s in e.sources) for e in catalogue), len(catalogue)),
        "Har minst én stor kommune (over 20 000)": (
            sum(any(place.size_class == "stor" for place in example.places) for example in with_place), len(with_place),
        ),
        "Har minst én liten kommune (under 5 000)": (
            sum(any(place.size_class == "liten" for place in example.places) for example in with_place), len(with_place),
        ),
        "Sier hva det kostet": (sum(example.cost != "ikke_oppgitt" for example in catalogue), len(catalogue)),
    }
    table = pd.DataFrame.from_dict(claims, orient="index", columns=["Antall", "Av"])
    table.index.name = "Andel av eksemplene"
    table["Prosent"] = (100 * table["Antall"] / table["Av"].clip(lower=1)).round(1)
    return table


def skew_bars(catalogue: Catalogue) -> Picture:
    """Draw the collection's own skews as shares of the examples."""
    table = skew(catalogue)
    with house_style():
        figure = Figure(figsize=(4.4, 0.5 + 0.42 * len(table)), layout="constrained")
        axes = figure.add_subplot()
        bars = axes.barh(range(len(table)), table["Prosent"], color=_BAR, height=0.62)
        labels = [f"{row.Prosent:.0f} % ({row.Antall} av {row.Av})" for row in table.itertuples()]
        axes.bar_label(bars, labels, padding=3, fontsize=8, color=_DARK)
        axes.set_yticks(range(len(table)), [_broken(name, 24) for name in table.index])
        axes.invert_yaxis()
        axes.set_xlim(0, 150)
        axes.xaxis.set_visible(False)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0)
    listed = ". ".join(f"{name}: {row['Antall']:.0f} av {row['Av']:.0f}" for name, row in table.iterrows())
    return Picture(figure, f"Skjevheter i samlingen. {listed}.", table)


def _heat(table: pd.DataFrame, heading: str) -> Picture:
    """Draw a table of counts with darker cells for higher counts."""
    most = max(int(table.to_numpy().max()), 1)
    with house_style():
        figure = Figure(figsize=(4.4, 0.9 + 0.36 * len(table)), layout="constrained")
        axes = figure.add_subplot()
        axes.imshow(table.to_numpy(), cmap="Blues", vmin=0, vmax=most * 1.25, aspect="auto")
        axes.set_xticks(range(table.shape[1]), [_broken(name) for name in table.columns], fontsize=7.6)
        axes.set_yticks(range(table.shape[0]), [_broken(name, 19) for name in table.index])
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        for row in range(table.shape[0]):
            for column in range(table.shape[1]):
                count = int(table.iat[row, column])
                colour = "#ffffff" if count > most * 0.7 else _DARK
                axes.text(column, row, str(count), ha="center", va="center", color=colour)
    lines = [f"{name}: " + ", ".join(f"{label.lower()} {n}" for label, n in row.items()) for name, row in table.iterrows()]
    return Picture(figure, f"{heading} {'. '.join(lines)}.", table)


def _broken(name: str, width: int = 12) -> str:
    """Break a long label over lines."""
    return "\n".join(textwrap.wrap(name, width))
