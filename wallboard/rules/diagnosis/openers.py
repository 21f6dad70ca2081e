"""What priors and telemetry say of each cut: whether one of its devices is open, and whether it is fed."""

from math import inf
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.rules.diagnosis.heard import CLOSED, OPEN, Heard
from wallboard.rules.diagnosis.inference import NEVER, Floats
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.supply_network.network import Network
from wallboard.rules.supply_network.wires import Flags, Rows

READ_OPEN_WRONG = 1e-12
"""Chance that a device is closed that good telemetry reads open: none (rule 9). That areas behind it are
quiet, each for reasons of its own and many for the same one, does not outweigh it."""

Number = TypeVar("Number", bound=np.generic)


class States(msgspec.Struct, frozen=True):
    """By cut, or by member of one: logarithms of shut, of opened, and of opened and fed from beyond."""

    shut: Floats
    opened: Floats
    fed: Floats


class Switching(msgspec.Struct, frozen=True):
    """By member: whether its tree was switched lately, to part off a fault and feed the rest from beyond;
    whether anybody behind it has read lit since, and whether anybody has of those whom it would leave dark
    whatever is fed from beyond."""

    lately: Flags
    lit: Flags
    whole: Flags

    def by(self, lengths: Rows) -> "Switching":
        """From columns by cut those by member; lengths: members of each cut."""
        return Switching(*(np.repeat(one, lengths) for one in (self.lately, self.lit, self.whole)))


class Openers:
    """The devices of all cuts with their priors; asks what was heard of them. ``first``: by cut, where its
    members begin; ``expected``: openings within a window."""

    def __init__(self, network: Network, model: EvidenceModel) -> None:
        self._members, self._model = network.cuts.members, model
        kinds = network.wires.device_kind
        device = self._members.device
        prior = _at(np.array([model.open_prior.of(kind) for kind in kinds]), device)
        self._prior: Floats = np.where(device >= 0, prior, model.open_prior.transformer) * model.weather
        self.expected = float(self._prior.sum())
        back = _at(np.array([model.back_fed.of(kind) for kind in kinds]), device)
        self._fed: Floats = np.where((device >= 0) & network.cuts.tied[self._members.row], back, 0.0)
        self._isolates: Flags = (device >= 0) & _at(np.array([kind == "switch" for kind in kinds]), device)
        self.first = np.searchsorted(self._members.row, np.arange(network.cuts.rows + 1))

    def members(
        self,
        members: Rows,
        heard: Heard,
        waited: Floats,
        switching: Switching,
        *,
        busy: float = 1.0,
        now: float = inf,
    ) -> States:
        """Each device alone. waited: s since its tree's onset, in which telemetry would have said so; busy:
        times as many outages as expected; now: epoch s, for how long a device is read open already: nobody
        feeds the rest at once.

        Where something was switched nobody is taken to be fed from beyond before somebody there has said so:
        that all are silent says only that reports are late. And once somebody right behind a switch has, it
        did not part off the fault."""
        model, device = self._model, self._members.device[members]
        position = self.positions(members, heard)
        read = position == OPEN
        alone = busy * self._prior[members]
        parts = switching.lately & self._isolates[members]
        prior = np.minimum(np.where(parts, model.isolating, alone), 0.5)
        unseen = np.where(position == CLOSED, unread(waited, model), 1.0)
        opened = np.where(read, 1.0 - READ_OPEN_WRONG, prior * unseen)
        shut = np.where(read, READ_OPEN_WRONG, 1.0 - prior)
        fed = self._fed[members] * np.where(switching.lately | read, 1.0, model.fed_unswitched)
        fed *= ~read | (now - _at(heard.position_at, device) >= model.feed_after_s)
        fed *= ~(read | switching.lately) | switching.lit
        dark = np.where(parts & switching.whole & ~read, np.minimum(alone, 0.5) * unseen, opened)
        with np.errstate(divide="ignore"):
            apart = np.maximum(np.log(dark * (1.0 - fed)), NEVER), np.maximum(np.log(opened * fed), NEVER)
            return States(np.log(shut), *apart)

    def positions(self, members: Rows, heard: Heard) -> Rows:
        """What telemetry read of each member last, as in ``Heard.position``; 0 of one without."""
        device = self._members.device[members]
        return np.where(device >= 0, _at(heard.position, device), 0)

    def telemetered_closed(self, members: Rows, heard: Heard) -> Flags:
        """By member: whether good telemetry reads it closed; it is never predicted then (rule 8)."""
        device = self._members.device[members]
        return (device >= 0) & (_at(heard.position, device) == CLOSED)


def joined(members: States, starts: Rows) -> States:
    """Of members in order of cuts, which start there: all shut, or one of them open."""
    shut = np.add.reduceat(members.shut, starts)
    opened = np.logaddexp(members.opened, members.fed)
    any_open = _without(np.add.reduceat(np.logaddexp(opened, members.shut), starts), shut)
    fed, whole = (np.add.reduceat(np.exp(one), starts) for one in (members.fed, opened))
    share = np.clip(np.divide(fed, whole, out=np.zeros(len(fed)), where=whole > 0.0), 0.0, 1.0 - 1e-12)
    with np.errstate(divide="ignore"):
        return States(shut, any_open + np.log1p(-share), np.maximum(any_open + np.log(share), NEVER))


def unread(wait: Floats, model: EvidenceModel) -> Floats:
    """The chance that telemetry has not read a trip ``wait`` seconds after it; none after long enough."""
    soon = np.exp(-np.maximum(wait, 0.0) / model.telemetry_soon_s)
    late = np.exp(-np.maximum(wait, 0.0) / model.telemetry_late_s)
    missed = model.telemetry_wrong + (1.0 - model.telemetry_late) * soon + model.telemetry_late * late
    return np.where(wait < model.telemetry_sure_s, missed, 0.0)


def _without(whole: Floats, part: Floats) -> Floats:
    """log(exp(whole) - exp(part))."""
    with np.errstate(divide="ignore"):
        return np.maximum(whole + np.log(-np.expm1(np.minimum(part - whole, 0.0))), NEVER)


def _at(column: NDArray[Number], device: Rows) -> NDArray[Number]:
    """Values by device where there is one, else whatever."""
    return column[np.maximum(device, 0)] if len(column) else np.zeros(len(device), column.dtype)
