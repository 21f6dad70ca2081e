"""The start-up self-test for a fault of the Qt binding that kills the process within minutes.

PySide6 6.12.0 on Python 3.10 and 3.11 loses one reference to True at each ``emit`` and one to None at each
void Python override that C++ calls; when they run out, Python aborts. docs/decisions/0003.
"""

import ctypes
import sys

from PySide6.QtCore import QCoreApplication, QObject, QTimerEvent, Signal

ROUNDS = 5_000
TOLERANCE = 100
IMMORTAL = sys.version_info >= (3, 12)


class _Subject(QObject):
    """Emits, and overrides a virtual that C++ calls."""

    rang = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.heard = 0
        self.rang.connect(self.on_rang)

    def on_rang(self, number: int) -> None:
        """Count one emission."""
        self.heard += 1

    def timerEvent(self, event: QTimerEvent) -> None:
        self.heard += 1


def references_hold(rounds: int = ROUNDS) -> str | None:
    """None when the binding keeps its references, else what is wrong, in words for the log.

    About 25 ms. Needs a QCoreApplication. Holds spare references meanwhile and gives back those that were
    lost, so that a faulty binding is reported instead of aborting here. From Python 3.12 on True and None are
    immortal: their counts say nothing and cannot run out.
    """
    if QCoreApplication.instance() is None:
        raise RuntimeError("the self-test needs a QCoreApplication")
    spare: list[bool | None] = [True, None] * (2 * rounds)
    subject = _Subject()
    event = QTimerEvent(1)
    before = (sys.getrefcount(True), sys.getrefcount(None))
    for number in range(rounds):
        subject.rang.emit(number)
        QCoreApplication.sendEvent(subject, event)
    after = (sys.getrefcount(True), sys.getrefcount(None))
    if not IMMORTAL:
        for value, old, new in zip((True, None), before, after, strict=True):
            give_back(value, old - new)
    del spare
    if subject.heard != 2 * rounds:
        return f"the Qt binding delivered {subject.heard} of {2 * rounds} calls; make setup"
    return None if IMMORTAL else judge(before, after, rounds)


def give_back(value: bool | None, lost: int) -> None:
    """Take so many references to a constant for good, if any were lost: the process can then end in order."""
    if lost > TOLERANCE:
        for _ in range(lost):
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(value))


def judge(before: tuple[int, int], after: tuple[int, int], rounds: int) -> str | None:
    """What the reference counts of (True, None) before and after so many rounds say."""
    moved = [new - old for old, new in zip(before, after, strict=True)]
    if all(abs(drift) <= TOLERANCE for drift in moved):
        return None
    return (
        f"this PySide6 loses references (True {moved[0]:+d}, None {moved[1]:+d} in {rounds} calls) and would "
        "abort within minutes; install the pinned one: make setup"
    )
