"""The decision matrix's answer in sentences; the templates stand in ``data/tools/decision.yaml``."""

from __future__ import annotations

from collections.abc import Iterable

from slik.tools.decision import RULES, Matrix, Row, Trial, TurningPoint, rank, robustness, turning_points

#: How many trials a sentence names before it counts instead.
NAMED_TRIALS = 3


def summary(matrix: Matrix) -> list[str]:
    """Return the whole answer: the result, whether it stands, what would turn it, and who decides."""
    return [
        *ranking_words(matrix),
        *(line for row in rank(matrix).rows for line in notes(matrix, row)),
        *robustness_words(matrix),
        *(turning_words(matrix, point) for point in turning_points(matrix)),
        decider_words(matrix),
    ]


def ranking_words(matrix: Matrix) -> list[str]:
    """Return who comes out best, and who is about even with the best."""
    ranking, texts = rank(matrix), RULES.texts
    if not ranking.leaders:
        return [texts.none_ranked if ranking.total else texts.no_weight]
    ranked = [row for row in ranking.rows if row.place]
    template = texts.only if len(ranked) == 1 else texts.best if len(ranking.leaders) == 1 else texts.level
    score = decimal(ranked[0].hundredths or 0)
    lines = [template.format(leaders=_alternatives(matrix, ranking.leaders), score=score)]
    if close := [row.alternative for row in ranking.rows if row.close]:
        limit = decimal(RULES.limits.close_hundredths)
        lines.append(texts.close.format(others=_alternatives(matrix, close), limit=limit))
    return lines


def notes(matrix: Matrix, row: Row) -> list[str]:
    """Return what must be said about one alternative: what it misses and which musts it does not meet."""
    texts = RULES.texts
    about = [(texts.note_fails, row.fails), (texts.note_missing, row.missing), (texts.note_unjudged, row.unjudged)]
    name = _alternatives(matrix, [row.alternative])
    return [f"{name}: {text.format(criteria=_criteria(matrix, found))}" for text, found in about if found]


def robustness_words(matrix: Matrix) -> list[str]:
    """Return in how many trials the choice stands, and in which it falls or becomes level."""
    tried, texts = robustness(matrix), RULES.texts
    if tried.untried:
        return [getattr(texts, f"untried_{tried.untried}")]
    lines = [texts.held.format(held=tried.held, count=len(tried.trials))]
    for outcome, few, many in (("falls", texts.falls, texts.falls_often), ("level", texts.level_if, texts.level_often)):
        names = [trial_words(matrix, trial) for trial in tried.trials if trial.outcome == outcome]
        if names:
            template = few if len(names) <= NAMED_TRIALS else many
            lines.append(template.format(count=len(names), trials=_list(names[:NAMED_TRIALS], "eller")))
    return lines


def trial_words(matrix: Matrix, trial: Trial) -> str:
    """Name a trial, as a clause that can stand after «hvis»."""
    template = getattr(RULES.texts, f"trial_{trial.kind}")
    criterion = "" if trial.criterion is None else _criteria(matrix, [trial.criterion])
    return template.format(criterion=criterion, points=trial.points)


def turning_words(matrix: Matrix, point: TurningPoint) -> str:
    """Say which share of the weight would turn the choice."""
    texts, turn, criterion = RULES.texts, point.turn, _criteria(matrix, [point.criterion])
    if turn is None:
        return (texts.all_weight if point.all_weight else texts.never).format(criterion=criterion)
    template = texts.catches if turn.level else texts.passes
    if turn.percent == point.now:  # the share is rounded to the one it has now
        template = texts.little_more if turn.more else texts.little_less
    rivals = _alternatives(matrix, turn.rivals)
    return template.format(criterion=criterion, percent=turn.percent, now=point.now, rivals=rivals)


def decider_words(matrix: Matrix) -> str:
    """Say who decides, or that nobody is named."""
    decider = matrix.decider.strip()
    return RULES.texts.decider.format(decider=decider) if decider else RULES.texts.no_decider


def decimal(hundredths: int) -> str:
    """Write hundredths as a Norwegian decimal number.

    >>> decimal(342), decimal(300)
    ('3,42', '3,00')
    """
    return f"{hundredths // 100},{hundredths % 100:02}"


def _alternatives(matrix: Matrix, positions: Iterable[int]) -> str:
    return _list([f"«{matrix.alternatives[i].name.strip() or f'Alternativ {i + 1}'}»" for i in positions], "og")


def _criteria(matrix: Matrix, positions: Iterable[int]) -> str:
    return _list([f"«{matrix.criteria[i].name.strip() or f'Kriterium {i + 1}'}»" for i in positions], "og")


def _list(parts: list[str], word: str) -> str:
    """Join as in a Norwegian sentence.

    >>> _list(["a", "b", "c"], "eller")
    'a, b eller c'
    """
    return f" {word} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
