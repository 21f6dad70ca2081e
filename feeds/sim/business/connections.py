"""Connections at low voltage, done in one visit (一次妥): a window that was agreed, and four ticks in it."""

from collections.abc import Sequence

from msgspec.structs import replace

from feeds.sim.business import rates
from feeds.sim.business.hands import People
from feeds.sim.business.intake import Arrival, channel_of
from feeds.sim.business.needs import Needs
from feeds.sim.business.office import Office
from feeds.sim.business.requests import WINDOW, Requests
from feeds.sim.business.thread import Story, Tale, Thread, instant
from feeds.sim.chance import between, skewed
from wallboard.domain.connections import ConnectionProject, ConnectionTicks
from wallboard.domain.terms import Lane, OrderStage

HOUR = 3600.0
TICKS = ("survey", "documents", "meter", "contract")
AFTER = (600.0, 1320.0, 3300.0, 4200.0)
"""Seconds on site until each tick, about."""
REASONS = {
    "survey": "表箱位置不足",
    "documents": "客户资料不全",
    "meter": "需外线施工",
    "contract": "产权人不在场",
}
"""Why a tick stays open."""
AT_HOME, AT_WORK = (6.0, 8.0, 8.0, 12.0, 16.0), (15.0, 20.0, 30.0, 50.0, 80.0, 100.0)
"""kVA of homes, and of shops and workshops."""


class OneVisit:
    """Writes the stories of connections at low voltage. requests: knows windows and call-backs."""

    def __init__(self, needs: Needs, people: People, office: Office, requests: Requests) -> None:
        self._needs, self._people, self._office, self._requests = needs, people, office, requests

    def story(self, arrival: Arrival) -> Story:
        """What becomes of one application."""
        dice = arrival.dice
        thread, project = self.open(arrival)
        u, lost = dice.random(), dice.random() < rates.WITHDRAWN
        at = self.agreed(thread, arrival)
        if lost:
            thread.stage(self._office.after(at, HOUR), OrderStage.CANCELLED, actor="客户")
            return thread.story()
        begins = self._requests.slot(self._office.after(at, between(dice, 4 * HOUR, 14 * HOUR)))
        if u < rates.MISSED:
            self.missed(thread, arrival, project, at, begins)
        else:
            failed = TICKS[int(dice.random() * 4)] if u < rates.MISSED + rates.FAILED_VISIT else ""
            self.visits(thread, arrival, project, at, begins, failed)
        return thread.story()

    def open(self, arrival: Arrival) -> tuple[Thread, ConnectionProject]:
        """The application, with what is known of it then."""
        dice = arrival.dice
        home = dice.random() < 0.72
        category, sizes = ("lv_res", AT_HOME) if home else ("lv_nonres", AT_WORK)
        kva = sizes[int(dice.random() * len(sizes))]
        title = "居民新装" if home else "低压非居民新装" if dice.random() < 0.7 else "低压增容"
        channel = channel_of(rates.CONNECT_CHANNELS, dice)
        segment = "home" if home else "shop"
        thread = self._needs.open(
            "YD", Lane.CONNECT, arrival, category, title, channel, segment=segment, kva=kva
        )
        project = ConnectionProject(voltage="lv", category=category, kva=kva, applied_at=arrival.at)
        thread.say(arrival.at, project)
        thread.say(arrival.at, ConnectionTicks())
        return thread, project

    def agreed(self, thread: Thread, arrival: Arrival) -> float:
        """From the online hall to dispatch to the cell's manager, who calls the customer."""
        unit = self._people.cell(arrival.area)
        if not unit.name:
            unit = self._people.station(arrival.area)
        at = self._requests.to_unit(thread, arrival, unit)
        at = self._office.after(at, between(arrival.dice, 300, 5400))
        thread.mark(at, "contact", unit.name, "已约定上门时间")
        return at

    def visits(
        self,
        thread: Thread,
        arrival: Arrival,
        project: ConnectionProject,
        at: float,
        begins: float,
        failed: str,
    ) -> None:
        """One visit, or two where the first leaves a tick open."""
        dice, office = arrival.dice, self._office
        project = self._window(thread, project, at, begins)
        if failed:
            thread.tale = Tale.FAILED_VISIT
            left = self._on_site(thread, arrival, begins, (), failed)
            thread.stage(left, OrderStage.ASSIGNED, actor=thread.holder.name)
            begins = self._requests.slot(office.after(left, between(dice, 8 * HOUR, 16 * HOUR)))
            project = self._window(thread, project, left, begins)
            done_before = tuple(tick for tick in TICKS if tick != failed)
            done = self._on_site(thread, arrival, begins, done_before, "")
        else:
            done = self._on_site(thread, arrival, begins, (), "")
        thread.say(done, replace(project, energised_at=instant(done)))
        self._requests.close(thread, arrival, done, "已装表接电")

    def missed(
        self, thread: Thread, arrival: Arrival, project: ConnectionProject, at: float, begins: float
    ) -> None:
        """Nobody comes in the window: the customer calls, and another one is agreed."""
        dice = arrival.dice
        thread.tale = Tale.MISSED_APPOINTMENT
        project = self._window(thread, project, at, begins)
        ends = begins + WINDOW
        thread.mark(ends + 600.0, "missed", thread.holder.name, "装表人员抽调抢修，未按约上门")
        failed = ConnectionTicks(failed_because="未按约上门")
        thread.say(ends + 600.0, failed)
        self._requests.urge(thread, ends + between(dice, 900, 2700))
        again = self._office.after(ends, between(dice, 2 * HOUR, 2.5 * HOUR))
        thread.mark(again, "contact", thread.holder.name, "致歉并另约时间")
        self.visits(thread, arrival, project, again, self._requests.slot(again + 12 * HOUR), "")

    def _window(
        self, thread: Thread, project: ConnectionProject, at: float, begins: float
    ) -> ConnectionProject:
        """A window that the customer has agreed to."""
        manager = thread.holder.name
        project = replace(
            project, manager=manager, window_from=instant(begins), window_to=instant(begins + WINDOW)
        )
        thread.say(at, project)
        return project

    def _on_site(
        self, thread: Thread, arrival: Arrival, begins: float, before: Sequence[str], failed: str
    ) -> float:
        """The ticks of one visit, one after the other. Returns when they leave."""
        dice = arrival.dice
        there = begins + between(dice, -300, 3600)
        thread.stage(there - between(dice, 600, 1800), OrderStage.EN_ROUTE, actor=thread.holder.name)
        thread.stage(there, OrderStage.ON_SITE, actor=thread.holder.name)
        ticks, at = replace(ConnectionTicks(), **dict.fromkeys(before, True)), there
        for tick, after in zip(TICKS, AFTER, strict=True):
            if tick in before or tick == failed:
                continue
            at = max(at, there + skewed(dice, after, 0.2, 240, 9000))
            ticks = replace(ticks, **{tick: True})
            thread.say(at, ticks)
        if failed:
            at += 120.0
            thread.say(at, replace(ticks, failed_because=REASONS[failed]))
        return at
