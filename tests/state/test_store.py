"""The store's rules one by one; that they hold together is shown in ``test_store_properties``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wallboard.domain.alarms import AlarmState
from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Fact, Instant, Payload, Removed
from wallboard.domain.network import AreaMeters
from wallboard.domain.orders import OrderNeed
from wallboard.domain.outages import (
    OutageAlias,
    OutageExtent,
    OutageListing,
    OutageRetired,
    OutageStageClaim,
)
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import RoomNote, TrendSample
from wallboard.domain.supply import Dark, OutageDark
from wallboard.domain.terms import Claimant, CrewStatus, Lane, OutageStage, Severity
from wallboard.state import store as store_module
from wallboard.state.store import Store

T0 = 1_700_000_000.0


def fact(
    data: Payload, seq: int, at: float = 0.0, key: str = "k/1", source: str = "s", id_: str = ""
) -> Fact:
    return Fact(data, key, T0 + at, source, id_ or f"f{seq}", T0 + at, seq)


def stage(word: str, claimant: Claimant = Claimant.OUTAGE_SYSTEM) -> OutageStageClaim:
    return OutageStageClaim(stage=OutageStage(word), claimant=claimant)


def test_that_the_highest_seq_of_a_value_stands_whatever_its_time() -> None:
    store = Store()
    store.apply([fact(stage("confirmed"), 1, at=50), fact(stage("closed"), 2, at=10)])
    assert store.tables.outages["k/1"].stage is OutageStage.CLOSED
    change = store.apply([fact(stage("confirmed"), 1, at=50)])
    assert (change.applied, change.ignored) == (0, 1)
    assert store.tables.outages["k/1"].stage is OutageStage.CLOSED


def test_that_the_newest_reading_stands_and_of_equals_the_later_said() -> None:
    store = Store()
    fixes = [(1, 10.0, 113.0), (2, 5.0, 112.0), (3, 10.0, 113.5)]
    for seq, at, lon in fixes:
        store.apply([fact(CrewPosition(lon=lon, lat=22.0), seq, at)])
    store.apply([fact(CrewPosition(lon=113.0, lat=22.0), 1, 10.0)])  # the first of the equals once more
    place = store.tables.positions.of("crew/k/1")
    assert place is not None
    assert place[0] == 113.5


def test_that_a_late_reading_of_meters_changes_nothing_live_or_after_a_snapshot() -> None:
    """A head-end tells a late bundle with its own time (domain 5.4): what was read since stands."""
    lit, dark = AreaMeters(on=90, off=0, silent=10, total=100), AreaMeters(on=0, off=70, silent=30, total=100)
    live, fresh = Store(), Store()
    live.apply([fact(lit, 1, at=1200)])
    fresh.load(live.snapshot(), 1)
    for store in (live, fresh):
        change = store.apply([fact(dark, 2, at=300)])
        assert (change.applied, change.ignored, list(change.of("area"))) == (0, 1, [])
        thing = store.tables.thing("area", "k/1")
        assert thing is not None and thing.value("meters", AreaMeters) == lit
        store.apply([fact(dark, 3, at=1201)])
        assert thing.value("meters", AreaMeters) == dark


def test_that_moving_does_not_make_rows_again() -> None:
    store = Store()
    assert store.apply([fact(CrewPosition(lon=113.0, lat=22.0), 1)]).of("crew") == {"k/1"}
    change = store.apply([fact(CrewPosition(lon=113.1, lat=22.0), 2, 1)])
    assert (change.moved, change.of("crew")) == ({"crew/k/1"}, frozenset())


def test_that_a_crew_that_was_taken_back_is_gone() -> None:
    store = Store()
    store.apply([fact(CrewProfile(name="二组"), 1), fact(CrewPosition(lon=113.0, lat=22.0), 2)])
    store.apply([fact(Removed(of="crew.profile"), 3), fact(Removed(of="crew.position"), 4, 1)])
    assert "k/1" not in store.tables.crews
    assert store.tables.positions.of("crew/k/1") is None
    again = Store()
    again.load(store.snapshot(), store.head)
    assert again.digest() == store.digest()


def test_that_the_row_of_a_crew_does_not_depend_on_who_spoke_first() -> None:
    profile = fact(CrewProfile(name="二组"), 1, source="roster")
    status = fact(CrewStatusValue(status=CrewStatus.ON_SITE, since=T0), 2, source="app")
    one, other = Store(), Store()
    one.apply([profile, status])
    other.apply([status, profile])
    assert one.tables.crews["k/1"] == other.tables.crews["k/1"]
    assert one.tables.crews["k/1"].source == "roster"


def test_that_claims_are_resolved_by_precedence_and_come_back_when_withdrawn() -> None:
    store = Store()
    store.apply([fact(stage("confirmed"), 1), fact(stage("cancelled", Claimant.OPERATOR), 2)])
    assert store.tables.outages["k/1"].stage is OutageStage.CANCELLED
    assert store.tables.outages["k/1"].stage_by is Claimant.OPERATOR
    store.apply([fact(Removed(of="outage.stage", claimant=Claimant.OPERATOR), 3)])
    assert store.tables.outages["k/1"].stage is OutageStage.CONFIRMED


def test_that_entries_gather_by_source_and_id_and_none_is_taken_back() -> None:
    store = Store()
    note = RoomNote(actor="lead", words="a")
    notes = [("a b", "c"), ("a", "b c"), ("a", "b c")]
    for seq, (source, id_) in enumerate(notes, 1):
        store.apply([fact(note, seq, source=source, id_=id_)])
    store.apply([fact(Removed(of="room.note"), 9, source="a", id_="b c")])
    thing = store.tables.thing("room", "k/1")
    assert thing is not None
    assert sorted(thing.entries["note"]) == [("a", "b c"), ("a b", "c")]


def test_that_a_ring_keeps_the_newest_and_refuses_what_already_fell_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(store_module.RINGS, "trend.sample", 2)
    samples = [fact(TrendSample(customers_out=n, outages=n), n + 1, at=n) for n in range(4)]
    store = Store()
    store.apply(samples)
    store.apply(samples[:2])
    assert [sample.customers_out for sample in store.tables.trend] == [2, 3]


def test_that_the_curve_is_in_order_of_time_however_late_a_sample_came() -> None:
    store = Store()
    for seq, at in enumerate([120, 0, 60], 1):
        store.apply([fact(TrendSample(customers_out=int(at), outages=0), seq, at)])
    assert [sample.customers_out for sample in store.tables.trend] == [0, 60, 120]


RETIRED = OutageRetired(since=T0)


def test_that_what_is_retired_is_gone_and_no_late_fact_revives_it() -> None:
    store = Store()
    said = [fact(OutageExtent(), 1, 1), fact(stage("closed"), 2, 2)]
    store.apply([*said, fact(RETIRED, 3, 10)])
    assert "k/1" not in store.tables.outages
    store.apply([*said, fact(stage("confirmed"), 4, 9), fact(OutageAlias(other="x", how="split"), 5, 8)])
    assert "k/1" not in store.tables.outages
    store.apply([fact(stage("confirmed"), 6, 11)])  # after it: the same id is in use again
    assert store.tables.outages["k/1"].stage is OutageStage.CONFIRMED


def test_that_a_value_superseded_before_retirement_does_not_come_back() -> None:
    """The later word (seq 2) has the earlier time; retirement takes it away and the older one with it."""
    store = Store()
    first, second = fact(stage("confirmed"), 1, 20), fact(stage("closed"), 2, 5)
    store.apply([first, second, fact(RETIRED, 3, 10)])
    store.apply([first])
    assert "k/1" not in store.tables.outages


def test_that_an_earlier_retirement_said_later_gives_nothing_back() -> None:
    batch = [fact(stage("closed"), 1, 8), fact(RETIRED, 2, 10), fact(RETIRED, 3, 5)]
    whole, single = Store(), Store()
    whole.apply(batch)
    for each in batch:
        single.apply([each])
    assert whole.digest() == single.digest()
    assert "k/1" not in whole.tables.outages


def test_that_only_so_many_tombstones_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "TOMBSTONES", 3)
    store = Store()
    for number in range(6):
        store.apply([fact(stage("closed"), 2 * number + 1, number, key=f"o/{number}")])
        store.apply([fact(RETIRED, 2 * number + 2, number, key=f"o/{number}")])
    kept = [number for number in range(6) if store.tables.thing("outage", f"o/{number}") is not None]
    assert kept == [3, 4, 5]


def test_that_an_outage_not_listed_any_more_is_unlisted_unless_its_poll_is_doubted() -> None:
    store = Store()
    store.apply([fact(OutageExtent(), 1), fact(stage("confirmed"), 2)])
    store.apply([fact(OutageListing(listed=False, since=T0 + 5, held=True), 3)])
    assert store.tables.outages["k/1"].stage is OutageStage.CONFIRMED
    store.apply([fact(OutageListing(listed=False, since=T0 + 9), 4)])
    row = store.tables.outages["k/1"]
    assert (row.stage, row.since, row.open) == (OutageStage.UNLISTED, T0 + 9, False)


def test_that_a_snapshot_replaces_everything_and_its_log_place_counts() -> None:
    old = Store()
    old.apply([fact(stage("confirmed"), 900)])
    new = Store()
    new.apply([fact(OrderNeed(lane=Lane.RESTORE, received_at=T0), 7)])
    change = old.load(new.snapshot(), 9)
    assert change.reset
    assert (old.head, dict(old.tables.outages)) == (9, {})  # not 900, which was of another epoch
    assert old.apply([fact(stage("confirmed"), 8)]).ignored == 1  # the snapshot is valid at 9
    assert old.apply([fact(stage("confirmed"), 10)]).applied == 1


def test_that_nothing_new_is_no_new_revision() -> None:
    store = Store()
    once = fact(stage("confirmed"), 1)
    store.apply([once])
    revision = store.revision
    assert store.apply([once]).rows == {}
    assert store.revision == revision


def test_that_an_alarm_stays_until_it_returned_and_was_acknowledged() -> None:
    store = Store()
    for seq, (active, known) in enumerate([(True, False), (False, False), (False, True)], 1):
        words = Reason("key_customer_dark")
        store.apply(
            [fact(AlarmState(severity=Severity.HIGH, active=active, acknowledged=known, words=words), seq)]
        )
        assert ("k/1" in store.tables.alarms) is (seq < 3)


def test_that_the_digest_does_not_tell_a_wire_time_from_a_plain_one() -> None:
    plain, wired = Store(), Store()
    plain.apply([fact(OrderNeed(lane=Lane.RESTORE, received_at=T0 + 0.5), 1)])
    wired.apply([fact(OrderNeed(lane=Lane.RESTORE, received_at=Instant(T0 + 0.5)), 1)])
    assert plain.digest() == wired.digest()


SCRIPT = """
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import Fact
from wallboard.state.store import Store
store, seq = Store(), 0
for spec in SPECS.values():
    for number in range(5):
        seq += 1
        store.apply([Fact(spec.example, f"k/{number}", 1.7e9 + seq, spec.owner, f"f{seq}", 1.7e9, seq)])
print(store.digest(), [list(store.tables.rows(noun)) for noun in sorted({s.noun for s in SPECS.values()})])
"""


def test_that_the_hash_seed_does_not_show() -> None:
    """The digest and even the order of the rows are the same in processes with different seeds."""
    root = Path(__file__).parents[2]
    outputs = set()
    for seed in ("1", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert "k/4" in outputs.pop()


def test_that_whom_an_outage_leaves_dark_makes_its_row_not_anew_but_tells_whoever_reads_it() -> None:
    store = Store()
    store.apply([fact(stage("confirmed"), 1)])
    row = store.tables.outages["k/1"]
    dark = OutageDark(rows=[Dark(area="a", customers=3, whole=True, begins=T0)])
    change = store.apply([fact(dark, 2)])
    assert change.of("outage") == {"k/1"} and store.tables.outages["k/1"] is row
    both = [fact(stage("closed"), 3), fact(OutageDark(), 4)]
    store.apply(both)
    assert store.tables.outages["k/1"].stage is OutageStage.CLOSED


def test_that_whom_a_retired_outage_left_dark_does_not_stay() -> None:
    store = Store()
    store.apply([fact(stage("closed"), 1), fact(OutageRetired(since=T0), 2, at=50)])
    store.apply([fact(OutageDark(rows=[Dark(area="a", customers=3, whole=True, begins=T0)]), 3, at=40)])
    thing = store.tables.thing("outage", "k/1")
    assert thing is None or list(thing.aspects) == ["retired"]
