"""Widgets that run live in Jupyter and, from the same front-end module, in the static book."""

from slik.widgets.explorer import Explorer

__all__ = ["Explorer"]
