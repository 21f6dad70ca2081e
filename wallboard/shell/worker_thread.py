"""The one thread beside the GUI's: decodes tiles of base maps, so that no tick waits for them (design 4).

Jobs of an owner that asks anew are given up where they have not begun. A job that raises is said in the log,
and the next one is done. The thread is made with the first job.
"""

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

LOG = logging.getLogger(__name__)

Job = Callable[[], Any]
Deliver = Callable[[Any], None]


class WorkerThread(QObject):
    """``widgets.worker.Worker`` with a thread; to be made on the GUI's. ``close`` ends it."""

    _done = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: OrderedDict[int, tuple[deque[Job], Deliver]] = OrderedDict()
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._done.connect(self._give, Qt.ConnectionType.QueuedConnection)

    def do(self, owner: int, jobs: Sequence[Job], deliver: Deliver) -> None:
        with self._news:
            self._waiting.pop(owner, None)
            if self._closed or not jobs:
                return
            self._waiting[owner] = deque(jobs), deliver
            self._news.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="wallboard-worker", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Give up what waits; the thread ends with the job that it is at."""
        with self._news:
            self._closed = True
            self._waiting.clear()
            self._news.notify()
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def _give(self, answer: Any, deliver: Deliver) -> None:
        if not self._closed:
            deliver(answer)

    def _run(self) -> None:
        while True:
            found = self._next()
            if found is None:
                return
            job, deliver = found
            try:
                answer = job()
            except Exception:  # one bad job must not end the others
                LOG.exception("the worker's job raised")
                continue
            self._done.emit(answer, deliver)

    def _next(self) -> tuple[Job, Deliver] | None:
        """The next job, owners taking turns; None at the end."""
        with self._news:
            while not self._waiting and not self._closed:
                self._news.wait()
            if self._closed:
                return None
            owner, (jobs, deliver) = self._waiting.popitem(last=False)
            job = jobs.popleft()
            if jobs:
                self._waiting[owner] = jobs, deliver
            return job, deliver
