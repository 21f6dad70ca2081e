"""Which record of this poll is which of the last: by id, or by place and start where ids mean nothing."""

from collections import Counter
from collections.abc import Container
from typing import Any

from feeds.mapping.paths import compile_path
from feeds.mapping.records import Record, Records
from feeds.mapping.values import ValueFault, to_text
from wallboard.config.mapping_file import MappingFile

REMEMBERED = 7 * 86400.0
"""How long an id is remembered after it vanished, s: it returns under a new key until then."""


class Identity:
    """Names the records of each poll; where ids are absent or re-dealt, by the ``match`` fields."""

    def __init__(self, mapping: MappingFile, records: Records, dirt: Counter[str]) -> None:
        self._key = records.key
        self._match = [compile_path(path) for path in mapping.identity.match]
        self._digits = mapping.identity.round
        self._dirt = dirt
        self._alias: dict[str, str] = {}
        self._generation: dict[str, tuple[int, float]] = {}
        self._parts: dict[str, tuple[str, ...]] = {}

    @property
    def matches(self) -> bool:
        """Whether records are known by place and start."""
        return bool(self._match)

    def assign(self, rows: list[Record]) -> tuple[dict[str, Record], list[int]]:
        """(records by name, places of those that have none). Two records of one name are numbered ``#2``."""
        named: dict[str, Record] = {}
        nameless: list[int] = []
        for place, row in enumerate(rows):
            name = self.name(row)
            if name is None:
                nameless.append(place)
                continue
            if name in named:
                name = self._numbered(name, row, named)
                if name is None:
                    continue
            named[name] = row
        return named, nameless

    def name(self, row: Record) -> str | None:
        """The name of one record, None where it has none."""
        try:
            if not self._match:
                return self._key(row) if self._key is not None else None
            parts = tuple(self._part(get(row)) for get in self._match)
        except ValueFault:
            return None
        if not any(parts):
            return None
        name = ",".join(parts)
        name = self._alias.get(name, name)
        self._parts[name] = parts
        return name

    def rematch(self, gone: list[str], new: list[str]) -> dict[str, str]:
        """New names -> old ones, where a record differs from a vanished one in a single match field.

        A start that moved (or a place that moved) is the same outage; ambiguous ones are left apart.
        """
        if not self._match or not gone or not new or len(self._match) < 2:
            return {}
        olds: dict[tuple[Any, ...], list[str]] = {}
        for name in gone:
            for hole in self._holes(name):
                olds.setdefault(hole, []).append(name)
        found: dict[str, str] = {}
        taken: set[str] = set()
        for name in new:
            fitting = {old for hole in self._holes(name) for old in olds.get(hole, ())} - taken
            if len(fitting) == 1:
                old = fitting.pop()
                found[name] = old
                taken.add(old)
                self._alias[name] = old
        return found

    def key_of(self, name: str) -> str:
        """The id under which a name goes out: a later life of the same id bears ``~2``, ``~3`` …"""
        generation = self._generation.get(name, (1, 0.0))[0]
        return name if generation == 1 else f"{name}~{generation}"

    def retire(self, name: str, at: float) -> None:
        """The name has been gone too long: when it comes back, it is a new thing."""
        self._generation[name] = (self._generation.get(name, (1, 0.0))[0] + 1, at)
        self._parts.pop(name, None)

    def sweep(self, now: float, listed: Container[str]) -> None:
        """Forget names that have been away for a week, and what was kept of names no longer in use."""
        self._generation = {
            n: g for n, g in self._generation.items() if n in listed or now - g[1] < REMEMBERED
        }
        self._alias = {new: old for new, old in self._alias.items() if old in listed}
        self._parts = {n: p for n, p in self._parts.items() if n in listed}

    def _holes(self, name: str) -> list[tuple[Any, ...]]:
        """The match fields of a name with one left out each time."""
        parts = self._parts.get(name.split("#")[0])
        if parts is None:
            return []
        return [(hole, *parts[:hole], *parts[hole + 1 :]) for hole in range(len(parts))]

    def _part(self, raw: Any) -> str:
        if isinstance(raw, float):
            return f"{raw:.{self._digits}f}"
        if isinstance(raw, str):
            try:
                return f"{float(raw):.{self._digits}f}" if "." in raw else raw
            except ValueError:
                return raw
        return "" if raw is None else to_text(raw)

    def _numbered(self, name: str, row: Record, named: dict[str, Record]) -> str | None:
        """A free name for a second record; None where it is the first one over again."""
        if named[name] == row:
            self._dirt["repeated_record"] += 1
            return None
        n = 2
        while (numbered := f"{name}#{n}") in named:
            n += 1
        self._dirt["duplicate_key"] += 1
        return numbered
