"""A wall that writes down every fact that reaches it, to be held against the hub's log."""

import asyncio
import itertools
from collections.abc import Sequence

import msgspec

from feeds.backoff import BackoffTimes
from feeds.codec import decode_fact
from feeds.hub.live import LiveHub
from feeds.inbox import Inbox
from feeds.link_parts import LinkTimes
from tests.feeds.small import outage, thread
from tests.feeds.walls import Wall
from wallboard.domain.facts import Fact

BRISK = LinkTimes(heartbeat=0.1, hole=0.05, opening=0.4, greeting=0.4, picture=0.8, stall=0.5, settle=0.1)
"""The real ones divided by 20 or so: 6 s until a link is lost are 0.3 s here."""
EAGER = BackoffTimes(floor=0.02, ceiling=0.2, healthy_after=30.0, refused=0.2, budget=50, window=5.0)


class WitnessInbox(Inbox):
    """Keeps what came: facts of the log with their seq, and the places of snapshots."""

    def __init__(self) -> None:
        super().__init__()
        self.came: list[Fact] = []
        self.faults: list[str] = []
        self.snapshots = 0

    def put(self, facts: Sequence[Fact], epoch: str, seq: int) -> None:
        seqs = [fact.seq for fact in facts]
        if seqs != sorted(set(seqs)) or (seqs and not self.seq < seqs[0] <= seqs[-1] <= seq):
            self.faults.append(f"after {self.seq} came {seqs} up to {seq}")
        if seq - self.seq != len(facts):
            self.faults.append(f"from {self.seq} to {seq} only {len(facts)} facts")
        self.came += facts
        super().put(facts, epoch, seq)

    def put_snapshot(self, facts: Sequence[Fact], epoch: str, seq: int) -> None:
        if epoch == self.epoch and seq < self.seq:
            self.faults.append(f"a picture of {seq} after {self.seq}")
        self.snapshots += 1
        self.came += facts
        super().put_snapshot(facts, epoch, seq)


class Witness(Wall):
    """A wall with quick timers whose inbox remembers."""

    def __init__(self, url: str, **options: object) -> None:
        super().__init__(url, **({"times": BRISK, "backoff": EAGER} | options))
        self.heard = WitnessInbox()
        self.inbox = self.runner.inbox = self.heard

    def lies(self, hub: LiveHub) -> list[str]:
        """Facts that came and differ from what the hub's log holds at their place, and broken order."""
        log = {seq: decode_fact(body) for seq, body in hub.channel.after(0) or []}
        wrong = [
            f"{fact.seq}: {fact} instead of {log.get(fact.seq)}"
            for fact in self.heard.came
            if msgspec.structs.replace(fact, seq=0) != log.get(fact.seq)
        ]
        return wrong + self.heard.faults


async def publish_for_ever(hub: LiveHub, every: float = 0.01) -> None:
    """A busy room: outages that change, and threads that grow."""
    for turn in itertools.count(1):
        at = 1_732_060_800.0 + turn
        facts = [outage(number, turn, at) for number in range(turn % 5)]
        await hub.publish([*facts, *thread(100 + turn % 40, at)])
        await asyncio.sleep(every)
