"""``kill -USR1 PID``: every thread's stack, written beside the JSON log; so do crashes and a stalled GUI.

The interpreter writes them itself, without a lock and without our code, so a stuck process can still
say where it hangs (24/7 checklist 13).
"""

import faulthandler
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

LARGEST_BYTES = 1 << 20
"""A file that has grown beyond this is begun anew at the next start."""


def stacks_path(folder: Path, process: str) -> Path:
    """The file of one process (``wall``, ``hub``), beside its ``.jsonl``."""
    return folder / f"{process}.stacks.txt"


@contextmanager
def stacks_to(folder: Path | None, process: str) -> Iterator[Path | None]:
    """Answer SIGUSR1 for as long as the block runs; yields the file, None where it is standard error.

    folder: None where there is no log either. Where nothing can be written the signal is ignored: it must
    never end the process.
    """
    file, path = _opened(folder, process)
    out = file.fileno() if file is not None else _standard_error()
    fresh = False
    if out is not None and not faulthandler.is_enabled():
        faulthandler.enable(out)
        fresh = True
    usable = _answer(out)
    try:
        yield path
    finally:
        if usable:
            faulthandler.unregister(signal.SIGUSR1)
        if fresh:
            faulthandler.disable()
        if file is not None:
            file.close()


def _standard_error() -> int | None:
    """Its descriptor; None for a program without one."""
    try:
        os.fstat(2)
    except OSError:
        return None
    return 2


def _answer(out: int | None) -> bool:
    """Whether SIGUSR1 exists here and is answered from now on."""
    if not hasattr(signal, "SIGUSR1"):
        return False
    if out is None:
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
        return False
    faulthandler.register(signal.SIGUSR1, out)
    return True


def _opened(folder: Path | None, process: str) -> tuple[TextIO | None, Path | None]:
    if folder is None:
        return None, None
    path = stacks_path(folder, process)
    try:
        large = path.is_file() and path.stat().st_size > LARGEST_BYTES
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if large else os.O_APPEND), 0o600)
        return os.fdopen(descriptor, "a", encoding="utf-8"), path
    except OSError:
        return None, None  # standard error takes them, and the log has said why it cannot be written


STALL_S = 5.0
"""A GUI that has not turned for so long is stalled: its stacks say where."""


class Stall:
    """Writes the stacks of a process whose loop stopped turning (24/7 checklist 13).

    folder: where the log lies; None: nothing is written. ``put_off`` once a second.
    """

    def __init__(self, folder: Path | None, process: str = "wall", after: float = STALL_S) -> None:
        self._file, self.path = _opened(folder, process)
        self._after = after

    def put_off(self) -> None:
        """The loop turns: the next stacks are due only after another silence."""
        if self._file is not None:
            faulthandler.dump_traceback_later(self._after, file=self._file.fileno())

    def close(self) -> None:
        if self._file is not None:
            faulthandler.cancel_dump_traceback_later()
            self._file.close()
            self._file = None
