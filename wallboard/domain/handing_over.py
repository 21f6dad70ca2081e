"""The two verbs of a hand-over: a report is frozen, and four people sign it (domain 5.7).

Pure: refusals and facts; the report itself is made by the hub, which has the store.
"""

from typing import Annotated

import msgspec

from wallboard.domain.facts import Instant, format_instant
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.roster import CAPACITIES, ShiftHandover, ShiftReport, ShiftSigned, Signature
from wallboard.domain.rows import Shift

Name = Annotated[str, msgspec.Meta(max_length=40)]


class SignArgs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who signs as what. digest: of the report that was read."""

    capacity: Name
    name: Name
    digest: Annotated[str, msgspec.Meta(max_length=64)]


OTHER_SIDE: dict[Role, tuple[str, ...]] = {
    Role.SERVICE_LEAD: ("network_out", "network_in"),
    Role.NETWORK_LEAD: ("service_out", "service_in"),
}
"""As what a lead's desk does not sign: the other lead does (d.72, d.82)."""


def unfreezable(row: Shift, _: object) -> Reason | None:
    """Why no new report may be frozen: the one that stands is signed by everybody."""
    return Reason("already_sealed") if row.sealed else None


def unsignable(row: Shift, said: SignArgs) -> Reason | None:
    """Why this signature does not count: another report, another person, or it is there already."""
    if said.capacity not in CAPACITIES:
        return Reason("bad_args", {"error": f"capacity {said.capacity}"})
    if not said.name.strip():
        return Reason("field_missing", {"field": "name"})
    if not row.digest:
        return Reason("no_report")
    if said.digest != row.digest:
        return Reason("report_changed")
    before = next((each for each in row.signatures if each.capacity == said.capacity), None)
    if before is not None:
        return Reason("signed_already", {"who": before.name, "at": format_instant(before.at)})
    lead = row.leads.get(said.capacity, "")
    return Reason("not_the_lead", {"who": lead}) if lead and said.name != lead else None


def barred_side(said: SignArgs, role: Role) -> Reason | None:
    """Why this desk may not sign so, though the other one may."""
    return Reason("other_lead_signs") if said.capacity in OTHER_SIDE.get(role, ()) else None


def signed(row: Shift, said: SignArgs, actor: str, role: str, now: float) -> ShiftSigned:
    """All signatures with this one."""
    mine = Signature(capacity=said.capacity, name=said.name, actor=actor, at=Instant(now))
    return ShiftSigned(actor=actor, role=role, digest=row.digest, signatures=[*row.signatures, mine])


def sealed_by(fact: ShiftSigned) -> list[ShiftHandover]:
    """The hand-over that the last signature completes; nothing before it."""
    by = {each.capacity: each for each in fact.signatures}
    if set(by) != set(CAPACITIES):
        return []
    names = [by[capacity].name for capacity in CAPACITIES]
    at = max(each.at for each in fact.signatures)
    outgoing, incoming = "/".join(names[:2]), "/".join(names[2:])
    return [ShiftHandover(outgoing=outgoing, incoming=incoming, signed_at=at, digest=fact.digest)]


def repeated(fact: object, said: object, actor: str) -> bool:
    """Whether a fact that stands is what this act made, when it came the first time."""
    if isinstance(fact, ShiftReport):
        return not isinstance(said, SignArgs) and fact.actor == actor
    if not isinstance(fact, ShiftSigned) or not isinstance(said, SignArgs):
        return False
    last = fact.signatures[-1]
    return (last.actor, last.capacity, last.name, fact.digest) == (
        actor,
        said.capacity,
        said.name,
        said.digest,
    )
