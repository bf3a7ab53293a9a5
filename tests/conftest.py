"""Shared fixtures: a small valid example, a throw-away handbook, and the built book."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from slik.catalogue import Catalogue, load
from slik.paths import RECORDS, ROOT

VALID = (Path(__file__).parent / "valid-example.md").read_text("utf-8")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The handbook's own examples, as published."""
    return load(ROOT)


@pytest.fixture
def handbook(tmp_path: Path) -> Callable[..., Path]:
    """Write files (name → text or bytes) as the examples of a throw-away handbook."""

    def write(**files: str | bytes) -> Path:
        folder = tmp_path / RECORDS
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            (folder / f"{name.replace('_', '-')}.md").write_bytes(data)
        return tmp_path

    return write


def build(root: Path, output: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Build a handbook as the README says, with warnings as errors."""
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    command = [str(jupyter_book), "build", str(root), "--path-output", str(output), "-W", "--keep-going"]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, env=os.environ | environment)


def copy_handbook(to: Path) -> Path:
    """Copy the handbook, so that a test can break it."""
    for name in ("book", "notebooks", "data"):
        shutil.copytree(ROOT / name, to / name)
    for name in ("_config.yml", "_toc.yml"):
        shutil.copy(ROOT / name, to / name)
    return to


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole book, built once; the folder with its pages."""
    output = tmp_path_factory.mktemp("book")
    result = build(ROOT, output)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-4000:]
    return output / "_build/html"
