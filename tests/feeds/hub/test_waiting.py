"""Publishers wait in order; each is answered or refused, once."""

import asyncio

import pytest

from feeds.hub.log_file import LogError, ending
from feeds.hub.waiting import Waiting, answer, refuse
from tests.feeds.small import outage


def test_that_batches_are_taken_whole_and_in_order_and_the_rest_stays() -> None:
    async def play() -> None:
        waiting = Waiting()
        futures = [waiting.join([outage(number, 1), outage(number, 2)]) for number in range(3)]
        facts, first = waiting.take(3)
        assert [fact.key for fact in facts] == [outage(n, 1).key for n in (0, 0, 1, 1)]
        assert (first, bool(waiting)) == (futures[:2], True)
        answer(first, 7)
        waiting.refuse(ending())
        assert [future.result() for future in first] == [7, 7]
        with pytest.raises(LogError, match="the hub ends"):
            futures[2].result()
        assert not waiting

    asyncio.run(play())


def test_that_an_answer_stands_and_one_who_left_is_passed_over() -> None:
    async def play() -> None:
        waiting = Waiting()
        answered, left = waiting.join([]), waiting.join([])
        left.cancel()
        answer([answered, left], 3)
        refuse([answered, left], ending())
        assert answered.result() == 3
        assert left.cancelled()

    asyncio.run(play())
