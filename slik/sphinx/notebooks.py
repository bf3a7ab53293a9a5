"""Notebook pages: hidden code is a plain Norwegian disclosure, and tables are valid HTML."""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


def setup(app: Sphinx) -> None:
    app.setup_extension("myst_nb")
    app.add_node(HideCodeCellNode, override=True, html=(_open, _close))
    app.connect("doctree-read", _mend_tables)


def _open(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    # myst-nb gives the summary an English label; its visible text is label enough.
    prompt = escape(node["prompt_show"])
    translator.body.append(f'<details class="kode"><summary>{prompt}</summary>\n')


def _close(translator: HTML5Translator, node: HideCodeCellNode) -> None:
    translator.body.append("</details>\n")


def _mend_tables(app: Sphinx, doctree: nodes.document) -> None:
    for node in list(doctree.findall(nodes.raw)):
        if 'class="dataframe' in node.astext():
            node.children = [nodes.Text(mend_table(node.astext()))]


def mend_table(html: str) -> str:
    """Make the tables pandas writes valid, readable by ear and allowed under a strict policy.

    Styles inside the page go, header cells say what they head, and empty ones are no headers.

    >>> mend_table('<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>A</th>'
    ...            '</tr></thead><tbody><tr><th>x</th><td>1</td></tr></tbody></table>')
    '<table class="dataframe"><thead><tr><td></td><th scope="col">A</th></tr></thead><tbody><tr><th scope="row">x</th><td>1</td></tr></tbody></table>'
    """
    html = re.sub(r"<style scoped>.*?</style>\s*", "", html, flags=re.DOTALL)
    html = re.sub(r'(<t\w+)( border="\d"| style="text-align: \w+;")', r"\1", html)
    for part, scope in (("thead", "col"), ("tbody", "row")):
        html = re.sub(
            rf"<{part}>.*?</{part}>",
            lambda match: re.sub(r"<th(?=[ >])(?![^>]*scope=)", f'<th scope="{scope}"', match.group().replace("<th></th>", "<td></td>")),
            html,
            flags=re.DOTALL,
        )
    return html
