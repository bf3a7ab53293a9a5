"""The book in a browser: nothing leaks, nothing sticks out, and it works without scripts."""

from __future__ import annotations

import pytest

KINDS = ["index.html", "1-hva/index.html", "eksempler/index.html", "eksempler/notteroy-inkludering.html",
         "notebooks/oversikt.html", "notebooks/utforsk.html", "notebooks/ipywidgets.html", "metoder/interessentanalyse.html",
         "2-hvem/politikere.html", "rom-for-feil/index.html", "om/index.html", "om/ordliste.html", "om/tilgjengelighet.html", "om/meld-feil.html",
         "om/sikkerhet-og-drift.html", "404.html", "search.html"]


@pytest.mark.parametrize("path", KINDS)
def test_page_asks_only_its_own_host_and_stores_nothing(path, address, browser):
    context = browser.new_context()
    page = context.new_page()
    requests, errors = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/{path}", wait_until="networkidle")
    assert [url for url in requests if not url.startswith((address, "data:"))] == []
    assert errors == []
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    context.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("path", KINDS)
def test_page_fits_the_screen(path, width, address, browser):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_reading_works_without_scripts_and_by_keyboard(address, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#innhold")
    page.get_by_role("link", name="Se alle eksemplene").click()
    page.get_by_role("link", name="Da floken ikke fantes").first.click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Da floken ikke fantes")
    assert page.get_by_role("table").count() >= 1
    context.close()
