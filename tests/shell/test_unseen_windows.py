"""What nobody sees costs nothing, and is right at once when it is seen again; drawing leaves nothing."""

import gc

import pytest

from tests.bench.measuring import resident_mib
from tests.shell.pages import window_of
from tests.widgets import scenes
from wallboard.shell.application import offscreen_application
from wallboard.state.changes import Change
from widgets.session import LinkFace

EVERYTHING = Change(0, reset=True)


@pytest.mark.parametrize("way", ["hidden", "minimised"])
def test_that_a_window_that_nobody_sees_draws_nothing_and_catches_up_once(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_of(scenes.busy(), LinkFace("live"))
    page = window.page
    assert page is not None
    asked: list[Change] = []
    monkeypatch.setattr(page, "on_change", asked.append)
    monkeypatch.setattr(page, "on_second", lambda now: asked.append(Change(0)))
    (window.hide if way == "hidden" else window.showMinimized)()
    for number in range(100):
        window.on_change(EVERYTHING)
        window.on_second(scenes.NOW + number)
    assert not asked and not window.owing
    (window.show if way == "hidden" else window.showNormal)()
    window.on_second(scenes.NOW + 100)
    assert [change.reset for change in asked] == [True, False], "once whole, then as ever"
    window.close()
    window.deleteLater()


@pytest.mark.slow
def test_that_drawing_a_page_again_and_again_leaves_nothing_behind() -> None:
    window = window_of(scenes.busy(), LinkFace("live"))
    application = offscreen_application().qt
    held, objects = 0.0, 0
    for number in range(160):
        window.on_change(EVERYTHING)
        window.on_second(scenes.NOW + number % 10)
        window.repaint()
        application.processEvents()
        if number == 40:
            gc.collect()
            held, objects = resident_mib(), len(gc.get_objects())
    gc.collect()
    assert resident_mib() - held < 3.0, "MiB after 120 full repaints"
    assert len(gc.get_objects()) - objects < 200
    window.close()
    window.deleteLater()
