"""A typhoon off the coast with planned work that should have been called off, as facts."""

from tests.widgets.map.moments import NOW, TOWNS, Log
from wallboard.domain.facts import Fact
from wallboard.domain.network import RegionWeather, StormFix, StormTrack
from wallboard.domain.plans import PlanCourse, PlanWork

HOUR = 3600.0


def typhoon(facts: list[Fact] | None = None) -> list[Fact]:
    """Weather at every town, one track, four pieces of work, over other facts of the same log."""
    log = Log()
    log.facts = list(facts or [])
    for i, (_, region, lon, lat) in enumerate(TOWNS):
        wind = 26.0 - 1.8 * i
        weather = RegionWeather(
            wind=wind, gust=wind * 1.5, direction=(40.0 + 7 * i) % 360, rain=36.0 - 4 * i, lon=lon, lat=lat
        )
        log.say(f"weather/{region}{i}", weather)
    steps = (
        (-12, 114.6, 20.4, 40.0),
        (-6, 113.9, 21.0, 42.0),
        (0, 113.2, 21.7, 40.0),
        (6, 112.4, 22.5, 33.0),
        (12, 111.4, 23.2, 24.0),
    )
    fixes = [
        StormFix(at=NOW + h * HOUR, lon=lon, lat=lat, wind=wind, gale_km=wind * 2.4)
        for h, lon, lat, wind in steps
    ]
    log.say("weather/2026-23", StormTrack(name="康妮", issued_at=NOW - 600, fixes=fixes))
    works = (
        ("late", 112.62, 22.33, -5, -0.5, "running"),
        ("running", 112.95, 22.28, -2, 3, "running"),
        ("waiting", 112.55, 22.58, 2, 6, "waiting"),
        ("over", 112.70, 22.50, -9, -4, "returned"),
    )
    for key, lon, lat, begins, ends, state in works:
        window = PlanWork(
            title=f"10kV {key}",
            window_from=NOW + begins * HOUR,
            window_to=NOW + ends * HOUR,
            lon=lon,
            lat=lat,
        )
        log.say(f"oms/{key}", window)
        log.say(f"oms/{key}", PlanCourse(state=state))
    return log.facts
