"""How soon an area's change is read: what the model believes, and what the readings that came say of it.

A metering system that is late today says so itself: each reading tells how long after its own time it came.
The model's figures weigh as much as so many readings, so that nothing is learnt from few.
"""

from collections import deque
from collections.abc import Iterable

import numpy as np

from wallboard.rules.diagnosis.inference import Floats
from wallboard.rules.diagnosis.model import EvidenceModel

KEPT = 300
"""So many of the newest readings count."""
STEP_S, STEPS = 20.0, 271
"""Of the table of waits; what comes later than its end (an hour and a half) counts as that late."""


class Promptness:
    """``take`` the delays of readings, then ask how likely it is that a change has not been read yet."""

    def __init__(self, model: EvidenceModel) -> None:
        self._model = model
        self._delays: deque[float] = deque(maxlen=KEPT)
        self._waits = np.arange(STEPS) * STEP_S
        wait = np.maximum(self._waits - model.report_from_s, 0.0)
        self._soon = np.exp(-wait / model.report_soon_s)  # nobody is read at once: meters are held
        late = np.clip(1.0 - wait / model.report_late_s, 0.0, 1.0)
        self._believed = (1.0 - model.report_late) * self._soon + model.report_late * late
        self._table = self._believed

    def take(self, delays: Iterable[float]) -> None:
        """Readings came so many seconds after their own time."""
        news = list(delays)
        if news:
            self._delays.extend(news)
            self._table = self._learnt()

    def unread(self, wait: Floats, never: float) -> Floats:
        """The chance that a change has not been read after so many seconds. never: share that never is."""
        return never + (1.0 - never) * np.interp(wait, self._waits, self._table)

    def _learnt(self) -> Floats:
        steps = np.clip(np.array(self._delays) / STEP_S, 0, STEPS - 1).astype(np.int64)
        share = np.bincount(steps, minlength=STEPS).astype(np.float64)
        unread = (
            len(steps) + np.convolve(share, self._soon - 1.0)[:STEPS]
        )  # before its delay nothing has come
        known = self._model.report_known
        return (known * self._believed + unread) / (known + len(steps))
