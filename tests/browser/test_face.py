"""The front page's landscape, the step bar and the menu: by keyboard, without scripts, on any screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from slik.steps import STEPS
from tests.test_book import pages, soup

TEXT_SPACING = """() => {
  const style = document.createElement("style");
  style.textContent = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }";
  document.head.append(style);
}"""
KINDS = ["index.html", "2-hvem/index.html", "2-hvem/politikere.html", "metoder/interessentanalyse.html",
         "eksempler/notteroy-inkludering.html", "notebooks/utforsk.html", "verktoy/interessentmatrise.html", "om/index.html"]


@pytest.fixture
def still(browser):
    """A page without scripts, for a reader who wants little motion."""
    context = browser.new_context(java_script_enabled=False, reduced_motion="reduce", viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()


def test_landscape_leads_to_every_step_without_scripts(still, address):
    for step in STEPS:
        still.goto(f"{address}/index.html")
        still.locator(".landskap").get_by_role("link", name=step.question).click()
        assert still.url == f"{address}/{step.path}"


def test_plain_links_move_the_landscape_and_the_scenes_tile(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto(f"{address}/index.html")
    strip = page.locator(".landskap")
    assert strip.evaluate("one => one.scrollLeft") == 0
    page.get_by_role("list", name="Gå til et steg i landskapet").get_by_role("link", name="Foredle").click()
    expect(page.locator("#steg-5")).to_be_in_viewport(ratio=0.9)
    boxes = page.locator(".stasjon .scene").evaluate_all("all => all.map((one) => [one.getBoundingClientRect().left, one.getBoundingClientRect().right])")
    assert len(boxes) == len(STEPS)
    for (_, right), (left, _) in zip(boxes, boxes[1:]):
        assert abs(right - left) < 1
    page.close()


def test_landscape_moves_with_the_arrow_keys(browser, address):
    page = browser.new_page(viewport={"width": 700, "height": 800}, reduced_motion="reduce")
    page.goto(f"{address}/index.html")
    page.locator(".landskap").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.landskap').scrollLeft > 0")
    page.close()


@pytest.mark.parametrize("width", [320, 1280, 1920])
def test_landscape_fills_the_screen_and_no_more(width, browser, address):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{address}/index.html")
    box = page.locator(".landskap").bounding_box()
    assert box["x"] <= 0 and box["width"] >= width - 20
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_step_bar_says_where_you_are_and_what_is_next(still, address):
    still.goto(f"{address}/2-hvem/politikere.html")
    bar = still.get_by_role("navigation", name="De fem stegene")
    assert bar.locator("[aria-current=step]").inner_text().split() == ["2", "Hvem"]
    assert "Steg 2 av 5: Hvem skal være med?" in bar.inner_text()
    bar.get_by_role("link", name="Neste steg: System").click()
    assert still.url.endswith("/3-system/index.html")
    bar.get_by_role("link", name="Forrige steg: Hvem").click()
    assert still.url.endswith("/2-hvem/index.html")


def test_step_bar_shows_which_steps_an_example_is_about(still, address, catalogue):
    example = catalogue["notteroy-inkludering"]
    still.goto(f"{address}/eksempler/{example.id}.html")
    bar = still.get_by_role("navigation", name="De fem stegene")
    assert bar.locator("[aria-current]").count() == 0
    marked = bar.locator("li.om").evaluate_all("all => all.map((one) => one.querySelector('.ord').textContent)")
    assert marked == [step.name for step in STEPS if step.code in example.themes]


def test_every_page_but_the_front_has_the_step_bar(site, address):
    for path in pages(site):
        if soup(path).select("meta[http-equiv=refresh]"):
            continue
        bars = len(soup(path).select("nav.stegbar"))
        assert bars == (0 if path == site / "index.html" else 1), path


def test_menu_folds_on_a_phone_and_opens_by_keyboard_without_scripts(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"{address}/2-hvem/politikere.html")
    menu = page.get_by_role("navigation", name="Hovedmeny")
    expect(menu).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.get_by_label("Søk i håndboka").fill("floke")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=floke")
    context.close()


def test_menu_stands_open_where_there_is_room(still, address):
    still.goto(f"{address}/2-hvem/politikere.html")
    expect(still.get_by_role("navigation", name="Hovedmeny")).to_be_visible()
    expect(still.get_by_role("navigation", name="Sider i denne delen")).to_be_visible()
    expect(still.get_by_text("Meny og søk")).to_be_hidden()


@pytest.mark.parametrize("path", KINDS)
def test_text_spacing_and_400_percent_zoom_lose_nothing(path, browser, address):
    """WCAG 1.4.10 and 1.4.12: 1280 px at 400 % is 320 px; more space between letters and lines."""
    page = browser.new_page(viewport={"width": 320, "height": 256})
    page.goto(f"{address}/{path}")
    page.evaluate(TEXT_SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    cut = page.evaluate(
        """() => [...document.querySelectorAll("h1, h2, h3, p, li, dt, dd, a, button, summary, label")].filter((one) => {
          const style = getComputedStyle(one);
          return !one.closest(".skjult, .rull, .hopp, .ord") && style.overflow === "hidden" && one.scrollHeight > one.clientHeight + 1;
        }).map((one) => one.textContent.slice(0, 60))"""
    )
    assert cut == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_front_page_loads_little_and_does_not_jump(scheme, browser, address):
    page = browser.new_page(viewport={"width": 400, "height": 800}, color_scheme=scheme)
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; })"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(f"{address}/index.html", wait_until="networkidle")
    assert len(requests) <= 10
    assert page.evaluate("window.shift") <= 0.02
    assert page.locator("script[src]").count() == 0
    page.close()
