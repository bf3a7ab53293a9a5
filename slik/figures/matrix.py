"""Influence × interest for the actors of one example.

Scale and fields: see :mod:`slik.tools.stakeholders`.

Actors are numbered marks in a 4 × 4 grid with a key below. Rows grow with what they hold,
so marks never overlap or leave their cell, whether 1 or 25 actors share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.transforms import Affine2D, Transform

from slik.figures.picture import Picture, house_style
from slik.model import UNKNOWN, Stakeholder
from slik.tools.stakeholders import RULES, field_of
from slik.vocabulary import label, vocabulary

LEVELS = vocabulary("levels").codes  # ingen … stor

#: Names of the four fields: (high influence, high interest) → name.
FIELDS = {(field.high_influence, field.high_interest): field.name for field in RULES.fields}

# All lengths in points; the figure is narrow so that it stays legible at 320 px.
WIDTH = 236.0
LEFT = 42.0
CELL = (WIDTH - LEFT - 4) / 4
_MARK = 7.0  # radius
_STEP = 15.2  # distance between marks
_PER_ROW = int((CELL - 2) // _STEP)
_MIN_ROW = 24.0
FIELD_NAME = 13.0
FOOT = 30.0
HEAD = 14.0
_LINE = 10.4
_KEY_LEFT = 20.0
_KEY_SIZE = 7.8
_BLUE, _ORANGE = "#1f5f8b", "#a6481a"
_FIELD_COLOURS = {(True, True): "#dcebf5", (True, False): "#eef1f5", (False, True): "#fbeadf", (False, False): "#f6f7f9"}


@dataclass(frozen=True)
class Mark:
    """Where one actor's mark stands, in points from the lower left corner."""

    number: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Layout:
    """Geometry of a matrix: cell boundaries and marks, in points.

    Attributes:
        height: Height of the figure.
        columns: Left edge of each interest step, and the right edge of the last.
        rows: (bottom, top) of each influence step, lowest step first.
        marks: One per actor, in the actors' order.
        key: Lines of text for each actor.
    """

    height: float
    columns: tuple[float, ...]
    rows: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]
    key: tuple[tuple[str, ...], ...]


def lay_out(actors: Sequence[Stakeholder]) -> Layout:
    """Place every actor's mark and key lines."""
    cells: dict[tuple[int, int], list[int]] = {}
    for i, actor in enumerate(actors):
        cells.setdefault((LEVELS.index(actor.influence), LEVELS.index(actor.interest)), []).append(i)
    key = tuple(_key_lines(actor) for actor in actors)
    key_height = sum(len(lines) for lines in key) * _LINE + 3.0 * len(key) + 8
    heights = []
    for row in range(4):
        most = max((len(cells.get((row, column), [])) for column in range(4)), default=0)
        heights.append(max(_MIN_ROW, -(-most // _PER_ROW) * _STEP + 5))
    bottom = key_height + FOOT
    rows = []
    for row, row_height in enumerate(heights):
        rows.append((bottom, bottom + row_height))
        bottom += row_height + (FIELD_NAME if row in (1, 3) else 0)
    columns = tuple(LEFT + CELL * column for column in range(5))
    marks: dict[int, Mark] = {}
    for (row, column), members in cells.items():
        lines = -(-len(members) // _PER_ROW)
        centre = sum(rows[row]) / 2
        for place, i in enumerate(members):
            line, offset = divmod(place, _PER_ROW)
            on_line = min(_PER_ROW, len(members) - line * _PER_ROW)
            x = columns[column] + CELL / 2 + (offset - (on_line - 1) / 2) * _STEP
            y = centre + ((lines - 1) / 2 - line) * _STEP
            marks[i] = Mark(i + 1, x, y, _MARK)
    return Layout(bottom + HEAD, columns, tuple(rows), tuple(marks[i] for i in range(len(actors))), key)


def stakeholder_matrix(actors: Sequence[Stakeholder]) -> Picture:
    """Draw the influence × interest matrix of 1–25 actors, with a key below.

    Args:
        actors: The stakeholders of an example, in the order they are listed there.
    """
    layout = lay_out(actors)
    with house_style():
        figure = Figure(figsize=(WIDTH / 72, layout.height / 72), dpi=72)
        canvas = Canvas(figure)
        draw_grid(canvas, layout)
        for mark, actor in zip(layout.marks, actors):
            canvas.mark(mark, actor.strongly_affected)
        _draw_key(canvas, layout, actors)
    return Picture(figure, describe(actors))


def css_size(actors: Sequence[Stakeholder]) -> tuple[int, int]:
    """Return the matrix's width and height in CSS pixels, without drawing it."""
    return round(WIDTH * 96 / 72), round(lay_out(actors).height * 96 / 72)


def describe(actors: Sequence[Stakeholder]) -> str:
    """Say in words what the matrix shows: field by field, each actor with its steps."""
    parts = [f"Matrise over {len(actors)} aktør{'er' if len(actors) > 1 else ''}, plassert etter innflytelse og interesse."]
    for name in FIELDS.values():
        inside = [actor for actor in actors if field_of(actor.influence, actor.interest).name == name]
        if inside:
            listed = "; ".join(
                f"{actor.name} (innflytelse {label('levels', actor.influence).lower()}, "
                f"interesse {label('levels', actor.interest).lower()}"
                f"{', sterkt berørt' if actor.strongly_affected else ''})"
                for actor in inside
            )
            parts.append(f"{name}: {listed}.")
    return " ".join(parts)


def _key_lines(actor: Stakeholder) -> tuple[str, ...]:
    details = [label("roles", actor.role).lower()] if actor.role != UNKNOWN else []
    if actor.joined != UNKNOWN:
        details.append(f"med fra {label('phases', actor.joined).lower()}")
    if actor.strongly_affected:
        details.append("sterkt berørt")
    text = f"{actor.name} ({', '.join(details)})" if details else actor.name
    return tuple(_wrapped(text, WIDTH - _KEY_LEFT - 4))


def _wrapped(text: str, width: float) -> Iterator[str]:
    """Break a text into lines that fit; a word too long for a line is broken too."""
    line = ""
    for word in text.split():
        while _length(word) > width:
            fits = next(n for n in range(len(word), 0, -1) if _length(word[:n]) <= width)
            if line:
                yield line
                line = ""
            yield word[:fits]
            word = word[fits:]
        joined = f"{line} {word}".strip()
        if _length(joined) > width:
            yield line
            joined = word
        line = joined
    if line:
        yield line


def _length(text: str) -> float:
    """Width in points of a line of the key, as DejaVu Sans sets it; most fonts are narrower."""
    return sum(_advance(character) for character in text)


@cache
def _advance(character: str) -> float:
    font = get_font(findfont("DejaVu Sans"))
    font.set_size(_KEY_SIZE, 72)
    return font.load_char(ord(character)).linearHoriAdvance / 65536


class Canvas:
    """Draws on a figure in points, without the cost of axes."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.points: Transform = Affine2D().scale(1 / 72) + figure.dpi_scale_trans

    def text(self, x: float, y: float, text: str, **style: object) -> None:
        self.figure.text(x, y, text, transform=self.points, **style)

    def rectangle(self, left: float, bottom: float, width: float, height: float, colour: str) -> None:
        self.figure.add_artist(Rectangle((left, bottom), width, height, color=colour, lw=0, transform=self.points))

    def line(self, x: Sequence[float], y: Sequence[float], width: float) -> None:
        self.figure.add_artist(Line2D(x, y, color="#ffffff", lw=width, transform=self.points))

    def mark(self, mark: Mark, strongly_affected: bool) -> None:
        """A blue disc; strongly affected actors get an orange square (shape and colour)."""
        if strongly_affected:
            side = 2 * mark.radius - 1
            self.rectangle(mark.x - side / 2, mark.y - side / 2, side, side, _ORANGE)
        else:
            self.figure.add_artist(Circle((mark.x, mark.y), mark.radius, color=_BLUE, lw=0, transform=self.points))
        white = {"color": "#ffffff", "fontweight": "bold", "fontsize": 8}
        self.text(mark.x, mark.y, str(mark.number), ha="center", va="center_baseline", **white)


def draw_grid(canvas: Canvas, layout: Layout) -> None:
    """Draw the four named fields, the lines between the steps, and both axes."""
    floor, ceiling = layout.rows[0][0], layout.rows[3][1] + FIELD_NAME
    for (high_influence, high_interest), name in FIELDS.items():
        left = layout.columns[2 if high_interest else 0]
        bottom = layout.rows[2 if high_influence else 0][0]
        top = layout.rows[3 if high_influence else 1][1] + FIELD_NAME
        canvas.rectangle(left, bottom, 2 * CELL, top - bottom, _FIELD_COLOURS[high_influence, high_interest])
        canvas.text(left + 4, top - 3, name, va="top", fontsize=8, fontweight="bold")
    for i in (1, 2, 3):
        width = 1.9 if i == 2 else 0.8
        canvas.line([layout.columns[i]] * 2, [floor, ceiling], width)
        canvas.line([LEFT, layout.columns[4]], [layout.rows[i][0]] * 2, width)
    for i, code in enumerate(LEVELS):
        canvas.text(LEFT - 4, sum(layout.rows[i]) / 2, label("levels", code), ha="right", va="center", fontsize=8)
        canvas.text(layout.columns[i] + CELL / 2, floor - 3, label("levels", code), ha="center", va="top", fontsize=8)
    canvas.text((LEFT + WIDTH) / 2, floor - 15, "Interesse", ha="center", va="top", fontsize=8.5, fontweight="bold")
    canvas.text(2, layout.height - 2, "Innflytelse", va="top", fontsize=8.5, fontweight="bold")


def _draw_key(canvas: Canvas, layout: Layout, actors: Sequence[Stakeholder]) -> None:
    y = layout.rows[0][0] - FOOT
    for mark, lines, actor in zip(layout.marks, layout.key, actors):
        canvas.mark(Mark(mark.number, 9, y - _LINE / 2, 6.2), actor.strongly_affected)
        for line in lines:
            canvas.text(_KEY_LEFT, y - _LINE / 2, line, va="center_baseline", fontsize=_KEY_SIZE)
            y -= _LINE
        y -= 3.0
