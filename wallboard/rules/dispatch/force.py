"""All crews against all orders at once: who is able, as arrays; the rule of ``able``, a million times."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wallboard.rules.dispatch.able import FREE, Hand, Need
from wallboard.rules.dispatch.roads import Floats
from wallboard.rules.dispatch_limits import DispatchRules

Mask = NDArray[np.bool_]


class Force:
    """Crews as columns, (m,) each. Their order is that of ``hands``; the hands' own ways are not read."""

    def __init__(self, hands: Sequence[Hand], rules: DispatchRules) -> None:
        self.hands, self._rules = tuple(hands), rules
        crews = [hand.crew for hand in hands]
        self.ready: Mask = np.array(
            [
                crew.status in FREE
                and not 0 < crew.persons < rules.persons
                and hand.fix_age is not None
                and hand.fix_age <= rules.lost_minutes * 60
                for hand, crew in zip(hands, crews, strict=True)
            ],
            bool,
        )
        self.ends: Floats = np.array(
            [np.inf if crew.shift_ends_at is None else crew.shift_ends_at for crew in crews], float
        )
        self._fits: dict[tuple[str, str, tuple[str, ...]], Mask] = {}

    def able(self, needs: Sequence[Need], seconds: Floats, now: float) -> Mask:
        """(n, m): whether each crew can take each order now. seconds: (n, m) ways, inf without one."""
        found = np.zeros(seconds.shape, bool)
        usual = self._rules.work_minutes * 60
        for row, need in enumerate(needs):
            work = usual if need.work is None else need.work
            found[row] = self._fitting(need) & (now + seconds[row] + work <= self.ends)
        return found & np.isfinite(seconds)

    def _fitting(self, need: Need) -> Mask:
        """Ready, learnt, authorised and equipped; kept by what is asked, which is little in all."""
        asked = need.unit, need.skill, need.spares
        found = self._fits.get(asked)
        if found is None:
            found = self._fits[asked] = self.ready & np.array(
                [
                    (not need.skill or not crew.skills or need.skill in crew.skills)
                    and (not need.unit or not crew.authorised or need.unit in (crew.unit, *crew.authorised))
                    and all(one in crew.spares for one in need.spares)
                    for crew in (hand.crew for hand in self.hands)
                ],
                bool,
            )
        return found
