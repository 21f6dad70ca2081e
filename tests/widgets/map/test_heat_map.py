"""The heat of an hour before is named as such, shows what stood then, and gives way to the present."""

from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QRegion
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.terms import OutageStage
from wallboard.state.changes import Change
from widgets.desk import Desk
from widgets.look_back import STAYS_DESK_S, STAYS_S
from widgets.map import heat_map
from widgets.map.heat_map import HeatMap
from widgets.session import Session

HOUR = 3600.0
BEGIN = moments.NOW - moments.NOW % HOUR - 3 * HOUR
LEFT, RIGHT, BACK = Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_Backspace


def said(key: str, customers: int, at: float, n: int) -> list[Fact]:
    extent = OutageExtent(lon=112.7, lat=22.3, customers_out=customers)
    stage = OutageStageClaim(stage=OutageStage.CONFIRMED, since=at)
    return [Fact(data, key, at, "scene", f"{n}{data.__class__}", seen=at, seq=n) for data in (extent, stage)]


class Rig:
    """A thousand are out since three hours, two thousand more since an hour."""

    def __init__(self, qtbot: QtBot, desk: Desk | None = None, lang: str = "zh") -> None:
        room = moments.room(moments.JIANGMEN)
        rules = load_rule_set("state-grid-2022")
        self.session: Session = moments.session([], room, rules=rules, lang=lang, desk=desk)
        self.clock = cast("ManualClock", self.session.clock)
        store, n = self.session._store, 0
        for minute in range(0, 200, 5):
            at, n = BEGIN + minute * 60, n + 1
            store.apply(said("o/1", 1000, at, n))
            if minute >= 130:
                store.apply(said("o/2", 2000, at, n))
        self.clock.set(BEGIN + 200 * 60)
        self.view = HeatMap(self.session)
        qtbot.addWidget(self.view)
        self.view.resize(980, 744)
        self.view.on_change(Change(1, reset=True))

    @property
    def words(self) -> str:
        return " ".join(run.text for run in self.view.head)

    def paint(self) -> QImage:
        image = QImage(self.view.size(), QImage.Format.Format_RGB32)
        self.view.render(image, QPoint(0, 0), QRegion(self.view.rect()))  # type: ignore[call-overload]
        assert self.view.error == ""
        return image


def test_that_keys_go_back_by_the_hour_and_the_head_says_of_when_it_is(qtbot: QtBot) -> None:
    rig = Rig(qtbot)
    live = rig.paint()
    assert "现在" in rig.words and "3,000" in rig.words
    times = []
    for _ in range(2):
        assert rig.view.on_key(LEFT)
        times.append(rig.words.split("  ")[0])
        assert "并非现在" in rig.words and "截至" in rig.words
    hour = rig.session.text.clock_time(BEGIN + 2 * HOUR)
    assert hour in times[1] and "1,000" in times[1]
    assert rig.paint() != live
    assert rig.view.on_key(BACK)
    assert "截至" not in rig.words and "3,000" in rig.words
    assert rig.paint() == live


def test_that_the_heat_of_then_is_less_than_the_heat_of_now(qtbot: QtBot) -> None:
    rig = Rig(qtbot)
    now = float(rig.view._scene.heat.per_km2.sum())
    rig.view.on_key(LEFT)
    rig.view.on_key(LEFT)
    assert float(rig.view._scene.heat.per_km2.sum()) == pytest.approx(now / 3, rel=0.02)


def test_that_what_happens_now_changes_nothing_of_then_and_all_of_now(qtbot: QtBot) -> None:
    rig = Rig(qtbot)
    rig.view.on_key(LEFT)
    before = rig.words
    rig.view.on_change(rig.session._store.apply(said("o/3", 500, BEGIN + 200 * 60, 99)))
    rig.view.on_second(rig.session.now())
    assert rig.words == before
    rig.view.on_key(RIGHT)
    assert "3,500" in rig.words


@pytest.mark.parametrize(("desk", "stays"), [(None, STAYS_S), (Desk("07"), STAYS_DESK_S)])
def test_that_it_comes_to_the_present_by_itself(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, desk: Desk | None, stays: float
) -> None:
    rig, real = Rig(qtbot, desk), [1000.0]
    monkeypatch.setattr(heat_map, "monotonic", lambda: real[0])
    rig.view.on_key(LEFT)
    real[0] += stays - 1
    rig.view.on_second(rig.session.now())
    assert rig.view.looks_back
    real[0] += 1
    rig.view.on_second(rig.session.now())
    assert not rig.view.looks_back and "现在" in rig.words and "截至" not in rig.words


def test_that_an_hour_of_which_nothing_is_kept_is_said_to_be_unknown(qtbot: QtBot) -> None:
    rig = Rig(qtbot)
    rig.clock.set(BEGIN + 8 * HOUR)
    rig.view.on_key(LEFT)
    assert "该时刻无数据" in rig.words
    assert not rig.view._scene.heat.kernel_m


def test_that_another_run_is_looked_at_from_its_present(qtbot: QtBot) -> None:
    rig = Rig(qtbot, lang="en")
    rig.view.on_key(LEFT)
    assert "not now" in rig.words
    rig.view.on_change(Change(2, reset=True))
    assert not rig.view.looks_back


def test_that_other_keys_are_left_to_others(qtbot: QtBot) -> None:
    rig = Rig(qtbot)
    assert not any(rig.view.on_key(key) for key in (Qt.Key.Key_Left, Qt.Key.Key_Space, Qt.Key.Key_A))
