"""The one door to the data: read, check and filter the examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic import ValidationError

from slik import frontmatter, prose
from slik.messages import located
from slik.model import UNKNOWN, Example
from slik.municipalities import municipalities
from slik.paths import RECORDS, default_root
from slik.problems import CatalogueError, Problem, nearest
from slik.vocabulary import vocabulary

#: How to read the values of each facet from an example.
FACETS: dict[str, Callable[[Example], Iterable[str]]] = {
    "themes": lambda example: example.themes,
    "phases": lambda example: example.phase_codes,
    "countries": lambda example: example.countries,
    "sectors": lambda example: example.sectors,
    "innovation_types": lambda example: example.innovation_types,
    "statuses": lambda example: [example.status.code],
    "outcomes": lambda example: [example.outcome.code],
    "outcome_bases": lambda example: [example.outcome.basis],
    "stop_reasons": lambda example: example.outcome.stop_reasons,
    "stakeholder_groups": lambda example: sorted({actor.group for actor in example.stakeholders}),
    "plan_touchpoints": lambda example: example.plan_touchpoints,
    "value_types": lambda example: example.values,
    "methods": lambda example: example.methods,
    "threads": lambda example: example.threads,
    "kinds": lambda example: [example.kind],
}

#: Columns of :meth:`Catalogue.to_frame` and what they hold.
COLUMNS: dict[str, str] = {
    "title": "Tittel",
    "summary": "Sammendrag, høyst 60 ord",
    "kind": "Type innhold (kode)",
    "countries": "Landkoder, ISO 3166-1 alfa-2 (liste)",
    "municipalities": "Kommune-id på tiden (liste)",
    "municipality_names": "Kommunenavn på tiden (liste)",
    "start": "Første år; tomt når det ikke er oppgitt",
    "end": "Siste år; tomt når arbeidet varer eller året ikke er oppgitt",
    "themes": "Temaer (liste av koder)",
    "phases": "Faser (liste av koder), vår vurdering",
    "sectors": "Tjenesteområder (liste av koder)",
    "innovation_types": "Innovasjonstyper (liste av koder)",
    "plan_touchpoints": "Berøring med plansystemet (liste av koder)",
    "values": "Verdi (liste av koder)",
    "status": "Status (kode)",
    "status_as_of": "Når status sist ble bekreftet (ISO 8601, så presist som kilden)",
    "outcome": "Utfall (kode), vår vurdering",
    "outcome_basis": "Hva utfallet hviler på (kode)",
    "stop_reasons": "Stoppårsaker (liste av koder)",
    "methods": "Metoder (liste av koder)",
    "stakeholders": "Antall aktører",
    "results": "Antall resultater",
    "sources": "Antall kilder",
    "independent_sources": "Antall uavhengige kilder",
    "in_slik_2014": "Var med i SLIK i 2014",
}


@dataclass(frozen=True)
class Catalogue:
    """Checked examples, sorted by id."""

    examples: tuple[Example, ...]

    def __len__(self) -> int:
        return len(self.examples)

    def __iter__(self) -> Iterator[Example]:
        return iter(self.examples)

    def __getitem__(self, id: str) -> Example:
        """Return the example with this id; raises KeyError when there is none."""
        return self.examples[self._position[id]]

    def __contains__(self, id: object) -> bool:
        return id in self._position

    def borrowers(self, id: str) -> list[Example]:
        """Return the examples that say they learned from this one."""
        return [self.examples[i] for i in self._having.get(("learned from", id), ())]

    def filter(self, **facets: Iterable[str] | str) -> Catalogue:
        """Return the examples that match every facet given.

        Args:
            **facets: Names from :data:`FACETS` with one code or several. OR within a
                facet, AND between facets; an empty list does not filter.

        Raises:
            ValueError: A facet or code that does not exist, named in Norwegian.
        """
        chosen: dict[str, set[str]] = {}
        for name, codes in facets.items():
            if name not in FACETS:
                raise ValueError(f"Filteret «{name}» finnes ikke. {nearest(name, FACETS)}".strip())
            chosen[name] = {codes} if isinstance(codes, str) else set(codes)
            for code in sorted(chosen[name] - set(vocabulary(name).codes)):
                hint = nearest(code, vocabulary(name).codes)
                raise ValueError(f"«{code}» er ikke en kode i {name}. {hint}".strip())
        return Catalogue(
            tuple(
                example
                for example in self.examples
                if all(not codes or codes.intersection(FACETS[name](example)) for name, codes in chosen.items())
            )
        )

    def count(self, facet: str) -> dict[str, int]:
        """Count examples per code of a facet, in the code list's order, zeros included."""
        counts = Counter(code for example in self.examples for code in FACETS[facet](example))
        return {code: counts[code] for code in vocabulary(facet).codes}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per example; the index is the id, the columns are :data:`COLUMNS`."""
        rows = [
            {
                "title": example.title,
                "summary": example.summary,
                "kind": example.kind,
                "countries": example.countries,
                "municipalities": example.municipalities,
                "municipality_names": [place.name for place in example.places],
                "start": example.period.start,
                "end": example.period.end,
                "themes": example.themes,
                "phases": example.phase_codes,
                "sectors": example.sectors,
                "innovation_types": example.innovation_types,
                "plan_touchpoints": example.plan_touchpoints,
                "values": example.values,
                "status": example.status.code,
                "status_as_of": example.status.as_of,
                "outcome": example.outcome.code,
                "outcome_basis": example.outcome.basis,
                "stop_reasons": example.outcome.stop_reasons,
                "methods": example.methods,
                "stakeholders": len(example.stakeholders),
                "results": len(example.results),
                "sources": len(example.sources),
                "independent_sources": sum(source.independent for source in example.sources),
                "in_slik_2014": example.in_slik_2014,
            }
            for example in self.examples
        ]
        index = pd.Index([example.id for example in self.examples], name="id", dtype="str")
        frame = pd.DataFrame(rows, index=index, columns=list(COLUMNS))
        return frame.astype({"start": "Int64", "end": "Int64"})

    def related(self, example: Example, count: int = 4) -> list[Example]:
        """Return the examples most like this one.

        Reuse links and shared red threads weigh most, then place, sector and method;
        themes only break ties. Equal scores are ordered by id, so that the result never
        depends on the order of the files.
        """
        scores = np.zeros(len(self.examples))
        for weight, feature in _features(example):
            scores[self._having[feature]] += weight
        scores[self._position[example.id]] = 0
        candidates = np.flatnonzero(scores >= 2)
        ranked = sorted(candidates, key=lambda i: (-scores[i], self.examples[i].id))
        return [self.examples[i] for i in ranked[:count]]

    @cached_property
    def _position(self) -> dict[str, int]:
        return {example.id: i for i, example in enumerate(self.examples)}

    @cached_property
    def _having(self) -> dict[tuple[str, str], np.ndarray]:
        """Positions of the examples that have each feature."""
        having: dict[tuple[str, str], list[int]] = {}
        for i, example in enumerate(self.examples):
            for _, feature in _features(example):
                having.setdefault(feature, []).append(i)
        return {feature: np.array(positions) for feature, positions in having.items()}


def _features(example: Example) -> Iterator[tuple[float, tuple[str, str]]]:
    """What an example can have in common with another, and how much that weighs.

    A reuse link is written on one side only; both sides get the source as a feature.
    """
    yield from ((6.0, ("thread", code)) for code in example.threads)
    yield from ((8.0, ("reuse", reuse.example)) for reuse in example.reuses)
    yield 8.0, ("reuse", example.id)
    yield from ((0.0, ("learned from", reuse.example)) for reuse in example.reuses)
    yield from ((3.0, ("place", place.id)) for place in example.places_today)
    yield from ((2.0, ("sector", code)) for code in example.sectors)
    yield from ((1.0, ("method", code)) for code in example.methods)
    yield from ((0.25, ("theme", code)) for code in example.themes)


def load(root: Path | str | None = None, *, drafts: bool = False) -> Catalogue:
    """Read and check every example of a handbook.

    Args:
        root: The handbook's root folder; this one when left out.
        drafts: Include examples that are not published yet.

    Raises:
        CatalogueError: With every problem in every file.
    """
    root = Path(root) if root else default_root()
    files = sorted(path for path in (root / RECORDS).glob("*.md") if path.name != "index.md")
    problems: list[Problem] = []
    read: list[_File] = []
    for path in files:
        try:
            file = _read(path, path.relative_to(root).as_posix())
        except CatalogueError as error:
            problems.extend(error.problems)
        else:
            read.append(file)
            problems.extend(_within(file, path.stem))
    problems.extend(_across(read, {path.stem for path in files}))
    if problems:
        raise CatalogueError(problems)
    return Catalogue(tuple(file.example for file in read if drafts or file.example.state == "publisert"))


# --- reading one file ---------------------------------------------------------------


@dataclass(frozen=True)
class _File:
    """One example with what is needed to point at its lines."""

    name: str
    document: frontmatter.Document
    example: Example

    def problem(self, path: frontmatter.FieldPath, message: str) -> Problem:
        return Problem(self.name, self.document.line(path), frontmatter.dotted(path), message)


def _read(path: Path, name: str) -> _File:
    """Read one file and check everything that can be checked field by field."""
    document = frontmatter.read(path, name)
    problems: list[Problem] = []
    sections, errors = prose.split_sections(document.body)
    errors += [error for text in sections.values() for error in prose.check(text)]
    for error in errors:
        problems.append(Problem(name, document.body_line + error.line - 1, "", str(error)))
    if "body" in document.data:
        message = "Feltet «body» finnes ikke. Skriv teksten under feltene."
        problems.append(Problem(name, document.line(("body",)), "body", message))
    body = {section: text.strip("\n") for section, text in sections.items()}
    try:
        example = Example.model_validate({**document.data, "body": body})
    except ValidationError as error:
        for place, message in located(error.errors()):
            problems.append(Problem(name, document.line(place), frontmatter.dotted(place), message))
    if problems:
        raise CatalogueError(problems)
    return _File(name, document, example)


def _within(file: _File, stem: str) -> Iterator[Problem]:
    """Rules that need more than one field of the same example."""
    example = file.example
    if example.id != stem:
        yield file.problem(("id",), f"Filen heter «{stem}.md», men id er «{example.id}». De må være like.")
    yield from _places(file)
    yield from _source_keys(file)
    for i, judgement in enumerate(example.phases):
        if example.phase_codes.index(judgement.phase) != i:
            yield file.problem(("phases", i), f"Fasen «{judgement.phase}» står to ganger. Slå dem sammen.")
    if example.stopped_or_failed and not example.outcome.stop_reasons:
        message = "Eksemplet er stoppet eller lyktes ikke. Oppgi minst én kode i stop_reasons, om nødvendig ikke_oppgitt."
        yield file.problem(("outcome",), message)
    if example.stopped_or_failed and not example.failed_attempt:
        message = "Eksemplet er stoppet eller lyktes ikke. Legg til failed_attempt, så andre kan lære av det."
        yield file.problem(("outcome",), message)
    seen: set[str] = set()
    for i, actor in enumerate(example.stakeholders):
        if actor.name.casefold() in seen:
            yield file.problem(("stakeholders", i, "name"), f"Aktøren «{actor.name}» står to ganger.")
        seen.add(actor.name.casefold())
    for i, result in enumerate(example.results):
        if result.value is not None and result.unit is None:
            message = "Resultatet har tall, men ikke enhet. Legg til unit, for eksempel «prosent»."
            yield file.problem(("results", i), message)
    dates = [step.date for step in example.editorial]
    if dates != sorted(dates):
        yield file.problem(("editorial",), "Stegene må stå i tidsrekkefølge, eldste først.")


def _places(file: _File) -> Iterator[Problem]:
    example = file.example
    known = municipalities()
    if example.municipalities and example.country:
        yield file.problem(("country",), "Landet følger av kommunen. Slett feltet country.")
    if not example.municipalities and not example.country:
        yield file.problem(("municipalities",), "Oppgi minst én kommune, eller country når ingen enkelt kommune står bak.")
    start, end = example.period.start, example.period.end
    for i, id in enumerate(example.municipalities):
        path = ("municipalities", i)
        if id not in known:
            hint = nearest(id, known)
            yield file.problem(path, f"Kommunen «{id}» finnes ikke i data/municipalities.csv. {hint}".strip())
        elif id in example.municipalities[:i]:
            yield file.problem(path, f"Kommunen «{id}» står to ganger.")
        elif start is not None and not known[id].valid_in(start, end or 2100):
            place = known[id]
            same = [other.id for other in known.values() if other.name == place.name and other.country == place.country]
            right = [other for other in same if known[other].valid_in(start, end or 2100)]
            hint = f" Bruk {right[0]}." if right else ""
            yield file.problem(path, f"«{id}» ({place.name}) var ikke i bruk i perioden {example.period}.{hint}")


def _source_keys(file: _File) -> Iterator[Problem]:
    """Every key that is used is defined, and every source is used."""
    example = file.example
    defined = [source.key for source in example.sources]
    for i, key in enumerate(defined):
        if key in defined[:i]:
            yield file.problem(("sources", i, "key"), f"To kilder har nøkkelen «{key}».")
    used: set[str] = set()
    for path, keys in _claims(example):
        for key in keys:
            used.add(key)
            if key not in defined:
                hint = nearest(key, defined)
                yield file.problem(path, f"Kilden «{key}» er ikke oppført under sources. {hint}".strip())
    for text in example.body.values():
        for key in prose.citations(text):
            used.add(key)
            if key not in defined:
                lines = file.document.body.split("\n")
                number = next((n for n, line in enumerate(lines) if f"@{key}" in line), 0)
                message = f"Teksten viser til kilden «{key}», som ikke er oppført under sources. {nearest(key, defined)}"
                yield Problem(file.name, file.document.body_line + number, "", message.strip())
    for i, key in enumerate(defined):
        if key not in used:
            message = f"Kilden «{key}» er ikke brukt. Knytt den til en påstand, eller slett den."
            yield file.problem(("sources", i, "key"), message)


def _claims(example: Example) -> Iterator[tuple[frontmatter.FieldPath, list[str]]]:
    """Every place in the front matter that names sources."""
    yield ("status", "sources"), example.status.sources
    if example.cost != UNKNOWN:
        yield ("cost", "sources"), example.cost.sources
    if example.failed_attempt:
        yield ("failed_attempt", "sources"), example.failed_attempt.sources
    for name in ("results", "obstacles", "reuses"):
        for i, item in enumerate(getattr(example, name)):
            yield (name, i, "sources"), item.sources


# --- rules across files ---------------------------------------------------------------


def _across(files: list[_File], stems: set[str]) -> Iterator[Problem]:
    """Rules that need all examples: unique ids and titles, links that lead somewhere."""
    first_with: dict[tuple[str, str], str] = {}
    for file in files:
        for what, value in (("id", file.example.id), ("title", file.example.title)):
            owner = first_with.setdefault((what, value.casefold()), file.name)
            if owner != file.name:
                yield file.problem((what,), f"«{value}» er brukt i {owner} også. Velg en annen.")
        for i, reuse in enumerate(file.example.reuses):
            path = ("reuses", i, "example")
            if reuse.example == file.example.id:
                yield file.problem(path, "Eksemplet viser til seg selv.")
            elif reuse.example not in stems:
                hint = nearest(reuse.example, stems)
                yield file.problem(path, f"Eksemplet «{reuse.example}» finnes ikke. {hint}".strip())


