"""Advice on one floke from six answers: whom to bring, how to work, and three examples to read.

The three ways into a floke and the five phases are those of the SLIK report (2014), chapter
3.2; the obstacles gather the code list ``stop_reasons``. Questions, points and filters stand
in ``data/tools/floke_guide.yaml``, each with its source. Only small integers are added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, TypeVar, get_args

from pydantic import Field, model_validator

from slik.catalogue import Catalogue
from slik.model import UNKNOWN, Example, Key, Kind, Line, Method, Phase, StakeholderGroup, StrictModel, Url
from slik.paths import ROOT
from slik.selection import Selection
from slik.tools import stakeholders
from slik.tools.document import Content
from slik.tools.rules import read_rules
from slik.vocabulary import label, vocabulary

UNSURE = "vet_ikke"
EXAMPLES = 3

_PHASES = vocabulary("phases").codes


class Answers(Content):
    """The floke as one sentence, and six answers; an empty text is a question not answered."""

    tool: ClassVar[str] = "floke_guide"
    label: ClassVar[str] = "Flokeveiviser"

    entry: Literal["", "letthet", "gevinst", "nodvendighet", "vet_ikke"]
    phase: Literal[("", *_PHASES, UNSURE)]  # type: ignore[valid-type]
    obstacle: Literal["", "forstaelse", "forankring", "kapasitet", "penger", "regler", "teknologi", "vet_ikke"]
    affected: Literal["", "ikke", "spurt", "deltar", "avgjor", "vet_ikke"]
    scope: Literal["", "tjeneste", "tjenester", "kommuner", "stat", "lokalsamfunn", "marked", "vet_ikke"]
    decision: Literal["", "samfunnsplan", "temaplan", "okonomi", "egen_sak", "administrativt", "vet_ikke"]


#: The questions and the answers each can have, as the saved file has them.
ANSWERS: dict[str, tuple[str, ...]] = {
    name: get_args(field.annotation) for name, field in Answers.model_fields.items() if name != "title"
}

# --- the rule table ---------------------------------------------------------------------------

Points = Annotated[int, Field(ge=1, le=3)]


class ActorRule(StrictModel):
    """An actor an answer speaks for, and the phase they should join in."""

    group: StakeholderGroup
    points: Points
    phase: Phase
    why: Line


class MethodRule(StrictModel):
    """A method an answer speaks for."""

    method: Method
    points: Points
    why: Line


class ExampleRule(StrictModel):
    """The examples an answer speaks for; ``because`` follows «fordi»."""

    filter: Selection
    points: Points
    because: Line


R = TypeVar("R", ActorRule, MethodRule)


class Option(StrictModel):
    """One answer, with all it gives points to."""

    code: str
    label: Line
    actors: Annotated[list[ActorRule], Field(min_length=1, max_length=5)]
    methods: Annotated[list[MethodRule], Field(min_length=1, max_length=5)]
    examples: ExampleRule
    sources: Annotated[list[Key], Field(min_length=1)]

    @model_validator(mode="after")
    def _nothing_twice(self) -> Option:
        for codes in ([actor.group for actor in self.actors], [rule.method for rule in self.methods]):
            for code in codes:
                if codes.count(code) > 1:
                    raise ValueError(f"«{code}» står to ganger under svaret «{self.code}».")
        if not self.examples.filter.facets():
            raise ValueError(f"Filteret under svaret «{self.code}» er tomt og treffer alle eksemplene.")
        return self


class Question(StrictModel):
    """One question with its answers."""

    code: str
    label: Line
    help: Line
    options: list[Option]


class GuideSource(StrictModel):
    """What a rule rests on: a web page, a page of this book, or our own judgement."""

    key: Key
    title: Line
    url: Url | None = None
    page: str | None = None


class Shown(StrictModel):
    """How many of each are shown at most."""

    actors: Annotated[int, Field(ge=3, le=8)]
    methods: Annotated[int, Field(ge=2, le=6)]


class Rules(StrictModel):
    """The rule table."""

    shown: Shown
    #: What a method gets on top when its page says that it belongs to the phase answered.
    in_phase: Annotated[int, Field(ge=0, le=3)]
    kinds: Annotated[list[Kind], Field(min_length=1)]
    sources: list[GuideSource]
    base: Option
    questions: list[Question]

    @model_validator(mode="after")
    def _fits_the_file(self) -> Rules:
        found = {question.code: ("", *(option.code for option in question.options)) for question in self.questions}
        if found != ANSWERS:
            wrong = next((code for code in (*ANSWERS, *found) if found.get(code) != ANSWERS.get(code)), "questions")
            raise ValueError(f"Spørsmålet «{wrong}» har ikke de svarene en lagret fil kan ha.")
        if len(self.base.actors) < 3 or len(self.base.methods) < 2:
            raise ValueError("«base» må ha minst tre aktører og to metoder, så ingen får et tomt råd.")
        return self

    @model_validator(mode="after")
    def _sources_exist(self) -> Rules:
        keys = {source.key for source in self.sources}
        for option in self.options:
            for key in option.sources:
                if key not in keys:
                    raise ValueError(f"Kilden «{key}» under svaret «{option.code}» er ikke oppført under sources.")
        return self

    @property
    def options(self) -> list[Option]:
        """Every answer, in order, and what always counts."""
        return [*(option for question in self.questions for option in question.options), self.base]


RULES = read_rules(ROOT, "floke_guide", Rules)

# --- the advice -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor to bring; ``late`` when the municipality is past the phase they should have joined in."""

    group: str
    points: int
    phase: str
    late: bool
    why: str


@dataclass(frozen=True, slots=True)
class Way:
    """A method to use."""

    method: str
    points: int
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An example to read, and which of the answers it fits."""

    id: str
    points: int
    because: list[str]


@dataclass(frozen=True, slots=True)
class Advice:
    """What follows from the answers."""

    actors: list[Actor]
    methods: list[Way]
    examples: list[Reading]

    def model_dump(self) -> dict[str, Any]:
        """Return the advice as plain JSON data."""
        return asdict(self)


class Guide:
    """The rules applied to a catalogue: the filters are run once, then answers only add points."""

    def __init__(self, rules: Rules, catalogue: Catalogue) -> None:
        self.rules = rules
        #: Examples that can be shown, in the order that breaks ties.
        self.examples: list[Example] = sorted(catalogue.filter(kinds=rules.kinds), key=_tie)
        position = {example.id: i for i, example in enumerate(self.examples)}
        matching = {id(option): catalogue.filter(**option.examples.filter.facets()) for option in rules.options}
        self._matches = {
            key: frozenset(position[example.id] for example in found if example.id in position)
            for key, found in matching.items()
        }
        self._by_code = {
            (question.code, option.code): option for question in rules.questions for option in question.options
        }

    def matches(self, option: Option) -> frozenset[int]:
        """Return the positions of the examples an answer gives points to."""
        return self._matches[id(option)]

    def counting(self, answers: Answers) -> list[Option]:
        """Return the answers given, in the order of the questions, and what always counts."""
        given = ((code, getattr(answers, code)) for code in ANSWERS)
        return [*(self._by_code[one] for one in given if one[1]), self.rules.base]

    def advise(self, answers: Answers) -> Advice:
        """Return the advice for a set of answers; see :func:`advise`."""
        options = self.counting(answers)
        return Advice(self._actors(options, answers.phase), self._methods(options, answers.phase), self._examples(options))

    def _actors(self, options: list[Option], now: str) -> list[Actor]:
        rules = [(rule.group, rule) for option in options for rule in option.actors]
        ranked = _ranked(rules, vocabulary("stakeholder_groups").codes)[: self.rules.shown.actors]
        return [Actor(group, points, rule.phase, _past(rule.phase, now), rule.why) for group, points, rule in ranked]

    def _methods(self, options: list[Option], now: str) -> list[Way]:
        rules = [(rule.method, rule) for option in options for rule in option.methods]
        bonus = {method: self.rules.in_phase for method, phases in method_phases().items() if now in phases}
        ranked = _ranked(rules, vocabulary("methods").codes, bonus)[: self.rules.shown.methods]
        return [Way(method, points, rule.why) for method, points, rule in ranked]

    def _examples(self, options: list[Option]) -> list[Reading]:
        points = [0] * len(self.examples)
        for option in options:
            for i in self.matches(option):
                points[i] += option.examples.points
        ranked = sorted((i for i, total in enumerate(points) if total), key=lambda i: -points[i])
        chosen = ranked[: EXAMPLES - 1]
        return [
            Reading(self.examples[i].id, points[i], self._because(i, options))
            for i in [*chosen, *self._third(chosen, ranked)]
        ]

    def _because(self, i: int, options: list[Option]) -> list[str]:
        """Return which answers an example fits; what always counts is a reason only when there is no other."""
        reasons = [option.examples.because for option in options if i in self.matches(option)]
        return reasons[:-1] if len(reasons) > 1 and i in self.matches(self.rules.base) else reasons

    def _third(self, chosen: list[int], ranked: list[int]) -> list[int]:
        """Return the example that shows what the first two do not: that it can fail, or that it can go further."""
        rest = [i for i in ranked if i not in chosen]
        stopped = [self.examples[i].stopped_or_failed for i in chosen]
        if not any(stopped):
            lacking = [i for i in rest if self.examples[i].stopped_or_failed]
            if not lacking and not any(self.examples[i].outcome.code == "delvis" for i in chosen):
                lacking = [i for i in rest if self.examples[i].outcome.code == "delvis"]
        elif all(stopped):
            lacking = [i for i in rest if not self.examples[i].stopped_or_failed]
        else:
            lacking = []
        return (lacking or rest)[:1]


def advise(answers: Answers, rules: Rules, catalogue: Catalogue) -> Advice:
    """Return whom to bring and when, how to work, and three examples to read.

    Args:
        answers: Any combination; also none.
        rules: The rule table, usually :data:`RULES`.
        catalogue: The examples to choose from. To ask many times of the same, make one :class:`Guide`.
    """
    return Guide(rules, catalogue).advise(answers)


def to_matrix(answers: Answers, advice: Advice) -> stakeholders.StakeholderMatrix:
    """Return a stakeholder matrix to start from: the actors advised, compared with the examples advised."""
    return stakeholders.StakeholderMatrix(
        title=answers.title,
        actors=[
            stakeholders.Actor.model_validate(
                {
                    **stakeholders.COLUMNS,
                    "name": label("stakeholder_groups", actor.group),
                    "group": actor.group,
                    "role": UNKNOWN,
                    "joined": actor.phase,
                    "strongly_affected": actor.group in stakeholders.RULES.affected_groups,
                }
            )
            for actor in advice.actors
        ],
        examples=[one.id for one in advice.examples],
    )


@cache
def method_phases() -> dict[str, list[str]]:
    """Return the phases each method belongs to, as its page says."""
    # Imported here, because the method pages link to the explorer, whose package holds this tool's widget.
    from slik import methods

    return {code: list(page.phases) for code, page in methods.load(ROOT).items()}


def _ranked(
    rules: Sequence[tuple[str, R]], order: Sequence[str], bonus: Mapping[str, int] | None = None
) -> list[tuple[str, int, R]]:
    """Add the points per code; most points first, then most from one answer, then the code list's order.

    With each code comes the rule that gave it most points, the first of them when several gave as many.
    """
    points: Counter[str] = Counter()
    strongest: dict[str, R] = {}
    for code, rule in rules:
        points[code] += rule.points
        if code not in strongest or rule.points > strongest[code].points:
            strongest[code] = rule
    for code in points:
        points[code] += (bonus or {}).get(code, 0)
    ranked = sorted((code for code in order if code in points), key=lambda code: (-points[code], -strongest[code].points))
    return [(code, points[code], strongest[code]) for code in ranked]


def _past(phase: str, now: str) -> bool:
    return now in _PHASES and _PHASES.index(phase) < _PHASES.index(now)


def _tie(example: Example) -> tuple[int, str]:
    """Those with most independent sources first, then by id."""
    return -sum(source.independent for source in example.sources), example.id


def blank() -> Answers:
    """Return no answers."""
    return Answers.model_validate({"title": "", **dict.fromkeys(ANSWERS, "")})


