"""Tokens, TLS and desks of a room file: each secret is named once, and what is named is there."""

from pathlib import Path

import pytest

from wallboard.config.errors import ConfigError
from wallboard.config.room import Room, load_room
from wallboard.domain.roles import Role

HEAD = 'name = "r"\ntitle = { zh = "厅" }\n'
TAIL = '\n[[window]]\nscreens = ["overview"]\n'


def room(folder: Path, words: str, head: str = "", tail: str = "") -> Room:
    path = folder / "room.toml"
    path.write_text(HEAD + head + words + TAIL + tail, encoding="utf-8")
    return load_room(path)


def test_that_files_are_counted_from_the_room_files_folder(tmp_path: Path) -> None:
    for name in ("hub.pem", "hub.key", "ca.pem"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    words = (
        '[[token]]\nrole = "desk"\nname = "服务调度 07"\ntoken_file = "desk07.token"\n'
        '[tls]\ncertificate = "hub.pem"\nkey = "hub.key"\nca = "ca.pem"\n'
    )
    found = room(tmp_path, words, 'listen = "0.0.0.0:8765"\n')
    assert found.token[0].role is Role.DESK
    assert found.token[0].token_file == str(tmp_path / "desk07.token")
    assert found.tls is not None
    assert found.tls.ca == str(tmp_path / "ca.pem")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('[[token]]\nrole = "desk"\nname = "a"\n', "token_env or token_file"),
        ('[[token]]\nrole = "desk"\nname = "a"\ntoken_env = "TOKEN_A"\ntoken_file = "b"\n', "either"),
        ('[[token]]\nrole = "desk"\nname = "a"\ntoken_env = "not a name"\n', "may be the token"),
        ('[[token]]\nrole = "king"\nname = "a"\ntoken_env = "TOKEN_A"\n', "king"),
        ('[[token]]\nrole = "source"\nname = "hub"\ntoken_env = "TOKEN_A"\n', "name of the hub"),
        ('[[token]]\nrole = "source"\nname = "a"\ntoken_env = "TOKEN_A"\nkinds = ["cow"]\n', "cow"),
        ('[[token]]\nrole = "desk"\nname = "a"\ntoken_env = "TOKEN_A"\nkinds = ["crew"]\n', "publishes no"),
        ('[[token]]\nrole = "wall"\nname = "a"\ntoken_env = "TOKEN_A"\n' * 2, "a token already"),
        ('[tls]\nkey = "room.toml"\n', "certificate"),
        ('[tls]\nca = "none.pem"\n', "not there"),
    ],
)
def test_that_what_cannot_be_is_refused_with_a_remedy(tmp_path: Path, words: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        room(tmp_path, words)


def test_that_an_open_address_needs_tokens_and_tls(tmp_path: Path) -> None:
    token = '[[token]]\nrole = "wall"\nname = "a"\ntoken_env = "TOKEN_A"\n'
    with pytest.raises(ConfigError, match="TLS and tokens"):
        room(tmp_path, token, 'listen = "0.0.0.0:8765"\n')


def test_that_one_process_is_one_seat(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="one seat"):
        room(
            tmp_path, "", tail='desk = "07"\n[[window]]\nscreens = ["overview"]\noutput = "b"\ndesk = "08"\n'
        )
