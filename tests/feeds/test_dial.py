"""One connection: this machine's own addresses, and an end that leaves nothing behind."""

from feeds.dial import is_loopback


def test_that_only_this_machine_is_taken_for_this_machine() -> None:
    assert all(map(is_loopback, ("ws://localhost:1/x", "ws://127.8.9.1", "wss://[::1]:2")))
    assert not any(map(is_loopback, ("ws://localhost.example", "ws://0.0.0.0.example:1", "ws://[::", "")))
