"""The mission's items 1 to 26 (1A preconditions and aims, 1B the situation): facts in, faces changed."""

import pytest

from tests.widgets.conftest import MakeSession
from tests.widgets.mission.play import HOUR, MINUTE, NOW, Play, perform, source
from wallboard.domain.orders import OrderHolder, OrderNeed, OrderStageValue
from wallboard.domain.roster import SourceFreshness
from wallboard.domain.terms import Lane, OrderStage, SourceState

CRM = source("crm", "request", "connect", title="营销")

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
        number=23,
        screen="problems",
        kind="case_board",
        options={"group": "request"},
        before=(
            CRM,
            ("crm/1", OrderNeed(lane=Lane.REQUEST, received_at=NOW - HOUR, title="沙坪 低电压")),
            ("crm/1", OrderStageValue(stage=OrderStage.ACCEPTED, since=NOW - 40 * MINUTE)),
            ("crm/1", OrderHolder(name="网格 0312", since=NOW - HOUR, first_inquirer="服务调度 03")),
        ),
        then=(("crm/1", OrderHolder(name="计量二班", since=NOW, first_inquirer="服务调度 03", hops=2)),),
        comes=("→ 流转 2 次 →", "计量二班"),
        goes=("网格 0312",),
    ),
)


@pytest.mark.parametrize("play", PLAYS, ids=str)
def test_that_items_1_to_26_change_what_their_panels_say(play: Play, make_session: MakeSession) -> None:
    perform(play, make_session)
