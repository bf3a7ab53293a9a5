"""A broken example gives a message in Norwegian at the right line, whatever is wrong with it."""

from __future__ import annotations

import pytest

from slik.catalogue import load
from slik.problems import CatalogueError
from tests.conftest import VALID


def line_of(text: str, needle: str) -> int:
    """Return the 1-based line of the first occurrence."""
    return text[: text.index(needle)].count("\n") + 1


def problems(root) -> list:
    with pytest.raises(CatalogueError) as caught:
        load(root)
    return caught.value.problems


#: name → (what to replace, with what, words in the message, text on the line it points at)
BROKEN = {
    "wrong code": ("themes: [hva]", "themes: [hvaa]", "Mente du «hva»?", "themes: [hvaa]"),
    "wrong code in a list of groups": ("group: kommuneledelse", "group: kommuneledlse", "Mente du «kommuneledelse»?", "kommuneledlse"),
    "unknown field": ("summary:", "sumary:", "Feltet «sumary» finnes ikke. Mente du «summary»?", "sumary:"),
    "missing field": ("kind: eksempel\n", "", "Feltet «kind» mangler", "id: eksempel"),
    "missing source": ("sources: [rapport]\noutcome", "sources: [raport]\noutcome", "Kilden «raport» er ikke oppført under sources. Mente du «rapport»?", "sources: [raport]"),
    "no source on a claim": ("lang tid.\n    sources: [rapport]", "lang tid.", "Feltet «sources» mangler", "Det tok"),
    "unused source": ("in_slik_2014", "  - {key: annen, title: T, url: 'https://example.org/', publisher: P, year: 2014, supports: S., independent: true}\nin_slik_2014", "Kilden «annen» er ikke brukt", "key: annen"),
    "source cited in the text": ("En floke [@rapport].", "En floke [@raport].", "som ikke er oppført under sources. Mente du «rapport»?", "[@raport]"),
    "duplicate field": ("kind: eksempel\n", "kind: eksempel\nkind: eksempel\n", "Feltet «kind» står to ganger", "kind: eksempel\nthemes"),
    "bad yaml": ("title: En kommune", 'title: "En kommune', "anførselstegn", None),
    "colon in text": ("title: En kommune", "title: En kommune: prøvde", "kolon", "title: En"),
    "tab indentation": ("  code: avsluttet", "\tcode: avsluttet", "rykket inn med tabulator", "\tcode"),
    "date nonsense": ("as_of: 2014-06-06", "as_of: 2014-13-45", "er ikke en dato som finnes", "as_of"),
    "date in words": ("as_of: 2014-06-06", "as_of: i fjor", "2014, 2014-06 eller 2014-06-30", "as_of"),
    "period nonsense": ("period: 2013–2014", "period: 2014–2013", "slutter (2013) før den begynner (2014)", "period"),
    "script in a title": ("title: En kommune", "title: <script>alert(1)</script> En kommune", "Teksten har kode", "<script>"),
    "html in the text": ("En floke [@rapport].", "En floke <b>her</b> [@rapport].", "HTML", "<b>her"),
    "directive in the text": ("En floke [@rapport].", "```{raw} html\n<script>x</script>\n```\n\nEn floke [@rapport].", "kodeblokk", "```{raw}"),
    "javascript address": ("https://example.org/rapport", "javascript:alert(1)", "er ikke en nettadresse", "javascript:"),
    "javascript link in the text": ("En floke [@rapport].", "En [floke](javascript:alert(1)) [@rapport].", "må begynne med https://", "javascript:"),
    "e-mail address": ("title: En kommune", "title: Spør navn@kommune.no, en kommune", "en e-postadresse", "navn@"),
    "phone number": ("Noe.\n\n## Lærdom", "Ring 22 33 44 55.\n\n## Lærdom", "et telefonnummer", "Ring"),
    "unknown municipality": ("NO-0722", "NO-0723", "finnes ikke i data/municipalities.csv", "NO-0723"),
    "municipality code from another time": ("NO-0722", "NO-3911", "var ikke i bruk i perioden 2013–2014", "NO-3911"),
    "country typed": ("period:", "country: DK\nperiod:", "Landet følger av kommunen", "country"),
    "id differs from file name": ("id: eksempel", "id: noe-annet", "De må være like", "id:"),
    "no obstacle": ("obstacles:\n  - text: Det tok lang tid.\n    sources: [rapport]\n", "obstacles: []\n", "må ha minst 1 punkt", "obstacles"),
    "stopped without a reason": ("code: avsluttet", "code: stoppet", "Oppgi minst én kode i stop_reasons", "outcome"),
    "figure without a unit": ("    unit: prosent\n", "", "ikke enhet", "- text: Noe ble"),
    "summary too long": ("Det gikk delvis.", "ord " * 60, "Det kan ha høyst 60", "summary"),
    "empty field": ("cost: ikke_oppgitt", "cost:", "Feltet «cost» er tomt", "cost"),
    "number where text is wanted": ("title: En kommune prøvde noe nytt", "title: 2014", "anførselstegn", "title"),
    "heading missing": ("## Lærdom", "## Laerdom", "«## Lærdom» mangler", None),
    "link to an example that is not there": ("in_slik_2014", "reuses:\n  - {example: finnes-ikke, kept: K, changed: C, dropped: D, sources: [rapport]}\nin_slik_2014", "Eksemplet «finnes-ikke» finnes ikke", "finnes-ikke"),
    "same actor twice": ("methods: []", "  - {name: kommunen, group: ledere, role: eier, joined: ide, influence: stor, interest: stor}\nmethods: []", "Aktøren «kommunen» står to ganger", "name: kommunen"),
    "control character": ("En rapport", "En \x07rapport", "ikke kan leses", "En \x07rapport"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_field_is_told_at_its_line(what, handbook):
    old, new, words, on_line = BROKEN[what]
    assert old in VALID
    text = VALID.replace(old, new, 1)
    found = [problem for problem in problems(handbook(eksempel=text)) if words in problem.message]
    assert found, f"no problem says {words!r}"
    assert found[0].file == "book/eksempler/eksempel.md"
    if on_line:
        # A duplicate is pointed out where it stands the second time, so compare line texts.
        wanted = on_line.split("\n")[0].strip()
        assert wanted in text.split("\n")[found[0].line - 1], found[0]


def test_valid_example_is_accepted(handbook):
    assert len(load(handbook(eksempel=VALID))) == 1


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_of_any_system_and_a_byte_order_mark_are_accepted(ending, handbook):
    data = b"\xef\xbb\xbf" + VALID.replace("\n", ending).encode()
    assert load(handbook(eksempel=data))["eksempel"].period.start == 2013


def test_wrong_encoding(handbook):
    [problem] = problems(handbook(eksempel=VALID.encode("latin-1", errors="replace")))
    assert "UTF-8" in problem.message
    assert problem.line == line_of(VALID, "prøvde noe")


def test_file_without_fields(handbook):
    [problem] = problems(handbook(eksempel="# Bare tekst\n"))
    assert "må begynne med en linje ---" in problem.message


def test_huge_file(handbook):
    [problem] = problems(handbook(eksempel="a" * 1_100_000))
    assert "større enn 1 MB" in problem.message


def test_duplicate_id_and_title(handbook):
    found = problems(handbook(eksempel=VALID, kopi=VALID))
    messages = " ".join(problem.message for problem in found)
    assert "De må være like" in messages
    assert "er brukt i book/eksempler/eksempel.md også" in messages


def test_every_problem_in_every_file_is_told_at_once(handbook):
    first = VALID.replace("themes: [hva]", "themes: [x]").replace("kind: eksempel", "kind: y")
    second = VALID.replace("NO-0722", "NO-9999").replace("id: eksempel", "id: annet").replace("En kommune prøvde", "To kommuner prøvde")
    found = problems(handbook(eksempel=first, annet=second))
    assert {problem.file for problem in found} == {"book/eksempler/eksempel.md", "book/eksempler/annet.md"}
    assert len([problem for problem in found if problem.file.endswith("eksempel.md")]) == 2


def test_dates_in_rising_order(handbook):
    text = VALID.replace("editorial:\n", "editorial:\n  - {state: utkast, role: forfatter, date: 2027-01-01}\n")
    assert "tidsrekkefølge" in problems(handbook(eksempel=text))[0].message


def test_drafts_stay_out_until_asked_for(handbook):
    root = handbook(eksempel=VALID.replace("state: publisert", "state: utkast"))
    assert len(load(root)) == 0
    assert len(load(root, drafts=True)) == 1
