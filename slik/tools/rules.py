"""Read a tool's open rule table from ``data/tools``; anyone can read, argue with and change it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from slik.frontmatter import dotted, fields
from slik.messages import located
from slik.paths import TOOLS
from slik.problems import CatalogueError, Problem

R = TypeVar("R", bound=BaseModel)


def read_rules(root: Path, name: str, model: type[R]) -> R:
    """Read one rule table.

    Args:
        root: The handbook's root folder.
        name: File name without ``.yaml``.
        model: What the table must fit.

    Raises:
        CatalogueError: With every problem in the file, with line and field.
    """
    path = TOOLS / f"{name}.yaml"
    data, lines = fields((root / path).read_text("utf-8"), path.as_posix())
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise CatalogueError(
            Problem(path.as_posix(), _line(lines, place), dotted(place), message)
            for place, message in located(error.errors())
        ) from None


def _line(lines: dict[tuple[str | int, ...], int], place: tuple[str | int, ...]) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
