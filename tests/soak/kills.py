"""``python -m tests.soak.kills --kills 1000 [--seed 1]``: a hub killed at random instants under load.

Real processes: the product's ``hub`` command with a data directory, a publisher over the websocket that
notes what was acknowledged, walls that reconnect by the product's own back-off. After every kill the load
pauses, and by the time all is equal again these hold: every acknowledged fact is in the log, none twice, the
order has no hole and nothing that was there before has changed; two walls that resumed, one that is new and
a replay of the log have the same digest. One JSON line a kill and one at the end; exit code 1 on a failure.

The seconds are those of a machine that is not shared: where others take the cores, the limit is stretched by
what a piece of pure computing took longer than its CPU time at that moment (``stretch``).
"""

import argparse
import asyncio
import json
import random
import sqlite3
import statistics
import tempfile
import time
from asyncio.subprocess import Process
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, contextmanager
from pathlib import Path

import msgspec

from feeds.backoff import BackoffTimes
from feeds.codec import decode_fact, subject_of
from feeds.hub.serve import LOG_NAME
from feeds.link import LinkTimes
from tests.feeds.walls import Wall, wall
from tests.soak.killable_hub import Failed, KillableHub, kill, stretched
from tests.soak.publisher import Publisher, number_of
from wallboard.state.store import Store

WITHIN = 3.0
"""Seconds from the start of the new hub in which every wall must be right."""
CALM = 2.5
"""A stretch below which the machine is as good as its own: there the 3 s are held as they stand."""

QUICK = BackoffTimes(floor=0.05, ceiling=0.4, healthy_after=30.0, budget=10_000)
TIMES = LinkTimes()


class Reader:
    """Follows the log's file from outside: what is new, whether it follows, and nothing twice."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = Store()
        self.found = bytearray()
        """By the publisher's number of a fact, 1 where it is in the log: a run may have ten million."""
        self.last = 0
        self.epoch = ""

    def take(self) -> int:
        """Read what was added; the log's last seq. Raises Failed for a hole, a double or a loss."""
        with self._open() as db:
            epoch = db.execute("SELECT value FROM manifest WHERE key = 'epoch'").fetchone()[0]
            last = db.execute("SELECT max(seq) FROM facts").fetchone()[0] or 0
            if self.epoch and epoch != self.epoch:
                raise Failed(f"epoch {self.epoch} became {epoch}")
            self.epoch = epoch
            if last < self.last:
                raise Failed(f"the log ends at {last}, it was at {self.last}: a loss")
            rows = db.execute("SELECT seq, body FROM facts WHERE seq > ? ORDER BY seq", (self.last,))
            while part := rows.fetchmany(50_000):
                self._add(part)
        return self.last

    def _add(self, rows: list[tuple[int, bytes]]) -> None:
        facts = []
        for seq, body in rows:
            if seq != self.last + 1:
                raise Failed(f"{seq} follows {self.last}: a hole")
            self.last = seq
            fact = msgspec.structs.replace(decode_fact(body), seq=seq)
            facts.append(fact)
            if fact.id and fact.source == "oms":
                self._find(number_of(fact.id))
        self.store.apply(facts)

    def _find(self, number: int) -> None:
        if number >= len(self.found):
            self.found.extend(bytes(number + 100_000 - len(self.found)))
        if self.found[number]:
            raise Failed(f"fact {number} is in the log twice")
        self.found[number] = 1

    def lacks(self, numbers: set[int]) -> list[int]:
        """Which of these facts are not in the log."""
        return sorted(one for one in numbers if one >= len(self.found) or not self.found[one])

    def check(self) -> str:
        """SQLite's word on the whole file. Raises Failed where all of it, read anew, is something else."""
        anew = Reader(self.path)
        anew.take()
        if (anew.last, anew.found, anew.store.digest()) != (self.last, self.found, self.store.digest()):
            raise Failed(f"the log read anew up to {anew.last} differs from what was read of it bit by bit")
        with self._open() as db:
            return str(db.execute("PRAGMA integrity_check").fetchone()[0])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        try:
            yield db
        finally:
            db.close()


class Kills:
    """One run in a folder of its own. within: seconds from a hub's start in which all must be right."""

    def __init__(
        self,
        folder: Path,
        seed: int,
        backoff: BackoffTimes | None,
        load: float = 0.7,
        within: float = WITHIN,
    ) -> None:
        self.folder, self.load, self.within = folder, load, within
        self.random = random.Random(seed)
        self.hub = KillableHub(folder)
        self.backoff = backoff
        self.publisher = Publisher(self.hub.url, random.Random(seed + 1))
        self.reader = Reader(folder / LOG_NAME)
        self.equal: list[tuple[float, float]] = []  # s until all were equal, the machine's stretch then
        self.at_start = 0

    async def run(self, kills: int, say: bool = False) -> dict[str, object]:
        """Kill so often; what was found. Raises Failed."""
        began = time.monotonic()
        process, _ = await self.hub.start()
        loop = asyncio.get_running_loop()
        publishing = loop.create_task(self.publisher.run())
        try:
            async with AsyncExitStack() as stack:
                walls = [await stack.enter_async_context(self._wall()) for _ in range(2)]
                for number in range(1, kills + 1):
                    process, row = await self._once(process, walls)
                    if say:
                        print(json.dumps({"kill": number, **row}), flush=True)
        finally:
            publishing.cancel()
            await asyncio.wait([publishing])
            if not publishing.cancelled():
                publishing.result()
            if process.returncode is None:
                await kill(process)
        lost = self.reader.lacks(self.publisher.take_acked())
        if lost:
            raise Failed(f"{len(lost)} acknowledged facts are gone in the end: {lost[:5]}")
        word = self.reader.check()
        if word != "ok":
            raise Failed(f"integrity_check: {word}")
        return {
            "kills": kills,
            "while_starting": self.at_start,
            "acknowledged": self.publisher.acked,
            "facts": self.reader.last,
            "repeated_by_publisher": self.publisher.repeated,
            **self._seconds(),
            "took_s": round(time.monotonic() - began, 1),
            "integrity_check": word,
        }

    def _seconds(self) -> dict[str, object]:
        """How soon all were equal, and how stretched the machine was at the slowest."""
        seconds = sorted(seconds for seconds, _ in self.equal)
        slowest, stretch = max(self.equal)
        calm = [seconds for seconds, stretch in self.equal if stretch < CALM]
        return {
            "median_s": round(statistics.median(seconds), 3),
            "p99_s": round(seconds[min(len(seconds) - 1, len(seconds) * 99 // 100)], 3),
            "within_3_s": round(sum(one <= WITHIN for one in seconds) / len(seconds), 4),
            "calm": len(calm),
            "calm_within_3_s": round(sum(one <= WITHIN for one in calm) / max(1, len(calm)), 4),
            "slowest_s": round(slowest, 3),
            "stretch_at_slowest": round(stretch, 1),
            "worst_stretch": round(max(stretch for _, stretch in self.equal), 1),
            "beyond_its_stretch": sum(one > self.within * stretch for one, stretch in self.equal),
        }

    async def _once(self, process: Process, walls: list[Wall]) -> tuple[Process, dict[str, object]]:
        """Load, a kill at a random instant, a new hub, and a look at everything."""
        self.publisher.go()
        await asyncio.sleep(self.random.uniform(0.02, self.load))
        await kill(process)
        while self.random.random() < 0.2:  # and again before it has come up
            process = await self.hub.spawn()
            await asyncio.sleep(self.random.uniform(0.0, 0.6))
            if process.returncode is not None:
                raise Failed(f"a hub ended by itself {self.hub.errors()}")
            await kill(process)
            self.at_start += 1
        self.publisher.pause()
        process, started = await self.hub.start()
        async with self._wall() as fresh:
            equal, stretch = await self._equal([*walls, fresh], started)
        self.equal.append((equal, stretch))
        lost = self.reader.lacks(self.publisher.take_acked())
        if lost:
            raise Failed(f"{len(lost)} acknowledged facts are gone: {lost[:5]}")
        return process, {
            "seq": self.reader.last,
            "equal_s": round(equal, 3),
            "stretch": round(stretch, 1),
            "acked": self.publisher.acked,
        }

    async def _equal(self, walls: list[Wall], started: float) -> tuple[float, float]:
        """Seconds from the start until all pictures are the same, and the machine's stretch meanwhile.

        Raises Failed after ``within`` stretched seconds.
        """
        stretch = stretched()
        while True:
            for one in walls:
                one.tick()
            if self.publisher.idle and all(one.inbox.seq >= self.reader.last > 0 for one in walls):
                last = self.reader.take()
                heads = [one.inbox.seq for one in walls]
                if heads == [last] * len(walls) and not any(
                    one.inbox.waiting for one in walls
                ):  # held or not
                    digests = {one.store.digest() for one in walls} | {self.reader.store.digest()}
                    if len(digests) == 1:
                        return time.monotonic() - started, max(stretch, stretched())
                    raise Failed(f"pictures differ at {last}: {self._differences(walls)}")
            elif self.publisher.idle and self.reader.last == 0:
                self.reader.take()
            if time.monotonic() - started > self.within * stretch and time.monotonic() - started > (
                self.within * (stretch := max(stretch, stretched()))
            ):
                heads = [one.inbox.seq for one in walls]
                raise Failed(
                    f"after {self.within} s: walls at {heads}, log at {self.reader.take()}, "
                    f"publisher idle: {self.publisher.idle}, {[one.runner.status for one in walls]}"
                )
            await asyncio.sleep(0.01)

    def _differences(self, walls: list[Wall]) -> list[str]:
        """What stands on each wall and not in the replay of the log, and the other way round."""
        whole = standing(self.reader.store)
        return [
            f"wall {number}: only here {sorted(mine - whole)[:4]}, only in the log {sorted(whole - mine)[:4]}"
            for number, mine in enumerate(standing(one.store) for one in walls)
            if mine != whole
        ]

    def _wall(self) -> AbstractAsyncContextManager[Wall]:
        return wall(
            self.hub.url, times=TIMES, backoff=self.backoff, random=random.Random(self.random.random())
        )


def standing(store: Store) -> set[str]:
    return {f"{subject_of(fact)} {fact.id} {fact.at}" for fact in store.snapshot()}


def main() -> int:
    """Run and judge."""
    parser = argparse.ArgumentParser(prog="kills")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = asyncio.run(Kills(Path(folder), options.seed, None).run(options.kills, say=True))
        except Failed as failed:
            print(json.dumps({"good": False, "seed": options.seed, "failed": str(failed)}))
            return 1
    print(json.dumps({"good": True, "seed": options.seed, **found}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
