"""An hour of the past: fetched page by page with an end, played to and fro on a Store of its own."""

import asyncio

import msgspec
import pytest

from feeds import frames
from feeds.codec import encode_fact
from tests.feeds.small import T0, numbered, placed
from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageExtent
from wallboard.domain.reasons import Reason
from wallboard.shell import past_hour
from wallboard.shell.past_hour import BEGINS_AT, FASTEST, HOUR, PastHour, PastPlayer, fetch


def outage(minute: int) -> Fact:
    at = T0 + 60 * minute
    return msgspec.structs.replace(
        placed(OutageExtent(customers_out=max(0, minute)), "oms/1", at, "oms"), seen=at
    )


FACTS = numbered([outage(minute) for minute in range(-10, 60)])


def paged(size: int, facts: list[Fact] = FACTS):  # type: ignore[no-untyped-def]
    """Pages as a hub gives them; asked: what was asked for."""
    asked: list[frames.Past] = []

    async def page(ask: frames.Past) -> frames.Was:
        asked.append(ask)
        at = int(ask.after or 0)
        part = [msgspec.Raw(encode_fact(fact, with_seq=True)) for fact in facts[at : at + size]]
        following = str(at + size) if at + size < len(facts) else ""
        return frames.Was(id=ask.id, facts=part, standing=at < 10, next=following)

    return page, asked


def test_that_an_hour_is_asked_for_a_page_at_a_time_under_one_id() -> None:
    page, asked = paged(10)
    told: list[int] = []
    hour = asyncio.run(fetch(page, T0, T0 + HOUR, told.append))
    assert isinstance(hour, PastHour)
    assert [fact.seq for fact in hour.standing + hour.rows] == [fact.seq for fact in FACTS]
    assert len(hour.standing) == 10 and told[-1] == len(FACTS)
    assert [ask.after for ask in asked] == ["", *map(str, range(10, len(FACTS), 10))]
    assert len({ask.id for ask in asked}) == 1


def test_that_an_hour_with_too_much_in_it_ends_earlier_and_says_until_when(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(past_hour, "MOST_FACTS", 30)
    page, asked = paged(10)
    hour = asyncio.run(fetch(page, T0, T0 + HOUR))
    assert isinstance(hour, PastHour)
    assert len(asked) == 3 and hour.until == hour.rows[-1].seen < T0 + HOUR


def test_that_a_refusal_says_from_when_on_there_is_a_past() -> None:
    async def gone(ask: frames.Past) -> frames.Was:
        return frames.Was(id=ask.id, facts=[], reason=Reason("past_gone"), first=frames.instant(T0))

    why = asyncio.run(fetch(gone, T0 - HOUR, T0))
    assert isinstance(why, Reason) and why.code == "past_gone_before" and why.args["at"]


def player() -> PastPlayer:
    return PastPlayer(PastHour(T0, T0 + HOUR, FACTS[:5], FACTS[5:]))


def customers(one: PastPlayer) -> int | None:
    return one.store.tables.outages["oms/1"].customers_out


def test_that_any_instant_shows_what_stood_then_forwards_and_backwards() -> None:
    one = player()
    assert customers(one) == 0
    for minute in (30, 5, 59, 0):
        one.turn(T0 + 60 * minute, 0.0)
        assert customers(one) == minute


def test_that_its_clock_stands_runs_and_ends_with_the_hour() -> None:
    one = player()
    assert one.clock.state().rate == 0.0
    assert one.command("toggle", 0.0) and one.clock.state().rate == BEGINS_AT
    for _ in range(9):
        one.command("faster", 2.0)
    assert one.clock.state().rate == FASTEST
    assert one.command("toggle", 0.0) and one.clock.state().rate == 0.0
    assert one.command("step", 600.0) and customers(one) == 10
    assert not one.command("step", HOUR)
    one.turn(T0 + 2 * HOUR, 60.0)
    assert one.clock.state().ended and one.clock.now() == T0 + HOUR
    assert one.command("toggle", 0.0) and one.clock.now() == pytest.approx(T0, abs=120)
