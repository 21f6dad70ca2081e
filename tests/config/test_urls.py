"""Addresses: what each scheme needs, and that no secret leaks."""

import pytest

from wallboard.config.urls import UrlProblem, check_listen, check_token_env, check_url, is_loopback, scheme_of


@pytest.mark.parametrize(
    ("url", "token_env"),
    [
        ("ws://127.0.0.1:8765", None),
        ("ws://[::1]:8765/feed", None),
        ("ws://localhost:1", None),
        ("wss://hub.example/feed", "HUB_TOKEN"),
        ("https://feed.example/list.json", None),
        ("https://feed.example/list.json", "FEED_TOKEN"),
        ("http://feed.example/list.json?area=3", None),
        ("file:lists/", None),
        ("recording:storm.wbrec", None),
        ("city:town-storm", None),
    ],
)
def test_that_sound_addresses_pass(url: str, token_env: str | None) -> None:
    check_url(url, token_env)


@pytest.mark.parametrize(
    ("url", "token_env", "remedy"),
    [
        ("ws://10.0.0.1:8765", "T_T", "wss"),
        ("ws://localhost.example.com", None, "wss"),
        ("wss://hub.example", None, "token_env"),
        ("http://feed.example/x", "FEED_TOKEN", "https"),
        ("wss://me:secret@hub.example", "T_T", "token_env"),
        ("https://x.example/?api_key=secret", None, "token_env"),
        ("ws:///feed", None, "HOST"),
        ("ws://[::1", None, "HOST"),
        ("ws://127.0.0.1:99999", None, "HOST"),
        ("city:", None, "NAME"),
        ("feed", None, "allowed"),
        ("wsss://x", None, "did you mean"),
    ],
)
def test_that_unsound_addresses_are_refused_without_their_secrets(
    url: str, token_env: str | None, remedy: str
) -> None:
    with pytest.raises(UrlProblem) as caught:
        check_url(url, token_env)
    assert remedy in caught.value.remedy
    assert "secret" not in str(caught.value).replace("carries a secret", "")


def test_that_a_token_in_place_of_its_variable_is_never_repeated() -> None:
    with pytest.raises(UrlProblem) as caught:
        check_token_env("8f14e45fceea167a")
    assert "8f14e45f" not in str(caught.value)
    check_token_env("WALLBOARD_TOKEN")


@pytest.mark.parametrize(
    "listen", ["0.0.0.0:8765", "hub.example:1", "127.0.0.1", "127.0.0.1:x", ":99999", "[::]:1"]
)
def test_that_a_hub_listens_on_its_own_machine_only(listen: str) -> None:
    with pytest.raises(UrlProblem):
        check_listen(listen)


def test_that_loopback_is_known_in_every_form() -> None:
    check_listen("127.0.0.1:0")
    check_listen("[::1]:8765")
    assert is_loopback("127.9.9.9") and is_loopback("localhost") and not is_loopback("127.0.0.1.example")


def test_that_a_scheme_says_what_it_needs() -> None:
    assert scheme_of("HTTPS://x")[1].mapping is True
    assert scheme_of("recording:x")[1].mapping is False
