"""Say in Norwegian what pydantic found wrong in an example."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from slik import model
from slik.frontmatter import FieldPath
from slik.problems import nearest

_EXPECTED = {
    "string_type": "tekst. Sett verdien i anførselstegn",
    "int_type": "et helt tall uten anførselstegn",
    "float_type": "et tall uten anførselstegn",
    "bool_type": "true eller false",
    "list_type": "en liste: ett punkt per linje, med bindestrek foran",
    "model_type": "flere felt med innrykk under",
    "dict_type": "flere felt med innrykk under",
}

_FORMATS = {
    "key": "bare små bokstaver a–z, tall og bindestrek, for eksempel slik-rapport",
    "id": "bare små bokstaver a–z, tall og bindestrek, for eksempel notteroy-inkludering",
    "municipalities": "landkode og kommunenummer, for eksempel NO-0301",
    "as_of": "2014, 2014-06 eller 2014-06-30, eller ikke_oppgitt",
    "date": "år, måned og dag: 2014-06-30",
    "old_page": "adressen til siden regnet fra forsiden, for eksempel eksempler/asker.html",
    "new_page": "adressen til siden regnet fra forsiden, for eksempel eksempler/asker.html",
    "file": "et filnavn som slutter på .svg, .webp, .png eller .jpg",
}


def _field_names(of: type[BaseModel] = BaseModel) -> set[str]:
    """All field names of the model, for suggestions on misspelt fields."""
    models = [item for item in vars(model).values() if isinstance(item, type) and issubclass(item, of)]
    return {name for item in models for name in getattr(item, "model_fields", {})} - {"body"}


def explain(error: ErrorDetails) -> str:
    """Turn one pydantic error into what is wrong and what to do.

    Args:
        error: One item of ``ValidationError.errors()``.
    """
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    field = next((part for part in reversed(_path(error)) if isinstance(part, str)), "")
    if kind == "missing":
        return f"Feltet «{field}» mangler. Legg det til; skriv «ikke_oppgitt» om kildene ikke sier det."
    if kind == "extra_forbidden":
        return _join(f"Feltet «{field}» finnes ikke.", nearest(field, _field_names()))
    if kind == "literal_error":
        return _not_in_list(value, str(context["expected"]))
    if kind == "value_error":
        return str(context["error"])
    if value is None:
        return f"Feltet «{field}» er tomt. Fyll det ut, eller slett linjen om feltet er valgfritt."
    if kind in _EXPECTED:
        return f"{_show(value)} er ikke {_EXPECTED[kind]}." if kind == "bool_type" else (
            f"{_show(value)} passer ikke her. Feltet skal ha {_EXPECTED[kind]}."
        )
    if kind == "string_pattern_mismatch":
        return f"{_show(value)} har feil form. Skriv {_FORMATS.get(field, 'det slik feltet krever')}."
    if kind == "string_too_short":
        return f"Feltet «{field}» er tomt. Fyll det ut."
    if kind == "string_too_long":
        return f"Teksten har {len(value)} tegn. Den kan ha høyst {context['max_length']}."
    if kind == "too_short":
        return f"Listen «{field}» må ha minst {context['min_length']} punkt."
    if kind == "too_long":
        return f"Listen «{field}» kan ha høyst {context['max_length']} punkter."
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"{_show(value)} er utenfor det mulige ({' '.join(str(limit) for limit in context.values())})."
    return f"{_show(value)} er ikke gyldig i feltet «{field}»."


def _not_in_list(value: Any, expected: str) -> str:
    valid = [part.strip("' ") for part in expected.replace(" or ", ", ").split(",")]
    options = ", ".join(valid) if len(valid) <= 20 else f"se kodelisten ({len(valid)} koder)"
    suggestion = nearest(str(value), valid) if value is not None else ""
    return _join(f"{_show(value)} er ikke en gyldig kode.", suggestion, f"Gyldige koder: {options}.")


def _show(value: Any) -> str:
    text = "tom verdi" if value is None else str(value)
    return f"«{text[:60]}…»" if len(text) > 60 else f"«{text}»"


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def located(errors: Iterable[ErrorDetails]) -> list[tuple[FieldPath, str]]:
    """Return (field path, message) for every error, without the tags of choices in the path."""
    return [(_path(error), explain(error)) for error in errors]


def _path(error: ErrorDetails) -> FieldPath:
    return tuple(part for part in error["loc"] if not str(part).startswith("«"))
