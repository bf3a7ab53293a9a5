"""Figures: the same functions draw the pictures in the book and for a researcher.

Every figure comes as a :class:`Picture`, which carries a text alternative written from
the numbers it shows.
"""

from slik.figures.matrix import stakeholder_matrix
from slik.figures.overview import theme_by_phase
from slik.figures.picture import Picture

__all__ = ["Picture", "stakeholder_matrix", "theme_by_phase"]
