"""A browser and a local server for the built book; nothing else can be reached."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from slik.chromium import FLAGS, find
from slik.serve import BookHandler
from slik.widgets.bundle import bundle
from slik.widgets.tool import FOLDER


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The book's address on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(BookHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one given in CHROMIUM."""
    path = find()
    assert path, "Chromium mangler. Kjør python tests/browser/install.py."
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def load_module(page: Page, name: str) -> None:
    """Load a front-end module into a page as ``m``, with everything it and its parts export."""
    source = bundle(FOLDER / f"{name}.mjs")
    parts = re.findall(r"^const (\$\w+) = \(\(\) =>", source, re.MULTILINE)
    page.evaluate(
        """async ([source, parts]) => {
          const own = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
          window.m = Object.assign({}, ...parts.map((part) => own[part]), own);
        }""",
        [f"{source}\nexport {{ {', '.join(parts)} }};\n", parts],
    )
