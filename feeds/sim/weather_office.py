"""What the weather office says: wind and rain as it reads them, the track of a typhoon as it expects it."""

import math

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.chance import between, chance
from feeds.sim.ground import Ground
from feeds.sim.plane import Point, degrees
from feeds.sim.weather import Cyclone, Weather
from wallboard.config.scenario import Scenario
from wallboard.domain.network import RegionWeather, StormFix, StormTrack

READ_EVERY = 300.0  # s
ISSUED_EVERY = 3 * 3600.0  # s
ASTRAY = 2.5
"""Kilometres by which a forecast of the eye errs for each hour ahead, one standard deviation."""


class WeatherOffice:
    """Readings by bureau, and every three hours the track: what was is known, what comes is a forecast."""

    def __init__(
        self, scenario: Scenario, agenda: Agenda, outbox: Outbox, ground: Ground, sky: Weather
    ) -> None:
        self._scenario = scenario
        self._agenda, self._outbox, self._ground, self._sky = agenda, outbox, ground, sky

    def begin(self) -> None:
        """The first readings and the first track; both go on by the clock."""
        self._read()
        for system in self._sky.systems:
            if isinstance(system, Cyclone):
                self._issue(system)

    def _read(self) -> None:
        now = self._agenda.now
        for row in self._ground.bureaus:
            bureau = self._ground.regions[row]
            air = self._sky.at(bureau.centre, now)
            lon, lat = degrees(bureau.centre)
            data = RegionWeather(
                wind=round(float(air.wind[0]), 1),
                gust=round(float(air.gust[0]), 1),
                direction=round(self._sky.direction(bureau.centre, now)) % 360.0,
                rain=round(float(air.rain[0]), 1),
                words=self._sky.words(bureau.centre, now),
                lon=lon,
                lat=lat,
            )
            self._outbox.say("weather", f"oms/{bureau.name}", data)
        self._agenda.after(READ_EVERY, self._read)

    def _issue(self, cyclone: Cyclone) -> None:
        """The track up to now as it was, where it is, and where it is expected."""
        now, typhoon = self._agenda.now, self._scenario.typhoon
        assert typhoon is not None
        start = self._scenario.start_at
        dice = chance(self._sky.seed, "forecast", round(now - start))
        aside, turn = abs(dice.gauss(0.0, ASTRAY)) * 1000.0, math.radians(between(dice, 0.0, 360.0))
        times = sorted({start + fix.after for fix in typhoon.track})
        if times[0] < now < times[-1]:
            times = sorted({*times, now})
        fixes = [self._fix(cyclone, at, aside * max(0.0, at - now) / 3600.0, turn) for at in times]
        track = StormTrack(name=typhoon.name, issued_at=now, fixes=fixes)
        self._outbox.say("weather", "weather/typhoon", track)
        self._agenda.after(ISSUED_EVERY, self._issue, cyclone)

    @staticmethod
    def _fix(cyclone: Cyclone, at: float, aside: float, turn: float) -> StormFix:
        """The eye at a time (epoch s), ``aside`` metres from where it really is then."""
        eye = cyclone.centre(at)
        lon, lat = degrees(Point(eye.x + aside * math.sin(turn), eye.y + aside * math.cos(turn)))
        return StormFix(
            at=at,
            lon=lon,
            lat=lat,
            wind=round(cyclone.strongest(at), 1),
            gale_km=round(cyclone.gale_reach(at) / 1000.0),
        )
