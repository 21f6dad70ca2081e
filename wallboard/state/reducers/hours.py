"""The hours that the hub watched, by place, from their entries."""

from collections.abc import Iterable

from wallboard.domain.roster import TrendHour
from wallboard.state.tables import Thing


def hours_of(things: Iterable[Thing]) -> dict[float, TrendHour]:
    """By the hour's beginning (epoch s), in order. Of two that speak of one hour, who watched longer."""
    best: dict[float, tuple[int, str, TrendHour]] = {}
    for thing in things:
        for entry in thing.entries.get("hour", {}).values():
            if isinstance(data := entry.data, TrendHour):
                mine = data.minutes, entry.id, data
                if data.hour not in best or mine[:2] > best[data.hour][:2]:
                    best[data.hour] = mine
    return {float(hour): data for hour, (_, _, data) in sorted(best.items())}
