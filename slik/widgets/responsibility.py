"""The responsibility matrix as a widget, and as a table of tasks × roles in Jupyter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from slik import urls
from slik.catalogue import Catalogue
from slik.model import Example
from slik.selection import varied
from slik.tools import responsibility
from slik.tools.responsibility import MAX_ROLES, MAX_TASKS, NAMES_SHOWN, RULES, Matrix
from slik.vocabulary import vocabulary
from slik.widgets.bundle import bundle
from slik.widgets.tool import FOLDER, Tool

#: Examples shown at once; the others stand behind «alle».
_SHOWN_FIRST = 3


class ResponsibilityMatrix(Tool):
    """Who does what in each task, and who owns the measure in each phase.

    ``matrix.frame`` is the letters as a DataFrame, and can be set; see also
    :func:`slik.tools.responsibility.check`.
    """

    _esm = bundle(FOLDER / "responsibility.mjs")
    content_model = Matrix
    rules = RULES

    @classmethod
    def blank(cls) -> Matrix:
        """Return the rule table's roles and tasks, with nothing decided."""
        return responsibility.blank(RULES)

    @classmethod
    def payload(cls, catalogue: Catalogue, url: Callable[[str], str]) -> dict[str, Any]:
        """Return the rule table, the phases, and who owned what in the examples; see :meth:`Tool.payload`."""
        return {
            "rules": RULES.model_dump(mode="json", exclude={"roles", "tasks"}),
            "phases": [{"code": phase.code, "label": phase.label} for phase in vocabulary("phases")],
            "maxTasks": MAX_TASKS,
            "maxRoles": MAX_ROLES,
            "namesShown": NAMES_SHOWN,
            "examplesFirst": _SHOWN_FIRST,
            "examples": [_ownership(example, url) for example in _in_order(catalogue)],
        }

    @property
    def frame(self) -> pd.DataFrame:
        """The letters as tasks × roles; see :func:`slik.tools.responsibility.to_frame` and ``with_frame``."""
        return responsibility.to_frame(self.document)  # type: ignore[arg-type]

    @frame.setter
    def frame(self, frame: pd.DataFrame) -> None:
        self.document = responsibility.with_frame(self.document, frame)  # type: ignore[arg-type]


def _in_order(catalogue: Catalogue) -> list[Example]:
    """Examples that name an owner; first a few of different outcomes where it was told twice."""
    named = [example for example in catalogue if example.ownership]
    shifts = Catalogue(tuple(example for example in named if len({entry.owner for entry in example.ownership}) > 1))
    first = varied(shifts, _SHOWN_FIRST, "responsibility")
    return sorted(named, key=lambda example: (example.id not in first, example.id not in shifts, example.id))


def _ownership(example: Example, url: Callable[[str], str]) -> dict[str, Any]:
    return {
        "title": example.title,
        "url": url(urls.example_path(example.id)),
        "owners": [{"phase": entry.phase, "owner": entry.owner} for entry in example.ownership],
    }
