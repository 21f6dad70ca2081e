"""The mission's items 1 to 26 (1A preconditions and aims, 1B the situation): facts in, faces changed."""

import pytest

from tests.widgets.conftest import MakeSession
from tests.widgets.mission.play import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    WHO,
    Act,
    Play,
    facts_of,
    look,
    panel_of,
    perform,
    source,
    stage_of,
)
from tests.widgets.mission.said import CELL, CRM, OMS, crew, day, held, need, outage, owners, stage
from wallboard.domain.calls import Evidence
from wallboard.domain.connections import Complaint
from wallboard.domain.orders import OrderCallback, OrderHandover, OrderStageValue
from wallboard.domain.outages import OutageDevice, OutageStageClaim
from wallboard.domain.plans import Told, ToldEntered
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import (
    CrewStatus,
    DeviceKind,
    EvidenceKind,
    Lane,
    Measure,
    OrderStage,
    OutageStage,
    SourceFlag,
    SourceState,
)
from wallboard.state.queries.actuals import Actual

ORDER = "restore/oms/O1"

PLAYS = (
    Play(
        number=1,
        screen="feeds",
        kind="sources",
        before=(source("gps", title="定位"),),
        then=(("gps", SourceFreshness(state=SourceState.LOST, title="定位", last_fact_at=NOW - HOUR)),),
        cell="gps",
        comes=("中断",),
    ),
    Play(
        number=2,
        screen="desk",
        kind="order_course",
        chosen=ORDER,
        before=outage(),
        then=(("oms/O1", Evidence(kind=EvidenceKind.METER_OFF, n=17, of=40, happened_at=NOW)),),
        comes=("停电电表", "17 / 40 只，首次 16:42"),
    ),
    Play(
        number=3,
        screen="targets",
        kind="actuals",
        before=(day("2026-11-02", done={"request": 180}),),
        then=(day("2026-11-23", done={"request": 20}),),
        cell=Actual.SETTLED_REQUEST,
        comes=("20", "200"),
        goes=("180",),
    ),
    Play(
        number=5,
        screen="overview",
        kind="lane_board",
        before=tuple(each for n in range(60) for each in outage(f"oms/O{n}", age=3 * HOUR)),
        then=tuple(
            (
                f"restore/oms/O{n}",
                OrderStageValue(
                    stage=OrderStage.ON_SITE, since=NOW - HOUR, reached={"on_site": NOW - HOUR - n * MINUTE}
                ),
            )
            for n in range(20)
        ),
        cell=(Lane.RESTORE, "late"),
        comes=("平均到场", "1 小时 51 分"),
    ),
    Play(
        number=6,
        screen="targets",
        kind="actuals",
        rules="southern-grid-guizhou-2021",
        before=(day("2026-11-23", came={"request": 10}, online=10),),
        then=(day("2026-11-22", came={"request": 10}, online=0),),
        cell=Actual.ONLINE,
        comes=("50 %", "未达"),
    ),
    Play(
        number=7,
        screen="overview",
        kind="lane_board",
        before=(*outage(), stage(ORDER, OrderStage.ASSIGNED), held(ORDER, "抢修1组", unit="台山局")),
        then=(held(ORDER, "抢修9组", unit="开平局", cross_area=True),),
        cell=(Lane.RESTORE, 0),
        comes=("开平局 抢修9组", "· 跨区支援"),
    ),
    Play(
        number=8,
        screen="joint",
        kind="case_board",
        options={"lane": "restore"},
        before=outage(),
        acts=(Act(ORDER, "assign", {"to": "抢修3组"}),),
        comes=("抢修3组",),
        goes=("待认领",),
    ),
    Play(
        number=9,
        screen="overview",
        kind="strip",
        before=(OMS, *crew("gps/C1", CrewStatus.AVAILABLE), *crew("gps/C2", CrewStatus.AVAILABLE)),
        then=crew("gps/C1", CrewStatus.EN_ROUTE),
        cell="crews",
        comes=("待命 1", "途中 1"),
        goes=("待命 2",),
    ),
    Play(
        number=10,
        screen="feeds",
        kind="sources",
        before=(source("crm", "request", title="营销"),),
        then=(
            (
                "crm",
                SourceFreshness(
                    state=SourceState.LIVE,
                    title="营销",
                    last_fact_at=NOW,
                    last_poll_at=NOW,
                    expect_every=60.0,
                    flags=[SourceFlag.CAPPED],
                ),
            ),
        ),
        cell="crm",
        comes=("被截断",),
    ),
    Play(
        number=11,
        screen="desk",
        kind="order_course",
        chosen=ORDER,
        before=outage(),
        then=(("oms/O1", ToldEntered(entered_at=NOW - 2 * MINUTE)),),
        comes=("录入 95598",),
    ),
    Play(
        number=12,
        screen="feeds",
        kind="figures",
        options={"of": "told"},
        before=(*outage(customers=40), ("oms/O1", ToldEntered(entered_at=NOW - 50 * MINUTE))),
        then=(("oms/O1", Told(told_at=NOW, customers=12)),),
        comes=("28", "12"),
    ),
    Play(
        number=13,
        screen="overview",
        kind="lane_board",
        before=(
            *outage(),
            ("oms/O1", OutageStageClaim(stage=OutageStage.PREDICTED, since=NOW - HOUR)),
        ),
        then=(("oms/O1", OutageDevice(kind=DeviceKind.FEEDER, probability=0.92)),),
        cell=(Lane.RESTORE, 0),
        comes=("· 研判 92 %",),
    ),
    Play(
        number=14,
        screen="desk",
        kind="order_course",
        chosen=ORDER,
        before=(*outage(customers=40), stage(ORDER, OrderStage.ACCEPTED), held(ORDER, WHO)),
        acts=(Act(ORDER, "mark_told", {"customers": 33}),),
        comes=("已告知", "33 户，席位"),
    ),
    Play(
        number=15,
        screen="problems",
        kind="inflow",
        before=(CRM, need("crm/1", channel="95598")),
        then=(need("crm/2", channel="wechat"), need("crm/3", channel="12345")),
        comes=("微信", "12345"),
    ),
    Play(
        number=16,
        screen="problems",
        kind="case_board",
        options={"group": "complaint"},
        before=(
            CRM,
            need("crm/1", age=5 * HOUR, kind="complaint", channel="95598"),
            ("crm/1", Complaint(channel="95598", accepted_at=NOW - 4 * HOUR)),
        ),
        then=(("crm/1", Complaint(channel="95598", accepted_at=NOW - 4 * HOUR, contacted_at=NOW)),),
        comes=("回复 剩 6 工作日",),
        goes=("联系 剩 2 工作日",),
    ),
    Play(
        number=17,
        screen="problems",
        kind="case_board",
        options={"group": "complaint"},
        before=(CRM, need("crm/1", age=5 * HOUR)),
        then=(
            need("crm/2", age=DAY, kind="complaint", channel="12398", title="会城 频繁停电"),
            ("crm/2", Complaint(channel="12398", accepted_at=NOW - 20 * HOUR)),
        ),
        comes=("会城 频繁停电", "1"),
    ),
    Play(
        number=18,
        screen="overview",
        kind="strip",
        before=outage(areas_out=3),
        then=outage(areas_out=5)[1:2],
        cell="areas",
        comes=("5",),
        goes=("3",),
    ),
    Play(
        number=19,
        screen="desk",
        kind="desk_table",
        before=(CRM, *outage(), need("crm/1")),
        then=(need("crm/2", Lane.CONNECT, title="荷塘 商铺新装"),),
        comes=("沙坪 荷塘 商铺新装", "glyph plug"),
    ),
    Play(
        number=20,
        screen="desk",
        kind="order_course",
        chosen=ORDER,
        before=outage(),
        acts=(Act(ORDER, "assign", {"to": "恩平局 抢修7组", "words": "就近"}),),
        comes=("→ 恩平局 抢修7组", "“就近”"),
    ),
    Play(
        number=23,
        screen="desk",
        kind="order_course",
        chosen="crm/1",
        before=(
            need("crm/1", age=90 * MINUTE),
            stage("crm/1", OrderStage.ACCEPTED, HOUR, reached={"accepted": NOW - HOUR}),
            held("crm/1", "服务调度 03", HOUR),
        ),
        then=(
            ("crm/1", OrderHandover(frm="服务调度 03", to="计量二班", sent_at=NOW - 50 * MINUTE)),
            (
                "crm/1",
                OrderHandover(
                    frm="服务调度 03",
                    to="计量二班",
                    sent_at=NOW - 50 * MINUTE,
                    accepted_at=NOW - 35 * MINUTE,
                ),
            ),
            held("crm/1", "计量二班", 35 * MINUTE),
        ),
        comes=("25 分", "→", "35 分"),
        cell="hands",
    ),
    Play(
        number=24,
        screen="cells",
        kind="cell_board",
        before=(
            CRM,
            owners(),
            need("crm/1", cell=CELL),
            stage("crm/1", OrderStage.DONE),
            need("crm/2", cell=CELL),
        ),
        then=(stage("crm/2", OrderStage.DONE, 0.0), held("crm/2", "计量二班", hops=1)),
        comes=("50 %",),
        goes=("100 %",),
    ),
    Play(
        number=22,
        screen="targets",
        kind="actuals",
        before=(day("2026-11-22", came={"request": 4}, answers={"request": [0, 0, 0, 4]}),),
        then=(day("2026-11-23", came={"request": 1}, answers={"request": [0] * 10 + [1]}),),
        cell=Actual.ANSWER_90,
        comes=("53 分", "5 单"),
        goes=("5 分", "4 单"),
    ),
    Play(
        number=25,
        screen="problems",
        kind="case_board",
        options={"group": "request"},
        before=(CRM, need("crm/1", segment="home")),
        then=(need("crm/1", segment="community"),),
        comes=("· 小区",),
        goes=("· 居民",),
    ),
    Play(
        number=26,
        screen="problems",
        kind="measures",
        before=(
            CRM,
            need("crm/1"),
            stage("crm/1", OrderStage.DONE),
            ("crm/1", OrderCallback(actor="95598", satisfied=True)),
            need("crm/2"),
            stage("crm/2", OrderStage.DONE),
        ),
        acts=(Act("crm/2", "call_back", {"satisfied": False}),),
        cell=Measure.SATISFIED,
        comes=("50", "2 单"),
        goes=("100",),
    ),
)


ON_THE_WALL = Play(
    number=23,
    screen="problems",
    kind="case_board",
    options={"group": "request"},
    before=(
        CRM,
        need("crm/1"),
        stage("crm/1", OrderStage.ACCEPTED),
        held("crm/1", "网格 0312", first_inquirer="服务调度 03"),
    ),
    then=(held("crm/1", "计量二班", 12 * MINUTE, first_inquirer="服务调度 03", hops=2),),
    comes=("→ 流转 2 次 →", "计量二班", "在手 12 分"),
    goes=("网格 0312", "在手 1 小时"),
)
"""Item 23 from seven metres: the hops, and for how long the last one has had it."""


@pytest.mark.parametrize("play", PLAYS, ids=str)
def test_that_items_1_to_26_change_what_their_panels_say(play: Play, make_session: MakeSession) -> None:
    perform(play, make_session)


def test_that_one_fact_changes_every_page_that_shows_it(make_session: MakeSession) -> None:
    """Item 21: one state, many views."""
    views = (
        Play(number=21, screen="overview", kind="lane_board"),
        Play(number=21, screen="joint", kind="case_board", options={"lane": "restore"}),
        Play(number=21, screen="desk", kind="desk_table"),
    )
    store, first = stage_of(views[0], make_session)
    panels = [first, *(panel_of(view, first.session) for view in views[1:])]
    told = outage()
    for panel, view in zip(panels, views, strict=True):
        assert "10kV 台城线" not in look(panel, view)[0]
    change = store.apply(facts_of(told, store.head))
    first.session.boards.follow()
    for panel, view in zip(panels, views, strict=True):
        panel.on_change(change)
        assert "10kV 台城线" in look(panel, view)[0], view.kind


def test_that_the_wall_says_how_often_it_was_handed_on_and_how_long_the_last_one_has_had_it(
    make_session: MakeSession,
) -> None:
    perform(ON_THE_WALL, make_session)
