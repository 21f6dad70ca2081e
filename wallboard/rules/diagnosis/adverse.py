"""What speaks of darkness at an instant, and since when behind each breaker."""

from collections.abc import Sequence
from math import inf

import msgspec
import numpy as np

from wallboard.rules.diagnosis.heard import OPEN, Heard
from wallboard.rules.diagnosis.inference import Floats
from wallboard.rules.diagnosis.likelihood import AreaEvidence
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.diagnosis.onsets import Onsets, onsets
from wallboard.rules.supply_network.network import Network
from wallboard.rules.supply_network.wires import Flags, Rows

LEAD_S = 60.0
"""How long before the first word of it an outage is taken to have begun, s."""

WAITS_S = 6 * 3600.0
"""How long after a closing an area that was dark may not have said that it is lit, s."""


class Adverse(msgspec.Struct, frozen=True):
    """By area: ``dark``, whether its standing reading says so; ``counts``, whether that counts at all (held
    long enough, not overtaken by a closing); ``lit_at``, when it last read lit (-inf); ``calls`` that stand;
    ``opened_at``, when a device above it was read open last (-inf). ``current``: devices whose indicators
    showed fault current lately. ``onsets`` by feeder (row of the cuts)."""

    dark: Flags
    counts: Flags
    lit_at: Floats
    calls: Rows
    opened_at: Floats
    current: Rows
    onsets: Onsets


def adverse(
    network: Network,
    heard: Heard,
    model: EvidenceModel,
    fresh_from: Floats,
    said: Sequence[tuple[int, float]],
    now: float,
) -> Adverse:
    """fresh_from: by area, when something above it closed again: what was heard before is of another time.
    said: cuts that somebody calls open, with since when.

    A reading is held until it is old enough not to be a flicker; calls stand until their area reads lit, and
    while reports of their feeder go on within the window.
    """
    cuts = network.cuts
    counts = (heard.read_at >= fresh_from) & (heard.off + heard.on > 0)
    counts &= (heard.off == 0) | (heard.read_at + model.meter_hold_s <= now)
    dark = counts & (heard.off > heard.on)
    lit_at = np.where(counts & ~dark, heard.read_at, -inf)
    area, at = heard.calls.columns()
    valid = (at >= np.maximum(lit_at, fresh_from)[area]) & (at <= now)
    area, at = area[valid], at[valid]
    device_row = cuts.row_of_device
    opened = np.flatnonzero((heard.position == OPEN) & (device_row >= 0))
    passed = np.flatnonzero((heard.passed_at > now - model.window_s) & (device_row >= 0))
    waits = (heard.off > heard.on) & (heard.read_at < fresh_from) & (fresh_from > now - WAITS_S)
    feeder, of = cuts.feeder, cuts.feeder_of
    places = [of[dark], of[waits], of[area], feeder[device_row[opened]]]
    times = [heard.read_at[dark], fresh_from[waits], at, heard.position_at[opened]]
    words = np.array([row for row, _ in said], np.int64)
    place = np.concatenate([*places, feeder[device_row[passed]], feeder[words]])
    when = np.concatenate([*times, heard.passed_at[passed], np.array([at for _, at in said], np.float64)])
    known = place >= 0
    began = onsets(place[known], when[known], cuts.rows, model.window_s, model.onset_gap_s)
    standing = at >= by_feeder(began.episode, of[area])
    calls = np.bincount(area[standing], minlength=len(network.named.areas))
    return Adverse(dark, counts, lit_at, calls, _opened_at(network, heard, opened), passed, began)


def _opened_at(network: Network, heard: Heard, devices: Rows) -> Floats:
    """By area; devices: that are read open."""
    found = np.full(len(network.named.areas), -inf)
    for device in devices.tolist():
        behind = network.cuts.areas_below(int(network.cuts.row_of_device[device]))
        found[behind] = np.maximum(found[behind], heard.position_at[device])
    return found


def area_evidence(
    areas: Rows, network: Network, heard: Heard, found: Adverse, fresh_from: Floats, now: float
) -> AreaEvidence:
    """The columns of these areas; where their feeder reports nothing, it would begin now."""
    feeder = network.cuts.feeder_of[areas]
    onset, episode = (np.minimum(one[feeder], now) for one in (found.onsets.onset, found.onsets.episode))
    onset = np.maximum(onset, found.opened_at[areas])  # what was lit before that says nothing of now
    off, on, read = heard.off[areas], heard.on[areas], heard.read_at[areas]
    calls, fresh = found.calls[areas], fresh_from[areas]
    behind_open = np.isfinite(found.opened_at[areas])  # their silence has one reason: reports are late
    partly = (off > 0) & (read >= found.opened_at[areas])
    stands = np.where(behind_open, found.opened_at[areas], onset)
    counted = found.counts[areas] & ((off > on) | partly | (read >= stands))
    mute = (off + on == 0) & (read > -inf)  # who cannot be reached has nothing to report: no veto
    overtaken = (off > on) & (read < fresh)
    return AreaEvidence(
        customers=network.wires.customers[areas],
        off=off,
        on=on,
        counted=counted,
        waited=np.where(counted | mute | overtaken | behind_open, 0.0, now - onset),
        unlit=np.where(overtaken, now - np.where(overtaken, fresh, now), 0.0),
        calls=calls,
        span=now - np.where(calls > 0, episode, onset) + LEAD_S,
    )


def by_feeder(column: Floats, feeder: Rows) -> Floats:
    """Values by feeder where there is one, else inf."""
    if not len(column):
        return np.full(len(feeder), inf)
    return np.where(feeder >= 0, column[np.maximum(feeder, 0)], inf)
