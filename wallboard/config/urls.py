"""Addresses in room files: which schemes there are, what each needs, and what is refused for safety."""

import ipaddress
import re
from urllib.parse import parse_qsl, urlsplit

import msgspec

from wallboard.config.errors import one_of


class Scheme(msgspec.Struct, frozen=True):
    """mapping: whether documents of this scheme need one (True), may have one (None), or have none (False).

    network: it leaves the machine. polled: asked again and again. own: it brings its own coordinates' crs.
    """

    mapping: bool | None
    network: bool = False
    polled: bool = False
    own: bool = False


SCHEMES = {
    "ws": Scheme(None, network=True),
    "wss": Scheme(None, network=True),
    "http": Scheme(True, network=True, polled=True),
    "https": Scheme(True, network=True, polled=True),
    "file": Scheme(True, polled=True),
    "recording": Scheme(False, own=True),
    "city": Scheme(False, own=True),
}

_SECRETS = ("token", "access_token", "key", "apikey", "api_key", "password", "secret")
_ENV_NAME = re.compile(r"^[A-Z][A-Z0-9_]{1,63}$")


class UrlProblem(ValueError):
    """problem and remedy of an address that cannot be used; neither holds a secret."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}; {remedy}")


def scheme_of(url: str) -> tuple[str, Scheme]:
    """(name, rules) of an address. Raises UrlProblem where the scheme is not known."""
    name = url.partition(":")[0].lower() if ":" in url else ""
    if name not in SCHEMES:
        wrong = f'"{name}:" is not a known scheme' if name else "no scheme before a colon"
        raise UrlProblem(wrong, one_of(list(SCHEMES), name))
    return name, SCHEMES[name]


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and no other."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_url(url: str, token_env: str | None) -> None:
    """Check one address and its token's variable. Raises UrlProblem.

    Beyond loopback a websocket needs TLS and a token, and a token never travels in clear or in an address.
    """
    name, scheme = scheme_of(url)
    if token_env is not None:
        check_token_env(token_env)
    if not scheme.network:
        if not url.partition(":")[2].strip("/ "):
            raise UrlProblem(f'nothing after "{name}:"', f'name what is meant, as in "{name}:NAME"')
        return
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise UrlProblem(f"not a sound address ({error})", f"write {name}://HOST:PORT/PATH") from error
    if not host:
        raise UrlProblem("names no host", f"write {name}://HOST:PORT/PATH")
    if parts.username or parts.password:
        raise UrlProblem("carries a name or password", "set token_env to the variable that holds it")
    if any(key.lower() in _SECRETS for key, _ in parse_qsl(parts.query, keep_blank_values=True)):
        raise UrlProblem("carries a secret in its query", "set token_env to the variable that holds it")
    if is_loopback(host):
        return
    if name == "ws":
        raise UrlProblem(f"ws:// beyond this machine ({host}) is readable by all", "use wss:// and token_env")
    if name == "wss" and token_env is None:
        raise UrlProblem(f"{host} is another machine and there is no token", "add token_env")
    if name == "http" and token_env is not None:
        raise UrlProblem("http:// would carry the token in clear", "use https://")


def check_token_env(name: str) -> None:
    """Check that this names a variable; what is not a name may be the token itself and is not repeated."""
    if not _ENV_NAME.match(name):
        raise UrlProblem(
            "is not the name of an environment variable (the value is not shown, it may be the token)",
            'write its name in capitals, as in "WALLBOARD_TOKEN", and set the token there',
        )


def check_listen(listen: str, *, guarded: bool = False) -> None:
    """Check ``HOST:PORT``. Raises UrlProblem: unguarded (tokens and TLS) only this machine is listened on."""
    host, colon, port = listen.rpartition(":")
    host = host.strip("[]")
    if not colon or not port.isdigit() or not 0 <= int(port) <= 65535:
        raise UrlProblem(f'"{listen}" is not HOST:PORT', 'write, for example, "127.0.0.1:8765"')
    if not is_loopback(host) and not guarded:
        raise UrlProblem(
            f'"{host}" is open to other machines without TLS and tokens',
            'listen on "127.0.0.1", or add [tls] with certificate and key, and a [[token]]',
        )
