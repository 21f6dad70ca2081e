"""The simulated town behind a hub: its own clock, the live hub's path."""

import asyncio

from feeds import frames
from feeds.hub.access import Access, Role
from feeds.hub.log import HubLog
from feeds.hub.scenario import ScenarioHub
from feeds.hub.serve import HubSettings, judge_maker, serve
from feeds.hub.server import Actor
from tests.feeds.hub.served import judge
from tests.feeds.walls import until, wall
from wallboard.config.scenario import load_scenario
from wallboard.domain.terms import ClockMode


def test_that_the_town_lives_on_its_own_clock() -> None:
    async def play() -> None:
        with HubLog(None) as log:
            start = load_scenario("town-storm").start_at
            hub = ScenarioHub(log, "town-storm", 1, 600.0, judge(), start_at=start + 1800.0)
            await hub.begin()
            assert hub.channel.store.tables.sources
            assert hub.clock.now() == start + 1800.0
            task = asyncio.get_running_loop().create_task(hub.run())
            head = hub.channel.head
            await until(lambda: hub.channel.head > head)
            assert hub.clock.state().mode is ClockMode.SCENARIO
            desk = Actor(Role.DESK, "d", True)
            epoch = hub.channel.epoch
            ack = await hub.act(frames.Act(id="1", subject="clock", verb="pause"), desk)
            assert ack.accepted
            assert hub.channel.epoch != epoch
            assert hub.clock.state().rate == 0.0
            ack = await hub.act(frames.Act(id="2", subject="clock", verb="seek"), desk)
            assert not ack.accepted
            task.cancel()
            await asyncio.wait([task])

    asyncio.run(play())


def test_that_serve_serves_a_scenario() -> None:
    settings = HubSettings(listen="127.0.0.1:0", scenario="town-storm", speed=60.0, access=Access())

    async def play() -> None:
        listening: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        task = asyncio.get_running_loop().create_task(serve(settings, listening.set_result))
        async with wall(await asyncio.wait_for(listening, 20)) as one:
            await until(lambda: bool(one.store.tables.crews), one)
            assert one.runner.clock.state().run == "town-storm-1"
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(play())
    assert judge_maker(None)() is not None
