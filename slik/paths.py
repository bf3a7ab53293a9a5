"""Where the files of the handbook stand."""

import os
from pathlib import Path

#: The root of the repository: the folder with ``_config.yml``, ``book/`` and ``data/``.
ROOT = Path(__file__).resolve().parent.parent

#: Folders relative to the root of a handbook.
VOCABULARIES = Path("data/vocabularies")
MUNICIPALITIES = Path("data/municipalities.csv")
RECORDS = Path("book/eksempler")
METHODS = Path("book/metoder")
TOOLS = Path("data/tools")
REDIRECTS = Path("data/redirects.yaml")

#: Set while a book is built, so that its notebooks read the book they stand in.
ROOT_VARIABLE = "SLIK_ROOT"


def default_root() -> Path:
    """Return the handbook being built, or the one this package stands in."""
    return Path(os.environ.get(ROOT_VARIABLE, ROOT))
