"""Widgets that run live in Jupyter and, from the same front-end module, in the static book."""

from slik.widgets.assessment import SelfAssessment
from slik.widgets.decision import DecisionMatrix
from slik.widgets.explorer import Explorer
from slik.widgets.floke_guide import FlokeGuide
from slik.widgets.presence import Presence
from slik.widgets.responsibility import ResponsibilityMatrix
from slik.widgets.stakeholders import StakeholderMatrix
from slik.widgets.tool import Tool

#: The working tools by the code that stands in their files.
TOOLS: dict[str, type[Tool]] = {
    tool.content_model.tool: tool
    for tool in (FlokeGuide, StakeholderMatrix, DecisionMatrix, ResponsibilityMatrix, SelfAssessment)
}

#: What ``{verktoy}`` shows: the working tools, and widgets over the examples that save nothing.
ON_PAGES: dict[str, type[Tool | Presence]] = {**TOOLS, "presence": Presence}

__all__ = ["ON_PAGES", "TOOLS", "DecisionMatrix", "Explorer", "FlokeGuide", "Presence", "ResponsibilityMatrix", "SelfAssessment", "StakeholderMatrix", "Tool"]
