"""What a reader meets where the book is published: lost addresses, faults to report, strict headers."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from slik.paths import ROOT
from tests.browser.test_reading import KINDS

#: The headers as the page for those who publish gives them.
HEADERS = dict(
    line.split(": ", 1)
    for line in re.search(
        r"```text\n(Content-Security-Policy.*?)\n```", (ROOT / "book/om/sikkerhet-og-drift.md").read_text("utf-8"), re.DOTALL
    )[1].splitlines()
)


@pytest.mark.parametrize("path", KINDS)
def test_page_works_with_the_headers_we_recommend(path, address, browser):
    page = browser.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))

    def strict(route):
        response = route.fetch()
        route.fulfill(response=response, headers={**response.headers, **HEADERS})

    page.route(f"{address}/**", strict)
    page.goto(f"{address}/{path}", wait_until="networkidle")
    assert errors == []
    # The policy is in force: code put into the page does not run.
    page.evaluate("""() => document.body.append(Object.assign(document.createElement("script"), { textContent: "window.hacked = 1" }))""")
    assert page.evaluate("window.hacked") is None and "Content Security Policy" in errors[0]
    page.close()


@pytest.mark.parametrize("path", KINDS)
def test_no_text_is_lost_when_its_spacing_grows(path, address, browser):
    """WCAG 1.4.12."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(f"{address}/{path}")
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
        "p { margin-bottom: 2em !important; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((one) => {
          const style = getComputedStyle(one);
          const hides = ["hidden", "clip"].includes(style.overflowY) || ["hidden", "clip"].includes(style.overflowX);
          return hides && style.clipPath === "none" && !one.closest("svg")
            && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1);
        }).map((one) => one.outerHTML.slice(0, 120))"""
    )
    assert cut == []
    page.close()


@pytest.mark.parametrize("lost", ["finnes-ikke.html", "eksempler/gammel/dypt/nede.html?x=1"])
def test_a_lost_reader_finds_the_way_from_any_depth(lost, address, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    assert page.goto(f"{address}/{lost}").status == 404
    assert page.evaluate("getComputedStyle(document.querySelector('header')).display") == "flex", "the page has lost its looks"
    search = page.get_by_role("search", name="Søk etter siden")
    search.get_by_role("searchbox").fill("pilot")
    search.get_by_role("button").click()
    page.wait_for_url(f"{address}/search.html?q=pilot")
    page.goto(f"{address}/{lost}")
    page.get_by_role("main").get_by_role("link", name="Alle eksemplene").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ksempler")
    context.close()


def test_a_report_knows_its_page_is_copied_by_keyboard_and_kept_nowhere(address, browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/eksempler/notteroy-inkludering.html")
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Meld feil").press("Enter")
    message = page.get_by_label("Meldingen din")
    text = message.input_value()
    assert text.startswith(f"Side: {title}\nAdresse: {address}/eksempler/notteroy-inkludering.html\n\nHva er galt?")
    message.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("Året er feil.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Meldingen er kopiert.")
    assert page.evaluate("navigator.clipboard.readText()").endswith("Året er feil.")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0 and context.cookies() == []
    context.close()


def test_a_lost_address_can_be_reported_too(address, browser):
    page = browser.new_page()
    page.goto(f"{address}/en/gammel/side.html")
    page.get_by_role("link", name="si fra om den").click()
    assert f"Adresse: {address}/en/gammel/side.html\n" in page.get_by_label("Meldingen din").input_value()
    page.close()


def test_a_crafted_address_is_only_text(address, browser):
    page = browser.new_page()
    page.goto(f"{address}/om/meld-feil.html?side=//evil.example/x.html&tittel=%3Cimg%20src=x%20onerror=%22window.hacked=1%22%3E$%26")
    text = page.get_by_label("Meldingen din").input_value()
    assert text.startswith('Side: <img src=x onerror="window.hacked=1">$&\nAdresse:\n') and "evil" not in text
    assert page.evaluate("window.hacked") is None and page.locator("main img").count() == 0
    page.close()


def test_a_report_from_a_disk_does_not_tell_the_readers_folders(site, browser):
    page = browser.new_page()
    page.goto((site / "metoder/blt.html").as_uri())
    page.get_by_role("link", name="Meld feil").click()
    text = page.get_by_label("Meldingen din").input_value()
    assert "Adresse: metoder/blt.html\n" in text and "file:" not in text
    page.close()


def test_without_scripts_a_report_can_still_be_written(address, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/eksempler/notteroy-inkludering.html")
    page.get_by_role("link", name="Meld feil").click()
    page.get_by_label("Meldingen din").fill("Noe er galt")
    assert "side=eksempler/notteroy-inkludering.html" in page.url
    expect(page.get_by_role("button", name="Kopier meldingen")).to_have_count(0)
    context.close()
