"""The prose of an example: a small, safe subset of Markdown.

The body is parsed with a CommonMark parser and written out again from its tokens, so
nothing the author typed reaches a page as HTML, as a directive or as a role. Allowed are
paragraphs, lists, emphasis, web links and citations of the file's own sources: ``[@key]``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.token import Token

from slik.model import refuse_contact_details

#: The fixed sections of an example, in order; the last one may be left out.
SECTIONS = ("Floken", "Hva ble gjort", "Resultater", "Lærdom", "Hva skjedde etterpå?")
OPTIONAL_SECTIONS = SECTIONS[-1:]

_PARSER = MarkdownIt("commonmark", {"html": True})
_CITATION = re.compile(r"\[@([a-z0-9-]+(?:;\s*@[a-z0-9-]+)*)\]")
_LINK_ELSEWHERE = re.compile(r"\]\(\s*<?((?!https?://)[^)\s]*)")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_REFUSED = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "fence": "en kodeblokk",
    "code_block": "en linje med fire mellomrom foran, som blir til kode. Fjern innrykket",
    "code_inline": "kode mellom `tegn`",
    "image": "et bilde. Bruk feltet image",
    "hr": "en skillelinje",
    "blockquote_open": "et sitat med >. Skriv med egne ord",
}


class ProseError(ValueError):
    """Something in the prose is not allowed.

    Attributes:
        line: 1-based line in the text that was parsed.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def escape(text: str) -> str:
    """Escape plain text so that MyST shows every character as it is.

    Letters, digits and spaces stay; ASCII punctuation gets a backslash and line breaks
    become spaces. ``&`` and ``<`` become entities, because they start HTML.
    """
    escaped = _PUNCTUATION.sub(r"\\\1", " ".join(text.split()))
    return escaped.replace("\\&", "&amp;").replace("\\<", "&lt;").replace("\\>", "&gt;")


def split_sections(body: str) -> tuple[dict[str, str], list[ProseError]]:
    """Split a body at its ``##`` headings and check that they are the fixed ones."""
    errors: list[ProseError] = []
    sections: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(body.split("\n"), 1):
        if match := re.match(r"^(#{1,6})\s+(.*?)\s*#*\s*$", line):
            name = match[2]
            if match[1] != "##" or name not in SECTIONS:
                allowed = ", ".join(f"«## {section}»" for section in SECTIONS)
                errors.append(ProseError(number, f"Overskriften «{line.strip()}» kan ikke brukes. Bruk {allowed}."))
            elif name in sections:
                errors.append(ProseError(number, f"Overskriften «## {name}» står to ganger."))
            current = sections.setdefault(name, [])
            # Keep line numbers: the section's text starts below its heading.
            current.extend([""] * (number - len(current)))
        elif current is not None:
            current.append(line)
        elif line.strip():
            errors.append(ProseError(number, "Teksten må begynne med overskriften «## Floken»."))
            current = []
    found = [name for name in sections if name in SECTIONS]
    for name in SECTIONS:
        if name not in found and name not in OPTIONAL_SECTIONS:
            errors.append(ProseError(1, f"Overskriften «## {name}» mangler."))
        elif name in found and not "".join(sections[name]).strip():
            errors.append(ProseError(len(sections[name]), f"Det står ingen tekst under «## {name}»."))
    if found != [name for name in SECTIONS if name in found]:
        errors.append(ProseError(1, f"Overskriftene må stå i denne rekkefølgen: {', '.join(SECTIONS)}."))
    return {name: "\n".join(lines) for name, lines in sections.items()}, errors


def citations(text: str) -> list[str]:
    """Return the source keys cited in the text, in order.

    >>> citations("Det stoppet [@rapport; @avis].")
    ['rapport', 'avis']
    """
    return [key.strip().lstrip("@") for match in _CITATION.finditer(text) for key in match[1].split(";")]


def check(text: str) -> list[ProseError]:
    """Return everything in the prose that is not allowed."""
    errors: list[ProseError] = []
    for token in _PARSER.parse(text):
        line = (token.map[0] if token.map else 0) + 1
        for item in (token, *(token.children or ())):
            if item.type in _REFUSED:
                errors.append(ProseError(line, f"Teksten har {_REFUSED[item.type]}. Det er ikke tillatt her."))
    for number, line_text in enumerate(text.split("\n"), 1):
        for match in _LINK_ELSEWHERE.finditer(line_text):
            errors.append(ProseError(number, f"Lenken «{match[1]}» må begynne med https://."))
        try:
            refuse_contact_details(line_text)
        except ValueError as error:
            errors.append(ProseError(number, str(error)))
    return errors


def to_myst(text: str, cite: Callable[[str], str]) -> str:
    """Write checked prose as MyST Markdown that can do nothing but show it.

    Args:
        text: Prose that :func:`check` accepts.
        cite: Turns a source key into the Markdown or HTML of its reference.
    """
    blocks: list[str] = []
    markers: list[str] = []
    numbers: list[int] = []
    pending = ""
    for token in _PARSER.parse(text):
        if token.type == "bullet_list_open":
            markers.append("-")
            numbers.append(0)
        elif token.type == "ordered_list_open":
            markers.append("1.")
            numbers.append(int(token.attrs.get("start", 1)) - 1)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            markers.pop()
            numbers.pop()
        elif token.type == "list_item_open":
            numbers[-1] += 1
            marker = markers[-1] if markers[-1] == "-" else f"{numbers[-1]}."
            pending = "    " * (len(markers) - 1) + marker.ljust(4)
        elif token.type == "inline":
            indent = pending or "    " * len(markers)
            pending = ""
            blocks.append(indent + _inline(token.children or [], cite))
    return "\n\n".join(blocks)


def _inline(tokens: list[Token], cite: Callable[[str], str]) -> str:
    out: list[str] = []
    text = ""
    marks = {"em_open": "*", "em_close": "*", "strong_open": "**", "strong_close": "**"}

    def flush() -> None:
        nonlocal text
        position = 0
        for match in _CITATION.finditer(text):
            out.append(_keep_spaces(text[position : match.start()]))
            out.extend(cite(key) for key in citations(match.group()))
            position = match.end()
        out.append(_keep_spaces(text[position:]))
        text = ""

    for token in tokens:
        if token.type in ("text", "text_special"):
            text += token.content
        elif token.type in ("softbreak", "hardbreak"):
            text += " "
        else:
            flush()
            if token.type == "link_open":
                out.append("[")
            elif token.type == "link_close":
                out.append(f"](<{_href(tokens, token)}>)")
            else:
                out.append(marks[token.type])
    flush()
    return "".join(out)


def _href(tokens: list[Token], close: Token) -> str:
    """Return the address of the link that ``close`` ends."""
    before = tokens[: next(i for i, token in enumerate(tokens) if token is close)]
    opening = next(token for token in reversed(before) if token.type == "link_open")
    return str(opening.attrs["href"]).replace("<", "%3C").replace(">", "%3E")


def _keep_spaces(text: str) -> str:
    """Escape text but keep a space at either end, which separates it from its neighbours."""
    if not text.strip():
        return " " if text else ""
    return " " * text[0].isspace() + escape(text) + " " * text[-1].isspace()


def plain(text: str) -> str:
    """Return the prose as plain text, for search, e-mail-free excerpts and exports."""
    words = [child.content for token in _PARSER.parse(text) for child in token.children or () if child.content]
    return html.unescape(_CITATION.sub("", " ".join(words)))
