"""A refused fact tells its sender what to change, not only what the decoder said."""

import pytest

from feeds.refusals import refusal_words
from wallboard.domain.reasons import Reason


@pytest.mark.parametrize(
    ("reason", "remedy"),
    [
        (Reason("unknown_type", {"type": "outage.extend"}), 'did you mean "outage.extent"?'),
        (Reason("unknown_type", {"type": "weather"}), "docs/facts.md"),
        (
            Reason("bad_data", {"type": "outage.extent", "error": "Invalid enum value 'x' - at `$.nature`"}),
            "allowed: unplanned, planned",
        ),
        (Reason("bad_data", {"type": "outage.etr", "error": "what nobody foresaw"}), "correct the field"),
        (Reason("bad_subject", {"type": "crew.status", "subject": "x"}), "write subject as crew/KEY/status"),
        (Reason("bad_envelope", {"error": "x"}), "send one whole JSON object"),
        (Reason("something_new"), "see docs/feed.md"),
    ],
)
def test_that_every_refusal_has_a_remedy(reason: Reason, remedy: str) -> None:
    words = refusal_words(reason)
    assert words.startswith(reason.code) and remedy in words.partition("; ")[2]
