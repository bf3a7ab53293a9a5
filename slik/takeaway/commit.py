"""When the book is from: never the clock, so that one commit gives the same bytes every time."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from slik.catalogue import load


def date(root: Path) -> datetime:
    """Return when the book was last changed: the commit's time, or without git the newest example's date."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        seconds = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        seconds = ""
    if seconds:
        return datetime.fromtimestamp(int(seconds), UTC)
    newest = max(example.editorial[-1].date for example in load(root))
    return datetime.fromisoformat(newest).replace(tzinfo=UTC)
