"""What every working tool must do in a browser: keep, open and refuse files, print, and work for everyone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from slik.catalogue import load
from slik.tools import document
from slik.widgets import TOOLS
from tests.bad_files import BAD_FILES
from tests.browser.conftest import load_module
from tests.browser.test_accessibility import violations

MATRIX = "verktoy/interessentmatrise.html"
HOSTILE = '<img src=x onerror="window.hacked = true"> \u202eתיקון\u202c 👩‍👧 {{x}} `kode`'


def tool_pages(site: Path) -> dict[str, str]:
    """Tool → its page."""
    found = {}
    for page in sorted((site / "verktoy").glob("*.html")):
        match = re.search(r'data-slik-widget="(\w+)"', page.read_text("utf-8"))
        if match and match[1] in TOOLS:
            found[match[1]] = page.relative_to(site).as_posix()
    return found


def test_every_tool_has_a_page(site):
    assert set(tool_pages(site)) == set(TOOLS)


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_file_from_the_page_is_pythons_and_survives_a_round_trip(name, site, address, browser, tmp_path):
    page = browser.new_page()
    page.goto(f"{address}/{tool_pages(site)[name]}")
    title = page.locator(".arbeidsark > .felt input").first
    title.fill("Ungdom utenfor")
    with page.expect_download() as download:
        page.get_by_role("button", name="Lagre som fil").click()
    first = Path(download.value.path()).read_bytes()
    assert first.decode() == document.dump(document.parse(first.decode(), TOOLS[name].content_model))
    title.fill("Noe annet")
    (tmp_path / "lagret.json").write_bytes(first)
    page.locator("input[type=file]").first.set_input_files(tmp_path / "lagret.json")
    expect(title).to_have_value("Ungdom utenfor")
    with page.expect_download() as download:
        page.get_by_role("button", name="Lagre som fil").click()
    assert Path(download.value.path()).read_bytes() == first
    page.close()


@pytest.fixture(scope="module")
def matrix(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/{MATRIX}")
    yield page
    page.close()


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_is_told_and_leaves_the_work_alone(name, matrix, tmp_path):
    raw, _, expected = BAD_FILES[name]
    title = matrix.get_by_label("Hva er floken?")
    title.fill(f"Vårt arbeid, {name}")
    (tmp_path / "fil.json").write_bytes(raw)
    matrix.locator("input[type=file]").set_input_files(tmp_path / "fil.json")
    expect(matrix.get_by_role("status")).to_contain_text(expected)
    expect(matrix.get_by_role("status")).to_contain_text("ikke endret")
    expect(title).to_have_value(f"Vårt arbeid, {name}")
    assert matrix.evaluate("document.activeElement.getAttribute('role')") == "status"


def test_the_browser_remembers_only_when_asked_and_forgets_when_asked(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/{MATRIX}")
    page.get_by_label("Hva er floken?").fill("Ungdom utenfor")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_role("button", name="Husk i denne nettleseren").click()
    again = context.new_page()
    again.goto(f"{address}/{MATRIX}")
    expect(again.get_by_label("Hva er floken?")).to_have_value("")
    again.get_by_role("button", name="Hent det som er husket").click()
    expect(again.get_by_label("Hva er floken?")).to_have_value("Ungdom utenfor")
    again.get_by_role("button", name="Slett det som er husket").click()
    assert again.evaluate("localStorage.length + sessionStorage.length") == 0
    expect(again.get_by_role("button", name="Hent det som er husket")).to_have_count(0)
    context.close()


def test_rubbish_in_the_browsers_memory_harms_nothing(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/{MATRIX}")
    page.evaluate("localStorage.setItem('slik-verktoy/stakeholders', '{\"format\":')")
    page.reload()
    page.get_by_role("button", name="Hent det som er husket").click()
    expect(page.get_by_role("status")).to_contain_text("avkuttet eller skadet")
    context.close()


def test_a_reader_is_warned_before_work_is_lost_but_not_when_it_is_saved(browser, address):
    page = browser.new_page()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{address}/{MATRIX}")
    page.get_by_label("Hva er floken?").click()
    page.keyboard.type("Ungdom")
    with page.expect_download():
        page.get_by_role("button", name="Lagre som fil").click()
    page.reload()
    assert asked == []
    page.get_by_label("Hva er floken?").click()
    page.keyboard.type("Ungdom")
    page.reload()
    assert asked == ["beforeunload"]
    page.close()


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_tool_works_from_a_file_under_a_strict_policy_and_tells_no_one(name, site, address, browser):
    for start in ((site / tool_pages(site)[name]).as_uri(), f"{address}/{tool_pages(site)[name]}"):
        page = browser.new_page()
        requests, errors = [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)

        def strict(route):
            response = route.fetch()
            headers = {**response.headers, "content-security-policy": "default-src 'self'; img-src 'self' data:"}
            route.fulfill(response=response, headers=headers)

        page.route("http://**/*.html*", strict)
        page.goto(start)
        page.locator(".arbeidsark > .felt input").first.fill(HOSTILE)
        expect(page.get_by_role("button", name="Lagre som fil")).to_be_visible()
        assert errors == []
        assert [url for url in requests if not url.startswith(("file:", address, "data:"))] == []
        assert page.evaluate("window.hacked") is None
        page.close()


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_tool_fits_the_screen_and_without_scripts_there_is_a_sheet(name, site, address, browser):
    path = tool_pages(site)[name]
    page = browser.new_page(viewport={"width": 320, "height": 700})
    page.goto(f"{address}/{path}")
    page.get_by_role("button", name="Lagre som fil").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """() => [...document.querySelectorAll(".arbeidsark :is(button, input, select, textarea)")].filter((one) => {
          const { width, height } = one.getBoundingClientRect();
          return width && (width < 24 && one.type !== "checkbox" && one.type !== "radio" || height < 22);
        }).map((one) => one.outerHTML)"""
    )
    assert small == []
    page.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    assert page.locator("[data-slik-widget] :is(table, ol, ul, dl)").count() >= 1
    context.close()


# --- the stakeholder matrix -----------------------------------------------------------------------


@pytest.fixture
def page(browser, address):
    context = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/{MATRIX}")
    yield page
    context.close()


def content(page) -> dict:
    with page.expect_download() as download:
        page.get_by_role("button", name="Lagre som fil").click()
    return json.loads(Path(download.value.path()).read_text("utf-8"))["content"]


def test_keyboard_alone_adds_names_places_and_removes(page):
    page.get_by_label("Legg til en aktør").focus()
    for name in ("Ungdommene", "Skolen"):
        page.keyboard.type(name)
        page.keyboard.press("Enter")
    page.locator("[data-key='mark-0']").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.mark") == "0"
    expect(page.get_by_role("status")).to_have_text("Ungdommene: innflytelse ingen, interesse stor, gi en stemme.")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.value") == "Ungdommene"
    page.keyboard.type(" og foreldrene")
    actors = content(page)["actors"]
    assert [(one["name"], one["influence"], one["interest"]) for one in actors] == [
        ("Ungdommene og foreldrene", "ingen", "stor"), ("Skolen", "middels", "middels"),
    ]
    page.get_by_role("button", name="Ta bort Skolen").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-key^='mark-']")).to_have_count(1)
    page.get_by_role("button", name="Angre").click()
    expect(page.locator("[data-key^='mark-']")).to_have_count(2)


@pytest.mark.parametrize("touch", [False, True])
def test_an_actor_is_dragged_to_another_cell(touch, browser, address):
    context = browser.new_context(has_touch=touch, viewport={"width": 400 if touch else 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/{MATRIX}")
    page.get_by_label("Legg til en aktør").fill("Skolen")
    page.keyboard.press("Enter")
    mark = page.locator("[data-key='mark-0']")
    mark.scroll_into_view_if_needed()
    box, svg = mark.bounding_box(), page.locator(".matriseflate svg").first.bounding_box()
    start = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    end = (svg["x"] + svg["width"] * 0.95, svg["y"] + svg["height"] * 0.25)
    if touch:
        session = context.new_cdp_session(page)
        for kind, points in (("touchStart", [start]), ("touchMove", [end]), ("touchEnd", [])):
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})
    else:
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move(*end, steps=4)
        page.mouse.up()
    expect(page.get_by_role("status")).to_have_text("Skolen: innflytelse stor, interesse stor, samarbeid tett.")
    context.close()


def test_gaps_name_the_examples_and_can_be_filled(page, catalogue):
    page.get_by_label("Legg til en aktør").fill("Ungdommene")
    page.keyboard.press("Enter")
    example = catalogue["notteroy-inkludering"]
    page.get_by_label("Eller et bestemt eksempel").select_option(example.id)
    page.get_by_role("button", name="Ta med").click()
    expect(page.get_by_text("Dere sammenligner med eksemplene dere har huket av.")).to_be_visible()
    rows = page.locator("table", has_text="som ikke står på arket").locator("tbody tr")
    groups = {actor.group for actor in example.stakeholders}
    expect(rows).to_have_count(len(groups))
    for i in range(len(groups)):
        assert example.title in rows.nth(i).inner_text()
    page.get_by_role("button", name=re.compile("^Legg til Brukere")).click()
    expect(rows).to_have_count(len(groups) - 1)
    saved = content(page)
    assert saved["examples"] == [example.id]
    assert saved["actors"][1]["group"] == "brukere"


def test_the_link_from_an_example_compares_with_it(page, address, catalogue):
    example = catalogue["notteroy-inkludering"]
    page.goto(f"{address}/eksempler/{example.id}.html")
    page.get_by_role("link", name="Lag deres egen matrise").click()
    page.get_by_label("Legg til en aktør").fill("Ungdommene")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox", name=example.title)).to_be_checked()
    assert content(page)["examples"] == [example.id]


def test_hostile_names_are_text_everywhere(page):
    page.get_by_label("Legg til en aktør").fill(HOSTILE)
    page.keyboard.press("Enter")
    assert page.locator(".arbeidsark img").count() == 0
    assert page.evaluate("window.hacked") is None
    assert page.locator("legend bdi").first.inner_text().startswith("<img src=x")
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned SVG").click()
    svg = Path(download.value.path()).read_text("utf-8")
    assert "&lt;img" in svg and "<img" not in svg
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned PNG").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")
    page.get_by_label("Navn").fill("=1+1")
    with page.expect_download() as download:
        page.get_by_role("button", name="Last ned CSV").click()
    assert "'=1+1;" in Path(download.value.path()).read_text("utf-8-sig")


def test_25_actors_print_on_one_page(page):
    page.get_by_role("button", name="Sett inn vanlige aktører").click()
    for i in range(16):
        page.get_by_label("Legg til en aktør").fill(f"Aktør med et ganske langt navn {i}")
        page.keyboard.press("Enter")
    pdf = page.pdf(format="A4", prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_no_label_overlaps_another_or_leaves_its_cell(browser, address):
    """The same layout paints the screen, SVG, PNG and paper; random crowds, wide names."""
    page = browser.new_page()
    page.goto(f"{address}/om/index.html")
    load_module(page, "stakeholders")
    data = TOOLS["stakeholders"].state(load(), lambda path: path)
    wrong = page.evaluate(
        """(data) => {
          const codes = data.levels.map(([code]) => code);
          let seed = 2014;
          const random = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
          const wrong = [];
          for (let round = 0; round < 120; round++) {
            const crowd = round % 3 === 0;
            const actors = Array.from({ length: 1 + random(25) }, () => ({
              name: Array.from({ length: 1 + random(60) }, () => "WWmi lÅ👩g-".charAt(random(10))).join(""),
              influence: codes[crowd ? 3 : random(4)], interest: codes[crowd ? 3 : random(4)],
              strongly_affected: Boolean(random(2)), details: "eier, med fra idé",
            }));
            for (const options of [{ width: 288 }, { width: 300 }, { width: 520, names: true }, { width: 720, names: true, key: true }]) {
              const layout = m.layOut(actors, data, options);
              const svg = document.body.appendChild(m.toSvg(layout, "x"));
              actors.forEach((actor, i) => {
                const mark = layout.marks[i];
                const column = codes.indexOf(actor.interest), row = codes.indexOf(actor.influence);
                const inside = layout.columns[column] <= mark.x && mark.x + mark.width <= layout.columns[column + 1] &&
                  layout.rows[row][0] <= mark.y && mark.y + mark.height <= layout.rows[row][1];
                if (!inside) wrong.push(["outside", round, i]);
                for (let j = 0; j < i; j++) {
                  const other = layout.marks[j];
                  if (mark.x < other.x + other.width && other.x < mark.x + mark.width && mark.y < other.y + other.height && other.y < mark.y + mark.height) wrong.push(["overlap", round, i, j]);
                }
              });
              for (const text of svg.querySelectorAll("text")) {
                const box = text.getBBox();
                const mark = text.parentElement.dataset.mark;
                const room = mark === undefined ? { x: 0, y: 0, width: layout.width, height: layout.height } : layout.marks[mark];
                if (box.x < room.x - 1 || box.x + box.width > room.x + room.width + 1 || box.y < room.y - 2 || box.y + box.height > room.y + room.height + 2) wrong.push(["text", round, text.textContent, box.x + box.width, room.x + room.width]);
              }
              svg.remove();
            }
          }
          return wrong.slice(0, 5);
        }""",
        data,
    )
    assert wrong == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_matrix_has_no_violations_empty_or_filled(width, scheme, address, browser):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{MATRIX}")
    assert violations(page) == []
    page.get_by_role("button", name="Sett inn vanlige aktører").click()
    page.get_by_label("Blir sterkt berørt").first.check()
    page.get_by_text("Gruppe, rolle, tiltak og merknad").first.click()
    page.get_by_text("Matrisen i eksemplet").first.click()
    assert violations(page) == []
    context.close()
