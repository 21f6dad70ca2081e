"""Who may connect to the hub, and as whom: roles by token, loopback by default, else TLS (design 6)."""

import hmac
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from wallboard.config.room_access import TlsEntry, TokenEntry
from wallboard.config.urls import is_loopback
from wallboard.domain.roles import RIGHTS, Right, Role

__all__ = ["Access", "AccessError", "Actor", "Grant", "Right", "Role", "bearer", "split_address"]

ENV_PREFIX = "WALLBOARD_TOKEN_"
"""``WALLBOARD_TOKEN_WALL=abc,def``: tokens of a role without a name; likewise SOURCE, DESK, ADMIN."""
ENV_CERT, ENV_KEY = "WALLBOARD_TLS_CERT", "WALLBOARD_TLS_KEY"

SHORTEST_TOKEN = 16
"""A token for other machines has at least so many characters."""

READABLE_BY_OTHERS = 0o077
"""Mode bits that a file with a secret may not have."""


class AccessError(Exception):
    """The hub may not be opened like this; the message says what is missing."""


class Grant(msgspec.Struct, frozen=True):
    """What a token gives. name: whose it is, empty where the client names itself.

    kinds: nouns or fact types that a source may publish, empty for any of its own.
    """

    role: Role
    name: str = ""
    kinds: tuple[str, ...] = ()


class NamedToken(msgspec.Struct, frozen=True):
    """One ``[[token]]`` of the room file, its secret read."""

    secret: str
    grant: Grant


class Actor(msgspec.Struct, frozen=True):
    """Who acts: role, name, whether it sits on this machine, and what it may publish (empty: any)."""

    role: Role
    name: str
    local: bool
    kinds: tuple[str, ...] = ()

    def may(self, right: Right) -> bool:
        """Whether the role matrix gives it this right."""
        return right in RIGHTS[self.role]


class Access(msgspec.Struct, frozen=True):
    """Tokens by role and by name. Without any, this machine's own clients have the role that they name."""

    tokens: dict[Role, tuple[str, ...]] = {}
    certificate: Path | None = None
    key: Path | None = None
    named: tuple[NamedToken, ...] = ()

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

    def with_room(
        self, tokens: list[TokenEntry], tls: TlsEntry | None, environment: Mapping[str, str]
    ) -> "Access":
        """The same with a room file's ``[[token]]`` and ``[tls]``. Raises AccessError."""
        named = tuple(
            NamedToken(_secret(entry, environment), Grant(entry.role, entry.name, tuple(entry.kinds)))
            for entry in tokens
        )
        if len({token.secret for token in named}) < len(named):
            raise AccessError(
                "two [[token]]s have the same secret: nobody could tell who acted; make new ones"
            )
        files = (self.certificate, self.key)
        if tls is not None and tls.certificate is not None and self.certificate is None:
            files = (Path(tls.certificate), Path(tls.key) if tls.key else None)
        return Access(self.tokens, *files, named)

    def tls(self) -> ssl.SSLContext | None:
        """The server's TLS context (1.2 or later); None without a certificate. Raises AccessError."""
        if self.certificate is None:
            return None
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            if self.key is not None:
                _check_mode(self.key)
            context.load_cert_chain(self.certificate, self.key)
        except (OSError, ssl.SSLError) as error:
            raise AccessError(
                f"{self.certificate}: cannot be used as certificate ({error}); set {ENV_CERT} and {ENV_KEY},"
                " or [tls] in the room file"
            ) from error
        return context

    def check_address(self, host: str) -> None:
        """Raises AccessError for an address beyond this machine without tokens and TLS."""
        if is_loopback(host):
            return
        missing = []
        secrets = [secret for secret, _ in self._known()]
        if not secrets:
            missing.append(f"a token ([[token]] in the room file, or {ENV_PREFIX}WALL and the like)")
        elif any(len(secret) < SHORTEST_TOKEN for secret in secrets):
            missing.append(f"tokens of at least {SHORTEST_TOKEN} characters")
        if self.certificate is None:
            missing.append(f"TLS ([tls] in the room file, or {ENV_CERT} and {ENV_KEY})")
        if missing:
            raise AccessError(
                f"{host} can be reached from other machines, which needs {' and '.join(missing)};"
                " listen on 127.0.0.1 or set them"
            )

    @property
    def guarded(self) -> bool:
        """Whether a client needs a token at all."""
        return bool(self.tokens or self.named)

    def grant_of(self, token: str, claimed: str) -> Grant | None:
        """What a client gets that claims a role (empty: its token's own), or None where it is refused."""
        if not self.guarded:
            return Grant(Role(claimed)) if claimed in Role.__members__.values() else None
        grant = self._find(token)
        fits = grant is not None and (claimed in (grant.role, "") or grant.role is Role.ADMIN)
        return grant if fits else None

    def role_of(self, token: str, claimed: str) -> Role | None:
        """The role alone."""
        grant = self.grant_of(token, claimed)
        return grant.role if grant is not None else None

    def knows(self, token: str) -> bool:
        """Whether anybody has this token."""
        return self._find(token) is not None

    def _find(self, token: str) -> Grant | None:
        """Compares with every secret in constant time, so that an answer's delay tells nothing."""
        found: Grant | None = None
        said = token.encode("utf-8", "replace")
        for secret, grant in self._known():
            if hmac.compare_digest(secret.encode(), said):
                found = grant
        return found

    def _known(self) -> Iterator[tuple[str, Grant]]:
        for role, mine in self.tokens.items():
            for secret in mine:
                yield secret, Grant(role)
        for token in self.named:
            yield token.secret, token.grant


def _secret(entry: TokenEntry, environment: Mapping[str, str]) -> str:
    """The token itself, from its variable or its file; it is never repeated in a message."""
    where = entry.token_env or entry.token_file or ""
    if entry.token_env is not None:
        secret = environment.get(entry.token_env, "").strip()
    else:
        path = Path(where)
        try:
            _check_mode(path)
            secret = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise AccessError(
                f"{where}: the token of {entry.name} cannot be read ({type(error).__name__});"
                " write it there and chmod 600"
            ) from error
    if len(secret) < SHORTEST_TOKEN or any(c.isspace() for c in secret):
        raise AccessError(
            f"{where}: the token of {entry.name} is missing or shorter than {SHORTEST_TOKEN} characters;"
            ' make one with: python -c "import secrets; print(secrets.token_urlsafe(32))"'
        )
    return secret


def _check_mode(path: Path) -> None:
    """Raises AccessError for a secret that other users can read; OSError where it is not there."""
    mode = path.stat().st_mode
    if mode & READABLE_BY_OTHERS:
        raise AccessError(f"{path}: other users can read this secret (mode {mode & 0o777:o}); chmod 600 it")


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
