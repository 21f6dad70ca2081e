"""Four people sign one report: each once, under what was read, and nobody for another."""

import msgspec
import pytest

from wallboard.domain.handing_over import (
    SignArgs,
    barred_side,
    repeated,
    sealed_by,
    signed,
    unfreezable,
    unsignable,
)
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.roster import CAPACITIES, ShiftSigned
from wallboard.domain.rows import Shift

LEADS = {"service_out": "陈", "network_out": "黄", "service_in": "区"}
SHIFT = Shift(id="r/1", name="白班", starts_at=0.0, ends_at=9.0, digest="d1", frozen_at=8.0, leads=LEADS)
NAMES = dict(zip(CAPACITIES, ("陈", "黄", "区", "李"), strict=True))


def said(capacity: str, name: str = "", digest: str = "d1") -> SignArgs:
    return SignArgs(capacity=capacity, name=name or NAMES[capacity], digest=digest)


def after(*capacities: str) -> tuple[Shift, ShiftSigned]:
    """The shift once these have signed, and the last fact."""
    row = SHIFT
    fact = ShiftSigned(actor="", role="", digest="d1")
    for at, capacity in enumerate(capacities):
        assert unsignable(row, said(capacity)) is None
        fact = signed(row, said(capacity), "07", "desk", 100.0 + at)
        row = msgspec.structs.replace(row, signatures=tuple(fact.signatures))
    return row, fact


@pytest.mark.parametrize(
    ("row", "args", "reason"),
    [
        (SHIFT, said("service_out", digest="d0"), Reason("report_changed")),
        (SHIFT, said("service_out", "黄"), Reason("not_the_lead", {"who": "陈"})),
        (SHIFT, said("service_out", " "), Reason("field_missing", {"field": "name"})),
        (SHIFT, SignArgs("cook", "陈", "d1"), Reason("bad_args", {"error": "capacity cook"})),
        (msgspec.structs.replace(SHIFT, digest=""), said("service_out"), Reason("no_report")),
        (
            after("service_out")[0],
            said("service_out"),
            Reason("signed_already", {"who": "陈", "at": "1970-01-01T00:01:40Z"}),
        ),
    ],
)
def test_that_a_signature_that_cannot_count_is_refused(row: Shift, args: SignArgs, reason: Reason) -> None:
    assert unsignable(row, args) == reason


def test_that_whoever_the_roster_does_not_name_signs_with_his_own_name() -> None:
    assert unsignable(SHIFT, said("network_in", "随便谁")) is None


def test_that_the_fourth_signature_seals_it_and_no_earlier_one() -> None:
    for number in range(4):
        row, fact = after(*CAPACITIES[:number])
        assert not row.sealed and unfreezable(row, None) is None and sealed_by(fact) == []
    row, fact = after(*CAPACITIES)
    assert row.sealed and unfreezable(row, None) == Reason("already_sealed")
    (sealed,) = sealed_by(fact)
    assert (sealed.outgoing, sealed.incoming) == ("陈/黄", "区/李")
    assert (sealed.signed_at, sealed.digest) == (103.0, "d1")


def test_that_the_same_act_again_is_known_and_another_is_not() -> None:
    _, fact = after("service_out")
    assert repeated(fact, said("service_out"), "07")
    assert not repeated(fact, said("network_out"), "07") and not repeated(fact, said("service_out"), "08")
    assert not repeated(fact, object(), "07")


@pytest.mark.parametrize("capacity", CAPACITIES)
def test_that_no_lead_signs_for_the_other_and_an_ordinary_desk_for_both(capacity: str) -> None:
    other = Role.NETWORK_LEAD if capacity.startswith("service") else Role.SERVICE_LEAD
    assert barred_side(said(capacity), other) == Reason("other_lead_signs")
    for role in set(Role) - {other}:
        assert barred_side(said(capacity), role) is None
