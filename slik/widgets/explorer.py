"""The explorer as a widget: filter the catalogue, and get the result as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anywidget
import pandas as pd
import traitlets

from slik import render, search, urls
from slik.catalogue import Catalogue, load
from slik.problems import nearest
from slik.widgets.bundle import bundle
from slik.widgets.payload import EXPLORER_FACETS, payload
from slik.widgets.tool import FOLDER, as_json

#: The explorer stands in ``notebooks/``; addresses are relative to that folder.
_PAGE = "notebooks/utforsk"


def select(catalogue: Catalogue, filters: Mapping[str, Any]) -> Catalogue:
    """Return the examples the explorer shows for a set of filters.

    Args:
        catalogue: The examples to choose from.
        filters: Facet name (see :data:`slik.widgets.payload.EXPLORER_FACETS`) → codes, and
            ``text`` → words that must be found in title, summary or place.

    Raises:
        ValueError: A facet or code that does not exist, named in Norwegian.
    """
    facets = {facet.key: facet for facet in EXPLORER_FACETS}
    for name, codes in filters.items():
        if name == "text":
            continue
        if name not in facets:
            raise ValueError(f"Filteret «{name}» finnes ikke. {nearest(name, facets)}".strip())
        for code in codes:
            if code not in facets[name].choices:
                raise ValueError(f"«{code}» er ikke en kode i {name}. {nearest(code, facets[name].choices)}".strip())
    query = str(filters.get("text", ""))
    return Catalogue(
        tuple(
            example
            for example in catalogue
            if all(
                not codes or set(codes) & set(facets[name].read(example))
                for name, codes in filters.items()
                if name != "text"
            )
            and (not query.strip() or search.matches(query, search.fold(_text(example))))
        )
    )


def _text(example: Any) -> str:
    return f"{example.title} {example.summary} {', '.join(place.name for place in example.places)}"


class Explorer(anywidget.AnyWidget):
    """Filter the examples in Jupyter or in the static book.

    ``explorer.filters`` can be read and set; ``explorer.selected`` is the result as a
    DataFrame, the same rows in the same order as on the screen.

    Args:
        catalogue: The examples; the whole handbook when left out.
        **filters: Filters to start with, e.g. ``countries=["DK"]``.
    """

    _esm = bundle(FOLDER / "explorer.mjs")
    _css = FOLDER / "widgets.css"
    data = traitlets.Dict().tag(sync=True)
    filters = traitlets.Dict().tag(sync=True)
    in_book = traitlets.Bool(False).tag(sync=True)

    def __init__(self, catalogue: Catalogue | None = None, **filters: Any) -> None:
        self._catalogue = load() if catalogue is None else catalogue
        select(self._catalogue, filters)
        super().__init__(data=payload(self._catalogue, urls.in_lab()), filters=filters)

    @traitlets.validate("filters")
    def _check_filters(self, proposal: Any) -> dict[str, Any]:
        select(Catalogue(()), proposal["value"])
        return dict(proposal["value"])

    @property
    def selected(self) -> pd.DataFrame:
        """The chosen examples as a DataFrame; see :meth:`slik.Catalogue.to_frame`."""
        return select(self._catalogue, self.filters).to_frame()

    def static_html(self) -> str:
        """Return the widget as the static book shows it: the complete table and its state."""

        def url(path: str) -> str:
            return urls.relative(_PAGE, path)

        state = {"data": payload(self._catalogue, url), "filters": self.filters, "in_book": True}
        table = render.html("table", examples=self._catalogue, url=url, example_path=urls.example_path)
        return (
            f'<div data-slik-widget="explorer">{table}'
            f'<script type="application/json">{as_json(state)}</script></div>'
        )

    def _repr_mimebundle_(self, **options: Any) -> Any:
        bundle = super()._repr_mimebundle_(**options)
        if bundle is None:
            return None
        mimes, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**mimes, "text/html": self.static_html()}, metadata
