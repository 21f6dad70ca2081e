"""Acts: judged by the table, durable before their ack, applied once however often repeated."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from feeds import frames
from feeds.hub.access import Actor, Role
from feeds.hub.authority import Authority, Refused
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.link_parts import LinkTimes
from tests.feeds.hub.served import served
from tests.feeds.small import T0, numbered, thread
from tests.feeds.walls import Wall, until, wall
from wallboard.domain.alarms import AlarmState
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact
from wallboard.domain.orders import OrderAcknowledged, OrderNote
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import ShownFilter, ShownTable
from wallboard.domain.terms import FocusOn, Severity
from wallboard.domain.walls import SHOWN_FOR, Walls
from wallboard.state.store import Store

ORDER = "order/restore/oms/1"
DESK = Actor(Role.DESK, "服务调度 07", True)
OTHER = Actor(Role.DESK, "配网值班", True)
PATIENT = LinkTimes(missed=100)


def act(
    verb: str, own: str = "a-1", subject: str = ORDER, seen: int | None = None, **args: object
) -> frames.Act:
    return frames.Act(id=own, subject=subject, verb=verb, args=args, expect_seq=seen)


def store_of(facts: list[Fact] | None = None) -> Store:
    store = Store()
    store.apply(numbered(facts or thread(1)))
    return store


def refusal(said: frames.Act, actor: Actor = DESK, store: Store | None = None) -> Reason:
    with pytest.raises(Refused) as refused:
        Authority().decide(store or store_of(), said, actor, T0 + 60)
    return refused.value.reason


def test_that_an_act_becomes_a_fact_with_its_actor_role_and_id() -> None:
    (fact,) = Authority().decide(store_of(), act("acknowledge"), DESK, T0 + 60)
    assert fact == Fact(
        OrderAcknowledged(actor="服务调度 07", role="desk"), "restore/oms/1", T0 + 60, "hub", "a-1"
    )


@pytest.mark.parametrize(
    ("said", "actor", "code"),
    [
        (act("acknowledge"), Actor(Role.WALL, "wall", True), "role_may_not"),
        (act("acknowledge"), Actor(Role.SOURCE, "oms", True), "role_may_not"),
        (act("acknowledge"), Actor(Role.DESK, "", True), "actor_without_name"),
        (act("acknowledge", subject="order/none"), DESK, "unknown_subject"),
        (act("acknowledge", subject="order"), DESK, "unknown_subject"),
        (act("cook"), DESK, "unknown_verb"),
        (act("acknowledge", subject="crew/JX2"), DESK, "unknown_verb"),
        (act("acknowledge", own="a b"), DESK, "bad_act_id"),
        (act("acknowledge", own="x" * 65), DESK, "bad_act_id"),
        (act("acknowledge", sugar="2"), DESK, "bad_args"),
        (act("note"), DESK, "bad_args"),
        (act("note", words=" \n\u202e "), DESK, "no_words"),
        (act("note", words="长" * 401), DESK, "words_too_long"),
        (act("focus", subject="room/walls", on="nothing"), Actor(Role.WALL, "wall", True), "role_may_not"),
        (act("focus", subject="room/other", on="nothing"), DESK, "no_such_wall"),
        (act("take_back", subject="room/other"), DESK, "no_such_wall"),
        (act("focus", subject="room/walls", on="page", page="overview"), DESK, "no_such_page"),
        (act("focus", subject="room/walls", on="page"), DESK, "bad_args"),
        (act("focus", subject="room/walls", on="table"), DESK, "bad_args"),
        (act("focus", subject="room/walls", on="nothing", lasts=1801.0), DESK, "shown_too_long"),
        (act("focus", subject="room/walls", on="outage", outage="none"), DESK, "unknown_subject"),
        (act("focus", subject="room/walls", on="elsewhere"), DESK, "bad_args"),
        (act("focus", subject="room/walls", on="nothing", lasts=1.0), DESK, "bad_args"),
        (act("focus", subject="room/walls", on="place", lon=200.0, lat=1.0), DESK, "bad_args"),
        (act("take_back", subject="room/walls"), DESK, "nothing_pushed"),
    ],
)
def test_that_what_the_table_does_not_allow_is_refused_with_its_reason(
    said: frames.Act, actor: Actor, code: str
) -> None:
    assert refusal(said, actor).code == code


def test_that_a_note_is_kept_whole_and_harmless() -> None:
    words = "长" * 399 + "\u202e"
    (fact,) = Authority().decide(store_of(), act("note", words=words, lang="zh"), DESK, T0)
    assert fact.data == OrderNote(actor="服务调度 07", role="desk", words="长" * 399, lang="zh")


def test_that_what_changed_since_the_actor_looked_is_said_with_who_and_what() -> None:
    """Facts 4 and 5 are the order's need and stage; a note does not mind what changed."""
    assert refusal(act("acknowledge", seen=4)) == Reason(
        "changed_meanwhile", {"who": "hub", "what": "order.stage"}
    )
    Authority().decide(store_of(), act("acknowledge", seen=5), DESK, T0)
    Authority().decide(store_of(), act("note", words="x", seen=1), DESK, T0)


def test_that_a_focus_is_pushed_seen_and_taken_back_once() -> None:
    """It needs nothing to stand before; the second desk is told who was first, and by whom."""
    store, authority, wall = store_of(), Authority(), "room/walls"
    (shown,) = authority.decide(store, act("focus", subject=wall, on="outage", outage="oms/1"), DESK, T0 + 60)
    assert shown.key == "walls"
    store.apply([msgspec.structs.replace(shown, seq=50)])
    row = store.tables.focuses.get("walls")
    assert row is not None
    assert (row.by, row.since, row.on, row.outage, row.until) == (
        "服务调度 07",
        T0 + 60,
        FocusOn.OUTAGE,
        "oms/1",
        T0 + 60 + SHOWN_FOR,
    )
    late = act("focus", "a-2", wall, 0, on="nothing", lasts=600.0)
    assert refusal(late, OTHER, store) == Reason(
        "changed_meanwhile", {"who": "服务调度 07", "what": "room.focus"}
    )
    (empty,) = authority.decide(
        store, act("focus", "a-2", wall, 50, on="nothing", lasts=600.0), OTHER, T0 + 90
    )
    store.apply([msgspec.structs.replace(empty, seq=51)])
    row = store.tables.focuses.get("walls")
    assert row is not None
    assert (row.outage, row.until) == ("", T0 + 690)
    assert row.stands(T0 + 689) and not row.stands(T0 + 690)
    (back,) = authority.decide(store, act("take_back", "a-3", wall, 51), DESK, T0 + 120)
    store.apply([msgspec.structs.replace(back, seq=52)])
    assert "walls" not in store.tables.focuses
    assert refusal(act("take_back", "a-4", wall, 52), DESK, store) == Reason("nothing_pushed")


LEFT = Walls(frozenset({"left"}), frozenset({"repair"}), 600.0)


def test_that_a_page_goes_to_one_wall_by_its_name_and_ends_as_the_room_has_it() -> None:
    store, authority = store_of(), Authority(walls=LEFT)
    said = act("focus", subject="room/left", on="page", page="repair", outage="oms/1")
    (shown,) = authority.decide(store, said, DESK, T0)
    store.apply([msgspec.structs.replace(shown, seq=50)])
    row = store.tables.focuses["left"]
    assert (row.on, row.page, row.outage, row.until) == (FocusOn.PAGE, "repair", "", T0 + 600)
    assert authority.decide(store, said, DESK, T0 + 9)[0].seq == 50  # the same act again is not done again
    longer = act("focus", "a-2", "room/left", on="page", page="repair", lasts=601.0)
    with pytest.raises(Refused) as refused:
        authority.decide(store, longer, DESK, T0)
    assert refused.value.reason == Reason("shown_too_long", {"most": 10})


def test_that_the_words_of_a_pushed_table_are_made_harmless_and_bounded() -> None:
    authority = Authority(walls=LEFT)
    table = {
        "name": "orders",
        "words": "台城\u202e",
        "filters": [{"column": "size", "sign": "above", "values": [100]}],
    }
    (shown,) = authority.decide(
        store_of(), act("focus", subject="room/left", on="table", table=table), DESK, T0
    )
    assert shown.data.table == ShownTable(
        name="orders", words="台城", filters=(ShownFilter("size", "above", (100.0,)),)
    )
    for bad in (
        {"name": "x" * 65},
        {"name": "orders", "sort": [{"column": "size"}] * 5},
        {"name": 7},
        "orders",
    ):
        with pytest.raises(Refused) as refused:
            authority.decide(store_of(), act("focus", subject="room/left", on="table", table=bad), DESK, T0)
        assert refused.value.reason.code == "bad_args"


def test_that_an_alarm_raised_again_wants_to_be_acknowledged_again() -> None:
    def state(at: float, active: bool, raised: float = T0) -> Fact:
        words = Reason("key_customer_dark")
        data = AlarmState(severity=Severity.HIGH, active=active, words=words, since=raised)
        return Fact(data, "a1", at, "analyst")

    store, authority = Store(), Authority()
    store.apply(numbered([state(T0, True)]))
    said = act("acknowledge", subject="alarm/a1")
    store.apply([*numbered(authority.decide(store, said, DESK, T0 + 5), 2)])
    row = store.tables.alarms["a1"]
    assert (row.acknowledged, row.acknowledged_by, row.acknowledged_at) == (True, "服务调度 07", T0 + 5)
    assert refusal(act("acknowledge", "a-2", "alarm/a1"), OTHER, store).code == "already_acknowledged"
    store.apply(numbered([state(T0 + 9, False)], 3))
    assert "a1" not in store.tables.alarms
    store.apply(numbered([state(T0 + 60, True, T0 + 60)], 4))
    assert not store.tables.alarms["a1"].acknowledged
    authority.decide(store, act("acknowledge", "a-3", "alarm/a1"), OTHER, T0 + 65)


async def live(path: Path | None, work: Callable[[LiveHub], Awaitable[None]]) -> None:
    with HubLog(path) as log:
        hub = LiveHub(log, ManualClock(T0 + 60), None)
        await hub.start()
        task = asyncio.get_running_loop().create_task(hub.run())
        try:
            await work(hub)
        finally:
            task.cancel()
            await asyncio.wait([task])


def test_that_a_repeated_act_is_applied_once_and_answered_the_same_over_a_restart(tmp_path: Path) -> None:
    acks: list[frames.Ack] = []

    async def first(hub: LiveHub) -> None:
        await hub.publish(thread(1))
        acks.extend([await hub.act(act("acknowledge"), DESK), await hub.act(act("acknowledge"), DESK)])
        acks.append(await hub.act(act("note", "a-2", words="绕行"), DESK))

    async def second(hub: LiveHub) -> None:
        acks.append(await hub.act(act("acknowledge"), DESK))
        acks.append(await hub.act(act("note", "a-2", words="绕行"), DESK))
        assert hub.channel.store.tables.orders["restore/oms/1"].notes == 1
        taken = await hub.act(act("note", "a-2", words="something else"), DESK)
        assert taken.reason == Reason("act_id_taken")
        stolen = await hub.act(act("acknowledge"), OTHER)
        assert stolen.reason == Reason("act_id_taken")
        late = await hub.act(act("acknowledge", "a-3"), OTHER)
        assert late.reason == Reason(
            "already_acknowledged", {"who": "服务调度 07", "at": "2024-11-20T00:01:00Z"}
        )
        said = [fact for fact in await hub.log.bodies() if fact.source == "hub" and fact.id]
        assert [(fact.id, fact.seq) for fact in said] == [("a-1", acks[0].seq), ("a-2", acks[2].seq)]

    asyncio.run(live(tmp_path / "hub.wblog", first))
    asyncio.run(live(tmp_path / "hub.wblog", second))
    assert all(ack.accepted for ack in acks)
    assert [ack.seq for ack in acks] == [acks[0].seq, acks[0].seq, acks[2].seq, acks[0].seq, acks[2].seq]


def test_that_each_move_of_an_order_leaves_an_entry_of_its_own_that_no_later_one_replaces() -> None:
    async def play(hub: LiveHub) -> None:
        await hub.publish(thread(1))
        for own, verb, args in (
            ("a-1", "accept", {}),
            ("a-2", "urge", {"words": "客户再次来电"}),
            ("a-3", "assign", {"to": "抢修二组"}),
        ):
            for _ in range(2):  # the second time it is the same act again
                assert (await hub.act(act(verb, own, **args), DESK)).accepted
        assert (await hub.act(act("note", "a-4", words="绕行"), DESK)).accepted
        thing = hub.channel.store.tables.thing("order", "restore/oms/1")
        assert thing is not None
        marks = [fact.data for fact in thing.entries["mark"].values()]
        said = [(mark.verb, mark.actor, mark.words, mark.args) for mark in marks]  # type: ignore[attr-defined]
        assert said == [
            ("accept", "服务调度 07", "", {}),
            ("urge", "服务调度 07", "客户再次来电", {}),
            ("assign", "服务调度 07", "", {"to": "抢修二组"}),
        ]

    asyncio.run(live(None, play))


def test_that_of_two_desks_at_once_one_wins_and_the_other_is_told_by_whom(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Both have seen all there is: the analyst's own word of the order comes in a frame after it."""

    def ready(desk: Wall, head: int) -> bool:
        return desk.runner.status.state == "live" and desk.store.head >= head

    async def play() -> None:
        async with (
            served() as hub,
            wall(hub.url, role="desk", name="07", times=PATIENT) as one,
            wall(hub.url, role="desk", name="08", times=PATIENT) as two,
            wall(hub.url) as glass,
        ):
            assert isinstance(hub.hub, LiveHub)
            head = await hub.hub.publish(thread(1))
            assert head > len(thread(1))
            await until(lambda: all(ready(each, head) for each in (one, two, glass)), one, two, glass)
            acks = await asyncio.gather(
                *(desk.runner.act(ORDER, "acknowledge", expect_seq=desk.store.head) for desk in (one, two))
            )
            winner, loser = sorted(acks, key=lambda ack: not ack.accepted)
            assert winner.accepted
            assert not loser.accepted
            name = "07" if acks[0].accepted else "08"
            assert loser.reason is not None
            assert (loser.reason.code, loser.reason.args["who"]) == ("already_acknowledged", name)
            await until(lambda: glass.inbox.seq >= winner.seq, glass)
            assert glass.store.tables.orders["restore/oms/1"].acknowledged_by == name
            assert (await glass.runner.act(ORDER, "acknowledge")).reason == Reason(
                "role_may_not", {"role": "wall"}
            )
            assert hub.server.counts["act_already_acknowledged"] == 1
            assert hub.server.counts["act_role_may_not"] == 1

    with caplog.at_level(logging.WARNING, "feeds.hub.server"):
        asyncio.run(play())
    said = [record for record in caplog.records if record.message == "act refused"]
    assert [record.__dict__["reason"] for record in said] == ["already_acknowledged", "role_may_not"]


def test_that_one_actor_may_not_act_faster_than_people_do() -> None:
    async def play() -> None:
        async with served() as hub, wall(hub.url, role="desk", name="07") as one:
            await until(lambda: one.runner.status.state == "live", one)
            acks = await asyncio.gather(*(one.runner.act("order/none", "acknowledge") for _ in range(30)))
            codes = [ack.reason.code for ack in acks if ack.reason is not None]
            assert 20 <= codes.count("unknown_subject") <= 24
            assert codes.count("acts_too_fast") == 30 - codes.count("unknown_subject")

    asyncio.run(play())


def test_that_an_act_without_a_link_is_refused_at_once() -> None:
    async def play() -> None:
        desk = Wall("ws://127.0.0.1:9", role="desk")
        ack = await asyncio.wait_for(desk.runner.act(ORDER, "acknowledge"), 0.1)
        assert ack.reason == Reason("link_down")

    asyncio.run(play())
