"""Responsibility matrix: who does what in each task, and who owns the measure in each phase.

The matrix is RACI with Norwegian letters, as on the method page «ansvarsmatrise»; the
ownership is «ansvarsveksling» from the SLIK report (R8139, 2014), chapter 4.1.2. What
counts as unclear responsibility stands in ``data/tools/responsibility.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, ClassVar, Literal

import pandas as pd
from pydantic import Field, StringConstraints, ValidationError, model_validator

from slik.frontmatter import dotted
from slik.messages import located
from slik.model import Key, Line, Phase, StrictModel, Text, Url
from slik.paths import ROOT
from slik.problems import nearest
from slik.tools.document import Content, Long, Short
from slik.tools.rules import read_rules
from slik.vocabulary import vocabulary

MAX_TASKS = 40
MAX_ROLES = 12
#: Names listed in a finding before «og n til».
NAMES_SHOWN = 5

_PHASES = vocabulary("phases")

Letter = Literal["", "U", "A", "AU", "K", "I"]
RoleKind = Literal["vanlig", "berort", "prosjekt"]
RuleCode = Literal[
    "task_without_name",
    "no_accountable",
    "two_accountable",
    "no_doer",
    "everyone_consulted",
    "overloaded_role",
    "affected_only_informed",
    "role_without_letter",
    "phase_without_owner",
    "handover_without_terms",
    "owner_without_task",
    "project_owns_operation",
]

# --- what a reader fills in ------------------------------------------------------------------


class Role(StrictModel):
    """A column: a role, never a person."""

    name: Short
    kind: RoleKind


class Task(StrictModel):
    """A row; ``letters`` has one letter for each role, in the roles' order."""

    name: Short
    phase: Phase
    letters: Annotated[list[Letter], Field(max_length=MAX_ROLES)]


class Handover(StrictModel):
    """What is agreed for the shift into a phase: what must be in place first, and when."""

    terms: Long
    when: Short


class Matrix(Content):
    """A responsibility matrix with ownership.

    Attributes:
        roles: The columns.
        tasks: The rows.
        owners: For each phase, the position of the owner among the roles, or None.
        handovers: One for each phase but the first: the shift from the phase before.
    """

    tool: ClassVar[str] = "responsibility"
    label: ClassVar[str] = "Ansvarsmatrise"

    roles: Annotated[list[Role], Field(max_length=MAX_ROLES)]
    tasks: Annotated[list[Task], Field(max_length=MAX_TASKS)]
    owners: Annotated[list[Annotated[int, Field(ge=0, le=MAX_ROLES - 1)] | None], Field(min_length=5, max_length=5)]
    handovers: Annotated[list[Handover], Field(min_length=4, max_length=4)]

    @model_validator(mode="after")
    def _belongs_together(self) -> Matrix:
        if any(len(task.letters) != len(self.roles) for task in self.tasks):
            raise ValueError("En oppgave har ikke én rute for hver rolle.")
        if any(owner is not None and owner >= len(self.roles) for owner in self.owners):
            raise ValueError("En fase har en eier som ikke er blant rollene.")
        return self


# --- the open rule table ---------------------------------------------------------------------


class LetterRule(StrictModel):
    code: Literal["U", "A", "AU", "K", "I"]
    word: Line
    definition: Line


class KindRule(StrictModel):
    code: RoleKind
    label: Line
    definition: Line


class StartTask(StrictModel):
    name: Line
    phase: Phase


class StartRole(StrictModel):
    name: Line
    kind: RoleKind


class Limits(StrictModel):
    """Where «too much» begins; whole numbers, so that all answers are exact."""

    overload_percent: Annotated[int, Field(ge=1, le=100)]
    overload_from_tasks: Annotated[int, Field(ge=1)]
    consulted_from_roles: Annotated[int, Field(ge=1)]


class Rule(StrictModel):
    """One sign of unclear responsibility: what it says, what to do, why, and what that rests on."""

    code: RuleCode
    name: Line
    about: Literal["tasks", "roles", "phases", "shifts"]
    text: Annotated[str, StringConstraints(pattern=r"^[^{}]*\{names\}[^{}]*$", max_length=240)]
    advice: Text
    why: Text
    #: Key of a source, or ``var-vurdering``: our own judgement.
    source: Key


class RuleSource(StrictModel):
    key: Key
    title: Line
    url: Url
    publisher: Line
    supports: Line


class Rules(StrictModel):
    """The rule table."""

    title: Line
    description: Text
    letters: list[LetterRule]
    role_kinds: list[KindRule]
    roles: Annotated[list[StartRole], Field(min_length=2, max_length=MAX_ROLES)]
    tasks: Annotated[list[StartTask], Field(min_length=2, max_length=MAX_TASKS)]
    limits: Limits
    rules: list[Rule]
    sources: list[RuleSource]

    @model_validator(mode="after")
    def _complete(self) -> Rules:
        for name, items, codes in (
            ("rules", self.rules, RuleCode),
            ("letters", self.letters, Letter),
            ("role_kinds", self.role_kinds, RoleKind),
        ):
            wanted = sorted(filter(None, codes.__args__))
            if sorted(item.code for item in items) != wanted:
                raise ValueError(f"{name} skal ha hver av disse kodene nøyaktig én gang: {', '.join(wanted)}.")
        keys = {source.key for source in self.sources} | {"var-vurdering"}
        if unknown := {rule.source for rule in self.rules} - keys:
            raise ValueError(f"Kilden «{min(unknown)}» finnes ikke i sources.")
        return self


RULES = read_rules(ROOT, "responsibility", Rules)


def blank(rules: Rules) -> Matrix:
    """Return what a reader starts with: the rule table's roles and tasks, and nothing decided."""
    return Matrix(
        title="",
        roles=[Role(name=role.name, kind=role.kind) for role in rules.roles],
        tasks=[Task(name=task.name, phase=task.phase, letters=[""] * len(rules.roles)) for task in rules.tasks],
        owners=[None] * 5,
        handovers=[Handover(terms="", when="")] * 4,
    )


# --- what follows from it ----------------------------------------------------------------------


class Finding(StrictModel):
    """A rule that found something.

    Attributes:
        rule: The rule's code.
        at: Positions of the tasks, roles or phases it is about; a shift has the position of
            the phase it leads into.
        text: The rule's message with names filled in.
    """

    rule: RuleCode
    at: list[int]
    text: str


def check(matrix: Matrix, rules: Rules) -> list[Finding]:
    """Return what is unclear in a matrix, in the rule table's order.

    Args:
        matrix: What a reader has filled in.
        rules: The rule table, with the messages and limits.
    """
    found = []
    for rule in rules.rules:
        at = _CHECKS[rule.code](matrix, rules.limits)
        if at:
            names = listed([name_of(matrix, rule.about, i) for i in at])
            found.append(Finding(rule=rule.code, at=at, text=rule.text.replace("{names}", names)))
    return found


def shifts(matrix: Matrix) -> list[int]:
    """Return the phases that another role takes over from the owner of the phase before."""
    owners = matrix.owners
    return [i for i in range(1, 5) if None not in (owners[i - 1], owners[i]) and owners[i - 1] != owners[i]]


def name_of(matrix: Matrix, about: str, i: int) -> str:
    """Name a task, role, phase or shift in a message."""
    labels = [phase.label for phase in _PHASES]
    if about == "tasks":
        return trimmed(matrix.tasks[i].name) or f"oppgave {i + 1}"
    if about == "roles":
        return trimmed(matrix.roles[i].name) or f"rolle {i + 1}"
    return labels[i] if about == "phases" else f"{labels[i - 1]} → {labels[i]}"


def trimmed(text: str) -> str:
    """Strip blanks; the front end strips the same few, so that both find the same texts empty."""
    return text.strip(" \t\r\n\xa0")


def listed(names: list[str]) -> str:
    """List names in a sentence, the first few when there are many.

    >>> listed(["Teste", "Måle"])
    '«Teste» og «Måle»'
    >>> listed(list("abcdefg"))
    '«a», «b», «c», «d», «e» og 2 til'
    """
    shown = [f"«{name}»" for name in names[:NAMES_SHOWN]]
    if len(names) > NAMES_SHOWN:
        return f"{', '.join(shown)} og {len(names) - NAMES_SHOWN} til"
    return " og ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _where(test: Callable[[int], bool], count: int) -> list[int]:
    return [i for i in range(count) if test(i)]


def _accountable(letter: str) -> bool:
    return letter in ("A", "AU")


def _column(matrix: Matrix, role: int) -> list[str]:
    return [task.letters[role] for task in matrix.tasks]


def _rows(test: Callable[[Task, Limits], bool]) -> Callable[[Matrix, Limits], list[int]]:
    return lambda matrix, limits: _where(lambda i: test(matrix.tasks[i], limits), len(matrix.tasks))


def _everyone_consulted(task: Task, limits: Limits) -> bool:
    others = [letter for letter in task.letters if letter not in ("A", "AU", "U")]
    if not others or any(letter != "K" for letter in others):
        return False
    return len(others) == len(task.letters) or len(others) >= limits.consulted_from_roles


def _overloaded(matrix: Matrix, limits: Limits) -> list[int]:
    count = len(matrix.tasks)
    if count < limits.overload_from_tasks:
        return []
    return _where(
        lambda i: 100 * sum(map(_accountable, _column(matrix, i))) > limits.overload_percent * count, len(matrix.roles)
    )


def _only_informed(matrix: Matrix, limits: Limits) -> list[int]:
    return _where(lambda i: matrix.roles[i].kind == "berort" and set(_column(matrix, i)) - {""} == {"I"}, len(matrix.roles))


def _owner_without_task(matrix: Matrix, limits: Limits) -> list[int]:
    """A phase without tasks says nothing about its owner."""

    def empty_handed(i: int) -> bool:
        owner, tasks = matrix.owners[i], [task for task in matrix.tasks if task.phase == _PHASES.codes[i]]
        return owner is not None and bool(tasks) and not any(_accountable(task.letters[owner]) for task in tasks)

    return _where(empty_handed, 5)


def _project_owns_operation(matrix: Matrix, limits: Limits) -> list[int]:
    owner = matrix.owners[4]
    return [4] if owner is not None and matrix.roles[owner].kind == "prosjekt" else []


_CHECKS: dict[str, Callable[[Matrix, Limits], list[int]]] = {
    "task_without_name": _rows(lambda task, _: not trimmed(task.name)),
    "no_accountable": _rows(lambda task, _: not any(map(_accountable, task.letters))),
    "two_accountable": _rows(lambda task, _: sum(map(_accountable, task.letters)) > 1),
    "no_doer": _rows(lambda task, _: not {"U", "AU"} & set(task.letters)),
    "everyone_consulted": _rows(_everyone_consulted),
    "overloaded_role": _overloaded,
    "affected_only_informed": _only_informed,
    "role_without_letter": lambda matrix, _: _where(lambda i: not any(_column(matrix, i)), len(matrix.roles)),
    "phase_without_owner": lambda matrix, _: _where(lambda i: matrix.owners[i] is None, 5),
    "handover_without_terms": lambda matrix, _: [i for i in shifts(matrix) if not trimmed(matrix.handovers[i - 1].terms)],
    "owner_without_task": _owner_without_task,
    "project_owns_operation": _project_owns_operation,
}


# --- as a DataFrame ---------------------------------------------------------------------------


def to_frame(matrix: Matrix) -> pd.DataFrame:
    """Return the letters: one row per task, with phase code and name as index, one column per role."""
    phases, names = [task.phase for task in matrix.tasks], [task.name for task in matrix.tasks]
    index = pd.MultiIndex.from_arrays([phases, names], names=["phase", "task"])
    return pd.DataFrame([task.letters for task in matrix.tasks], index=index, columns=[role.name for role in matrix.roles])


def with_frame(matrix: Matrix, frame: pd.DataFrame) -> Matrix:
    """Return a matrix with the tasks, roles and letters of a table.

    Roles keep their kind, and phases their owner, when a role of the same name is still there.

    Args:
        matrix: Where title, owners and handovers come from.
        frame: Phase code and task as index, roles as columns, letters in the cells.

    Raises:
        ValueError: An index, phase or letter that does not fit, named in Norwegian.
    """
    if frame.index.nlevels != 2:
        raise ValueError("Tabellen skal ha fase og oppgave som indeks: frame.set_index([\"phase\", \"task\"]).")
    letters = frame.astype("object").where(frame.notna(), "").to_numpy()
    _known(frame.index.get_level_values(0), _PHASES.codes, "fase")
    _known(letters.ravel(), Letter.__args__, "bokstav")
    roles, owners = _roles(matrix, [str(name) for name in frame.columns])
    try:
        return Matrix(
            title=matrix.title,
            roles=roles,
            tasks=[
                Task(name=str(task), phase=phase, letters=list(row))
                for (phase, task), row in zip(frame.index, letters, strict=True)
            ],
            owners=owners,
            handovers=matrix.handovers,
        )
    except ValidationError as error:
        place, message = located(error.errors())[0]
        raise ValueError(f"{dotted(place)}: {message}") from None


def _roles(matrix: Matrix, names: list[str]) -> tuple[list[Role], list[int | None]]:
    """Return roles with these names, and the owners among them."""
    if names == [role.name for role in matrix.roles]:  # two roles may have the same name
        return matrix.roles, matrix.owners
    kinds = {role.name: role.kind for role in matrix.roles}
    owners = [None if owner is None else matrix.roles[owner].name for owner in matrix.owners]
    return (
        [Role(name=name, kind=kinds.get(name, "vanlig")) for name in names],
        [names.index(owner) if owner in names else None for owner in owners],
    )


def _known(values: Iterable[Any], codes: Iterable[str], what: str) -> None:
    for value in values:
        if value not in codes:
            raise ValueError(f"«{value}» er ikke en {what}. {nearest(str(value), codes)}".strip())
