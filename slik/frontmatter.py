"""Read a Markdown file with YAML front matter, remembering the line of every field.

libyaml's node tree gives both the values and their line numbers in one pass. Plain
scalars follow YAML 1.2: only ``true``/``false``, numbers and ``null`` are special, so
``no`` stays the text «no» and a date stays the text that was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from slik.problems import CatalogueError, Problem

#: A path into the front matter: ``("results", 0, "sources")``.
FieldPath = tuple[str | int, ...]

_DELIMITER = re.compile(r"^---[ \t]*$", re.MULTILINE)
_CONTROL = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAX_BYTES = 1_000_000


class _Loader(yaml.CSafeLoader):
    """libyaml with the scalars of YAML 1.2's core schema and nothing else."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]*)$"), list("-0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^-?(0|[1-9][0-9]*)\.[0-9]+$"), list("-0123456789")
)

_SCALARS = {
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:str": str,
}

_YAML_MESSAGES = (
    ("cannot start any token", "Et tegn her kan ikke stå først i en verdi. Sett verdien i anførselstegn."),
    ("mapping values are not allowed", "Et kolon midt i teksten må stå i anførselstegn: skriv 'tekst: mer tekst'."),
    ("found unexpected end of stream", "Et anførselstegn er åpnet, men ikke lukket."),
    ("did not find expected key", "Innrykket stemmer ikke med linjene over, eller et anførselstegn mangler."),
    ("did not find expected '-' indicator", "Punktene i listen har ulikt innrykk."),
    ("could not find expected ':'", "Det mangler et kolon etter feltnavnet."),
    ("undefined alias", "Stjernen * viser til et anker som ikke finnes. Sett teksten i anførselstegn."),
)


@dataclass(frozen=True)
class Document:
    """A parsed file.

    Attributes:
        data: The front matter as plain Python values.
        body: The Markdown below the front matter.
        body_line: Line number of the body's first line.
        lines: Line number of every field in the front matter.
    """

    data: dict[str, Any]
    body: str
    body_line: int
    lines: dict[FieldPath, int] = field(repr=False)

    def line(self, path: FieldPath) -> int:
        """Return the line of the field, or of the nearest field around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def dotted(path: FieldPath) -> str:
    """Write a field path as an analyst reads it.

    >>> dotted(("results", 0, "sources"))
    'results[0].sources'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def read(path: Path, name: str) -> Document:
    """Read one file from disk.

    Args:
        path: The file.
        name: The file's name in error messages.

    Raises:
        CatalogueError: The file cannot be read as UTF-8 text with valid front matter.
    """
    raw = path.read_bytes()
    if len(raw) > _MAX_BYTES:
        raise CatalogueError([Problem(name, 0, "", "Filen er større enn 1 MB. Et eksempel er noen få kilobyte tekst.")])
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = "Filen er ikke lagret som UTF-8. Lagre den på nytt med tegnkoding UTF-8."
        raise CatalogueError([Problem(name, line, "", message)]) from None
    return parse(text, name)


def parse(text: str, name: str) -> Document:
    """Parse text with front matter; see :func:`read` for arguments and errors."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    marks = [match for _, match in zip(range(2), _DELIMITER.finditer(text))]
    if len(marks) < 2 or text[: marks[0].start()].strip():
        message = "Fant ikke feltene. Filen må begynne med en linje --- og ha en ny linje --- etter feltene."
        raise CatalogueError([Problem(name, 1, "", message)])
    offset = text.count("\n", 0, marks[0].end())
    source = text[marks[0].end() : marks[1].start()]
    data, lines = fields(source, name, offset)
    body = text[marks[1].end() :].lstrip("\n")
    body_line = text.count("\n", 0, len(text) - len(body)) + 1
    return Document(data, body, body_line, lines)


def fields(source: str, name: str, offset: int = 0) -> tuple[dict[str, Any], dict[FieldPath, int]]:
    """Parse YAML fields.

    Args:
        source: The YAML.
        name: The file's name in error messages.
        offset: Lines above the YAML in its file.

    Returns:
        The values, and the line number of every field.

    Raises:
        CatalogueError: The text is not valid YAML, or not fields with names.
    """
    problems: list[Problem] = []
    lines: dict[FieldPath, int] = {}
    try:
        node = yaml.compose(source, Loader=_Loader)
        data = _construct(node, (), lines, problems, name, offset) if node else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + 1
        raise CatalogueError([Problem(name, offset + line, "", _explain(error, source, line, offset))]) from None
    except yaml.YAMLError:
        unreadable = _CONTROL.search(source)
        line = offset + source.count("\n", 0, unreadable.start()) + 1 if unreadable else 1
        message = "Linjen har et usynlig tegn som ikke kan leses. Slett det, eller skriv linjen på nytt."
        raise CatalogueError([Problem(name, line, "", message)]) from None
    if not isinstance(data, dict):
        problems.append(Problem(name, offset + 1, "", "Feltene må skrives som «navn: verdi», ett felt på hver linje."))
    if problems:
        raise CatalogueError(problems)
    return data, lines


def _construct(
    node: yaml.Node,
    path: FieldPath,
    lines: dict[FieldPath, int],
    problems: list[Problem],
    name: str,
    offset: int,
) -> Any:
    lines.setdefault(path, offset + node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        convert = _SCALARS.get(node.tag)
        if convert is None:
            message = f"Merket {node.tag} er ikke tillatt. Skriv bare verdien."
            problems.append(Problem(name, lines[path], dotted(path), message))
            return None
        return convert(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(item, (*path, i), lines, problems, name, offset) for i, item in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = offset + key_node.start_mark.line + 1
        key = str(key_node.value) if isinstance(key_node, yaml.ScalarNode) else ""
        lines[(*path, key)] = line
        if not key:
            problems.append(Problem(name, line, dotted(path), "Feltnavnet mangler eller er ikke vanlig tekst."))
        elif key in result:
            message = f"Feltet «{key}» står to ganger. Slå dem sammen til ett."
            problems.append(Problem(name, line, dotted((*path, key)), message))
        result[key] = _construct(value_node, (*path, key), lines, problems, name, offset)
    return result


def _explain(error: yaml.MarkedYAMLError, source: str, line: int, offset: int) -> str:
    """Say in Norwegian what libyaml found wrong."""
    source_lines = source.split("\n")
    for number in (line, line - 1):
        if 0 < number <= len(source_lines) and re.match(r"^ *\t", source_lines[number - 1]):
            return f"Linje {offset + number} er rykket inn med tabulator. Bruk mellomrom."
    for english, norwegian in _YAML_MESSAGES:
        if english in (error.problem or ""):
            return norwegian
    return "Feltene er ikke gyldig YAML her. Se etter feil innrykk, manglende kolon eller manglende anførselstegn."
