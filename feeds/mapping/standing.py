"""After a restart: what stood open in the log and is listed no more, and what was closed and is listed again.

A mapper remembers the newest poll only while it lives; without this, outages that ended while the hub was
down would stand on the glass for ever.
"""

from collections.abc import Collection, Mapping

from feeds.mapping.doubt import is_doubtful
from wallboard.config.mapping_file import DoubtRule
from wallboard.domain.facts import Fact
from wallboard.domain.orders import OrderStageValue
from wallboard.domain.outages import OutageListing
from wallboard.domain.reasons import Reason
from wallboard.domain.rows import Order, Outage
from wallboard.domain.terms import ORDER_CLOSED, OrderStage


class Standing:
    """Outages and orders of one source as the Store had them; decided by the first poll that is believed."""

    def __init__(self, source: str, doubt: DoubtRule) -> None:
        self._source, self._doubt = source, doubt
        self._outages: dict[str, Outage] = {}
        self._orders: dict[str, Order] = {}
        self._asked = False

    def take(self, outages: Mapping[str, Outage], orders: Mapping[str, Order]) -> None:
        """What the Store holds, of which this source's is kept."""
        self._outages = {key: row for key, row in outages.items() if row.source == self._source}
        self._orders = {key: row for key, row in orders.items() if row.source == self._source}
        self._asked = False

    @property
    def waits(self) -> bool:
        """Whether something is to be decided yet."""
        return bool(self._outages or self._orders)

    def decide(self, listed: Collection[str], t: float) -> tuple[list[Fact], int]:
        """(facts, how many things a doubted poll did not name). listed: keys that this poll speaks of."""
        over = [key for key, row in self._outages.items() if row.open and key not in listed]
        open_orders = [key for key, row in self._orders.items() if row.stage not in ORDER_CLOSED]
        done = [key for key in open_orders if key not in listed]
        known = sum(row.open for row in self._outages.values()) + len(open_orders)
        missing = len(over) + len(done)
        if not self._asked and is_doubtful(self._doubt, known, missing):
            self._asked = True
            return [], missing
        facts = [
            self._fact(key, OutageListing(listed=False, since=t, reason=Reason("vanished")), t)
            for key in over
        ]
        facts += [
            self._fact(key, OutageListing(listed=True, since=t, reopened=row.reopened + (not row.held)), t)
            for key, row in self._outages.items()
            if key in listed and not row.listed
        ]
        facts += [self._fact(key, _unlisted(self._orders[key], t), t) for key in done]
        self._outages, self._orders = {}, {}
        return facts, 0

    def _fact(self, key: str, data: OutageListing | OrderStageValue, t: float) -> Fact:
        return Fact(data, key, t, self._source, "", t)


def _unlisted(order: Order, t: float) -> OrderStageValue:
    return OrderStageValue(
        stage=OrderStage.UNLISTED,
        since=t,
        reached=order.reached,
        said=order.said,
        reopened=order.reopened,
        returned=order.returned,
        reason=Reason("vanished"),
    )
