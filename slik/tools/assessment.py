"""A municipality's own look at its innovation system: answers become next actions, never a grade.

The statements, what they build on and every rule stand in ``data/tools/assessment.yaml``.
Nothing here adds answers up to a total, because nobody has tested the statements as a
measurement. All arithmetic is on whole numbers; a median is held as twice its value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from slik.model import Key, Line, Source, SourceKeys, StrictModel, Text, Theme
from slik.paths import ROOT
from slik.selection import Selection
from slik.tools.document import Content
from slik.tools.rules import read_rules
from slik.vocabulary import vocabulary

def _not_bool(value: object) -> object:
    """Refuse true and false, which Python takes for 1 and 0 and JavaScript does not."""
    if isinstance(value, bool):
        raise ValueError("Svaret skal være et tall fra 1 til 5, vet_ikke eller ubesvart.")
    return value


#: A level, or an answer that is not one.
Given = Literal[1, 2, 3, 4, 5, "vet_ikke"]
UNANSWERED = "ubesvart"
Answer = Annotated[Literal[1, 2, 3, 4, 5, "vet_ikke", "ubesvart"], BeforeValidator(_not_bool)]
LEVELS = (1, 2, 3, 4, 5)
Group = Literal["low", "middle", "high", "unknown"]

# --- the rule table -----------------------------------------------------------------


class Level(StrictModel):
    """One of the five answers, in plain words."""

    number: Annotated[int, Field(ge=1, le=5)]
    label: Line
    meaning: Line


class AnswerGroup(StrictModel):
    """Answers that lead to the same action."""

    code: Group
    label: Line
    answers: list[Given]


class Rule(StrictModel):
    """What an answer leads to: something to do, by whom, a page to read and examples to learn from."""

    action: Line
    who: Line
    page: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
    examples: Selection


class Statement(StrictModel):
    """One statement, what it builds on, and its four rules; the id never changes meaning."""

    id: Annotated[str, StringConstraints(pattern=r"^HS-\d+\.\d+$")]
    theme: Theme
    text: Line
    grounds: Annotated[list[str], Field(min_length=1)]
    sources: SourceKeys
    low: Rule
    middle: Rule
    high: Rule
    unknown: Rule

    def rule(self, group: Group) -> Rule:
        """Return the rule of an answer group."""
        return {"low": self.low, "middle": self.middle, "high": self.high, "unknown": self.unknown}[group]


class FrameItem(StrictModel):
    """One thing a frame says an innovation system needs."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+$")]
    label: Line


class Frame(StrictModel):
    """A list from a source that the statements must cover; see :attr:`Statement.grounds`."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+$")]
    label: Line
    source: Key
    items: Annotated[list[FrameItem], Field(min_length=1)]


class Choice(StrictModel):
    """Which actions are shown, and in which order."""

    limit: Annotated[int, Field(ge=1)]
    order: list[Given]
    share: list[Given]
    text: Text
    source: Line


class Merging(StrictModel):
    """What is shown of several people's answers."""

    smallest_group: Annotated[int, Field(ge=3)]
    widest: Annotated[int, Field(ge=1)]
    text: Text
    source: Line


class Rules(StrictModel):
    """The rule table."""

    notice: Text
    levels: Annotated[list[Level], Field(min_length=5, max_length=5)]
    levels_source: Line
    groups: Annotated[list[AnswerGroup], Field(min_length=4, max_length=4)]
    choice: Choice
    merging: Merging
    start: Rule
    frames: list[Frame]
    statements: Annotated[list[Statement], Field(min_length=1, max_length=20)]
    sources: list[Source]

    @model_validator(mode="after")
    def _holds_together(self) -> Rules:
        ids = [statement.id for statement in self.statements]
        _refuse([id for id in ids if ids.count(id) > 1], "To påstander har samme id")
        sources = {source.key for source in self.sources}
        used = [*(key for one in self.statements for key in one.sources), *(frame.source for frame in self.frames)]
        _refuse([key for key in used if key not in sources], "Kilden står ikke i sources")
        _refuse(sources.difference(used), "Kilden er ikke brukt")
        items = [f"{frame.code}.{item.code}" for frame in self.frames for item in frame.items]
        grounds = {ground for statement in self.statements for ground in statement.grounds}
        _refuse(grounds.difference(items), "Punktet finnes ikke i frames")
        _refuse([item for item in items if item not in grounds], "Ingen påstand dekker punktet")
        for name, answers in {
            "groups": [answer for group in self.groups for answer in group.answers],
            "choice": [*self.choice.order, *self.choice.share],
        }.items():
            if len(answers) != 6 or set(answers) != {*LEVELS, "vet_ikke"}:
                raise ValueError(f"Hvert svar må stå nøyaktig én gang i {name}: 1, 2, 3, 4, 5 og vet_ikke.")
        return self


def _refuse(wrong: Iterable[str], message: str) -> None:
    if found := sorted(set(wrong)):
        raise ValueError(f"{message}: {', '.join(found)}.")


RULES = read_rules(ROOT, "assessment", Rules)

# --- what a reader saves --------------------------------------------------------------

StatementId = Literal[tuple(statement.id for statement in RULES.statements)]  # type: ignore[valid-type]


class StatementAnswer(StrictModel):
    """The answer to one statement."""

    statement: StatementId
    answer: Answer


class Assessment(Content):
    """One unit's or one person's answers; the title is a unit or role, never a name.

    A statement that is left out is unanswered. If it stands twice, the last one counts.
    """

    tool: ClassVar[str] = "assessment"
    label: ClassVar[str] = "Egenvurdering"

    answers: Annotated[list[StatementAnswer], Field(max_length=20)]


def answers_of(content: Assessment) -> dict[str, Answer]:
    """Return statement → answer, in the file's order and without the unanswered."""
    last = {one.statement: one.answer for one in content.answers}
    return {statement: answer for statement, answer in last.items() if answer != UNANSWERED}


# --- what the answers lead to ------------------------------------------------------------


class NextAction(StrictModel):
    """One thing to do; ``statement`` and ``group`` are None for the first step of an empty sheet."""

    statement: str | None
    group: Group | None
    action: str
    who: str
    page: str


def next_actions(answers: Mapping[str, Answer], rules: Rules = RULES) -> list[NextAction]:
    """Return what to do next: at least one action, at most ``rules.choice.limit``.

    Lowest answers first, in the order the table states; ties in the order of the statements.
    Only when every answer given is one to share, the actions are about sharing. With nothing
    answered it is the table's first step. The rule is our own (``choice.source``).

    Args:
        answers: Statement → answer; see :func:`answers_of`. Unknown statements are ignored.
        rules: The rule table.
    """
    for order in (rules.choice.order, rules.choice.share):
        chosen = [(s, answer) for answer in order for s in rules.statements if answers.get(s.id) == answer]
        if chosen:
            return [_action(statement, answer, rules) for statement, answer in chosen[: rules.choice.limit]]
    start = rules.start
    return [NextAction(statement=None, group=None, action=start.action, who=start.who, page=start.page)]


def group_of(answer: Given, rules: Rules = RULES) -> Group:
    """Return the group an answer belongs to.

    >>> group_of(2), group_of("vet_ikke")
    ('low', 'unknown')
    """
    return next(group.code for group in rules.groups if answer in group.answers)


def _action(statement: Statement, answer: Given, rules: Rules) -> NextAction:
    group = group_of(answer, rules)
    rule = statement.rule(group)
    return NextAction(statement=statement.id, group=group, action=rule.action, who=rule.who, page=rule.page)


def median_twice(levels: Iterable[int]) -> int | None:
    """Return twice the median, so that it is a whole number; None when there are no levels.

    >>> median_twice([1, 2, 5]), median_twice([2, 3]), median_twice([])
    (4, 5, None)
    """
    ordered = sorted(levels)
    if not ordered:
        return None
    return ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]


def in_words(twice: int | None, rules: Rules = RULES) -> str:
    """Return a doubled median in words.

    >>> in_words(4), in_words(5), in_words(None)
    ('Gjentatt', 'Mellom gjentatt og avtalt', 'Ingen svar')
    """
    if twice is None:
        return "Ingen svar"
    labels = {level.number: level.label for level in rules.levels}
    if twice % 2 == 0:
        return labels[twice // 2]
    return f"Mellom {labels[twice // 2].lower()} og {labels[twice // 2 + 1].lower()}"


class ThemeAnswers(StrictModel):
    """One component: how many statements have a level, how many «vet ikke», and the doubled median."""

    theme: str
    statements: int
    answered: int
    unknown: int
    median_twice: int | None


def by_theme(answers: Mapping[str, Answer], rules: Rules = RULES) -> list[ThemeAnswers]:
    """Return the answers of each of SLIK's five components; they are not added up further."""
    found = []
    for theme in vocabulary("themes").codes:
        own = [answers.get(statement.id, UNANSWERED) for statement in rules.statements if statement.theme == theme]
        levels = [answer for answer in own if isinstance(answer, int)]
        found.append(ThemeAnswers(
            theme=theme, statements=len(own), answered=len(levels),
            unknown=own.count("vet_ikke"), median_twice=median_twice(levels),
        ))  # fmt: skip
    return found


# --- several people's answers ---------------------------------------------------------------


class Spread(StrictModel):
    """How one statement was answered; everything is None when too few have answered it."""

    statement: str
    answered: int | None
    median_twice: int | None
    lowest: int | None
    highest: int | None
    counts: list[int] | None


class Merged(StrictModel):
    """Several people's answers: the spread, and never one person's answers."""

    files: int
    enough: bool
    statements: list[Spread]
    widest: list[str]


def merge(contents: Iterable[Assessment], rules: Rules = RULES) -> Merged:
    """Return the spread of several people's answers.

    Nothing is told about fewer than ``rules.merging.smallest_group`` people, in all or on one
    statement. The limit and the order of ``widest`` are our own (``merging.source``).
    """
    sheets = [answers_of(content) for content in contents]
    smallest = rules.merging.smallest_group
    if len(sheets) < smallest:
        return Merged(files=len(sheets), enough=False, statements=[], widest=[])
    levels = {s.id: [a for sheet in sheets if isinstance(a := sheet.get(s.id), int)] for s in rules.statements}
    spreads = [_spread(id, found if len(found) >= smallest else None) for id, found in levels.items()]
    apart = [(-_distance(one), -_deviation(one), i) for i, one in enumerate(spreads) if _distance(one)]
    widest = [spreads[i].statement for _, _, i in sorted(apart)[: rules.merging.widest]]
    return Merged(files=len(sheets), enough=True, statements=spreads, widest=widest)


def _spread(id: str, levels: list[int] | None) -> Spread:
    if levels is None:
        return Spread(statement=id, answered=None, median_twice=None, lowest=None, highest=None, counts=None)
    return Spread(
        statement=id, answered=len(levels), median_twice=median_twice(levels), lowest=min(levels), highest=max(levels),
        counts=[levels.count(level) for level in LEVELS],
    )  # fmt: skip


def _distance(spread: Spread) -> int:
    return 0 if spread.lowest is None or spread.highest is None else spread.highest - spread.lowest


def _deviation(spread: Spread) -> int:
    """Sum of the distances from the median, doubled to stay whole."""
    counted = zip(LEVELS, spread.counts or [], strict=False)
    return sum(count * abs(2 * level - (spread.median_twice or 0)) for level, count in counted)


def median_answers(merged: Merged) -> dict[str, Answer]:
    """Return the medians as answers to :func:`next_actions`; halfway counts as the lower level."""
    return {one.statement: one.median_twice // 2 for one in merged.statements if one.median_twice is not None}  # type: ignore[misc]
