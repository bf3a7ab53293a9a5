"""The whole book to take away: ``python -m slik.takeaway``."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path

from slik import chromium
from slik.paths import ROOT
from slik.takeaway import archive, commit, epub, filename
from slik.takeaway.book import Part, parts


def main(arguments: list[str] | None = None) -> int:
    """Write the three files; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m slik.takeaway", description="Lag boka som PDF, EPUB og zip.")
    parser.add_argument("--bok", type=Path, default=ROOT / "_build/html", help="mappen med den bygde boka")
    parser.add_argument("--til", type=Path, default=ROOT / "_build/ta-med", help="mappen filene legges i")
    chosen = parser.parse_args(arguments)
    if not (chosen.bok / "index.html").exists():
        print("Boka er ikke bygget. Kjør «make book» eller «jupyter-book build .» først.", file=sys.stderr)
        return 1
    chosen.til.mkdir(parents=True, exist_ok=True)
    when = commit.date(ROOT)

    toc = ROOT / "_toc.yml"
    whole = chosen.til / filename("zip")
    archive.zip_site(chosen.bok, whole, when)
    _say(whole)
    book = chosen.til / filename("epub")
    epub.write(parts(chosen.bok, toc), chosen.bok, book, when)
    _say(book)
    return _pdf(parts(chosen.bok, toc), chosen.bok, chosen.til / filename("pdf"), when)


def _pdf(book: list[Part], site: Path, path: Path, when: datetime) -> int:
    executable = chromium.find()
    if not executable:
        print(
            "PDF-en ble ikke laget: Den trenger nettleseren Chromium. Installer den (på Debian og Ubuntu: "
            "sudo apt install chromium), eller oppgi hvor den er: CHROMIUM=/sti/til/chromium make ta-med",
            file=sys.stderr,
        )
        return 1
    # Only the PDF needs a browser and its libraries.
    from playwright.sync_api import sync_playwright

    from slik.takeaway import pdf

    print("Skriver ut hele boka; det tar noen minutter …", flush=True)
    with sync_playwright() as playwright, playwright.chromium.launch(
        executable_path=executable, args=chromium.FLAGS
    ) as browser:
        sheets = pdf.write(book, site, path, when, browser)
    _say(path, f", {sheets} ark")
    return 0


def _say(path: Path, more: str = "") -> None:
    megabytes = f"{path.stat().st_size / 1e6:.1f}".replace(".", ",")
    print(f"{path}  ({megabytes} MB{more})", flush=True)


if __name__ == "__main__":
    sys.exit(main())
