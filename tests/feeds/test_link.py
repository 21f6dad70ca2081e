"""The link as playbooks: bytes and seconds in; events, frames and deadlines out. Every rule of design 5."""

from typing import Any

import pytest

from feeds import frames
from feeds.frames import decode_frame, encode_frame, with_sum
from feeds.link import LinkCore
from feeds.link_events import AckCame, ClockCame, Ended, FactsCame, GapCame, SnapshotCame
from feeds.link_parts import LinkTimes, Phase
from feeds.status import status_of
from tests.feeds.small import ev, numbered, outage, snap, thread
from wallboard.domain.clock import ClockState
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import ClockMode

FACTS = numbered([fact for number in range(4) for fact in thread(number)])  # seq 1 to 20


def welcome(last: int = 0, epoch: str = "e1", now: float = 1000.0, mode: ClockMode = ClockMode.LIVE) -> bytes:
    head = frames.ChannelHead(name="room", epoch=epoch, first=1, last=last)
    clock = frames.to_wire(ClockState(mode, now))
    return encode_frame(frames.Welcome(clock=clock, channels=[head]))


def beat(seq: int, epoch: str = "e1", now: float = 1000.0) -> bytes:
    clock = frames.to_wire(ClockState(ClockMode.LIVE, now))
    return encode_frame(frames.Hb(clock=clock, heads={"room": f"{epoch}:{seq}"}))


def idle_beat() -> bytes:
    """A hub's heartbeat while the picture is still on its way: it claims no place."""
    return encode_frame(frames.Hb(clock=frames.to_wire(ClockState(ClockMode.LIVE, 1000.0))))


def sent(core: LinkCore) -> list[Any]:
    return [decode_frame(data) for data in core.take_outgoing()]


@pytest.fixture
def greeted() -> LinkCore:
    core = LinkCore("wall", "wall")
    core.opened(0.0)
    core.received(welcome(5), 0.1)
    core.take_outgoing()
    return core


@pytest.fixture
def live(greeted: LinkCore) -> LinkCore:
    greeted.received(snap(FACTS[:5], 5), 0.2)
    return greeted


def test_that_a_link_greets_subscribes_and_takes_the_picture() -> None:
    core = LinkCore("wall-1", "wall", "secret")
    assert core.deadline() is None
    core.opened(0.0)
    (hello,) = sent(core)
    assert (hello.name, hello.role, hello.token) == ("wall-1", "wall", "secret")
    events = core.received(welcome(7, now=1000.0), 0.1, wall=1000.5)
    assert isinstance(events[0], ClockCame)
    assert core.skew == -0.5
    assert sent(core) == [frames.Sub(id="1")]
    assert core.received(snap(FACTS[:3], 7, part=1, last=False), 0.2) == []
    (picture,) = core.received(snap(FACTS[3:7], 7, part=2), 0.3)
    assert isinstance(picture, SnapshotCame)
    assert ([f.seq for f in picture.facts], picture.seq) == ([1, 2, 3, 4, 5, 6, 7], 7)
    (news,) = core.received(ev(FACTS[7:9], 8), 0.4)
    assert news == FactsCame(FACTS[7:9], "e1", 9)
    assert core.phase is Phase.LIVE


def test_that_no_welcome_and_no_picture_end_the_connection() -> None:
    core = LinkCore("wall", "wall")
    core.opened(0.0)
    assert core.tick(4.9) == []
    assert core.tick(5.0) == [Ended(Reason("link_no_welcome"))]
    assert core.deadline() == 5.0
    core.opened(10.0)
    core.received(welcome(5), 10.1)
    for second in range(1, 10):
        core.received(idle_beat(), 10.1 + second)
        assert core.tick(10.1 + second) == []
    core.received(idle_beat(), 20.0)
    assert core.tick(20.1) == [Ended(Reason("link_no_picture"))]


def test_that_a_seq_ahead_is_waited_for_one_second_then_asked_for(live: LinkCore) -> None:
    assert live.received(ev(FACTS[7:9], 8), 1.0) == []
    assert live.deadline() == 2.0
    assert live.tick(1.9) == []
    assert sent(live) == []
    live.tick(2.0)
    assert frames.Sub(id="2", since="e1:5") in sent(live)
    (news,) = live.received(ev(FACTS[5:9], 6), 2.1)
    assert isinstance(news, FactsCame)
    assert [f.seq for f in news.facts] == [6, 7, 8, 9]
    assert live.tick(3.2) == []
    assert live.counts["resubscribed"] == 1


def test_that_a_hole_that_fills_itself_costs_nothing(live: LinkCore) -> None:
    live.received(ev(FACTS[7:9], 8), 1.0)
    (news,) = live.received(ev(FACTS[5:7], 6), 1.5)
    assert isinstance(news, FactsCame)
    assert ([f.seq for f in news.facts], news.seq) == ([6, 7, 8, 9], 9)
    live.tick(2.1)
    assert not [frame for frame in sent(live) if isinstance(frame, frames.Sub)]


def test_that_a_hole_that_never_fills_ends_in_a_snapshot(live: LinkCore) -> None:
    live.received(ev(FACTS[7:9], 8), 1.0)
    asked: list[str] = []
    for second in range(2, 9):
        live.received(beat(9), float(second))
        assert live.tick(float(second)) == []
        asked += [f"{second} {frame.since}" for frame in sent(live) if isinstance(frame, frames.Sub)]
    assert asked == ["2 e1:5", "4 e1:5", "8 "]


def test_that_a_seq_behind_is_dropped_and_counted(live: LinkCore) -> None:
    assert live.received(ev(FACTS[:5], 1), 1.0) == []
    (news,) = live.received(ev(FACTS[3:7], 4), 1.1)
    assert isinstance(news, FactsCame)
    assert [f.seq for f in news.facts] == [6, 7]
    assert live.counts["behind"] == 7


def test_that_a_heartbeat_shows_a_lost_tail(live: LinkCore) -> None:
    live.received(beat(8), 1.0)
    live.tick(2.0)
    assert frames.Sub(id="2", since="e1:5") in sent(live)


def test_that_three_missed_heartbeats_lose_the_link(live: LinkCore) -> None:
    live.received(beat(5), 5.0)
    assert live.tick(10.9) == []
    assert status_of(live, 10.0, connected=True, trouble=None, refused=False)[0] == "late"
    (end,) = live.tick(11.0)
    assert isinstance(end, Ended)
    assert end.reason.code == "link_silent"


def test_that_a_hub_that_claims_to_beat_once_a_day_is_missed_all_the_same() -> None:
    clock = frames.to_wire(ClockState(ClockMode.LIVE, 1000.0))
    head = frames.ChannelHead(name="room", epoch="e1", first=1, last=5)
    rare = encode_frame(frames.Welcome(clock=clock, channels=[head], heartbeat=86_400.0))
    for times, silent in ((LinkTimes(), 180.0), (LinkTimes(rarest=3000.0), 9000.0)):
        core = LinkCore("wall", "wall", times=times)
        core.opened(0.0)
        core.received(rare, 0.0)
        core.received(snap(FACTS[:5], 5), 0.0)
        assert core.tick(silent - 1.0) == []
        (end,) = core.tick(silent)
        assert isinstance(end, Ended)


def test_that_a_gap_keeps_the_picture_until_the_snapshot(live: LinkCore) -> None:
    gap = frames.Gap(channel="room", epoch="e2", reason=Reason("slow_consumer"))
    assert live.received(encode_frame(gap), 1.0) == [GapCame(Reason("slow_consumer"))]
    assert status_of(live, 1.0, connected=True, trouble=gap.reason, refused=False) == ("gap", gap.reason)
    (picture,) = live.received(snap(FACTS[:2], 3, epoch="e2"), 1.1)
    assert isinstance(picture, SnapshotCame)
    assert (picture.epoch, picture.seq) == ("e2", 3)
    assert status_of(live, 1.1, connected=True, trouble=None, refused=False)[0] == "live"


def test_that_a_reconnect_resumes_where_it_was(live: LinkCore) -> None:
    live.closed()
    live.opened(20.0)
    live.received(welcome(9), 20.1)
    assert sent(live)[-1] == frames.Sub(id="2", since="e1:5")
    (news,) = live.received(ev(FACTS[5:9], 6), 20.2)
    assert isinstance(news, FactsCame)
    assert live.phase is Phase.LIVE


def test_that_a_resume_with_nothing_new_is_live_by_the_heartbeat(live: LinkCore) -> None:
    live.closed()
    live.opened(20.0)
    live.received(welcome(5), 20.1)
    live.received(beat(5), 20.2)
    assert live.phase is Phase.LIVE


@pytest.mark.parametrize(("last", "epoch"), [(3, "e1"), (9, "e2")])
def test_that_a_log_that_knows_less_or_is_another_means_a_snapshot(
    live: LinkCore, last: int, epoch: str
) -> None:
    live.closed()
    live.opened(20.0)
    events = live.received(welcome(last, epoch), 20.1)
    assert GapCame(Reason("new_epoch")) in events
    assert sent(live)[-1].since == ""


def test_that_facts_of_another_epoch_are_not_taken(live: LinkCore) -> None:
    assert live.received(ev(FACTS[5:7], 6, epoch="e9"), 1.0) == []
    assert live.counts["wrong_epoch"] == 2
    live.tick(2.0)
    assert any(isinstance(frame, frames.Sub) for frame in sent(live))


def test_that_skew_counts_in_live_mode_only(greeted: LinkCore) -> None:
    greeted.received(beat(5, now=1100.0), 1.0, wall=1000.0)
    assert greeted.skew == 100.0
    greeted.opened(2.0)
    greeted.received(welcome(5, now=5.0, mode=ClockMode.REPLAY), 2.1, wall=1000.0)
    assert greeted.skew is None


def test_that_bad_bytes_and_unknown_ops_are_counted_never_fatal(live: LinkCore) -> None:
    dance, sub = with_sum(b'{"op":"dance"}'), encode_frame(frames.Sub(id="x"))
    for data in ("", "{", dance.decode(), b"\xff", sub):
        assert live.received(data, 1.0) == []
    assert live.counts["bad_frame"] == 3
    assert live.counts["unknown_op"] == 1
    assert live.counts["unexpected_op"] == 1
    assert live.phase is Phase.LIVE


def test_that_a_broken_snapshot_is_asked_for_again(greeted: LinkCore) -> None:
    greeted.received(snap(FACTS[:2], 5, part=1, last=False), 0.2)
    assert greeted.received(snap(FACTS[4:5], 5, part=3), 0.3) == []
    assert sent(greeted)[-1] == frames.Sub(id="2")
    assert greeted.received(snap(FACTS[:5], 5, sub="1"), 0.4) == []
    (picture,) = greeted.received(snap(FACTS[:5], 5, sub="2"), 0.5)
    assert isinstance(picture, SnapshotCame)


def test_that_facts_between_the_parts_of_a_snapshot_are_kept_for_after_it(greeted: LinkCore) -> None:
    greeted.received(snap(FACTS[:2], 5, part=1, last=False), 0.2)
    greeted.received(ev(FACTS[5:7], 6), 0.3)
    picture, news = greeted.received(snap(FACTS[2:5], 5, part=2), 0.4)
    assert isinstance(picture, SnapshotCame)
    assert isinstance(news, FactsCame)
    assert news.seq == 7


def test_that_acks_errors_and_farewells_arrive(live: LinkCore) -> None:
    ack = frames.Ack(id="1", accepted=True, seq=4)
    assert live.received(encode_frame(ack), 1.0) == [AckCame(ack)]
    bye = frames.Bye(reason=Reason("hub_restarts"), retry_after=0.5)
    assert live.received(encode_frame(bye), 1.0) == [Ended(Reason("hub_restarts"), retry_after=0.5)]
    err = frames.Err(reason=Reason("link_refused"), fatal=True)
    assert live.received(encode_frame(err), 1.0) == [Ended(Reason("link_refused"), refused=True)]
    assert live.received(encode_frame(frames.Err(reason=Reason("x"))), 1.0) == []


def test_that_a_reason_from_outside_is_plain_text(live: LinkCore) -> None:
    gap = frames.Gap(channel="room", epoch="e", reason=Reason("<b>x", {"why": "a\u202eb\x00c"}))
    assert live.received(encode_frame(gap), 1.0) == [GapCame(Reason("bx", {"why": "abc"}))]


def test_that_heartbeats_go_out_with_or_without_data(live: LinkCore) -> None:
    live.received(beat(5), 2.0)
    live.tick(2.1)
    assert sent(live) == [frames.Hb()]
    assert live.tick(2.2) == []
    assert sent(live) == []


def test_that_a_fact_that_is_bad_does_not_hold_the_link_up(live: LinkCore) -> None:
    raw = with_sum(b'{"op":"ev","channel":"room","epoch":"e1","seq":6,"facts":[{"bad":1}]}')
    assert live.received(raw, 1.0) == [FactsCame([], "e1", 6)]
    (news,) = live.received(ev([outage(9, 9)], 7), 1.1)
    assert isinstance(news, FactsCame)
    assert news.seq == 7


def test_that_one_changed_digit_is_not_believed(live: LinkCore) -> None:
    good = ev([outage(9, 410)], 6)
    assert live.received(good.replace(b":410", b":910"), 1.0) == []
    assert live.counts["frame_damaged"] == 1
    assert live.received(good[:-18] + b"}", 1.1) == []  # nor one whose sum was taken off
    assert live.counts["frame_damaged"] == 2
    (news,) = live.received(good, 1.2)
    assert isinstance(news, FactsCame)
    assert [piece.reason.code for piece in live.reader.ring] == ["frame_damaged"] * 2


def test_that_a_hub_without_sums_is_understood() -> None:
    core = LinkCore("wall", "wall")
    core.opened(0.0)
    for data in (welcome(5), snap(FACTS[:5], 5), ev(FACTS[5:7], 6)):
        events = core.received(data[:-18] + b"}", 0.1)
    assert isinstance(events[0], FactsCame)
    assert core.counts.total() == 0


def test_that_a_peer_that_sends_garbage_alone_is_as_good_as_silent(live: LinkCore) -> None:
    for second in range(1, 6):
        assert live.received(b"\xff\xfe", 0.2 + second) == []
    assert status_of(live, 5.3, connected=True, trouble=None, refused=False)[0] == "late"
    (end,) = live.tick(6.2)
    assert isinstance(end, Ended)
    assert end.reason == Reason("link_garbled", {"seconds": 6})
    assert live.reader.degraded(6.2)


def test_that_what_was_read_after_a_long_sleep_is_not_shown(live: LinkCore) -> None:
    """The process was stopped: what waits in the socket is of then, and the hub has gone on."""
    (end,) = live.received(ev(FACTS[5:7], 6), 60.0)
    assert isinstance(end, Ended)
    assert live.seq == 5


def test_that_a_late_double_of_the_picture_does_not_turn_the_time_back(live: LinkCore) -> None:
    live.received(ev(FACTS[5:9], 6), 1.0)
    assert live.received(snap(FACTS[:5], 5), 1.1) == []
    assert (live.seq, live.counts["stray_snap"]) == (9, 1)


def test_that_a_lost_picture_is_asked_for_again(greeted: LinkCore) -> None:
    greeted.received(beat(5), 1.0)  # the hub says that all was sent
    assert greeted.tick(1.9) == []
    greeted.tick(2.0)
    assert frames.Sub(id="2") in sent(greeted)
    assert greeted.received(snap(FACTS[:5], 5, sub="1"), 2.1) == []
    (picture,) = greeted.received(snap(FACTS[:5], 5, sub="2"), 2.2)
    assert isinstance(picture, SnapshotCame)


def test_that_a_slow_picture_is_waited_for(greeted: LinkCore) -> None:
    """A part each five seconds: late, but on its way; nothing is asked for twice."""
    for part in range(1, 6):
        now = 5.0 * part
        greeted.received(idle_beat(), now - 1)
        greeted.received(snap(FACTS[part - 1 : part], 5, part=part, last=part == 5), now)
        assert greeted.tick(now) == []
    assert not [frame for frame in sent(greeted) if isinstance(frame, frames.Sub)]
    assert greeted.phase is Phase.LIVE


def test_that_a_resume_is_live_only_where_the_hub_was_when_it_began(live: LinkCore) -> None:
    live.closed()
    live.opened(20.0)
    live.received(welcome(20), 20.1)
    live.received(ev(FACTS[5:9], 6), 20.2)
    assert live.phase is Phase.SYNCING
    assert status_of(live, 20.2, connected=True, trouble=None, refused=False) == (
        "gap",
        Reason("link_catching_up"),
    )
    live.received(ev(FACTS[9:20], 10), 20.3)
    assert live.phase is Phase.LIVE


def test_that_nothing_is_taken_before_the_welcome(live: LinkCore) -> None:
    live.closed()
    live.opened(20.0)
    for data in (beat(9), ev(FACTS[5:7], 6), snap(FACTS[:5], 5)):
        assert live.received(data, 20.1) == []
    assert (live.seq, live.phase, live.counts["unexpected_op"]) == (5, Phase.GREETING, 3)


def test_that_what_this_version_does_not_know_is_counted_by_name(live: LinkCore) -> None:
    fact = b'{"source":"oms","type":"moon.phase","subject":"moon/1/phase","time":"2024-11-20T00:00:00Z",'
    fact += b'"data":[]}'
    new = ev([outage(9, 4)], 6)[:-18].replace(b'"facts":[{', b'"colour":1,"facts":[%b,{"mood":2,' % fact)
    live.received(with_sum(new.replace(b'"data":{', b'"data":{"moons":3,') + b"}"), 1.0)
    live.received(with_sum(b'{"op":"dance"}'), 1.1)
    assert dict(live.reader.unknown) == {
        "type moon.phase": 1,
        "field ev.colour": 1,
        "field outage.extent.mood": 1,
        "field outage.extent.data.moons": 1,
        "op dance": 1,
    }


def test_that_an_unknown_name_that_is_no_text_ends_nothing(live: LinkCore) -> None:
    """What is passed over unread may be anything; found by the fuzzer."""
    assert live.received(with_sum(b'{"op":"hb","\xff\xc5":' + b"[" * 900 + b"]" * 900 + b"}"), 1.0) == []
    raw = ev([outage(9, 4)], 6)[:-18].replace(b'"data":{', b'"data":{"\xff":3,') + b"}"
    (news,) = live.received(with_sum(raw), 1.1)
    assert isinstance(news, FactsCame)
    assert dict(live.reader.unknown) == {
        "field hb.(unreadable)": 1,
        "field outage.extent.data.(unreadable)": 1,
    }
