"""The stakeholder matrix as a widget: the sheet on the screen is a DataFrame in Python, and the other way round."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from slik import urls
from slik.catalogue import Catalogue
from slik.tools import stakeholders
from slik.tools.stakeholders import RULES
from slik.vocabulary import label, vocabulary
from slik.widgets.bundle import bundle
from slik.widgets.tool import FOLDER, Tool


class StakeholderMatrix(Tool):
    """Place the actors of a floke by influence and interest, and see who others had with them.

    ``widget.frame`` is the sheet as a DataFrame; see :func:`slik.tools.stakeholders.from_frame`.
    """

    _esm = bundle(FOLDER / "stakeholders.mjs")
    content_model = stakeholders.StakeholderMatrix
    rules = RULES

    @classmethod
    def blank(cls) -> stakeholders.StakeholderMatrix:
        """Return an empty sheet."""
        return stakeholders.StakeholderMatrix(title="", actors=[], examples=[])

    @classmethod
    def payload(cls, catalogue: Catalogue, url: Callable[[str], str]) -> dict[str, Any]:
        """Return the code lists, the rule table and the actors of every example; see :meth:`Tool.payload`."""
        return {
            "groups": _choices("stakeholder_groups"),
            "roles": _choices("roles"),
            "phases": _choices("phases"),
            "levels": _choices("levels"),
            "sectors": _choices("sectors"),
            "fields": [field.model_dump() for field in RULES.fields],
            "suggested": [one.model_dump() for one in RULES.suggested],
            "ownGroups": RULES.own_groups,
            "affectedGroups": RULES.affected_groups,
            "advice": [rule.model_dump(exclude={"source"}) for rule in RULES.advice],
            "examples": [
                {
                    "id": example.id,
                    "title": example.title,
                    "url": url(urls.example_path(example.id)),
                    "outcome": label("outcomes", example.outcome.code),
                    "sectors": example.sectors,
                    "actors": [actor.model_dump(exclude={"note"}) for actor in example.stakeholders],
                }
                for example in catalogue
            ],
        }

    @property
    def frame(self) -> pd.DataFrame:
        """The sheet as a DataFrame, one row per actor; can be set."""
        return stakeholders.to_frame(self.document)  # type: ignore[arg-type]

    @frame.setter
    def frame(self, frame: pd.DataFrame) -> None:
        document: Any = self.document
        self.document = stakeholders.from_frame(frame, document.title, document.examples)


def _choices(name: str) -> list[tuple[str, str]]:
    return [(item.code, item.label) for item in vocabulary(name)]
