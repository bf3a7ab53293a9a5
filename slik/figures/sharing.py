"""The picture shown when someone shares a page of the handbook."""

from __future__ import annotations

import io

from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from slik.figures.picture import Picture, house_style
from slik.site import NAME
from slik.vocabulary import vocabulary

#: Pixels; the shape most services crop to.
WIDTH, HEIGHT = 1200, 630
_DARK, _LIGHT, _ACCENT = "#174a6e", "#ffffff", "#f2b36b"
_MARGIN, _TIP, _TOP, _BOTTOM = 70, 26, 235, 95


def sharing_picture() -> Picture:
    """Draw the handbook's name and its five themes as steps, large enough to read as a thumbnail."""
    themes = [theme.short or theme.label for theme in vocabulary("themes")]
    step = (WIDTH - 2 * _MARGIN - _TIP) / len(themes)
    with house_style():
        figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=_DARK)
        axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
        axes.set_axis_off()
        axes.text(_MARGIN, 455, NAME, color=_LIGHT, fontsize=52, fontweight="bold")
        axes.text(_MARGIN, 365, "Innovasjon i kommunene", color=_LIGHT, fontsize=31)
        axes.plot([_MARGIN, WIDTH - _MARGIN], [315, 315], color=_ACCENT, linewidth=4)
        middle = (_TOP + _BOTTOM) / 2
        for i, theme in enumerate(themes):
            left, right = _MARGIN + i * step, _MARGIN + (i + 1) * step - 8
            corners = [(left, _TOP), (right, _TOP), (right + _TIP, middle), (right, _BOTTOM), (left, _BOTTOM)]
            axes.add_patch(Polygon([*corners, (left + _TIP, middle)], color=_LIGHT, linewidth=0))
            axes.text(left + _TIP + 12, middle + 26, str(i + 1), color=_DARK, fontsize=21, fontweight="bold", va="center")
            axes.text(left + _TIP + 12, middle - 18, theme, color=_DARK, fontsize=17, va="center")
    return Picture(figure, f"{NAME}: innovasjon i kommunene i fem steg: {', '.join(themes).lower()}.")


def png(picture: Picture) -> bytes:
    """Return a picture as PNG without the name of the program that made it: same data, same bytes."""
    buffer = io.BytesIO()
    with house_style():
        picture.figure.savefig(buffer, format="png", facecolor=picture.figure.get_facecolor(), metadata={"Software": None})
    return buffer.getvalue()
