"""Join a front-end module with the modules it imports, so that one file is enough.

anywidget takes one module, and the static book one plain script. The modules are small and
our own; a bundler would bring Node.js into every build for this alone.
"""

from __future__ import annotations

import re
from pathlib import Path

_IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "\./([\w-]+)\.mjs";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) (\w+))", re.MULTILINE)


def bundle(path: Path) -> str:
    """Return a module's text with every module it imports put first, once each.

    Imports must be named, at the start of a line, from a file in the same folder:
    ``import { make } from "./dom.mjs";``.

    Raises:
        ValueError: The result still has an import; it is written in another way.
    """
    inlined: dict[str, str] = {}
    body = _inline(path, inlined)
    text = "".join(inlined.values()) + body
    if re.search(r"^import\b", text, re.MULTILINE):
        raise ValueError(f"{path.name} or a module it uses has an import that is not named and from its own folder")
    return text


def _inline(path: Path, inlined: dict[str, str]) -> str:
    def replace(match: re.Match[str]) -> str:
        names, stem = match.groups()
        if stem not in inlined:
            body = _inline(path.with_name(f"{stem}.mjs"), inlined)
            exported = ", ".join(_EXPORT.findall(body))
            inlined[stem] = f"const ${stem} = (() => {{\n{_EXPORT.sub('', body)}return {{ {exported} }};\n}})();\n"
        return f"const {{{names}}} = ${stem};\n"

    return _IMPORT.sub(replace, path.read_text("utf-8"))
