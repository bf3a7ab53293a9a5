"""Check examples, methods and chapters: ``python -m slik.check [FILE …]``."""

from __future__ import annotations

import sys
from pathlib import Path

from slik import methods, pages
from slik.catalogue import load
from slik.paths import ROOT
from slik.problems import CatalogueError, Problem


def main(files: list[str]) -> int:
    """Print what is wrong, or how many examples are right; return the exit code.

    Args:
        files: Show problems in these files only; all files when empty.
    """
    problems: list[Problem] = []
    counts: list[str] = []
    for what, read in (
        ("eksempler", lambda: load(drafts=True)),
        ("metoder", lambda: methods.load(ROOT)),
        ("kapittelsider", lambda: pages.load(ROOT)),
    ):
        try:
            counts.append(f"{len(read())} {what}")
        except CatalogueError as error:
            problems.extend(error.problems)
    names = {Path(file).resolve() for file in files}
    shown = [problem for problem in problems if not names or (ROOT / problem.file).resolve() in names]
    if shown:
        print(CatalogueError(shown))
        return 1
    if problems:
        print("Filene du spurte om, er i orden. Andre filer har feil.")
        return 0
    print(f"I orden: {', '.join(counts)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
