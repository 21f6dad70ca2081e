"""Who somebody is to the hub, and what each role may do: the role matrix (design 6; d.72, d.82).

Which role may do which verb stands with the verb: ``life_cycle.MOVES`` and ``commands.VERBS``.
"""

from enum import StrEnum

import msgspec

from wallboard.domain.terms import Lane


class Role(StrEnum):
    """Who somebody is to the hub; a token gives it."""

    SOURCE = "source"
    WALL = "wall"
    OBSERVER = "observer"  # sits at a desk and changes nothing
    DESK = "desk"
    SERVICE_LEAD = "service_lead"  # 服务
    NETWORK_LEAD = "network_lead"  # 配网
    ADMIN = "admin"


class Right(StrEnum):
    """What a role may do at a hub."""

    READ = "read"
    ACT = "act"
    PUBLISH = "publish"  # facts of its own name only


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.SOURCE: frozenset({Right.PUBLISH}),
    Role.WALL: frozenset({Right.READ}),
    Role.OBSERVER: frozenset({Right.READ}),
    Role.DESK: frozenset({Right.READ, Right.ACT}),
    Role.SERVICE_LEAD: frozenset({Right.READ, Right.ACT}),
    Role.NETWORK_LEAD: frozenset({Right.READ, Right.ACT}),
    Role.ADMIN: frozenset({Right.READ, Right.ACT, Right.PUBLISH}),
}
"""The role matrix: the one place where it is written."""

DESKS = frozenset(role for role, rights in RIGHTS.items() if Right.ACT in rights)
"""Roles that act: both leads do all that a desk does."""

LEADS = frozenset({Role.SERVICE_LEAD, Role.NETWORK_LEAD, Role.ADMIN})
"""Who supervises and decides."""

LEADS_OF: dict[Lane, frozenset[Role]] = {
    Lane.RESTORE: frozenset({Role.NETWORK_LEAD, Role.ADMIN}),
    Lane.REQUEST: frozenset({Role.SERVICE_LEAD, Role.ADMIN}),
    Lane.CONNECT: frozenset({Role.SERVICE_LEAD, Role.ADMIN}),
}
"""Whose word decides in each lane."""


class Deed(msgspec.Struct, frozen=True):
    """Who does it, as the hub knows the actor: its name and role."""

    actor: str
    role: Role
