"""Who may do what: loopback by default, tokens and TLS for the rest."""

from pathlib import Path

import pytest

from feeds.hub.access import Access, AccessError, Grant, Role, bearer, split_address
from wallboard.config.room_access import TlsEntry, TokenEntry

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


def entry(
    role: Role, name: str, *, token_env: str | None = None, token_file: str | None = None
) -> TokenEntry:
    return TokenEntry(role=role, name=name, token_env=token_env, token_file=token_file)


def test_that_a_room_files_tokens_have_names_and_stand_beside_the_environments(tmp_path: Path) -> None:
    secret = tmp_path / "desk.token"
    secret.write_text(LONG + "d\n", encoding="utf-8")
    secret.chmod(0o600)
    access = Access({Role.WALL: (LONG,)}).with_room(
        [
            entry(Role.DESK, "服务调度 07", token_file=str(secret)),
            TokenEntry(role=Role.SOURCE, name="gps", token_env="GPS", kinds=["crew"]),
        ],
        TlsEntry(certificate="c.pem", key="k.pem"),
        {"GPS": LONG + "g"},
    )
    assert access.grant_of(LONG + "d", "desk") == Grant(Role.DESK, "服务调度 07")
    assert access.grant_of(LONG + "d", "admin") is None
    assert access.grant_of(LONG + "g", "source") == Grant(Role.SOURCE, "gps", ("crew",))
    assert access.grant_of(LONG, "") == Grant(Role.WALL)
    assert (access.certificate, access.key) == (Path("c.pem"), Path("k.pem"))
    assert LONG not in repr(AccessError("x"))


def test_that_a_secret_that_others_can_read_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "desk.token"
    secret.write_text(LONG, encoding="utf-8")
    secret.chmod(0o640)
    with pytest.raises(AccessError, match=r"mode 640.*chmod 600"):
        Access().with_room([entry(Role.DESK, "07", token_file=str(secret))], None, {})
    key = tmp_path / "hub.key"
    key.write_text("x", encoding="utf-8")
    key.chmod(0o644)
    with pytest.raises(AccessError, match=r"hub\.key.*chmod 600"):
        Access(certificate=tmp_path / "hub.pem", key=key).tls()


@pytest.mark.parametrize("said", ["", "tiny", LONG + " and more"])
def test_that_a_missing_or_weak_token_is_told_without_repeating_it(tmp_path: Path, said: str) -> None:
    with pytest.raises(AccessError, match="token of 07 is missing or shorter") as refused:
        Access().with_room([entry(Role.DESK, "07", token_env="DESK")], None, {"DESK": said})
    assert not said or said not in str(refused.value)
    with pytest.raises(AccessError, match="cannot be read"):
        Access().with_room([entry(Role.DESK, "07", token_file=str(tmp_path / "none"))], None, {})


def test_that_two_seats_do_not_share_a_secret() -> None:
    both = [entry(Role.DESK, "07", token_env="A"), entry(Role.DESK, "08", token_env="B")]
    with pytest.raises(AccessError, match="same secret"):
        Access().with_room(both, None, {"A": LONG, "B": LONG})
