"""The guide to one floke as a widget: six answers, and at once whom, how and three examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slik import urls
from slik.catalogue import Catalogue, load
from slik.tools import floke_guide, stakeholders
from slik.tools.document import Content
from slik.tools.floke_guide import RULES, Advice, Answers, Guide, Option
from slik.vocabulary import label, vocabulary
from slik.widgets.bundle import bundle
from slik.widgets.payload import EXPLORER_FACETS, address
from slik.widgets.tool import FOLDER, Tool

#: Where filters lead that the explorer does not have: every stopped attempt, with why.
_FAILURES = "rom-for-feil/index.html"


class FlokeGuide(Tool):
    """Answer six questions about a floke; ``widget.advice`` is what follows."""

    _esm = bundle(FOLDER / "floke_guide.mjs")
    content_model = Answers
    rules = RULES

    def __init__(self, document: Content | None = None, catalogue: Catalogue | None = None, **state: Any) -> None:
        catalogue = load() if catalogue is None else catalogue
        self._guide = Guide(RULES, catalogue)
        super().__init__(document, catalogue, **state)

    @classmethod
    def blank(cls) -> Answers:
        """Return no answers."""
        return floke_guide.blank()

    @property
    def advice(self) -> Advice:
        """What follows from the answers on the screen; see :func:`slik.tools.floke_guide.advise`."""
        answers: Any = self.document
        return self._guide.advise(answers)

    @classmethod
    def payload(cls, catalogue: Catalogue, url: Callable[[str], str]) -> dict[str, Any]:
        """Return the rules, with the positions of the examples each filter matches; see :meth:`Tool.payload`."""
        guide = Guide(RULES, catalogue)

        def option(one: Option) -> dict[str, Any]:
            return {
                "code": one.code,
                "label": one.label,
                "actors": [rule.model_dump() for rule in one.actors],
                "methods": [rule.model_dump() for rule in one.methods],
                "examples": {
                    "points": one.examples.points,
                    "because": one.examples.because,
                    "matches": sorted(guide.matches(one)),
                    "more": url(_explore(one)),
                },
            }

        return {
            "shown": RULES.shown.model_dump(),
            "inPhase": RULES.in_phase,
            "phases": [(item.code, item.label) for item in vocabulary("phases")],
            "groups": [
                {"code": item.code, "label": item.label, "url": url(address({"stakeholder_groups": [item.code]}))}
                for item in vocabulary("stakeholder_groups")
            ],
            "methods": [
                {"code": code, "label": label("methods", code), "url": url(f"metoder/{code}.html"), "phases": phases}
                for code, phases in floke_guide.method_phases().items()
            ],
            "questions": [
                {
                    "code": question.code,
                    "label": question.label,
                    "help": question.help,
                    "options": [option(one) for one in question.options],
                }
                for question in RULES.questions
            ],
            "base": option(RULES.base),
            "examples": [
                {
                    "id": example.id,
                    "title": example.title,
                    "url": url(urls.example_path(example.id)),
                    "place": ", ".join(place.name for place in example.places),
                    "period": str(example.period),
                    "outcome": label("outcomes", example.outcome.code),
                    "reason": example.outcome.reason,
                    "stopped": example.stopped_or_failed,
                    "partly": example.outcome.code == "delvis",
                }
                for example in guide.examples
            ],
            "matrix": {
                "tool": stakeholders.StakeholderMatrix.tool,
                "actor": stakeholders.COLUMNS,
                "affectedGroups": stakeholders.RULES.affected_groups,
            },
        }


def _explore(option: Option) -> str:
    """Return the explorer with an answer's filter set, or the stopped attempts when it has no such filter."""
    facets = option.examples.filter.facets()
    known = {facet.key for facet in EXPLORER_FACETS}
    return address(facets) if facets.keys() <= known else _FAILURES
