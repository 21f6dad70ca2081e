"""Every act by role and stage, in each lane: ``docs/roles.md`` is this table, and the hub goes by it.

python -m tests.domain.test_roles_page > docs/roles.md
"""

from typing import Any

import pytest

from tests import tree
from tests.domain.one_order import GOOD, ONE, Room
from wallboard.domain.commands import VERBS
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.life_cycle import MOVES
from wallboard.domain.orders import OrderStageValue
from wallboard.domain.roles import LEADS_OF, RIGHTS, Right, Role
from wallboard.domain.terms import Lane, OrderStage
from widgets.text import Text

PAGE = tree.ROOT / "docs" / "roles.md"
LETTERS = {Role.DESK: "D", Role.SERVICE_LEAD: "S", Role.NETWORK_LEAD: "N", Role.ADMIN: "A"}
NEVER = "·"
CLOSED = {"not_in_stage", "not_in_lane", "role_may_not", "role_may_not_here"}
"""What a hub says of an act that is not in the table."""


def may(verb: str, lane: Lane, stage: OrderStage, role: Role) -> bool:
    """Whether the table of moves opens this verb to this role there."""
    move = MOVES[verb]
    if lane not in move.lanes or stage not in move.stages or role not in move.roles:
        return False
    return verb != "decide" or role in LEADS_OF[lane]


def cell(verb: str, lane: Lane, stage: OrderStage) -> str:
    return "".join(letter for role, letter in LETTERS.items() if may(verb, lane, stage, role)) or NEVER


def page() -> str:
    zh = Text("zh")
    looks = ", ".join(f"`{role}`" for role in Role if Right.ACT not in RIGHTS[role])
    rows = [
        "# Every act by role and stage",
        "",
        "Made by `python -m tests.domain.test_roles_page` from the one table of verbs; a test compares them",
        "and asks a hub of each cell. D `desk`, S `service_lead`, N `network_lead`, A `admin`; dot: nobody.",
        f"{looks} do nothing anywhere. What else an act asks (an outage, a van, words, another's",
        "hand-over, a dark outage) stands in [refused acts](refused-acts.md).",
    ]
    stages = list(OrderStage)
    for lane in Lane:
        rows += [
            "",
            f"## {lane.value} ({zh.t(f'lane.{lane.value}')})",
            "",
            f"| act | | {' | '.join(stage.value for stage in stages)} |",
            "|---|---|" + "---|" * len(stages),
        ]
        for verb, move in MOVES.items():
            if lane in move.lanes:
                cells = " | ".join(cell(verb, lane, stage) for stage in stages)
                rows.append(f"| `{verb}` | {zh.t(f'verb.{verb}')} | {cells} |")
    rows += [
        "",
        "## Beside the life cycle, at any stage that the act itself allows",
        "",
        "| act | of | who |",
        "|---|---|---|",
    ]
    for (noun, name), verb in VERBS.items():
        if name not in MOVES:
            who = "".join(letter for role, letter in LETTERS.items() if role in verb.roles)
            rows.append(f"| `{name}` | {noun} | {who} |")
    return "\n".join(rows) + "\n"


def test_that_the_page_of_roles_is_that_of_the_table_of_verbs() -> None:
    assert PAGE.read_text("utf-8") == page()


def room_at(lane: Lane, stage: OrderStage) -> Room:
    room = Room(lane)
    if stage is not OrderStage.NEW:
        said = OrderStageValue(stage=stage, since=Instant(room.now))
        room.take(Fact(said, "oms/1", room.now, "oms"))
    assert room.row.stage is stage
    return room


@pytest.mark.parametrize("lane", list(Lane))
@pytest.mark.parametrize("stage", list(OrderStage))
def test_that_the_hub_takes_or_refuses_by_every_cell_of_the_table(lane: Lane, stage: OrderStage) -> None:
    room = room_at(lane, stage)
    for verb, move in MOVES.items():
        args: dict[str, Any] = {name: GOOD[name] for name in move.needs}
        for role in Role:
            fresh = room if _looks(role) else room_at(lane, stage)
            reason = fresh.ask(verb, ONE, role, None, "oms/1", args)
            code = "" if reason is None else reason.code
            assert (code in CLOSED) is not may(verb, lane, stage, role), (verb, role, code)


def _looks(role: Role) -> bool:
    return Right.ACT not in RIGHTS[role]


if __name__ == "__main__":
    print(page(), end="")
