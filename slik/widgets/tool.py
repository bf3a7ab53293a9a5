"""What all working tools have in common: their content, live in Jupyter and in the static book."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from slik import render, urls
from slik.catalogue import Catalogue, load
from slik.model import StrictModel
from slik.tools import document
from slik.tools.document import Content

FOLDER = Path(__file__).parent


def as_json(state: object) -> str:
    """Write data for a script element: «<» would let a text end the element.

    >>> as_json({"a": "</script>"})
    '{"a":"\\\\u003c/script>"}'
    """
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


class Tool(anywidget.AnyWidget):
    """A working tool in Jupyter; what stands in it is ``tool.document``.

    Args:
        document: What to start with; an empty sheet when left out.
        catalogue: The examples the tool refers to; the whole handbook when left out.

    Subclasses set ``content_model``, ``rules`` and ``_esm``, and write :meth:`blank` and :meth:`payload`.
    """

    _css = FOLDER / "widgets.css"
    content_model: ClassVar[type[Content]]
    #: The open rule table, as the page shows it.
    rules: ClassVar[StrictModel]
    data = traitlets.Dict().tag(sync=True)
    content = traitlets.Dict().tag(sync=True)
    in_book = traitlets.Bool(False).tag(sync=True)

    def __init__(self, document: Content | None = None, catalogue: Catalogue | None = None, **state: Any) -> None:
        catalogue = load() if catalogue is None else catalogue
        content = (self.blank() if document is None else document).model_dump(mode="json")
        super().__init__(data=self.state(catalogue, urls.in_lab()), content=content, **state)

    # --- what a subclass writes ---

    @classmethod
    def blank(cls) -> Content:
        """Return what the tool starts with."""
        raise NotImplementedError

    @classmethod
    def payload(cls, catalogue: Catalogue, url: Callable[[str], str]) -> dict[str, Any]:
        """Return what the front end needs from the handbook, as JSON-ready data.

        Args:
            catalogue: The examples.
            url: Turns a path from the site's root into an address the reader can follow.
        """
        return {}

    # --- the same for all ---

    @classmethod
    def state(cls, catalogue: Catalogue, url: Callable[[str], str]) -> dict[str, Any]:
        """Return the front end's data: the payload, and how files are written and checked."""
        model = cls.content_model
        return {
            "tool": model.tool,
            "label": model.label,
            "format": document.FORMAT,
            "version": document.VERSION,
            "maxBytes": document.MAX_BYTES,
            "schema": model.schema(),
            "blank": cls.blank().model_dump(mode="json"),
            **cls.payload(catalogue, url),
        }

    @property
    def document(self) -> Content:
        """What stands in the tool now, as :attr:`content_model`; can be set."""
        return self.content_model.model_validate(self.content)

    @document.setter
    def document(self, content: Content) -> None:
        self.content = content.model_dump(mode="json")

    @traitlets.validate("content")
    def _check_content(self, proposal: Any) -> dict[str, Any]:
        return self.content_model.model_validate(proposal["value"]).model_dump(mode="json")

    def write_file(self, path: Path | str) -> None:
        """Write the file a reader gets from «Lagre som fil»."""
        Path(path).write_text(document.dump(self.document), "utf-8")

    def read_file(self, path: Path | str) -> None:
        """Read a saved file into the tool.

        Raises:
            slik.tools.document.ToolFileError: The file cannot be used; the tool is as it was.
        """
        self.document = document.read(Path(path), self.content_model)

    @classmethod
    def static_html(cls, catalogue: Catalogue, url: Callable[[str], str]) -> str:
        """Return the tool as the static book shows it: a sheet to print, and the tool's state.

        Args:
            catalogue: The examples.
            url: Turns a path from the site's root into an address seen from the page.
        """
        data = cls.state(catalogue, url)
        sheet = render.html(f"tools/{cls.content_model.tool}", data=data, url=url)
        state = as_json({"data": data, "content": data["blank"], "in_book": True})
        return (
            f'<div data-slik-widget="{cls.content_model.tool}">{sheet}'
            f'<script type="application/json">{state}</script></div>'
        )
