"""Who was with in the examples, and when they came in, as a widget over any filtered set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import anywidget
import pandas as pd
import traitlets

from slik import render, urls
from slik.catalogue import Catalogue, load
from slik.figures import summed_matrix
from slik.model import UNKNOWN, Example
from slik.problems import nearest
from slik.tools import presence
from slik.tools.stakeholders import RULES, is_high
from slik.vocabulary import label, vocabulary
from slik.widgets.bundle import bundle
from slik.widgets.payload import PAGE, PRESENCE_FACETS, choices
from slik.widgets.tool import FOLDER, as_json

_JOINED = [*vocabulary("phases").codes, UNKNOWN]
_JOINED_LABELS = [*(phase.label for phase in vocabulary("phases")), "Ikke oppgitt"]
_GROUP_LABELS = [group.label for group in vocabulary("stakeholder_groups")]


def select(catalogue: Catalogue, filters: Mapping[str, Any]) -> Catalogue:
    """Return the examples the widget counts for a set of filters.

    Args:
        catalogue: The examples to choose from.
        filters: Facet (see :data:`slik.widgets.payload.PRESENCE_FACETS`) → codes.

    Raises:
        ValueError: A facet or code that does not exist here, named in Norwegian.
    """
    names = [facet.key for facet in PRESENCE_FACETS]
    for name in filters:
        if name not in names:
            raise ValueError(f"Filteret «{name}» finnes ikke her. {nearest(name, names)}".strip())
    return catalogue.filter(**filters)


def payload(catalogue: Catalogue, url: Callable[[str], str]) -> dict[str, Any]:
    """Return what the front end needs, as JSON-ready data.

    Args:
        catalogue: The examples, in the order they are listed.
        url: Turns a path from the site's root into an address the reader can follow.
    """
    endings = list(presence.ENDINGS)
    return {
        **choices(PRESENCE_FACETS, catalogue),
        "ids": [example.id for example in catalogue],
        "urls": [url(urls.example_path(example.id)) for example in catalogue],
        "titles": [example.title for example in catalogue],
        "outcomes": [outcome(example) for example in catalogue],
        "ending": [endings.index(presence.ending(example)) for example in catalogue],
        "endings": [{"code": code, "label": name} for code, name in presence.ENDINGS.items()],
        # Name, and positions in the lists below: group, joined, influence, interest; 1 when strongly affected.
        "actors": [
            [
                [actor.name, presence.GROUPS.index(actor.group), _JOINED.index(actor.joined), presence.LEVELS.index(actor.influence),
                 presence.LEVELS.index(actor.interest), int(actor.strongly_affected)]
                for actor in example.stakeholders
            ]
            for example in catalogue
        ],
        "groups": _GROUP_LABELS,
        "joined": _JOINED_LABELS,
        "levels": [level.label for level in vocabulary("levels")],
        "high": [is_high(level) for level in presence.LEVELS],
        "fields": [{"name": field.name, "high": [field.high_influence, field.high_interest]} for field in RULES.fields],
        "percentFrom": presence.PERCENT_FROM,
        "order": presence.ORDER,
        "limits": presence.LIMITS,
        "explorer": url(PAGE),
    }


def outcome(example: Example) -> str:
    """Return the outcome in words, and that it was stopped when the outcome does not say so."""
    words = label("outcomes", example.outcome.code)
    return f"{words}, stoppet" if example.status.code == "stoppet" else words


class Presence(anywidget.AnyWidget):
    """Who was with in the examples, and when they came in, in Jupyter or in the static book.

    ``presence.filters`` can be read and set; ``presence.frame`` is every actor of the chosen
    examples as a DataFrame, for the functions in :mod:`slik.tools.presence`.

    Args:
        catalogue: The examples; the whole handbook when left out.
        **filters: Filters to start with, e.g. ``countries=["DK"]``.
    """

    _esm = bundle(FOLDER / "presence.mjs")
    _css = FOLDER / "widgets.css"
    data = traitlets.Dict().tag(sync=True)
    filters = traitlets.Dict().tag(sync=True)
    in_book = traitlets.Bool(False).tag(sync=True)

    def __init__(self, catalogue: Catalogue | None = None, **filters: Any) -> None:
        self._catalogue = load() if catalogue is None else catalogue
        super().__init__(data=payload(self._catalogue, urls.in_lab()), filters=filters)

    @traitlets.validate("filters")
    def _check_filters(self, proposal: Any) -> dict[str, Any]:
        select(Catalogue(()), proposal["value"])
        return dict(proposal["value"])

    @property
    def frame(self) -> pd.DataFrame:
        """The actors of the chosen examples; see :func:`slik.tools.presence.actors`."""
        return presence.actors(select(self._catalogue, self.filters))

    @classmethod
    def static_html(cls, catalogue: Catalogue, url: Callable[[str], str]) -> str:
        """Return the widget as the static book shows it: figure and tables of all examples, and its state.

        Args:
            catalogue: The examples.
            url: Turns a path from the site's root into an address seen from the page.
        """
        frame = presence.actors(catalogue)
        order, limits = presence.caveats(frame)
        outcomes = presence.by_outcome(frame)
        tables = render.html(
            "presence",
            examples=catalogue,
            actors=len(frame),
            figure=summed_matrix(catalogue)._repr_html_(),
            groups=presence.by_group(frame).to_dict("index"),
            of=frame.groupby("ending", observed=False)["example"].nunique().to_dict(),
            outcomes={group: part.droplevel("group").to_dict("index") for group, part in outcomes.groupby("group", sort=False)},
            endings=presence.ENDINGS,
            joined=dict(zip(_JOINED, _JOINED_LABELS, strict=True)),
            order=order,
            limits=limits,
            percent=presence.percent,
            least=presence.PERCENT_FROM,
            outcome=outcome,
            url=url,
            example_path=urls.example_path,
            explorer=url(PAGE),
        )
        state = as_json({"data": payload(catalogue, url), "filters": {}, "in_book": True})
        return f'<div data-slik-widget="presence">{tables}<script type="application/json">{state}</script></div>'
