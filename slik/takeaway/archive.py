"""Zip files whose bytes depend on nothing but their content and the book's date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from slik.takeaway import NAME


def write(path: Path, files: Iterable[tuple[str, bytes]], when: datetime, *, stored: tuple[str, ...] = ()) -> None:
    """Write a zip file.

    Args:
        path: Where to.
        files: Name and content, in order.
        when: The date every file gets.
        stored: Names of files that must not be compressed.
    """
    with ZipFile(path, "w") as archive:
        for name, content in files:
            info = ZipInfo(name, when.timetuple()[:6])
            info.create_system = 3  # Unix everywhere: otherwise Windows would give other bytes
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, ZIP_STORED if name in stored else ZIP_DEFLATED)


def zip_site(site: Path, path: Path, when: datetime) -> None:
    """Write the built book as one zip with one folder; unpack it and open ``index.html``."""
    files = sorted(one for one in site.rglob("*") if one.is_file() and not one.name.startswith("."))
    write(path, ((f"{NAME}/{one.relative_to(site).as_posix()}", one.read_bytes()) for one in files), when)
