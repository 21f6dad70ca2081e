"""The indices against an example worked by hand (domain 5.3). Minutes count from 0 of a day of 24 h.

The network serves 1,000 customers: area A has 100, B 200, C 50, and 650 are never dark.

    O1  a feeder trips: A and B dark from 60; B is switched back at 90, A at 180
    O2  a service line in A: 10 of its customers dark from 150 to 240 (30 of these minutes overlap O1)
    O3  C dark from 300 to 303: momentary
    O4  C dark from 600 to 1080 (8 h)
    O5  B dark from 1380, and still at the end of the day

Customers, spans (union), minutes within the day:

    90 of A   60-180                 120 min   90 x 120 = 10,800
    10 of A   60-240                 180 min   10 x 180 =  1,800   (not 120 + 90: the overlap counts once)
    B         60-90, 1380-...        30 + 60  200 x  30 =  6,000 settled, 200 x 60 = 12,000 accruing
    C         300-303, 600-1080      3 + 480   50 x 480 = 24,000; the 3 min are momentary: 50 x 3 = 150

Sustained: settled 10,800 + 1,800 + 6,000 + 24,000 = 42,600, accruing 12,000, together 54,600 customer-min.
Interruptions: A 100, B 200 + 200, C 50 = 550; momentary 50.

    SAIDI  54,600 / 1,000 = 54.6 min, of which 12.0 accrue         SAIFI  550 / 1,000 = 0.55
    CAIDI  54.6 / 0.55 = 99.2727 min                               ASAI   1 - 54.6 / 1,440 = 0.962083
    CEMI-2 200 / 1,000 = 0.2 (B; of C one is momentary)            CELID-7 50 / 1,000 = 0.05
    MAIFI  50 / 1,000 = 0.05
    时户数  (54,600 + 150) / 60 = 912.5; 用户平均停电时间 0.9125 h; 供电可靠率-1  1 - 0.9125 / 24 = 0.961979

Medium voltage, of 20 areas: A 60-180, B 60-90 and 1380-, C 600-1080 (O2 is a part of an area and none of it):
120 + 30 + 60 + 480 = 690 min: SAIDI 34.5 min, SAIFI 4 / 20 = 0.2.
"""

import pytest

from wallboard.domain.supply import Dark
from wallboard.domain.terms import IndexBasis
from wallboard.rules.indices import Counting, Indices, Lv, MixedBasisError, Mv, lv_groups, mv_groups, sums_of
from wallboard.rules.indices import indices_of as figures_of
from wallboard.rules.indices.basis import B
from wallboard.rules.indices.counting import HOUR_S
from wallboard.rules.indices.groups import Group, Record

DAY = 24 * HOUR_S


def dark(area: str, customers: int, begins: float, ends: float | None, *, whole: bool = True) -> Dark:
    """Minutes of the day."""
    return Dark(
        area=area,
        customers=customers,
        whole=whole,
        begins=begins * 60.0,
        ends=None if ends is None else ends * 60.0,
    )


def indices_of(
    basis: type[B],
    groups: list[Group],
    served: int,
    begins: float,
    ends: float,
    now: float,
    counting: Counting,
) -> Indices[B] | None:
    """Straight from the groups."""
    return figures_of(sums_of(basis, groups, begins, ends, now, counting), served, begins, ends, now)


HISTORY = [
    Record("O1", [dark("A", 100, 60, 180), dark("B", 200, 60, 90)]),
    Record("O2", [dark("A", 10, 150, 240, whole=False)]),
    Record("O3", [dark("C", 50, 300, 303)]),
    Record("O4", [dark("C", 50, 600, 1080)]),
    Record("O5", [dark("B", 200, 1380, None)]),
]

COUNTING = Counting(many=2)


def test_that_the_hand_worked_day_comes_out_at_low_voltage() -> None:
    found = indices_of(Lv, lv_groups(HISTORY), 1000, 0.0, DAY, DAY, COUNTING)
    assert found is not None
    assert found.basis.basis is IndexBasis.LV_CUSTOMERS
    assert (found.saidi, found.saidi_accruing) == pytest.approx((54.6, 12.0))
    assert (found.saifi, found.maifi) == pytest.approx((0.55, 0.05))
    assert found.caidi == pytest.approx(99.272727)
    assert found.asai == pytest.approx(0.9620833)
    assert (found.cemi, found.celid) == (0.2, 0.05)
    assert found.sums.customer_hours == pytest.approx(912.5)
    assert found.average_hours == pytest.approx(0.9125)
    assert found.rs1 == pytest.approx(0.9619792)


def test_that_an_area_is_one_customer_at_medium_voltage() -> None:
    found = indices_of(Mv, mv_groups(HISTORY), 20, 0.0, DAY, DAY, COUNTING)
    assert found is not None
    assert found.basis.basis is IndexBasis.MV_CUSTOMERS
    assert (found.saidi, found.saifi) == pytest.approx((34.5, 0.2))


def test_that_the_two_bases_cannot_be_added_up() -> None:
    low = indices_of(Lv, lv_groups(HISTORY), 1000, 0.0, DAY, DAY, COUNTING)
    medium = indices_of(Mv, mv_groups(HISTORY), 20, 0.0, DAY, DAY, COUNTING)
    assert low is not None and medium is not None
    with pytest.raises(MixedBasisError, match="lv_customers and mv_customers"):
        low.sums + medium.sums  # type: ignore[operator]


def test_that_two_days_add_up_to_both() -> None:
    """Seconds count in the day in which they pass, an interruption in the day in which it began."""
    history = [*HISTORY, Record("O6", [dark("D", 7, 1430, 1500)])]
    both, first, second = (
        indices_of(Lv, lv_groups(history), 1000, a * DAY, b * DAY, 2 * DAY, COUNTING)
        for a, b in ((0, 2), (0, 1), (1, 2))
    )
    assert both is not None and first is not None and second is not None
    assert first.sums + second.sums == both.sums
    assert second.sums.interruptions == 0


def test_that_nobody_served_has_no_indices() -> None:
    assert indices_of(Lv, lv_groups(HISTORY), 0, 0.0, DAY, DAY, COUNTING) is None
    assert indices_of(Lv, lv_groups(HISTORY), 1000, DAY, 2 * DAY, DAY, COUNTING) is None


def test_that_a_day_without_interruptions_is_perfect() -> None:
    found = indices_of(Lv, [], 1000, 0.0, DAY, DAY, COUNTING)
    assert found is not None
    assert (found.saidi, found.saifi, found.caidi, found.asai, found.rs1) == (0, 0, None, 1, 1)


def test_that_what_has_lasted_five_minutes_only_is_not_decided_yet() -> None:
    """IEEE 1366: sustained begins beyond 5 min; until then it is neither."""
    rows = [Record("O1", [dark("A", 100, 60, None)])]
    early = indices_of(Lv, lv_groups(rows), 1000, 0.0, DAY, 64 * 60.0, COUNTING)
    late = indices_of(Lv, lv_groups(rows), 1000, 0.0, DAY, 66 * 60.0, COUNTING)
    assert early is not None and late is not None
    assert (early.saifi, early.maifi, early.saidi) == (0, 0, 0)
    assert early.sums.customer_hours == pytest.approx(100 * 4 / 60)
    assert (late.saifi, late.maifi, late.saidi) == pytest.approx((0.1, 0, 0.6))


def test_that_the_room_says_what_is_momentary() -> None:
    """DL/T 836.1 takes 3 min, IEEE 1366 takes 5: configuration (domain 5.3)."""
    rows = [Record("O1", [dark("A", 100, 60, 64)])]
    five, three = (
        indices_of(Lv, lv_groups(rows), 1000, 0.0, DAY, DAY, Counting(momentary=m * 60.0)) for m in (5, 3)
    )
    assert five is not None and three is not None
    assert (five.saifi, five.maifi) == (0, 0.1)
    assert (three.saifi, three.maifi) == (0.1, 0)
