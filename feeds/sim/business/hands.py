"""Who can hold an order: seats, dispatch, the cell's own people, the specialists of a bureau."""

from random import Random

from feeds.sim.business.thread import Hands
from feeds.sim.grid_cells import posts_of
from feeds.sim.ground import Ground

SEATS, DISPATCHERS, STAGES = 24, 4, 9
ONLINE = Hands("online", "网上营业厅")
TEAMS = {"metering": "计量班", "inspection": "用电检查班", "connection": "业扩班", "lines": "低压班"}
"""Specialists of a bureau."""
LINKS = ("95598", "12345", "12398")
"""Channels that a person answers."""


class People:
    """Names whoever is responsible where."""

    def __init__(self, seed: int, ground: Ground) -> None:
        self._seed, self._ground = seed, ground
        self.vacant = [
            row
            for row in sorted({cell for cell in ground.areas.cell if cell >= 0})
            if not posts_of(seed, ground.cells[row], row)[0]
        ]
        """Cells that have no customer manager."""

    def first(self, dice: Random, channel: str, area: int) -> Hands:
        """Who takes a contact up: a seat, the online hall, the counter of the town."""
        if channel in LINKS:
            number = 1 + int(dice.random() * SEATS)
            return Hands(f"seat/{number:02d}", f"95598 座席 {number:02d}", "客服")
        if channel == "hall":
            return Hands(f"hall/{self.town(area)}", "营业厅", self.town(area))
        return ONLINE

    def dispatch(self, dice: Random) -> Hands:
        number = 1 + int(dice.random() * DISPATCHERS)
        return Hands(f"desk/{number:02d}", f"服务调度 {number:02d}")

    def cell(self, area: int, *, equipment: bool = False) -> Hands:
        """The customer manager or equipment owner of the area's cell; the town's station where there is no
        cell. A vacant post has a unit and no name."""
        row = self._ground.areas.cell[area]
        if row < 0:
            return self.station(area)
        name = self._ground.cells[row]
        return Hands(f"cell/{name}", posts_of(self._seed, name, row)[equipment], name)

    def station(self, area: int) -> Hands:
        """The supply station of the town."""
        town = self.town(area)
        return Hands(f"station/{town}", "供电所", town)

    def team(self, what: str, area: int) -> Hands:
        bureau = self.bureau(area)
        return Hands(f"team/{bureau}/{what}", TEAMS[what], bureau)

    def one_stop(self, dice: Random, area: int) -> Hands:
        """The dedicated manager of a connection at medium voltage."""
        number, bureau = 1 + int(dice.random() * STAGES), self.bureau(area)
        return Hands(f"manager/{bureau}/{number:02d}", f"专职客户经理 {number:02d}", bureau)

    def town(self, area: int) -> str:
        return self._ground.town_name(area) or self.bureau(area)

    def bureau(self, area: int) -> str:
        return self._ground.bureau_name(area)
