"""The outbox and its channel: nobody is told twice, nobody is forgotten (d.12, d.14; domain 5.9)."""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from feeds.backoff import BackoffTimes
from feeds.hub import telling
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.telling import ChannelError, Order, Report, Teller
from feeds.hub.telling_post import HttpsPost
from feeds.telling_receiver import Book, ReceiverServer
from tests.feeds.hub.certificates import make_certificates
from tests.soak.telling import Telling
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.clock import ManualClock
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.messages import Message, MessageStep, OutageMessage
from wallboard.domain.outages import OutageEtr, OutageExtent, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Outage
from wallboard.domain.terms import OutageStage, SourceState

ZONE = "Asia/Shanghai"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo(ZONE)).timestamp()
NIGHT = NOON + 11 * 3600
LIMITS = load_rule_set("state-grid-2022").tellings
SOON = BackoffTimes(floor=0.01, ceiling=0.02, refused=0.02)
SAID = OutageMessage(actor="07", words="停电", customers=80)


class Port:
    """A channel that answers what a test says, one answer after the other; the last one stays."""

    name = "sms"

    def __init__(self, *answers: Report | ChannelError) -> None:
        self.answers, self.asked = list(answers), list[Order]()

    async def post(self, order: Order) -> Report:
        self.asked.append(order)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, ChannelError):
            raise answer
        return answer


def done(delivered: int = 78) -> Report:
    return Report(key="a/1", state="done", delivered=delivered)


class Room:
    """A live hub with its log in memory, one outage, and one message that was released."""

    def __init__(self, port: Port, said: OutageMessage = SAID, at: float = NOON) -> None:
        self.clock = ManualClock(at)
        self.hub = LiveHub(HubLog(None), self.clock, None)
        self.port = port
        self.teller = Teller(self.hub, port, "r", LIMITS, ZONE, SOON)
        self._first: list[Payload] = [
            OutageExtent(customers_out=100, key_customers=2),
            OutageStageClaim(stage=OutageStage.CONFIRMED, since=Instant(at - 600)),
        ]
        self._said = said

    async def run(self, holds: Callable[[Outage], bool], *more: Payload, without: float = 0.0) -> None:
        """Until something holds of the outage; more: what else its source says before the teller begins.

        without: s for which it must go on holding.
        """
        now = self.clock.now()
        loop = asyncio.get_running_loop()
        hub = loop.create_task(self.hub.run())
        await self.hub.publish([Fact(data, "oms/1", now, "oms", "", now) for data in (*self._first, *more)])
        await self.hub.publish([Fact(self._said, "oms/1", now, "hub", "a/1", now)])
        teller = loop.create_task(self.teller.run())
        try:
            async with asyncio.timeout(30 + without):
                while not holds(self.row):
                    self.clock.advance(0.1)
                    await asyncio.sleep(0.01)
        finally:
            for task in (teller, hub):
                task.cancel()
            await asyncio.wait([teller, hub])

    @property
    def row(self) -> Outage:
        return self.hub.channel.store.tables.outages["oms/1"]

    @property
    def message(self) -> Message:
        return self.row.messages[-1]


@pytest.fixture(autouse=True)
def looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "LOOK_EVERY", 0.01)


def over(row: Outage) -> bool:
    return bool(row.messages) and row.messages[-1].over


def test_that_what_was_released_is_told_once_and_counts_as_far_as_it_reached() -> None:
    room = Room(Port(done()))
    asyncio.run(room.run(over))
    assert (room.message.step, room.message.delivered) == (MessageStep.DELIVERED, 78)
    assert (room.row.told_customers, room.row.tellings[0].group) == (78, "all")
    (order,) = room.port.asked
    assert (order.key, order.customers, order.words, order.outage) == ("a/1", 80, "停电", "oms/1")
    assert order.not_after is not None and NOON + 7200 <= order.not_after < NOON + 7260
    source = room.hub.channel.store.tables.sources["sms"]
    assert source.state is SourceState.LIVE


def test_that_a_channel_that_fails_is_asked_again_under_the_same_key_until_it_reports() -> None:
    lost = ChannelError(Reason("channel_timeout"))
    lies = [
        lost,
        ChannelError(Reason("channel_status", {"status": 500})),
        Report(key="b/1", state="done", delivered=80),
        done(81),
        Report(key="a/1", state="done"),
        Report(key="a/1", state="accepted"),
        ChannelError(Reason("channel_access"), barred=True),
        done(),
    ]
    room = Room(Port(*lies))
    asyncio.run(room.run(over))
    assert room.message.delivered == 78
    assert [order.key for order in room.port.asked] == ["a/1"] * len(lies)


def test_that_what_the_channel_will_never_take_is_refused_and_nobody_counts_as_told() -> None:
    room = Room(Port(ChannelError(Reason("channel_refused", {"status": 422}), refused=True)))
    asyncio.run(room.run(over))
    assert (room.message.step, room.row.told_customers) == (MessageStep.REFUSED, None)
    assert room.message.reason == Reason("channel_refused", {"status": 422})
    late = Room(Port(Report(key="a/1", state="expired", delivered=0)))
    asyncio.run(late.run(over))
    assert (late.message.step, late.row.told_customers) == (MessageStep.EXPIRED, None)


def test_that_what_was_overtaken_before_it_left_is_withdrawn_and_never_sent() -> None:
    later = OutageEtr(etr=Instant(NOON + 7200), revision=1)
    room = Room(Port(done()))
    asyncio.run(room.run(over, later))
    assert (room.message.step, room.port.asked) == (MessageStep.WITHDRAWN, [])


def test_that_a_message_at_night_leaves_in_the_morning_and_an_urgent_one_at_once() -> None:
    night = Room(Port(done()), at=NIGHT)

    def waits(_: Outage) -> bool:
        return night.clock.now() > NIGHT + 3

    asyncio.run(night.run(waits))
    assert (night.message.step, night.port.asked) == (MessageStep.READY, [])
    urgent = Room(Port(done()), OutageMessage(actor="07", words="停电", customers=80, urgent=True), NIGHT)
    asyncio.run(urgent.run(over))
    assert urgent.message.step is MessageStep.DELIVERED


@contextmanager
def receiver(book: Path, token: str = "", tls: ssl.SSLContext | None = None) -> Iterator[ReceiverServer]:
    """The demo receiver on a free port, in a thread."""
    with ReceiverServer(("127.0.0.1", 0), Book(book), token) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            server.book.close()


ORDER = Order(key="k/1", room="r", outage="o", group="all", customers=100, lang="zh", words="停电")


def ask(url: str, order: Order = ORDER, **more: Any) -> Report:
    return asyncio.run(HttpsPost("sms", url, **more).post(order))


def failure(url: str, **more: Any) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        ask(url, **more)
    return caught.value


def test_that_the_receiver_tells_a_key_once_also_after_it_was_killed_in_the_middle(tmp_path: Path) -> None:
    book = tmp_path / "book.jsonl"
    with receiver(book) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/messages"
        assert ask(url) == ask(url) == Report(key="k/1", state="done", delivered=97)
        past = msgspec.structs.replace(ORDER, key="k/2")
        assert ask(url, msgspec.structs.replace(past, not_after=Instant(1.0))).state == "expired"
    with book.open("ab") as file:
        file.write(b'{"key": "k/3", "cust')  # killed while it was written
    with receiver(book) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/messages"
        assert ask(url).delivered == 97
        assert len(server.book) == 2


def test_that_the_token_is_asked_for_and_refusals_are_told_apart(tmp_path: Path) -> None:
    with receiver(tmp_path / "book", token="secret") as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/messages"
        assert ask(url, token="secret").state == "done"
        wrong = failure(url, token="other")
        assert (wrong.reason.code, wrong.barred, wrong.refused) == ("channel_access", True, False)
    assert failure(url, token="secret").reason.code == "channel_unreachable"


def test_that_the_certificate_is_checked_and_nothing_goes_in_clear_to_another_machine(tmp_path: Path) -> None:
    made = make_certificates(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(made.cert, made.key)
    with receiver(tmp_path / "book", tls=tls) as server:
        url = f"https://127.0.0.1:{server.server_address[1]}/messages"
        assert ask(url, ca=made.ca).state == "done"
        assert failure(url, ca=made.other).reason.code == "channel_tls"
        assert failure(url).reason.code == "channel_tls"
    with pytest.raises(ValueError, match="not https"):
        HttpsPost("sms", "http://10.0.0.7/messages")


@pytest.mark.slow
def test_that_a_hub_and_a_lying_receiver_that_are_killed_tell_each_customer_once(tmp_path: Path) -> None:
    """The long version: ``python -m tests.soak.telling``."""
    found = asyncio.run(Telling(tmp_path, seed=3, messages=5, share=0.5).run(3))
    assert found["told"] == found["messages"] == 5
