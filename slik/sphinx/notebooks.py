"""Notebook pages: hidden code is a plain Norwegian disclosure."""

from __future__ import annotations

from html import escape

from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def setup(app: Sphinx) -> None:
    app.setup_extension("myst_nb")
    app.add_node(HideCodeCellNode, override=True, html=(_open, _close))


def _open(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    # myst-nb gives the summary an English label; its visible text is label enough.
    prompt = escape(node["prompt_show"])
    translator.body.append(f'<details class="kode"><summary>{prompt}</summary>\n')


def _close(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    translator.body.append("</details>\n")
