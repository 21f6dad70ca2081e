"""The boards of telling and of planned work say what is late, who was told, and what runs over."""

import msgspec

from tests.widgets import scenes
from tests.widgets.conftest import MakeSession
from tests.widgets.panels.test_outage_board import facts, numbered, outage
from tests.widgets.test_panels import cells_of, words
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.facts import Instant
from wallboard.domain.outages import OutageStageClaim
from wallboard.domain.plans import PlanCourse, PlanWork, Told, ToldEntered
from wallboard.domain.terms import OutageStage
from widgets.panels.plan_board import PlanBoard
from widgets.panels.told_board import ToldBoard
from widgets.parts.headline import Headline

MIN, HOUR = 60.0, 3600.0
NOW = scenes.NOW
RULES = load_rule_set("state-grid-2022")


def confirmed(minutes: float) -> OutageStageClaim:
    return OutageStageClaim(stage=OutageStage.CONFIRMED, since=Instant(NOW - minutes * MIN))


def test_that_the_board_of_telling_says_what_is_not_entered_and_which_group_was_told(
    make_session: MakeSession,
) -> None:
    entered = ToldEntered(entered_at=Instant(NOW - 16 * MIN))
    told = Told(told_at=Instant(NOW - 10 * MIN), customers=90, group="others", delivered=88)
    session = make_session(
        numbered(
            [
                *outage("oms/1", "10kV 甲线", 100, confirmed(20), entered, told, keys=4),
                *outage("oms/2", "10kV 乙线", 30, confirmed(9)),
            ]
        )
    )
    session.rules = RULES
    head, *rows = [words(cell.face) for cell in cells_of(ToldBoard(session, None), 960, 600).values()]
    assert head[0] == "停电告知" and {"42", "户未告知", "1 起未录 95598"} <= set(head)
    assert [row[0] for row in rows] == ["10kV 甲线", "10kV 乙线"], "the untold key customers first"
    assert {"重要客户 0 / 4", "其他客户 88 / 96", "告知 超 1 分"} <= set(rows[0])
    assert {"录入 95598 超 4 分", "已告知 0 / 30"} <= set(rows[1])


def test_that_the_board_and_the_strip_count_one_told_gap_and_say_what_is_not_confirmed(
    make_session: MakeSession,
) -> None:
    foreseen = OutageStageClaim(stage=OutageStage.PREDICTED, since=Instant(NOW - 3 * MIN))
    entered = ToldEntered(entered_at=Instant(NOW - 16 * MIN))
    session = make_session(
        numbered(
            [
                *outage("oms/1", "10kV 甲线", 100, confirmed(20), entered),
                *outage("oms/2", "10kV 乙线", 900, foreseen),
            ]
        )
    )
    head, *rows = [words(cell.face) for cell in cells_of(ToldBoard(session, None), 960, 600).values()]
    figures = session.boards.totals(NOW)
    tile = next(
        tile for tile in Headline(session, curve=False).tiles(figures, None, NOW)[0] if tile.key == "told"
    )
    assert tile.value in head and tile.value == "1,000"
    assert rows[1][0] == "10kV 乙线" and "待确认" in rows[1] and "第 1 版" not in rows[1]


def test_that_the_board_of_plans_says_late_returns_first_and_whether_the_new_time_was_told(
    make_session: MakeSession,
) -> None:
    late = PlanWork(
        title="甲线 消缺",
        window_from=Instant(NOW - 5 * HOUR),
        window_to=Instant(NOW - 20 * MIN),
        customers=40,
        noticed_at=Instant(NOW - 9 * 24 * HOUR),
        customers_noticed=40,
    )
    ahead = msgspec.structs.replace(
        late,
        title="乙线 接火",
        window_from=Instant(NOW + 24 * HOUR),
        window_to=Instant(NOW + 26 * HOUR),
        noticed_at=None,
        customers_noticed=None,
    )
    running = PlanCourse(state="running", started_at=Instant(NOW - 5 * HOUR))
    session = make_session(numbered([*facts("p/1", ahead), *facts("p/2", late, running)]))
    session.rules = RULES
    head, *rows = [words(cell.face) for cell in cells_of(PlanBoard(session, None), 960, 600).values()]
    assert head[0] == "计划停电" and {"1", "延时 1", "通知有缺 1"} <= set(head)
    assert [row[0] for row in rows] == ["甲线 消缺", "乙线 接火"]
    assert {"送电 超 20 分", "延时未告知 已 20 分"} <= set(rows[0])
    assert any(word.startswith("未通知 限 11月17日") for word in rows[1])
