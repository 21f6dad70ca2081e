"""Who may come to the room's hub, as a room file says it: ``[[token]]`` and ``[tls]``."""

from typing import Annotated

import msgspec

from wallboard.config.load import ConfigStruct
from wallboard.domain.roles import Role

Seat = Annotated[
    str, msgspec.Meta(min_length=1, max_length=40, description="1 to 40 characters, as in 服务调度 07")
]


class TokenEntry(ConfigStruct, frozen=True, kw_only=True):
    """One token of the hub. role: source, wall, desk or admin. name: whose it is, as the log will say.

    token_env: the environment variable that holds the token, or token_file: a file of mode 600, counted from
    the room file's folder; never the token itself. kinds: nouns (``crew``) or fact types (``outage.etr``)
    that a source may publish; none: any of its own.
    """

    role: Role
    name: Seat
    token_env: str | None = None
    token_file: str | None = None
    kinds: list[str] = []


class TlsEntry(ConfigStruct, frozen=True, kw_only=True):
    """TLS files, counted from the room file's folder. certificate, key: the hub's own; the key of mode 600.

    ca: the authority that a wall trusts when it connects to ``wss://``; none: those of the machine.
    """

    certificate: str | None = None
    key: str | None = None
    ca: str | None = None
