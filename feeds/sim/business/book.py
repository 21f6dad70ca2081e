"""The stories of a scenario: those that ended on the day before, are under way, or begin in it."""

from collections.abc import Callable, Iterator, Sequence

from feeds.sim.business import rates
from feeds.sim.business.complaints import HOTLINE, WATCHDOG, Complaints
from feeds.sim.business.connections import OneVisit
from feeds.sim.business.hands import People
from feeds.sim.business.intake import Arrival, Intake
from feeds.sim.business.needs import Needs
from feeds.sim.business.office import Office
from feeds.sim.business.one_stop import OneStop
from feeds.sim.business.requests import Requests
from feeds.sim.business.sad import Sad, Third
from feeds.sim.business.thread import Story
from feeds.sim.chance import chance
from feeds.sim.fault import Fault
from feeds.sim.ground import Ground
from wallboard.config.scenario import Scenario

LONG_AGO = {"request": 12, "complaint": 16, "watchdog": 100, "one visit": 16, "one stop": 170}
"""Days before the start from which orders may still be open."""
SETTLED = 86_400.0
"""An order that ended so shortly before the start (s) stands too: rooms count what a day settled, and the
open ones alone are those that went badly."""

LEAST_DARK, MOST_DARK = 0.4 * 3600.0, 4 * 3600.0
"""How long before the lively moment the outage begins that is one too many, s."""


def stories_of(seed: int, scenario: Scenario, ground: Ground, faults: Sequence[Fault]) -> list[Story]:
    """All that stand at the start or have a word to say from then on, in order of what comes first."""
    zone = scenario.start.utcoffset()
    assert zone is not None
    office = Office(zone.total_seconds())
    intake = Intake(seed, ground, office, scenario.business)
    needs, people = Needs(ground, office), People(seed, ground)
    requests = Requests(needs, people, office)
    complaints = Complaints(needs, people, office)
    visits = OneVisit(needs, people, office, requests)
    stops = OneStop(needs, people, office)
    writers: tuple[tuple[str, float, Callable[[Arrival], Story]], ...] = (
        ("request", rates.REQUESTS, requests.story),
        ("complaint", rates.COMPLAINTS, lambda one: complaints.story(one, HOTLINE)),
        ("watchdog", rates.WATCHDOG, lambda one: complaints.story(one, WATCHDOG)),
        ("one visit", rates.ONE_VISIT, visits.story),
        ("one stop", rates.ONE_STOP, stops.story),
    )
    sad = Sad(seed, scenario.moment_at, intake, office, requests, complaints, visits, stops)
    found = list(sad.stories(people.vacant, third_of(seed, scenario, faults)))
    first, last = office.day(scenario.start_at), office.day(scenario.end_at)
    for what, rate, write in writers:
        found += _days(intake, what, rate, range(first - LONG_AGO[what], last + 1), write)
    begin, end = scenario.start_at, scenario.end_at
    live = [story for story in found if story.received_at <= end and story.beats[-1].at > begin - SETTLED]
    return sorted(live, key=lambda story: (story.received_at, story.key))


def _days(
    intake: Intake, what: str, rate: float, days: range, write: Callable[[Arrival], Story]
) -> Iterator[Story]:
    for day in days:
        for arrival in intake.of(what, rate, day):
            yield write(arrival)


def third_of(seed: int, scenario: Scenario, faults: Sequence[Fault]) -> Third | None:
    """The outage of the scenario that is one too many for somebody, where it has one before its moment."""
    about = scenario.moment_at
    fit = [
        fault
        for fault in faults
        if not (fault.planned or fault.recloses) and about - MOST_DARK <= fault.at <= about - LEAST_DARK
    ]
    if not fit:
        return None
    whole = [fault for fault in fit if fault.kind != "service"] or fit
    fault = whole[chance(seed, "third").randrange(len(whole))]
    return Third(fault.at, fault.area if fault.area >= 0 else fault.home, fault.id)
