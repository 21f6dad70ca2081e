"""Small stores for the tests of queries: rows come from facts, through the real store."""

from typing import Any

from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import Fact, convert_payload
from wallboard.state.store import Store

NOW = 1_700_000_000.0
MIN = 60.0
HOUR = 3600.0


class Room:
    """A store that is told things by type and fields."""

    def __init__(self) -> None:
        self.store = Store()
        self._seq = 0

    @property
    def tables(self) -> Any:
        return self.store.tables

    def say(self, key: str, at: float = NOW, source: str = "oms", **said: dict[str, Any]) -> None:
        """``outage_extent={...}`` says ``outage.extent`` of ``key``."""
        for name, fields in said.items():
            self._seq += 1
            type_ = name.replace("_", ".", 1)
            data = convert_payload(SPECS[type_].cls, fields)
            self.store.apply([Fact(data, key, at, source, f"f{self._seq}", at, self._seq)])

    def outage(self, key: str, stage: str = "confirmed", at: float = NOW, **extent: Any) -> None:
        fields = {"nature": "unplanned", **extent}
        self.say(key, at, outage_stage={"stage": stage}, outage_extent=fields)

    def source(self, key: str = "oms", **fields: Any) -> None:
        self.say(key, source_freshness={"state": "live", **fields})
