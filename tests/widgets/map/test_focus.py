"""What a desk pushes stands in the inset of every wall until it is taken back or its time is over."""

import pytest
from pytestqt.qtbot import QtBot

from tests.widgets.map import moments
from tests.widgets.map.test_hands import DeskRig
from tests.widgets.map.test_inset import inset_of
from tests.widgets.map.test_map_view import Rig
from wallboard.domain.outages import OutageStageClaim
from wallboard.domain.roster import WALLS, RoomFocus
from wallboard.domain.terms import FocusOn, OutageStage
from widgets.map.focus import Pushed
from widgets.map.inset_painter import pushed_words
from widgets.map.naming import ELLIPSIS

BY = "服务调度 07"


def rig_of(qtbot: QtBot, *, inset: bool = True, lang: str = "zh") -> Rig:
    return Rig(qtbot, moments.prefecture(), moments.room(moments.JIANGMEN, inset=inset), lang=lang)


def push(rig: Rig, on: FocusOn, **what: object) -> None:
    rig.say((WALLS, RoomFocus(actor=BY, role="desk", on=on, **what)))  # type: ignore[arg-type]
    rig.paint()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("inset", [True, False])
def test_that_a_pushed_outage_stands_in_the_inset_and_the_map_stays(
    qtbot: QtBot, lang: str, inset: bool
) -> None:
    rig = rig_of(qtbot, inset=inset, lang=lang)
    rig.paint()
    camera, before = rig.view.camera, inset_of(rig)
    assert (before is not None) is inset
    push(rig, FocusOn.OUTAGE, outage="a/3")  # small, and none that the wall would choose
    face = inset_of(rig)
    assert face is not None and face.pushed is not None
    assert (face.mark.id, face.pushed.by, face.pushed.since) == ("a/3", BY, moments.NOW)
    assert rig.view.camera == camera
    assert any(glyph.id == "a/3" for glyph in face.arrangement.glyphs)
    push(rig, FocusOn.OWN)
    after = inset_of(rig)
    assert (after.mark.id if after else None) == (before.mark.id if before else None)
    assert after is None or after.pushed is None


def test_that_a_place_is_shown_even_out_of_view_and_with_nothing_there(qtbot: QtBot) -> None:
    rig = rig_of(qtbot)
    push(rig, FocusOn.PLACE, lon=120.0, lat=30.0, name="应急指挥部")
    face = inset_of(rig)
    assert face is not None
    assert face.name == "应急指挥部"
    assert face.box.holds(type(face.box)(*face.target, *face.target))  # no line leads to where it is not
    empty = Rig(qtbot, [], moments.room(moments.JIANGMEN))
    push(empty, FocusOn.PLACE, lon=112.8, lat=22.3, name="台城")
    assert inset_of(empty) is not None


def test_that_nothing_can_be_pushed_too(qtbot: QtBot) -> None:
    rig = rig_of(qtbot)
    assert inset_of(rig) is not None
    push(rig, FocusOn.NOTHING)
    assert inset_of(rig) is None


def test_that_a_focus_ends_by_its_own_time_without_another_fact(qtbot: QtBot) -> None:
    rig = rig_of(qtbot)
    push(rig, FocusOn.OUTAGE, outage="a/3", lasts=600.0)
    clock = rig.session.clock
    for later, pushed in ((599.0, True), (600.0, False)):
        clock.set(moments.NOW + later)  # type: ignore[attr-defined]
        rig.view.on_second(moments.NOW + later)
        face = inset_of(rig)
        assert face is not None
        assert (face.pushed is not None) is pushed


def test_that_an_outage_that_is_over_is_shown_no_more(qtbot: QtBot) -> None:
    rig = rig_of(qtbot)
    push(rig, FocusOn.OUTAGE, outage="a/3")
    rig.say(("a/3", OutageStageClaim(stage=OutageStage.CLOSED, since=moments.NOW)))
    face = inset_of(rig)
    assert face is not None and face.pushed is None


def test_that_a_wall_that_joins_late_shows_what_stands(qtbot: QtBot) -> None:
    log = moments.Log()
    log.facts = moments.prefecture()
    log.say(WALLS, RoomFocus(actor=BY, on=FocusOn.OUTAGE, outage="a/3"))
    face = inset_of(Rig(qtbot, log.facts, moments.room(moments.JIANGMEN)))
    assert face is not None and face.mark.id == "a/3"


def test_that_a_desks_own_map_has_no_inset_of_it(qtbot: QtBot) -> None:
    desk = DeskRig(qtbot)
    push(desk, FocusOn.OUTAGE, outage="a/3")
    assert inset_of(desk) is None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_long_seats_name_is_cut_and_not_what_is_said_of_it(qtbot: QtBot, lang: str) -> None:
    session = rig_of(qtbot, lang=lang).session
    metrics, pushed = (
        session.scale.metrics("small"),
        Pushed(None, "Service desk 07 of the night", moments.NOW),
    )
    words = pushed_words(pushed, session, 460.0)
    assert metrics.horizontalAdvance(words) <= 460.0
    assert "Service" in words and ELLIPSIS in words
    time = session.text.clock_time(moments.NOW)
    assert time in words and ("投屏" if lang == "zh" else "shown by") in words
