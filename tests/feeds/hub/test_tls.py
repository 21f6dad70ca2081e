"""wss: the hub's certificate is taken where its authority is trusted, and refused with words where not."""

import asyncio
from pathlib import Path

import pytest

from feeds.hub.access import Access
from tests.feeds.hub.certificates import make_certificates
from tests.feeds.hub.served import served
from tests.feeds.small import storm, write_recording
from tests.feeds.walls import until, wall


def test_that_wss_works_with_a_trusted_authority_and_is_refused_with_words_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_certificates(tmp_path)
    recording = write_recording(tmp_path / "a.rec", storm(4, 10))
    access = Access(certificate=made.cert, key=made.key)

    async def play() -> None:
        async with served(recording, speed=3600.0, access=access) as hub:
            assert hub.url.startswith("wss://")
            monkeypatch.setenv("SSL_CERT_FILE", str(made.other))
            async with wall(hub.url) as one:
                await until(lambda: one.runner.counts["reconnects"] >= 2, one)
                words = one.runner.status.words
                assert words is not None and words.code == "link_tls_untrusted"
                monkeypatch.setenv("SSL_CERT_FILE", str(made.ca))  # the right one was installed meanwhile
                await until(lambda: one.runner.status.state == "live" and one.inbox.seq == 200, one)
                assert len(one.store.tables.outages) > 0

    asyncio.run(play())


def test_that_a_clear_text_client_does_not_disturb_a_hub_with_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_certificates(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.ca))
    recording = write_recording(tmp_path / "a.rec", storm(4, 10))

    async def play() -> None:
        access = Access(certificate=made.cert, key=made.key)
        async with (
            served(recording, access=access) as hub,
            wall(hub.url.replace("wss:", "ws:")) as stranger,
            wall(hub.url) as one,
        ):
            await until(lambda: one.runner.status.state == "live", one)
            await until(lambda: stranger.runner.counts["reconnects"] >= 2, stranger)
            words = stranger.runner.status.words
            assert words is not None and words.code in ("link_garbage", "link_closed", "link_reset")

    asyncio.run(play())
