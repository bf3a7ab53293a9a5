"""Widgets in the static book: their modules as plain scripts, and no state of Jupyter's own."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from slik.widgets.bundle import bundle

FOLDER = Path(__file__).parent.parent / "widgets"


def setup(app: Sphinx) -> None:
    app.connect("env-updated", _drop_jupyter_state)
    app.connect("build-finished", _write)


def plain_script(name: str, module: str) -> str:
    """Turn a self-contained module into a plain script that registers the widget.

    Args:
        name: The widget's name.
        module: JavaScript with ``export default`` and no imports; see :mod:`slik.widgets.bundle`.
    """
    body = re.sub(r"^export (?=function|const|class)", "", module, flags=re.MULTILINE)
    body = re.sub(r"^export default ", "const widget = ", body, flags=re.MULTILINE)
    return f"(() => {{\n{body}\n(window.slikWidgets ??= {{}})[{name!r}] = widget;\n}})();\n"


def _drop_jupyter_state(app: Sphinx, env: BuildEnvironment) -> None:
    """The book mounts widgets itself; Jupyter's copy of their state would double the page."""
    for metadata in getattr(env, "nb_metadata", {}).values():
        metadata.get("js_files", {}).pop("ipywidgets_state", None)


def _write(app: Sphinx, error: Exception | None) -> None:
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_static/widgets"
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(FOLDER.glob("*.mjs")):
        module = bundle(path)
        if "\nexport default " in module:  # the others are parts of these
            (folder / f"{path.stem}.js").write_text(plain_script(path.stem, module), "utf-8")
    for path in [*FOLDER.glob("*.css"), FOLDER / "host.js"]:
        shutil.copyfile(path, folder / path.name)
