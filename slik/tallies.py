"""Numbers the chapters mention, counted from the examples when the book is built."""

from __future__ import annotations

from slik.catalogue import Catalogue
from slik.model import UNKNOWN
from slik.problems import nearest
from slik.vocabulary import vocabulary


def tally(catalogue: Catalogue, what: str) -> int:
    """Count something among the examples of kind «eksempel» (not methods and guides).

    Args:
        catalogue: The examples.
        what: ``alt`` (everything in the collection, guides too); ``eksempler``; ``eierskifter`` (examples that name an owner in several phases);
            an actor group, e.g. ``kommuneledelse``: entries of that group whose phase of
            joining is known; ``brukere!``: only the strongly affected; ``brukere!/test``:
            only those that joined in that phase.

    Raises:
        ValueError: An unknown group or phase, named in Norwegian.
    """
    if what == "alt":
        return len(catalogue)
    examples = catalogue.filter(kinds="eksempel")
    if what == "eksempler":
        return len(examples)
    if what == "eierskifter":
        return sum(len(example.ownership) > 1 for example in examples)
    group, _, phase = what.partition("/")
    affected = group.endswith("!")
    group = group.removesuffix("!")
    for code, name in ((group, "stakeholder_groups"), (phase, "phases")):
        if code and code not in vocabulary(name).codes:
            raise ValueError(f"«{code}» er ikke en kode i {name}. {nearest(code, vocabulary(name).codes)}".strip())
    return sum(
        actor.group == group
        and actor.joined != UNKNOWN
        and (not phase or actor.joined == phase)
        and (actor.strongly_affected or not affected)
        for example in examples
        for actor in example.stakeholders
    )
