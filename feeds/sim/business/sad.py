"""The stories that every scenario tells, whatever its seed, each in its worst hour at the lively moment.

Which customers they meet, the seed decides.
"""

from collections.abc import Iterator
from typing import NamedTuple

from feeds.sim.business.complaints import FREQUENT, WATCHDOG, Complaints
from feeds.sim.business.connections import OneVisit
from feeds.sim.business.intake import Arrival, Intake
from feeds.sim.business.office import DAY, WORKDAY, Office
from feeds.sim.business.one_stop import OneStop
from feeds.sim.business.requests import KINDS, WINDOW, Requests
from feeds.sim.business.thread import Hands, Story
from feeds.sim.chance import chance

HOUR = 3600.0
BILLING = next(kind for kind in KINDS if kind.code == "billing")
NUMBERS_FROM = 9000
"""Numbers of the day that ordinary orders never reach."""


class Third(NamedTuple):
    """An outage that is one too many: when it begins, an area (row) that it leaves dark, the fault's id."""

    at: float
    area: int
    fault: str


class Sad:
    """Writes them about one instant (epoch s)."""

    def __init__(
        self,
        seed: int,
        about: float,
        intake: Intake,
        office: Office,
        requests: Requests,
        complaints: Complaints,
        visits: OneVisit,
        stops: OneStop,
    ) -> None:
        self._seed, self._about, self._intake, self._office = seed, about, intake, office
        self._requests, self._complaints, self._visits, self._stops = requests, complaints, visits, stops

    def stories(self, vacant: list[int], third: Third | None) -> Iterator[Story]:
        """All of them. vacant: cells without a manager; third: the outage that is one too
        many, None where the day has none."""
        yield self._ping_pong()
        yield self._missed()
        yield self._stops.story(self._blocked(), blocked=True)
        yield self._vacancy(vacant)
        yield self._three_outages(third)

    def _arrival(self, number: int, at: float) -> Arrival:
        dice = chance(self._seed, "sad", number)
        return Arrival(round(at, 3), self._intake.area(dice), NUMBERS_FROM + number, dice)

    def _ping_pong(self) -> Story:
        """Sent back three times over most of a working day."""
        arrival = self._arrival(1, self._office.before(self._about, 0.8 * WORKDAY))
        thread = self._requests.open(arrival, BILLING)
        self._requests.ping_pong(thread, arrival, self._requests.unit(BILLING, arrival.area))
        return thread.story()

    def _missed(self) -> Story:
        """Nobody came in the window that ended lately."""
        ends = self._office.before(self._about, 0.4 * HOUR)
        arrival = self._arrival(2, self._office.before(ends, 1.8 * WORKDAY))
        thread, project = self._visits.open(arrival)
        at = self._visits.agreed(thread, arrival)
        begins = max(ends - WINDOW, at + 0.25 * HOUR)
        self._visits.missed(thread, arrival, project, at, begins)
        return thread.story()

    def _blocked(self) -> Arrival:
        """So long ago that it has come to the inspection: found by going back day by day."""
        number, days = 3, 30.0
        while True:
            arrival = self._arrival(number, self._office.before(self._about, days * WORKDAY))
            story = self._stops.story(arrival, blocked=True)
            stuck = next(beat.at for beat in story.beats if _is_blocked(beat.data))
            if self._office.after(stuck, 5 * WORKDAY) <= self._about:
                return self._arrival(number, arrival.at)
            days += 5.0

    def _vacancy(self, vacant: list[int]) -> Story:
        """Sent to a cell that has nobody, an hour and a half ago."""
        arrival = self._arrival(4, self._office.before(self._about, 1.6 * HOUR))
        cell = Hands("", "", "空缺网格")
        if vacant:
            row = arrival.dice.choice(vacant)
            arrival.area = self._intake.area_in(row, arrival.dice)
            cell = self._requests.unit(BILLING, arrival.area)
        thread = self._requests.open(arrival, BILLING)
        self._requests.vacancy(thread, arrival, cell)
        return thread.story()

    def _three_outages(self, third: Third | None) -> Story:
        """The third outage in two months, and the customer calls the regulator."""
        at = self._office.before(self._about, 0.7 * HOUR)
        outages = [self._earlier(days) for days in (47, 16)]
        arrival = self._arrival(5, at)
        if third is None:
            outages.append(self._earlier(1))
        else:
            arrival = self._arrival(5, min(max(at, third.at + 0.6 * HOUR), self._about - 300.0))
            arrival.area = third.area
            outages.append(f"fault/{third.fault}")
        return self._complaints.told(arrival, WATCHDOG, FREQUENT, outages)

    def _earlier(self, days: int) -> str:
        """The id of an outage of so many days before, as the outage system had it."""
        day = self._office.date(self._office.day(self._about - days * DAY))
        return f"oms/{day:%y%m%d}-O{1 + chance(self._seed, 'earlier', days).randrange(40):04d}"


def _is_blocked(data: object) -> bool:
    return getattr(data, "department", "") == "materials" and getattr(data, "open_tasks", 0) == 3
