"""Judges a network by what was heard of it: which devices are open, and what that leaves dark."""

from collections.abc import Iterable
from math import inf

import msgspec
import numpy as np

from wallboard.domain.facts import Fact
from wallboard.domain.terms import OutageStage
from wallboard.rules.diagnosis.heard import OPEN, Heard
from wallboard.rules.diagnosis.inference import Floats, Odds, Posterior, infer
from wallboard.rules.diagnosis.judgement import Hypothesis, Judgement, Suspect
from wallboard.rules.diagnosis.likelihood import AreaEvidence, AreaTerms, area_terms
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.diagnosis.onsets import Onsets, onsets
from wallboard.rules.diagnosis.openers import Openers, row_terms
from wallboard.rules.supply_network.cuts import runs
from wallboard.rules.supply_network.network import Network
from wallboard.rules.supply_network.wires import Flags, Rows

LEAD_S = 60.0
"""How long before the first word of it an outage is taken to have begun, s."""


class Adverse(msgspec.Struct, frozen=True):
    """Reports that something may be dark. Areas by row: whether their standing reading says dark, whether it
    counts; calls by row of area with their times; onsets by tree."""

    dark: Flags
    counts: Flags
    call_area: Rows
    call_at: Floats
    onsets: Onsets


class Judge:
    """``take`` facts in any order, then ask ``at`` an instant (epoch s) for the judgement of it."""

    def __init__(self, network: Network, model: EvidenceModel | None = None) -> None:
        self.network, self.model = network, model or EvidenceModel()
        self.heard = Heard(network)
        self._openers = Openers(network, self.model)
        cuts = network.cuts
        self._odds = Odds(
            opened=self._openers.opened.copy(),
            closed=self._openers.closed.copy(),
            hit=np.zeros(cuts.rows),
            missed=np.zeros(cuts.rows),
            unlit=np.zeros(cuts.rows),
            gain=np.zeros(len(cuts.areas)),
        )
        self._part = np.zeros(len(cuts.areas))
        self._fresh_from = np.full(len(network.named.areas), -inf)

    def take(self, facts: Iterable[Fact]) -> None:
        """Keep what these facts say."""
        self.heard.take(facts)
        cuts = self.network.cuts
        for device, at in self.heard.closed_again:
            row = int(cuts.row_of_device[device])
            if row >= 0:
                areas = cuts.areas_below(row)
                self._fresh_from[areas] = np.maximum(self._fresh_from[areas], at)
        self.heard.closed_again.clear()

    def at(self, now: float) -> Judgement:
        """The judgement of an instant, from all that was taken up to it."""
        found = self._adverse(now)
        trees = np.flatnonzero(np.isfinite(found.onsets.onset))
        self._weigh(trees, found, now)
        posterior = infer(self.network.cuts, self._odds, trees)
        hypotheses, expected = self._told(posterior, found, now)
        return Judgement(now, tuple(hypotheses), expected, self.heard.unplaced)

    def _adverse(self, now: float) -> Adverse:
        """What speaks of darkness now, and since when in each tree."""
        heard, cuts, model = self.heard, self.network.cuts, self.model
        counts = (heard.read_at >= self._fresh_from) & (heard.off + heard.on > 0)
        counts &= (heard.off == 0) | (heard.read_at + model.meter_hold_s <= now)
        dark = counts & (heard.off > heard.on)
        since_lit = np.where(counts & ~dark, heard.read_at, -inf)
        area, at = heard.calls.columns()
        valid = (at >= np.maximum(since_lit, self._fresh_from)[area]) & (at <= now)
        area, at = area[valid], at[valid]
        opened = np.flatnonzero((heard.position == OPEN) & (cuts.row_of_device >= 0))
        passed = np.flatnonzero((heard.passed_at > now - model.window_s) & (cuts.row_of_device >= 0))
        trees = [cuts.tree_of[dark], cuts.tree_of[area]]
        trees += [cuts.tree[cuts.row_of_device[rows]] for rows in (opened, passed)]
        times = [heard.read_at[dark], at, heard.position_at[opened], heard.passed_at[passed]]
        tree, when = np.concatenate(trees), np.concatenate(times)
        known = tree >= 0
        began = onsets(tree[known], when[known], cuts.trees, model.window_s, model.onset_gap_s)
        kept = at >= np.where(cuts.tree_of[area] >= 0, began.episode[cuts.tree_of[area]], inf)
        return Adverse(dark, counts, area[kept], at[kept], began)

    def _weigh(self, trees: Rows, found: Adverse, now: float) -> None:
        """Bring the odds of these trees up to now."""
        cuts, heard = self.network.cuts, self.heard
        tops = cuts.starts[trees]
        places = runs(cuts.first[tops], cuts.last[tops])
        terms = self._area_terms(cuts.areas[places], found, now)
        self._odds.gain[places], self._part[places] = terms.gain, terms.part
        rows = cuts.of_trees(trees)
        first = self._openers.first
        members = runs(first[rows], first[rows + 1])
        if not len(rows):
            return
        lengths = first[rows + 1] - first[rows]
        waited = np.repeat(now - found.onsets.onset[cuts.tree[rows]], lengths)
        opened, closed = self._openers.member_terms(members, heard, waited)
        terms_of = row_terms(opened, closed, np.cumsum(lengths) - lengths)
        self._odds.opened[rows], self._odds.closed[rows] = terms_of
        self._indicators(rows, now)

    def _area_terms(self, areas: Rows, found: Adverse, now: float) -> AreaTerms:
        heard, network = self.heard, self.network
        onset = found.onsets.onset[network.cuts.tree_of[areas]]
        episode = found.onsets.episode[network.cuts.tree_of[areas]]
        calls = np.bincount(found.call_area, minlength=len(network.named.areas))[areas]
        off, on, read = heard.off[areas], heard.on[areas], heard.read_at[areas]
        counted = found.counts[areas] & ((off > 0) | (read >= onset))
        mute = (off + on == 0) & (read >= onset)
        fresh = self._fresh_from[areas]
        overtaken = (off > on) & (read < fresh)
        waited = np.where(counted | mute | overtaken, 0.0, now - onset)
        evidence = AreaEvidence(
            customers=network.wires.customers[areas],
            off=off,
            on=on,
            counted=counted,
            waited=waited,
            unlit=np.where(overtaken, now - np.where(overtaken, fresh, now), 0.0),
            calls=calls,
            span=now - np.where(calls > 0, episode, onset) + LEAD_S,
        )
        return area_terms(evidence, self.model)

    def _indicators(self, rows: Rows, now: float) -> None:
        """Fault indicators that showed current within the window."""
        cuts, model, odds = self.network.cuts, self.model, self._odds
        for column in (odds.hit, odds.missed, odds.unlit):
            column[rows] = 0.0
        mine = np.flatnonzero((self.heard.passed_at > now - model.window_s) & (cuts.row_of_device >= 0))
        row = cuts.row_of_device[mine]
        row = row[np.isin(row, rows)]
        np.add.at(odds.hit, row, np.log(model.indicator_hit))
        np.add.at(odds.missed, row, np.log(model.indicator_false))
        np.add.at(odds.unlit, row, np.log(model.indicator_below))

    def _told(self, posterior: Posterior, found: Adverse, now: float) -> tuple[list[Hypothesis], float]:
        """The hypotheses of the best explanation, and the customers out over all of them."""
        cuts, expected = self.network.cuts, 0.0
        said: list[Hypothesis] = []
        dark = np.zeros(cuts.rows)
        dark[posterior.rows] = posterior.dark
        for place in np.flatnonzero(posterior.best).tolist():
            row, chance = int(posterior.rows[place]), float(posterior.opened[place])
            suspects = self._suspects(row, chance)
            if suspects and chance >= self.model.suspect_from:
                said.append(self._hypothesis(row, suspects, chance, found))
        tops = cuts.starts[posterior.trees]
        places = runs(cuts.first[tops], cuts.last[tops])
        lost = dark[cuts.inner[places]]
        part = self._part[places] * (1.0 - lost)
        expected = float((lost * cuts.customers[places]).sum())
        for place in places[part >= self.model.suspect_from].tolist():
            said.append(self._service(place, float(self._part[place] * (1 - dark[cuts.inner[place]])), found))
            expected += said[-1].customers * said[-1].probability
        return said, expected

    def _suspects(self, row: int, chance: float) -> tuple[Suspect, ...]:
        """The devices of a cut that telemetry does not read closed, each with its share of the chance."""
        network, openers, heard = self.network, self._openers, self.heard
        members = np.arange(openers.first[row], openers.first[row + 1])
        opened, closed = openers.member_terms(members, heard, np.full(len(members), inf))
        allowed = ~openers.telemetered_closed(members, heard)
        odds = np.where(allowed, np.exp(opened - closed), 0.0)
        whole = float(odds.sum())
        found: list[Suspect] = []
        for (device, area), share in zip(network.cuts.members_of(row), odds.tolist(), strict=True):
            if share > 0.0:
                name = network.named.devices[device] if device >= 0 else network.named.areas[area]
                opener = network.wires.device_kind[device] if device >= 0 else "transformer"
                found.append(Suspect(name, opener, chance * share / whole))
        return tuple(sorted(found, key=lambda one: -one.probability))

    def _hypothesis(
        self, row: int, suspects: tuple[Suspect, ...], chance: float, found: Adverse
    ) -> Hypothesis:
        cuts, named = self.network.cuts, self.network.named
        tree = int(cuts.tree[row])
        read_open = any(
            self.heard.position[device] == OPEN for device, _ in cuts.members_of(row) if device >= 0
        )
        onset = float(found.onsets.onset[tree])
        stage = OutageStage.CONFIRMED if read_open else self._stage(chance)
        return Hypothesis(
            id=f"{suspects[0].device}@{onset:.0f}",
            suspects=suspects,
            probability=chance,
            customers=cuts.customers_below(row),
            areas=tuple(named.areas[area] for area in cuts.areas_below(row).tolist()),
            stage=stage,
            since=(float(found.onsets.episode[tree]) - LEAD_S, onset),
        )

    def _service(self, place: int, chance: float, found: Adverse) -> Hypothesis:
        """A part of an area is dark: its customers as far as its meters say."""
        network, heard = self.network, self.heard
        area = int(network.cuts.areas[place])
        answered = int(heard.off[area] + heard.on[area])
        whole = int(network.wires.customers[area])
        known = found.counts[area] and answered > 0
        dark = round(whole * int(heard.off[area]) / answered) if known else 1
        tree = int(network.cuts.tree_of[area])
        onset = float(found.onsets.onset[tree])
        name = network.named.areas[area]
        return Hypothesis(
            id=f"{name}/service@{onset:.0f}",
            suspects=(Suspect(name, "service", chance),),
            probability=chance,
            customers=max(1, dark),
            areas=(name,),
            stage=self._stage(chance),
            since=(float(found.onsets.episode[tree]) - LEAD_S, onset),
        )

    def _stage(self, chance: float) -> OutageStage:
        return OutageStage.PREDICTED if chance >= self.model.predict_from else OutageStage.SUSPECTED
