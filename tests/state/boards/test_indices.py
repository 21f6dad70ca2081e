"""The indices by period: what left the store with its outages and what stands, put together (domain 5.3)."""

import pytest

from tests.rules.indices.test_brute_force import a_history
from tests.state.boards.test_supply import CHINA, DAY, HOUR, MIDNIGHT, Room, dark
from wallboard.domain.supply import Dark, DarkOutage, SupplyDay
from wallboard.rules.indices import Counting, Lv, Mv, lv_groups, mv_groups, sums_of
from wallboard.rules.indices.groups import Record
from wallboard.state.boards.indices import IndicesFace, as_json

COUNTING = Counting(many=2, long=2 * HOUR)
NOW = MIDNIGHT + 12 * HOUR


def indices(room: Room, now: float = NOW) -> IndicesFace:
    face = room.boards.indices(CHINA, COUNTING, now)
    assert face is not None
    return face


def told(*outages: DarkOutage, customers: int = 1000, areas: int = 20, days: int = 1) -> SupplyDay:
    """The day so many days ago, told ten minutes after its end."""
    begins = MIDNIGHT - days * DAY
    return SupplyDay(day=begins, ends=begins + DAY, customers=customers, areas=areas, outages=list(outages))


def test_that_what_left_and_what_stands_count_together() -> None:
    room = Room()
    room.dark("oms/1", dark("A", 100, 2, 4))
    room.say("room", told(DarkOutage(outage="oms/0", rows=[dark("A", 100, -20, -19)])), MIDNIGHT + 600)
    face = indices(room)
    assert face.day.lv is not None and face.month.lv is not None
    assert (face.day.lv.saidi, face.month.lv.saidi) == pytest.approx((12.0, 18.0))
    assert (face.day.lv.saifi, face.month.lv.saifi) == pytest.approx((0.1, 0.2))
    assert (face.day.lv.cemi, face.month.lv.cemi) == pytest.approx((0.0, 0.1))  # twice this month
    assert face.month.mv is not None
    assert face.month.mv.saidi == pytest.approx(180 / 20)


def test_that_an_outage_that_stands_speaks_for_itself() -> None:
    """It was told with its day as still dark; it has ended since."""
    room = Room()
    room.dark("oms/1", dark("A", 100, -1, 2))
    room.say("room", told(DarkOutage(outage="oms/1", rows=[dark("A", 100, -1, None)])), MIDNIGHT + 600)
    face = indices(room)
    assert face.month.lv is not None
    assert face.month.lv.sums.customer_hours == pytest.approx(300)
    assert face.month.lv.sums.accruing == 0


def test_that_without_customers_served_there_are_no_shares() -> None:
    room = Room()
    room.dark("oms/1", dark("A", 100, 2, 4))
    face = indices(room)
    assert face.day.lv is None
    assert as_json(face) == {
        name: {"lv_customers": None, "mv_customers": None} for name in ("day", "month", "year")
    }


def test_that_a_storm_day_is_told_apart() -> None:
    room = Room()
    for n in range(1, 41):
        hours = 20.0 if n == 5 else 0.2 + 0.01 * (n % 7)
        rows = [
            Dark(
                area=f"A{n}",
                customers=100,
                whole=True,
                begins=MIDNIGHT - n * DAY,
                ends=MIDNIGHT - n * DAY + hours * HOUR,
            )
        ]
        room.say(
            "room", told(DarkOutage(outage=f"oms/{n}", rows=rows), days=n), MIDNIGHT - n * DAY + DAY + 600
        )
    room.dark("oms/now", dark("Z", 1, 1, 2))
    face = indices(room)
    assert face.major is not None and face.major.threshold is not None
    assert face.major.days == (MIDNIGHT - 5 * DAY,)
    assert face.major.saidi - face.major.without == pytest.approx(100 * 20 * 60 / 1000)


@pytest.mark.parametrize("seed", range(60))
def test_that_in_parts_it_is_the_sum_over_all_at_once(seed: int) -> None:
    """Half of a random history has left the store with its day, half of it stands in the same areas."""
    _, records = a_history(seed)
    room = Room()
    gone, stands = records[: len(records) // 2], records[len(records) // 2 :]
    moved = {
        record.outage: [
            Dark(
                area=row.area,
                customers=row.customers,
                whole=row.whole,
                begins=MIDNIGHT - 5 * HOUR + row.begins,
                ends=None
                if row.ends is None and record in stands
                else MIDNIGHT - 5 * HOUR + (row.ends or 14_400),
            )
            for row in record.rows
        ]
        for record in records
    }
    room.dark("oms/other", dark("Z", 1, 1, 1))
    room.say(
        "room",
        told(*(DarkOutage(outage=record.outage, rows=moved[record.outage]) for record in gone)),
        MIDNIGHT + 600,
    )
    for record in stands:
        room.dark(record.outage, *moved[record.outage])
        indices(room)
    face = indices(room)
    all_ = [Record(key, rows) for key, rows in moved.items()]
    span = CHINA.month(NOW)
    low = sums_of(Lv, lv_groups(all_), *span, NOW, COUNTING)
    medium = sums_of(Mv, mv_groups(all_), *span, NOW, COUNTING)
    assert face.month.lv is not None and face.month.mv is not None
    assert _near(face.month.lv.sums, low)
    assert _near(face.month.mv.sums, medium)


def _near(one: object, other: object) -> bool:
    names = [name for name in one.__struct_fields__ if name != "basis"]  # type: ignore[attr-defined]
    return all(getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-3) for name in names)
