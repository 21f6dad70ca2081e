"""The one worker: answers on the GUI's thread, newest asks first, and no bad job ends it."""

import threading

from pytestqt.qtbot import QtBot

from wallboard.shell.worker_thread import WorkerThread
from widgets.worker import AtOnce


def test_that_answers_come_on_the_guis_thread_and_jobs_run_on_another(qtbot: QtBot) -> None:
    worker, got = WorkerThread(), []

    def deliver(answer: threading.Thread) -> None:
        got.append((answer, threading.current_thread()))

    worker.do(1, [threading.current_thread, threading.current_thread], deliver)
    qtbot.waitUntil(lambda: len(got) == 2)
    worker.close()
    assert {there for _, there in got} == {threading.main_thread()}
    assert len({here for here, _ in got}) == 1 and threading.main_thread() not in {here for here, _ in got}


def test_that_an_owner_that_asks_anew_gives_up_what_has_not_begun(qtbot: QtBot) -> None:
    worker, got = WorkerThread(), []
    begun, go = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        go.wait(10)
        return "slow"

    worker.do(1, [slow, lambda: "old", lambda: "older"], got.append)
    assert begun.wait(10)
    worker.do(1, [lambda: "new"], got.append)
    worker.do(2, [lambda: "other"], got.append)
    go.set()
    qtbot.waitUntil(lambda: len(got) == 3)
    worker.close()
    assert sorted(got) == ["new", "other", "slow"]


def test_that_a_job_that_raises_does_not_end_the_others(qtbot: QtBot, caplog: object) -> None:
    worker, got = WorkerThread(), []
    worker.do(1, [lambda: 1 // 0, lambda: 7], got.append)
    qtbot.waitUntil(lambda: got == [7])
    worker.close()
    assert "the worker's job raised" in caplog.text  # type: ignore[attr-defined]


def test_that_nothing_is_delivered_after_the_end(qtbot: QtBot) -> None:
    worker, got = WorkerThread(), []
    done = threading.Event()
    worker.do(1, [done.set], got.append)
    assert done.wait(10)
    worker.close()
    worker.do(1, [lambda: 7], got.append)
    qtbot.wait(50)
    assert got == []
    assert worker._thread is not None and not worker._thread.is_alive()


def test_that_without_a_thread_the_answers_come_at_once_and_in_order() -> None:
    got: list[int] = []
    AtOnce().do(1, [lambda: 1, lambda: 2], got.append)
    assert got == [1, 2]


def test_that_without_a_job_there_is_no_thread() -> None:
    worker = WorkerThread()
    worker.do(1, [], print)
    worker.close()
    assert worker._thread is None
