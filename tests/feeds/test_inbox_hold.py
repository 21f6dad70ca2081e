"""While the link catches up nothing is drained; what gathered meanwhile comes at once."""

from feeds.inbox import Inbox
from tests.feeds.small import numbered, outage


def test_that_a_held_inbox_gives_nothing_and_wakes_nobody() -> None:
    woken: list[int] = []
    inbox = Inbox(lambda: woken.append(1))
    inbox.hold(True)
    inbox.put_snapshot(numbered([outage(1, 1)]), "e", 1)
    for turn in range(2, 50):
        inbox.put(numbered([outage(1, turn)], turn), "e", turn)
    assert (len(inbox), inbox.waiting, woken) == (0, 2, [])
    assert inbox.drain(100).facts == []
    inbox.hold(False)
    assert woken == [1]
    batch = inbox.drain(100)
    assert (batch.snapshot, [fact.seq for fact in batch.facts], batch.seq) == (True, [1, 49], 49)


def test_that_letting_an_empty_inbox_go_wakes_nobody() -> None:
    woken: list[int] = []
    inbox = Inbox(lambda: woken.append(1))
    inbox.hold(True)
    inbox.hold(False)
    assert woken == []
    inbox.put(numbered([outage(1, 1)]), "e", 1)
    assert woken == [1]
