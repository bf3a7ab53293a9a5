"""Figures: the same functions draw the pictures in the book and for a researcher.

Every figure comes as a :class:`Picture`, which carries a text alternative written from
the numbers it shows.
"""

from slik.figures.matrix import stakeholder_matrix
from slik.figures.overview import count_bars, cross_heat, skew_bars, theme_by_phase, who_joined_when
from slik.figures.picture import Picture
from slik.figures.process import process_model
from slik.figures.summed import summed_matrix

__all__ = [
    "Picture",
    "count_bars",
    "cross_heat",
    "process_model",
    "skew_bars",
    "stakeholder_matrix",
    "summed_matrix",
    "theme_by_phase",
    "who_joined_when",
]
