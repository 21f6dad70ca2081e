"""Times that can be read and cannot be true: a start to come, an end before the start, a far-off end.

The impossible field is left out and counted, with record, field, value and remedy; the rest counts.
"""

from typing import Any

from feeds.mapping.fields import Compiler, Extractor
from feeds.mapping.records import Record
from feeds.mapping.values import Impossible, ValueFault
from wallboard.config.mapping_file import FactRule, FieldRule, MappingFile
from wallboard.domain.facts import format_instant

AHEAD = 900.0
"""Clocks of feeds differ: a start this much after its receipt, s, is taken as it is."""

FARTHEST = 400 * 86400.0
"""No outage ends later than this after it was seen, s: such a time stands for "unknown"."""

Found = tuple[str, Impossible]


class Possible:
    """Looks through the fields of one ``[[fact]]``; drops what cannot be."""

    def __init__(self, rule: FactRule, mapping: MappingFile, compiler: Compiler) -> None:
        self._type = rule.type
        self._start: Extractor | None = None
        self.roots: frozenset[str] | None = frozenset()
        start = _start_rule(rule, mapping) if rule.type == "outage.etr" else None
        if start is not None:
            self._start = compiler.field(start, "time", "started_at")
            self.roots = compiler.roots(start)

    def sift(self, fields: dict[str, Any], record: Record, seen: float) -> list[Found]:
        """Takes impossible values out of ``fields``: (field, why) of each. seen: epoch s."""
        if self._type == "outage.extent":
            return [] if fields.get("nature") == "planned" else _to_come(fields, "started_at", seen)
        if self._type == "order.need":
            received = fields.get("received_at")
            found = _to_come(fields, "received_at", seen)
            if found and received is not None:
                fields["received_at"] = seen
            return found
        return self._etr(fields, record, seen) if self._type == "outage.etr" else []

    def _etr(self, fields: dict[str, Any], record: Record, seen: float) -> list[Found]:
        etr = fields.get("etr")
        if not isinstance(etr, float):
            return []
        why: Impossible | None = None
        start = self._started(record)
        if start is not None and start <= seen + AHEAD and etr < start:
            why = Impossible(
                "etr_before_start",
                f"lies before the start, {format_instant(start)}",
                "it is left out; if many are, check format and zone of both times",
            )
        elif etr > seen + FARTHEST:
            why = Impossible(
                "etr_far_off",
                "lies over a year ahead",
                "it is left out; list it under null if it means unknown",
            )
        if why is None:
            return []
        del fields["etr"]
        return [("etr", why)]

    def _started(self, record: Record) -> float | None:
        try:
            return self._start(record) if self._start is not None else None
        except ValueFault:
            return None  # told where the start itself is read


def _to_come(fields: dict[str, Any], name: str, seen: float) -> list[Found]:
    at = fields.get(name)
    if not isinstance(at, float) or at <= seen + AHEAD:
        return []
    del fields[name]
    why = Impossible(
        f"{name}_in_future",
        f"lies after its receipt, {format_instant(seen)}",
        "it is left out; if many are, check format and zone",
    )
    return [(name, why)]


def _start_rule(rule: FactRule, mapping: MappingFile) -> str | FieldRule | None:
    """Where the mapping reads the start of the same thing."""
    for other in mapping.fact:
        if other.type == "outage.extent" and other.key == rule.key and "started_at" in other.fields:
            return other.fields["started_at"]
    return None
