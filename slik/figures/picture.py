"""A matplotlib figure with its text alternative."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

_HOUSE_STYLE = matplotlib.rc_params_from_file(Path(__file__).parent.parent / "slik.mplstyle", use_default_template=False)

_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)pt" height="([\d.]+)pt"', re.DOTALL)


@contextmanager
def house_style() -> Iterator[None]:
    """Draw in the handbook's style; costs nothing when the style is already on."""
    if all(matplotlib.rcParams[key] == value for key, value in _HOUSE_STYLE.items()):
        yield
        return
    with matplotlib.rc_context(_HOUSE_STYLE):
        yield


@dataclass(frozen=True)
class Picture:
    """A figure that says in words what it shows.

    Attributes:
        figure: The matplotlib figure, free to change or save in any format.
        alt: Text alternative in Norwegian, written from the numbers.
        data: The numbers the figure shows, when there is a table of them.
    """

    figure: Figure
    alt: str
    data: pd.DataFrame | None = None

    def svg(self) -> str:
        """Return the figure as SVG: no date and fixed ids, so the same data give the same bytes."""
        buffer = io.StringIO()
        with house_style():
            self.figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
        svg = buffer.getvalue()
        return svg[svg.index("<svg") :]

    def _repr_html_(self) -> str:
        """Show the figure in a notebook as an image with its text alternative and its numbers."""
        svg = self.svg()
        width, height = size(svg)
        data = base64.b64encode(svg.encode()).decode()
        table = self.data.to_html(classes="tabell", border=0) if self.data is not None else ""
        # A page has many of these regions; each is named after what its figure shows.
        name = html.escape(f"Tallene bak figuren. {re.split('[:.]', self.alt)[0]}", quote=True)
        numbers = f'<details><summary>Tallene bak figuren</summary><div class="rull" role="region" aria-label="{name}" tabindex="0">{table}</div></details>' if table else ""
        return (
            f'<img class="figur" src="data:image/svg+xml;base64,{data}" '
            f'width="{width}" height="{height}" alt="{html.escape(self.alt, quote=True)}">{numbers}'
        )


def size(svg: str) -> tuple[int, int]:
    """Return an SVG's width and height in CSS pixels (96 per inch)."""
    match = _SIZE.search(svg)
    if not match:
        raise ValueError("SVG without width and height in points")
    width, height = (round(float(value) * 96 / 72) for value in match.groups())
    return width, height
