"""Who was told, outage by outage: key customers first, then by how many wait (d.11-d.14; domain 5.9)."""

from typing import Any

from tests.state.queries.test_planned import NOW, RULES, Plans
from wallboard.domain.facts import Instant
from wallboard.domain.messages import OutageMessage
from wallboard.domain.outages import OutageEtr, OutageExtent, OutageStageClaim
from wallboard.domain.plans import Told, ToldEntered
from wallboard.domain.terms import OutageNature, OutageStage
from wallboard.state.queries.telling import TellingTable, telling_table
from wallboard.state.queries.told import told as told_gap

MINUTE = 60.0


class Outages(Plans):
    """Confirmed outages, as long ago as is said."""

    def outage(self, key: str, customers: int, minutes: float = 20, keys: int = 0, *more: Any) -> None:
        at: Any = NOW - minutes * MINUTE
        extent = OutageExtent(
            nature=OutageNature.UNPLANNED, customers_out=customers, key_customers=keys, started_at=at
        )
        self.say(key, extent, OutageStageClaim(stage=OutageStage.CONFIRMED, since=at), *more)

    def telling(self, most: int = 9) -> TellingTable:
        found = telling_table(self.store.tables, RULES, NOW, most)
        assert found is not None
        return found


def told(customers: int, **more: Any) -> Told:
    at: Any = NOW
    return Told(told_at=at, customers=customers, **more)


def entered(minutes_ago: float) -> ToldEntered:
    at: Any = NOW - minutes_ago * MINUTE
    return ToldEntered(entered_at=at)


def test_that_key_customers_who_were_not_told_stand_first_then_the_most() -> None:
    room = Outages()
    room.outage("a", 100, 20, 0, entered(18), told(40))
    room.outage("b", 300, 20, 0, entered(18))
    room.outage("c", 20, 20, 2, entered(18))
    room.outage("d", 50, 20, 0, entered(18), told(50))  # all of them know
    found = room.telling()
    assert [line.outage.id for line in found.lines] == ["c", "b", "a"]
    assert (found.unentered, found.late) == (0, 0)
    assert [line.oldest for line in found.lines] == [NOW - 20 * MINUTE] * 3, "since they are out"
    assert [line.informed for line in found.lines] == [0, 0, 40]


def test_that_what_is_not_entered_within_five_minutes_is_counted_as_late() -> None:
    room = Outages()
    room.outage("a", 10, 4)
    room.outage("b", 10, 6)
    room.outage("c", 10, 30, 0, entered(20))
    found = room.telling()
    assert (found.unentered, found.late) == (2, 1)


def test_that_a_restoration_is_missed_only_where_somebody_enters_restorations() -> None:
    room = Outages()
    back = OutageStageClaim(stage=OutageStage.RESTORED_REPORTED, since=NOW - 9 * MINUTE)  # type: ignore[arg-type]
    room.outage("a", 10, 30, 0, entered(28), told(10), back)
    assert room.telling().total == 0
    said = ToldEntered(entered_at=NOW - 8 * MINUTE, restored=True)  # type: ignore[arg-type]
    room.outage("b", 10, 30, 0, entered(28), told(10), back, said)
    found = room.telling()
    assert ([line.outage.id for line in found.lines], found.late) == (["a"], 1)


def test_that_messages_on_their_way_are_told_of_with_those_that_wait_for_a_second_key() -> None:
    room = Outages()
    room.outage("a", 10, 4, 0, OutageMessage(actor="07", words="x", customers=10, second_key=True))
    room.outage("b", 10, 4, 0, OutageMessage(actor="07", words="x", customers=10))
    found = room.telling()
    assert (found.waiting, found.keys) == (2, 1)


def test_that_a_room_where_nobody_speaks_of_telling_says_so() -> None:
    room = Outages()
    room.outage("a", 10)
    assert telling_table(room.store.tables, RULES, NOW, 9) is None


def test_that_the_lines_add_up_to_the_one_told_gap_with_what_is_not_confirmed_last() -> None:
    room = Outages()
    room.outage("a", 100, 20, 0, entered(18), told(40))
    at: Any = NOW - 30 * MINUTE
    extent = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=900, started_at=at)
    room.say("foreseen", extent, OutageStageClaim(stage=OutageStage.PREDICTED, since=at))
    found, gap = room.telling(), told_gap(room.store.tables, NOW)
    assert gap is not None
    assert [(line.outage.id, line.untold) for line in found.lines] == [("a", 60), ("foreseen", 900)]
    assert sum(line.untold for line in found.lines) == gap.untold
    oldest = min(line.oldest for line in found.lines if line.oldest is not None)
    assert gap.oldest_untold_age == NOW - oldest == 30 * MINUTE


def test_that_who_knows_an_older_estimate_waits_since_it_changed() -> None:
    room = Outages()
    new = OutageEtr(etr=Instant(NOW + 90 * MINUTE), revision=1)
    room.outage("all", 50, 40, 0, entered(38), told(50), new)
    room.outage("some", 50, 40, 0, entered(38), told(30), new)
    lines = {line.outage.id: line for line in room.telling().lines}
    assert lines["all"].oldest == NOW
    assert lines["some"].oldest == NOW - 40 * MINUTE, "twenty of them never heard anything"
