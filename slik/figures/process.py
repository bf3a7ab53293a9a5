"""The process model as a picture: five phases, one after the other, with a way back."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.transforms import Affine2D

from slik.figures.picture import Picture, house_style
from slik.vocabulary import vocabulary

_WIDTH, _BOX, _GAP, _LEFT = 236.0, 40.0, 15.0, 2.0
_COLOURS = ["#174a6e", "#1f6a5c", "#7a5200", "#8a3f1c", "#4b3f72"]


def process_model() -> Picture:
    """Draw the five phases from the top down, each with its steps, and arrows both ways.

    The model and its steps are the 2014 report's (chapter 3.2). The arrows back are ours:
    the report says the model can be used as a process or as loose elements.
    """
    phases = vocabulary("phases").items
    height = len(phases) * _BOX + (len(phases) - 1) * _GAP + 8
    with house_style():
        figure = Figure(figsize=(_WIDTH / 72, height / 72), dpi=72)
        points = Affine2D().scale(1 / 72) + figure.dpi_scale_trans
        for i, (phase, colour) in enumerate(zip(phases, _COLOURS, strict=True)):
            top = height - 4 - i * (_BOX + _GAP)
            box = FancyBboxPatch(
                (_LEFT + 2, top - _BOX + 2), _WIDTH - _LEFT - 6, _BOX - 4, "round,pad=2,rounding_size=6",
                color=colour, lw=0, transform=points,
            )
            figure.add_artist(box)
            steps = " → ".join(step.name for step in phase.steps)
            style = {"transform": points, "color": "#ffffff"}
            figure.text(_LEFT + 8, top - 9, f"{i + 1}  {phase.label}", va="top", fontsize=10, fontweight="bold", **style)
            figure.text(_LEFT + 8, top - 25, steps, va="top", fontsize=7.6, **style)
            if i:
                middle = top + _GAP / 2
                for x, (start, end) in ((90.0, (1, -1)), (170.0, (-1, 1))):
                    reach = _GAP / 2 - 1
                    figure.add_artist(
                        FancyArrowPatch(
                            (x, middle + start * reach), (x, middle + end * reach), arrowstyle="-|>", mutation_scale=9,
                            color="#4d5a67" if start == 1 else "#9aa6b2", shrinkA=0, shrinkB=0, transform=points,
                        )
                    )
    names = ", ".join(phase.label.lower() for phase in phases)
    steps = ". ".join(f"{phase.label}: {', '.join(step.name.lower() for step in phase.steps)}" for phase in phases)
    return Picture(
        figure,
        f"Prosessmodellen har fem faser etter hverandre: {names}. Piler går begge veier mellom fasene, "
        f"fordi dere kan gå tilbake. Stegene er: {steps}.",
    )
