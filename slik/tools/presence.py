"""Who was with in the examples, and when they came in: sums over any set of examples.

Influence, interest and «strongly affected» are our judgement, with the steps and the four
fields of :mod:`slik.tools.stakeholders`. That it matters when someone comes in, is the SLIK
report's own finding (R8139, 2014, chapters 4.1.1 and 4.1.3: those who took part in understanding
the problem came to own the solution more easily, and newcomers to work under way met trouble).

Every function takes the frame :func:`actors` returns, whole examples at a time: what is
counted *of* is the examples in the frame.
"""

from __future__ import annotations

import pandas as pd

from slik.catalogue import Catalogue
from slik.model import UNKNOWN, Example
from slik.tools.stakeholders import RULES, field_of
from slik.vocabulary import label, vocabulary

GROUPS = vocabulary("stakeholder_groups").codes
LEVELS = vocabulary("levels").codes
#: When an actor joined: the phases, and the explicit unknown.
JOINED = (*vocabulary("phases").codes, UNKNOWN)
#: The phase in which the problem is understood.
FIRST = JOINED[0]

#: How it ended: the outcomes, with every stopped attempt among those that failed.
ENDINGS = {
    code: "Lyktes ikke eller stoppet" if code == "mislyktes" else label("outcomes", code)
    for code in vocabulary("outcomes").codes
}

#: Fewer examples than this are never shown as percent.
PERCENT_FROM = 5

#: What the order of the groups means, without and with enough examples to compare; see :func:`caveats`.
ORDER = (
    "Det er {lyktes} som lyktes, og {mislyktes} som ikke lyktes eller ble stoppet. Med færre enn {least} er det for få til "
    "å sammenligne. Gruppene står derfor i fast rekkefølge.",
    "Øverst står gruppene der andelen er mest ulik mellom de {lyktes} som lyktes, og de {mislyktes} som ikke lyktes eller "
    "ble stoppet. Tallene er små: Ett eksempel mer eller mindre flytter andelen minst {points} prosentpoeng.",
)

#: What the numbers cannot carry; see :func:`caveats`.
LIMITS = (
    "Tabellen viser ikke årsaker. At en gruppe var med, forklarer ikke hvordan det gikk.",
    "Eksemplene er få: {lyktes} lyktes, og {mislyktes} lyktes ikke eller ble stoppet. Vi har valgt dem selv. "
    "De er ikke et tilfeldig utvalg, og utfallet er vår vurdering.",
    "For {unknown} av {actors} aktører er det ikke oppgitt når de kom inn.",
    "Finner dere ikke en gruppe i et eksempel, betyr det at vi ikke fant den i kildene. Den kan ha vært med likevel.",
    "Det som gikk galt, kan være gransket grundigere. Da kan flere aktører stå i kildene.",
)

_CATEGORIES = {
    "outcome": vocabulary("outcomes").codes,
    "status": vocabulary("statuses").codes,
    "ending": tuple(ENDINGS),
    "group": GROUPS,
    "role": vocabulary("roles").codes,
    "joined": JOINED,
    "influence": LEVELS,
    "interest": LEVELS,
    "field": tuple(field.name for field in RULES.fields),
}
_COLUMNS = ("example", "title", "outcome", "status", "ending", "name", "group", "role", "joined", "influence", "interest",
            "field", "strongly_affected")


def ending(example: Example) -> str:
    """Return how an example ended, as a code of :data:`ENDINGS`."""
    return "mislyktes" if example.stopped_or_failed else example.outcome.code


def actors(catalogue: Catalogue) -> pd.DataFrame:
    """Return one row per actor of the examples, in the order they stand there.

    Returns:
        ``example`` (id), ``title``, ``name`` and ``strongly_affected``, and as categories in
        the code lists' order: ``outcome``, ``status``, ``ending`` (:data:`ENDINGS`), ``group``,
        ``role``, ``joined`` (a phase, or «ikke_oppgitt»), ``influence`` and ``interest``
        (ordered), and ``field`` (one of the four).
    """
    rows = [
        (example.id, example.title, example.outcome.code, example.status.code, ending(example), actor.name, actor.group,
         actor.role, actor.joined, actor.influence, actor.interest, field_of(actor.influence, actor.interest).name, actor.strongly_affected)
        for example in catalogue
        for actor in example.stakeholders
    ]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    types: dict[str, object] = {
        name: pd.CategoricalDtype(list(codes), ordered=codes is LEVELS) for name, codes in _CATEGORIES.items()
    }
    return frame.astype({**types, "example": "str", "title": "str", "name": "str", "strongly_affected": bool})


def summed_matrix(frame: pd.DataFrame, group: str | None = None) -> pd.DataFrame:
    """Count actors per step of influence (rows) and interest (columns), lowest step first.

    Args:
        frame: What :func:`actors` returns.
        group: Count this actor group only.

    Raises:
        ValueError: A group that is not in the code list.
    """
    if group is not None:
        if group not in GROUPS:
            raise ValueError(f"«{group}» er ikke en kode i stakeholder_groups.")
        frame = frame[frame["group"] == group]
    return _table(frame, "influence", "interest")


def by_group(frame: pd.DataFrame) -> pd.DataFrame:
    """Count per actor group where it stood and when it came in.

    Returns:
        One row per group, all groups included. ``examples`` counts examples; the rest count
        actors: ``actors``, ``strongly_affected``, one column per field and one per code of
        :data:`JOINED`. ``usual`` is the most common field, or several when they are as common.
    """
    table = pd.DataFrame(index=pd.Index(GROUPS, name="group"))
    grouped = frame.groupby("group", observed=False)
    table["examples"] = grouped["example"].nunique()
    table["actors"] = grouped.size()
    table["strongly_affected"] = grouped["strongly_affected"].sum()
    fields = _table(frame, "group", "field")
    table = table.join(fields).join(_table(frame, "group", "joined")).astype(int)
    most = fields.max(axis=1)
    table["usual"] = [
        tuple(name for name in fields.columns if most[group] and fields.at[group, name] == most[group]) for group in GROUPS
    ]
    return table


def by_outcome(frame: pd.DataFrame) -> pd.DataFrame:
    """Count per actor group and ending in how many examples it was with, and from when.

    Returns:
        One row per pair, all pairs included, with the number of examples: ``of`` (all with
        that ending), ``present`` (the group was with), ``known`` (we know whether it was with
        from the first phase: one of its actors was, or the time is known for all of them) and
        ``first`` (one of its actors was). Groups stand in order of :func:`differences`.
    """
    frame = frame.assign(first=frame["joined"] == FIRST, known=frame["joined"] != UNKNOWN)
    examples = frame.groupby(["group", "ending", "example"], observed=True).agg(first=("first", "any"), known=("known", "all"))
    examples["known"] |= examples["first"]
    pairs = examples.groupby(["group", "ending"], observed=True).agg(
        present=("first", "size"), known=("known", "sum"), first=("first", "sum")
    )
    every = pd.MultiIndex.from_product([GROUPS, ENDINGS], names=["group", "ending"])
    table = pairs.reindex(every, fill_value=0).astype(int)
    of = frame.groupby("ending", observed=False)["example"].nunique()
    table.insert(0, "of", of.reindex(table.index.get_level_values("ending")).to_numpy())
    return table.reindex(differences(table).index, level="group")


def differences(table: pd.DataFrame) -> pd.Series:
    """Order the groups by how differently often they were with in «lyktes» and «mislyktes».

    Args:
        table: Rows as :func:`by_outcome` returns them.

    Returns:
        The difference of the two shares per group, largest first, as a whole number of
        1 / (n · m) so that it is exact. All zero, in the code list's order, when one of the
        endings has fewer than :data:`PERCENT_FROM` examples: then an order would say too much.
    """
    well, badly = (table.xs(code, level="ending") for code in ("lyktes", "mislyktes"))
    gap = (well["present"] * badly["of"] - badly["present"] * well["of"]).abs()
    if min(well["of"].iloc[0], badly["of"].iloc[0]) < PERCENT_FROM:
        gap[:] = 0
    return gap.reindex(list(GROUPS)).sort_values(ascending=False, kind="stable")


def caveats(frame: pd.DataFrame) -> tuple[str, list[str]]:
    """Say what the order of the groups means, and what the numbers cannot carry, for the set shown."""
    of = frame.groupby("ending", observed=False)["example"].nunique()
    well, badly = int(of["lyktes"]), int(of["mislyktes"])
    numbers = {
        **of.to_dict(),
        "actors": len(frame),
        "unknown": int((frame["joined"] == UNKNOWN).sum()),
        "least": PERCENT_FROM,
        "points": 100 // max(1, well, badly),
    }
    return ORDER[min(well, badly) >= PERCENT_FROM].format(**numbers), [text.format(**numbers) for text in LIMITS]


def percent(count: int, of: int) -> int | None:
    """Return a whole percentage, halves up; None when there are too few to tell.

    >>> percent(1, 8), percent(2, 4)
    (13, None)
    """
    return None if of < PERCENT_FROM else (200 * count + of) // (2 * of)


def _table(frame: pd.DataFrame, rows: str, columns: str) -> pd.DataFrame:
    """Count actors per pair of categories, zeros included, with plain codes as labels."""
    table = frame.groupby([rows, columns], observed=False).size().unstack()
    table.index = pd.Index(_CATEGORIES[rows], name=rows)
    table.columns = pd.Index(_CATEGORIES[columns], name=columns)
    return table.astype(int)
