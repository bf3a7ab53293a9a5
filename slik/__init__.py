"""SLIK-håndboka: municipal innovation examples as data, pages and figures."""

from slik.catalogue import Catalogue, load
from slik.problems import CatalogueError, Problem

__all__ = ["Catalogue", "CatalogueError", "Problem", "load"]
