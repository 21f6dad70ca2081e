"""Every service limit of domain 5.1 with a due date calculated by hand; the calculation stands beside.

Holidays of 2026: 1-3 January, 15-23 February, 4-6 April, 1-5 May, 19-21 June, 25-27 September, 1-7 October.
Weekend days that are worked instead: 4 January, 14 and 28 February, 9 May, 20 September, 10 October.
The day of the start is not counted; a day ends at 24:00, written as 00:00 of the next.
"""

from collections.abc import Callable

import msgspec
import pytest

from tests import tree
from tests.rules.orders import ZONE, arrived, at, complaint, connection, order_of, shown
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.rows import Order
from wallboard.domain.terms import AreaClass, Band
from wallboard.rules.limits import Limit, kind_of, narrowest
from wallboard.rules.notices import latest_notice, notice_for
from wallboard.rules.sla import Clocks, OrderClock
from wallboard.rules.targets import start_of

ARRIVE, RESTORE = "crew on site, urban / rural / remote", "restore after arrival, urban / rural"
STANDARD, KEY = "crew on site, urban", "crew on site, key customer"
UTILITY = (
    "new connection, total utility handling time: LV non-residential / HV single source / HV dual source"
)
RESIDENTIAL = "residential, whole process"
GUIZHOU = (
    '**Southern Grid (Guizhou 2021)** whole process: residential LV / LV non-res "three zeros" / HV single / '
    "HV dual (with investment-boundary extension)"
)
GUIZHOU_OWN = "**Southern Grid (Guizhou 2021)** utility handling total: LV non-res / HV single / HV dual"
HV = "HV stages: supply plan single/dual; design review; mid inspection; completion inspection"
LV = "LV stages (old): plan residential / LV power; energise residential / other"
COMPLAINT = "complaint at 95598: contact / answer"
METER, ARREARS = "meter verification; reading anomaly", "restore after arrears paid"
REGULATOR = "12398: accept decision / conclude / extension"
GAP = "China Southern Power Grid repair-arrival commitment"
VISIT = "appointment"

GRID, OLD, SOUTH = "state-grid-2022", "state-grid-before-2022", "southern-grid-guizhou-2021"
NATIONAL, GB, LOCAL = "supply-regulation", "gb-t-28583-2012", "key-customers-zhoukou-2009"

Case = tuple[str, str, Callable[[], Order], str, str, str]


def late_evening(area: str) -> Callable[[], Order]:
    return lambda: order_of("restore", "2026-11-28 23:30", area_class=area)


def on_site(area: str, **fields: object) -> Callable[[], Order]:
    return lambda: arrived("restore", "2026-11-28 21:40", "2026-11-28 22:10", area_class=area, **fields)


def step(category: str, name: str, entered: str) -> Callable[[], Order]:
    return lambda: connection(category, "2025-12-01 09:00", (name, entered))


def asked(received: str, kind: str) -> Callable[[], Order]:
    return lambda: order_of("request", received, kind=kind)


def with_customer() -> Order:
    """The customer designs from Monday 9 March 00:00 to Monday 23 March 00:00: 10 working days."""
    steps = (
        ("plan", "2026-03-02 09:00"),
        ("customer_design", "2026-03-09 00:00"),
        ("design", "2026-03-23 00:00"),
    )
    return connection("mv_dual", "2026-03-02 09:00", *steps)


CASES: list[Case] = [
    # minutes round the clock, across midnight
    (ARRIVE, GRID, late_evening("urban"), "arrive", "2026-11-29 00:15", "23:30 + 45 min"),
    (ARRIVE, GRID, late_evening("rural"), "arrive", "2026-11-29 01:00", "23:30 + 90 min"),
    (ARRIVE, GRID, late_evening("remote"), "arrive", "2026-11-29 01:30", "23:30 + 120 min"),
    (RESTORE, GRID, on_site("urban"), "restore", "2026-11-29 01:10", "on site 22:10 + 3 h"),
    (RESTORE, GRID, on_site("rural"), "restore", "2026-11-29 02:10", "on site 22:10 + 4 h"),
    (STANDARD, GB, late_evening("urban"), "arrive", "2026-11-29 00:30", "23:30 + 60 min"),
    (ARRIVE, NATIONAL, late_evening("urban"), "arrive", "2026-11-29 00:30", "23:30 + 60 min"),
    (ARRIVE, NATIONAL, late_evening("rural"), "arrive", "2026-11-29 01:30", "23:30 + 120 min"),
    (ARRIVE, NATIONAL, late_evening("remote"), "arrive", "2026-11-29 03:30", "23:30 + 240 min"),
    (GAP, SOUTH, late_evening("urban"), "arrive", "2026-11-29 00:15", "State Grid's: 23:30 + 45 min"),
    (GAP, "jiangmen-practice", late_evening("rural"), "arrive", "2026-11-29 01:00", "23:30 + 90 min"),
    (GAP, SOUTH, late_evening("remote"), "arrive", "2026-11-29 01:30", "23:30 + 120 min"),
    (
        KEY,
        LOCAL,
        lambda: order_of("restore", "2026-11-28 23:58", key_customers=1),
        "dispatch",
        "2026-11-29 00:03",
        "23:58 + 5 min",
    ),
    (
        KEY,
        LOCAL,
        lambda: order_of(
            "restore",
            "2026-11-28 23:58",
            segment="life",
            stage="assigned",
            reached={"assigned": at("2026-11-28 23:59")},
        ),
        "arrive",
        "2026-11-29 00:28",
        "23:58 + 30 min",
    ),
    (
        KEY,
        LOCAL,
        on_site("urban", kind="switching", key_customers=1),
        "restore",
        "2026-11-28 23:10",
        "22:10 + 1 h",
    ),
    (
        KEY,
        LOCAL,
        on_site("urban", kind="overhead", key_customers=1),
        "restore",
        "2026-11-29 06:10",
        "22:10 + 8 h",
    ),
    (
        KEY,
        LOCAL,
        on_site("urban", kind="cable", key_customers=1),
        "restore",
        "2026-11-29 22:10",
        "22:10 + 24 h",
    ),
    (
        ARREARS,
        OLD,
        asked("2026-10-03 21:15", "reconnection"),
        "restore",
        "2026-10-04 21:15",
        "24 h, holiday or not",
    ),
    (
        ARREARS,
        "supply-business-rules-2024",
        asked("2026-02-15 09:00", "reconnection"),
        "restore",
        "2026-02-16 09:00",
        "1 day, also at Spring Festival",
    ),
    # working days
    (
        UTILITY,
        GRID,
        lambda: connection("lv_nonres", "2026-09-21 10:00"),
        "utility",
        "2026-10-01 00:00",
        "Mon 21 Sep; Tue 22, Wed 23, Thu 24 = 3; 25-27 off; Mon 28, Tue 29, Wed 30 = 6",
    ),
    (
        UTILITY,
        GRID,
        lambda: connection("mv_single", "2026-04-20 09:00"),
        "utility",
        "2026-05-23 00:00",
        "21-24 Apr = 4; 27-30 = 8; 1-5 May off; 6-8 = 11, Sat 9 worked = 12; 11-15 = 17; 18-22 = 22",
    ),
    (
        UTILITY,
        GRID,
        lambda: connection("mv_dual", "2026-06-01 09:00"),
        "utility",
        "2026-07-17 00:00",
        "2-5 Jun = 4; 8-12 = 9; 15-18 = 13; Fri 19 off; 22-26 = 18; 29 Jun-3 Jul = 23; 6-10 = 28; 13-16 = 32",
    ),
    (
        RESIDENTIAL,
        GRID,
        lambda: connection("lv_res", "2026-02-13 15:00"),
        "conclude",
        "2026-02-28 00:00",
        "Fri 13 Feb; Sat 14 worked = 1; 15-23 Spring Festival; Tue 24 = 2, 25 = 3, 26 = 4, Fri 27 = 5",
    ),
    (
        GUIZHOU,
        SOUTH,
        lambda: connection("lv_res", "2026-09-30 16:00"),
        "conclude",
        "2026-10-11 00:00",
        "Wed 30 Sep; 1-7 Oct National Day; Thu 8 = 1, Fri 9 = 2, Sat 10 worked = 3",
    ),
    (
        GUIZHOU,
        SOUTH,
        lambda: connection("lv_nonres", "2026-12-03 09:00"),
        "conclude",
        "2027-01-01 00:00",
        "Fri 4 Dec = 1; 7-11 = 6; 14-18 = 11; 21-25 = 16; 28-31 = 20, the last day that is published",
    ),
    (
        GUIZHOU,
        SOUTH,
        lambda: connection("mv_single", "2026-03-03 09:00"),
        "conclude",
        "2026-05-30 00:00",
        "4-6 Mar = 3; 9-13 = 8; -20 = 13; -27 = 18; 30 Mar-3 Apr = 23; 6 off; 7-10 = 27; -17 = 32; "
        "20-24 = 37; 27-30 = 41; 1-5 May off; 6-9 (Sat worked) = 45; -15 = 50; -22 = 55; -29 = 60",
    ),
    (
        GUIZHOU,
        SOUTH,
        lambda: connection("mv_dual", "2026-03-03 09:00"),
        "conclude",
        "2026-06-30 00:00",
        "60 on 29 May as above; 1-5 Jun = 65; -12 = 70; 15-18 = 74; Fri 19 off; 22-26 = 79; Mon 29 = 80",
    ),
    (
        GUIZHOU_OWN,
        SOUTH,
        lambda: connection("lv_nonres", "2026-01-01 12:00"),
        "utility",
        "2026-01-10 00:00",
        "Thu 1 Jan (a holiday); 2, 3 off; Sun 4 worked = 1, 5 = 2, 6 = 3, 7 = 4, 8 = 5, Fri 9 = 6",
    ),
    (
        GUIZHOU_OWN,
        SOUTH,
        lambda: connection("mv_single", "2026-11-02 09:00"),
        "utility",
        "2026-12-03 00:00",
        "3-6 Nov = 4; 9-13 = 9; 16-20 = 14; 23-27 = 19; 30 = 20, 1 Dec = 21, Wed 2 = 22",
    ),
    (
        GUIZHOU_OWN,
        SOUTH,
        with_customer,
        "utility",
        "2026-04-29 00:00",
        "30 + 10 of the customer: 3-6 Mar = 4; 9-13 = 9; -20 = 14; -27 = 19; 30 Mar-3 Apr = 24; 7-10 = 28; "
        "13-17 = 33; 20-24 = 38; 27 = 39, Tue 28 = 40",
    ),
    (
        HV,
        OLD,
        step("mv_single", "plan", "2026-09-17 11:00"),
        "plan",
        "2026-10-15 00:00",
        "Fri 18 = 1, Sun 20 worked = 2; 21-24 = 6; 25-27 off; 28-30 = 9; 1-7 Oct off; 8, 9 = 11; "
        "Sat 10 worked = 12; 12, 13, Wed 14 = 15",
    ),
    (
        HV,
        OLD,
        step("mv_dual", "plan", "2026-09-17 11:00"),
        "plan",
        "2026-11-05 00:00",
        "15 on 14 Oct as above; 15, 16 = 17; 19-23 = 22; 26-30 = 27; 2, 3, Wed 4 Nov = 30",
    ),
    (
        HV,
        OLD,
        step("mv_single", "design", "2026-11-02 08:00"),
        "design",
        "2026-11-17 00:00",
        "3-6 = 4; 9-13 = 9; 16 = 10",
    ),
    (HV, OLD, step("mv_single", "mid", "2026-11-06 17:00"), "mid", "2026-11-14 00:00", "Fri 6; 9-13 = 5"),
    (
        HV,
        OLD,
        step("mv_dual", "completion", "2026-05-02 10:00"),
        "completion",
        "2026-05-12 00:00",
        "Sat 2 May (a holiday); 6, 7, 8 = 3, Sat 9 worked = 4, Mon 11 = 5",
    ),
    (
        HV,
        OLD,
        step("mv_dual", "energise", "2026-12-24 09:00"),
        "energise",
        "2027-01-01 00:00",
        "25 = 1; 28-31 = 5",
    ),
    (
        LV,
        OLD,
        step("lv_res", "plan", "2025-12-31 09:00"),
        "plan",
        "2026-01-07 00:00",
        "Wed 31 Dec; 1-3 Jan off; Sun 4 worked = 1, Mon 5 = 2, Tue 6 = 3",
    ),
    (
        LV,
        OLD,
        step("lv_nonres", "plan", "2025-12-31 09:00"),
        "plan",
        "2026-01-13 00:00",
        "3 on 6 Jan; 7-9 = 6; Mon 12 = 7",
    ),
    (
        LV,
        OLD,
        step("lv_res", "energise", "2026-11-23 09:00"),
        "energise",
        "2026-11-27 00:00",
        "24, 25, 26 = 3",
    ),
    (
        LV,
        OLD,
        step("lv_nonres", "energise", "2026-11-23 09:00"),
        "energise",
        "2026-12-01 00:00",
        "24-27 = 4; Mon 30 = 5",
    ),
    (
        COMPLAINT,
        GRID,
        lambda: complaint("95598", "2026-09-18 19:00", "2026-09-18 20:00"),
        "contact",
        "2026-09-21 00:00",
        "Fri 18; Sat 19 off; Sun 20 worked = 1",
    ),
    (
        COMPLAINT,
        OLD,
        lambda: complaint("95598", "2026-02-13 19:00", "2026-02-13 20:00"),
        "contact",
        "2026-02-15 00:00",
        "Fri 13 Feb; Sat 14 worked = 1, the eve of Spring Festival",
    ),
    (
        COMPLAINT,
        GRID,
        lambda: complaint(
            "95598", "2026-09-18 19:00", "2026-09-18 20:00", contacted_at=at("2026-09-20 09:00")
        ),
        "answer",
        "2026-09-25 00:00",
        "Sun 20 = 1, 21 = 2, 22 = 3, 23 = 4, Thu 24 = 5",
    ),
    (
        COMPLAINT,
        OLD,
        lambda: complaint(
            "95598", "2026-09-18 19:00", "2026-09-18 20:00", contacted_at=at("2026-09-20 09:00")
        ),
        "answer",
        "2026-09-30 00:00",
        "5 on Thu 24 as above; 25-27 off; Mon 28 = 6, Tue 29 = 7",
    ),
    (
        METER,
        GRID,
        asked("2026-04-29 14:00", "meter_verification"),
        "answer",
        "2026-05-10 00:00",
        "Thu 30 Apr = 1; 1-5 May off; 6, 7, 8 = 4, Sat 9 worked = 5",
    ),
    (METER, GRID, asked("2026-04-29 14:00", "reading_anomaly"), "answer", "2026-05-10 00:00", "as above"),
    (METER, OLD, asked("2026-04-29 14:00", "meter_verification"), "answer", "2026-05-10 00:00", "as above"),
    (
        METER,
        OLD,
        asked("2026-04-29 14:00", "reading_anomaly"),
        "answer",
        "2026-05-13 00:00",
        "5 on 9 May; 11, 12 = 7",
    ),
    # days of the calendar
    (
        REGULATOR,
        GRID,
        lambda: complaint("12398", "2026-09-30 10:00"),
        "accept",
        "2026-10-08 00:00",
        "30 Sep + 7 = 7 Oct",
    ),
    (
        REGULATOR,
        GRID,
        lambda: complaint("12398", "2026-08-01 10:00", "2026-08-03 10:00"),
        "conclude",
        "2026-10-03 00:00",
        "3 Aug + 28 = 31 Aug; + 30 = 30 Sep (58); + 2 = 2 Oct (60)",
    ),
    (
        REGULATOR,
        SOUTH,
        lambda: complaint("12398", "2026-08-01 10:00", "2026-08-03 10:00", extended=True),
        "conclude",
        "2026-11-02 00:00",
        "2 Oct (60) + 29 = 31 Oct; + 1 = 1 Nov (90)",
    ),
    (
        REGULATOR,
        GRID,
        lambda: complaint("12398", "2026-11-20 10:00", "2026-11-20 10:00"),
        "conclude",
        "2027-01-20 00:00",
        "20 Nov + 10 = 30 Nov; + 31 = 31 Dec (41); + 19 = 19 Jan (60)",
    ),
    (
        VISIT,
        GRID,
        lambda: connection(
            "lv_res", "2026-11-23 09:00", window_from=at("2026-11-25 14:00"), window_to=at("2026-11-25 16:00")
        ),
        "visit",
        "2026-11-25 16:00",
        "the end of the window that was agreed; no grace",
    ),
    (
        VISIT,
        SOUTH,
        lambda: connection(
            "lv_res", "2026-10-01 09:00", window_from=at("2026-10-05 09:00"), window_to=at("2026-10-05 11:30")
        ),
        "visit",
        "2026-10-05 11:30",
        "a window on National Day stands as it was agreed",
    ),
]

NO_DUE_DATE = {
    "fault outage": "published in time: no figure",
    "Southern Grid: LV overtime rate; online share": "shares of a month, no date of an order",
    "hotline: answered within 30 s": "a share of calls; no fact tells when a call was picked up",
    "Guangdong/Jiangmen own limits": "not found: jiangmen-practice borrows those of Guizhou",
    "line/switch trip frequency": "counts of trips",
    "frequent-outage customer": "counts of outages",
    "large-area outage grades (prefecture city ≥600 MW)": "shares of load and customers",
    '"major" outage notice inside a county utility': "counts of outages and their length",
}
"""Rows of domain 5.1 that set no date, and why."""

BEFORE_WORK = {
    "planned outage notice": (
        "planned",
        False,
        "2026-10-08 08:00",
        "2026-10-01 08:00",
    ),  # 8 - 7, holidays count
    "temporary outage notice": ("temporary", True, "2026-03-01 06:00", "2026-02-28 06:00"),  # - 24 h
    "plan handed in before execution": ("hand_in", False, "2026-10-10 08:00", "2026-10-07 08:00"),  # 10 - 3
}


def clock_on(rules_name: str, order: Order, target: str, now: float) -> OrderClock:
    """The running clock of one target."""
    clocks = Clocks(load_rule_set(rules_name), AreaClass.URBAN).all_of(order, now)
    return next(clock for clock in clocks if clock.target == target)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[1]}-{case[3]}-{case[4]}")
def test_that_a_limit_falls_due_when_it_was_calculated_by_hand(case: Case) -> None:
    _, name, make, target, due, calculation = case
    order = make()
    rules = load_rule_set(name)
    limit = narrowest(rules.limits, target, kind_of(order, AreaClass.URBAN))
    start = max(start_of(order, target, limit), *(entered.at for entered in order.course), 0.0)
    clock = clock_on(name, order, target, start)
    assert shown(clock.due) == due, calculation
    assert clock.band is not Band.BREACHED and clock.remaining == clock.due - start
    assert clock_on(name, order, target, at(due)).band is Band.WARNING, "on the second it is still kept"
    assert clock_on(name, order, target, at(due) + 1).band is Band.BREACHED


@pytest.mark.parametrize("row", BEFORE_WORK)
def test_that_planned_work_is_announced_in_time(row: str) -> None:
    what, key, begins, latest = BEFORE_WORK[row]
    notices = [*load_rule_set(GRID).notices, *load_rule_set("jiangmen-practice").notices]
    notice = notice_for(notices, what, key_customer=key)
    assert notice is not None
    assert shown(latest_notice(at(begins), notice, ZONE)) == latest


def test_that_a_due_date_in_a_year_without_a_calendar_says_so() -> None:
    """Applied for on Friday 4 December: 19 working days are left in 2026, the 20th is not published."""
    clock = clock_on(SOUTH, connection("lv_nonres", "2026-12-04 09:00"), "conclude", at("2026-12-05 09:00"))
    assert (clock.due, clock.remaining, clock.band) == (None, None, Band.UNCOLOURED)
    assert clock.reason is not None
    assert (clock.reason.code, clock.reason.args) == ("calendar_not_published", {"year": "2027"})


def test_that_calendar_days_end_in_an_unpublished_year_and_say_that_it_is_one() -> None:
    clock = clock_on(
        GRID, complaint("12398", "2026-11-20 10:00", "2026-11-20 10:00"), "conclude", at("2026-11-21 00:00")
    )
    assert shown(clock.due) == "2027-01-20 00:00"
    assert clock.reason is not None and clock.reason.code == "calendar_not_published"


@pytest.mark.parametrize(
    ("now", "band", "left"),
    [
        ("2026-09-28 23:59", Band.CALM, 3),  # due at the end of Wed 30: Mon 28 still runs, Tue and Wed come
        ("2026-09-29 00:00", Band.WARNING, 2),  # two working days before: as Tuesday begins
        ("2026-09-30 17:00", Band.WARNING, 1),  # a begun day counts as one
        ("2026-10-01 00:00", Band.WARNING, 0),
        ("2026-10-01 00:01", Band.BREACHED, 0),
    ],
)
def test_that_a_limit_in_days_warns_two_working_days_before(now: str, band: Band, left: int) -> None:
    clock = clock_on(GRID, connection("lv_nonres", "2026-09-21 10:00"), "utility", at(now))
    assert (clock.band, clock.days_left) == (band, left)


def test_that_every_row_of_the_domain_page_has_a_case_or_a_reason_for_none() -> None:
    page = tree.ROOT.parent / "shared" / "domain.md"
    if not page.is_file():
        pytest.skip("the domain page does not lie beside this clone")
    table = page.read_text(encoding="utf-8").split("### 5.1")[1].split("Clock semantics")[0]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")][1:]
    told = {*(case[0] for case in CASES), *NO_DUE_DATE, *BEFORE_WORK}
    assert len(rows) >= 25
    assert [row for row in rows if not any(row.startswith(each) for each in told)] == []


def test_that_every_limit_of_every_rule_set_that_ships_has_a_case() -> None:
    """What a set borrows is the other one's."""
    tried = set()
    for _, name, make, target, _, _ in CASES:
        limit = narrowest(load_rule_set(name).limits, target, kind_of(make(), AreaClass.URBAN))
        assert limit is not None
        tried.add(own_of(limit, name))
    shipped = sorted((tree.ROOT / "resources" / "rules").glob("*.toml"))
    assert len(shipped) >= 10
    limits = {
        own_of(limit, path.stem)
        for path in shipped
        for limit in load_rule_set(path.stem).limits
        if limit.rule_set in ("", path.stem)
    }
    assert limits - tried == set()


def own_of(limit: Limit, name: str) -> tuple[object, ...]:
    """What tells a limit from the others of its set."""
    what = limit.lane, limit.target, limit.area_class, limit.kind, limit.channel, limit.key_customer
    return limit.rule_set or name, *what


def test_that_another_rule_set_gives_another_due_date_for_the_same_facts() -> None:
    order = complaint("95598", "2026-09-18 19:00", "2026-09-18 20:00", contacted_at=at("2026-09-20 09:00"))
    before = msgspec.json.encode(order)
    dues = [clock_on(name, order, "answer", at("2026-09-20 10:00")).due for name in (GRID, OLD, GRID)]
    assert [shown(due) for due in dues] == ["2026-09-25 00:00", "2026-09-30 00:00", "2026-09-25 00:00"]
    assert msgspec.json.encode(order) == before
