"""A room's ``[[channel]]``: over TLS, or over this machine's own loopback in a simulated room."""

from pathlib import Path

import pytest

from tests.config.test_room_access_check import room
from wallboard.config.errors import ConfigError

GOOD = '[[channel]]\nname = "sms"\nurl = "https://sms.example/messages"\ntoken_env = "SMS_TOKEN"\n'
LOOP = '[[channel]]\nname = "sms"\nurl = "http://127.0.0.1:8770/messages"\n'


def test_that_a_channel_is_taken_and_its_authority_is_counted_from_the_room_file(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("x", encoding="utf-8")
    found = room(tmp_path, GOOD + 'ca = "ca.pem"\n').channel[0]
    assert (found.url, found.ca) == ("https://sms.example/messages", str(tmp_path / "ca.pem"))
    assert room(tmp_path, LOOP, "simulated = true\n").channel[0].name == "sms"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (LOOP, r"channel\[0\].url.*simulated"),
        (GOOD.replace("https", "http").replace('token_env = "SMS_TOKEN"\n', ""), r"channel\[0\].url.*https"),
        (GOOD.replace("https", "ws"), r"channel\[0\].url"),
        (GOOD.replace("SMS_TOKEN", "my token"), "may be the token"),
        (GOOD + 'ca = "no.pem"\n', r"channel\[0\].ca.*not there"),
        (GOOD.replace('"sms"', '"hub"'), "taken"),
        (GOOD + GOOD, "channel"),
        ('hub = "ws://127.0.0.1:1"\n' + GOOD, "own hub"),
    ],
)
def test_that_an_unsafe_channel_is_refused_with_its_place(tmp_path: Path, words: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        room(tmp_path, words)
