"""Who may do what: loopback by default, tokens and TLS for the rest."""

from pathlib import Path

import pytest

from feeds.hub.access import Access, AccessError, Role, bearer, split_address

LONG = "0123456789abcdef"


def test_that_an_address_beyond_this_machine_needs_tokens_and_tls() -> None:
    Access().check_address("127.0.0.1")
    Access().check_address("::1")
    with pytest.raises(AccessError, match=r"a token.*and TLS"):
        Access().check_address("0.0.0.0")
    with pytest.raises(AccessError, match="TLS"):
        Access({Role.WALL: (LONG,)}).check_address("10.0.0.5")
    with pytest.raises(AccessError, match="at least 16"):
        Access({Role.WALL: ("short",)}, Path("c.pem")).check_address("10.0.0.5")
    Access({Role.WALL: (LONG,)}, Path("c.pem")).check_address("10.0.0.5")


def test_that_tokens_come_from_the_environment() -> None:
    access = Access.from_environment(
        {"WALLBOARD_TOKEN_WALL": f"{LONG}, other", "WALLBOARD_TLS_CERT": "c.pem"}
    )
    assert access.tokens == {Role.WALL: (LONG, "other")}
    assert access.certificate == Path("c.pem")
    with pytest.raises(AccessError, match=r"c\.pem"):
        access.tls()


def test_that_a_token_gives_its_own_role_only() -> None:
    access = Access({Role.WALL: ("w",), Role.ADMIN: ("a",)})
    assert access.role_of("w", "wall") is Role.WALL
    assert access.role_of("w", "desk") is None
    assert access.role_of("a", "wall") is Role.ADMIN
    assert access.role_of("", "wall") is None
    assert access.role_of("wä", "wall") is None
    assert Access().role_of("", "desk") is Role.DESK
    assert Access().role_of("", "king") is None
    assert access.knows("w")
    assert not access.knows("x")


def test_that_addresses_and_headers_are_read_strictly() -> None:
    assert split_address("127.0.0.1:8765") == ("127.0.0.1", 8765)
    assert split_address("[::1]:0") == ("::1", 0)
    for wrong in ("8765", "host:", "host:http", "host:99999", ""):
        with pytest.raises(AccessError, match="HOST:PORT"):
            split_address(wrong)
    assert bearer("Bearer  x ") == "x"
    assert bearer("Basic x") is None
    assert bearer(None) is None
