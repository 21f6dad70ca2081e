"""A desk that does at random what a person could, and some things that nobody may.

It sees what its own link brought, asks the hub by the product's own link, and asks again under the same id
until it is answered, as ``wallboard.shell.acts`` does.
"""

import asyncio
import random
from collections.abc import Iterator
from typing import Any

import msgspec

from feeds import frames
from tests.feeds.walls import Wall
from wallboard.domain.commands import VERBS
from wallboard.domain.life_cycle import MOVES
from wallboard.domain.offers import Offer, offers
from wallboard.domain.registering import NEW_ORDER
from wallboard.domain.roles import Role
from wallboard.domain.roster import WALLS
from wallboard.domain.rows import Order
from wallboard.shell.desk_form import Form, choices
from widgets.desk_actions import ASKED, Ask
from widgets.text import Text

PATIENCE_S = 1.0
"""Real s after which an act without an answer is asked again."""
LOST = frozenset({"link_down", "act_unanswered", "acts_too_fast"})
"""Refusals of the link or of the pace at its door, and not of the act: it is asked again."""

WORDS = (
    "已派人",
    "customer says <b>all dark</b>",
    "=HYPERLINK(1)",
    "长" * 401,
    " ",
    "\u202e反",
    "ok",
    "复电",
)
LANES = ("request", "connect", "restore", "cook")


class Given(msgspec.Struct):
    """One act as it was asked. again: what the hub said when it was asked once more after it was taken."""

    act: frames.Act
    actor: str
    ack: frames.Ack | None = None
    tries: int = 0
    again: frames.Ack | None = None
    taken: frames.Ack | None = None
    """What came of the same id with other words."""


class ScriptedDesk:
    """One desk. wall: its link and Store; ``done`` are its acts in their order."""

    def __init__(self, name: str, role: Role, wall: Wall, chance: random.Random) -> None:
        self.name, self.role, self.wall = name, role, wall
        self.done: list[Given] = []
        self._chance, self._text = chance, Text("zh")

    async def run(self, acts: int) -> None:
        """So many acts, one after the other."""
        for number in range(acts):
            self.wall.tick()
            given = Given(self._act(f"{self.name}-{number}"), self.name)
            given.ack = await self._answer(given, given.act)
            self.done.append(given)
            if given.ack.accepted and self._chance.random() < 0.05:
                given.again = await self._answer(given, given.act)
                if given.tries == 2 and self._chance.random() < 0.3:  # no late answer can come in between
                    other = msgspec.structs.replace(given.act, args={"words": "something else"})
                    given.taken = await self._answer(given, other)

    async def _answer(self, given: Given, act: frames.Act) -> frames.Ack:
        """The hub's own word, however often it is killed meanwhile."""
        while True:
            given.tries += 1
            ack = await self.wall.runner.act(
                act.subject,
                act.verb,
                act.args,
                expect_seq=act.expect_seq,
                act_id=act.id,
                within=PATIENCE_S,
            )
            if ack.accepted or ack.reason is None or ack.reason.code not in LOST:
                return ack
            self.wall.tick()
            await asyncio.sleep(0.05)

    # what it does

    def _act(self, own: str) -> frames.Act:
        kind, chance = self._chance.random(), self._chance
        rows = list(self.wall.store.tables.orders.values())
        if kind < 0.06 or not rows:
            args = {"lane": chance.choice(LANES), "title": chance.choice(WORDS), "place": "台城"}
            return frames.Act(id=own, subject=f"order/{NEW_ORDER}", verb="register", args=args)
        row = chance.choice(rows)
        if kind < 0.14:
            return self._beside(own, row)
        if kind < 0.22:
            return self._nonsense(own, row)
        return self._move(own, row)

    def _move(self, own: str, row: Order) -> frames.Act:
        """Mostly what is open to it, with what a person could choose; at times what is not."""
        found = offers(row, self.name, self.role, self.wall.store.tables)
        open_ones = [offer for offer in found if offer.open]
        offer = self._chance.choice(open_ones if open_ones and self._chance.random() < 0.85 else found)
        args = dict(self._filled(row, offer))
        return frames.Act(
            id=own, subject=f"order/{row.id}", verb=offer.verb, args=args, expect_seq=self._seen(row)
        )

    def _filled(self, row: Order, offer: Offer) -> Iterator[tuple[str, Any]]:
        fields = [*offer.asks, *(field for field in offer.may if self._chance.random() < 0.3)]
        for field in fields:
            offered = choices(Form(row.id, offer.verb, [field], {}), row, self.wall.store.tables, self._text)
            if offered:
                chosen = self._chance.choice(offered)
                yield field, chosen.value
                yield from chosen.also.items()
            else:
                yield field, self._typed(field)

    def _typed(self, field: str) -> Any:
        """What stands in a field where nothing is offered."""
        ask = ASKED.get(field, Ask.WORDS)
        if ask is Ask.TIME:
            return self.wall.runner.clock.now() + self._chance.uniform(-600, 14_400)
        if ask is Ask.NUMBER:
            return self._chance.randrange(-1, 500)
        return self._chance.choice(WORDS)

    def _beside(self, own: str, row: Order) -> frames.Act:
        """Acknowledging, words, and what the walls show."""
        subject, verb, args = self._chance.choice(
            (
                (f"order/{row.id}", "acknowledge", {}),
                (f"order/{row.id}", "note", {"words": self._chance.choice(WORDS)}),
                (f"outage/{row.outage or 'none'}", "acknowledge", {}),
                (f"outage/{row.outage or 'none'}", "note", {"words": self._chance.choice(WORDS)}),
                (f"room/{WALLS}", "focus", {"on": "outage", "outage": row.outage, "lasts": 60.0}),
                (f"room/{WALLS}", "take_back", {}),
            )
        )
        return frames.Act(id=own, subject=subject, verb=verb, args=dict(args))

    def _nonsense(self, own: str, row: Order) -> frames.Act:
        """A verb with any fields, or none that there is."""
        verb = self._chance.choice([*MOVES, *(name for _, name in VERBS), "cook"])
        fields = self._chance.sample(sorted(ASKED), self._chance.randrange(3))
        key = self._chance.choice((row.id, row.id, "none"))
        args = {field: self._typed(field) for field in fields}
        return frames.Act(id=own, subject=f"order/{key}", verb=verb, args=args)

    def _seen(self, row: Order) -> int | None:
        """As a desk says it: the last that it knows of the order."""
        thing = self.wall.store.tables.thing("order", row.id)
        return max((fact.seq for fact in thing.facts()), default=0) if thing is not None else None
