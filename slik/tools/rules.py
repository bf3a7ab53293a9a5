"""Read a tool's open rule table from ``data/tools``; anyone can read, argue with and change it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from slik import datafile
from slik.paths import TOOLS

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
    return datafile.read(root, TOOLS / f"{name}.yaml", model)[0]
