"""The hub's process: serves, answers signals, ends with its parent, and tells the service manager."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from feeds.hub.serve import HubSettings, serve
from wallboard.domain.clock import monotonic
from wallboard.shell.faults import EXIT_OURS
from wallboard.shell.notify import Notifier
from wallboard.shell.parent import when_parent_ends

AGAIN_S = 5.0
"""Real seconds after which an end that was asked for is asked for again; an orderly one takes 0.1 s."""


def serve_to_the_end(settings: HubSettings, *, with_parent: bool) -> None:
    """Serve until SIGTERM, SIGHUP or the parent's end, telling the service manager.

    with_parent: standard input is a pipe from the parent. Raises what ``feeds.hub.serve.serve`` raises, and
    KeyboardInterrupt after Ctrl+C.
    """
    if with_parent:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches both; the wall ends this one
    asked: list[signal.Signals] = []
    with suppress(asyncio.CancelledError):
        asyncio.run(_serve(settings, asked, with_parent=with_parent))
    if signal.SIGINT in asked:
        raise KeyboardInterrupt


async def _serve(settings: HubSettings, asked: list[signal.Signals], *, with_parent: bool) -> None:
    """asked: filled with the signals that asked for the end."""
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    assert task is not None

    def end() -> None:
        task.cancel()
        loop.call_later(AGAIN_S, end)  # whatever took the first for its own

    _on_signals(loop, asked, end, with_parent)
    if with_parent:
        when_parent_ends(lambda: loop.call_soon_threadsafe(end), EXIT_OURS)
    notifier = Notifier(os.environ)
    beats = loop.create_task(_beat(notifier))
    try:
        await serve(settings, ready=lambda address: _say(address, notifier))
    finally:
        beats.cancel()
        notifier.stopping()
        notifier.close()


def _on_signals(
    loop: asyncio.AbstractEventLoop,
    asked: list[signal.Signals],
    end: Callable[[], None],
    with_parent: bool,
) -> None:
    """End in order on SIGTERM, SIGHUP and Ctrl+C, where the system has them."""
    if sys.platform == "win32":
        return

    def take(number: signal.Signals) -> None:
        asked.append(number)
        end()

    for number in (signal.SIGTERM, signal.SIGHUP, *(() if with_parent else (signal.SIGINT,))):
        loop.add_signal_handler(number, take, number)


async def _beat(notifier: Notifier) -> None:
    """Tell the watchdog for as long as the loop turns."""
    while notifier.period is not None:
        notifier.beat(monotonic())
        await asyncio.sleep(notifier.period / 2)


def _say(address: str, notifier: Notifier) -> None:
    print(f"hub listening on {address}", flush=True)
    notifier.ready(f"listening on {address}")
