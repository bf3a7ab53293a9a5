"""The decision matrix as a DataFrame: criteria × alternatives, with the weights in a column."""

from __future__ import annotations

from typing import Any

import pandas as pd
from pydantic import ValidationError

from slik.messages import located
from slik.tools.decision import Alternative, Criterion, Matrix, Score

#: The column before the alternatives. A criterion without weight is a must.
WEIGHT = "weight"


def to_frame(matrix: Matrix) -> pd.DataFrame:
    """Return one row per criterion: ``weight``, and one column per alternative.

    A must has no weight, and True or False where the others have points. What is not judged is
    missing. Reasons are not in the frame.
    """
    columns: list[list[Any]] = [[pd.NA if criterion.must else criterion.weight for criterion in matrix.criteria]]
    for alternative in matrix.alternatives:
        pairs = zip(matrix.criteria, alternative.scores, strict=True)
        cells = [score.meets if criterion.must else score.points for criterion, score in pairs]
        columns.append([pd.NA if cell is None else cell for cell in cells])
    index = pd.Index([criterion.name for criterion in matrix.criteria], name="criterion", dtype="str")
    musts = any(criterion.must for criterion in matrix.criteria)
    types = ["Int64", *["object" if musts else "Int64"] * len(matrix.alternatives)]
    frame = pd.concat([pd.Series(cells, index, type_) for cells, type_ in zip(columns, types, strict=True)], axis=1)
    frame.columns = pd.Index([WEIGHT, *(alternative.name for alternative in matrix.alternatives)])
    return frame


def from_frame(frame: pd.DataFrame, title: str = "", decider: str = "", keep: Matrix | None = None) -> Matrix:
    """Make a sheet from a DataFrame shaped as :func:`to_frame` gives it.

    Args:
        frame: Criteria as the index, ``weight`` as the first column, then one column per alternative.
        title: What is to be chosen.
        decider: Who decides.
        keep: A sheet whose explanations and reasons are kept, where criterion and alternative have the same names.

    Raises:
        ValueError: The column of weights is not first, or a value that does not fit, with its place, in Norwegian.
    """
    if not len(frame.columns) or frame.columns[0] != WEIGHT:
        raise ValueError(f"Den første kolonnen skal hete «{WEIGHT}». Deretter kommer ett alternativ i hver kolonne.")
    tops, reasons = _kept(keep)
    weights = [_cell(value) for value in frame.iloc[:, 0]]
    names = [str(name) for name in frame.index]
    try:
        criteria = [
            _named(name, WEIGHT, Criterion, name=name, top=tops.get(name, ""), weight=weight or 0, must=weight is None)
            for name, weight in zip(names, weights, strict=True)
        ]
        alternatives = []
        for position, column in enumerate(map(str, frame.columns[1:]), 1):
            scores = []
            for criterion, value in zip(criteria, frame.iloc[:, position], strict=True):
                cell = _cell(value)
                points, meets = (None, cell) if criterion.must else (cell, None)
                reason = reasons.get((criterion.name, column), "")
                scores.append(_named(criterion.name, column, Score, points=points, meets=meets, reason=reason))
            alternatives.append(Alternative(name=column, scores=scores))
        return Matrix(title=title, decider=decider, criteria=criteria, alternatives=alternatives)
    except ValidationError as error:
        raise ValueError(located(error.errors())[0][1]) from None


def _named(row: str, column: str, model: type[Any], **values: Any) -> Any:
    try:
        return model(**values)
    except ValidationError as error:
        raise ValueError(f"Rad «{row}», kolonne «{column}»: {located(error.errors())[0][1]}") from None


def _cell(value: Any) -> Any:
    """Return a plain Python value: numpy's and pandas' own numbers and truths are not Python's."""
    if pd.isna(value):
        return None
    if pd.api.types.is_bool(value):
        return bool(value)
    if pd.api.types.is_number(value) and float(value).is_integer():
        return int(value)
    return value


def _kept(matrix: Matrix | None) -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    if matrix is None:
        return {}, {}
    tops = {criterion.name: criterion.top for criterion in matrix.criteria}
    reasons = {
        (criterion.name, alternative.name): score.reason
        for alternative in matrix.alternatives
        for criterion, score in zip(matrix.criteria, alternative.scores, strict=True)
    }
    return tops, reasons
