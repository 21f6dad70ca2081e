"""Where crews and vans wait: so many of them as a scenario says, where the customers are."""

import msgspec
import numpy as np

from feeds.sim.geography.draws import shares
from feeds.sim.ground import Ground
from feeds.sim.roadmap import Spot

NUMERALS = "零一二三四五六七八九"


class Home(msgspec.Struct, frozen=True):
    """A crew or a van as the roster knows it. unit: its bureau's name; depot: where it waits."""

    id: str
    name: str
    unit: str
    depot: Spot


def crews_of(ground: Ground, count: int) -> list[Home]:
    """So many crews, at the centres of the towns in proportion to their customers."""
    digits = max(2, len(str(count)))
    return [
        Home(f"C{row + 1:0{digits}d}", f"抢修{_numeral(row + 1)}组", unit, spot)
        for row, (unit, spot) in enumerate(_places(ground, count))
    ]


def vans_of(ground: Ground, count: int) -> list[Home]:
    """So many generator vans, likewise."""
    return [
        Home(f"V{row + 1:02d}", f"应急发电车 {row + 1:02d}", unit, spot)
        for row, (unit, spot) in enumerate(_places(ground, count))
    ]


def _places(ground: Ground, count: int) -> list[tuple[str, Spot]]:
    """Unit and depot of each of so many."""
    rows = ground.towns or ground.bureaus
    if not rows or not ground.roads.crossings:
        return []
    weights = np.array([float(sum(ground.areas.customers[a] for a in ground.regions[r].areas)) for r in rows])
    found: list[tuple[str, Spot]] = []
    for row, number in zip(rows, shares(weights, count).tolist(), strict=True):
        region = ground.regions[row]
        unit = ground.regions[region.parent].name if region.parent >= 0 else region.name
        found += [(unit, ground.roads.spot_at(region.centre))] * number
    return found


def _numeral(number: int) -> str:
    """十二, 二十三, 一百〇五: as people say it."""
    if number < 10:
        return NUMERALS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (NUMERALS[tens] if tens > 1 else "") + "十" + (NUMERALS[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    tail = "" if not rest else "〇" + NUMERALS[rest] if rest < 10 else _spoken_tens(rest)
    return NUMERALS[hundreds] + "百" + tail


def _spoken_tens(rest: int) -> str:
    """Within a hundred and something ten is 一十."""
    return ("一" if rest < 20 else "") + _numeral(rest)
