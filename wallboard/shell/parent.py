"""A child that ends with its parent, however the parent ends: it watches its standard input for the end.

The parent holds the other end of that pipe and never writes. The kernel closes it with the parent, also
after ``kill -9`` and on every system, which a death signal (Linux only, and lost with the parent's thread)
would not do.
"""

import logging
import os
import threading
from collections.abc import Callable

LOG = logging.getLogger(__name__)

GRACE_S = 2.0
"""How long an orderly end may take once the parent is gone; then the process ends at once."""


def when_parent_ends(call: Callable[[], object], code: int, descriptor: int = 0) -> threading.Thread:
    """Watch the pipe on a thread of its own. ``call`` is made on that thread when the parent is gone.

    code: exit code of a process that does not end within ``GRACE_S`` of it.
    """
    thread = threading.Thread(target=_watch, args=(call, code, descriptor), name="parent", daemon=True)
    thread.start()
    return thread


def _watch(call: Callable[[], object], code: int, descriptor: int) -> None:
    while _goes_on(descriptor):
        pass
    LOG.warning("the parent has ended; so does this process")
    try:
        call()
    finally:
        threading.Event().wait(GRACE_S)
        os._exit(code)


def _goes_on(descriptor: int) -> bool:
    """Wait for anything on the pipe; False once its other end is closed."""
    try:
        return bool(os.read(descriptor, 4096))
    except OSError:
        return False
