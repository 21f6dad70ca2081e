"""The row of a generator van: what its source says of it, and what a desk has said (d.132).

Read it from ``wallboard.domain.rows`` as the other rows.
"""

import msgspec

from wallboard.domain.crews import VanSent
from wallboard.domain.terms import VanStatus

VANS_AWAY = frozenset({VanStatus.EN_ROUTE, VanStatus.CONNECTED, VanStatus.REFUELLING})


class Van(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    id: str
    source: str
    name: str = ""
    unit: str = ""
    kva: float = 0.0
    status: VanStatus | None = None
    since: float = 0.0
    area: str = ""
    outage: str = ""
    fuel_hours: float | None = None
    fuel_read_at: float | None = None
    sent: VanSent | None = None  # what a desk said of it last

    @property
    def awaited(self) -> VanSent | None:
        """A desk's order that the van's own source has not answered: by another status since, or by going."""
        sent = self.sent
        if sent is None or sent.called_back or self.outage == sent.outage:
            return None
        return sent if self.since <= sent.since else None

    @property
    def goes_to(self) -> str:
        """The outage that it feeds, drives to or was sent to, by id; "" where it is free, or called back.

        One that is connected is there until its source says that it is off, whatever it was told.
        """
        sent = self.sent
        if self.awaited is not None:
            return self.awaited.outage
        if self.status is VanStatus.CONNECTED:
            return self.outage
        called = sent is not None and sent.called_back and sent.outage == self.outage
        if called and sent is not None and self.since <= sent.since:
            return ""
        return self.outage if self.status in VANS_AWAY else ""

    @property
    def free(self) -> bool:
        """Whether a desk may send it."""
        return self.status is VanStatus.AVAILABLE and self.awaited is None
