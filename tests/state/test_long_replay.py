"""A million facts through inbox, Store and boards: what is held follows what stands, not what was said."""

import gc

import msgspec
import pytest

from feeds.inbox import Inbox
from tests.bench.crowd import standing, stream
from tests.bench.measuring import resident_mib
from wallboard.domain.facts import Fact
from wallboard.state.boards import Boards
from wallboard.state.store import Store

FACTS, LAP, FRAME = 1_000_000, 50_000, 500
WARM = 4
"""Laps after which every table has its size."""
MOST_MIB = 8.0


@pytest.mark.slow
def test_that_a_million_facts_leave_no_more_in_memory_than_the_first_ones() -> None:
    store, inbox = Store(), Inbox()
    boards = Boards(store)
    world = standing(500, 1_000, 300)
    store.load(world, len(world))
    lap: list[Fact] = stream(LAP, 500, 300, len(world) + 1)
    seq, warm, objects = len(world), 0.0, 0
    for number in range(FACTS // LAP):
        later = number * LAP / 1000
        for at in range(0, LAP, FRAME):
            facts = [
                msgspec.structs.replace(fact, seq=seq + n, at=fact.at + later, id=f"{number}-{at + n}")
                for n, fact in enumerate(lap[at : at + FRAME], 1)
            ]
            seq += FRAME
            inbox.put(facts, "e1", seq)
            store.apply(inbox.drain(FRAME).facts)
        if number == WARM:
            gc.collect()
            warm, objects = resident_mib(), len(gc.get_objects())
    gc.collect()
    assert len(store.tables.outages) == 500 and store.head == seq
    assert resident_mib() - warm < MOST_MIB
    assert len(gc.get_objects()) < objects * 1.02
    assert boards is not None
