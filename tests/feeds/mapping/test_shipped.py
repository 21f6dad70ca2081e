"""The shipped mappings on the recorded feeds that are small: open outages and customers against raw rows."""

import csv
import gzip
import math
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from feeds.mapping.input import read_input
from feeds.mapping.mapper import Mapper
from wallboard.config.load import resource
from wallboard.config.mapping_check import load_mapping
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.facts import Fact, spec_of
from wallboard.domain.terms import ORDER_CLOSED, AreaClass, Lane
from wallboard.state.queries import lane
from wallboard.state.store import Store

SHIPPED = sorted(path.stem for path in resource("mappings").glob("*.toml"))


def shipped(name: str) -> MappingFile:
    return load_mapping(resource("mappings", f"{name}.toml"))


def polls(mapper: Mapper, path: Path) -> Iterator[tuple[Any, Store]]:
    """(document, store) after each poll of a recorded feed."""
    store, seq = Store(), 0
    for at, document in read_input(mapper.mapping, path):
        placed: list[Fact] = []
        for fact in mapper.poll(document, at):
            seq += 1
            placed.append(Fact(fact.data, fact.key, fact.at, fact.source, fact.id, fact.seen, seq))
        store.apply(placed)
        yield document, store


def counted(store: Store) -> tuple[int, int]:
    outages = [outage for outage in store.tables.outages.values() if outage.open]
    return len(outages), sum(outage.customers_out or 0 for outage in outages)


def test_that_the_promised_mappings_are_shipped_and_sound() -> None:
    assert {"pge-2019", "pge-2024", "bc-hydro", "myla311", "crew-gps-liverpool"} <= set(SHIPPED)
    assert len([name for name in SHIPPED if name.startswith("az-")]) == 11
    for name in SHIPPED:
        assert shipped(name).attribution


def test_that_a_true_mass_restoration_is_held_one_poll_and_then_believed(shared: Path) -> None:
    mapper, doubted = Mapper(shipped("bc-hydro")), []
    for document, store in polls(mapper, shared / "data/bch-2025-quiet/changes.jsonl.gz"):
        rows = (len(document), sum(row["numCustomersOut"] or 0 for row in document))
        if store.tables.sources["bc-hydro"].flags:
            doubted.append((counted(store)[0], len(document)))
        else:
            assert counted(store) == rows
    assert doubted == [(69, 19)]


def test_that_a_calm_week_of_texts_agrees_with_its_raw_rows(shared: Path) -> None:
    path = shared / "data/pge-2019-quiet/changes.jsonl.gz"
    mapper = Mapper(shipped("pge-2019"))
    for document, store in polls(mapper, path):
        assert counted(store) == (len(document), sum(int(row["estCustAffected"]) for row in document))
    assert not mapper.problems and mapper.rows_mapped < mapper.rows_seen / 4


@pytest.mark.parametrize("name", [name for name in SHIPPED if name.startswith("az-")])
def test_that_every_arizona_utility_agrees_with_its_raw_rows(shared: Path, name: str) -> None:
    mapper = Mapper(shipped(name))
    for document, store in polls(mapper, shared / "data/az-2026-monsoon/snapshots.tar.gz"):
        rows = [row for row in document["outages"] if row.get("event") != "Restored"]
        unique = {repr(sorted(row.items(), key=str)) for row in rows}
        open_, customers = counted(store)
        assert open_ == len(unique)
        if len(unique) == len(rows):
            assert customers == sum(row["customers"] for row in rows)
    assert mapper.polls == 96 and not mapper.problems


class Requests(NamedTuple):
    """The city's requests: where they stand, their mapper and what it made of them, in log order."""

    path: Path
    mapper: Mapper
    facts: list[Fact]

    def at(self, now: float) -> Store:
        """The store as it was at an instant (epoch s)."""
        store = Store()
        store.apply(fact for fact in self.facts if fact.at <= now)
        return store


@pytest.fixture(scope="module")
def requests(shared: Path) -> Requests:
    mapping = shipped("myla311")
    path = shared / "data/orders-myla311/requests_2020-01.csv.gz"
    ((_, document),) = read_input(mapping, path)
    mapper = Mapper(mapping)
    facts = mapper.history(mapper.records(document))
    numbered = [Fact(f.data, f.key, f.at, f.source, f.id, f.seen, seq) for seq, f in enumerate(facts, 1)]
    return Requests(path, mapper, numbered)


def test_that_ten_thousand_requests_in_are_ten_thousand_out(requests: Requests) -> None:
    path, mapper, facts = requests
    assert facts == sorted(facts, key=lambda fact: fact.at) and not mapper.problems
    store = requests.at(math.inf)
    orders = store.tables.orders.values()
    assert len(orders) == 10_000
    stages = Counter(order.stage.value for order in orders)
    assert stages == {"done": 9723, "cancelled": 244, "new": 16, "waiting": 17}
    kept = [o for o in orders if o.promised_at is not None]
    doubtful = [o for o in kept if o.promise_doubtful]
    late = [o for o in kept if o.stage in ORDER_CLOSED and o.since > (o.promised_at or 0)]
    impossible, expected = promises_of(path)
    assert len(kept) == 9_445
    assert len(doubtful) == impossible == mapper.dirt["before_createddate promised_at"]
    assert len([o for o in late if not o.promise_doubtful]) == expected
    assert all(round(order.lon, 3) == order.lon for order in orders if order.lon is not None)


@pytest.mark.parametrize("local", ["2020-01-01 09:00", "2020-01-03 12:00"])
def test_that_their_lane_runs_by_their_own_promised_days(requests: Requests, local: str) -> None:
    """Open, late and without a promise at an instant, against a count of the raw rows by hand."""
    now = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("America/Los_Angeles"))
    tables = requests.at(now.timestamp()).tables
    face = lane(tables, Lane.REQUEST, None, now.timestamp(), AreaClass.URBAN, 5)
    open_, late, unpromised = standing_of(requests.path, now.replace(tzinfo=None))
    assert (face.open, face.breached, face.uncoloured) == (open_, late, unpromised)
    assert face.by_promise and all(line.clock.target == "promise" for line in face.rows)
    assert (face.calm or 0) + (face.warning or 0) == open_ - late - unpromised


def standing_of(path: Path, now: datetime) -> tuple[int, int, int]:
    """(open, past their promised day, without one that can be kept) at a local time."""
    open_ = late = unpromised = 0
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            made, ended = when(row["createddate"]), when(row["closeddate"] or row["updateddate"])
            over = row["status"] in ("Closed", "Cancelled") and max(made, ended) <= now
            if made > now or over:
                continue
            open_ += 1
            promised = when(row["servicedate"]) + timedelta(days=1) if row["servicedate"] else None
            unpromised += promised is None or promised < made
            late += promised is not None and made <= promised < now
    return open_, late, unpromised


def promises_of(path: Path) -> tuple[int, int]:
    """(promises that end before the request was made, requests closed after their promise), by hand."""
    impossible = late = 0
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            made, ended = when(row["createddate"]), when(row["closeddate"] or row["updateddate"])
            if row["servicedate"]:
                promised = when(row["servicedate"]) + timedelta(days=1)
                impossible += promised < made
                closed = row["status"] in ("Closed", "Cancelled")
                late += closed and promised >= made and max(ended, made) > promised
    return impossible, late


def when(text: str) -> datetime:
    return datetime.strptime(text, "%m/%d/%y %H:%M")


def test_that_vehicle_fixes_become_positions(shared: Path) -> None:
    mapping = shipped("crew-gps-liverpool")
    mapper = Mapper(mapping)
    facts = []
    for at, row in read_input(mapping, shared / "data/crew-gps-liverpool-bus/route14_outbound.csv"):
        facts += mapper.event(row, at)
    types = Counter(spec_of(fact.data).type for fact in facts)
    assert types["crew.position"] == 1533 and types["crew.profile"] == 8
    assert not mapper.problems
