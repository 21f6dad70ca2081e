"""The mission's items 60 to 69 (1D, the model, its first part): facts and acts in, faces changed."""

import pytest

from tests.widgets.conftest import MakeSession
from tests.widgets.mission.play import HOUR, MINUTE, NOW, WHO, Act, Play, perform
from tests.widgets.mission.said import CELL, CRM, held, need, outage, owners, stage, work
from wallboard.domain.terms import Lane, Measure, OrderOrigin, OrderStage

PLAYS = (
    Play(
        number=60,
        screen="cells",
        kind="cell_board",
        before=(owners(),),
        then=(owners("网格 0313", manager=""),),
        comes=("网格 0313", "2"),
    ),
    Play(
        number=61,
        screen="joint",
        kind="flow",
        before=(
            CRM,
            need("crm/1", origin=OrderOrigin.ONLINE),
            need("crm/2"),
            stage("crm/2", OrderStage.ACCEPTED),
            held("crm/2", WHO),
        ),
        acts=(Act("crm/2", "assign", {"to": CELL}),),
        cell="unit",
        comes=("1", "诉求 1 · 业扩 0"),
        goes=("0",),
    ),
    Play(
        number=62,
        screen="overview",
        kind="lane_board",
        before=(CRM, *outage(), need("crm/1")),
        then=(need("crm/2", Lane.CONNECT, title="荷塘 商铺新装", kva=9.0),),
        cell=(Lane.CONNECT, 0),
        comes=("荷塘 商铺新装", "9 kVA"),
    ),
    Play(
        number=63,
        screen="problems",
        kind="case_board",
        options={"group": "request"},
        before=(CRM, need("crm/1", number="DY20931")),
        then=(need("crm/1", number="DY20931", promised_at=NOW + 50 * MINUTE),),
        comes=(
            "承诺 17:32",
            "按承诺",
        ),
    ),
    Play(
        number=64,
        screen="monitor",
        kind="measures",
        before=(CRM, need("crm/1"), stage("crm/1", OrderStage.ACCEPTED), held("crm/1", WHO)),
        acts=(Act("crm/1", "ask_decision", {"to": "值班领导", "words": "增容方案"}),),
        cell=Measure.DECISIONS,
        comes=("1",),
        goes=("0",),
    ),
    Play(
        number=66,
        screen="cells",
        kind="cell_board",
        before=(CRM, owners(), work(patrols_overdue=4)),
        then=(need("crm/1", cell=CELL), work(patrols_overdue=6)),
        cell=(0, f"roster/{CELL}"),
        comes=("1", "6"),
        goes=("4",),
    ),
    Play(
        number=67,
        screen="cells",
        kind="cell_board",
        before=(owners(),),
        then=(work(patrols_overdue=5, inspections_overdue=3, hazards_open=2),),
        cell=(0, f"roster/{CELL}"),
        comes=("5", "3", "2"),
    ),
    Play(
        number=68,
        screen="joint",
        kind="case_board",
        options={"lane": "restore"},
        before=outage(),
        then=(held("restore/oms/O1", "抢修7组", unit="恩平局", age=HOUR, cross_area=True),),
        comes=(
            "恩平局",
            "抢修7组",
        ),
        goes=("待认领",),
    ),
    Play(
        number=69,
        screen="cells",
        kind="cell_board",
        before=(owners(), work(patrols_overdue=1, line_loss=3.0, contact_coverage=0.8)),
        then=(work(patrols_overdue=2, line_loss=4.5, contact_coverage=0.85),),
        cell=(0, f"roster/{CELL}"),
        comes=("2", "4.5 %", "85.0 %"),
        goes=("1", "3.0 %", "80.0 %"),
    ),
)


@pytest.mark.parametrize("play", PLAYS, ids=str)
def test_that_items_60_to_69_change_what_their_panels_say(play: Play, make_session: MakeSession) -> None:
    perform(play, make_session)
