"""The stakeholder matrix: Python and JavaScript give the same answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slik.catalogue import load
from slik.model import UNKNOWN
from slik.tools import stakeholders
from slik.tools.stakeholders import Actor, StakeholderMatrix
from slik.vocabulary import vocabulary
from slik.widgets import TOOLS
from tests.browser.conftest import load_module

ALL = load()


def codes(name: str, *more: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*vocabulary(name).codes, *more])


actors = st.builds(
    Actor,
    name=st.sampled_from(["Skolen", "Ungdommene", "=1+1", "<b>", ""]), group=codes("stakeholder_groups", UNKNOWN), role=codes("roles"),
    joined=codes("phases", UNKNOWN), influence=codes("levels"), interest=codes("levels"), strongly_affected=st.booleans(),
    expects=st.just(""), measure=st.just("Møte"), note=st.just(""),
)  # fmt: skip
sheets = st.builds(StakeholderMatrix, title=st.just(""), actors=st.lists(actors, max_size=8), examples=st.just([]))


@pytest.fixture(scope="module")
def module(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/om/index.html")
    load_module(page, "stakeholders")
    page.evaluate("(data) => { window.data = data; }", TOOLS["stakeholders"].state(ALL, lambda path: path))
    yield page
    page.close()


@settings(max_examples=80, deadline=None)
@given(sheet=sheets)
def test_python_and_javascript_give_the_same_answers(module, sheet):
    advice, similar, missing, register = module.evaluate(
        """(content) => {
          const near = m.similar(data, content);
          return [m.advice(data, content), near.map((i) => data.examples[i].id),
            m.missing(data, content, near).map(([group, having]) => [group, having.map((i) => data.examples[i].id)]), m.register(data, content)];
        }""",
        sheet.model_dump(mode="json"),
    )
    assert advice == [list(one) for one in stakeholders.advice(sheet)]
    examples = stakeholders.similar(sheet, ALL)
    assert similar == [example.id for example in examples]
    assert missing == [list(one) for one in stakeholders.missing(sheet, examples)]
    assert register == stakeholders.register(sheet)
