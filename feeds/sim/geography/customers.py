"""Key customers (重要用户) and housing estates not yet taken over (未移交小区), named generically.

Each is an owner's own transformer area (专变). No real institution, estate or person is meant.
"""

import msgspec
import numpy as np

from feeds.sim.geography.draws import draws
from feeds.sim.geography.ground import Ground, Ints
from feeds.sim.geography.names import Name, titles
from feeds.sim.geography.settlements import VILLAGE, Settlements
from feeds.sim.geography.transformers import OWNED, Transformers

KINDS: tuple[tuple[str, Name, float, float], ...] = (
    ("hospital", ("医院", "hospital"), 1.0, 0.08),
    ("school", ("学校", "school"), 1.0, 0.22),
    ("water", ("水厂", "water works"), 1.0, 0.02),
    ("drainage", ("排涝站", "drainage station"), 0.6, 0.05),
    ("government", ("政府办公楼", "government office"), 1.0, 0.02),
    ("station", ("车站", "station"), 0.35, 0.03),
    ("telecom", ("通信机楼", "telephone exchange"), 0.6, 0.03),
    ("rescue", ("应急救援站", "rescue station"), 0.4, 0.02),
    ("care_home", ("养老院", "care home"), 0.4, 0.04),
    ("broadcast", ("广播站", "broadcasting station"), 0.1, 0.01),
)
"""Word of KEY_KINDS, name, how many a town has, and how many more for each urban community."""
ESTATES_A_COMMUNITY = 0.32


class KeyCustomers(msgspec.Struct, frozen=True):
    """kind: row of KINDS; area: row of the transformers."""

    kind: list[int]
    area: list[int]
    names: list[Name]


class Estates(msgspec.Struct, frozen=True):
    """households: behind one meter of the developer's, so they count as one customer of the company."""

    area: list[int]
    households: list[int]
    names: list[Name]


def choose_customers(
    ground: Ground, places: Settlements, areas: Transformers, seed: int
) -> tuple[KeyCustomers, Estates]:
    """Town by town, the nearer to its centre the likelier."""
    keys, estates = KeyCustomers([], [], []), Estates([], [], [])
    town = places.town[areas.place]
    names = titles([(given.name, given.name_en) for given in ground.given.towns])
    for row, title in enumerate(names):
        dice = draws(seed, "customers", row)
        mine = np.flatnonzero((town == row) & (areas.owner == OWNED))
        away = np.hypot(areas.x[mine] - ground.town_x[row], areas.y[mine] - ground.town_y[row])
        chance = -np.log(np.maximum(dice.random(len(mine)), 1e-12))
        free = mine[np.argsort((away + 400.0) * chance, kind="stable")].tolist()
        communities = int(((places.town == row) & (places.kind != VILLAGE)).sum())
        _take_keys(keys, free, communities, title, dice)
        _take_estates(estates, free, areas.place, places, communities, dice)
    return keys, estates


def _take_keys(
    keys: KeyCustomers, free: list[int], communities: int, title: Name, dice: np.random.Generator
) -> None:
    for kind, (_, name, base, more) in enumerate(KINDS):
        count = min(int(base + more * communities + dice.random()), len(free))
        for place in range(count):
            number = f" {place + 1}" if count > 1 else ""
            keys.kind.append(kind)
            keys.area.append(free.pop(0))
            keys.names.append((f"{title[0]}{name[0]}{number}", f"{title[1]} {name[1]}{number}"))


def _take_estates(
    estates: Estates,
    free: list[int],
    place: Ints,
    places: Settlements,
    communities: int,
    dice: np.random.Generator,
) -> None:
    urban = [area for area in free if places.kind[place[area]] != VILLAGE]
    taken: dict[int, int] = {}
    for area in urban[: int(ESTATES_A_COMMUNITY * communities + dice.random())]:
        home = int(place[area])
        taken[home] = taken.get(home, 0) + 1
        zh, en = places.names[home]
        number = "" if taken[home] == 1 else f" {taken[home]}"
        estates.area.append(area)
        estates.households.append(int(90 + 700 * dice.random() ** 1.6))
        estates.names.append((f"{zh}花园{number}", f"{en} Gardens{number}"))
