"""A hub that stands still without ending: the figures of the wall stand with it, its own clock goes on."""

import asyncio
import os
import signal

import pytest

from tests.shell.test_wall import end, live, make_wall, until
from wallboard.domain.terms import Lane
from wallboard.shell.app import Wall


def figures(wall: Wall) -> object:
    """What runs by itself: clocks of orders, outages' ages and estimates."""
    page = wall.windows[0].page
    assert page is not None
    session = page.session
    now, area = session.now(), session.room.area_class
    lanes = [session.boards.lane(lane, session.rules, now, area, 4) for lane in Lane]
    return lanes, session.boards.totals(now)


@pytest.mark.slow
def test_that_figures_stand_while_the_hub_stands_and_jump_when_it_goes_on(
    loop: asyncio.AbstractEventLoop,
) -> None:
    async def story() -> None:
        wall, child = make_wall()
        page = wall.windows[0].page
        assert page is not None
        session = page.session
        await until(lambda: live(wall) and session.link.fresh)
        pid = child._process.processId()
        os.kill(pid, signal.SIGSTOP)
        try:
            await until(lambda: session.link.state == "lost")
            held, present, before = session.now(), session.present(), figures(wall)
            assert present - held >= 5.0, "it stands at the last word of the hub, not at its noticed loss"
            seen: set[str] = set()
            for _ in range(30):
                await asyncio.sleep(0.1)
                seen.add(session.link.state)
                assert (session.now(), figures(wall)) == (held, before), session.link
            assert "live" not in seen
            assert session.present() > present + 2.0
        finally:
            os.kill(pid, signal.SIGCONT)
        await until(lambda: live(wall) and session.link.fresh, seconds=30.0)
        assert session.now() > held + 8.0
        assert figures(wall) != before
        await end(wall, child)

    loop.run_until_complete(story())
