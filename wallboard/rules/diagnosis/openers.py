"""What priors, telemetry and fault indicators say of each cut: whether one of its devices is open."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from wallboard.rules.diagnosis.heard import CLOSED, OPEN, Heard
from wallboard.rules.diagnosis.inference import NEVER, Floats
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.supply_network.network import Network
from wallboard.rules.supply_network.wires import Flags, Rows

Number = TypeVar("Number", bound=np.generic)


class Openers:
    """The devices of all cuts with their priors; asks what was heard of them."""

    def __init__(self, network: Network, model: EvidenceModel) -> None:
        self._members, self._model = network.cuts.members, model
        kinds = network.wires.device_kind
        opens = [model.open_prior.of(kind) for kind in kinds]
        fed = [model.back_fed.of(kind) for kind in kinds]
        device = self._members.device
        prior = np.where(device >= 0, _at(np.array(opens), device), model.open_prior.transformer)
        self._prior: Floats = np.clip(prior * model.weather, 0.0, 0.5)
        self._fed: Floats = np.where(device >= 0, _at(np.array(fed), device), 0.0)
        self.first = np.searchsorted(self._members.row, np.arange(network.cuts.rows + 1))
        own = np.log1p(-self._prior)
        self.closed: Floats = np.add.reduceat(own, self.first[:-1]) if len(own) else own
        self.opened: Floats = _without(np.zeros(len(self.closed)), self.closed)

    def member_terms(self, members: Rows, heard: Heard, waited: Floats) -> tuple[Floats, Floats]:
        """By member: weight of open and not fed from beyond, and of all else, as logarithms.

        waited: s since its tree's onset, in which telemetry would have said so.
        """
        device = self._members.device[members]
        position = np.where(device >= 0, _at(heard.position, device), 0)
        if_open, if_closed = np.ones(len(members)), np.ones(len(members))
        wrong = self._model.telemetry_wrong
        read_closed, read_open = position == CLOSED, position == OPEN
        if_open[read_closed] = unread(waited[read_closed], self._model)
        if_closed[read_open] = wrong
        prior, fed = self._prior[members], self._fed[members]
        opened = prior * if_open * (1.0 - fed)
        return np.log(opened), np.log((1.0 - prior) * if_closed + prior * if_open * fed)

    def telemetered_closed(self, members: Rows, heard: Heard) -> Flags:
        """By member: whether good telemetry reads it closed; it is never predicted then (rule 8)."""
        device = self._members.device[members]
        return (device >= 0) & (_at(heard.position, device) == CLOSED)


def row_terms(opened: Floats, closed: Floats, starts: Rows) -> tuple[Floats, Floats]:
    """Of members in order of rows, which start there: at least one open, none open."""
    none = np.add.reduceat(closed, starts)
    some = np.add.reduceat(np.logaddexp(opened, closed), starts)
    return _without(some, none), none


def unread(wait: Floats, model: EvidenceModel) -> Floats:
    """The chance that telemetry has not read a trip ``wait`` seconds after it."""
    soon = np.exp(-np.maximum(wait, 0.0) / model.telemetry_soon_s)
    late = np.exp(-np.maximum(wait, 0.0) / model.telemetry_late_s)
    return model.telemetry_wrong + (1.0 - model.telemetry_late) * soon + model.telemetry_late * late


def _without(whole: Floats, part: Floats) -> Floats:
    """log(exp(whole) - exp(part))."""
    with np.errstate(divide="ignore"):
        return np.maximum(whole + np.log(-np.expm1(np.minimum(part - whole, 0.0))), NEVER)


def _at(column: NDArray[Number], device: Rows) -> NDArray[Number]:
    """Values by device where there is one, else whatever."""
    return column[np.maximum(device, 0)] if len(column) else np.zeros(len(device), column.dtype)
