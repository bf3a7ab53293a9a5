"""Responsibility matrices for tests: fixtures in a short form, and made by hypothesis."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from slik.tools.responsibility import MAX_ROLES, Handover, Letter, Matrix, Role, RoleKind, Task
from slik.vocabulary import vocabulary

PHASES = vocabulary("phases").codes

#: What is found in each matrix, for Python and JavaScript alike.
FIXTURES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "fixtures/responsibility.json").read_text("utf-8"))


def sheet(case: dict[str, Any]) -> Matrix:
    """Make a matrix from the short form of the fixtures.

    ``roles`` is name → kind, ``tasks`` is a list of [name, phase, «A U - K»], ``owners`` is one
    position or null per phase, and ``terms`` one text per shift.
    """
    return Matrix(
        title=case.get("title", ""),
        roles=[Role(name=name, kind=kind) for name, kind in case["roles"].items()],
        tasks=[
            Task(name=name, phase=phase, letters=["" if letter == "-" else letter for letter in letters.split()])
            for name, phase, letters in case["tasks"]
        ],
        owners=case["owners"],
        handovers=[Handover(terms=terms, when="") for terms in case.get("terms", [""] * 4)],
    )


#: Names that are empty in one language only, look like placeholders, or are markup.
NAMES = ["Velge floken", "", " ", "\xa0", "\x85", "\ufeff", "{names}", "$&", "=1+1", "<b>x</b>", "\u202eabc", "👩‍👧"]


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Any matrix a reader can make, and more."""
    count = draw(st.integers(0, MAX_ROLES))
    letters = st.sampled_from(draw(st.sampled_from([Letter.__args__, ("K", "A"), ("", "I"), ("", "A", "U")])))
    names = st.sampled_from(NAMES)
    return Matrix(
        title=draw(names),
        roles=[Role(name=draw(names), kind=draw(st.sampled_from(RoleKind.__args__))) for _ in range(count)],
        tasks=[
            Task(name=draw(names), phase=draw(st.sampled_from(PHASES)), letters=[draw(letters) for _ in range(count)])
            for _ in range(draw(st.integers(0, 7)))
        ],
        owners=[draw(st.one_of(st.none(), st.integers(0, count - 1)) if count else st.none()) for _ in range(5)],
        handovers=[Handover(terms=draw(names), when=draw(names)) for _ in range(4)],
    )
