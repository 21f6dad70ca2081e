"""What the duty room is told of roads: shut by water or wind, repeated while they are, open again.

It is told some minutes late, and of a road that was shut only for those minutes never.
"""

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.chance import between, chance
from feeds.sim.closures import Closures, Span
from feeds.sim.plane import degrees
from feeds.sim.roadmap import RoadMap
from feeds.sim.roads import Edge
from wallboard.domain.network import RoadClosure

HEARD = (240.0, 1500.0)
"""Seconds, least and most, until somebody has told the duty room that a road is shut, or open again."""
REPEATED = 3 * 3600.0
"""Seconds after which what is still so is said again."""


class RoadOffice:
    """The closures of a day, in the words of who reports them."""

    def __init__(self, seed: int, agenda: Agenda, outbox: Outbox, roads: RoadMap, closures: Closures) -> None:
        self._seed, self._agenda, self._outbox = seed, agenda, outbox
        self._roads, self._closures = roads, closures

    def begin(self) -> None:
        """Everything that will be told, each at its time."""
        for road, spans in self._closures.shut.items():
            for number, span in enumerate(spans):
                dice = chance(self._seed, "road office", *road, number)
                told, over = span.begins + between(dice, *HEARD), span.ends + between(dice, *HEARD)
                if told < span.ends:
                    self._agenda.at(max(told, self._agenda.now), self._shut, road, span, over)
                    self._agenda.at(over, self._open, road)

    def _shut(self, road: Edge, span: Span, over: float) -> None:
        self._say(road, shut=True, since=span.begins)
        if self._agenda.now + REPEATED < over:
            self._agenda.after(REPEATED, self._shut, road, span, over)

    def _open(self, road: Edge) -> None:
        now = self._agenda.now
        if self._closures.first(road, now, now) is not None:
            return  # shut again meanwhile: nobody finds it open
        self._say(road, shut=False, since=None)

    def _say(self, road: Edge, *, shut: bool, since: float | None) -> None:
        (lon, lat), (to_lon, to_lat) = (degrees(self._roads.crossings[end]) for end in road)
        data = RoadClosure(
            shut=shut,
            why=self._closures.why[road],
            lon=lon,
            lat=lat,
            to_lon=to_lon,
            to_lat=to_lat,
            since=since,
        )
        self._outbox.say("roster", f"roster/road-{road[0]}-{road[1]}", data)
