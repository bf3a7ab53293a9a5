"""The method box: one page per method, with the examples that used it.

Name and definition stand in ``data/vocabularies/methods.yaml``; the page adds why, when,
who, how long, how, pitfalls, sources and, where a form is the point, a sheet to print.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from slik import frontmatter, prose, urls
from slik.catalogue import Catalogue
from slik.messages import located
from slik.model import Line, Method, Phase, Slug, Source, StrictModel, Text, Theme
from slik.paths import METHODS
from slik.problems import CatalogueError, Problem, nearest
from slik.render import citing, html, numbered
from slik.vocabulary import vocabulary
from slik.widgets.payload import address


class Sheet(StrictModel):
    """A form to print and fill in by hand: a table with empty cells."""

    title: Line
    instruction: Line
    columns: Annotated[list[Line], Field(min_length=2, max_length=7)]
    #: Text in the first column of each row; an empty text gives a blank row.
    rows: Annotated[list[str], Field(min_length=3, max_length=20)]


class MethodPage(StrictModel):
    """Front matter of a method page; every list item is one sentence or phrase."""

    id: Method
    themes: Annotated[list[Theme], Field(min_length=1)]
    phases: Annotated[list[Phase], Field(min_length=1)]
    why: Text
    fits: Annotated[list[Line], Field(min_length=1, max_length=5)]
    fits_not: Annotated[list[Line], Field(min_length=1, max_length=5)]
    who: Text
    time: Line
    steps: Annotated[list[Text], Field(min_length=3, max_length=10)]
    pitfalls: Annotated[list[Line], Field(min_length=1, max_length=6)]
    sources: Annotated[list[Source], Field(min_length=1)]
    sheet: Sheet | None = None
    #: Page in ``book/verktoy`` where the method can be used on the screen.
    tool: Slug | None = None
    body: str = Field(default="", exclude=True)


def load(root: Path) -> dict[str, MethodPage]:
    """Read every method page of a handbook, by code, in the code list's order.

    Raises:
        CatalogueError: With every problem in every file.
    """
    found: dict[str, MethodPage] = {}
    problems: list[Problem] = []
    for path in sorted((root / METHODS).glob("*.md")):
        if path.name != "index.md":
            try:
                found[path.stem] = _read(path, path.relative_to(root).as_posix())
            except CatalogueError as error:
                problems.extend(error.problems)
    if problems:
        raise CatalogueError(problems)
    return {code: found[code] for code in vocabulary("methods").codes if code in found}


def _read(path: Path, name: str) -> MethodPage:
    document = frontmatter.read(path, name)
    problems: list[Problem] = []
    for error in prose.check(document.body):
        problems.append(Problem(name, document.body_line + error.line - 1, "", str(error)))
    if not document.body.strip() or document.body.lstrip().startswith("#"):
        message = "Under feltene skal det stå ett til tre avsnitt om hva metoden er, uten overskrift."
        problems.append(Problem(name, document.body_line, "", message))
    try:
        page = MethodPage.model_validate({**document.data, "body": document.body})
    except ValidationError as error:
        for place, message in located(error.errors()):
            problems.append(Problem(name, document.line(place), frontmatter.dotted(place), message))
        raise CatalogueError(problems) from None
    if page.id != path.stem:
        message = f"Filen heter «{path.name}», men id er «{page.id}». De må være like."
        problems.append(Problem(name, document.line(("id",)), "id", message))
    keys = [source.key for source in page.sources]
    cited = prose.citations(page.body)
    for key in cited:
        if key not in keys:
            message = f"Teksten viser til kilden «{key}», som ikke er oppført under sources. {nearest(key, keys)}"
            problems.append(Problem(name, document.body_line, "", message.strip()))
    for i, key in enumerate(keys):
        if key not in cited:
            message = f"Kilden «{key}» er ikke vist til i teksten. Skriv [@{key}] der den hører hjemme."
            problems.append(Problem(name, document.line(("sources", i)), f"sources[{i}]", message))
    if page.tool and not (path.parent.parent / "verktoy" / f"{page.tool}.md").is_file():
        message = f"Verktøyet «{page.tool}» finnes ikke i book/verktoy."
        problems.append(Problem(name, document.line(("tool",)), "tool", message))
    if problems:
        raise CatalogueError(problems)
    return page


def method_page(page: MethodPage, catalogue: Catalogue) -> str:
    """Return a method's page as MyST Markdown."""
    url = partial(urls.relative, urls.METHODS + page.id)
    item = vocabulary("methods")[page.id]

    def part(name: str, **more: object) -> str:
        return html(f"method/{name}", page=page, item=item, url=url, **more)

    users = catalogue.filter(methods=page.id)
    parts = [f"# {prose.escape(item.label)}", part("opening"), "## Hva det er", prose.to_myst(page.body, citing(numbered(page.sources)))]
    parts += ["## Hvorfor", prose.escape(page.why), "## Når det passer, og når det ikke passer", part("fit")]
    parts += ["## Slik gjør dere", part("steps"), "## Fallgruver", part("pitfalls")]
    if page.sheet:
        parts += ["## Skjema", part("sheet")]
    parts += ["## Eksempler som har brukt metoden", html("cards", examples=users, url=url, example_path=urls.example_path)]
    if len(users):
        parts.append(part("explore", address=url(address({"methods": [page.id]}))))
    parts += ["## Kilder", html("sources", sources=page.sources)]
    return "\n\n".join(parts) + "\n"
