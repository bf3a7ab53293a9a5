"""Read a YAML file of data into its model, with every problem told at its line."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from slik.frontmatter import FieldPath, dotted, fields
from slik.messages import located
from slik.problems import CatalogueError, Problem

M = TypeVar("M", bound=BaseModel)


def read(root: Path, path: Path, model: type[M]) -> tuple[M, dict[FieldPath, int]]:
    """Read one file.

    Args:
        root: The handbook's root folder.
        path: The file, from the root.
        model: What it must fit.

    Returns:
        The content, and the line number of every field.

    Raises:
        CatalogueError: With every problem in the file, with line and field.
    """
    data, lines = fields((root / path).read_text("utf-8"), path.as_posix())
    try:
        return model.model_validate(data), lines
    except ValidationError as error:
        raise CatalogueError(
            Problem(path.as_posix(), _line(lines, place), dotted(place), message)
            for place, message in located(error.errors())
        ) from None


def _line(lines: dict[FieldPath, int], place: FieldPath) -> int:
    while place and place not in lines:
        place = place[:-1]
    return lines.get(place, 1)
