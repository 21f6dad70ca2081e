"""Keeps outages apart through time: ids, stages, what is frozen, what is back (domain 5.4, rules 10, 12, 13).

suspected -> predicted -> probable (frozen: no longer rolled into another) -> confirmed, by telemetry or by a
person; then partly restored, restored and verified as meters agree. A report from before a device was read
open stays an outage of its own, nested behind it; nobody is counted under two.
"""

import msgspec
import numpy as np

from wallboard.domain.terms import OutageStage
from wallboard.rules.diagnosis.adverse import Adverse
from wallboard.rules.diagnosis.drafts import CUT, Draft
from wallboard.rules.diagnosis.heard import Heard
from wallboard.rules.diagnosis.judgement import Hypothesis
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.supply_network.network import Network
from wallboard.rules.supply_network.wires import Rows

EARLIER_S = 30.0
"""A report so much before a device was read open is not of that opening, s."""

FIRM = (OutageStage.PREDICTED, OutageStage.PROBABLE, OutageStage.CONFIRMED)
FROZEN = (OutageStage.PROBABLE, OutageStage.CONFIRMED)


class Case(msgspec.Struct):
    """One outage as the book keeps it. told_at: when it was first predicted or better, epoch s; nested: it
    was there before what is open above it; back_at: since when power is back behind it, None where it is not;
    over_at: when it ended, None while it lives; into: the id of the case that it is a part of now."""

    id: str
    draft: Draft
    stage: OutageStage
    told_at: float | None = None
    nested: bool = False
    back_at: float | None = None
    over_at: float | None = None
    into: str = ""

    @property
    def frozen(self) -> bool:
        return self.stage in FROZEN

    @property
    def firm(self) -> bool:
        return self.stage in FIRM


class Book:
    """``open``: cases that live, by place. ``over``: those that ended, in the order in which they did."""

    def __init__(self, network: Network, model: EvidenceModel, heard: Heard) -> None:
        self._network, self._model, self._heard = network, model, heard
        self.open: dict[tuple[str, int], Case] = {}
        self._near: dict[int, dict[tuple[str, int], Case]] = {}  # the same by tree
        self._names: dict[tuple[str, int], tuple[str, ...]] = {}  # the ids of the areas of a place
        self.over: list[Case] = []  # those of the last hour or so, see ``forget``
        self._taken = 0

    def trees(self) -> list[int]:
        """Where cases live."""
        return [tree for tree, cases in self._near.items() if cases]

    def take_over(self) -> list[Case]:
        """Cases that ended since the last call, in the order in which they did."""
        ended, self._taken = self.over[self._taken :], len(self.over)
        return ended

    def forget(self, before: float) -> None:
        """Let go cases that somebody took and that ended, or were told, before an instant (epoch s)."""
        taken = [case for case in self.over[: self._taken] if (case.over_at or case.told_at or 0.0) >= before]
        self.over[: self._taken], self._taken = taken, len(taken)

    def held(self) -> list[int]:
        """Cuts that are held open by a frozen case, for whoever weighs: those that have none below them.
        Others are not rolled into what is above them either, but may move down as more is heard (domain
        5.4)."""
        end = self._network.cuts.end
        return [
            case.draft.place[1]
            for case in self.open.values()
            if case.frozen
            and case.back_at is None
            and case.draft.place[0] == CUT
            and end[case.draft.place[1]] == case.draft.place[1] + 1
        ]

    def told_since(self, at: float) -> int:
        """Cuts that were first predicted or better since then, and were no mistake."""
        cases = [
            *self.open.values(),
            *(case for case in self.over if case.stage is not OutageStage.CANCELLED),
        ]
        return sum(
            case.told_at is not None and case.told_at >= at and case.draft.place[0] == CUT for case in cases
        )

    def enter(self, drafts: list[Draft], trees: Rows, found: Adverse, now: float) -> None:
        """What the drafts of these trees say of the cases there."""
        drawn = {draft.place: draft for draft in drafts}
        looked = set(trees.tolist())
        for draft in drafts:
            case = self.open.get(draft.place) or self._rolled(draft, drawn)
            if case is None:
                case = self._put(draft.place, Case(_minted(draft), draft, OutageStage.SUSPECTED))
            case.draft, case.back_at = draft, None
            self._advance(case, now)
        for place, case in list(self.open.items()):
            if place not in drawn and self._tree(place) in looked:
                self._without_draft(case, found, now)

    def hypotheses(self) -> list[Hypothesis]:
        """The cases that live; who is under two counts under the inner one."""
        return [self._told(case) for _, case in sorted(self.open.items())]

    def _restored(self, place: tuple[str, int], found: Adverse, since: float) -> tuple[int, int]:
        """Customers behind a place that have read lit since, and those that answer at all."""
        areas = self._areas(place)
        customers = self._network.wires.customers[areas]
        lit = found.lit_at[areas] > since
        dark = self._heard.off[areas] > self._heard.on[areas]
        return int(customers[lit].sum()), int(customers[lit | dark].sum())

    def _rolled(self, draft: Draft, drawn: dict[tuple[str, int], Draft]) -> Case | None:
        """The case that goes on as this one: the earliest of those that it overlaps and may take in."""
        mine, tree = self._span(draft.place), self._tree(draft.place)
        taken: list[Case] = []
        for place, case in self._near.get(tree, {}).items():
            theirs = self._span(place)
            if (
                place in drawn
                or case.back_at is not None
                or not (theirs[0] < mine[1] and mine[0] < theirs[1])
            ):
                continue
            inner = theirs[0] >= mine[0] and theirs[1] <= mine[1]
            if inner and self._earlier(case, draft):
                case.nested = True
            elif not case.frozen or (inner and (draft.by_person or draft.opened_at is not None)):
                taken.append(case)
        if not taken:
            return None
        first = min(taken, key=lambda case: (case.draft.since[1], case.id))
        for case in taken:
            self._drop(case.draft.place)
            if case is not first:
                case.into = first.id
                self.over.append(case)
        return self._put(draft.place, first)

    def _put(self, place: tuple[str, int], case: Case) -> Case:
        self.open[place] = case
        self._near.setdefault(self._tree(place), {})[place] = case
        return case

    def _drop(self, place: tuple[str, int]) -> None:
        del self.open[place]
        del self._near[self._tree(place)][place]

    def _earlier(self, case: Case, draft: Draft) -> bool:
        """Whether a case was there before the device above it opened (rule 12)."""
        opened = draft.opened_at
        return opened is not None and not draft.by_person and case.draft.since[1] < opened - EARLIER_S

    def _advance(self, case: Case, now: float) -> None:
        """The stage that its draft and its age give it; never back to an earlier one while it is frozen."""
        draft, model = case.draft, self._model
        if draft.opened_at is not None or draft.plan:
            case.stage = OutageStage.CONFIRMED
        elif not case.frozen:
            likely = draft.probability >= model.predict_from and not draft.single
            case.stage = OutageStage.PREDICTED if likely else OutageStage.SUSPECTED
            if likely and case.told_at is not None and now - case.told_at >= model.probable_after_s:
                case.stage = OutageStage.PROBABLE
        if case.firm and case.told_at is None:
            case.told_at = now

    def _without_draft(self, case: Case, found: Adverse, now: float) -> None:
        """Nothing explains it now: power is back, or it was none; a nested one waits for its own meters."""
        lit, answered = self._restored(case.draft.place, found, case.draft.since[1])
        back = answered > 0 and lit >= self._model.verify_share * answered
        if case.nested and not back and case.back_at is None:
            return
        if case.firm and lit and case.back_at is None:
            case.back_at = now
        if not back and case.back_at is not None and now - case.back_at < self._model.verify_s:
            near = self._near[self._tree(case.draft.place)]
            inner = any(self._inside(other, case.draft.place) for other in near)
            case.stage = OutageStage.PARTLY_RESTORED if inner else OutageStage.RESTORED_REPORTED
            return
        case.over_at = now
        unproven = OutageStage.CANCELLED if case.back_at is None else OutageStage.RESTORED_REPORTED
        case.stage = OutageStage.RESTORED_VERIFIED if back else unproven
        self._drop(case.draft.place)
        self.over.append(case)

    def _told(self, case: Case) -> Hypothesis:
        draft, less = case.draft, 0
        if draft.place[0] == CUT:
            for place, other in self._near[self._tree(draft.place)].items():
                if other is not case and self._inside(place, draft.place):
                    less += other.draft.customers
        return Hypothesis(
            id=case.id,
            suspects=draft.suspects,
            probability=0.0 if case.back_at is not None else draft.probability,
            customers=0 if case.back_at is not None else max(0, draft.customers - less),
            areas=self._areas_told(draft),
            stage=case.stage,
            since=draft.since,
            reasons=draft.reasons,
            frozen=case.frozen,
            plan=draft.plan,
            nested=case.nested,
        )

    def _areas_told(self, draft: Draft) -> tuple[str, ...]:
        """Ids of the areas of a draft; without those that are fed from beyond."""
        names = self._network.named.areas
        if draft.spared:
            areas = self._areas(draft.place)
            for row in draft.spared:
                areas = np.setdiff1d(areas, self._network.cuts.areas_below(row))
            return tuple(names[area] for area in areas.tolist())
        known = self._names.get(draft.place)
        if known is None:
            areas = self._areas(draft.place)
            known = self._names[draft.place] = tuple(names[area] for area in areas.tolist())
        return known

    def _inside(self, inner: tuple[str, int], outer: tuple[str, int]) -> bool:
        if outer[0] != CUT:
            return False
        mine, theirs = self._span(inner), self._span(outer)
        return theirs[0] <= mine[0] and mine[1] <= theirs[1] and inner != outer

    def _span(self, place: tuple[str, int]) -> tuple[int, int]:
        """First and last place of its areas in the cuts' order."""
        kind, row = place
        cuts = self._network.cuts
        if kind == CUT:
            return int(cuts.first[row]), int(cuts.last[row])
        at = int(cuts.place_of[row])
        return at, at + 1

    def _areas(self, place: tuple[str, int]) -> Rows:
        return self._network.cuts.areas_below(place[1]) if place[0] == CUT else np.array([place[1]])

    def _tree(self, place: tuple[str, int]) -> int:
        cuts = self._network.cuts
        return int(cuts.tree[place[1]] if place[0] == CUT else cuts.tree_of[place[1]])


def _minted(draft: Draft) -> str:
    """From its first device and its start."""
    mark = "" if draft.place[0] == CUT else "/service"
    return f"{draft.suspects[0].device}{mark}@{draft.since[1]:.0f}"
