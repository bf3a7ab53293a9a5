"""The handbook's pages as JSON-LD in the words of schema.org, for search engines and others.

Pure functions from what the page is made of to plain Python values; :func:`script` writes
them so that they can stand in a page. Unknown values are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from slik import site, urls
from slik.catalogue import Catalogue
from slik.methods import MethodPage
from slik.model import UNKNOWN, Example, Source
from slik.municipalities import Municipality
from slik.site import Site
from slik.vocabulary import label, vocabulary

Data = dict[str, Any]


def script(data: Data) -> str:
    """Write data as JSON that cannot end the script element it stands in.

    >>> script({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def website(home: Site, description: str) -> Data:
    """Describe the whole handbook."""
    return _clean(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            **_itself(home),
            "description": description,
            "inLanguage": site.LANGUAGE,
            "license": site.LICENSE,
            "publisher": _organisation(home.publisher),
        }
    )


def article(example: Example, home: Site) -> Data:
    """Describe an example."""
    return _clean(
        {
            **_page("Article", urls.example_path(example.id), home),
            "headline": example.title,
            "description": example.summary,
            "about": [_term(name, code) for name in ("themes", "sectors") for code in getattr(example, name)],
            "spatialCoverage": [_place(place) for place in example.places] or [_country(c) for c in example.countries],
            "temporalCoverage": _interval(example),
            "citation": _citations(example.sources),
            "datePublished": next((step.date for step in example.editorial if step.state == "publisert"), ""),
            "dateModified": example.editorial[-1].date,
        }
    )


def dataset(catalogue: Catalogue, description: str, home: Site) -> Data:
    """Describe the collection as data, on the page that has all of it."""
    starts = [example.period.start for example in catalogue if example.period.start]
    return _clean(
        {
            **_page("Dataset", urls.page_path(f"{urls.RECORDS}index"), home),
            "name": f"Eksemplene i {site.NAME}",
            "description": f"{description} {len(catalogue)} eksempler og erfaringer, med kilder, aktører og utfall.",
            "creator": _organisation(site.NAME),
            "isAccessibleForFree": True,
            "keywords": [theme.label for theme in vocabulary("themes")],
            "spatialCoverage": [_country(code) for code, count in catalogue.count("countries").items() if count],
            "temporalCoverage": f"{min(starts)}/.." if starts else "",
            "dateModified": max((example.editorial[-1].date for example in catalogue), default=""),
        }
    )


def how_to(method: MethodPage, home: Site) -> Data:
    """Describe a method and its steps."""
    return _clean(
        {
            **_page("HowTo", urls.page_path(urls.METHODS + method.id), home),
            "name": label("methods", method.id),
            "description": vocabulary("methods")[method.id].definition,
            "about": [_term("themes", code) for code in method.themes],
            "step": [{"@type": "HowToStep", "position": i, "text": text} for i, text in enumerate(method.steps, 1)],
            "citation": _citations(method.sources),
        }
    )


def _page(kind: str, path: str, home: Site) -> Data:
    """What every page of the handbook says about itself."""
    return {
        "@context": "https://schema.org",
        "@type": kind,
        "url": home.address(path),
        "mainEntityOfPage": home.address(path),
        "inLanguage": site.LANGUAGE,
        "license": site.LICENSE,
        "isPartOf": {"@type": "WebSite", **_itself(home)},
        "author": _organisation(site.NAME),
        "publisher": _organisation(home.publisher),
    }


def _itself(home: Site) -> Data:
    return {"name": site.NAME, "url": home.address("index.html")}


def _organisation(name: str) -> Data:
    return {"@type": "Organization", "name": name} if name else {}


def _term(name: str, code: str) -> Data:
    return {"@type": "DefinedTerm", "name": label(name, code), "termCode": code, "inDefinedTermSet": vocabulary(name).title}


def _place(place: Municipality) -> Data:
    return {
        "@type": "AdministrativeArea",
        "name": place.name,
        "identifier": place.id,
        "containedInPlace": _country(place.country),
    }


def _country(code: str) -> Data:
    return {"@type": "Country", "name": label("countries", code), "identifier": code}


def _interval(example: Example) -> str:
    """Write the period as ISO 8601: one year, from–to, or open with two dots."""
    start, end = example.period.start, example.period.end
    if start is None:
        return ""
    return str(start) if start == end else f"{start}/{end or '..'}"


def _citations(sources: Iterable[Source]) -> list[Data]:
    return [
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.url,
            "publisher": _organisation(source.publisher),
            "inLanguage": source.language,
            "datePublished": "" if source.year == UNKNOWN else str(source.year),
        }
        for source in sources
    ]


def _clean(value: Any) -> Any:
    """Leave out what is empty, at every level."""
    if isinstance(value, dict):
        return {key: cleaned for key, item in value.items() if (cleaned := _clean(item)) not in ("", {}, [])}
    return [_clean(item) for item in value] if isinstance(value, list) else value
