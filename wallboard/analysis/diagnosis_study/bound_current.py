"""One fault's current is explained once: what indicators say of a device, given how well others explain it.

Indicators see the current of whichever fault is beyond them, so what one shows ties all devices beyond it
together, and no sum along the tree is exact. Each device is told how much likelier it makes what was shown
than all others do together by what is known of them without it: one turn of loopy propagation.
"""

from collections.abc import Sequence

import numpy as np

from wallboard.analysis.diagnosis_study.bound_evidence import Passed
from wallboard.analysis.diagnosis_study.bound_lasting import Floats
from wallboard.analysis.diagnosis_study.bound_sums import Beliefs


def shared(passed: Passed, found: Beliefs, above: Sequence[int], lasting: Floats) -> Floats:
    """By device and age, how much likelier what was shown is if it opened then. found: without that; above:
    by device; lasting: by since when a part is lit, the shares of when it had gone dark."""
    more = np.ones_like(passed.fits)
    upper = np.array(above, np.int64)
    over = np.where((upper >= 0)[:, None], found.back[upper], 0.0)
    mended = np.maximum(0.0, found.back - over)  # closed since then, and not because of what is above
    for first, last in passed.events:
        fits = passed.fits[:, first:last]
        before = mended @ lasting[:, first:last]
        explains = ((found.topmost[:, first:last] + before) * np.maximum(fits - 1.0, 0.0)).sum(axis=1)
        others = np.maximum(1.0, 1.0 + explains.sum() - explains)
        more[:, first:last] = np.where(fits > 1.0, 1.0 + (fits - 1.0) / others[:, None], 1.0)
    return more
