"""The judgement (研判) of the hub: evidence in, the analyst's claims on outages out (domain 5.4, design 4).

What an outage of the feed explains gets the judged device, its chance and its reasons as a claim beside the
feed's own. What nothing explains is an outage of the hub's own, ``judged/<number>``, from *predicted* on; it
becomes part of the feed's outage as soon as there is one. A person's word is never taken back. Only what was
heard is judged; no word of a source on which outage a call belongs to is believed.
"""

from collections.abc import Iterable
from math import inf

from feeds.hub.darkness import Darkness
from feeds.hub.judged_places import JudgedPlaces
from feeds.hub.judged_words import (
    JUDGED,
    JUDGED_PREFIX,
    MAY_END,
    Said,
    by_person,
    device_word,
    extent_word,
    matched,
    stage_word,
)
from feeds.hub.settled import Settled
from wallboard.domain.calls import CallReport, Evidence
from wallboard.domain.facts import Fact, Removed
from wallboard.domain.network import AreaMeters, DevicePosition, IndicatorState
from wallboard.domain.outages import OutageAlias, OutageDevice
from wallboard.domain.plans import PlanCourse, PlanWork
from wallboard.domain.registering import next_number
from wallboard.domain.rows import Outage
from wallboard.domain.terms import Claimant, DeviceKind, OutageStage
from wallboard.rules.diagnosis.book import FIRM, Case
from wallboard.rules.diagnosis.judge import Judge
from wallboard.rules.diagnosis.judgement import Hypothesis
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.state.atlas import Atlas
from wallboard.state.changes import Change
from wallboard.state.store import Store
from wallboard.state.supply_wires import supply_network
from wallboard.state.tables import Tables

EVIDENCE = (CallReport, AreaMeters, DevicePosition, IndicatorState, Evidence, PlanWork, PlanCourse)

JUDGE_EVERY_S = 20.0
"""Two judgements lie at least so far apart, s of operational time: what it costs is bounded by that."""

CASE_S, RAREST_S = 0.4, 240.0
"""And so much further for each case that lives, up to the second: a typhoon's thousand are weighed every four
minutes, or it would cost more the worse it is, when a hub has least to spare."""

FORGET_EVERY_S, KEPT_S = 3600.0, 24 * 3600.0
"""Calls of longer ago than this speak of nothing that stands, s."""


class Judging:
    """Judges one room's network, tree by tree as evidence comes. darkness: knows who is behind an outage;
    model: what the room believes of its evidence."""

    def __init__(self, atlas: Atlas, darkness: Darkness, model: EvidenceModel) -> None:
        self._model = model
        self._network, self._places = supply_network(atlas), JudgedPlaces(atlas)
        self._darkness = darkness
        self._judge: Judge | None = None
        self._news: list[Fact] = []
        self._at: float | None = None
        self._forgot_at = 0.0
        self._until = 0.0  # what was heard is held until then
        self._raised: dict[str, str] = {}  # the hub's own outage, by case
        self._hosts: dict[str, str] = {}  # the feed's outage that explains it, by case
        self._own_open: dict[tuple[str, DeviceKind], list[str]] = {}  # the hub's own that stand, by device
        self._explained_at: dict[str, float] = {}  # when one did last, by case
        self._settled = Settled(darkness)

    def hear(self, store: Store, change: Change, facts: Iterable[Fact]) -> None:
        """Keep the evidence of a batch; after a snapshot, all that stands."""
        self._settled.hear(store)
        if change.reset or self._judge is None:
            self._begin(store)
        else:
            self._news += [fact for fact in facts if isinstance(fact.data, EVIDENCE)]

    def said(self, store: Store, now: float) -> Said:
        """What follows at ``now`` (epoch s), by outage; nothing while nothing is heard or out."""
        if self._at is not None and 0 <= now - self._at < self._every_s:
            return []
        judge = self._judge or self._begin(store)
        if self._news:
            self._until = now + self._hold_s + self._every_s
        elif now > self._until and not judge.watchful and not self._raised:
            return []
        first, self._at = self._at is None, now
        judge.take(self._news)
        self._news = []
        if now - self._forgot_at >= FORGET_EVERY_S:
            judge.forget(now - KEPT_S)
            self._forgot_at = now
        found: Said = []
        self._own_open = _own_open(store.tables)
        cases = [case for case in judge.at(now).hypotheses if not case.plan]
        self._settled.turn(store, cases)
        for case in cases:
            quiet = self._settled.quiet(case, self._own_open)
            if quiet is None:
                found += self._follow(store.tables, case, now)
            elif quiet.host:
                self._explained_at[case.id] = now
        for ended in judge.book.take_over():
            found += self._ended(store.tables, ended, now)
        return found + (self._orphans(store.tables, now) if first else [])

    def _begin(self, store: Store) -> Judge:
        """Judge anew, from what stands: a restart, or another log."""
        self._judge, self._at = Judge(self._network, self._model), None
        self._raised.clear()
        self._hosts.clear()
        self._explained_at.clear()
        self._settled.forget()
        self._news = [fact for fact in store.snapshot() if isinstance(fact.data, EVIDENCE)]
        return self._judge

    def _follow(self, tables: Tables, case: Hypothesis, now: float) -> Said:
        """The words of one case that lives; it is settled where none are left, now or later."""
        before = self._raised.get(case.id), self._hosts.get(case.id)
        host, same, left = self._explained(tables, case)
        said = self._words(tables, case, host, now, same=same, left=left)
        own, beside = self._raised.get(case.id), self._hosts.get(case.id)
        told = beside or own
        if told is not None:
            later = device_word(tables, told, case, self._places, inf) is not None
        else:
            later = host is None and case.stage in FIRM
        if said or later or before != (own, beside):
            self._settled.stir(case.id)
        else:
            device = (self._places.device(case)[0], case.kind)
            self._settled.settle(case, "" if host is None else host.id, own or "", device)
        return said

    def _words(
        self, tables: Tables, case: Hypothesis, host: Outage | None, now: float, *, same: bool, left: int
    ) -> Said:
        """What is to be said of a case. host, same, left: see ``_explained``."""
        own = self._raised.get(case.id) or self._adopted(case)
        if host is not None:
            self._explained_at[case.id] = now
            said = self._let_go(tables, case.id, own, host.id)
            return said + self._beside(tables, case, host, now, same=same)
        said = self._unsaid(tables, self._hosts.pop(case.id, ""))
        if own is None:
            if case.stage not in FIRM or now - case.since[1] < self._hold_s or self._may_be_back(case, now):
                return said
            own = self._minted(tables, case, now)
            if own is None:
                return said
        self._raised[case.id] = own
        return said + self._own(tables, case, own, left, now)

    def _may_be_back(self, case: Hypothesis, now: float) -> bool:
        """Whether the feed has just called it over, and its meters may not have said so yet."""
        assert self._judge is not None
        return now - self._explained_at.get(case.id, -inf) < self._judge.model.report_late_s

    @property
    def _every_s(self) -> float:
        """How far apart judgements lie now, s."""
        cases = 0 if self._judge is None else len(self._judge.book.open)
        return min(RAREST_S, max(JUDGE_EVERY_S, CASE_S * cases))

    @property
    def _hold_s(self) -> float:
        assert self._judge is not None
        return self._judge.model.meter_hold_s

    def _explained(self, tables: Tables, case: Hypothesis) -> tuple[Outage | None, bool, int]:
        """The feed's outage that holds most of a case's customers, whether it is the same thing, and how
        many customers are under none."""
        mine: dict[str, int] = {}
        rows: dict[str, Outage] = {}
        for area in case.areas:
            for outage in self._darkness.holding(tables, area):
                if not outage.id.startswith(JUDGED):
                    here = self._share(case, outage, area)
                    rows[outage.id], mine[outage.id] = outage, mine.get(outage.id, 0) + here
        whole = case.customers if case.kind is DeviceKind.SERVICE else self._customers(case.areas)
        best = max(mine, key=lambda key: (mine[key], key), default="")
        if best and 2 * mine[best] >= whole > 0:
            behind = self._darkness.customers_behind(rows[best])
            return rows[best], matched(case, rows[best], mine[best], behind), 0
        return None, False, max(0, case.customers - sum(mine.values()))

    def _share(self, case: Hypothesis, outage: Outage, area: str) -> int:
        """How many customers of an area are out by both."""
        if case.kind is DeviceKind.SERVICE:
            return case.customers
        if outage.device_kind is DeviceKind.SERVICE:
            return min(outage.customers_out or 1, self._places.customers[area])
        return self._places.customers[area]

    def _customers(self, areas: Iterable[str]) -> int:
        return sum(self._places.customers[area] for area in areas)

    def _beside(self, tables: Tables, case: Hypothesis, host: Outage, now: float, *, same: bool) -> Said:
        """The judged device beside the feed's, where both speak of the same thing."""
        before = self._hosts.get(case.id, "")
        if not same:
            self._hosts.pop(case.id, None)
            return self._unsaid(tables, before)
        self._hosts[case.id] = host.id
        said = self._unsaid(tables, before) if before != host.id else []
        word = device_word(tables, host.id, case, self._places, now)
        return [*said, *([] if word is None else [(host.id, word)])]

    def _unsaid(self, tables: Tables, key: str) -> Said:
        """Take back what was said beside an outage that stands."""
        outage, thing = tables.outages.get(key), tables.thing("outage", key)
        if outage is None or thing is None or not outage.open:
            return []
        mine = thing.aspects.get(f"device/{Claimant.ANALYST.value}")
        if mine is None or not isinstance(mine.data, OutageDevice):
            return []
        return [(key, Removed("outage.device", Claimant.ANALYST))]

    def _own(self, tables: Tables, case: Hypothesis, key: str, left: int, now: float) -> Said:
        """The hub's own outage of a case, as far as what stands of it differs."""
        words = (
            extent_word(tables, key, case, self._places, left, now),
            device_word(tables, key, case, self._places, now),
            stage_word(tables, key, case.stage, now),
        )
        return [(key, word) for word in words if word is not None]

    def _minted(self, tables: Tables, case: Hypothesis, now: float) -> str | None:
        """A key with the next number of the day; None where a person has ended what began there then."""
        device, minute = self._places.device(case)[0], case.since[1] // 60
        keys = [key for key in tables.keys("outage") if key.startswith(JUDGED)]
        for row in filter(None, map(tables.outages.get, keys)):
            same = (row.device, row.device_kind, row.began // 60) == (device, case.kind, minute)
            if same and not row.open and row.stage_by is Claimant.OPERATOR:
                return None
        taken = (key.removeprefix(JUDGED) for key in (*keys, *self._raised.values()))
        return JUDGED + next_number(JUDGED_PREFIX, now, taken)

    def _adopted(self, case: Hypothesis) -> str | None:
        """An outage of the hub's own that it has raised for the same device before a restart."""
        if not self._own_open:
            return None
        for key in self._own_open.get((self._places.device(case)[0], case.kind), ()):
            if key not in self._raised.values():
                self._raised[case.id] = key
                return key
        return None

    def _let_go(self, tables: Tables, case: str, own: str | None, host: str) -> Said:
        """An outage of the hub's own becomes part of the feed's, unless a person has spoken of it."""
        if own is None or by_person(tables, own):
            return []
        self._raised.pop(case, None)
        row = tables.outages.get(own)
        if row is None or row.merged_into or not row.open:
            return []
        return [(own, OutageAlias(other=host, how="merged"))]

    def _ended(self, tables: Tables, case: Case, now: float) -> Said:
        """Nothing of a case is left: it is over, was none, or is a part of another."""
        self._hosts.pop(case.id, None)
        self._explained_at.pop(case.id, None)
        key = self._raised.pop(case.id, None)
        row = tables.outages.get(key) if key is not None else None
        if key is None or row is None or not row.open or row.merged_into:
            return []
        into = self._raised.get(case.into) or self._hosts.get(case.into)
        if case.into and into is not None and not by_person(tables, key):
            return [(key, OutageAlias(other=into, how="merged"))]
        stage = OutageStage.CANCELLED if case.into else case.stage
        if stage not in MAY_END and by_person(tables, key):
            return []
        word = stage_word(tables, key, stage, now if case.over_at is None else case.over_at)
        return [] if word is None else [(key, word)]

    def _orphans(self, tables: Tables, now: float) -> Said:
        """Own outages of before a restart that no evidence speaks for any more: meters verify them."""
        kept = set(self._raised.values())
        return [
            (key, word)
            for key, row in sorted(tables.outages.items())
            if key.startswith(JUDGED) and row.dark and not row.merged_into and key not in kept
            if (word := stage_word(tables, key, OutageStage.RESTORED_REPORTED, now)) is not None
        ]


def _own_open(tables: Tables) -> dict[tuple[str, DeviceKind], list[str]]:
    """The hub's own outages that stand, by device and kind, each by key: one look for all cases."""
    found: dict[tuple[str, DeviceKind], list[str]] = {}
    for key in sorted(key for key in tables.outages if key.startswith(JUDGED)):
        row = tables.outages[key]
        if row.open and not row.merged_into:
            found.setdefault((row.device, row.device_kind), []).append(key)
    return found
