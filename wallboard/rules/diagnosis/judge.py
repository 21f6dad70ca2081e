"""Judges a network by what was heard of it: which devices are open, and what that leaves dark."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from math import inf

import numpy as np

from wallboard.domain.facts import Fact
from wallboard.rules.diagnosis.adverse import Adverse, adverse, area_evidence
from wallboard.rules.diagnosis.book import Book, Case
from wallboard.rules.diagnosis.doubts import doubted_links
from wallboard.rules.diagnosis.drafts import CUT, Draft, Drafting
from wallboard.rules.diagnosis.heard import OPEN, Heard
from wallboard.rules.diagnosis.inference import NEVER, Odds, Posterior, infer
from wallboard.rules.diagnosis.judgement import Hazard, Hypothesis, Judgement
from wallboard.rules.diagnosis.known import LIKELY, Held, Known
from wallboard.rules.diagnosis.likelihood import area_terms
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.diagnosis.openers import Openers, joined
from wallboard.rules.diagnosis.promptness import Promptness
from wallboard.rules.diagnosis.switched import Switched
from wallboard.rules.supply_network.cuts import runs
from wallboard.rules.supply_network.network import Network
from wallboard.rules.supply_network.wires import Rows

HOUR = 3600.0

SAID = 0.99
"""Chance of what somebody on site says."""


class Judge:
    """``take`` facts in any order, then ask ``at`` an instant (epoch s), never before an earlier one."""

    def __init__(self, network: Network, model: EvidenceModel | None = None) -> None:
        self.network, self.model = network, model or EvidenceModel()
        self.heard, self.known = Heard(network), Known(network)
        self.book = Book(network, self.model, self.heard)
        self._openers = Openers(network, self.model)
        self._drafting = Drafting(network, self.model, self.heard, self._openers)
        cuts = network.cuts
        blank = [np.zeros(cuts.rows) for _ in range(6)]
        self._odds = Odds(*blank, gain=np.zeros(len(cuts.areas)))
        self._part = np.zeros(len(cuts.areas))
        self._dark = np.zeros(cuts.rows)
        self._switched, self._prompt = Switched(network), Promptness(self.model)
        self._busy = 1.0
        self._judged_at = np.full(cuts.trees, -inf)

    def take(self, facts: Iterable[Fact]) -> None:
        """Keep what these facts say."""
        facts = list(facts)
        self.heard.take(facts)
        self.known.take(facts)
        for device, at in self.heard.closed_again:
            row = int(self.network.cuts.row_of_device[device])
            if row >= 0:
                self._switched.closed(row, at)
                self._over(row, at)
        self.heard.closed_again.clear()
        self._prompt.take(self.heard.delays)
        self.heard.delays.clear()
        row_of = self.network.cuts.row_of_device
        for device in np.flatnonzero((self.heard.position == OPEN) & (row_of >= 0)).tolist():
            self._switched.opened(int(row_of[device]), float(self.heard.position_at[device]))

    def forget(self, before: float) -> None:
        """Let go calls and ended cases of before an instant (epoch s): they speak of nothing that stands."""
        self.heard.forget(before)
        self.book.forget(before)

    @property
    def watchful(self) -> bool:
        """Whether something may be out: then time alone says more, without another word."""
        return bool(np.isfinite(self._judged_at).any())

    def at(self, now: float) -> Judgement:
        """The judgement of an instant, from all that was taken up to it."""
        cuts = self.network.cuts
        found = self._adverse(now)
        if self._presume_closed(found):
            found = self._adverse(now)
        held = {one.row: one for one in self.known.held(now)}
        trees = self._due(found, held, now)
        self._busy = self._how_busy(now)
        self._weigh(trees, found, held, now)
        posterior = infer(cuts, self._odds, trees)
        self._dark[posterior.rows] = posterior.dark
        self.book.enter(self._drafts(posterior, found, held), trees, found, now)
        hypotheses = self.book.hypotheses()
        return Judgement(
            now,
            tuple(hypotheses),
            self._expected(),
            self.heard.unplaced,
            doubted_links(self.network, self.heard, found, self._dark),
            self._hazards(hypotheses),
        )

    def _adverse(self, now: float) -> Adverse:
        said = [(one.row, one.at) for one in self.known.held(now)]
        return adverse(self.network, self.heard, self.model, self._switched.fresh_from, said, now)

    def _hazards(self, hypotheses: list[Hypothesis]) -> tuple[Hazard, ...]:
        """Every report of danger, with the innermost outage of its area."""
        if not self.heard.hazards:
            return ()
        by_area = {
            area: one.id for one in sorted(hypotheses, key=lambda h: -len(h.areas)) for area in one.areas
        }
        return tuple(Hazard(call, area, by_area.get(area, "")) for call, area in self.heard.hazards.items())

    def _how_busy(self, now: float) -> float:
        """Times as many outages as expected: a storm is known by the outages of the last hour."""
        model = self.model
        expected = self._openers.expected * HOUR / model.window_s
        lately = self.book.told_since(now - HOUR)
        return float(np.clip((lately + 1.0) / (expected + 1.0), 1.0, model.busiest))

    def _due(self, found: Adverse, held: dict[int, Held], now: float) -> Rows:
        """Trees where something may be dark, or was; those that nothing new was heard of not every time."""
        cuts = self.network.cuts
        active = np.zeros(cuts.trees, np.bool_)
        active[cuts.tree[np.isfinite(found.onsets.onset)]] = True
        for row in held:
            active[cuts.tree[row]] = True
        active[self.book.trees()] = True  # a case ends by being looked at
        self._judged_at[~active & (self._dark[cuts.starts[:-1]] <= 0.0)] = -inf
        was = np.isfinite(self._judged_at)
        new = np.zeros(cuts.trees, np.bool_)
        areas, devices = self.heard.take_touched()
        rows = np.concatenate([cuts.row_of[areas], cuts.row_of_device[devices]])
        new[cuts.tree[rows[rows >= 0]]] = True
        due = np.flatnonzero((active | was) & (new | (now - self._judged_at >= self.model.again_s)))
        self._judged_at[due] = np.where(active[due], now, -inf)
        return due

    def _weigh(self, trees: Rows, found: Adverse, held: dict[int, Held], now: float) -> None:
        """Bring the odds of these trees up to now."""
        cuts, odds = self.network.cuts, self._odds
        tops = cuts.starts[trees]
        places = runs(cuts.first[tops], cuts.last[tops])
        if not len(places):
            return
        areas = cuts.areas[places]
        evidence = area_evidence(areas, self.network, self.heard, found, self._switched.fresh_from, now)
        terms = area_terms(evidence, self.model, self._prompt, self._busy)
        odds.gain[places], self._part[places] = terms.gain, terms.part
        rows = cuts.of_trees(trees)
        first = self._openers.first
        lengths = first[rows + 1] - first[rows]
        members = runs(first[rows], first[rows + 1])
        waited = now - np.minimum(found.onsets.onset[cuts.feeder[rows]], now)
        switching = self._switched.of(rows, found.lit_at, now)
        alone = self._openers.members(
            members,
            self.heard,
            np.repeat(waited, lengths),
            switching.by(lengths),
            busy=self._busy,
            now=now,
        )
        states = joined(alone, np.cumsum(lengths) - lengths)
        odds.opened[rows], odds.shut[rows], odds.fed[rows] = states.opened, states.shut, states.fed
        nested = self._switched.nested(rows, now) & ~switching.whole
        odds.opened[rows] += np.where(nested, np.log(self.model.nested), 0.0)
        self._hold(set(trees.tolist()), held)
        self._indicate(rows, found)

    def _hold(self, trees: set[int], held: dict[int, Held]) -> None:
        """Frozen cases, plans and words stand before priors."""
        cuts, odds = self.network.cuts, self._odds
        frozen = dict.fromkeys(self.book.held(), LIKELY)
        for row, weights in (frozen | {row: (one.opened, one.closed) for row, one in held.items()}).items():
            if int(cuts.tree[row]) in trees and (row in held or odds.opened[row] < odds.shut[row]):
                odds.opened[row], odds.shut[row] = weights
                odds.fed[row] = NEVER

    def _indicate(self, rows: Rows, found: Adverse) -> None:
        """Fault indicators that showed current within the window."""
        odds, model = self._odds, self.model
        for column in (odds.hit, odds.missed, odds.unlit):
            column[rows] = 0.0
        row = self.network.cuts.row_of_device[found.current]
        row = row[np.isin(row, rows)]
        np.add.at(odds.hit, row, np.log(model.indicator_hit))
        np.add.at(odds.missed, row, np.log(model.indicator_false))
        np.add.at(odds.unlit, row, np.log(model.indicator_below))

    def _drafts(self, posterior: Posterior, found: Adverse, held: dict[int, Held]) -> list[Draft]:
        """The likely outages of these trees: cuts of the best explanation, and broken service lines."""
        cuts, least = self.network.cuts, self.model.suspect_from
        said: list[Draft] = []
        covered = np.zeros(len(cuts.areas), np.bool_)
        fed = _outermost(posterior.rows[posterior.best_fed].tolist(), cuts.end)
        for place in np.flatnonzero(
            (posterior.best & (posterior.opened >= least)) | (posterior.opened >= self.model.predict_from)
        ).tolist():
            row = int(posterior.rows[place])
            spared = tuple(fed[bisect_right(fed, row) : bisect_left(fed, int(cuts.end[row]))])
            chance = float(posterior.opened[place])
            draft = self._drafting.of_cut(row, chance, spared, found, held.get(row))
            if draft is not None:
                said.append(draft)
                covered[cuts.first[row] : cuts.last[row]] = True
                for one in spared:
                    covered[cuts.first[one] : cuts.last[one]] = False
        tops = cuts.starts[posterior.trees]
        places = runs(cuts.first[tops], cuts.last[tops])
        part = self._part[places]
        part[self._said_dark(places, found)] = SAID
        chance = part * (1.0 - self._dark[cuts.inner[places]])
        likely = (chance >= least) & ~covered[places]
        for place, one in zip(places[likely].tolist(), chance[likely].tolist(), strict=True):
            said.append(self._drafting.of_service(int(cuts.areas[place]), one, found))
        return said

    def _said_dark(self, places: Rows, found: Adverse) -> Rows:
        """Which of these places (in order) hold a service line that somebody on site says is broken."""
        services = self.known.services
        areas = np.fromiter(services.keys(), np.int64, len(services))
        said_at = np.fromiter(services.values(), np.float64, len(services))
        mine = self.network.cuts.place_of[areas[found.lit_at[areas] <= said_at]]
        at = np.searchsorted(places, mine)
        here = at < len(places)
        return at[here][places[at[here]] == mine[here]]

    def _expected(self) -> float:
        """Customers out, the mean over all worlds."""
        cuts = self.network.cuts
        trees = np.flatnonzero(np.isfinite(self._judged_at))
        tops = cuts.starts[trees]
        places = runs(cuts.first[tops], cuts.last[tops])
        whole = float((self._dark[cuts.inner[places]] * cuts.customers[places]).sum())
        return whole + sum(
            one.draft.probability * one.draft.customers
            for one in self.book.open.values()
            if one.draft.place[0] != CUT
        )

    def _presume_closed(self, found: Adverse) -> bool:
        """Power is back somewhere behind a known outage: what was heard there before is of another time."""
        cuts, closed = self.network.cuts, False
        for case in self.book.open.values():
            kind, row = case.draft.place
            if kind != CUT or case.told_at is None or case.back_at is not None:
                continue
            areas = cuts.areas_below(row)
            lit = found.lit_at[areas]
            news = lit > np.maximum(self._began(case, areas, found), self._switched.fresh_from[areas])
            closed |= bool(news.any())
            share = self.model.back_share if cuts.tied[row] else 0.0
            if news.sum() >= max(1.0, share * len(areas)) and not self._read_open(row):
                self._lit_again(row, float(lit[news].min()))
                continue
            zones = cuts.zone[cuts.first[row] : cuts.last[row]]
            for zone in np.unique(zones[news]).tolist():
                at = float(lit[news & (zones == zone)].min())
                if zone == row:
                    self._lit_again(row, at)
                else:
                    self._switched.lit(zone, at, closed=False)
        return closed

    def _read_open(self, row: int) -> bool:
        """Telemetry says that it is open: then light behind it comes from beyond, zone by zone."""
        return any(
            device >= 0 and self.heard.position[device] == OPEN
            for device, _ in self.network.cuts.members_of(row)
        )

    def _began(self, case: Case, areas: Rows, found: Adverse) -> float:
        """From when on light behind a case means that power is back, epoch s: when it was told, or the newest
        reading of darkness before that; for where counts come late, both words may be older than the telling.
        """
        assert case.told_at is not None
        dark = self.heard.read_at[areas[found.dark[areas]]]
        return min(case.told_at, float(dark.max())) if len(dark) else case.told_at

    def _lit_again(self, row: int, at: float) -> None:
        """Somebody behind a cut read lit: it was closed before that."""
        self._switched.lit(row, at, closed=True)
        self._over(row, at)

    def _over(self, row: int, at: float) -> None:
        case = self.book.open.get((CUT, row))
        if case is not None and case.back_at is None:
            case.back_at = at
        for inner in range(row, int(self.network.cuts.end[row])):
            self.known.ended(inner, at)


def _outermost(rows: list[int], end: Rows) -> list[int]:
    """Those that are below none of the others."""
    found: list[int] = []
    for row in sorted(rows):
        if not found or row >= end[found[-1]]:
            found.append(row)
    return found
