"""The five steps of the handbook, and the sixth stop where the reader can ask."""

from __future__ import annotations

from typing import NamedTuple

from slik.vocabulary import vocabulary


class Step(NamedTuple):
    """A stop on the way through the handbook.

    Attributes:
        code: Code of the theme, or ``kontakt``.
        name: Short name.
        question: What the step asks.
        definition: What is done there, in one sentence.
        path: Its first page, from the site's root.
    """

    code: str
    name: str
    question: str
    definition: str
    path: str


_CONTACT = Step(
    "kontakt", "Kontakt", "Spør og få svar", "Å finne noen å spørre, og svar på det mange lurer på.", "6-kontakt/index.html"
)

STEPS: tuple[Step, ...] = (
    *(
        Step(theme.code, theme.short or theme.label, theme.label, theme.definition, f"{number}-{theme.code}/index.html")
        for number, theme in enumerate(vocabulary("themes"), 1)
    ),
    _CONTACT,
)
