"""What the collection and the chapters must hold, counted."""

from __future__ import annotations

import re

import pytest

from slik import methods, pages, spelling
from slik.paths import RECORDS, ROOT
from slik.prose import plain
from slik.vocabulary import vocabulary

CHAPTERS = pages.load(ROOT)
METHODS = methods.load(ROOT)

#: The examples of the 2014 collection whose text is known, and the report's own cases.
SLIK_2014 = {
    "slik-hva-er-innovasjon", "slik-hva-er-systematisk-innovasjon", "slik-utforske-en-floke", "notteroy-inkludering",
    "korskaerparken", "flekkefjord-prosjekter", "slik-samskaping", "slik-hvem-skal-vaere-med",
    "slik-politikere-om-politikerrollen", "asker-mal-for-innovasjonssystemet", "asker-organisering",
    "asker-innovasjonsmodell", "slik-maling-av-innovasjon", "flekkefjord-innovasjonssamlinger", "slik-90-dagers-modellen",
    "slik-innovasjon-i-plansystemet", "slik-implementering", "slik-iverksetting-i-kommuneplan", "slik-innovasjonsklima",
    "kongsvinger-fem-prosenten", "vennersberg-kongsvinger", "ovre-eiker-sammen-mot-2022", "asker-innovasjonsstrategi",
}

PAGES = {
    "start": ["index", "hva-er-innovasjon", "hva-er-en-samfunnsfloke", "prosessmodellen", "slik-bruker-du-boka"],
    "1-hva": ["index", "finne-floker", "forsta-floken", "avgrense-og-prioritere"],
    "2-hvem": ["index", "politikere", "kommunedirektor-og-ledelse", "ildsjeler-og-medarbeidere", "innbyggere-og-brukere",
               "eksterne-interessenter", "ansvarsveksling", "samskaping"],
    "3-system": ["index", "mal", "struktur-og-styring", "innovere-i-praksis", "maling", "plansystemet", "planstrategi",
                 "kommuneplan", "handlingsplan", "budsjett"],
    "4-nyttiggjore": ["index", "velge-hva-som-skal-testes", "pilot", "implementering", "skalering", "gevinst",
                      "exit-og-avlaering"],
    "5-foredle": ["index", "kultur", "innovasjonsklima", "laering", "kompetanse", "belonning", "spredning"],
    "6-kontakt": ["index", "sporsmal-og-svar"],
    "rom-for-feil": ["index"],
    "veier": ["index", "folkevalgt", "kommunedirektor", "leder", "ildsjel", "forsker-og-student", "tid"],
}


def test_the_collection_is_large_nordic_and_honest(catalogue):
    assert len(catalogue) >= 100
    assert set(vocabulary("countries").codes) == {code for example in catalogue for code in example.countries}
    not_all_well = [e for e in catalogue if e.stopped_or_failed or e.outcome.code == "delvis"]
    assert len(not_all_well) >= 0.3 * len(catalogue)
    ended = [example for example in catalogue if example.stopped_or_failed]
    assert len(ended) >= 12
    for example in ended:
        assert example.outcome.stop_reasons, example.id
        assert example.failed_attempt, f"{example.id} is not in the room for failure"
    for theme in vocabulary("themes").codes:
        assert len(catalogue.filter(themes=theme)) >= 5
    for phase in vocabulary("phases").codes:
        assert len(catalogue.filter(phases=phase)) >= 5


def test_all_of_the_2014_collection_that_is_known_is_here(catalogue):
    published = {example.id for example in catalogue}
    assert SLIK_2014 <= published
    assert all(catalogue[id].in_slik_2014 for id in SLIK_2014)


def test_red_threads_hold_together(catalogue):
    long_enough = [code for code, count in catalogue.count("threads").items() if count >= 2]
    assert len(long_enough) >= 8
    assert [code for code, count in catalogue.count("threads").items() if count == 0] == []


def test_learned_from_says_what_was_kept_changed_and_dropped(catalogue):
    reuses = [reuse for example in catalogue for reuse in example.reuses]
    assert len(reuses) >= 3
    assert all(reuse.kept for reuse in reuses)


def test_every_published_example_was_checked_by_another_role_than_its_author(catalogue):
    for example in catalogue:
        roles = {step.state: step.role for step in example.editorial}
        assert roles["utkast"] == "forfatter" and roles["kontrollert"] == "kontrollor", example.id


@pytest.mark.parametrize("folder", PAGES)
def test_the_part_has_all_its_pages(folder):
    for name in PAGES[folder]:
        assert f"book/{folder}/{name}" in CHAPTERS


def test_chapters_are_worth_reading_and_not_endless():
    for docname, (_, body) in CHAPTERS.items():
        if not docname.startswith(("book/veier/", "book/rom-for-feil/")):  # made from the data
            assert 250 <= len(body.split()) <= 1600, (docname, len(body.split()))


def test_method_box_holds_every_tool_of_the_report_and_more():
    assert len(METHODS) >= 26
    tools = {tool for phase in vocabulary("phases") for step in phase.steps for tool in step.tools}
    more = {"blt", "n3-fem-fundamenter", "nitti-dager", "snoballkartlegging", "brukerreise", "pilot-med-kriterier", "gevinstplan"}
    assert tools | more <= METHODS.keys()
    assert sum(page.sheet is not None for page in METHODS.values()) >= 10


def test_methods_and_examples_link_both_ways(catalogue):
    used = {code for example in catalogue for code in example.methods}
    assert used <= METHODS.keys()


def test_questions_and_answers():
    _, body = CHAPTERS["book/6-kontakt/sporsmal-og-svar"]
    questions = re.findall(r"^### (.+)$", body, re.MULTILINE)
    assert len(questions) >= 15
    assert all(question.endswith("?") for question in questions)


@pytest.mark.parametrize("role", ["folkevalgt", "kommunedirektor", "leder", "ildsjel", "forsker-og-student"])
def test_every_role_has_a_path_of_five_to_nine_pages(role):
    _, body = CHAPTERS[f"book/veier/{role}"]
    stops = re.search(r"```\{vei\}\n(.*?)\n```", body, re.DOTALL)[1].splitlines()
    assert 5 <= len(stops) <= 9


def test_glossary_has_its_terms():
    text = (ROOT / "book/om/ordliste.md").read_text("utf-8")
    terms = re.search(r"```\{glossary\}\n(.*)\n```", text, re.DOTALL)[1]
    names = [line for line in terms.splitlines() if line and not line[0].isspace()]
    assert len(names) >= 40
    used = {term for _, (_, body) in CHAPTERS.items() for term in re.findall(r"\{term\}`([^`]+)`", body)}
    assert len(used) >= 15, "chapters should explain their terms at first use"


def test_one_spelling_per_term(catalogue):
    texts = {f"{RECORDS}/{e.id}": " ".join([e.title, e.summary, *map(plain, e.body.values()), *e.lessons]) for e in catalogue}
    texts |= {docname: body for docname, (_, body) in CHAPTERS.items()}
    texts |= {f"metoder/{code}": " ".join([page.why, page.body, *page.steps]) for code, page in METHODS.items()}
    found = {name: list(spelling.variants(text)) for name, text in texts.items()}
    assert {name: hits for name, hits in found.items() if hits} == {}
