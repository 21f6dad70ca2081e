"""Where crews and vans wait: so many of them as a scenario says, where the customers are."""

from collections import Counter

import msgspec
import numpy as np

from feeds.sim.chance import chance
from feeds.sim.geography.draws import shares
from feeds.sim.ground import Ground
from feeds.sim.plane import apart
from feeds.sim.roads import Edge, Spot
from wallboard.config.scenario import Borders

LARGE = 50
"""Crews from which on a service divides its work."""
LV_ONLY = 0.18
"""Of the crews of a large service: learnt for low voltage alone."""
WITH_NEIGHBOUR = 0.45
"""Of them: with a leader who is authorised for the neighbouring unit too."""


class Home(msgspec.Struct, frozen=True):
    """A crew or a van as the roster knows it. unit: its bureau's name; depot: where it waits.

    skills: lv, mv; authorised: units in which its leader may work; persons: of a crew.
    """

    id: str
    name: str
    unit: str
    depot: Spot
    skills: tuple[str, ...] = ()
    authorised: tuple[str, ...] = ()
    persons: int = 0
    vehicle: str = ""


def crews_of(ground: Ground, count: int, seed: int, borders: Borders = "roster") -> list[Home]:
    """So many crews, at the centres of the towns in proportion to their customers.

    Those of a small service do everything everywhere. In a large one some have only learnt low voltage, and
    a crew works at home, some also with the neighbour. A name says whose they are, and their number there.
    borders: where they may work; who they are stays the same.
    """
    digits = max(2, len(str(count)))
    units = {region.name: region.centre for region in (ground.regions[row] for row in ground.bureaus)}
    found: list[Home] = []
    of_unit = Counter[str]()
    for row, (unit, spot) in enumerate(_places(ground, count)):
        of_unit[unit] += 1
        id_ = f"C{row + 1:0{digits}d}"
        dice = chance(seed, "staff", id_)
        skills, authorised = ("lv", "mv"), tuple(units)
        if count >= LARGE:
            skills = ("lv",) if dice.random() < LV_ONLY else skills
            authorised = (unit,)
            others = sorted((apart(units[unit], units[name]), name) for name in units if name != unit)
            if others and dice.random() < WITH_NEIGHBOUR:
                authorised = (unit, others[0][1])
        authorised = {"own": (unit,), "roster": authorised, "open": tuple(units)}[borders]
        persons = 3 if count < LARGE else dice.choices((2, 3, 4, 5), weights=(2, 5, 3, 1))[0]
        name = f"{unit}抢修 {of_unit[unit]} 组"
        found.append(Home(id_, name, unit, spot, skills, authorised, persons, f"工程车 {row + 1:0{digits}d}"))
    return found


def vans_of(ground: Ground, count: int) -> list[Home]:
    """So many generator vans, likewise."""
    return [
        Home(f"V{row + 1:02d}", f"应急发电车 {row + 1:02d}", unit, spot)
        for row, (unit, spot) in enumerate(_places(ground, count))
    ]


def depots(ground: Ground) -> set[Edge]:
    """The roads that vehicles wait at; they were built where it stays dry."""
    rows = ground.towns or ground.bureaus if ground.roads.crossings else []
    return {ground.roads.spot_at(ground.regions[row].centre).edge for row in rows}


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
