"""The file a reader saves from a tool: one format with a version number for all tools.

The same file is read and written by the front end (``tool.mjs``), which checks it against
the JSON Schema of the same model. A round trip gives the same bytes.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import StringConstraints, ValidationError

from slik.frontmatter import dotted
from slik.messages import located
from slik.model import StrictModel

FORMAT = "slik-verktoy"
VERSION = 1
#: Largest file that is read, in bytes; a full matrix is some 20 kB.
MAX_BYTES = 1_000_000

#: A name or a line; may be empty, because a reader fills in one thing at a time.
Short = Annotated[str, StringConstraints(max_length=200)]
#: A note or a reason.
Long = Annotated[str, StringConstraints(max_length=2000)]


class ToolFileError(ValueError):
    """A saved file that cannot be used, with what is wrong and what to do, in Norwegian."""


class Content(StrictModel):
    """What a reader has filled in. Every field is required: a file is complete or refused."""

    #: Code of the tool, as in the file and in the name of its front end.
    tool: ClassVar[str]
    #: What the tool is called on the screen.
    label: ClassVar[str]

    title: Short

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """Return the JSON Schema the front end checks files against, without descriptions."""
        return _without(cls.model_json_schema(), {"title", "description", "default"})


C = TypeVar("C", bound=Content)


def dump(content: Content) -> str:
    """Return the text of a saved file."""
    document = {"format": FORMAT, "version": VERSION, "tool": content.tool, "content": content.model_dump(mode="json")}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def read(path: Path, model: type[C]) -> C:
    """Read a saved file; see :func:`parse` for the errors."""
    try:
        return parse(path.read_bytes().decode("utf-8-sig"), model)
    except UnicodeDecodeError:
        raise ToolFileError("Filen er ikke lagret som UTF-8. Den er skadet, eller lagret av et annet program.") from None


def parse(text: str, model: type[C]) -> C:
    """Read the text of a saved file.

    Args:
        text: What stands in the file.
        model: The tool's content.

    Raises:
        ToolFileError: Truncated, too large, of a newer version, of another tool, or changed
            by hand so that it no longer fits.
    """
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise ToolFileError("Filen har tegn som ikke finnes. Den er skadet.") from None
    if size > MAX_BYTES:
        raise ToolFileError("Filen er for stor til å være lagret herfra (over 1 MB).")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise ToolFileError("Filen er avkuttet eller skadet: Det er ikke gyldig JSON.") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ToolFileError("Dette er ikke en fil som er lagret fra et verktøy i SLIK-håndboka.")
    version = document.get("version")
    if type(version) is int and version > VERSION:
        raise ToolFileError(
            f"Filen er lagret med en nyere utgave av verktøyet (versjon {version}; denne leser {VERSION}). "
            "Bruk den nyeste utgaven av håndboka."
        )
    if version != VERSION:
        raise ToolFileError("Filen mangler et gyldig versjonsnummer.")
    if document.get("tool") != model.tool:
        raise ToolFileError(f"Filen hører til et annet verktøy. Her kan du åpne filer fra {model.label.lower()}.")
    try:
        json.dumps(document, ensure_ascii=False).encode()
        return model.model_validate(document.get("content"))
    except ValidationError as error:
        path, message = located(error.errors())[0]
        raise ToolFileError(f"Noe i filen er endret eller skadet, ved {dotted(path) or 'content'}: {message}") from None
    except UnicodeEncodeError:
        raise ToolFileError("Filen har tegn som ikke finnes. Den er skadet.") from None


def _without(schema: Any, keys: set[str]) -> Any:
    """Drop annotations from a schema, but never a property that has one of the names."""
    if isinstance(schema, list):
        return [_without(item, keys) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: {key: _without(value, keys) for key, value in part.items()} if name in ("properties", "$defs") else _without(part, keys)
        for name, part in schema.items()
        if name not in keys
    }
