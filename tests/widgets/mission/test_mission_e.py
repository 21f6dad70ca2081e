"""The mission's items 71 to 109 (1D, the unified service): facts or acts in, faces changed."""

import pytest

from tests.widgets.conftest import MakeSession
from tests.widgets.mission.play import DAY, HOUR, MINUTE, NOW, WHO, Act, Play, Says, perform
from tests.widgets.mission.said import CELL, CRM, OMS, crew, day, held, need, outage, owners, stage, work
from wallboard.domain.calls import CallReport, Evidence
from wallboard.domain.connections import ConnectionProject
from wallboard.domain.network import RegionServed
from wallboard.domain.orders import OrderHandover
from wallboard.domain.outages import OutageStageClaim
from wallboard.domain.roster import RosterShift
from wallboard.domain.terms import CrewStatus, EvidenceKind, Lane, Measure, OrderStage, OutageStage
from wallboard.state.queries.actuals import Actual

ORDER = "restore/oms/O1"
TAKEN = (stage("crm/1", OrderStage.ACCEPTED), held("crm/1", WHO))
SHIFT = RosterShift(
    name="白班", starts_at=NOW - HOUR, ends_at=NOW + HOUR, service_lead="陈志强", network_lead="李文"
)


def project(key: str, voltage: str, **what: object) -> Says:
    """A connection of 800 kVA, applied for ten days ago."""
    return key, ConnectionProject(voltage=voltage, kva=800.0, applied_at=NOW - 10 * DAY, **what)  # type: ignore[arg-type]


def routed(number: int, kind: str, comes: tuple[str, ...], lane: Lane = Lane.REQUEST) -> Play:
    """An order turns out to be of a kind of business: the desk sees whose it is."""
    return Play(
        number=number,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=(
            CRM,
            owners(),
            need("crm/1", kind="acceptance", cell=CELL, region="台山局"),
            *crew("gps/C1", CrewStatus.AVAILABLE, name="业扩一班", unit="台山局", skills=["connection"]),
            *crew("gps/C2", CrewStatus.AVAILABLE, name="计量二班", unit="台山局", skills=["metering"]),
            *crew("gps/C3", CrewStatus.AVAILABLE, name="线路三班", unit="台山局", skills=["lines"]),
            *crew("gps/C4", CrewStatus.AVAILABLE, name="检查四班", unit="台山局", skills=["inspection"]),
        ),
        then=(need("crm/1", lane, kind=kind, cell=CELL, region="台山局"),),
        cell="route",
        comes=comes,
        goes=("验收队伍",),
    )


GRID = (
    routed(101, "billing", ("网格业务", "· 客户经理", "客户经理 12")),
    routed(102, "line_loss", ("网格业务", "· 客户经理", "客户经理 12")),
    routed(103, "customer_relations", ("网格业务", "客户经理 12", "协同 设备主人 12")),
    routed(104, "metering", ("网格业务", "· 设备主人", "设备主人 12")),
    routed(105, "line_patrol", ("网格业务", "· 设备主人", "设备主人 12")),
    routed(106, "low_voltage", ("网格业务", "设备主人 12", "协同 客户经理 12")),
)
SPECIALIST = (
    routed(94, "connection", ("专业业务", "· 业扩", "业扩一班"), Lane.CONNECT),
    routed(95, "meter_fitting", ("专业业务", "· 计量装接", "计量二班")),
    routed(96, "complex_fault", ("专业业务", "· 线路抢修", "线路三班")),
    routed(97, "theft", ("专业业务", "· 用电检查", "检查四班")),
)

PLAYS = (
    Play(
        number=71,
        screen="overview",
        kind="lane_board",
        before=outage(),
        then=(CRM, need("crm/1"), need("crm/2", Lane.CONNECT)),
        cell=(Lane.REQUEST, "head"),
        comes=("1",),
        goes=("无数据来源",),
    ),
    Play(
        number=72,
        screen="joint",
        kind="handoffs",
        before=(*outage(), stage(ORDER, OrderStage.ACCEPTED), held(ORDER, WHO)),
        acts=(Act(ORDER, "hand_over", {"to": "配网值班 02"}),),
        comes=("→ 配网值班 02",),
    ),
    Play(
        number=73,
        screen="joint",
        kind="handoffs",
        before=(CRM, need("crm/1"), *TAKEN),
        acts=(Act("crm/1", "ask_department", {"to": "物资部", "words": "变压器何时到货"}),),
        comes=("→ 物资部",),
    ),
    Play(
        number=74,
        screen="problems",
        kind="queues",
        before=(CRM, need("crm/1"), *TAKEN),
        then=(("crm/1", OrderHandover(frm=WHO, to=CELL, sent_at=NOW - 26 * MINUTE)),),
        cell="unaccepted",
        comes=("1", "最久 26 分", "/ 限 10 分"),
        goes=("0",),
    ),
    Play(
        number=75,
        screen="monitor",
        kind="department_lanes",
        before=(CRM, need("crm/1", Lane.CONNECT, title="蓬江 冷库"), project("crm/1", "mv")),
        then=(need("crm/2", Lane.CONNECT, title="江海 电子厂"), project("crm/2", "mv")),
        comes=("江海 电子厂", "2"),
    ),
    Play(
        number=76,
        screen="monitor",
        kind="measures",
        before=(CRM, need("crm/1", Lane.CONNECT), project("crm/1", "mv")),
        then=(project("crm/1", "mv", energised_at=NOW - HOUR),),
        cell=Measure.KVA_CONNECTED,
        comes=("800",),
    ),
    Play(
        number=77,
        screen="overview",
        kind="strip",
        before=outage(),
        then=outage("oms/O2"),
        cell="outages",
        comes=("2",),
        goes=("1",),
    ),
    Play(
        number=78,
        screen="overview",
        kind="strip",
        before=(*outage(customers=40), *outage("oms/O2", customers=900)),
        then=(("oms/O2", OutageStageClaim(stage=OutageStage.RESTORED_VERIFIED, since=NOW)),),
        cell="customers",
        comes=("40",),
        goes=("940",),
    ),
    Play(
        number=79,
        screen="problems",
        kind="contact_watch",
        before=(CRM, need("crm/1"), *TAKEN),
        acts=(Act("crm/1", "urge"),),
        comes=("联系 2 次",),
    ),
    Play(
        number=80,
        screen="targets",
        kind="actuals",
        before=(day("2026-11-22", came={"request": 90}, complaints=1),),
        then=(day("2026-11-21", came={"request": 80}, complaints=0),),
        cell=Actual.COMPLAINT_FREE,
        comes=("1 天", "共 2 天"),
        goes=("0 天", "共 1 天"),
    ),
    Play(
        number=81,
        screen="desk",
        kind="attention_board",
        before=(CRM, need("crm/1", age=3 * HOUR, promised_at=NOW + 9 * MINUTE)),
        then=outage(key_customers=1),
        cell=("row", 0),
        comes=("10kV 台城线",),
        goes=("沙坪 低电压",),
    ),
    Play(
        number=82,
        screen="joint",
        kind="header",
        before=(OMS,),
        then=(("roster/day", SHIFT),),
        cell="duty",
        comes=("白班", "服务", "陈志强", "配网", "李文"),
    ),
    Play(
        number=83,
        screen="desk",
        kind="order_course",
        chosen=ORDER,
        before=(
            *outage(),
            ("95598/1", CallReport(channel="95598", received_at=NOW - 9 * MINUTE, area="TA-1")),
        ),
        acts=(Act(ORDER, "link", {"subject": "call/95598/1"}),),
        comes=("call/95598/1", f"— {WHO}"),
    ),
    Play(
        number=84,
        screen="desk",
        kind="order_course",
        chosen=ORDER,
        before=outage(),
        then=(("oms/O1", Evidence(kind=EvidenceKind.CALL, n=3, happened_at=NOW - MINUTE)),),
        comes=("来电",),
    ),
    Play(
        number=85,
        screen="desk",
        kind="desk_table",
        before=(CRM, *outage()),
        then=(need("crm/1"),),
        cell="count",
        comes=("2 行",),
    ),
    Play(
        number=86,
        screen="feeds",
        kind="figures",
        options={"of": "crews"},
        before=(*crew("gps/C1", CrewStatus.AVAILABLE), *crew("gps/C2", CrewStatus.AVAILABLE)),
        then=crew("gps/C1", CrewStatus.ON_SITE),
        comes=("到场", "1"),
    ),
    Play(
        number=87,
        screen="cells",
        kind="cell_board",
        before=(owners(),),
        then=(work(line_loss=6.4, contact_coverage=0.88),),
        comes=("6.4 %", "88.0 %"),
    ),
    Play(
        number=88,
        screen="overview",
        kind="strip",
        before=outage(areas_out=3),
        then=outage("oms/O2", areas_out=4),
        cell="areas",
        comes=("7",),
        goes=("3",),
    ),
    Play(
        number=89,
        screen="feeds",
        kind="figures",
        options={"of": "crews"},
        before=crew("gps/C1", CrewStatus.AVAILABLE, skills=["lv"]),
        then=crew("gps/C1", CrewStatus.AVAILABLE, skills=["lv", "metering"])[:1],
        comes=("一队多能",),
    ),
    Play(
        number=91,
        screen="cells",
        kind="cell_board",
        before=(owners(manager="客户经理 03"),),
        then=(owners(),),
        comes=("客户经理 12",),
        goes=("客户经理 03",),
    ),
    Play(
        number=92,
        screen="cells",
        kind="cell_board",
        before=(CRM, owners(), need("crm/1", cell=CELL)),
        then=(stage("crm/1", OrderStage.DONE, 0.0), held("crm/1", "客户经理 12")),
        cell=(0, "roster/网格 0312"),
        comes=("100 %",),
    ),
    Play(
        number=93,
        screen="cells",
        kind="cell_board",
        before=(owners(), work(hazards_open=5)),
        then=(work(hazards_open=2, hazards_removed=3),),
        comes=("2", "隐患消除 3"),
        goes=("5",),
    ),
    *SPECIALIST,
    Play(
        number=98,
        screen="joint",
        kind="handoffs",
        before=(CRM, need("crm/1"), *TAKEN),
        acts=(Act("crm/1", "ask_specialist", {"to": "计量专家", "words": "互感器极性"}),),
        comes=("→ 计量专家",),
    ),
    Play(
        number=99,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=(CRM, need("crm/1", Lane.CONNECT), *TAKEN, project("crm/1", "mv", energised_at=NOW - HOUR)),
        acts=(Act("crm/1", "close", {"words": "已送电"}),),
        cell="route",
        comes=("验收队伍", "· 验收"),
    ),
    Play(
        number=100,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=(
            CRM,
            need("crm/1", Lane.CONNECT, region="台山局"),
            ("gis/1", RegionServed(name="台山局", customers=120_000)),
        ),
        then=(("gis/1", RegionServed(name="台山局", customers=42_000)),),
        cell="route",
        comes=("· 专职人员",),
        goes=("· 专业班组",),
    ),
    *GRID,
    Play(
        number=107,
        screen="cells",
        kind="cell_board",
        before=(owners(),),
        then=(owners(manager="", equipment=""),),
        comes=("双岗空缺",),
    ),
    Play(
        number=108,
        screen="cells",
        kind="cell_tasks",
        before=(owners(manager_trained=True, equipment_trained=False),),
        then=(owners(manager_trained=True, equipment_trained=True),),
        cell="training",
        comes=("已培训 2 岗", "0"),
        goes=("已培训 1 岗", "1"),
    ),
    Play(
        number=109,
        screen="cells",
        kind="cell_board",
        before=(owners(), owners("网格 0313")),
        then=(owners("网格 0313", equipment=""),),
        cell="head",
        comes=("双岗到位 50 %",),
    ),
)


@pytest.mark.parametrize("play", PLAYS, ids=str)
def test_that_items_71_to_109_change_what_their_panels_say(play: Play, make_session: MakeSession) -> None:
    perform(play, make_session)
