"""The mission's items 27 to 59 (1C, the problems): facts and acts in, faces changed."""

import pytest

from tests.widgets.conftest import MakeSession
from tests.widgets.mission.play import DAY, HOUR, MINUTE, NOW, WHO, Act, Play, perform
from tests.widgets.mission.said import CELL, CRM, crew, held, need, outage, owners, stage, work
from wallboard.domain.connections import ConnectionProject, ConnectionTicks
from wallboard.domain.outages import OutageDevice
from wallboard.domain.roster import RosterShift
from wallboard.domain.terms import CrewStatus, DeviceKind, Lane, Measure, OrderOrigin, OrderStage
from wallboard.state.queries.queues import Queue

ORDER = "restore/oms/O1"
TAKEN = (CRM, need("crm/1"), stage("crm/1", OrderStage.ACCEPTED), held("crm/1", WHO))
"""A request that the desk has."""

DONE = (CRM, need("crm/1"), stage("crm/1", OrderStage.DONE))
"""A request that was done."""


def visit(key: str, **ticks: bool | str) -> tuple:
    """An LV appointment an hour ago, with what was ticked off at it."""
    project = ConnectionProject(
        voltage="lv", kva=8.0, applied_at=NOW - DAY, window_from=NOW - HOUR, window_to=NOW
    )
    return need(key, Lane.CONNECT, DAY), (key, project), (key, ConnectionTicks(**ticks))  # type: ignore[arg-type]


def shift(planned: int, on_duty: int) -> tuple[str, RosterShift]:
    """The shift that runs, with its crews."""
    return "day", RosterShift(
        name="白班",
        starts_at=NOW - 8 * HOUR,
        ends_at=NOW + 4 * HOUR,
        crews_planned=planned,
        crews_on_duty=on_duty,
    )


WHOLE = {"survey": True, "documents": True, "meter": True, "contract": True}

PLAYS = (
    Play(
        number=27,
        screen="problems",
        kind="queues",
        before=TAKEN,
        acts=(Act("crm/1", "ask_decision", {"to": "值班领导", "words": "增容方案"}),),
        cell=Queue.DECISION,
        comes=("1", "/ 限工作时间 4 小时"),
        goes=("0",),
    ),
    Play(
        number=29,
        screen="desk",
        kind="order_course",
        chosen=ORDER,
        before=(*outage(), stage(ORDER, OrderStage.ACCEPTED), held(ORDER, WHO)),
        acts=(Act(ORDER, "set_out"),),
        comes=("· 途中",),
        goes=("· 已接单",),
    ),
    Play(
        number=30,
        screen="overview",
        kind="lane_board",
        before=(*outage(age=20 * MINUTE), *outage("oms/O2", age=9 * MINUTE)),
        then=outage("oms/O3", age=2 * HOUR),
        cell=(Lane.RESTORE, "head"),
        comes=("3", "1"),
        goes=("2",),
    ),
    Play(
        number=31,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=TAKEN,
        acts=(Act("crm/1", "return", {"code": "no_authority"}),),
        comes=("· 退单 1 次", "无权限"),
    ),
    Play(
        number=32,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=(CRM, need("crm/1")),
        acts=(Act("crm/1", "accept"),),
        comes=("办结", "请教专家", "协办部门", "报请审批"),
    ),
    Play(
        number=33,
        screen="problems",
        kind="queues",
        before=TAKEN,
        acts=tuple(
            act
            for frm, to in ((WHO, "甲班"), ("甲班", "乙班"), ("乙班", "丙班"))
            for act in (Act("crm/1", "hand_over", {"to": to}, who=frm), Act("crm/1", "take_over", who=to))
        ),
        cell=Queue.PASSED_ROUND,
        comes=("1",),
        goes=("0",),
    ),
    Play(
        number=34,
        screen="feeds",
        kind="figures",
        options={"of": "crews"},
        before=(
            *outage(),
            ("oms/O1", OutageDevice(kind=DeviceKind.SERVICE, device="TA-1")),
            *crew("gps/C1", CrewStatus.AVAILABLE, skills=["mv"]),
        ),
        then=crew("gps/C2", CrewStatus.AVAILABLE, skills=["lv", "mv"]),
        comes=("需 1 / 有 1", "需 0 / 有 2"),
        goes=("需 1 / 有 0", "需 0 / 有 1"),
    ),
    Play(
        number=35,
        screen="problems",
        kind="queues",
        before=TAKEN,
        then=(need("crm/2", age=2 * HOUR),),
        cell=Queue.UNCLAIMED,
        comes=("1", "最久 2 小时", "diamond"),
        goes=("0",),
    ),
    Play(
        number=36,
        screen="problems",
        kind="measures",
        before=DONE,
        then=(need("crm/2"), stage("crm/2", OrderStage.DONE, returned=1)),
        cell=Measure.FIRST_TIME,
        comes=("50", "2 单"),
        goes=("100",),
    ),
    Play(
        number=37,
        screen="feeds",
        kind="figures",
        options={"of": "crews"},
        before=(*outage(), *crew("gps/C1", CrewStatus.AVAILABLE), *crew("gps/C2", CrewStatus.AVAILABLE)),
        then=crew("gps/C2", CrewStatus.ON_SITE),
        comes=("到场", "1"),
    ),
    Play(
        number=39,
        screen="cells",
        kind="cell_board",
        before=(CRM, owners(), work(patrols_overdue=2)),
        then=(need("crm/1", cell=CELL), need("crm/2", cell=CELL), need("crm/3", cell=CELL)),
        cell=(0, f"roster/{CELL}"),
        comes=("3",),
    ),
    Play(
        number=40,
        screen="cells",
        kind="cell_tasks",
        before=(owners(), work(hours={"meter_reading": 2.0, "visits": 2.0})),
        then=(work(hours={"meter_reading": 6.0, "visits": 2.0}),),
        cell="meter_reading",
        comes=(
            "6",
            "占 75 %",
        ),
        goes=("2",),
    ),
    Play(
        number=41,
        screen="cells",
        kind="cell_tasks",
        before=(owners(), work(hours={"collecting": 1.0})),
        then=(work(hours={"collecting": 3.0}),),
        cell="collecting",
        comes=("3",),
        goes=("1",),
    ),
    Play(
        number=42,
        screen="cells",
        kind="cell_board",
        before=(owners(), work(line_loss=2.1)),
        then=(work(line_loss=9.4),),
        comes=("9.4 %",),
        goes=("2.1 %",),
    ),
    Play(
        number=43,
        screen="cells",
        kind="cell_tasks",
        before=(owners(), work(hours={"mv_work": 1.0})),
        then=(work(hours={"mv_work": 8.0, "collecting": 8.0}),),
        cell="mv_work",
        comes=(
            "8",
            "占 50 %",
        ),
        goes=("1",),
    ),
    Play(
        number=44,
        screen="cells",
        kind="cell_tasks",
        before=(owners(), work(visited=0.4, last_visit_at=NOW - 9 * DAY)),
        then=(work(visited=0.5, last_visit_at=NOW - HOUR),),
        cell="visited",
        comes=(
            "50 %",
            "最久 1 小时 网格 0312",
        ),
        goes=("40 %",),
    ),
    Play(
        number=45,
        screen="cells",
        kind="cell_board",
        before=(CRM, owners(), need("crm/1", cell=CELL), need("crm/2", cell=CELL)),
        then=(stage("crm/2", OrderStage.DONE, 0.0),),
        cell=(0, f"roster/{CELL}"),
        comes=("1", "100 %"),
        goes=("2",),
    ),
    Play(
        number=46,
        screen="cells",
        kind="cell_board",
        before=(owners(), work(contact_coverage=0.71)),
        then=(work(contact_coverage=0.93),),
        comes=("93.0 %",),
        goes=("71.0 %",),
    ),
    Play(
        number=47,
        screen="cells",
        kind="cell_board",
        before=(owners(), work(inspections_overdue=2)),
        then=(work(inspections_overdue=7),),
        comes=("7",),
        goes=("2",),
    ),
    Play(
        number=48,
        screen="cells",
        kind="cell_tasks",
        before=(owners(), work(publicity=3)),
        then=(work(publicity=4),),
        cell="publicity",
        comes=("4",),
        goes=("3",),
    ),
    Play(
        number=49,
        screen="cells",
        kind="cell_board",
        before=(owners(), work(patrols_overdue=3), owners("网格 0313"), work("网格 0313", patrols_overdue=1)),
        then=(work("网格 0313", patrols_overdue=8),),
        cell=(0, "roster/网格 0313"),
        comes=("网格 0313", "8"),
    ),
    Play(
        number=50,
        screen="feeds",
        kind="figures",
        options={"of": "crews"},
        before=(*outage(), *crew("gps/C1", CrewStatus.AVAILABLE), shift(9, 8)),
        then=(shift(9, 6),),
        comes=("6 / 9",),
        goes=("8 / 9",),
    ),
    Play(
        number=51,
        screen="scoreboard",
        kind="scoreboard",
        options={},
        before=(CRM, owners(), work(patrols_overdue=1), need("crm/1", cell=CELL)),
        then=(stage("crm/1", OrderStage.DONE, 0.0), held("crm/1", "客户经理 12")),
        comes=("100 %", "自解决 · 共 1 单"),
        goes=("自解决 · 共 0 单",),
    ),
    Play(
        number=52,
        screen="joint",
        kind="handoffs",
        before=TAKEN,
        acts=(Act("crm/1", "ask_specialist", {"to": "计量专家", "words": "表计接线"}),),
        comes=("1", "→ 计量专家"),
    ),
    Play(
        number=53,
        screen="cells",
        kind="cell_board",
        before=(owners(),),
        then=(owners(on_duty=False),),
        comes=("无人在岗",),
        goes=("设备主人 12",),
    ),
    Play(
        number=54,
        screen="cells",
        kind="cell_board",
        before=(owners(),),
        then=(owners(equipment=""),),
        comes=("缺设备主人",),
        goes=("设备主人 12",),
    ),
    Play(
        number=55,
        screen="problems",
        kind="measures",
        before=(CRM, need("crm/1", origin=OrderOrigin.HOTLINE)),
        then=tuple(need(f"crm/{n}", origin=OrderOrigin.ONLINE) for n in (2, 3, 4)),
        cell=Measure.ONLINE,
        comes=("75", "4 单"),
    ),
    Play(
        number=56,
        screen="monitor",
        kind="measures",
        before=(CRM, need("crm/1"), stage("crm/1", OrderStage.DONE, reached={"on_site": NOW - HOUR})),
        then=(need("crm/2"), stage("crm/2", OrderStage.DONE)),
        cell=Measure.REMOTE,
        comes=("50", "2 单"),
    ),
    Play(
        number=57,
        screen="monitor",
        kind="measures",
        before=(CRM, *visit("crm/1", **WHOLE), stage("crm/1", OrderStage.DONE)),
        then=(*visit("crm/2", survey=True, failed_because="客户资料不全"),),
        cell=Measure.ONE_VISIT,
        comes=("50", "2 单"),
        goes=("100",),
    ),
    Play(
        number=58,
        screen="problems",
        kind="inflow",
        before=(CRM, need("crm/1", origin=OrderOrigin.HOTLINE)),
        then=(need("crm/2", origin=OrderOrigin.METERING), need("crm/3", origin=OrderOrigin.NETWORK)),
        comes=("计量自动化", "配网自动化"),
    ),
    Play(
        number=59,
        screen="joint",
        kind="flow",
        before=(CRM, need("crm/1", age=25 * MINUTE, origin=OrderOrigin.ONLINE)),
        acts=(Act("crm/1", "accept"),),
        cell="hall",
        comes=("0",),
        goes=("最久 25 分",),
    ),
)


@pytest.mark.parametrize("play", PLAYS, ids=str)
def test_that_items_27_to_59_change_what_their_panels_say(play: Play, make_session: MakeSession) -> None:
    perform(play, make_session)
