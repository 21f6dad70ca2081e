"""Customer-hours kept by what changed are what a sum over the groups gives, at any instant (domain 5.9)."""

import pytest

from tests.rules.indices.test_brute_force import a_history
from wallboard.domain.facts import Fact, Payload
from wallboard.domain.outages import OutageExtent
from wallboard.domain.roster import TrendHour
from wallboard.domain.supply import Dark, DarkOutage, OutageDark, SupplyDay
from wallboard.domain.terms import CountQuality
from wallboard.rules.indices import Counting, Lv, lv_groups, sums_of
from wallboard.rules.indices.groups import Record
from wallboard.rules.indices.periods import Periods
from wallboard.state.boards import Boards
from wallboard.state.store import Store

CHINA = Periods("Asia/Shanghai")
MIDNIGHT = CHINA.day(1_763_949_600.0)[0]  # 2025-11-24
HOUR, DAY = 3600.0, 86_400.0


class Room:
    """A store and its boards."""

    def __init__(self) -> None:
        self.store = Store()
        self.boards = Boards(self.store)

    def dark(self, key: str, *rows: Dark, quality: CountQuality = CountQuality.EXACT) -> None:
        self.say(key, OutageExtent(customers_out=1))
        self.say(key, OutageDark(rows=list(rows), quality=quality))

    def say(self, key: str, data: Payload, at: float = MIDNIGHT) -> None:
        n = self.store.head + 1
        self.store.apply([Fact(data, key, at, "analyst", str(n), at, n)])


def dark(area: str, customers: int, begins: float, ends: float | None) -> Dark:
    """Hours of the day."""
    upto = None if ends is None else MIDNIGHT + ends * HOUR
    return Dark(area=area, customers=customers, whole=bool(area), begins=MIDNIGHT + begins * HOUR, ends=upto)


def test_that_overlapping_outages_use_the_budget_once() -> None:
    room = Room()
    room.dark("oms/1", dark("A", 40, 1, 3))
    room.dark("oms/2", dark("A", 40, 2, None))
    face = room.boards.customer_hours(CHINA, MIDNIGHT + 5 * HOUR)
    assert face is not None
    assert face.today == pytest.approx(40 * 4)
    later = room.boards.customer_hours(CHINA, MIDNIGHT + 6 * HOUR)
    assert later is not None and later.today == pytest.approx(40 * 5)


def test_that_an_outage_that_changes_is_counted_as_it_is_now() -> None:
    room = Room()
    room.dark("oms/1", dark("A", 40, 1, None), dark("B", 10, 1, None))
    assert room.boards.customer_hours(CHINA, MIDNIGHT + 2 * HOUR)
    room.dark("oms/1", dark("A", 40, 1, 1.5))
    face = room.boards.customer_hours(CHINA, MIDNIGHT + 9 * HOUR)
    assert face is not None and face.today == pytest.approx(20)


def test_that_only_what_lies_in_the_day_counts_today() -> None:
    room = Room()
    room.dark("oms/1", dark("A", 40, -3, 2))
    face = room.boards.customer_hours(CHINA, MIDNIGHT + 5 * HOUR)
    assert face is not None
    assert (face.today, face.month, face.year) == pytest.approx((80, 200, 200))


def test_that_days_that_were_told_outlive_their_outages() -> None:
    room = Room()
    yesterday = DarkOutage(outage="oms/0", rows=[dark("A", 40, -20, -10)])
    room.dark("oms/1", dark("A", 40, -1, 2))
    today = DarkOutage(outage="oms/1", rows=[dark("A", 40, -1, None)])
    before = SupplyDay(day=MIDNIGHT - DAY, ends=MIDNIGHT, outages=[yesterday, today])
    room.say("room", before, MIDNIGHT + 600)
    face = room.boards.customer_hours(CHINA, MIDNIGHT + 5 * HOUR)
    assert face is not None
    assert (face.today, face.month) == pytest.approx((80, 80 + 40 * 10 + 40 * 1))
    assert face.month_since == MIDNIGHT - DAY  # November is not whole
    assert face.today_since is None


def test_that_a_word_that_corrects_a_day_takes_its_place() -> None:
    room = Room()
    room.dark("oms/9", dark("Z", 1, 1, 1))
    for n, ends in enumerate((-10, -15)):
        outage = DarkOutage(outage="oms/0", rows=[dark("A", 40, -20, ends)])
        said = SupplyDay(day=MIDNIGHT - DAY, ends=MIDNIGHT, outages=[outage])
        room.say("room", said, MIDNIGHT + 600 + n * HOUR)
        face = room.boards.customer_hours(CHINA, MIDNIGHT + 5 * HOUR)
        assert face is not None and face.month == pytest.approx(40 * (20 + ends))


def test_that_what_the_counts_are_worth_is_told() -> None:
    room = Room()
    room.dark("oms/1", dark("", 40, 1, None), quality=CountQuality.MASKED)
    room.dark("oms/2", dark("A", 40, 1, None), quality=CountQuality.ESTIMATED)
    face = room.boards.customer_hours(CHINA, MIDNIGHT + 2 * HOUR)
    assert face is not None
    assert (face.unchecked, face.at_least, face.about) == (True, True, True)


def test_that_without_a_source_there_is_no_figure() -> None:
    assert Room().boards.customer_hours(CHINA, MIDNIGHT) is None


def test_that_a_hub_that_began_at_noon_says_so() -> None:
    room = Room()
    room.dark("oms/1", dark("A", 40, 13, None))
    room.say("room", TrendHour(hour=MIDNIGHT + 12 * HOUR, minutes=60), MIDNIGHT + 13 * HOUR)
    face = room.boards.customer_hours(CHINA, MIDNIGHT + 14 * HOUR)
    assert face is not None
    assert face.today_since == face.month_since == MIDNIGHT + 12 * HOUR


@pytest.mark.parametrize("block", range(4))
def test_that_at_any_instant_it_is_the_sum_over_the_groups(block: int) -> None:
    """The random histories of the brute-force count, moved to the day; outages come one by one and change."""
    for seed in range(25 * block, 25 * block + 25):
        _, records = a_history(seed)
        room = Room()
        moved = [
            (record.outage, [_moved(row) for row in record.rows if row.begins != row.ends])
            for record in records
        ]
        for key, rows in moved:
            room.dark(key, *rows[:1])
            assert room.boards.customer_hours(CHINA, MIDNIGHT + HOUR)
            room.dark(key, *rows)
        groups = lv_groups([Record(key, rows) for key, rows in moved])
        for hour in (4.0, 5.5, 20.0):  # from the last row on
            now = MIDNIGHT + hour * HOUR
            face = room.boards.customer_hours(CHINA, now)
            exact = sums_of(Lv, groups, MIDNIGHT, MIDNIGHT + DAY, now, Counting())
            assert face is not None
            assert face.today == pytest.approx(exact.customer_hours, abs=1e-6), seed


def _moved(row: Dark) -> Dark:
    ends = None if row.ends is None else MIDNIGHT + row.ends
    return Dark(
        area=row.area, customers=row.customers, whole=row.whole, begins=MIDNIGHT + row.begins, ends=ends
    )
