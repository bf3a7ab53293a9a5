"""The self-assessment as a widget: answers on the screen are next actions in Python too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slik import urls
from slik.catalogue import Catalogue
from slik.paths import default_root
from slik.selection import varied
from slik.tools import assessment
from slik.tools.assessment import RULES, UNANSWERED, NextAction, Rule
from slik.vocabulary import label, vocabulary
from slik.widgets.bundle import bundle
from slik.widgets.tool import FOLDER, Tool

#: Examples shown with each action.
EXAMPLES = 2


class SelfAssessment(Tool):
    """Look at your own innovation system; ``widget.next_actions`` is what the screen shows."""

    _esm = bundle(FOLDER / "assessment.mjs")
    content_model = assessment.Assessment
    rules = RULES

    @classmethod
    def blank(cls) -> assessment.Assessment:
        """Return a sheet where nothing is answered."""
        answers = [{"statement": statement.id, "answer": UNANSWERED} for statement in RULES.statements]
        return assessment.Assessment.model_validate({"title": "", "answers": answers})

    @classmethod
    def payload(cls, catalogue: Catalogue, url: Callable[[str], str]) -> dict[str, Any]:
        """Return the rule table, and the pages and examples it leads to; see :meth:`Tool.payload`."""
        all_rules = {"start": RULES.start} | {
            f"{statement.id} {group.code}": statement.rule(group.code)
            for statement in RULES.statements
            for group in RULES.groups
        }
        pages = sorted({rule.page for rule in all_rules.values()})
        return {
            "rules": _without_examples(RULES.model_dump(mode="json", exclude={"frames", "sources"})),
            "themes": [[item.code, item.label] for item in vocabulary("themes")],
            "pages": {page: {"title": page_title(page), "url": url(f"{page}.html")} for page in pages},
            "examples": {
                key: [
                    {"title": example.title, "url": url(urls.example_path(example.id))}
                    for example in examples(rule, catalogue, key)
                ]
                for key, rule in all_rules.items()
            },
        }

    @property
    def next_actions(self) -> list[NextAction]:
        """What to do next; see :func:`slik.tools.assessment.next_actions`."""
        document: Any = self.document
        return assessment.next_actions(assessment.answers_of(document))


def examples(rule: Rule, catalogue: Catalogue, seed: str) -> Catalogue:
    """Return the examples shown with an action, with failures among them."""
    return varied(catalogue.filter(**rule.examples.facets()), EXAMPLES, seed)


def page_title(page: str) -> str:
    """Return the heading of a page in the book.

    Raises:
        FileNotFoundError: The rule table names a page that does not exist.
    """
    text = (default_root() / urls.BOOK / f"{page}.md").read_text("utf-8")
    headings = (line.removeprefix("# ") for line in text.splitlines() if line.startswith("# "))
    # A method's page gets its heading from the code list.
    return next(headings, None) or label("methods", page.partition("/")[2])


def _without_examples(rules: Any) -> Any:
    """Drop the selections: the front end gets the examples they choose."""
    if isinstance(rules, list):
        return [_without_examples(one) for one in rules]
    if isinstance(rules, dict):
        return {key: _without_examples(value) for key, value in rules.items() if key != "examples"}
    return rules
