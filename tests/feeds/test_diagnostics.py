"""The link in figures: what it counted, and the ends of its connections, within bounds."""

from feeds.diagnostics import LAST, Tally, diagnostics_of
from feeds.link import LinkCore
from wallboard.domain.reasons import Reason


def test_that_ends_are_counted_and_the_last_are_kept() -> None:
    core, tally = LinkCore("wall", "wall"), Tally(1000.0)
    for number in range(LAST + 20):
        tally.ended(1000.0 + number, Reason("link_closed" if number % 2 else "link_silent"))
    core.counts["behind"] += 3
    found = diagnostics_of(core, tally, "ws://127.0.0.1:1", 5.0, 7)
    assert found.ends == {"link_closed": 35, "link_silent": 35}
    assert (len(found.last_ends), found.last_ends[-1].at) == (LAST, 1069.0)
    assert (found.counts, found.facts_waiting, found.phase) == ({"behind": 3}, 7, "closed")
    core.counts["behind"] += 1
    assert found.counts == {"behind": 3}  # a record, not a window
