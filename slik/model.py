"""The data model of an example: strict, with every code taken from the code lists.

Field names are the published data's names and never change meaning. Text fields are
plain text: markup is refused here and escaped again when a page is rendered.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)

from slik.municipalities import Municipality, municipalities, successor
from slik.vocabulary import vocabulary

UNKNOWN = "ikke_oppgitt"
SUMMARY_MAX_WORDS = 60

# --- small types -----------------------------------------------------------------


def _codes(name: str) -> Any:
    """A type that accepts exactly the codes of one code list."""
    return Literal[vocabulary(name).codes]  # type: ignore[valid-type]


Theme = _codes("themes")
Phase = _codes("phases")
Country = _codes("countries")
Sector = _codes("sectors")
InnovationType = _codes("innovation_types")
StatusCode = _codes("statuses")
OutcomeCode = _codes("outcomes")
OutcomeBasis = _codes("outcome_bases")
StopReason = _codes("stop_reasons")
StakeholderGroup = _codes("stakeholder_groups")
Role = _codes("roles")
PlanTouchpoint = _codes("plan_touchpoints")
ValueType = _codes("value_types")
Kind = _codes("kinds")
Level = _codes("levels")
Method = _codes("methods")
Thread = _codes("threads")
EditorialState = _codes("editorial_states")
EditorialRole = _codes("editorial_roles")
Language = Literal["nb", "nn", "no", "da", "sv", "fi", "is", "en", "de", "nl", "fr"]
Currency = Literal["NOK", "DKK", "SEK", "EUR", "ISK", "USD", "GBP"]

T = TypeVar("T")
#: A value, or the explicit «ikke_oppgitt». The tags keep error messages about the value only.
OrUnknown = Annotated[
    Annotated[T, Tag("«verdi»")] | Annotated[Literal["ikke_oppgitt"], Tag("«ukjent»")],
    Discriminator(lambda value: "«ukjent»" if value == UNKNOWN else "«verdi»"),
]

_MARKUP = re.compile(r"<\s*[a-zA-Z/!]|&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\d\w])(?:(?:\+|00)(?:4[5-7]|354|358)[\s\d]{8,}"
    r"|(?:tlf|telefon|mobil|tel)\.?:?\s*\d[\d\s]{6,}"
    r"|\d{2} \d{2} \d{2} \d{2}|[49]\d{2} \d{2} \d{3})(?!\d)",
    re.IGNORECASE,
)


def refuse_contact_details(text: str) -> str:
    """Refuse e-mail addresses and phone numbers anywhere in an example.

    Raises:
        ValueError: With the found text, in Norwegian.
    """
    for pattern, what in ((_EMAIL, "en e-postadresse"), (_PHONE, "et telefonnummer")):
        if match := pattern.search(text):
            found = match.group().strip()
            raise ValueError(f"Teksten har {what} («{found}»). Skriv rolle eller organisasjon i stedet.")
    return text


def _plain(text: str) -> str:
    if match := _MARKUP.search(text):
        raise ValueError(
            f"Teksten har kode («{text[match.start() : match.start() + 20]}»). Skriv vanlig tekst uten < og >."
        )
    return refuse_contact_details(text)


def _at_most_60_words(text: str) -> str:
    count = len(text.split())
    if count > SUMMARY_MAX_WORDS:
        raise ValueError(f"Sammendraget har {count} ord. Det kan ha høyst {SUMMARY_MAX_WORDS}.")
    return text


def _real_date(text: str) -> str:
    parts = [int(part) for part in text.split("-")]
    try:
        date(*parts, *[1] * (3 - len(parts)))
    except ValueError:
        raise ValueError(f"«{text}» er ikke en dato som finnes.") from None
    return text


def _web_address(url: str) -> str:
    if not re.match(r"^https?://[^\s/?#]+\.[^\s]+$", url):
        raise ValueError(f"«{url}» er ikke en nettadresse. Den må begynne med https:// eller http://.")
    return url


_year_to_text = BeforeValidator(lambda value: str(value) if type(value) is int else value)

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1500), AfterValidator(_plain)
]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=240), AfterValidator(_plain)
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=600),
    AfterValidator(_web_address),
    WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https?://"}),
]
Year = Annotated[int, Field(ge=1900, le=2100)]
#: A date as exact as the source gives it: 2014, 2014-06 or 2014-06-06.
PartialDate = Annotated[
    str,
    _year_to_text,
    StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
    AfterValidator(_real_date),
]
Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_date)]
#: Keys of sources in the same file; every claim names at least one.
SourceKeys = Annotated[list[Key], Field(min_length=1)]


class StrictModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


# --- parts of an example -----------------------------------------------------------


class Period(StrictModel):
    """First and last year; ``end`` is None while it lasts, both None when unknown."""

    start: int | None
    end: int | None

    def __str__(self) -> str:
        if self.start is None:
            return "ikke oppgitt"
        if self.end is None:
            return f"{self.start}–"
        return str(self.start) if self.start == self.end else f"{self.start}–{self.end}"


def _parse_period(value: Any) -> Any:
    """Turn «2013–2014», «2013», «2013–» or «ikke_oppgitt» into a period."""
    if type(value) is int:
        value = str(value)
    if not isinstance(value, str):
        raise ValueError("Skriv perioden som «2013–2014», «2013», «2013–» eller «ikke_oppgitt».")
    if value == UNKNOWN:
        return {"start": None, "end": None}
    match = re.fullmatch(r"\s*((?:19|20)\d{2})\s*(?:([–-])\s*((?:19|20)\d{2})?)?\s*", value)
    if not match:
        raise ValueError(f"«{value}» er ikke en periode. Skriv «2013–2014», «2013», «2013–» eller «ikke_oppgitt».")
    start, dash, end = match.groups()
    if end and int(end) < int(start):
        raise ValueError(f"Perioden slutter ({end}) før den begynner ({start}).")
    return {"start": int(start), "end": int(end) if end else None if dash else int(start)}


PeriodField = Annotated[
    Period,
    BeforeValidator(_parse_period),
    WithJsonSchema({"type": ["string", "integer"], "examples": ["2013–2014", "2013–", UNKNOWN]}),
]


class Source(StrictModel):
    """Where claims come from."""

    key: Key
    title: Line
    url: Url
    publisher: Line
    year: OrUnknown[Year]
    supports: Text
    independent: bool
    language: Language = "nb"
    archive_url: Url | None = None


class PhaseJudgement(StrictModel):
    """A phase the example belongs to, and why we think so."""

    phase: Phase
    reason: Line


class Status(StrictModel):
    """What became of it, and when a source last confirmed that."""

    code: StatusCode
    as_of: OrUnknown[PartialDate]
    sources: SourceKeys
    note: Text | None = None


class Outcome(StrictModel):
    """Our overall judgement of how it went, and what it rests on."""

    code: OutcomeCode
    basis: OutcomeBasis
    reason: Line
    expected: OrUnknown[Text]
    achieved: OrUnknown[Text]
    stop_reasons: list[StopReason] = []


class Stakeholder(StrictModel):
    """One actor; influence, interest and ``strongly_affected`` are our judgement."""

    name: Line
    group: StakeholderGroup
    role: Role
    joined: OrUnknown[Phase]
    influence: Level
    interest: Level
    strongly_affected: bool = False
    note: Line | None = None


class Ownership(StrictModel):
    """Who owned the measure in a phase (ansvarsveksling)."""

    phase: Phase
    owner: Line


class Cost(StrictModel):
    """What it cost, as a source tells it."""

    text: Text
    sources: SourceKeys
    amount: float | None = None
    currency: Currency | None = None
    year: Year | None = None


class Result(StrictModel):
    """One result, with the figure where the source gives one."""

    text: Text
    sources: SourceKeys
    value: float | None = None
    unit: Line | None = None
    year: Year | None = None


class Obstacle(StrictModel):
    """Something that went wrong, stood in the way or limits what can be claimed."""

    text: Text
    sources: SourceKeys


class FailedAttempt(StrictModel):
    """What a stopped or failed attempt teaches: the hypothesis failed, not people."""

    believed: Text
    turned_out: Text
    saved: OrUnknown[Text]
    ask_first: Annotated[list[Line], Field(min_length=1, max_length=4)]
    sources: SourceKeys


class Reuse(StrictModel):
    """What this example took from another one in the collection."""

    example: Slug
    kept: Text
    changed: OrUnknown[Text]
    dropped: OrUnknown[Text]
    sources: SourceKeys


class Image(StrictModel):
    """A picture in ``book/_static``, our own or with a licence that allows it; size in pixels."""

    file: Annotated[str, StringConstraints(pattern=r"^[\w-]+\.(svg|webp|png|jpg)$")]
    alt: Line
    credit: Line
    width: Annotated[int, Field(ge=1)]
    height: Annotated[int, Field(ge=1)]


class Video(StrictModel):
    """A video that opens at its host when the reader asks for it."""

    title: Line
    url: Url
    text_alternative: Text


class Resource(StrictModel):
    """A link a reader can follow to learn more."""

    title: Line
    url: Url
    publisher: Line
    language: Language = "nb"


class EditorialStep(StrictModel):
    """One step of the editorial flow: who (as a role) did what, and when."""

    state: EditorialState
    role: EditorialRole
    date: Date


class Example(StrictModel):
    """An example: one municipality's (or several's) work with one problem.

    The ``body`` is not part of the front matter; the catalogue fills it in.
    """

    id: Slug
    title: Annotated[Line, StringConstraints(max_length=110)]
    summary: Annotated[Text, AfterValidator(_at_most_60_words)]
    kind: Kind
    municipalities: list[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-\d{3,4}$")]]
    country: Country | None = None
    period: PeriodField
    themes: Annotated[list[Theme], Field(min_length=1)]
    phases: Annotated[list[PhaseJudgement], Field(min_length=1)]
    sectors: Annotated[list[Sector], Field(min_length=1)]
    innovation_types: Annotated[list[InnovationType], Field(min_length=1)]
    plan_touchpoints: Annotated[list[PlanTouchpoint], Field(min_length=1)]
    values: Annotated[list[ValueType], Field(min_length=1)]
    status: Status
    outcome: Outcome
    stakeholders: Annotated[list[Stakeholder], Field(min_length=1, max_length=25)]
    ownership: list[Ownership] = []
    methods: list[Method]
    cost: OrUnknown[Cost]
    results: Annotated[list[Result], Field(min_length=1)]
    obstacles: Annotated[list[Obstacle], Field(min_length=1)]
    failed_attempt: FailedAttempt | None = None
    lessons: Annotated[list[Text], Field(min_length=1, max_length=8)]
    sources: Annotated[list[Source], Field(min_length=1)]
    threads: list[Thread] = []
    reuses: list[Reuse] = []
    image: Image | None = None
    video: Video | None = None
    in_slik_2014: bool
    editorial: Annotated[list[EditorialStep], Field(min_length=1)]
    body: dict[str, str] = Field(default={}, exclude=True)

    @model_validator(mode="after")
    def _lists_have_no_repeats(self) -> Example:
        for name in ("themes", "sectors", "innovation_types", "plan_touchpoints", "values", "methods", "threads"):
            items = getattr(self, name)
            for item in items:
                if items.count(item) > 1:
                    raise ValueError(f"«{item}» står to ganger i {name}.")
        for name in ("plan_touchpoints", "values"):
            if UNKNOWN in getattr(self, name) and len(getattr(self, name)) > 1:
                raise ValueError(f"«{UNKNOWN}» kan bare stå alene i {name}.")
        return self

    # --- derived, never typed ---

    @cached_property
    def places(self) -> list[Municipality]:
        """The municipalities under the codes they had at the time."""
        return [municipalities()[id] for id in self.municipalities if id in municipalities()]

    @cached_property
    def places_today(self) -> list[Municipality]:
        """The municipalities of today that cover the same places, without repeats."""
        return list(dict.fromkeys(successor(place) for place in self.places))

    @cached_property
    def countries(self) -> list[str]:
        """Country codes, in the code list's order."""
        found = {place.country for place in self.places} or {self.country}
        return [code for code in vocabulary("countries").codes if code in found]

    @property
    def phase_codes(self) -> list[str]:
        return [judgement.phase for judgement in self.phases]

    @property
    def stopped_or_failed(self) -> bool:
        """Whether the attempt was stopped or did not give what it should."""
        return self.status.code == "stoppet" or self.outcome.code == "mislyktes"

    @property
    def state(self) -> str:
        """The newest editorial state."""
        return self.editorial[-1].state
