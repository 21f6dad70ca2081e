"""Facts per second: decode, link, inbox, store; what a core gives to 10,000 facts a second.

python -m tests.bench.bench_facts
"""

from datetime import UTC, datetime

import msgspec

from feeds import frames
from feeds.codec import decode_fact, encode_fact
from feeds.inbox import Inbox
from feeds.link import FactsCame, LinkCore, SnapshotCame
from tests.bench.crowd import START, standing, stream
from tests.bench.measuring import alternate, row
from wallboard.domain.facts import Fact
from wallboard.domain.terms import ClockMode
from wallboard.state.store import Store

N, FRAME = 20_000, 500
OUTAGES, ORDERS, CREWS = 2_000, 5_000, 1_300


def main() -> None:
    base = standing(OUTAGES, ORDERS, CREWS)
    facts = stream(N, OUTAGES, CREWS, len(base) + 1)
    raw = [encode_fact(fact) for fact in facts]
    wire = _wire(raw, len(base) + 1)
    names = "store: apply in ticks of 330", "codec + link + inbox + store"

    def filled() -> Store:
        store = Store()
        store.load(base, len(base))
        return store

    costs = alternate(
        {
            "json decode only, untyped": lambda _: [msgspec.json.decode(one) for one in raw],
            "codec: decode_fact": lambda _: [decode_fact(one) for one in raw],
            "codec: encode_fact": lambda _: [encode_fact(one) for one in facts],
            names[0]: lambda store: _apply(store, facts),
            names[1]: lambda store: _whole(wire, store, len(base)),
        },
        prepare=dict.fromkeys(names, filled),
    )
    print(f"{N:,} facts, 90 % positions, over {OUTAGES:,} outages, {ORDERS:,} orders, {CREWS:,} crews")
    for name, cost in costs.items():
        share = 10_000 / (N / cost)
        row(name, N / cost, "facts/s", f"{share:6.1%} of a core at 10k facts/s")
    row(
        "whole path against untyped decode alone",
        costs[names[1]] / costs["json decode only, untyped"],
        "x",
    )


def _wire(raw: list[bytes], first: int) -> list[bytes]:
    return [
        frames.encode_frame(
            frames.Ev(
                channel="room",
                epoch="e",
                seq=first + n,
                facts=[msgspec.Raw(one) for one in raw[n : n + FRAME]],
            )
        )
        for n in range(0, len(raw), FRAME)
    ]


def _apply(store: Store, facts: list[Fact]) -> None:
    for n in range(0, len(facts), 330):
        store.apply(facts[n : n + 330])


def _whole(wire: list[bytes], store: Store, first: int) -> None:
    link, inbox = LinkCore("bench", "wall"), Inbox()
    link.opened(0.0)
    clock = frames.WireClock(mode=ClockMode.LIVE, now=datetime.fromtimestamp(START, UTC), run="live")
    head = frames.ChannelHead(name="room", epoch="e", first=1, last=first)
    welcome = frames.Welcome(server="bench", clock=clock, heartbeat=2.0, channels=[head])
    link.received(frames.encode_frame(welcome), 0.0)
    snap = frames.Snap(id="1", channel="room", epoch="e", seq=first, part=1, last=True, facts=[])
    events = link.received(frames.encode_frame(snap), 0.0)
    assert any(isinstance(event, SnapshotCame) for event in events), "the bench speaks the link's language"
    for frame in wire:
        for event in link.received(frame, 0.0):
            if isinstance(event, FactsCame):
                inbox.put(event.facts, event.epoch, event.seq)
        store.apply(inbox.drain(4000).facts)
    assert store.head == first + N


if __name__ == "__main__":
    main()
