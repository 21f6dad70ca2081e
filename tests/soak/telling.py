"""``python -m tests.soak.telling --kills 300 [--seed 1]``: nobody is told twice and nobody is forgotten.

Real processes: a hub with its log, and a receiver that is slow and lies (``lying_receiver``); both are
killed at random instants while desks release messages. In the end each message that a hub acknowledged
stands once in the receiver's book and once as told in the log, with the number that the receiver reached.
One JSON line at the end.
"""

import argparse
import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from feeds.codec import decode_fact
from feeds.hub.analyst import Analyst
from feeds.hub.live import LiveHub
from feeds.hub.log import HubLog
from feeds.hub.serve import LOG_NAME
from tests.feeds.walls import Wall, until, wall
from tests.soak.killable_hub import ROOT, Failed, free_port, kill
from wallboard.domain.clock import SystemClock
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.messages import MessageStep
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.plans import Told
from wallboard.domain.terms import AreaClass, OutageNature, OutageStage

SMALL, LARGE = 120, 900
"""Customers of an outage: a message to the larger ones needs a second key."""

STARTED_WITHIN = 300.0
"""Seconds in which a process must say that it listens; machines are shared."""

RULES = """
id = "x"
name = { zh = "x" }
issuer = { zh = "x" }
date = "2026"
limits = []
[[tellings]]
what = "second_key"
customers = 500
"""


class Telling:
    """One run in a folder of its own. share: of the receiver's answers that are wrong."""

    def __init__(self, folder: Path, seed: int, messages: int, share: float) -> None:
        self.folder, self.messages, self.share = folder, messages, share
        self.random = random.Random(seed)
        self.hub_port, self.port = free_port(), free_port()
        self.url, self.book = f"ws://127.0.0.1:{self.hub_port}", folder / "book.jsonl"
        self.hub: Process | None = None
        self.receiver: Process | None = None
        self.released: list[int] = []
        (folder / "rules.toml").write_text(RULES, encoding="utf-8")
        (folder / "room.toml").write_text(
            'name = "telling"\nrules = "rules.toml"\nsimulated = true\n[title]\nzh = "厅"\nen = "room"\n'
            f'[[channel]]\nname = "sms"\nurl = "http://127.0.0.1:{self.port}/messages"\n'
            '[[window]]\nscreens = ["overview"]\n',
            encoding="utf-8",
        )

    async def run(self, kills: int) -> dict[str, Any]:
        """Release, kill, and look at what came of it. Raises Failed."""
        began = time.monotonic()
        await self._fill()
        counts: Counter[str] = Counter()
        try:
            await self._start_receiver()
            await self._start_hub()
            desk, lead = (wall(self.url, role=role, name=role) for role in ("desk", "network_lead"))
            async with desk as one, lead as two:
                for number in range(max(kills, self.messages)):
                    if number < self.messages:
                        await self._release(one, two, number)
                    if number < kills:
                        counts[await self._kill()] += 1
                await self._settled(one)
        finally:
            for process in (self.hub, self.receiver):
                if process is not None and process.returncode is None:
                    await kill(process)
        return {**self._judged(), "kills": dict(counts), "took_s": round(time.monotonic() - began, 1)}

    async def _fill(self) -> None:
        """A log with an outage for each message; the analyst raises its order."""
        clock = SystemClock()
        now = Instant(clock.now())
        facts: list[Fact] = []
        for number in range(self.messages):
            customers = LARGE if number % 5 == 0 else SMALL
            extent = OutageExtent(nature=OutageNature.UNPLANNED, customers_out=customers, started_at=now)
            stage = OutageStageClaim(stage=OutageStage.CONFIRMED, since=now)
            facts += [Fact(data, f"oms/{number}", now, "oms", "", now) for data in (extent, stage)]
        with HubLog(self.folder / LOG_NAME, "telling") as log:
            hub = LiveHub(log, clock, Analyst(None, AreaClass.URBAN))
            await hub.start()
            await hub.take_now(facts)

    async def _release(self, desk: Wall, lead: Wall, number: int) -> None:
        """A message by a desk, its second key by a lead, each asked until it is answered."""
        customers = LARGE if number % 5 == 0 else SMALL
        order = f"order/restore/oms/{number}"
        said = {"to": "all", "code": "outage/zh", "words": f"停电 {number}", "customers": customers}
        await self._asked(
            lambda: desk.runner.act(order, "send_message", said, act_id=f"m{number}", within=2.0)
        )
        if customers == LARGE:
            key = {"subject": f"m{number}/1"}
            await self._asked(
                lambda: lead.runner.act(order, "second_key", key, act_id=f"k{number}", within=2.0)
            )
        self.released.append(number)

    async def _asked(self, ask: Callable[[], Awaitable[Any]]) -> None:
        """Ask again under the same id until the hub has answered. Raises Failed where it refuses."""
        end = time.monotonic() + STARTED_WITHIN
        while True:
            ack = await ask()
            if ack.accepted:
                return
            code = ack.reason.code if ack.reason is not None else ""
            if code not in ("link_down", "act_unanswered"):
                raise Failed(f"a message was refused: {code}")
            if time.monotonic() > end:
                raise Failed(f"nobody answers: {code}")
            await asyncio.sleep(0.02)

    async def _kill(self) -> str:
        """After a while one of them, or both; then they come back."""
        await asyncio.sleep(self.random.uniform(0.0, 0.3))
        which = self.random.choice(("hub", "receiver", "both"))
        if which != "receiver" and self.hub is not None:
            await kill(self.hub)
        if which != "hub" and self.receiver is not None:
            await kill(self.receiver)
            await self._start_receiver()
        if which != "receiver":
            await self._start_hub()
        return which

    async def _settled(self, desk: Wall) -> None:
        """Every message has its end on the picture of a desk."""

        def done() -> bool:
            outages = desk.store.tables.outages  # a snapshot brings others
            rows = [outages.get(f"oms/{number}") for number in self.released]
            return all(row is not None and row.messages and row.messages[-1].over for row in rows)

        try:
            await until(lambda: done() and bool(desk.store.head), desk, seconds=STARTED_WITHIN)
        except AssertionError as error:
            open_ = [
                (row.id, [each.step.value for each in row.messages])
                for row in desk.store.tables.outages.values()
                if not row.messages or not row.messages[-1].over
            ]
            raise Failed(f"forgotten: {open_[:5]}") from error

    def _judged(self) -> dict[str, Any]:
        """Nobody told twice, nobody forgotten, in the book and in the log. Raises Failed."""
        lines = [json.loads(line) for line in self.book.read_text(encoding="utf-8").splitlines()]
        book = Counter(line["key"] for line in lines)
        reached = {line["key"]: line["delivered"] for line in lines}
        wanted = {f"m{number}/1" for number in self.released}
        if set(book) != wanted or max(book.values()) > 1:
            twice = [key for key, n in book.items() if n > 1]
            raise Failed(f"twice: {twice[:5]}, forgotten: {sorted(wanted - set(book))[:5]}")
        told: list[Told] = []
        ends: Counter[str] = Counter()
        with sqlite3.connect(f"file:{self.folder / LOG_NAME}?mode=ro", uri=True) as db:
            for (body,) in db.execute("SELECT body FROM facts ORDER BY seq"):
                data = decode_fact(body).data
                if isinstance(data, Told):
                    told.append(data)
                ends[getattr(data, "step", "")] += 1
        if {each.message: each.delivered for each in told} != reached or len(told) != len(wanted):
            raise Failed(
                f"{len(told)} tellings in the log of {len(wanted)}, or other numbers than the book's"
            )
        if ends[MessageStep.DELIVERED] != len(wanted):
            raise Failed(f"{ends[MessageStep.DELIVERED]} ends of {len(wanted)}")
        return {"messages": len(wanted), "told": len(told), "reached": sum(reached.values())}

    async def _start_hub(self) -> None:
        self.hub = await self._spawn("tests.soak.telling_hub", str(self.hub_port), str(self.folder))

    async def _start_receiver(self) -> None:
        seed = str(self.random.randrange(10**9))
        words = (str(self.port), str(self.book), seed, str(self.share))
        self.receiver = await self._spawn("tests.soak.lying_receiver", *words)

    async def _spawn(self, module: str, *words: str) -> Process:
        with (self.folder / "errors").open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", module, *words, cwd=ROOT, stdout=PIPE, stderr=errors
            )
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), STARTED_WITHIN)
        if not line:
            said = (self.folder / "errors").read_text(encoding="utf-8", errors="replace")
            raise Failed(f"{module} ended: {said[-2000:]}")
        return process


def main() -> int:
    parser = argparse.ArgumentParser(prog="telling")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = Telling(Path(folder), options.seed, options.messages, options.share)
        try:
            found = asyncio.run(run.run(options.kills))
        except Failed as failed:
            print(json.dumps({"good": False, "seed": options.seed, "failed": str(failed)}))
            return 1
    print(json.dumps({"good": True, "seed": options.seed, **found}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
