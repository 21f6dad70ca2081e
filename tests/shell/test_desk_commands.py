"""The command palette at a desk with a real hub: it does what is chosen, and says why not."""

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.shell.hub_process import hub
from tests.shell.test_acts import seats, until
from tests.shell.test_desk_keys import CONTROL, DESK, ZH, foot
from wallboard.shell.desk_commands import MOST_RECENT
from widgets.panels.attention_board import AttentionBoard
from widgets.panels.desk_table import DeskTable


def test_that_the_palette_does_what_is_chosen_says_why_not_and_gives_the_keys_back(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def play(url: str) -> None:
        async with seats(url, "席位 10", screens=DESK) as (seat,):
            window, commands = seat.window, seat.acts.keys.commands
            board = seat.acts.keys.panels(AttentionBoard)[0]
            board.setFocus()

            def command(words: str) -> None:
                QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
                assert commands.palette is not None
                QTest.keyClicks(commands.palette.line, words)
                QTest.keyClick(commands.palette.line, Qt.Key.Key_Return)
                assert commands.palette is None

            command("archive")
            assert ZH.t("reason.no_order_chosen") in foot(seat)
            command("view_late")
            assert seat.acts.keys.panels(DeskTable)[0].rows.chosen.view == "late"
            assert commands.recent[0] == "view_late" and window.focusWidget() is board
            command("pause")
            assert ZH.t("reason.clock_is_live") in foot(seat)
            command("diagnostics")
            assert window.page is not None and window.page.screen_file.name == "diagnostics"
            QTest.keyClick(window, Qt.Key.Key_F12)
            QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
            assert commands.palette is not None
            assert commands.palette.shown[0].action.name == "diagnostics", "used last"
            window.resize(1366, 768)
            assert commands.palette is not None
            seat.acts.switch_language()
            await until(lambda: commands.palette is None)  # it went with its page
            assert len(commands.recent) < MOST_RECENT

    with hub("--scenario", "town-storm", "--at", "moment", "--paused") as (_, url):
        loop.run_until_complete(play(url))
