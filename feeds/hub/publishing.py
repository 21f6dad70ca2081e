"""What a source may publish: facts of its own name, of its own kinds, on subjects that nobody else owns."""

from collections import Counter

from wallboard.domain.facts import Fact, Removed, aspect_token, spec_of
from wallboard.state.tables import Tables

HUB_SOURCES = frozenset({"hub", "analyst"})
"""Names that no source may take."""

HUB_OWNER = "hub"
"""The owner, in the fact table, of what only the room itself says: acknowledged, notes, alarms."""

OWN_FRESHNESS = "source.freshness"
"""The hub's too, but a source may tell its own."""


def refusal_of(fact: Fact, name: str, kinds: tuple[str, ...], tables: Tables) -> str | None:
    """Why a source of this name may not publish a fact, as a word to count by; None where it may.

    kinds: nouns or types that its token allows; none: any of its own.
    """
    spec = spec_of(fact.data)
    if fact.source != name or fact.source in HUB_SOURCES:
        return "foreign_source"
    if spec.owner == HUB_OWNER and not (spec.type == OWN_FRESHNESS and fact.key == name):
        return "hubs_own_type"
    if kinds and spec.noun not in kinds and spec.type not in kinds:
        return "foreign_kind"
    thing = tables.thing(spec.noun, fact.key)
    standing = thing.aspects.get(aspect_token(fact.data)) if thing is not None else None
    if standing is not None and standing.source != name and type(standing.data) is not Removed:
        return "foreign_subject"
    return None


def own_facts(
    facts: list[Fact], name: str, kinds: tuple[str, ...], tables: Tables, counts: Counter[str]
) -> list[Fact]:
    """Those that it may publish; the others are counted."""
    mine: list[Fact] = []
    for fact in facts:
        word = refusal_of(fact, name, kinds, tables)
        if word is None:
            mine.append(fact)
        else:
            counts[word] += 1
    return mine
