"""The daily work of a cell's two people: hazards, patrols, inspections, line loss, contacts.

They do it on the trip that brings them there, in office hours; while a response level stands, nobody does.
"""

import msgspec

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.cell_tasks import CellTasks
from feeds.sim.chance import between, chance
from feeds.sim.weather import ZONE
from wallboard.config.scenario import Scenario
from wallboard.domain.connections import CellWork

HAZARDS, PATROLS, INSPECTIONS = 1.4, 0.16, 0.3
"""Open or overdue in a cell, on average."""
NEW_HAZARD, NEW_PATROL, NEW_INSPECTION = 0.05, 0.02, 0.04
"""Share of a round's cells that get another one."""
LINE_LOSS = (3.2, 0.9)  # per cent: mean, one standard deviation
ABNORMAL, ABNORMAL_LOSS = 0.03, 7.5
"""Of the cells: their loss is out of order, by so much more."""
CONTACTS = (0.86, 0.99)
CONTACTS_A_VISIT = 0.0008
ROUND = 3 * 3600.0
"""Seconds within which each cell's people come back from a trip and write down what they did."""
OFFICE = (8.5, 18.0)  # local hours
VISITED = 0.7
"""Of the cells: somebody was out in a round."""


class CellRounds:
    """Says each cell's work at the start, and after each round what has changed."""

    def __init__(
        self, seed: int, scenario: Scenario, agenda: Agenda, outbox: Outbox, cells: dict[str, bool]
    ) -> None:
        """cells: by name, whether anybody owns it."""
        self._scenario, self._agenda, self._outbox = scenario, agenda, outbox
        self._dice = {name: chance(seed, "cell work", name) for name in cells}
        self._owned, self._tasks = cells, CellTasks(seed)
        self._told_at = dict.fromkeys(cells, scenario.start_at)
        self._work = {name: self._at_first(name) for name in cells}

    def begin(self) -> None:
        """What stands now; each cell's own rounds."""
        for name, work in self._work.items():
            self._outbox.say("roster", f"roster/{name}", work)
            self._agenda.after(between(self._dice[name], 0.0, ROUND), self._round, name)

    def _round(self, name: str) -> None:
        self._agenda.after(ROUND, self._round, name)
        hour = (self._agenda.now / 3600.0 + ZONE) % 24.0
        if not OFFICE[0] <= hour < OFFICE[1]:
            return
        work = self._after_round(name, self._work[name])
        if work != self._work[name]:
            self._work[name], self._told_at[name] = work, self._agenda.now
            self._outbox.say("roster", f"roster/{name}", work)

    def _after_round(self, name: str, work: CellWork) -> CellWork:
        """What falls due comes anyway; a visit takes one off each list and asks for contacts."""
        dice = self._dice[name]
        new = [dice.random() < share for share in (NEW_HAZARD, NEW_PATROL, NEW_INSPECTION)]
        out = dice.random() < VISITED and self._owned[name] and not self._stopped()
        removed = int(out and work.hazards_open > 0 and dice.random() < 0.3)
        contacts = work.contact_coverage or 0.0
        after = msgspec.structs.replace(
            work,
            hazards_open=work.hazards_open + new[0] - removed,
            hazards_removed=work.hazards_removed + removed,
            patrols_overdue=max(0, work.patrols_overdue + new[1] - out),
            inspections_overdue=max(0, work.inspections_overdue + new[2] - out),
            contact_coverage=round(min(1.0, contacts + CONTACTS_A_VISIT), 4) if out else contacts,
        )
        now = self._agenda.now
        return self._tasks.after_trip(name, after, self._told_at[name], now) if out else after

    def _stopped(self) -> bool:
        """Whether a response level stands: ride-along jobs wait."""
        after = self._agenda.now - self._scenario.start_at
        said = [notice for notice in self._scenario.notice if notice.after <= after]
        return bool(said) and max(said, key=lambda notice: notice.after).level > 0

    def _at_first(self, name: str) -> CellWork:
        dice = self._dice[name]
        loss = dice.gauss(*LINE_LOSS) + (ABNORMAL_LOSS if dice.random() < ABNORMAL else 0.0)
        idle = 1.0 if self._owned[name] else 4.0  # nobody takes it off the list
        work = CellWork(
            hazards_open=_some(dice.random(), HAZARDS * idle),
            patrols_overdue=_some(dice.random(), PATROLS * idle),
            inspections_overdue=_some(dice.random(), INSPECTIONS * idle),
            line_loss=round(max(0.4, loss), 2),
            contact_coverage=round(between(dice, *CONTACTS), 4),
        )
        return self._tasks.at_first(name, work, self._scenario.start_at, owned=self._owned[name])


def _some(share: float, mean: float) -> int:
    """A count of this mean, most often none: geometric."""
    count, left, more = 0, share, mean / (1.0 + mean)
    while left < more:
        left, count = left / more, count + 1
    return count
