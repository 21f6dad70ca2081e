"""The whole fact table: importing this module enters every fact type of every lane in ``SPECS``.

One home for the list: codec, hub, store, mapping files and ``docs/facts.md`` all read it from here.
"""

from wallboard.domain import (
    alarms,
    calls,
    connections,
    crews,
    days,
    messages,
    network,
    orders,
    outages,
    plans,
    roster,
    supply,
)
from wallboard.domain.facts import SPEC_OF, SPECS, FactSpec

NOUN_MODULES = (
    outages,
    calls,
    orders,
    connections,
    crews,
    network,
    plans,
    messages,
    roster,
    alarms,
    supply,
    days,
)

_PLACE = {module.__name__: place for place, module in enumerate(NOUN_MODULES)}

_IN_ORDER = dict(sorted(SPECS.items(), key=lambda item: _PLACE[item[1].cls.__module__]))
SPECS.clear()
SPECS.update(_IN_ORDER)  # the table's own order, whichever module happened to be imported first

NOUNS: tuple[str, ...] = tuple(dict.fromkeys(spec.noun for spec in SPECS.values()))
"""Every kind of thing that a fact can be about, in the table's order."""

__all__ = ["NOUNS", "NOUN_MODULES", "SPECS", "SPEC_OF", "FactSpec"]
