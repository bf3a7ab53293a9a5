"""Lighthouse's four scores for a page, on its mobile profile."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: The last version that runs on Node.js 20, which Debian has.
VERSION = "12.8.2"
CATEGORIES = {"performance": "ytelse", "accessibility": "uu", "best-practices": "praksis", "seo": "seo"}


class NotAvailable(Exception):
    """Lighthouse cannot be run here; the message says why."""


@dataclass
class Scores:
    """Medians over the runs of one page, 0–100, and what lost points in any of them."""

    medians: dict[str, float]
    losses: list[str]


class Lighthouse:
    """Lighthouse, fetched with npm into a folder.

    Args:
        folder: Where to install it.
        browser: Path of Chromium.
        flags: Chromium's flags.
    """

    def __init__(self, folder: Path, browser: str, flags: list[str]) -> None:
        if not (shutil.which("npm") and shutil.which("node")):
            raise NotAvailable("Node.js og npm mangler.")
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", f"lighthouse@{VERSION}"]
        result = subprocess.run([*command, "--prefix", folder], capture_output=True, text=True)
        if result.returncode:
            raise NotAvailable(f"npm install stoppet med feil: {(result.stdout + result.stderr)[-600:].strip()}")
        self._program = ["node", str(folder / "node_modules/lighthouse/cli/index.js")]
        # Everything but this machine is unknown, so a page's third-party requests fail at once.
        away = "'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'"
        self._options = ["--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={' '.join([*flags, away])}"]
        self._environment = os.environ | {"CHROME_PATH": browser}

    def score(self, address: str, runs: int, without: Iterable[str] = ()) -> Scores:
        """Run it on a page that many times, without the audits that do not apply."""
        skip = [f"--skip-audits={','.join(without)}"] if without else []
        reports = [self._run(address, skip) for _ in range(runs)]
        medians = {
            label: statistics.median(100 * report["categories"][category]["score"] for report in reports)
            for category, label in CATEGORIES.items()
        }
        return Scores(medians, sorted({loss for report in reports for loss in _losses(report)}))

    def _run(self, address: str, skip: list[str]) -> dict:
        result = subprocess.run([*self._program, address, *self._options, *skip], capture_output=True, text=True, env=self._environment)
        if result.returncode:
            raise NotAvailable(f"Lighthouse stoppet med feil: {result.stderr[-600:].strip()}")
        return json.loads(result.stdout)


def _losses(report: dict) -> list[str]:
    """Return the audits that took points from a report."""
    audits = report["audits"]
    return [
        reference["id"]
        for category in report["categories"].values()
        for reference in category["auditRefs"]
        if reference["weight"] and audits[reference["id"]]["score"] is not None and audits[reference["id"]]["score"] < 0.9
    ]
