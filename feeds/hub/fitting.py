"""Facts as a reader of the wire will see them: times in whole milliseconds, texts harmless.

What the hub keeps, shows and sends is the same for everybody only if it went through the codec once.
"""

import logging
from collections.abc import Iterable

from feeds.codec import DECODE_ERRORS, BadFact, decode_fact, encode_fact
from wallboard.domain.facts import Fact

LOG = logging.getLogger(__name__)

UNFIT = (BadFact, NotImplementedError, TypeError, *DECODE_ERRORS)
"""What encoding and decoding again may raise for a fact of a faulty source."""


def fitted(facts: Iterable[Fact]) -> list[Fact]:
    """The facts as they would arrive; one that does not fit is left out and logged: it must not take the
    others with it."""
    fit: list[Fact] = []
    for fact in facts:
        try:
            fit.append(decode_fact(encode_fact(fact)))
        except UNFIT as error:
            LOG.error("%s: a fact of %r does not fit the wire (%s); left out", fact.source, fact.key, error)
    return fit
