"""The decision matrix as a widget: the sheet on the screen is a DataFrame in Python, and the other way round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from slik.catalogue import Catalogue
from slik.tools import decision, decision_frame, decision_words
from slik.tools.decision import RULES
from slik.widgets.bundle import bundle
from slik.widgets.tool import FOLDER, Tool


class DecisionMatrix(Tool):
    """Weigh alternatives against criteria, and see whether the choice stands.

    ``widget.frame`` is the sheet as a DataFrame; see :func:`slik.tools.decision_frame.from_frame`.
    ``widget.summary`` is the answer in sentences.
    """

    _esm = bundle(FOLDER / "decision.mjs")
    content_model = decision.Matrix
    rules = RULES

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, title: str = "", decider: str = "", **state: Any) -> DecisionMatrix:
        """Return a sheet filled from a DataFrame; see :func:`slik.tools.decision_frame.from_frame` for the errors."""
        return cls(decision_frame.from_frame(frame, title, decider), **state)

    @classmethod
    def blank(cls) -> decision.Matrix:
        """Return a new sheet: the first set of criteria, and nothing scored."""
        return decision.blank()

    @classmethod
    def payload(cls, catalogue: Catalogue, url: Callable[[str], str]) -> dict[str, Any]:
        """Return the rule table's scale, sets of criteria, limits and words; see :meth:`Tool.payload`."""
        return {"rules": RULES.model_dump(mode="json", include={"scale", "starts", "limits", "texts"})}

    @property
    def frame(self) -> pd.DataFrame:
        """The sheet as a DataFrame, criteria × alternatives; can be set."""
        return decision_frame.to_frame(self._matrix)

    @frame.setter
    def frame(self, frame: pd.DataFrame) -> None:
        self.document = decision_frame.from_frame(frame, self._matrix.title, self._matrix.decider, keep=self._matrix)

    @property
    def summary(self) -> list[str]:
        """The answer in sentences; see :func:`slik.tools.decision_words.summary`."""
        return decision_words.summary(self._matrix)

    @property
    def _matrix(self) -> decision.Matrix:
        return self.document  # type: ignore[return-value]
