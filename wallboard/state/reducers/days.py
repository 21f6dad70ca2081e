"""The figures of each calendar day's orders, by date."""

from wallboard.domain.days import DayOrders
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> DayOrders | None:
    """The day's newest word is its row."""
    return thing.value("orders", DayOrders)
