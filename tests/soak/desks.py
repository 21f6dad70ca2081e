"""``python -m tests.soak.desks [--desks 20] [--acts 1000] [--kills 60]``: desks against a dying hub.

Real processes and sockets: the product's ``hub`` command, killed at random instants, and desks that act at
random on the same orders by the product's own link. In the end these hold: every act was answered; what was
accepted stands in the log once, at the seq that was said; what was refused does not, and its reason has words
in both languages; an act that was repeated got the same answer; every act of the log is legal on what stood
before it; and all desks, a new one and a replay of the log have the same digest. One JSON line at the end;
exit code 1 on a failure.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import msgspec

from feeds import frames
from feeds.backoff import BackoffTimes
from feeds.hub.access import Actor
from feeds.hub.authority import BESIDE, Authority, Refused
from feeds.hub.serve import LOG_NAME
from feeds.recording import Recording
from tests.feeds.walls import Wall, wall
from tests.soak.killable_hub import Failed, KillableHub, kill
from tests.soak.scripted_desk import Given, ScriptedDesk
from tests.studies.desk_shift.producer import Said, crews, producer, shifts
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.roles import Role
from wallboard.domain.source_names import HUB
from wallboard.domain.terms import OutageNature, OutageStage
from wallboard.shell.desk_foot import refusal_words
from wallboard.state.store import Store
from widgets.text import Text

OUTAGES = 80
ROLES = (Role.DESK, Role.SERVICE_LEAD, Role.NETWORK_LEAD, Role.DESK, Role.DESK)
SETTLED_WITHIN = 120.0
"""Real s in which all desks have all facts after the last act."""
QUICK = BackoffTimes(floor=0.05, ceiling=0.4, healthy_after=30.0, budget=100_000)


class Desks:
    """One run in a folder of its own."""

    def __init__(self, folder: Path, seed: int, desks: int) -> None:
        self._folder, self._count = folder, desks
        self._chance = random.Random(seed)
        self._hub = KillableHub(folder)
        self._process: Process | None = None
        self._kills = 0

    async def run(self, acts: int, kills: int) -> dict[str, Any]:
        """Act, kill, and look at what came of it. Raises Failed."""
        began = time.monotonic()
        self._process, _ = await self._hub.start()
        try:
            async with producer(self._hub.url, "oms") as oms:
                await oms.say(*crews(), *shifts(), *outages())
            async with AsyncExitStack() as stack:
                desks = [await self._desk(stack, number) for number in range(self._count)]
                await _until_live([desk.wall for desk in desks])
                working = asyncio.gather(*(desk.run(acts) for desk in desks))
                await self._kill_while(working, kills, desks, acts)
                given = [one for desk in desks for one in desk.done]
                fresh = await stack.enter_async_context(self._wall("fresh", Role.WALL))
                return {
                    "desks": self._count,
                    "acts": len(given),
                    "kills": self._kills,
                    **await self._judged([*(desk.wall for desk in desks), fresh], given),
                    "took_s": round(time.monotonic() - began, 1),
                }
        finally:
            if self._process.returncode is None:
                await kill(self._process)

    async def _desk(self, stack: AsyncExitStack, number: int) -> ScriptedDesk:
        name, role = f"seat-{number:02d}", ROLES[number % len(ROLES)]
        glass = await stack.enter_async_context(self._wall(name, role))
        return ScriptedDesk(name, role, glass, random.Random(self._chance.random()))

    def _wall(self, name: str, role: Role) -> Any:
        return wall(
            self._hub.url,
            name=name,
            role=role.value,
            backoff=QUICK,
            times=None,
            random=random.Random(self._chance.random()),
        )

    async def _kill_while(
        self, working: "asyncio.Future[Any]", kills: int, desks: Sequence[ScriptedDesk], acts: int
    ) -> None:
        """Kills spread over the acts: each at a random instant after its share of them was answered."""
        whole = acts * len(desks)
        for at in sorted(self._chance.randrange(whole) for _ in range(kills)):
            if not await self._answered(at, working, desks):
                break
            await asyncio.sleep(self._chance.uniform(0.0, 0.1))
            assert self._process is not None
            await kill(self._process)
            self._kills += 1
            self._process, _ = await self._hub.start()
        await working

    async def _answered(
        self, acts: int, working: "asyncio.Future[Any]", desks: Sequence[ScriptedDesk]
    ) -> bool:
        """Wait until so many acts were answered; False where all are done before."""
        while sum(len(desk.done) for desk in desks) < acts:
            if (await asyncio.wait([working], timeout=0.02))[0]:
                return False
        return True

    # what came of it

    async def _judged(self, walls: list[Wall], given: list[Given]) -> dict[str, Any]:
        facts = await self._settled(walls)
        replayed = Store()
        replayed.apply(facts)
        digests = Counter(store.digest() for store in [replayed, *(one.store for one in walls)])
        if len(digests) > 1:
            raise Failed(f"pictures differ: {sorted(digests.values())}")
        _once(facts, given)
        refused = _worded(given)
        return {
            "accepted": sum(one.ack is not None and one.ack.accepted for one in given),
            "refused": sum(refused.values()),
            "codes": len(refused),
            "commonest": dict(refused.most_common(8)),
            "asked_again": sum(one.tries > 1 for one in given),
            "repeated": sum(one.again is not None for one in given),
            "legal_in_replay": _legal(facts, {one.act.id: one for one in given}),
            "facts": len(facts),
        }

    async def _settled(self, walls: list[Wall]) -> list[Fact]:
        """All of the log, once every picture has all of it. Raises Failed."""
        end = time.monotonic() + SETTLED_WITHIN
        while True:
            for one in walls:
                one.tick()
            heads = {one.inbox.seq for one in walls}
            if len(heads) == 1 and not any(one.inbox.waiting for one in walls):
                with Recording(self._folder / LOG_NAME) as log:
                    facts = list(log.facts())
                if facts and heads == {facts[-1].seq}:
                    return facts
            if time.monotonic() > end:
                raise Failed(f"heads after {SETTLED_WITHIN} s: {sorted(heads)}")
            await asyncio.sleep(0.05)


def outages() -> list[Said]:
    """What the desks quarrel about."""
    told: list[Said] = []
    for number in range(OUTAGES):
        extent = OutageExtent(
            nature=OutageNature.UNPLANNED,
            region="台山局",
            town="台城",
            place=f"环北大道 {number}",
            feeder=f"10kV {number} 线",
            customers_out=40 + number,
            lon=112.79 + number / 1000,
            lat=22.25,
        )
        stage = OutageStageClaim(stage=OutageStage.CONFIRMED)
        told += [(f"oms/{number}", extent), (f"oms/{number}", stage)]
    return told


async def _until_live(walls: Sequence[Wall]) -> None:
    while not all(one.runner.status.state == "live" and one.store.tables.orders for one in walls):
        for one in walls:
            one.tick()
        await asyncio.sleep(0.02)


def _once(facts: list[Fact], given: list[Given]) -> None:
    """Raises Failed where an act was lost, done twice, done although refused, or answered otherwise."""
    seqs: dict[str, list[int]] = {}
    for fact in facts:
        if fact.source == HUB and fact.id:
            seqs.setdefault(fact.id, []).append(fact.seq)
    for one in given:
        ack, found = one.ack, seqs.get(one.act.id, [])
        if ack is None:
            raise Failed(f"{one.act.id} was not answered")
        if ack.accepted and found != [ack.seq]:
            raise Failed(f"{one.act.id}: said at {ack.seq}, in the log at {found}")
        if not ack.accepted and found:
            raise Failed(f"{one.act.id} was refused ({ack.reason}) and stands at {found}")
        if one.again is not None and (one.again.accepted, one.again.seq) != (True, ack.seq):
            raise Failed(f"{one.act.id} again: {one.again}, before: {ack}")
        if one.taken is not None and one.taken.accepted:
            raise Failed(f"{one.act.id} was taken again, with other words: {one.taken}")


def _code(ack: frames.Ack) -> str:
    return ack.reason.code if ack.reason is not None else ""


def _worded(given: list[Given]) -> Counter[str]:
    """Refusals by code. Raises Failed where one has no words for people."""
    texts = [Text(lang) for lang in ("zh", "en")]
    codes: Counter[str] = Counter()
    for one in given:
        if one.ack is None or one.ack.accepted:
            continue
        code = _code(one.ack)
        for text in texts:
            if one.ack.reason is None or not text.has(f"reason.{code}"):
                raise Failed(f"no words for {one.ack}")
            if not refusal_words(one.ack.reason, text).strip():
                raise Failed(f"empty words for {one.ack}")
        codes[code] += 1
    return codes


def _legal(facts: list[Fact], acts: dict[str, Given]) -> int:
    """How many acts of the log a new authority takes on what stood before each. Raises Failed."""
    store, authority, legal = Store(), Authority(), 0
    roles = {f"seat-{number:02d}": ROLES[number % len(ROLES)] for number in range(len(acts))}
    waiting: list[Fact] = []  # what an act said of other things comes before its own fact
    for fact in facts:
        if fact.source == HUB and BESIDE in fact.id:
            waiting.append(fact)
            continue
        one = acts.get(fact.id) if fact.source == HUB else None
        if one is not None and one.act.verb != "freeze":
            actor = Actor(roles[one.actor], one.actor, True)
            act = msgspec.structs.replace(one.act, expect_seq=None)
            try:
                made = authority.decide(store, act, actor, fact.at)
            except Refused as refused:
                raise Failed(f"{fact.seq} {act} is not legal: {refused.reason}") from refused
            if not _alike(made[-1].data, fact.data):
                raise Failed(f"{fact.seq}: {made[-1].data} was expected, {fact.data} is in the log")
            legal += 1
        store.apply([*waiting, fact])
        waiting = []
    return legal


def _alike(one: Any, other: Any) -> bool:
    """The same, but for what times and durations gain or lose where they are kept to the millisecond."""
    if isinstance(one, msgspec.Struct) and type(one) is type(other):
        return all(_alike(getattr(one, name), getattr(other, name)) for name in one.__struct_fields__)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < 0.05
    return bool(one == other)


def main() -> int:
    """Run and judge."""
    parser = argparse.ArgumentParser(prog="desks")
    parser.add_argument("--desks", type=int, default=20)
    parser.add_argument("--acts", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = Desks(Path(folder), options.seed, options.desks)
        try:
            found = asyncio.run(run.run(options.acts, options.kills))
        except Failed as failed:
            print(
                json.dumps({"good": False, "seed": options.seed, "failed": str(failed)}, ensure_ascii=False)
            )
            return 1
    print(json.dumps({"good": True, "seed": options.seed, **found}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
