"""What the posterior says, whatever was said a moment ago: one draft for each likely outage."""

from math import inf
from typing import NamedTuple

import msgspec
import numpy as np

from wallboard.domain.reasons import Reason
from wallboard.rules.diagnosis.adverse import LEAD_S, Adverse
from wallboard.rules.diagnosis.evidence_words import evidence_words, meter_words
from wallboard.rules.diagnosis.heard import OPEN, Heard
from wallboard.rules.diagnosis.judgement import Suspect
from wallboard.rules.diagnosis.known import Held
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.diagnosis.openers import Openers, Switching
from wallboard.rules.supply_network.network import Network

CUT, SERVICE = "cut", "service"


class Draft(msgspec.Struct, frozen=True):
    """One likely outage of now. place: (CUT, row) or (SERVICE, area). opened_at: when telemetry or somebody
    said that it opened, None where nobody did; by_person: an operator or a crew. plan: whose it is, ""."""

    place: tuple[str, int]
    suspects: tuple[Suspect, ...]
    probability: float
    customers: int
    since: tuple[float, float]
    reasons: tuple[Reason, ...]
    opened_at: float | None = None
    by_person: bool = False
    plan: str = ""
    spared: tuple[int, ...] = ()  # cuts behind it that are fed from beyond
    single: bool = False  # one call and nothing else: it is looked into, not told


class Shares(NamedTuple):
    """Of the devices of a cut that may be it: id, opener and odds of each. whole: of all; read: what
    telemetry read of them."""

    read: bytes
    odds: list[tuple[str, str, float]]
    whole: float


class Drafting:
    """Words what a posterior found; knows the network, what was heard, and what is known."""

    def __init__(self, network: Network, model: EvidenceModel, heard: Heard, openers: Openers) -> None:
        self._network, self._model, self._heard, self._openers = network, model, heard, openers
        self._kept: dict[tuple[int, bool], Shares] = {}  # by cut, and whether a person has named one

    def of_cut(
        self, row: int, chance: float, spared: tuple[int, ...], found: Adverse, held: Held | None
    ) -> Draft | None:
        """A cut that is open in the best explanation; None where telemetry reads all of it closed."""
        cuts, heard = self._network.cuts, self._heard
        word = held.word if held else ""
        suspects = self._suspects(row, chance, named=bool(word))
        if not suspects:
            return None
        read = [
            float(heard.position_at[device])
            for device, _ in cuts.members_of(row)
            if device >= 0 and heard.position[device] == OPEN
        ]
        reasons = [Reason(f"judged_said_by_{word}")] if word else []
        if held and held.plan:
            reasons.append(Reason("judged_in_plan", {"plan": held.plan}))
        return Draft(
            place=(CUT, row),
            suspects=suspects,
            probability=chance,
            customers=cuts.customers_below(row) - sum(cuts.customers_below(one) for one in spared),
            since=self._since(int(cuts.feeder[row]), found),
            reasons=(*reasons, *evidence_words(self._network, heard, found, row)),
            opened_at=min(read) if read else held.at if held and word else None,
            by_person=bool(word),
            plan=held.plan if held else "",
            spared=spared,
            single=held is None and not read and self._single(row, found),
        )

    def of_service(self, area: int, chance: float, found: Adverse) -> Draft:
        """A part of an area is dark: its customers as far as its meters say."""
        network, heard = self._network, self._heard
        off, on, counted = int(heard.off[area]), int(heard.on[area]), bool(found.counts[area])
        known = counted and off + on > 0
        dark = round(int(network.wires.customers[area]) * off / (off + on)) if known else 1
        name, calls = network.named.areas[area], int(found.calls[area])
        reasons = meter_words(off * counted, on * counted, int(heard.silent[area]))
        if calls:
            reasons.append(Reason("judged_calls", {"n": calls}))
        return Draft(
            place=(SERVICE, area),
            suspects=(Suspect(name, SERVICE, chance),),
            probability=chance,
            customers=max(1, dark),
            since=self._since(int(network.cuts.feeder_of[area]), found),
            reasons=tuple(reasons),
            single=calls <= 1 and not off,
        )

    def _single(self, row: int, found: Adverse) -> bool:
        areas = self._network.cuts.areas_below(row)
        return bool(np.add.reduce(found.calls[areas]) <= 1) and not np.count_nonzero(found.dark[areas])

    def _since(self, feeder: int, found: Adverse) -> tuple[float, float]:
        return float(found.onsets.episode[feeder]) - LEAD_S, float(found.onsets.onset[feeder])

    def _suspects(self, row: int, chance: float, *, named: bool) -> tuple[Suspect, ...]:
        """The devices of a cut, each with its share of the chance; those that good telemetry reads closed are
        left out, unless a person has named one."""
        found = self._shares(row, named=named)
        said = [Suspect(name, opener, chance * odds / found.whole) for name, opener, odds in found.odds]
        return tuple(sorted(said, key=lambda one: -one.probability))

    def _shares(self, row: int, *, named: bool) -> Shares:
        """The odds of a cut's devices; they differ only where telemetry reads another position of one."""
        network, openers = self._network, self._openers
        members = np.arange(openers.first[row], openers.first[row + 1])
        read = openers.positions(members, self._heard).tobytes()
        kept = self._kept.get((row, named))
        if kept is not None and kept.read == read:
            return kept
        never = np.zeros(len(members), np.bool_)
        unswitched = Switching(lately=never, lit=~never, whole=never)
        states = openers.members(members, self._heard, np.full(len(members), inf), unswitched)
        allowed = ~openers.telemetered_closed(members, self._heard) | named
        odds = np.where(allowed, np.exp(states.opened - states.shut), 0.0)
        found: list[tuple[str, str, float]] = []
        for (device, area), share in zip(network.cuts.members_of(row), odds.tolist(), strict=True):
            if share > 0.0:
                name = network.named.devices[device] if device >= 0 else network.named.areas[area]
                opener = network.wires.device_kind[device] if device >= 0 else "transformer"
                found.append((name, opener, share))
        kept = self._kept[row, named] = Shares(read, found, float(odds.sum()))
        return kept
