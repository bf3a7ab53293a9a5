"""Saved files that cannot be used: truncated, newer, changed by hand, enormous or hostile.

Python and JavaScript read the same bytes; each entry has a part of the message of both.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from slik.tools import document
from slik.tools.stakeholders import Actor, StakeholderMatrix

GOOD = document.dump(
    StakeholderMatrix(
        title="Ungdom utenfor",
        actors=[
            Actor(
                name="Ungdommene", group="brukere", role="kunnskapskilde", joined="forstaelse", influence="liten",
                interest="stor", strongly_affected=True, expects="", measure="", note="",
            )
        ],
        examples=[],
    )
)  # fmt: skip


def _changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(GOOD)
    change(content)
    return json.dumps(content).encode()


def _actor(**fields: Any) -> bytes:
    return _changed(lambda one: one["content"]["actors"][0].update(fields))


#: Name → bytes, what Python says, what the page says.
BAD_FILES: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "avkuttet eller skadet", "avkuttet eller skadet"),
    "truncated": (GOOD.encode()[:-30], "avkuttet eller skadet", "avkuttet eller skadet"),
    "not JSON": (b"<html></html>", "avkuttet eller skadet", "avkuttet eller skadet"),
    "binary": (b"PK\x03\x04\xff\xfe", "ikke lagret som UTF-8", "ikke lagret som UTF-8"),
    "null": (b"null", "ikke en fil som er lagret", "ikke en fil som er lagret"),
    "a list": (b"[]", "ikke en fil som er lagret", "ikke en fil som er lagret"),
    "another program's": (b'{"format": "excel"}', "ikke en fil som er lagret", "ikke en fil som er lagret"),
    "deep": (b"[" * 200_000, "avkuttet eller skadet", "avkuttet eller skadet"),
    "enormous": (b" " * 1_000_001, "for stor", "for stor"),
    "newer": (_changed(lambda one: one.update(version=2)), "nyere utgave", "nyere utgave"),
    "no version": (_changed(lambda one: one.pop("version")), "gyldig versjonsnummer", "gyldig versjonsnummer"),
    "version as text": (_changed(lambda one: one.update(version="1")), "gyldig versjonsnummer", "gyldig versjonsnummer"),
    "another tool": (_changed(lambda one: one.update(tool="decision")), "hører til et annet verktøy", "hører til et annet verktøy"),
    "no content": (_changed(lambda one: one.pop("content")), "endret eller skadet", "endret eller skadet"),
    "unknown level": (_actor(influence="enorm"), r"actors\[0\]\.influence", "actors[0].influence"),
    "number as name": (_actor(name=7), r"actors\[0\]\.name", "actors[0].name"),
    "long name": (_actor(name="x" * 201), r"actors\[0\]\.name", "actors[0].name"),
    "text as mark": (_actor(strongly_affected="ja"), r"actors\[0\]\.strongly_affected", "actors[0].strongly_affected"),
    "extra field": (_actor(skjult=1), "skjult", "skjult"),
    "prototype": (GOOD.replace('"title"', '"__proto__": {"x": 1}, "title"').encode(), "__proto__", "__proto__"),
    "field missing": (_changed(lambda one: one["content"]["actors"][0].pop("note")), "note", "note"),
    "too many": (_changed(lambda one: one["content"].update(actors=one["content"]["actors"] * 61)), "actors", "actors"),
    "half a character": (GOOD.replace("Ungdommene", "\\ud83d").encode(), "tegn som ikke finnes", "tegn som ikke finnes"),
}
