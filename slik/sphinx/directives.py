"""Directives that show what is made from the data, so that no page types it by hand."""

from __future__ import annotations

from typing import NamedTuple

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from slik import render, takeaway, urls
from slik.catalogue import FACETS, Catalogue
from slik.figures.process import process_model
from slik.problems import nearest
from slik.sphinx import publisher, records
from slik.steps import STEPS
from slik.tallies import tally
from slik.vocabulary import vocabulary
from slik.widgets import ON_PAGES, TOOLS
from slik.widgets.payload import address


class _FromData(SphinxDirective):
    """Shows a template filled from the data."""

    @property
    def records(self) -> records.Records:
        return records.of(self.env.app)

    @property
    def catalogue(self) -> Catalogue:
        return self.records.catalogue

    def url(self, path: str) -> str:
        return urls.relative(self.env.docname, path)

    def show(self, template: str, **context: object) -> list[nodes.Node]:
        return [nodes.raw("", render.html(template, url=self.url, **context), format="html")]


def _codes(argument: str) -> list[str]:
    return [code.strip() for code in argument.split(",") if code.strip()]


class _Listing(_FromData):
    """Lists the examples that match the facets given as options."""

    option_spec = {**dict.fromkeys(FACETS, _codes), "limit": directives.nonnegative_int}

    def chosen(self) -> Catalogue:
        facets = {name: codes for name, codes in self.options.items() if name in FACETS}
        try:
            found = self.catalogue.filter(**facets)
        except ValueError as error:
            raise self.error(str(error)) from None
        return Catalogue(found.examples[: self.options.get("limit")])


class ExampleCards(_Listing):
    """``{eksempler}``: cards for the examples that match."""

    def run(self) -> list[nodes.Node]:
        return self.show("cards", examples=self.chosen(), example_path=urls.example_path)


class ExampleTable(_Listing):
    """``{eksempeltabell}``: the complete table of the examples that match."""

    def run(self) -> list[nodes.Node]:
        return self.show("table", examples=self.chosen(), example_path=urls.example_path)


class Landscape(_FromData):
    """``{landskap}``: the five steps as a journey, with their number of examples."""

    def run(self) -> list[nodes.Node]:
        return self.show("landscape", steps=STEPS, counts=self.catalogue.count("themes"), address=address)


class ThemeQuestions(_FromData):
    """``{temasporsmal} hva``: the questions SLIK asks in one theme."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        code = self.arguments[0]
        if code not in vocabulary("themes").codes:
            raise self.error(f"Temaet «{code}» finnes ikke.")
        return self.show("questions", theme=vocabulary("themes")[code])


class Methods(_FromData):
    """``{metoder}``: the method box by phase, with the number of examples of each method."""

    def run(self) -> list[nodes.Node]:
        pages = self.records.methods.values()
        by_phase = {code: [page for page in pages if code in page.phases] for code in vocabulary("phases").codes}
        return self.show("methods", by_phase=by_phase, counts=self.catalogue.count("methods"))


class ProcessModel(_FromData):
    """``{prosessmodell}``: the process model as a picture and in words."""

    def run(self) -> list[nodes.Node]:
        return [nodes.raw("", process_model()._repr_html_(), format="html"), *self.show("process")]


class Threads(_FromData):
    """``{roede-traader}``: the examples of every red thread, oldest first."""

    def run(self) -> list[nodes.Node]:
        members = {
            code: sorted(self.catalogue.filter(threads=code), key=lambda e: (e.period.start or 9999, e.id))
            for code in vocabulary("threads").codes
        }
        return self.show("threads", members=members)


class FailedAttempts(_FromData):
    """``{rom-for-feil}``: every stopped or failed attempt and what it teaches."""

    def run(self) -> list[nodes.Node]:
        return self.show("failures", examples=[e for e in self.catalogue if e.failed_attempt])


class WorkingTool(_FromData):
    """``{verktoy} decision``: a widget, with what it shows, or a sheet to print, for those without scripts."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in ON_PAGES:
            raise self.error(f"Verktøyet «{name}» finnes ikke. {nearest(name, ON_PAGES)}".strip())
        return [nodes.raw("", ON_PAGES[name].static_html(self.catalogue, self.url), format="html")]


class ToolRules(_FromData):
    """``{regler} decision``: the open rule table of a working tool."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in TOOLS:
            raise self.error(f"Verktøyet «{name}» finnes ikke. {nearest(name, TOOLS)}".strip())
        return self.show(f"rules/{name}", rules=TOOLS[name].rules)


class TakeAway(_FromData):
    """``{ta-med}``: links to the whole book as files, when the publisher says where they are."""

    def run(self) -> list[nodes.Node]:
        folder = publisher.of(self.config).take_away
        files = [(folder + takeaway.filename(kind), text) for kind, text in takeaway.KINDS.items()]
        return self.show("take_away", files=files, published=bool(folder))


class Stop(NamedTuple):
    """One page on a route."""

    title: str
    url: str
    minutes: int
    why: str


class Route(_FromData):
    """``{vei}``: pages to read in order, one a line: ``2-hvem/politikere: why to read it``."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        stops = []
        for line in filter(None, map(str.strip, self.content)):
            path, _, why = line.partition(": ")
            page = self.records.pages.get(urls.BOOK + path)
            if not page or not why:
                raise self.error(f"«{line}» er ikke et steg på veien. Skriv «mappe/side: hvorfor du skal lese den».")
            stops.append(Stop(page.title, self.url(urls.page_path(urls.BOOK + path)), page.minutes, why))
        return self.show("route", stops=stops, total=sum(stop.minutes for stop in stops))


class Tally(SphinxRole):
    """``{tall}`brukere!/test` ``: a number counted from the examples; see :mod:`slik.tallies`."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        try:
            count = tally(records.of(self.env.app).catalogue, self.text)
        except ValueError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.Text(str(count))], []


def setup(app: Sphinx) -> None:
    app.add_role("tall", Tally())
    for name, directive in {
        "eksempler": ExampleCards,
        "eksempeltabell": ExampleTable,
        "landskap": Landscape,
        "temasporsmal": ThemeQuestions,
        "metoder": Methods,
        "prosessmodell": ProcessModel,
        "roede-traader": Threads,
        "rom-for-feil": FailedAttempts,
        "ta-med": TakeAway,
        "vei": Route,
        "regler": ToolRules,
        "verktoy": WorkingTool,
    }.items():
        app.add_directive(name, directive)
