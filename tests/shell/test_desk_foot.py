"""The foot of a desk's window: its keys, the map's keys while it has them, an answer for some seconds."""

from wallboard.domain.clock import monotonic
from wallboard.shell.application import offscreen_application
from wallboard.shell.desk_foot import SHOWN_S, DeskFoot
from widgets.parts.desk_bar import DeskBar
from widgets.text import Text
from widgets.theme import load_theme


def test_that_the_foot_names_the_keys_of_who_has_the_keyboard_and_an_answer_goes_first() -> None:
    bar = DeskBar(load_theme("dark"), offscreen_application().family)
    text = Text("en")
    on_map = text.t("desk.keys.map", seat="07")
    foot = DeskFoot(bar, text, "07")
    keys = bar.words
    assert keys.startswith("07 · A acknowledge") and keys.endswith("Ctrl+K commands")
    foot.on_keys(True)
    assert bar.words == on_map
    foot.say("not done")
    foot.on_keys(False)
    foot.on_second(monotonic())
    assert bar.words == "not done"
    foot.on_second(monotonic() + SHOWN_S)
    assert bar.words == keys
