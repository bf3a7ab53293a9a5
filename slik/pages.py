"""The handbook's own pages: one template for all chapters, enforced when the book is built.

The template is the 2014 report's (chapter 6): title, picture or video, subtitle, body and
resource links. We add what a reader gets from the page, what to do now and what to think
over, and the examples and methods that the data say belong to the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from slik import frontmatter, urls
from slik.catalogue import Catalogue
from slik.messages import located
from slik.methods import MethodPage
from slik.model import Image, Line, Resource, StrictModel, Text, Video
from slik.problems import CatalogueError, Problem
from slik.render import html
from slik.selection import Selection, varied
from slik.widgets.payload import address

#: Folders whose pages follow the template.
CHAPTERS = re.compile(r"book/([1-6]-[a-z]+|start|rom-for-feil|veier)/")

#: Words a minute for reading time; a common rate for silent reading of prose.
WORDS_PER_MINUTE = 200


class Page(StrictModel):
    """Front matter of a chapter page."""

    subtitle: Text
    after_reading: Annotated[list[Line], Field(min_length=1, max_length=4)]
    do_now: Annotated[list[Line], Field(min_length=1, max_length=5)]
    think_over: Annotated[list[Line], Field(min_length=1, max_length=5)]
    resources: Annotated[list[Resource], Field(min_length=1)]
    examples: Selection | None = None
    image: Image | None = None
    video: Video | None = None


def is_chapter(docname: str) -> bool:
    """Tell whether a page follows the chapter template."""
    return bool(CHAPTERS.match(docname))


def read(path: Path, name: str) -> tuple[Page, str]:
    """Read a chapter page.

    Returns:
        The front matter and the Markdown below it.

    Raises:
        CatalogueError: With every problem in the file.
    """
    document = frontmatter.read(path, name)
    problems = []
    try:
        page = Page.model_validate(document.data)
    except ValidationError as error:
        for place, message in located(error.errors()):
            problems.append(Problem(name, document.line(place), frontmatter.dotted(place), message))
        raise CatalogueError(problems) from None
    if not re.match(r"# \S", document.body):
        message = "Teksten under feltene må begynne med sidens tittel: en linje som «# Tittel»."
        raise CatalogueError([Problem(name, document.body_line, "", message)])
    return page, document.body


def load(root: Path) -> dict[str, tuple[Page, str]]:
    """Read every chapter of a handbook, by docname; see :func:`read`.

    Raises:
        CatalogueError: With every problem in every chapter.
    """
    chapters: dict[str, tuple[Page, str]] = {}
    problems: list[Problem] = []
    for path in sorted((root / "book").rglob("*.md")):
        name = path.relative_to(root).as_posix()
        if is_chapter(name):
            try:
                chapters[name.removesuffix(".md")] = read(path, name)
            except CatalogueError as error:
                problems.extend(error.problems)
    if problems:
        raise CatalogueError(problems)
    return chapters


def reading_time(text: str) -> int:
    """Return whole minutes, at least one."""
    return max(1, round(len(text.split()) / WORDS_PER_MINUTE))


def chapter(
    page: Page, body: str, docname: str, catalogue: Catalogue, methods: Mapping[str, MethodPage], minutes: int
) -> str:
    """Return a chapter as MyST Markdown: opening, body and closing from the template."""
    title, _, text = body.partition("\n")

    url = partial(urls.relative, docname)
    parts = [title, html("chapter/opening", page=page, minutes=minutes, url=url), text.strip()]
    if page.examples:
        facets = page.examples.facets()
        matching = catalogue.filter(**facets)
        chosen = varied(matching, page.examples.limit, docname)
        parts += ["## Eksempler", html("cards", examples=chosen, url=url, example_path=urls.example_path)]
        parts.append(html("chapter/more", shown=len(chosen), total=len(matching), address=url(address(facets))))
        if belonging := _methods_of(page.examples, methods):
            parts += ["## Metoder", html("method_links", pages=belonging, url=url)]
    parts += ["## Gjør dette nå", html("chapter/do_now", page=page), "## Tenk over", html("chapter/think_over", page=page)]
    parts += ["## Les mer", html("chapter/closing", page=page)]
    return "\n\n".join(parts) + "\n"


def _methods_of(selection: Selection, methods: Mapping[str, MethodPage]) -> list[MethodPage]:
    """Return the methods the data tie to a page: those it names, else those of its themes and phases."""
    if selection.methods:
        return [methods[code] for code in selection.methods if code in methods]
    if not (selection.themes or selection.phases):
        return []
    return [
        method
        for method in methods.values()
        if (not selection.themes or set(selection.themes) & set(method.themes))
        and (not selection.phases or set(selection.phases) & set(method.phases))
    ][:8]
