"""The grid cells' two owners: who they are, whether they are on duty, which posts are vacant."""

from random import Random

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.cell_work import CellRounds
from feeds.sim.chance import chance
from feeds.sim.ground import Ground
from wallboard.config.scenario import Scenario
from wallboard.domain.connections import CellOwners

VACANT = 0.012
"""Of the posts of each kind: nobody holds them."""
IN_TRAINING = 0.17
"""Of those who hold a post: a meter reader who learns it (d.108)."""
AWAY = 0.04
"""Of the owners: on leave or ill in a shift."""


class GridCells:
    """Says each cell's owners at the start, and who is on duty where a shift changes it."""

    def __init__(self, seed: int, scenario: Scenario, agenda: Agenda, outbox: Outbox, ground: Ground) -> None:
        self._seed, self._scenario = seed, scenario
        self._agenda, self._outbox, self._ground = agenda, outbox, ground
        self._region = {
            cell: ground.bureau_name(area) for area, cell in enumerate(ground.areas.cell) if cell >= 0
        }
        self._said: dict[int, CellOwners] = {}
        owned = {
            ground.cells[row]: any(posts_of(seed, ground.cells[row], row)) for row in sorted(self._region)
        }
        self._rounds = CellRounds(seed, scenario, agenda, outbox, owned)

    def begin(self) -> None:
        """The owners now; who is on duty again when a shift begins."""
        self._shift(0)
        self._rounds.begin()
        for number, shift in enumerate(self._scenario.shift, 1):
            begins = shift.starts.timestamp()
            if begins > self._scenario.start_at:
                self._agenda.at(begins, self._shift, number)

    def _shift(self, number: int) -> None:
        for row in sorted(self._region):
            owners = self._owners(row, number)
            if owners != self._said.get(row):
                self._said[row] = owners
                self._outbox.say("roster", f"roster/{owners.name}", owners)

    def _owners(self, row: int, shift: int) -> CellOwners:
        name = self._ground.cells[row]
        manager, equipment = posts_of(self._seed, name, row)
        learns = chance(self._seed, "training", name)
        trained = learns.random() >= IN_TRAINING, learns.random() >= IN_TRAINING
        here = chance(self._seed, "cell", name, shift).random() >= AWAY
        return CellOwners(
            name=name,
            region=self._region[row],
            manager=manager,
            equipment=equipment,
            on_duty=here and bool(manager or equipment),
            manager_trained=trained[0] if manager else None,
            equipment_trained=trained[1] if equipment else None,
        )


def posts_of(seed: int, name: str, row: int) -> tuple[str, str]:
    """Customer manager and equipment owner of a cell, "" for a post that is vacant."""
    held = chance(seed, "cell", name)
    return _post(held, f"客户经理 {row + 1:03d}"), _post(held, f"设备主人 {row + 1:03d}")


def _post(dice: Random, name: str) -> str:
    """The holder of a post, or "" where it is vacant."""
    return "" if dice.random() < VACANT else name
