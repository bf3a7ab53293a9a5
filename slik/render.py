"""From an example to the Markdown of its page, and from a set of examples to a list.

Pure functions: the same catalogue gives the same text. HTML parts are made by Jinja with
autoescaping; prose goes through :mod:`slik.prose`. Nothing from a record is live HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from slik import prose, urls
from slik.catalogue import Catalogue
from slik.figures.matrix import FIELDS, css_size, describe
from slik.model import UNKNOWN, Example, Source
from slik.tools.stakeholders import field_of
from slik.vocabulary import label, vocabulary

MONTHS = (
    "januar februar mars april mai juni juli august september oktober november desember".split()
)


def date_in_words(text: str) -> str:
    """Write a partial ISO date in Norwegian.

    >>> date_in_words("2014-06-06"), date_in_words("2014-06"), date_in_words("2014")
    ('6. juni 2014', 'juni 2014', '2014')
    """
    if text == UNKNOWN:
        return "ukjent tidspunkt"
    year, *rest = text.split("-")
    words = [MONTHS[int(rest[0]) - 1], year] if rest else [year]
    return " ".join([f"{int(rest[1])}.", *words] if len(rest) == 2 else words)


def number(value: float) -> str:
    """Write a number the Norwegian way: 15 000 and 1,5 (with a non-breaking space).

    >>> number(15000), number(1.5)
    ('15\\xa0000', '1,5')
    """
    text = f"{value:,}" if isinstance(value, int) or not value.is_integer() else f"{int(value):,}"
    return text.replace(",", "\xa0").replace(".", ",")


def or_unknown(value: str) -> str:
    """Show the explicit unknown value as words."""
    return "ikke oppgitt" if value == UNKNOWN else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=lambda name: bool(name and name.endswith(".html.jinja")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(md=prose.escape, date=date_in_words, number=number, or_unknown=or_unknown)
    environment.globals.update(label=label, vocabulary=vocabulary, UNKNOWN=UNKNOWN, FIELDS=FIELDS, field_of=field_of)
    return environment


def html(template: str, **context: object) -> str:
    """Render an HTML part; blank lines go, so that Markdown sees it as one block."""
    text = _environment().get_template(f"{template}.html.jinja").render(**context)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def scene(code: str) -> str:
    """Return a step's part of the landscape as SVG; see ``templates/scenes``."""
    return _environment().get_template(f"scenes/{code}.svg.jinja").render()


def numbered(sources: Iterable[Source]) -> dict[str, int]:
    """Number sources from 1 by key, in the order a page lists them."""
    return {source.key: number for number, source in enumerate(sources, 1)}


def citing(numbers: Mapping[str, int]) -> Callable[[str], str]:
    """Return a function from a source's key to the mark that links to it."""
    return lambda key: html("citation_mark", keys=[key], numbers=numbers)


#: Folder of the stakeholder matrices, from the site's root.
MATRICES = "_images/interessenter"


def matrix_path(example: Example) -> str:
    """Return where the example's stakeholder matrix stands, from the site's root."""
    return f"{MATRICES}/{example.id}.svg"


class Matrix(NamedTuple):
    """A stakeholder matrix as a page shows it; width and height in CSS pixels."""

    path: str
    alt: str
    width: int
    height: int


def example_page(example: Example, catalogue: Catalogue) -> str:
    """Return the whole page of an example as MyST Markdown.

    Args:
        example: The example.
        catalogue: The set it belongs to; related examples are found there.
    """
    url = partial(urls.relative, urls.RECORDS + example.id)
    numbers = numbered(example.sources)

    def part(name: str, **more: object) -> str:
        return html(f"example/{name}", example=example, url=url, numbers=numbers, **more)

    def section(name: str) -> str:
        return prose.to_myst(example.body[name], citing(numbers))

    return _environment().get_template("example.md.jinja").render(
        example=example,
        html=html,
        part=part,
        section=section,
        matrix=Matrix(matrix_path(example), describe(example.stakeholders), *css_size(example.stakeholders)),
        related=catalogue.related(example),
        used_by=catalogue.borrowers(example.id),
        in_catalogue={reuse.example: catalogue[reuse.example] for reuse in example.reuses if reuse.example in catalogue},
    )
