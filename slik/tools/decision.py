"""The decision matrix: alternatives × weighted criteria, and how well the choice stands.

The method is the weighted mean (Strategy Survival Guide; HM Treasury's note on multi-criteria
decision analysis); criteria, limits and words stand in ``data/tools/decision.yaml``. Every
comparison is between integers or fractions, so that the browser gives the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from slik.model import Key, Line, Source, StrictModel, Text
from slik.paths import ROOT
from slik.tools.document import Content, Long, Short
from slik.tools.rules import read_rules

MAX_ALTERNATIVES = 8
MAX_CRITERIA = 10
#: What the weights should sum to; the calculation takes any sum.
FULL_WEIGHT = 100

Points = Annotated[int, Field(ge=1, le=5)]
Weight = Annotated[int, Field(ge=0, le=FULL_WEIGHT)]
OWN_JUDGEMENT = "vår vurdering"
Grounds = Literal["vår vurdering"] | Key

# --- the rule table --------------------------------------------------------------------------


class Step(StrictModel):
    """One step of the scale."""

    points: Points
    meaning: Line


class SuggestedCriterion(StrictModel):
    """A criterion to start with; ``top`` says what gives five points."""

    name: Line
    top: Line
    weight: Weight
    source: Grounds


class Start(StrictModel):
    """A set of criteria for one kind of choice."""

    code: Key
    label: Line
    why: Text
    criteria: Annotated[list[SuggestedCriterion], Field(min_length=1, max_length=MAX_CRITERIA)]

    @model_validator(mode="after")
    def _full_weight(self) -> Start:
        if (total := sum(one.weight for one in self.criteria)) != FULL_WEIGHT:
            raise ValueError(f"Vektene i «{self.label}» er {total} til sammen. De skal være {FULL_WEIGHT}.")
        return self


class Rule(StrictModel):
    """How the sheet counts, in words; the logic is in this module."""

    code: Literal[
        "weighted_mean", "hundred_points", "must", "missing", "close", "robustness", "turning_points", "advice_only"
    ]
    text: Text
    source: Grounds


class Limits(StrictModel):
    """How near counts as even, and how far a weight is moved when the choice is tried."""

    close_hundredths: Annotated[int, Field(ge=0, le=100)]
    step_points: Annotated[int, Field(ge=1, le=50)]


class Texts(StrictModel):
    """The sentences of the answer; see :mod:`slik.tools.decision_words`."""

    no_weight: Line
    none_ranked: Line
    best: Line
    only: Line
    level: Line
    close: Line
    note_missing: Line
    note_fails: Line
    note_unjudged: Line
    note_close: Line
    held: Line
    falls: Line
    falls_often: Line
    level_if: Line
    level_often: Line
    trial_leave_out: Line
    trial_equal: Line
    trial_more: Line
    trial_less: Line
    untried_none: Line
    untried_level: Line
    untried_one: Line
    passes: Line
    catches: Line
    little_more: Line
    little_less: Line
    never: Line
    all_weight: Line
    decider: Line
    no_decider: Line


class Rules(StrictModel):
    """The rule table."""

    scale: Annotated[list[Step], Field(min_length=5, max_length=5)]
    alternatives: Annotated[list[Short], Field(min_length=1, max_length=MAX_ALTERNATIVES)]
    starts: Annotated[list[Start], Field(min_length=1)]
    rules: list[Rule]
    limits: Limits
    texts: Texts
    sources: list[Source]

    @model_validator(mode="after")
    def _sources_exist(self) -> Rules:
        keys = {source.key for source in self.sources} | {OWN_JUDGEMENT}
        for one in [*self.rules, *(criterion for start in self.starts for criterion in start.criteria)]:
            if one.source not in keys:
                raise ValueError(f"Kilden «{one.source}» står ikke i listen «sources».")
        return self


RULES = read_rules(ROOT, "decision", Rules)

# --- what a reader fills in ------------------------------------------------------------------


class Criterion(StrictModel):
    """What the alternatives are judged by; a must excludes, and its weight does not count."""

    name: Short
    top: Short
    weight: Weight
    must: bool


class Score(StrictModel):
    """One alternative on one criterion: points, or on a must whether it is met; None is not judged yet."""

    points: Points | None
    meets: bool | None
    reason: Long


class Alternative(StrictModel):
    """One of the alternatives, with one score for each criterion, in the criteria's order."""

    name: Short
    scores: Annotated[list[Score], Field(max_length=MAX_CRITERIA)]


class Matrix(Content):
    """The sheet."""

    tool: ClassVar[str] = "decision"
    label: ClassVar[str] = "Beslutningsmatrise"

    decider: Short
    criteria: Annotated[list[Criterion], Field(min_length=1, max_length=MAX_CRITERIA)]
    alternatives: Annotated[list[Alternative], Field(min_length=1, max_length=MAX_ALTERNATIVES)]

    @model_validator(mode="after")
    def _one_score_each(self) -> Matrix:
        for number, alternative in enumerate(self.alternatives, 1):
            if len(alternative.scores) != len(self.criteria):
                raise ValueError(f"Alternativ {number} skal ha {len(self.criteria)} poeng, ett for hvert kriterium.")
        return self

    @property
    def weighted(self) -> list[int]:
        """Positions of the criteria that are not musts."""
        return [i for i, criterion in enumerate(self.criteria) if not criterion.must]

    @property
    def weights(self) -> dict[int, int]:
        """Weight by position, without the musts."""
        return {i: self.criteria[i].weight for i in self.weighted}


def blank() -> Matrix:
    """Return a new sheet: the first set of criteria, and nothing scored."""
    criteria = [Criterion(name=c.name, top=c.top, weight=c.weight, must=False) for c in RULES.starts[0].criteria]
    empty = Score(points=None, meets=None, reason="")
    alternatives = [Alternative(name=name, scores=[empty] * len(criteria)) for name in RULES.alternatives]
    return Matrix(title="", decider="", criteria=criteria, alternatives=alternatives)


# --- the ranking -----------------------------------------------------------------------------


class Row(StrictModel):
    """One alternative's result.

    Attributes:
        alternative: Its position in the sheet.
        status: Complete, missing points, or excluded by a must.
        place: 1 for the best; equal scores share a place. None when it is not ranked.
        hundredths: The score times 100, rounded half up.
        close: Not best, but so near the best that it counts as even.
        missing: Positions of weighted criteria without points.
        fails: Positions of musts it does not meet.
        unjudged: Positions of musts it has not been held against.
    """

    alternative: int
    status: Literal["complete", "incomplete", "excluded"]
    place: int | None
    hundredths: int | None
    close: bool
    missing: list[int]
    fails: list[int]
    unjudged: list[int]


class Ranking(StrictModel):
    """The result: best first, then those that miss points, then those excluded.

    Attributes:
        total: The sum of the weights.
        leaders: Positions of the best; several when they are level, none when nothing is ranked.
    """

    total: int
    leaders: list[int]
    rows: list[Row]


def rank(matrix: Matrix) -> Ranking:
    """Rank the alternatives by the weighted mean of their points."""
    total = sum(matrix.weights.values())
    sums = _sums(matrix, matrix.weights) if total else {}
    best = max(sums.values(), default=0)
    limit = RULES.limits.close_hundredths

    def row(i: int) -> Row:
        ranked = i in sums
        return Row(
            alternative=i,
            status=_status(matrix, i),
            place=1 + sum(other > sums[i] for other in sums.values()) if ranked else None,
            hundredths=_half_up(100 * sums[i], total) if ranked else None,
            close=ranked and sums[i] < best and 100 * (best - sums[i]) <= limit * total,
            missing=_missing(matrix, i),
            fails=_musts(matrix, i, False),
            unjudged=_musts(matrix, i, None),
        )

    order = ["complete", "incomplete", "excluded"]
    rows = [row(i) for i in range(len(matrix.alternatives))]
    rows.sort(key=lambda one: (order.index(one.status), -sums.get(one.alternative, 0)))
    return Ranking(total=total, leaders=_best(sums), rows=rows)


def _missing(matrix: Matrix, alternative: int) -> list[int]:
    return [i for i in matrix.weighted if matrix.alternatives[alternative].scores[i].points is None]


def _musts(matrix: Matrix, alternative: int, meets: bool | None) -> list[int]:
    scores = matrix.alternatives[alternative].scores
    return [i for i, criterion in enumerate(matrix.criteria) if criterion.must and scores[i].meets is meets]


def _status(matrix: Matrix, alternative: int) -> Literal["complete", "incomplete", "excluded"]:
    if _musts(matrix, alternative, False):
        return "excluded"
    return "incomplete" if _missing(matrix, alternative) else "complete"


def _sums(matrix: Matrix, weights: dict[int, int]) -> dict[int, int]:
    """Return Σ weight · points for every complete alternative, by position."""
    return {
        i: sum(weight * (alternative.scores[k].points or 0) for k, weight in weights.items())
        for i, alternative in enumerate(matrix.alternatives)
        if _status(matrix, i) == "complete"
    }


def _best(sums: dict[int, int]) -> list[int]:
    best = max(sums.values(), default=0)
    return [i for i, value in sums.items() if value == best]


def _half_up(numerator: int, denominator: int) -> int:
    """Round a fraction that is not negative to the nearest integer, halves up.

    >>> _half_up(5, 2), _half_up(7, 3)
    (3, 2)
    """
    return (2 * numerator + denominator) // (2 * denominator)


# --- does the choice stand? ------------------------------------------------------------------


class Trial(StrictModel):
    """The ranking with other weights.

    Attributes:
        kind: A criterion left out, all equal, or a criterion with more or less weight.
        criterion: Its position; None when all are equal.
        points: How many points of weight the criterion is moved; 0 for the other kinds.
        best: Positions of the best alternatives with these weights.
        outcome: Whether the choice holds, becomes level with another, or falls.
    """

    kind: Literal["leave_out", "equal", "more", "less"]
    criterion: int | None
    points: int
    best: list[int]
    outcome: Literal["holds", "level", "falls"]


class Robustness(StrictModel):
    """How many of the trials the choice stands in.

    Attributes:
        leader: Position of the alternative that is alone as the best; None when there is no choice to try.
        untried: Why there are no trials; empty when there are.
    """

    leader: int | None
    untried: Literal["", "none", "level", "one"]
    held: int
    trials: list[Trial]


def robustness(matrix: Matrix) -> Robustness:
    """Try the choice with each criterion left out, equal weights, and each weight a step up and down.

    Weights that are in the same proportions as the sheet's own try nothing and are left out, and so
    are weights that sum to nothing.
    """
    leaders, sums = rank(matrix).leaders, _sums(matrix, matrix.weights)
    if len(leaders) != 1 or len(sums) < 2:
        untried = "level" if len(leaders) > 1 else "none"
        return Robustness(leader=None, untried=untried, held=0, trials=[])
    trials = [_trial(matrix, leaders[0], *trial) for trial in _trials(matrix.weights)]
    held = sum(trial.outcome == "holds" for trial in trials)
    return Robustness(leader=leaders[0], untried="" if trials else "one", held=held, trials=trials)


def _trials(weights: dict[int, int]) -> Iterator[tuple[str, int | None, int, dict[int, int]]]:
    step = RULES.limits.step_points
    candidates: list[tuple[str, int | None, int, dict[int, int]]] = [
        *(("leave_out", i, 0, {**weights, i: 0}) for i in weights),
        ("equal", None, 0, dict.fromkeys(weights, 1)),
    ]
    for i, weight in weights.items():
        less = min(step, weight)
        candidates += [("more", i, step, {**weights, i: weight + step}), ("less", i, less, {**weights, i: weight - less})]
    total = sum(weights.values())
    for candidate in candidates:
        tried = candidate[-1]
        # False for the same proportions, and for no weight at all.
        if any(weights[i] * sum(tried.values()) != tried[i] * total for i in weights):
            yield candidate


def _trial(matrix: Matrix, leader: int, kind: str, criterion: int | None, points: int, weights: dict[int, int]) -> Trial:
    best = _best(_sums(matrix, weights))
    outcome = "holds" if best == [leader] else "level" if leader in best else "falls"
    return Trial(kind=kind, criterion=criterion, points=points, best=best, outcome=outcome)


# --- what would turn it? ---------------------------------------------------------------------


class Turn(StrictModel):
    """The nearest share of one criterion at which another alternative catches up.

    Attributes:
        numerator: The exact share is ``numerator / denominator``, in lowest terms.
        percent: The share in whole percent, rounded away from today's share.
        level: At exactly ``percent`` the alternatives are level; otherwise the rivals are past.
        more: Whether the criterion must count more.
        rivals: Positions of those that catch up there.
    """

    numerator: int
    denominator: int
    percent: int
    level: bool
    more: bool
    rivals: list[int]


class TurningPoint(StrictModel):
    """What it takes, in one criterion's weight, to turn the choice.

    Attributes:
        criterion: Its position.
        now: Its share of the weight today, in whole percent, rounded half up.
        turn: None when no share turns the choice.
        all_weight: It has all the weight, so the others have no proportions to keep.
    """

    criterion: int
    now: int
    all_weight: bool
    turn: Turn | None


def turning_points(matrix: Matrix) -> list[TurningPoint]:
    """Return for each criterion the weight share at which the leader is caught; empty without one leader.

    The other criteria share the rest in the proportions they have now. The lead of the leader
    over a rival is then linear in the share, so that there is at most one point per rival.
    """
    leader = robustness(matrix).leader
    if leader is None:
        return []
    return [_turning_point(matrix, leader, i) for i in matrix.weights]


def _turning_point(matrix: Matrix, leader: int, criterion: int) -> TurningPoint:
    weights = matrix.weights
    total = sum(weights.values())
    share = Fraction(weights[criterion], total)
    rest = total - weights[criterion]
    turn = _nearest(matrix, leader, criterion, share, rest) if rest else None
    now = _half_up(100 * weights[criterion], total)
    return TurningPoint(criterion=criterion, now=now, all_weight=not rest, turn=turn)


def _nearest(matrix: Matrix, leader: int, criterion: int, share: Fraction, rest: int) -> Turn | None:
    others = _sums(matrix, {**matrix.weights, criterion: 0})
    points = {i: matrix.alternatives[i].scores[criterion].points or 0 for i in others}
    reached: dict[Fraction, list[int]] = {}
    for rival in others:
        # The lead when the criterion has no weight, and when it has all of it.
        without = Fraction(others[leader] - others[rival], rest)
        alone = points[leader] - points[rival]
        if rival != leader and without * alone <= 0:
            reached.setdefault(without / (without - alone), []).append(rival)
    if not reached:
        return None
    # Equally far up and down: more weight is named.
    at = min(reached, key=lambda one: (abs(one - share), -one))
    percent = ceil(100 * at) if at > share else floor(100 * at)
    return Turn(
        numerator=at.numerator,
        denominator=at.denominator,
        percent=percent,
        level=percent == 100 * at,
        more=at > share,
        rivals=reached[at],
    )
