"""The verbs' table and the role matrix: complete, consistent, and what design 6 says."""

import pytest
from msgspec.structs import replace

from wallboard.domain.commands import VERBS, Verb
from wallboard.domain.fact_table import SPEC_OF, SPECS
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import RIGHTS, Deed, Right, Role
from wallboard.domain.rows import Alarm, Focus, Order, Outage
from wallboard.domain.terms import FocusOn, Lane, OrderStage, OutageStage, Severity

ROWS = {
    "order": Order(id="o", source="s", lane=Lane.RESTORE, received_at=0.0),
    "outage": Outage(id="o", source="s", stage=OutageStage.CONFIRMED),
    "alarm": Alarm(id="a", severity=Severity.HIGH, active=True, acknowledged=False, words=Reason("x")),
    "room": Focus(id="walls", by="配网值班", since=0.0, on=FocusOn.NOTHING),
}
ROWS_OF = {"unshelve": replace(ROWS["alarm"], shelved_until=60.0)}
"""Where a verb needs another row than its noun's."""
ARGS = {
    "note": {"words": "看到了"},
    "focus": {"on": FocusOn.OUTAGE, "outage": "o"},
    "shelve": {"until": 60.0, "words": "现场已处理"},
}


def test_that_the_role_matrix_is_the_one_of_the_design() -> None:
    assert {role: set(rights) for role, rights in RIGHTS.items()} == {
        Role.WALL: {Right.READ},
        Role.DESK: {Right.READ, Right.ACT},
        Role.OBSERVER: {Right.READ},
        Role.SERVICE_LEAD: {Right.READ, Right.ACT},
        Role.NETWORK_LEAD: {Right.READ, Right.ACT},
        Role.SOURCE: {Right.PUBLISH},
        Role.ADMIN: {Right.READ, Right.ACT, Right.PUBLISH},
    }


@pytest.mark.parametrize(
    "verb",
    [verb for verb in VERBS.values() if verb.change is None and not verb.drawn],
    ids=lambda verb: f"{verb.noun}.{verb.name}",
)
def test_that_every_verb_is_whole(verb: Verb) -> None:
    """It makes a fact that only the hub may say, with actor and role, and watches what is there."""
    args = verb.args(**ARGS.get(verb.name, {}))
    row = ROWS_OF.get(verb.name, ROWS[verb.noun])
    assert verb.refuse(row, args) is None
    assert verb.make is not None
    made = verb.make(Deed("服务调度 07", Role.DESK), args)
    spec = SPEC_OF[type(made)]
    assert (spec.noun, spec.owner) == (verb.noun, "hub")
    assert (getattr(made, "actor", ""), getattr(made, "role", "")) == ("服务调度 07", "desk")
    assert all(Right.ACT in RIGHTS[role] for role in verb.roles)
    assert all(f"{verb.noun}.{aspect}" in SPECS for aspect in verb.watches)


def test_that_a_wall_and_a_source_have_no_verbs() -> None:
    assert not {verb.name for verb in VERBS.values() if verb.roles & {Role.WALL, Role.SOURCE}}
    assert {verb for (noun, verb) in VERBS if noun == "order"} >= {"acknowledge", "note"}


def test_that_what_is_closed_needs_no_acknowledgement() -> None:
    verb = VERBS["order", "acknowledge"]
    done = Order(id="o", source="s", lane=Lane.RESTORE, received_at=0.0, stage=OrderStage.DONE)
    reason = verb.refuse(done, verb.args())
    assert reason == Reason("already_closed", {"stage": "done"})


def test_that_the_second_one_is_told_by_whom_and_when() -> None:
    verb = VERBS["alarm", "acknowledge"]
    seen = Alarm(
        id="a",
        severity=Severity.HIGH,
        active=True,
        acknowledged=True,
        words=Reason("x"),
        acknowledged_by="值班长",
        acknowledged_at=1_700_000_000.0,
    )
    reason = verb.refuse(seen, verb.args())
    assert reason == Reason("already_acknowledged", {"who": "值班长", "at": "2023-11-14T22:13:20Z"})


def test_that_a_note_without_words_is_none() -> None:
    verb = VERBS["order", "note"]
    assert verb.refuse(ROWS["order"], verb.args(words="  ")) == Reason("no_words")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"on": FocusOn.OUTAGE}, "bad_args"),
        ({"on": FocusOn.PLACE, "lon": 112.0}, "bad_args"),
        ({"on": FocusOn.OWN}, "bad_args"),
        ({"on": FocusOn.NOTHING}, None),
        ({"on": FocusOn.PLACE, "lon": 112.0, "lat": 22.0, "name": "台城"}, None),
    ],
)
def test_that_a_focus_says_whole_what_is_to_be_shown(said: dict[str, object], code: str | None) -> None:
    verb = VERBS["room", "focus"]
    reason = verb.refuse(None, verb.args(**said))
    assert (reason.code if reason else None) == code


def test_that_only_what_was_pushed_can_be_taken_back() -> None:
    verb = VERBS["room", "take_back"]
    assert verb.refuse(None, verb.args()) == Reason("nothing_pushed")
