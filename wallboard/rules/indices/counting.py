"""What a period holds: customer-seconds and interruptions of service groups, settled and accruing apart."""

from collections.abc import Iterable
from typing import Generic

import msgspec

from wallboard.rules.indices.basis import B, MixedBasisError
from wallboard.rules.indices.groups import Group

HOUR_S = 3600.0


class Counting(msgspec.Struct, frozen=True):
    """What the room counts as what. momentary: an interruption of so many seconds at most is momentary
    (IEEE 1366: 5 min); many: n of CEMI; long: t of CELID, s."""

    momentary: float = 300.0
    many: int = 3
    long: float = 7 * HOUR_S


class Sums(msgspec.Struct, Generic[B], frozen=True):
    """Sums over a period; of another basis they cannot be added (``MixedBasisError``).

    settled: customer-seconds of interruptions that are over; accruing: of those that last, up to now.
    sustained_settled, sustained_accruing: the same without momentary interruptions. interruptions: of
    customers, sustained ones that began in the period; momentary: those that were over soon. often, long:
    customers with as many sustained interruptions as CEMI asks for, and with one as long as CELID asks for.
    unchecked: customer-seconds, within the others, of groups whose overlap nobody could check.
    """

    basis: type[B]
    settled: float = 0.0
    accruing: float = 0.0
    sustained_settled: float = 0.0
    sustained_accruing: float = 0.0
    interruptions: int = 0
    momentary: int = 0
    often: int = 0
    long: int = 0
    unchecked: float = 0.0

    def __add__(self, other: "Sums[B]") -> "Sums[B]":
        if self.basis is not other.basis:
            raise MixedBasisError(f"{self.basis.basis.value} and {other.basis.basis.value} are not added up")
        mine, theirs = msgspec.structs.astuple(self), msgspec.structs.astuple(other)
        return Sums(self.basis, *(a + b for a, b in zip(mine[1:], theirs[1:], strict=True)))

    def __sub__(self, other: "Sums[B]") -> "Sums[B]":
        return self + Sums(other.basis, *(-part for part in msgspec.structs.astuple(other)[1:]))

    @property
    def customer_hours(self) -> float:
        """时户数, settled and accruing."""
        return (self.settled + self.accruing) / HOUR_S


def sums_of(
    basis: type[B],
    groups: Iterable[Group],
    begins: float,
    ends: float,
    now: float,
    counting: Counting,
) -> Sums[B]:
    """The sums of a period from ``begins`` to ``ends``, as known at ``now`` (epoch s).

    Seconds count in the period in which they pass, an interruption in the one in which it began.
    """
    upto = min(ends, now)
    settled = accruing = sustained_settled = sustained_accruing = unchecked = 0.0
    interruptions = momentary = often = long = 0
    for group in groups:
        n, begun, longest = group.customers, 0, 0.0
        for since, to in group.spans:
            seconds = n * max(0.0, min(to, upto) - max(since, begins))
            over, lasted = to <= now, min(to, now) - since
            sustained = lasted > counting.momentary
            if over:
                settled += seconds
                sustained_settled += seconds * sustained
            else:
                accruing += seconds
                sustained_accruing += seconds * sustained
            unchecked += 0.0 if group.checked else seconds
            if begins <= since < upto:
                momentary += n * (over and not sustained)
                begun += sustained
                longest = max(longest, lasted * sustained)
        interruptions += n * begun
        often += n * (begun >= counting.many)
        long += n * (longest >= counting.long)
    return Sums(
        basis,
        settled,
        accruing,
        sustained_settled,
        sustained_accruing,
        interruptions,
        momentary,
        often,
        long,
        unchecked,
    )
