"""A feed in a few lines: a mapping written inline, polls given as lists, facts read back as tables."""

import tempfile
from pathlib import Path
from typing import Any

from feeds.mapping.input import read_input
from feeds.mapping.mapper import Mapper
from wallboard.config.mapping_check import load_mapping
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.facts import Fact, spec_of
from wallboard.domain.roster import SourceFreshness
from wallboard.state.store import Store

START = 1_764_000_000.0  # 2025-11-24T16:00:00Z

OUTAGES = """
source = "u"
crs = "EPSG:4326"
expect_every = "10m"
[input]
form = "json"
[records]
key = "id"
[[fact]]
type = "outage.extent"
point = { lon = "x", lat = "y" }
fields = { customers_out = "n", started_at = "start" }
[[fact]]
type = "outage.stage"
fields = { stage = { const = "confirmed" } }
[[fact]]
type = "outage.etr"
fields = { etr = "etr" }
"""


def mapping_of(text: str) -> MappingFile:
    """A mapping file's text -> the mapping, checked as a file would be."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "m.toml"
        path.write_text(text, encoding="utf-8")
        return load_mapping(path)


class Feed:
    """One source: polls every ten minutes into a mapper and a store."""

    def __init__(self, text: str = OUTAGES) -> None:
        self.mapper = Mapper(mapping_of(text))
        self.store = Store()
        self.t = START
        self.seq = 0

    def poll(self, document: Any, minutes: float = 10.0) -> list[Fact]:
        """The next poll, so many minutes after the last; returns its facts without the freshness."""
        self.t += minutes * 60
        return self._apply(self.mapper.poll(document, self.t))

    def event(self, document: Any, seconds: float = 1.0) -> list[Fact]:
        self.t += seconds
        return self._apply(self.mapper.event(document, self.t))

    def _apply(self, facts: list[Fact]) -> list[Fact]:
        placed = []
        for fact in facts:
            self.seq += 1
            placed.append(Fact(fact.data, fact.key, fact.at, fact.source, fact.id, fact.seen, self.seq))
        self.store.apply(placed)
        return [fact for fact in facts if not isinstance(fact.data, SourceFreshness)]

    @property
    def open(self) -> list[str]:
        return sorted(key for key, outage in self.store.tables.outages.items() if outage.open)

    @property
    def flags(self) -> list[str]:
        return [flag.value for flag in self.mapper.freshness.flags]


def rows(*numbers: int, **more: Any) -> list[dict[str, Any]]:
    """Outages by number, each at its own place with ten customers."""
    return [
        {"id": n, "x": -120 + n / 1000, "y": 40.0, "n": 10, "start": START - 3600, "etr": None, **more}
        for n in numbers
    ]


def facts_of(text: str, name: str, content: bytes) -> list[Fact]:
    """Everything that a mapping makes of one input file, the freshness left out."""
    mapping = mapping_of(text)
    mapper = Mapper(mapping)
    facts: list[Fact] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        for at, document in read_input(mapping, path):
            facts += mapper.event(document, at) if mapping.rows == "events" else mapper.poll(document, at)
    assert not mapper.problems, mapper.problems
    return [fact for fact in facts if not isinstance(fact.data, SourceFreshness)]


def by_type(facts: list[Fact], type_: str) -> list[Fact]:
    return [fact for fact in facts if spec_of(fact.data).type == type_]
