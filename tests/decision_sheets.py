"""Decision matrices for tests: a short way to write one, the fixtures, and random ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from slik.tools.decision import Alternative, Criterion, Matrix, Score

FIXTURES = json.loads((Path(__file__).parent / "fixtures/decision.json").read_text("utf-8"))
MUST = "krav"


def sheet(criteria: dict[str, int | str], alternatives: dict[str, list[Any]], **fields: str) -> Matrix:
    """Write a matrix as in the fixtures: a weight or «krav» by criterion, and scores by alternative."""
    musts = [weight == MUST for weight in criteria.values()]
    return Matrix(
        title=fields.get("title", ""),
        decider=fields.get("decider", ""),
        criteria=[Criterion(name=n, top="", weight=0 if w == MUST else w, must=w == MUST) for n, w in criteria.items()],
        alternatives=[
            Alternative(name=name, scores=[_score(value, must) for value, must in zip(scores, musts, strict=True)])
            for name, scores in alternatives.items()
        ],
    )


def _score(value: Any, must: bool) -> Score:
    return Score(points=None if must else value, meets=value if must else None, reason="")


names = st.sampled_from(["Nå", "Pilot", "", " ", "=1+1", "{leaders}", "<b>", "«Å»"])
points = st.none() | st.integers(1, 5)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Any sheet a reader can make; most are complete, so that there is something to rank."""
    weights = st.integers(0, 100) | st.sampled_from([0, 10, 25, 50])
    criterion = st.builds(Criterion, name=names, top=st.just(""), weight=weights, must=st.sampled_from([False] * 5 + [True]))
    criteria = draw(st.lists(criterion, min_size=1, max_size=6))
    complete = draw(st.sampled_from([True, True, True, False]))
    score = st.builds(
        Score, points=st.integers(1, 5) if complete else points, meets=st.sampled_from([True, True, True, False, None]), reason=names
    )
    scores = st.lists(score, min_size=len(criteria), max_size=len(criteria))
    alternatives = draw(st.lists(st.builds(Alternative, name=names, scores=scores), min_size=1, max_size=5))
    return Matrix(title="", decider=draw(names), criteria=criteria, alternatives=alternatives)
