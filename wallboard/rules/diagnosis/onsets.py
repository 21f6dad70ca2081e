"""When it began: adverse reports by feeder, chained in time.

Reports of a feeder that are at most a window apart are of one episode; those at most a shorter gap apart are
of one onset. What came before the episode says nothing of now (domain 5.4, rule 6).
"""

import msgspec
import numpy as np

from wallboard.rules.diagnosis.inference import Floats
from wallboard.rules.supply_network.wires import Rows


class Onsets(msgspec.Struct, frozen=True):
    """By feeder, epoch s: the start of its episode and of its last onset; inf where nothing was reported."""

    episode: Floats
    onset: Floats


def onsets(feeders: Rows, at: Floats, count: int, window: float, gap: float) -> Onsets:
    """feeders, at: of each adverse report; count: of feeders."""
    episode, onset = np.full(count, np.inf), np.full(count, np.inf)
    order = np.lexsort((at, feeders))
    feeders, at = feeders[order], at[order]
    fresh = np.ones(len(at), np.bool_)
    fresh[1:] = feeders[1:] != feeders[:-1]
    apart = np.diff(at, prepend=-np.inf)
    for found, most in ((episode, window), (onset, gap)):
        begins = fresh | (apart > most)
        found[feeders[begins]] = at[begins]  # the last one of a feeder stands
    return Onsets(episode, onset)
