"""The mission's items 110 to 137 (1E expected results, 1F values): facts or acts in, faces changed."""

import pytest

from tests.widgets.conftest import MakeSession
from tests.widgets.mission.play import DAY, HOUR, MINUTE, NOW, WHO, Act, Play, Says, perform
from tests.widgets.mission.said import CELL, CRM, held, need, outage, owners, stage, work
from tests.widgets.roads import road
from wallboard.domain.calls import Evidence
from wallboard.domain.connections import (
    ConnectionCourse,
    ConnectionProject,
    ConnectionTicks,
    DepartmentTask,
    StepEntered,
)
from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.network import RegionServed
from wallboard.domain.outages import OutageDevice, OutageSupply
from wallboard.domain.roster import ResponseLevel, RosterShift
from wallboard.domain.supply import Dark, OutageDark
from wallboard.domain.terms import (
    ConnectStep,
    CrewStatus,
    DeviceKind,
    EvidenceKind,
    Lane,
    Measure,
    OrderStage,
    Supply,
)

ORDER = "restore/oms/O1"
TAKEN = (stage("crm/1", OrderStage.ACCEPTED), held("crm/1", WHO))
TICKED = ConnectionTicks(survey=True, documents=True, meter=True, contract=True)


def project(voltage: str, **what: object) -> Says:
    """A connection of 800 kVA, applied for ten days ago."""
    return "crm/1", ConnectionProject(
        **{"voltage": voltage, "kva": 800.0, "applied_at": NOW - 10 * DAY, **what}  # type: ignore[arg-type]
    )


SHIFT = RosterShift(name="白班", starts_at=NOW - HOUR, ends_at=NOW + HOUR)


def visit(hours: float) -> Says:
    """An LV connection whose window begins in so many hours."""
    begins = NOW + hours * HOUR
    return project("lv", manager="客户经理 05", window_from=begins, window_to=begins + 2 * HOUR)


def dark(customers: int, age: float) -> Says:
    """So many customers of the outage without supply for ``age`` s."""
    return "oms/O1", OutageDark(rows=[Dark(customers=customers, begins=NOW - age)])


CONNECTION = (CRM, need("crm/1", Lane.CONNECT, title="蓬江 冷库"))
TO_OWNER = "开平 水泵厂"


def crew(key: str, lon: float, status: CrewStatus = CrewStatus.AVAILABLE) -> tuple[Says, ...]:
    """A crew of the bureau on the road, ``lon`` degrees east."""
    return (
        (key, CrewProfile(name=key[4:], unit="台山局", persons=3)),
        (key, CrewStatusValue(status=status, since=NOW)),
        (key, CrewPosition(lon=lon, lat=22.3)),
    )


PLAYS = (
    Play(
        number=114,
        screen="desk",
        kind="crew_candidates",
        chosen=ORDER,
        atlas=road,
        before=(*outage(lon=112.60, lat=22.3), *crew("gps/near", 112.65), *crew("gps/far", 112.70)),
        then=(("gps/near", CrewStatusValue(status=CrewStatus.ON_SITE, since=NOW)),),
        cell=("row", 0),
        comes=("far", "12 分"),
        goes=("near", "6 分"),
    ),
    Play(
        number=110,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=(CRM, owners(), need("crm/1", cell=CELL)),
        then=(work(patrols_overdue=2, inspections_overdue=1),),
        cell="route",
        comes=("可顺带：巡视 2 检查 1",),
    ),
    Play(
        number=111,
        screen="problems",
        kind="measures",
        before=(CRM, need("crm/1"), *TAKEN),
        acts=(Act("crm/1", "close", {"words": "已处理"}),),
        cell=Measure.FIRST_TIME,
        comes=("100", "1 单"),
    ),
    Play(
        number=112,
        screen="overview",
        kind="header",
        then=(("crm/r", ResponseLevel(level=3, words="防风防汛 Ⅲ 级响应")),),
        cell="head",
        comes=("防风防汛 Ⅲ 级响应",),
    ),
    Play(
        number=113,
        screen="joint",
        kind="case_board",
        options={"lane": "restore"},
        before=outage(),
        acts=(Act(ORDER, "accept"),),
        comes=("· 接单 0 秒前", WHO),
    ),
    Play(
        number=115,
        screen="overview",
        kind="lane_board",
        before=(*outage(), stage(ORDER, OrderStage.EN_ROUTE), held(ORDER, "抢修1组", unit="台山局")),
        then=(held(ORDER, "抢修1组", unit="恩平局", cross_area=True),),
        cell=(Lane.RESTORE, 0),
        comes=("恩平局 抢修1组", "· 跨区支援"),
    ),
    Play(
        number=116,
        screen="joint",
        kind="case_board",
        options={"lane": "restore"},
        before=outage(age=10 * MINUTE),
        acts=(Act(ORDER, "accept"), Act(ORDER, "arrive")),
        comes=("复电 剩 3 小时", "· 到场 0 秒前", WHO),
    ),
    Play(
        number=117,
        screen="monitor",
        kind="department_lanes",
        before=(*CONNECTION, project("mv", manager="专职经理 01")),
        then=(("crm/1", DepartmentTask(department="materials", open_tasks=2, since=NOW - 3.5 * DAY)),),
        comes=("2 项 4 天",),
    ),
    Play(
        number=118,
        screen="monitor",
        kind="measures",
        before=(*CONNECTION, *TAKEN, visit(-2), ("crm/1", TICKED)),
        acts=(Act("crm/1", "close", {"words": "已送电"}),),
        cell=Measure.ONE_VISIT,
        comes=("100", "1 单"),
    ),
    Play(
        number=119,
        screen="monitor",
        kind="visit_board",
        before=(*CONNECTION, visit(1)),
        then=(visit(2),),
        comes=("18:42–20:42",),
        goes=("17:42–19:42",),
    ),
    Play(
        number=120,
        screen="monitor",
        kind="visit_board",
        before=(*CONNECTION, visit(-1)),
        then=(("crm/1", ConnectionTicks(survey=True, failed_because="客户资料不全")),),
        comes=("客户资料不全", "glyph tick"),
    ),
    Play(
        number=121,
        screen="monitor",
        kind="department_lanes",
        before=(*CONNECTION, project("mv", manager="专职经理 01")),
        then=(
            project("mv", manager="专职经理 04"),
            (
                "crm/1",
                ConnectionCourse(entered=[StepEntered(step=ConnectStep.CUSTOMER_DESIGN, at=NOW - DAY)]),
            ),
        ),
        comes=("专职经理 04",),
        goes=("专职经理 01",),
    ),
    Play(
        number=122,
        screen="monitor",
        kind="department_lanes",
        before=(
            *CONNECTION,
            project("mv"),
            ("crm/1", DepartmentTask(department="marketing", open_tasks=0, since=NOW - DAY)),
        ),
        then=(("crm/1", DepartmentTask(department="production", open_tasks=1, since=NOW - 2.5 * DAY)),),
        comes=("plate solid", "1 项 3 天"),
    ),
    Play(
        number=123,
        screen="monitor",
        kind="measures",
        before=(*CONNECTION, project("mv")),
        then=(project("mv", energised_at=NOW - HOUR),),
        cell=Measure.MV_DAYS,
        comes=("1 单",),
        goes=("–",),
    ),
    Play(
        number=124,
        screen="desk",
        kind="crew_candidates",
        chosen=ORDER,
        atlas=road,
        before=(*outage(lon=112.60, lat=22.3, cell=CELL), *crew("gps/near", 112.70), owners()),
        then=(
            need("crm/1", kind="voltage", lon=112.65, lat=22.3),
            work(patrols_overdue=2),
            ("gps/near", CrewStatusValue(status=CrewStatus.COMPLETED, since=NOW)),
        ),
        comes=("低压设备巡视 逾期 2 项", "电压检测", "· 不绕行", "· 返程顺路"),
        goes=("沿途无可顺带",),
    ),
    Play(
        number=125,
        screen="problems",
        kind="queues",
        before=(CRM, need("crm/1", age=50 * MINUTE)),
        acts=(Act("crm/1", "accept"),),
        cell="unclaimed",
        comes=("0",),
        goes=("最久 50 分",),
    ),
    Play(
        number=126,
        screen="problems",
        kind="case_board",
        options={"group": "request"},
        before=(CRM, need("crm/1")),
        acts=(
            Act("crm/1", "accept"),
            Act("crm/1", "hand_over", {"to": "计量二班"}),
            Act("crm/1", "take_over", who="计量二班"),
        ),
        comes=(f"首问 {WHO}", "计量二班"),
        goes=("待认领",),
    ),
    Play(
        number=127,
        screen="cells",
        kind="cell_board",
        before=(owners(),),
        then=(owners(on_duty=False),),
        comes=("无人在岗",),
    ),
    Play(
        number=128,
        screen="indices",
        kind="indices",
        before=(*outage(customers=30), ("gis/1", RegionServed(name="台山局", customers=900)), dark(30, HOUR)),
        then=(("oms/O1", OutageDevice(kind=DeviceKind.SERVICE, device="TA-1")),),
        cell=(8, "average"),
        comes=("最后一公里占 100 % / 100 % / 100 %",),
        goes=("最后一公里占 0 % / 0 % / 0 %",),
    ),
    Play(
        number=129,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=(CRM, need("crm/1", segment="shop"), *TAKEN),
        acts=(Act("crm/1", "mark_customer_owned", {"to": "电工中心"}), Act("crm/1", "contact")),
        comes=("→ 电工中心", f"— {WHO}"),
    ),
    Play(
        number=130,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=(CRM, need("crm/1", segment="factory", title=TO_OWNER), *TAKEN),
        acts=(Act("crm/1", "mark_customer_owned", {"to": "粤安电力工程"}),),
        comes=("→ 粤安电力工程",),
    ),
    Play(
        number=131,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=(CRM, need("crm/1", segment="community", title="碧翠苑"), *TAKEN),
        acts=(Act("crm/1", "mark_customer_owned", {"to": "协调人 何"}),),
        comes=("→ 协调人 何",),
    ),
    Play(
        number=132,
        screen="desk",
        kind="order_course",
        chosen=ORDER,
        before=(*outage(), stage(ORDER, OrderStage.ACCEPTED), held(ORDER, WHO)),
        then=(("oms/O1", OutageSupply(supply=Supply.GENERATOR, since=NOW - MINUTE)),),
        acts=(Act(ORDER, "book_slot", {"since": NOW + 6 * HOUR, "until": NOW + 8 * HOUR}),),
        comes=("发电供电", f"— {WHO}"),
    ),
    Play(
        number=133,
        screen="overview",
        kind="strip",
        before=(*outage(customers=1200), dark(1200, 10 * MINUTE)),
        then=(dark(1200, 30 * MINUTE),),
        cell="hours",
        comes=("600",),
        goes=("200",),
    ),
    Play(
        number=134,
        screen="desk",
        kind="order_course",
        chosen=ORDER,
        before=outage(),
        then=(("oms/O1", Evidence(kind=EvidenceKind.SCADA, n=1, happened_at=NOW - MINUTE)),),
        comes=("配网自动化",),
    ),
    Play(
        number=135,
        screen="monitor",
        kind="measures",
        before=(CRM, need("crm/1"), *TAKEN),
        acts=(Act("crm/1", "ask_decision", {"to": "营销部主任", "words": "减免违约金"}),),
        cell=Measure.DECISIONS,
        comes=("1",),
        goes=("0",),
    ),
    Play(
        number=136,
        screen="scoreboard",
        kind="scoreboard",
        options={"of": "crews"},
        before=(*outage(), *crew("gps/C1", 112.8), *crew("gps/C2", 112.9), ("day", SHIFT)),
        then=(stage(ORDER, OrderStage.DONE, MINUTE), held(ORDER, "C2")),
        cell=(0, "gps/C2"),
        comes=("0.33", "1 单 / 3 人"),
    ),
    Play(
        number=137,
        screen="scoreboard",
        kind="scoreboard",
        options={"of": "crews"},
        before=(*outage(), *crew("gps/C1", 112.8), ("day", SHIFT)),
        then=(stage(ORDER, OrderStage.DONE, MINUTE), held(ORDER, "C1")),
        cell="head",
        comes=("0.33", "1 单 / 3 人"),
        goes=("0.00", "0 单 / 3 人"),
    ),
)


@pytest.mark.parametrize("play", PLAYS, ids=str)
def test_that_items_110_to_137_change_what_their_panels_say(play: Play, make_session: MakeSession) -> None:
    perform(play, make_session)
