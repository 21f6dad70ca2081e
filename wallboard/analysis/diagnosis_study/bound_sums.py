"""The bound's sums over what one device did, all devices of a level at once, in logarithms.

In logarithms and nowhere rounded up: what is said of one part is taken out again of what is said of all, and
a product that was kept from vanishing would come back as evidence of what cannot be.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from wallboard.analysis.diagnosis_study.bound_lasting import Floats

NEVER = -1e6
"""The logarithm of nothing; no evidence weighs so much."""

Rows = NDArray[np.int64]


class Own(msgspec.Struct, frozen=True):
    """Of devices (rows), by age, what each did and how well that fits what was read of it: opened since;
    closed since, or ever; opened with all below fed from beyond since. shut: closed since whenever, while
    what is above is dark. at_once: what is below is dark since it opened; for others see
    ``Bound._weights``."""

    opened: Floats
    closed: Floats
    refed: Floats
    shut: Floats
    at_once: NDArray[np.bool_]

    def of(self, rows: Rows) -> "Own":
        """Those devices alone."""
        opened, closed, refed, shut = (one[rows] for one in (self.opened, self.closed, self.refed, self.shut))
        return Own(opened, closed, refed, shut, self.at_once[rows])


class Beliefs(msgspec.Struct, frozen=True):
    """By device: that it is the topmost open one, by when it opened (columns: age); that what is below it is
    dark; and that it is lit, by since when."""

    topmost: Floats
    dark: Floats
    back: Floats


def up(own: Own, dark: Floats, lit: Floats) -> tuple[Floats, Floats]:
    """How well all below devices fits, by the state of the part above them."""
    at_once = np.where(own.at_once[:, None], whole_of(own.opened + dark), NEVER)
    newer = before(np.hstack([own.closed[:, :-1] + lit[:, :-1], np.full((len(lit), 1), NEVER)]))
    up_lit = np.logaddexp(np.logaddexp(newer, lit + since(own.closed)), at_once)
    shut = dark + np.logaddexp(own.shut[:, None], until(own.opened))
    longer = after(own.opened + dark)  # it was dark before all above was
    up_dark = np.logaddexp(np.logaddexp(shut, longer), before(own.refed + lit[:, :-1]))
    return up_dark, up_lit


def down(own: Own, dark: Floats, lit: Floats) -> tuple[Floats, Floats]:
    """Weights of devices' own parts by their state, from the weights of the state above them, without those
    that are dark by the device alone."""
    below_lit = np.logaddexp(after(lit) + own.closed, lit + since(own.closed))
    below_lit[:, :-1] = np.logaddexp(below_lit[:, :-1], own.refed + after(dark))
    below_dark = dark + np.logaddexp(own.shut[:, None], until(own.opened))
    return np.logaddexp(below_dark, own.opened + before(dark)), below_lit


def logarithm(values: Floats) -> Floats:
    """That of nothing is ``NEVER``."""
    with np.errstate(divide="ignore"):
        return np.maximum(np.log(values), NEVER)


def whole_of(values: Floats) -> Floats:
    """Sums of rows, as a column."""
    most = values.max(axis=1, keepdims=True)
    return most + np.log(np.exp(values - most).sum(axis=1, keepdims=True))


def until(values: Floats) -> Floats:
    """Sums of a bin and all newer ones."""
    return np.logaddexp.accumulate(values, axis=1)


def since(values: Floats) -> Floats:
    """Sums of a bin and all older ones."""
    return until(values[:, ::-1])[:, ::-1]


def before(values: Floats) -> Floats:
    """Sums of all newer bins."""
    return np.hstack([np.full((len(values), 1), NEVER), until(values)[:, :-1]])


def after(values: Floats) -> Floats:
    """Sums of all older bins."""
    return np.hstack([since(values)[:, 1:], np.full((len(values), 1), NEVER)])
