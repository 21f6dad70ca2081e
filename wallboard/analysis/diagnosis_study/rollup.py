"""The plain engine that a judgement must beat: thresholds rolled up device by device (domain 5.4, 1-11).

An area goes by its calls or its meters; a lateral's device when enough of its transformers go, a section
switch or a breaker when enough of what hangs right below it goes; a device that telemetry reads open goes at
once, one that it reads closed never. The topmost ones are what is predicted.
"""

from collections.abc import Sequence

import msgspec

from wallboard.analysis.diagnosis_study.cases import Case, Judged
from wallboard.analysis.diagnosis_study.known import Known, looks
from wallboard.analysis.diagnosis_study.tree import DeviceTree, children

BACKBONE = ("breaker", "switch")


class Transformer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Any one true: so many calls, calls by so large a share of its customers, meters off of those it has."""

    calls: int = 2
    share: float = 0.25
    meters_off_share: float = 0.5


class Lateral(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both true, of the transformers below."""

    transformers: int = 2
    share: float = 0.5


class Feeder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both true, of what hangs right below: laterals, transformers, the next section."""

    laterals: int = 2
    share: float = 0.5


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[tca]`` of domain 5.4. window_min: calls further apart do not belong together; meter_hold_s: until a
    count is believed; forget_min: calls alone speak for so long, no standard value was found."""

    window_min: float = 30.0
    meter_hold_s: float = 60.0
    forget_min: float = 60.0
    transformer: Transformer = Transformer()
    lateral: Lateral = Lateral()
    feeder: Feeder = Feeder()


class RollUp:
    """Judges one case look by look."""

    def __init__(self, tree: DeviceTree, thresholds: Thresholds) -> None:
        self._tree, self._rule = tree, thresholds
        self._children = children(tree.above)

    def judge(self, known: Known, now: float, planned: frozenset[int]) -> Judged:
        """What goes now."""
        tree = self._tree
        out = [area not in planned and self._goes(known, area, now) for area in range(len(tree.customers))]
        gone = [False] * len(tree.id)
        for device in range(len(tree.id) - 1, -1, -1):
            gone[device] = self._predicted(known, device, out, gone)
        top = [
            device
            for device, goes in enumerate(gone)
            if goes and not any(gone[above] for above in tree.way_up(device)[1:])
        ]
        dark = {
            area: float(tree.customers[area])
            for device in top
            for area in tree.below[device]
            if not self._is_back(known, area, out[area])
        }
        return Judged(frozenset(tree.twins[device] for device in top), dark)

    def _goes(self, known: Known, area: int, now: float) -> bool:
        """Whether an area's own evidence is enough."""
        rule, count = self._rule.transformer, known.counts.get(area)
        calls = known.calls.get(area, ())
        if count is not None and now - count.at >= self._rule.meter_hold_s:
            whole = count.off + count.on + count.silent
            if count.off >= rule.meters_off_share * whole > 0:
                return True
            if count.on > count.off and (not calls or count.at > calls[-1]):
                return False  # its meters have answered since: inside faults, no outage of the area
        if not calls or now - calls[-1] > self._rule.forget_min * 60.0:
            return False
        together = self._together(calls)
        return together >= rule.calls or together >= rule.share * max(1, self._tree.customers[area])

    def _together(self, calls: Sequence[float]) -> int:
        """Calls of the newest run in which none came later than the window after the one before."""
        count = 1
        for later, sooner in zip(reversed(calls), reversed(calls[:-1]), strict=False):
            if later - sooner > self._rule.window_min * 60.0:
                break
            count += 1
        return count

    def _predicted(self, known: Known, device: int, out: list[bool], gone: list[bool]) -> bool:
        tree, position = self._tree, known.positions.get(device)
        if position is not None and position.good:
            return not position.closed
        area = tree.area[device]
        if area >= 0:
            return out[area]
        if tree.kind[device] in BACKBONE:
            parts = [gone[child] for child in self._children[device]]
            least, share = self._rule.feeder.laterals, self._rule.feeder.share
        else:
            parts = [out[area] for area in tree.below[device]]
            least, share = self._rule.lateral.transformers, self._rule.lateral.share
        return len(parts) > 0 and sum(parts) >= max(min(least, len(parts)), share * len(parts))

    @staticmethod
    def _is_back(known: Known, area: int, out: bool) -> bool:
        """Its own meters say that it has supply."""
        count = known.counts.get(area)
        return not out and count is not None and count.on > count.off


def roll_up(case: Case, thresholds: Thresholds) -> list[Judged]:
    """What the roll-up makes of a case at each of its looks."""
    engine = RollUp(case.tree, thresholds)
    return [engine.judge(known, truth.at, truth.planned) for truth, known in looks(case)]
