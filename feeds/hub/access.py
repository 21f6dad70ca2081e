"""Who may do what at the hub: roles by token, loopback by default, TLS for anything else (design 6)."""

import hmac
import ipaddress
import ssl
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import msgspec

ENV_PREFIX = "WALLBOARD_TOKEN_"
"""``WALLBOARD_TOKEN_WALL=abc,def``: tokens of a role; likewise SOURCE, DESK, ADMIN."""
ENV_CERT, ENV_KEY = "WALLBOARD_TLS_CERT", "WALLBOARD_TLS_KEY"

SHORTEST_TOKEN = 16
"""A token for other machines has at least so many characters."""


class Role(StrEnum):
    SOURCE = "source"  # publishes its own kinds
    WALL = "wall"  # reads
    DESK = "desk"  # reads and acts
    ADMIN = "admin"


class AccessError(Exception):
    """The hub may not be opened like this; the message says what is missing."""


class Access(msgspec.Struct, frozen=True):
    """Tokens by role. Without any, this machine's own clients have the role that they name."""

    tokens: dict[Role, tuple[str, ...]] = {}
    certificate: Path | None = None
    key: Path | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Access":
        """Read tokens and TLS files from environment variables, never from a command line."""
        tokens: dict[Role, tuple[str, ...]] = {}
        for role in Role:
            said = environment.get(ENV_PREFIX + role.upper(), "")
            mine = tuple(part.strip() for part in said.split(",") if part.strip())
            if mine:
                tokens[role] = mine
        cert, key = environment.get(ENV_CERT), environment.get(ENV_KEY)
        return cls(tokens, Path(cert) if cert else None, Path(key) if key else None)

    def tls(self) -> ssl.SSLContext | None:
        """The server's TLS context (1.2 or later); None without a certificate. Raises AccessError."""
        if self.certificate is None:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise AccessError(
                f"{self.certificate}: cannot be used as certificate ({error}); set {ENV_CERT} and {ENV_KEY}"
            ) from error
        return context

    def check_address(self, host: str) -> None:
        """Raises AccessError for an address beyond this machine without tokens and TLS."""
        if is_local(host):
            return
        missing = []
        if not self.tokens:
            missing.append(f"a token ({ENV_PREFIX}WALL and the like)")
        elif any(len(token) < SHORTEST_TOKEN for mine in self.tokens.values() for token in mine):
            missing.append(f"tokens of at least {SHORTEST_TOKEN} characters")
        if self.certificate is None:
            missing.append(f"TLS ({ENV_CERT}, {ENV_KEY})")
        if missing:
            raise AccessError(
                f"{host} can be reached from other machines, which needs {' and '.join(missing)};"
                " listen on 127.0.0.1 or set them"
            )

    def role_of(self, token: str, claimed: str) -> Role | None:
        """The role of a client, or None where it is refused."""
        if not self.tokens:
            return Role(claimed) if claimed in Role.__members__.values() else None
        for role, mine in self.tokens.items():
            for known in mine:
                if hmac.compare_digest(known.encode(), token.encode("utf-8", "replace")):
                    return role if claimed in (role, "") or role is Role.ADMIN else None
        return None

    def knows(self, token: str) -> bool:
        """Whether any role has this token."""
        return any(
            hmac.compare_digest(known.encode(), token.encode("utf-8", "replace"))
            for mine in self.tokens.values()
            for known in mine
        )


def is_local(host: str) -> bool:
    """Whether an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def split_address(listen: str) -> tuple[str, int]:
    """``HOST:PORT`` -> both. Raises AccessError."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise AccessError(f"{listen!r} is no address to listen on; write HOST:PORT, as in 127.0.0.1:8765")
    return host.strip("[]"), int(port)


def bearer(header: str | None) -> str | None:
    """The token of an Authorization header."""
    scheme, _, token = (header or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None
