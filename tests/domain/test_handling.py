"""What a move leaves of an order: whole each time, what it does not touch as it was."""

import msgspec
import pytest

from tests.domain.one_order import GOOD, ONE, T0, said
from wallboard.domain.facts import Instant
from wallboard.domain.handling import FOLD, folded, handling_of, mark_of, moved, unfolded
from wallboard.domain.life_cycle import MOVES, Said
from wallboard.domain.order_row import Order
from wallboard.domain.orders import AskKind, OrderAsk, OrderHandling
from wallboard.domain.roles import Deed, Role
from wallboard.domain.terms import Lane, OrderStage

DESK = Deed(ONE, Role.DESK)
FULL = Order(
    id="o",
    source="s",
    lane=Lane.RESTORE,
    received_at=T0,
    stage=OrderStage.ACCEPTED,
    since=T0 + 60,
    reached={"accepted": T0 + 60},
    holder=ONE,
    held_since=T0 + 60,
    first_inquirer="网格 0312",
    etr=T0 + 9000,
    told_at=T0 + 90,
    contacted_at=T0 + 95,
    cannot_arrive_at=T0 + 96,
    satisfied=False,
    supplied=False,
    score=2,
    customer_owned_at=T0 + 97,
    contractor="宏达",
    coordinator="社区 3",
    slot_from=T0 + 9000,
    slot_to=T0 + 9600,
    asked=OrderAsk(kind=AskKind.SPECIALIST, at=Instant(T0 + 99), to="电缆班"),
    ruling="approved",
    linked=("call/1",),
    duplicates=("call/1",),
    part_of="o/2",
    returned=1,
    reopened=2,
    urged=3,
    supervised=4,
    handed_over=5,
)
OF_THE_ACT = {"verb", "actor", "role", "args", "aside"}
NOES = ("satisfied", "supplied")


def test_that_a_mark_of_another_kind_leaves_all_that_stood() -> None:
    after, stood = moved("urge", FULL, Said(), DESK, T0 + 500), handling_of(FULL)
    changed = {
        name for name in OrderHandling.__struct_fields__ if getattr(after, name) != getattr(stood, name)
    }
    assert changed - OF_THE_ACT == {"urged"}
    assert after.aside  # a desk has not moved it: it still follows its source
    for name in OrderHandling.__struct_fields__:
        if name not in OF_THE_ACT and name not in ("before", "handover", "pause"):
            assert getattr(stood, name) not in (None, "", 0, [], {}) or name in NOES, (
                name
            )  # a field that nobody carries on would be lost here


@pytest.mark.parametrize("verb", MOVES)
def test_that_a_handling_survives_the_wire_and_says_who_did_what(verb: str) -> None:
    row = msgspec.structs.replace(FULL, stage=sorted(MOVES[verb].stages)[0])
    made = moved(verb, row, Said(**said(verb)), DESK, T0 + 500)
    assert (made.verb, made.actor, made.role) == (verb, ONE, "desk")
    assert made.args == {name: GOOD[name] for name in MOVES[verb].needs}
    mark = mark_of(made)
    assert (mark.words, mark.stage) == (made.args.get("words", ""), made.stage)


def test_that_a_duplicate_goes_back_to_where_it_stood() -> None:
    row = msgspec.structs.replace(FULL, stage=OrderStage.SUSPENDED, before=OrderStage.ON_SITE, part_of="")
    part = folded(row, "main", DESK, T0 + 600)
    assert (part.verb, part.stage, part.part_of, part.before) == (
        FOLD,
        OrderStage.CANCELLED,
        "main",
        OrderStage.ON_SITE,
    )
    inside = msgspec.structs.replace(
        row, stage=part.stage, before=part.before, part_of="main", reached=dict(part.reached)
    )
    back = unfolded(inside, DESK, T0 + 700)
    assert (back.stage, back.part_of, "cancelled" in back.reached) == (OrderStage.ON_SITE, "", False)
