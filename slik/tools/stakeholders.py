"""The stakeholder matrix a municipality makes for its own floke.

Scale: Digdir's Prosjektveiviseren («Analysere interessenter»). Fields, advice and the
textbook terms (Bryson 2004, Mendelow 1991) stand in ``data/tools/stakeholders.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cmp_to_key
from typing import Annotated, ClassVar, Literal, NamedTuple

import pandas as pd
from pydantic import Field, ValidationError

from slik.catalogue import Catalogue
from slik.messages import located
from slik.model import UNKNOWN, Example, Level, Line, Role, StakeholderGroup, StrictModel
from slik.paths import ROOT
from slik.tools.document import Content, Long, Short
from slik.tools.rules import read_rules
from slik.vocabulary import label, vocabulary

#: A group or phase, or nothing chosen yet.
MaybeGroup = Literal[(*vocabulary("stakeholder_groups").codes, UNKNOWN)]  # type: ignore[valid-type]
MaybePhase = Literal[(*vocabulary("phases").codes, UNKNOWN)]  # type: ignore[valid-type]


class MatrixField(StrictModel):
    """One of the four fields, with advice and the textbook terms."""

    high_influence: bool
    high_interest: bool
    name: Line
    advice: Line
    bryson: Line
    mendelow: Line


class Suggested(StrictModel):
    """An actor most matrices need."""

    name: Line
    group: StakeholderGroup


class AdviceRule(StrictModel):
    """What the sheet says when a rule strikes; the logic is in :func:`advice`."""

    code: Literal[
        "affected_without_influence", "joins_late", "joined_unknown",
        "nobody_affected", "nobody_owns", "nobody_carries_out", "municipality_alone",
    ]  # fmt: skip
    text: Line
    source: Line


class Rules(StrictModel):
    """The rule table."""

    fields: Annotated[list[MatrixField], Field(min_length=4, max_length=4)]
    suggested: list[Suggested]
    own_groups: list[StakeholderGroup]
    affected_groups: list[StakeholderGroup]
    advice: list[AdviceRule]


RULES = read_rules(ROOT, "stakeholders", Rules)


class Actor(StrictModel):
    """One actor on the sheet."""

    name: Short
    group: MaybeGroup
    role: Role
    joined: MaybePhase
    influence: Level
    interest: Level
    strongly_affected: bool
    expects: Long
    measure: Long
    note: Long


class StakeholderMatrix(Content):
    """The sheet: actors, and the examples (by id) it is compared with."""

    tool: ClassVar[str] = "stakeholders"
    label: ClassVar[str] = "Interessentmatrise"

    actors: Annotated[list[Actor], Field(max_length=60)]
    examples: Annotated[list[Short], Field(max_length=10)]


def is_high(level: str) -> bool:
    """Tell whether a step counts as high in the four fields (*middels* and *stor* do)."""
    return level in ("middels", "stor")


def field_of(influence: str, interest: str) -> MatrixField:
    """Return the field a pair of steps falls in.

    >>> field_of("liten", "stor").name
    'Gi en stemme'
    """
    wanted = is_high(influence), is_high(interest)
    return next(field for field in RULES.fields if (field.high_influence, field.high_interest) == wanted)


class Advice(NamedTuple):
    """A rule that strikes, and the positions of the actors it is about (none: the whole sheet)."""

    code: str
    actors: list[int]


def advice(matrix: StakeholderMatrix) -> list[Advice]:
    """Return what the sheet should be asked about, in the rule table's order; empty for an empty sheet."""
    actors = matrix.actors
    if not actors:
        return []

    def those(wanted: Iterable[bool]) -> list[int]:
        return [i for i, yes in enumerate(wanted) if yes]

    late = set(vocabulary("phases").codes[1:])
    about = {
        "affected_without_influence": those(a.strongly_affected and not is_high(a.influence) for a in actors),
        "joins_late": those(is_high(a.influence) and is_high(a.interest) and a.joined in late for a in actors),
        "joined_unknown": those(a.joined == UNKNOWN for a in actors),
    }
    groups = {actor.group for actor in actors}
    roles = {actor.role for actor in actors}
    whole = {
        "nobody_affected": not groups & set(RULES.affected_groups),
        "nobody_owns": "eier" not in roles,
        "nobody_carries_out": "utforer" not in roles,
        "municipality_alone": groups <= set(RULES.own_groups),
    }
    found = [Advice(rule.code, about.get(rule.code, [])) for rule in RULES.advice]
    return [one for one in found if one.actors or whole.get(one.code)]


def similar(matrix: StakeholderMatrix, catalogue: Catalogue, count: int = 6) -> list[Example]:
    """Return the examples whose actor groups are most like the sheet's.

    Likeness is Jaccard's: groups in common over groups in either. Ties go to the example
    first in the catalogue.
    """
    own = {actor.group for actor in matrix.actors} - {UNKNOWN}

    def likeness(example: Example) -> tuple[int, int]:
        theirs = {actor.group for actor in example.stakeholders}
        return len(own & theirs), len(own | theirs)

    def compare(one: tuple[Example, tuple[int, int]], other: tuple[Example, tuple[int, int]]) -> int:
        (_, (common, either)), (_, (other_common, other_either)) = one, other
        return other_common * either - common * other_either  # exact: no division

    ranked = sorted(((example, likeness(example)) for example in catalogue), key=cmp_to_key(compare))
    return [example for example, _ in ranked[:count]]


class Missing(NamedTuple):
    """A group that was with in the compared examples, and is not on the sheet."""

    group: str
    examples: list[str]


def missing(matrix: StakeholderMatrix, examples: Iterable[Example]) -> list[Missing]:
    """Return groups others had with them, those most of them had first."""
    own = {actor.group for actor in matrix.actors}
    having: dict[str, list[str]] = {}
    for example in examples:
        for group in {actor.group for actor in example.stakeholders} - own:
            having.setdefault(group, []).append(example.id)
    order = vocabulary("stakeholder_groups").codes
    return [Missing(group, having[group]) for group in sorted(having, key=lambda g: (-len(having[g]), order.index(g)))]


# --- as a DataFrame ---------------------------------------------------------------------------

#: Columns of the DataFrame, and what stands in them when they are left out.
COLUMNS = {
    "name": "", "group": UNKNOWN, "role": UNKNOWN, "joined": UNKNOWN, "influence": "middels", "interest": "middels",
    "strongly_affected": False, "expects": "", "measure": "", "note": "",
}  # fmt: skip


def to_frame(matrix: StakeholderMatrix) -> pd.DataFrame:
    """Return one row per actor: the columns of :data:`COLUMNS`, codes as text, and ``field``."""
    frame = pd.DataFrame([actor.model_dump() for actor in matrix.actors], columns=list(COLUMNS))
    frame["field"] = [field_of(actor.influence, actor.interest).name for actor in matrix.actors]
    return frame


def from_frame(frame: pd.DataFrame, title: str = "", examples: Iterable[str] = ()) -> StakeholderMatrix:
    """Make a sheet from a DataFrame with at least the column ``name``.

    Args:
        frame: One row per actor; columns from :data:`COLUMNS`, in any order. ``field`` is ignored, as it follows from
            the steps. Empty cells are read as left out.
        title: What the floke is.
        examples: Ids of examples to compare with.

    Raises:
        ValueError: A column or value that does not exist, with its row, in Norwegian.
    """
    unknown = [str(name) for name in frame.columns if name not in COLUMNS and name != "field"]
    if unknown or "name" not in frame.columns:
        wrong = f"Kolonnen «{unknown[0]}» finnes ikke." if unknown else "Kolonnen «name» mangler."
        raise ValueError(f"{wrong} Kolonnene er {', '.join(COLUMNS)}.")
    actors = []
    for number, row in enumerate(frame.drop(columns="field", errors="ignore").to_dict("records"), 1):
        given = {name: value for name, value in row.items() if not pd.isna(value)}
        affected = given.get("strongly_affected")
        if affected is not None and pd.api.types.is_bool(affected):
            given["strongly_affected"] = bool(affected)  # numpy's own truth is not Python's
        try:
            actors.append(Actor.model_validate({**COLUMNS, **given}))
        except ValidationError as error:
            place, message = located(error.errors())[0]
            raise ValueError(f"Rad {number}, kolonne {place[0]}: {message}") from None
    return StakeholderMatrix(title=title, actors=actors, examples=list(examples))


def register(matrix: StakeholderMatrix) -> list[list[str]]:
    """Return the sheet as the rows of a stakeholder register, headings first.

    The columns are those of Prosjektveiviseren's «Interessentregister» with ours added, so that the rows can be
    pasted into a municipality's own.
    """
    rows = [["Interessent", "Gruppe", "Rolle", "Med fra", "Interesse", "Innflytelse", "Sterkt berørt", "Felt",
             "Hva er viktig for dem", "Tiltak", "Merknad"]]  # fmt: skip
    for actor in matrix.actors:
        rows.append([
            actor.name, _label("stakeholder_groups", actor.group), label("roles", actor.role), _label("phases", actor.joined),
            label("levels", actor.interest), label("levels", actor.influence), "Ja" if actor.strongly_affected else "Nei",
            field_of(actor.influence, actor.interest).name, actor.expects, actor.measure, actor.note,
        ])  # fmt: skip
    return rows


def _label(name: str, code: str) -> str:
    return "Ikke oppgitt" if code == UNKNOWN else label(name, code)
