"""The customer system: says the stories of the request and connect lanes at their time."""

from collections.abc import Callable, Sequence
from itertools import count

from msgspec.structs import replace

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.business.book import stories_of
from feeds.sim.business.thread import SOURCE, Beat, Story
from feeds.sim.chronicle import Ordered
from feeds.sim.fault import Fault
from feeds.sim.ground import Ground
from wallboard.config.scenario import Scenario
from wallboard.domain.calls import CallReport
from wallboard.domain.connections import Complaint, DepartmentTask
from wallboard.domain.facts import aspect_token, spec_of
from wallboard.domain.orders import OrderHandover
from wallboard.domain.terms import FactKind


class Business:
    """Orders whose fate was written before the day began; nobody who is sent elsewhere changes it.

    outage_of: the outage system's id of a fault that was heard of, else "".
    """

    def __init__(
        self,
        seed: int,
        scenario: Scenario,
        agenda: Agenda,
        outbox: Outbox,
        ground: Ground,
        faults: Sequence[Fault],
        outage_of: Callable[[str], str],
    ) -> None:
        self._seed, self._scenario, self._faults = seed, scenario, faults
        self._agenda, self._outbox, self._ground, self._outage_of = agenda, outbox, ground, outage_of
        self.on_order: Callable[[Ordered], None] | None = None

    def begin(self) -> None:
        """What stands at the start is said at once; the rest follows."""
        scenario = self._scenario
        if not scenario.business:
            return
        for story in stories_of(self._seed, scenario, self._ground, self._faults):
            past = next(i for i in count() if i == len(story.beats) or story.beats[i].at > scenario.start_at)
            if past:
                self._tell(story)
                for beat in standing(story.beats[:past]):
                    self._say(beat)
            if past < len(story.beats):
                self._agenda.at(story.beats[past].at, self._go_on, story, past)

    def _go_on(self, story: Story, row: int) -> None:
        if not row:
            self._tell(story)
        self._say(story.beats[row])
        if row + 1 < len(story.beats):
            self._agenda.at(story.beats[row + 1].at, self._go_on, story, row + 1)

    def _say(self, beat: Beat) -> None:
        data = beat.data
        if isinstance(data, Complaint) and data.outages:
            named = [self._outage_of(one) if one.startswith("fault/") else one for one in data.outages]
            data = replace(data, outages=[one for one in named if one])
        self._outbox.say(SOURCE, beat.key, data, at=beat.at)

    def _tell(self, story: Story) -> None:
        """What will become of it, for those who may know the truth."""
        if self.on_order is not None:
            ends = None if story.ends == float("inf") else story.ends
            area = self._ground.areas.id[story.area]
            self.on_order(
                Ordered(
                    self._agenda.now, story.key, story.lane.value, story.what, story.tale.value, area, ends
                )
            )


def standing(beats: Sequence[Beat]) -> list[Beat]:
    """What is left to say of a past: the last value of each aspect, what was done, the last of each task."""
    last: dict[tuple[str, str], int] = {}
    for row, beat in enumerate(beats):
        data, token = beat.data, aspect_token(beat.data)
        if isinstance(data, CallReport):
            continue
        if isinstance(data, DepartmentTask):
            token = f"{token}/{data.department}"
        elif isinstance(data, OrderHandover):
            token = f"{token}/{data.sent_at}/{data.to}"
        elif spec_of(data).kind is FactKind.ENTRY:
            token = f"{token}/{row}"
        last[beat.key, token] = row
    kept = (beats[row] for row in sorted(last.values()))
    return [beat for beat in kept if not (isinstance(beat.data, DepartmentTask) and not beat.data.open_tasks)]
