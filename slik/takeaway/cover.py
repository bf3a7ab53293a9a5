"""The e-book's cover: the title and the thread through five stations, as a PNG every reader can show."""

from __future__ import annotations

import io

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from slik.figures.picture import house_style

_GROUND, _PAPER, _THREAD = "#174a6e", "#f4eddb", "#f2b36b"

#: Where the thread turns and the stations stand, as fractions of the cover.
_STATIONS = ((0.12, 0.22), (0.32, 0.34), (0.5, 0.26), (0.68, 0.4), (0.88, 0.34))


def png(title: str) -> bytes:
    """Return the cover; the same title gives the same bytes."""
    with house_style():
        figure = Figure(figsize=(8, 12), dpi=150)
        figure.add_artist(Rectangle((0, 0), 1, 1, color=_GROUND))
        figure.add_artist(Line2D(*zip(*_STATIONS), color=_THREAD, linewidth=5))
        figure.add_artist(Line2D(*zip(*_STATIONS), color=_PAPER, linestyle="", marker="o", markersize=26))
        for number, (x, y) in enumerate(_STATIONS, 1):
            figure.text(x, y, str(number), color=_GROUND, ha="center", va="center", size=15, weight="bold")
        figure.text(0.1, 0.78, title, color="white", size=44, weight="bold")
        figure.text(0.1, 0.72, "Innovasjon i kommunene", color=_PAPER, size=24)
        figure.text(0.1, 0.08, "Håndbok og eksempler · CC BY 4.0", color=_PAPER, size=14)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
