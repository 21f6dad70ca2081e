"""A desk looks back over the real hub: the same pages as they stood then, nothing to be done, Esc to now."""

import asyncio
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from tests.shell.hub_process import hub
from tests.shell.rooms import Glass, outages, room_file, room_of
from tests.shell.test_acts import until
from tests.studies.desk_shift.producer import producer
from wallboard.config.room import load_room
from wallboard.domain.clock import SystemClock
from wallboard.domain.terms import ClockMode
from wallboard.shell import desk_back
from wallboard.shell.desk_back import past_meant
from wallboard.state.queries.alarms import alarm_counts
from widgets.past import PastFace
from widgets.text import Text

CTRL = Qt.KeyboardModifier.ControlModifier
ZH = Text("zh")
HOUR = 3_600.0


def mode(desk: Glass) -> ClockMode:
    page = desk.window.page
    assert page is not None
    return page.session.clock.state().mode


def open_orders(desk: Glass) -> int:
    """Of the page that is shown, whichever time it is of."""
    page = desk.window.page
    assert page is not None
    return sum(order.open for order in page.session.tables.orders.values())


async def look_back(desk: Glass, when: str) -> None:
    desk.press(Qt.Key.Key_B, held=CTRL)
    desk.press(when, Qt.Key.Key_Return)
    await until(lambda: mode(desk) is ClockMode.REPLAY)


def test_that_a_past_hour_stands_on_the_same_pages_with_its_frame_and_nothing_can_be_done_there(
    loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The storm of the demo town, two hours before the moment that is shown: the hub lived through it."""

    async def play(url: str) -> None:
        room = load_room("demo")
        window = replace(room.window[0], desk="服务调度 07", screens=["desk", "overview"])
        desk = Glass(replace(room, window=[window]), 0, url, (1600, 900))
        await until(lambda: desk.live and open_orders(desk) > 3)
        now = desk.wall.runner.clock.now()
        live_orders = open_orders(desk)
        await look_back(desk, "-120")
        page = desk.window.page
        assert page is not None and desk.screen == "desk"
        past = page.session.past
        assert isinstance(past, PastFace)
        since, end = past.since, past.until
        assert abs(since - (now - 2 * HOUR)) < 90 and abs(end - since - HOUR) < 1
        hour = f"{ZH.clock_time(since, now)}–{ZH.clock_time(end, since)}"
        banner = desk.says("banner")
        count = alarm_counts(desk.wall.store.tables).unseen
        assert f"{ZH.t('banner.replay')} {hour}" in banner
        assert ZH.t("banner.meanwhile", n=str(count)) in banner
        assert page._cover.face.past
        assert open_orders(desk) != live_orders
        # its clock runs, stands, and steps to and fro; the same instant shows the same
        session = page.session
        desk.press(Qt.Key.Key_Space)
        assert session.clock.state().rate == 0.0
        desk.press(Qt.Key.Key_Right)
        at = session.clock.now()
        assert since + 600 <= at <= since + 900
        digest = session._store.digest()
        desk.press(Qt.Key.Key_Right, Qt.Key.Key_Left)
        assert session.clock.now() == pytest.approx(at) and session._store.digest() == digest
        # nothing is done there, and the reason is said; what is chosen there is not chosen here
        before = desk.wall.store.head
        desk.press(Qt.Key.Key_Down, Qt.Key.Key_A)
        assert ZH.t("reason.past_takes_no_acts") in desk.foot
        desk.press(Qt.Key.Key_T)
        assert ZH.t("reason.past_takes_no_acts") in desk.foot
        assert session.desk is not None and session.desk.chosen and not desk.wall.desks[0].desk.chosen
        # the other pages show the same hour, in the other language too
        desk.press(Qt.Key.Key_PageDown, held=CTRL)
        assert desk.screen == "overview" and mode(desk) is ClockMode.REPLAY
        desk.press(Qt.Key.Key_L, held=CTRL)
        assert mode(desk) is ClockMode.REPLAY and Text("en").t("banner.replay") in desk.says("banner")
        desk.press(Qt.Key.Key_L, held=CTRL)
        desk.press(Qt.Key.Key_PageUp, held=CTRL)
        # the present went on meanwhile, and is there at once
        await until(lambda: desk.wall.store.head > before)
        desk.press(Qt.Key.Key_Escape)
        assert mode(desk) is ClockMode.SCENARIO and open_orders(desk) >= live_orders - 3
        assert "告警未知悉" not in desk.says("banner")
        # nobody finds a desk in the past and believes it: it goes back by itself
        monkeypatch.setattr(desk_back, "STAYS_DESK_S", 0.5)
        await look_back(desk, "-120")
        await until(lambda: mode(desk) is ClockMode.SCENARIO)
        await desk.close()

    with hub("--scenario", "town-storm", "--at", "moment") as (_, url):
        loop.run_until_complete(play(url))


def test_that_a_log_that_is_too_short_says_from_when_on_and_nonsense_is_asked_again(
    loop: asyncio.AbstractEventLoop, tmp_path: Path
) -> None:
    path = room_file(tmp_path)

    async def play(url: str) -> None:
        desk = Glass(room_of(path), 2, url, (1366, 768))
        async with producer(url, "oms") as oms:
            await oms.say(*outages(3, SystemClock().now()))
            await until(lambda: desk.live and open_orders(desk) == 3)
            desk.press(Qt.Key.Key_B, held=CTRL)
            desk.press("-600", Qt.Key.Key_Return)
            await until(lambda: ZH.t("desk.refused", reason="")[:3] in desk.foot)
            assert "记录从" in desk.foot and mode(desk) is ClockMode.LIVE
            desk.press(Qt.Key.Key_B, held=CTRL)
            desk.press("nonsense", Qt.Key.Key_Return)
            assert desk.window.foot is not None and desk.window.foot.writing
            desk.press(Qt.Key.Key_Escape)
        await desk.close()

    with hub("--room", str(path), "--data", str(tmp_path / "data")) as (_, url):
        loop.run_until_complete(play(url))


@pytest.mark.parametrize(
    ("typed", "ago"),
    [
        ("-90", 90 * 60),
        ("14:05", 85 * 60),
        ("14：05", 85 * 60),
        ("1505", 25 * 60),
        ("16:00", (24 * 60 - 30) * 60),
    ],
)
def test_that_a_past_time_is_the_last_such_one(typed: str, ago: int) -> None:
    now = 1_764_055_800.0
    assert ZH.clock_time(now) == "15:30"
    assert past_meant(typed, ZH, now) == now - ago


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "14:61", "13-40 10:00", "+10"])
def test_that_what_is_no_time_is_asked_again(typed: str) -> None:
    assert past_meant(typed, ZH, 1_764_055_800.0) is None


def test_that_a_leap_day_that_is_to_come_is_no_day_of_the_year_before() -> None:
    december = 1_830_000_000.0  # 28 December 2027; 2028 has a 29 February
    assert past_meant("2-29 10:00", ZH, december + 30 * 24 * HOUR) is None
