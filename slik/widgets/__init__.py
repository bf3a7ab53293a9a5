"""Widgets that run live in Jupyter and, from the same front-end module, in the static book."""

from slik.widgets.decision import DecisionMatrix
from slik.widgets.explorer import Explorer
from slik.widgets.stakeholders import StakeholderMatrix
from slik.widgets.tool import Tool

#: The working tools by the code that stands in their files.
TOOLS: dict[str, type[Tool]] = {tool.content_model.tool: tool for tool in (StakeholderMatrix, DecisionMatrix)}

__all__ = ["TOOLS", "DecisionMatrix", "Explorer", "StakeholderMatrix", "Tool"]
