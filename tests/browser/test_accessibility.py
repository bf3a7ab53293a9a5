"""axe-core finds nothing: WCAG 2.0–2.2 A and AA, and best practice, on every kind of page."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

KINDS = ["index.html", "start/prosessmodellen.html", "2-hvem/index.html", "metoder/interessentanalyse.html",
         "metoder/index.html", "eksempler/index.html", "eksempler/notteroy-inkludering.html", "rom-for-feil/index.html",
         "traader/index.html", "veier/folkevalgt.html", "notebooks/oversikt.html", "notebooks/utforsk.html",
         "om/index.html", "om/ordliste.html", "om/tilgjengelighet.html", "om/meld-feil.html",
         "om/sikkerhet-og-drift.html", "404.html", "search.html"]


def violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("path", KINDS)
def test_page_has_no_violations(path, width, scheme, address, browser):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["?land=DK&fase=test", "?q=qqqqqq&land=IS", ""])
def test_explorer_has_no_violations_in_any_state(query, scheme, address, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/notebooks/utforsk.html{query}")
    page.get_by_text("Flere filtre").click()
    page.get_by_text("Oppsummering av det du ser").click()
    page.get_by_role("table").first.wait_for()
    assert violations(page) == []
    context.close()
