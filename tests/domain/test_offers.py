"""What a desk is offered: exactly what the hub would do, and the reason why not."""

import pytest

from tests.domain.one_order import GOOD, ONE, T0, TWO, Room, said
from wallboard.domain.life_cycle import MOVES
from wallboard.domain.offers import Offer, offers
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role

OF_THE_WORDS = {"linked_already", "not_linked"}
"""What only the words can be wrong about: these tests link the same call again."""


def offered(room: Room, who: str = ONE, role: Role = Role.DESK) -> dict[str, Offer]:
    return {offer.verb: offer for offer in offers(room.row, who, role, room.store.tables)}


def test_that_each_verb_is_offered_once_with_what_it_asks_for() -> None:
    found = offered(Room())
    assert list(found) == list(MOVES)
    assert found["assign"] == Offer("assign", ("to",), ("words",))
    assert found["close"].why == Reason("not_in_stage", {"stage": "new"})
    assert found["unlink"].why == Reason("nothing_linked")


def test_that_a_dark_outage_keeps_its_order_from_being_closed_before_anybody_writes_a_word() -> None:
    room = Room()
    room.outage(customers=5)
    assert room.do("accept") == ""
    why = offered(room)["close"].why
    assert why is not None and why.code == "outage_dark"


@pytest.mark.parametrize("role", list(Role))
def test_that_who_may_only_look_is_offered_nothing_and_a_desk_neither_supervises_nor_decides(
    role: Role,
) -> None:
    room = Room()
    assert room.do("accept") == room.do("escalate", words="越权") == ""
    found = {verb for verb, offer in offered(room, role=role).items() if offer.open}
    if role in (Role.SOURCE, Role.WALL, Role.OBSERVER):
        assert not found
    else:
        assert {"urge", "mark_told", "cancel"} <= found
        assert ("supervise" in found) is (role is not Role.DESK)
        assert ("decide" in found) is (role in (Role.NETWORK_LEAD, Role.ADMIN))


BEFORE = [
    (),
    ("accept",),
    ("accept", "hand_over"),
    ("accept", "arrive", "link"),
    ("accept", "suspend"),
    ("accept", "ask_department"),
    ("accept", "close"),
    ("accept", "close", "call_back"),
    ("cancel",),
]


@pytest.mark.parametrize("before", BEFORE, ids="-".join)
@pytest.mark.parametrize("role", [Role.DESK, Role.OBSERVER, Role.SERVICE_LEAD, Role.NETWORK_LEAD])
def test_that_what_is_offered_is_taken_and_what_is_not_is_refused_with_that_reason(
    before: tuple[str, ...], role: Role
) -> None:
    """Each verb is tried in a room of its own."""
    for verb in MOVES:
        room = Room()
        for step in before:
            assert room.do(step, **said(step)) == ""
        offer = offered(room, ONE, role)[verb]
        code = room.do(verb, ONE, role, **said(verb))
        if offer.why is not None:
            assert code == offer.why.code or (verb == "unlink" and code == "not_linked")
        else:
            assert code in {"", *OF_THE_WORDS}


def test_that_somebody_elses_hand_over_is_not_offered() -> None:
    room = Room()
    assert room.do("accept") == room.do("hand_over", to=TWO) == ""
    assert offered(room, TWO)["take_over"].open
    why = offered(room, ONE)["take_over"].why
    assert why is not None and why.code == "handover_to_another"


def test_that_the_words_of_these_tests_would_do() -> None:
    assert set(GOOD) >= {field for move in MOVES.values() for field in move.needs}
    assert GOOD["etr"] > T0
