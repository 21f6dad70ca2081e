"""When crews lay their work down: meals, and the hour in which the next shift takes over."""

from feeds.sim.chance import between, chance
from feeds.sim.staff import LARGE
from wallboard.config.scenario import Scenario

HANDOVER, MEAL = "交接班", "用餐"
MEALS = (4 * 3600.0, 16 * 3600.0)
"""Noon and midnight of the local day, seconds of the UTC day."""
DAY = 86_400.0  # s
LATE_EVERY = 6
"""Every so many crews one is of the next shift, called in when the storm comes."""
COME_WITHIN = 900.0  # s
ASTRIDE = 20 * 60.0  # s about the shift's end within which the crews change


def comes_later(scenario: Scenario, number: int) -> bool:
    """Whether a crew, counted from 1, is off duty until it is called in."""
    return scenario.called_in is not None and number % LATE_EVERY == 0


def on_duty(scenario: Scenario, now: float) -> int:
    """Crews that are on duty at a time; who is called in counts once all of them have come."""
    called = scenario.called_in
    late = called is not None and now < scenario.start_at + called + COME_WITHIN
    return scenario.crews - (scenario.crews // LATE_EVERY if late else 0)


def shift_end(scenario: Scenario, now: float) -> float | None:
    """When the shift of a crew ends that begins or goes on now; None where no shift is known."""
    ends = sorted(shift.ends.timestamp() for shift in scenario.shift)
    return next((end for end in ends if end > now + ASTRIDE), None)


def pauses_of(seed: int, scenario: Scenario, crew: str) -> list[tuple[float, float, str]]:
    """(epoch s, how long in s, the crew's own word), in order. A small service has none: its crews relieve
    each other as it suits."""
    if scenario.crews < LARGE:
        return []
    dice = chance(seed, "duty", crew)
    found: list[tuple[float, float, str]] = []
    for shift in scenario.shift:
        at = shift.ends.timestamp() + between(dice, -ASTRIDE, ASTRIDE)
        found.append((at, between(dice, 480, 1500), HANDOVER))
    day = scenario.start_at // DAY * DAY
    while day < scenario.end_at:
        for meal in MEALS:
            found.append((day + meal + between(dice, -2700, 2700), between(dice, 1500, 2700), MEAL))
        day += DAY
    return sorted(one for one in found if scenario.start_at < one[0] < scenario.end_at)
