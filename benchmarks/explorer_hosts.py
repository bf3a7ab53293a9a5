"""Measure how soon the explorer can be used: ``python benchmarks/explorer_hosts.py``.

The same widget with the same examples, side by side in one run in Chromium: in the static
book through our own host, and through a self-hosted ipywidgets html-manager (fetched with
npm into a temporary folder). Both are served gzipped from this machine. Usable means that
the message saying how many examples are shown is on the screen. Median of several runs,
unthrottled and as a phone on slow 4G with a four times slower processor.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import anywidget
from gzip_server import serve
from ipywidgets.embed import embed_data
from playwright.sync_api import Browser, sync_playwright

from slik.paths import ROOT
from slik.widgets import Explorer

sys.path.insert(0, str(ROOT))
from tests.browser.conftest import FLAGS  # noqa: E402
from slik.chromium import find  # noqa: E402

BUILT = ROOT / "_build/html"
RUNS = 5
#: Lighthouse's slow 4G: 150 ms round trip, 1.6 Mbit/s down, 0.75 Mbit/s up.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}

HTML_MANAGER = """<!DOCTYPE html>
<html lang="nb"><head><meta charset="utf-8"><title>html-manager</title>
<script src="require.js"></script>
<script>require.config({{ paths: {{ anywidget: "anywidget" }} }});</script>
<script src="embed-amd.js"></script>
<script type="application/vnd.jupyter.widget-state+json">{state}</script>
</head><body><main><script type="application/vnd.jupyter.widget-view+json">{view}</script></main></body></html>
"""


def npm_pack(package: str, file: str, to: Path) -> None:
    """Fetch one file of an npm package."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        [archive] = Path(folder).glob("*.tgz")
        shutil.unpack_archive(archive, folder)
        shutil.copy(Path(folder, "package", file), to)


def write_html_manager(folder: Path) -> None:
    """Write the page that shows the widget through html-manager."""
    npm_pack("@jupyter-widgets/html-manager", "dist/embed-amd.js", folder / "embed-amd.js")
    npm_pack("requirejs", "require.js", folder / "require.js")
    shutil.copy(Path(anywidget.__file__).parent / "nbextension/index.js", folder / "anywidget.js")
    # anywidget reads its module from the state, where ipywidgets sees a default to drop.
    data = embed_data(views=[Explorer()], drop_defaults=False)
    page = HTML_MANAGER.format(
        state=json.dumps(data["manager_state"]).replace("<", "\\u003c"), view=json.dumps(data["view_specs"][0])
    )
    (folder / "index.html").write_text(page, "utf-8")


def usable_after(browser: Browser, url: str, throttled: bool) -> tuple[float, float]:
    """Return milliseconds until the widget can be used, and kilobytes transferred."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sent = [0.0]
    session.on("Network.loadingFinished", lambda event: sent.__setitem__(0, sent[0] + event["encodedDataLength"]))
    if throttled:
        session.send("Network.emulateNetworkConditions", SLOW_4G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(url, wait_until="commit")
    page.wait_for_function("document.querySelector('[role=status].antall')?.textContent.includes('eksempler')", polling=20, timeout=120_000)
    elapsed = page.evaluate("performance.now()")
    page.wait_for_load_state("networkidle")
    context.close()
    return elapsed, sent[0] / 1000


def main() -> None:
    if not (BUILT / "notebooks/utforsk.html").exists():
        sys.exit("Bygg boka først: make book")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        write_html_manager(Path(temporary))
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        pages = {"boka": f"{serve(BUILT)}/notebooks/utforsk.html", "html-manager": f"{serve(Path(temporary))}/index.html"}
        for throttled in (False, True):
            medians = {}
            for name, url in pages.items():
                runs = [usable_after(browser, url, throttled) for _ in range(RUNS)]
                medians[name] = statistics.median(time for time, _ in runs)
                weight = statistics.median(size for _, size in runs)
                label = "treg 4G, 4 × tregere prosessor" if throttled else "uten brems"
                print(f"{label:32} {name:13} {medians[name]:8.0f} ms {weight:8.0f} kB")
            print(f"{'':32} forhold {medians['html-manager'] / medians['boka']:.1f}")
        browser.close()


if __name__ == "__main__":
    main()
