"""Complaints: at the hotline with a day to call and five working days to answer, and at 12398.

A complaint that grew out of three outages names them; the third one is of the scenario's own day where that
has one.
"""

from msgspec.structs import replace

from feeds.sim.business import rates
from feeds.sim.business.hands import LINKS, People
from feeds.sim.business.intake import Arrival
from feeds.sim.business.needs import Needs
from feeds.sim.business.office import DAY, WORKDAY, Office
from feeds.sim.business.thread import Hands, Story, Tale, Thread, instant
from feeds.sim.chance import between, skewed
from wallboard.domain.connections import Complaint
from wallboard.domain.terms import Lane, OrderStage

HOUR = 3600.0
TOPICS = ("抄表收费", "服务态度", "业扩报装超时限", "电压质量", "频繁停电", "停电未通知")
HOTLINE, WATCHDOG = LINKS[0], LINKS[2]
FREQUENT = "频繁停电"
HANDLERS = {
    HOTLINE: Hands("office/service", "投诉处理专责", "客服中心"),
    WATCHDOG: Hands("office/quality", "优质服务专责", "市场营销部"),
}


class Complaints:
    """Writes the stories of complaints."""

    def __init__(self, needs: Needs, people: People, office: Office) -> None:
        self._needs, self._people, self._office = needs, people, office

    def story(self, arrival: Arrival, channel: str) -> Story:
        """An ordinary one."""
        return self.told(arrival, channel, TOPICS[int(arrival.dice.random() * len(TOPICS))], [])

    def told(self, arrival: Arrival, channel: str, topic: str, outages: list[str]) -> Story:
        """Accepted, the customer called, looked into by the unit, answered, called back. outages: that it
        names, ids of the outage system."""
        dice, office = arrival.dice, self._office
        watchdog = channel == WATCHDOG
        title = f"{channel} {topic}"
        prefix = "JG" if watchdog else "TS"
        thread = self._needs.open(prefix, Lane.REQUEST, arrival, "complaint", title, channel)
        said = Complaint(channel=channel, topic=topic, outages=outages, risk=bool(outages))
        thread.say(arrival.at, said)
        if outages:
            thread.tale = Tale.THREE_OUTAGES
        seat = self._people.first(dice, channel, arrival.area)
        at = arrival.at + between(dice, 60, 420)
        thread.hold(at, seat)
        if watchdog:
            at = office.after(at, between(dice, 0.3 * HOUR, 2 * WORKDAY if not outages else 0.8 * HOUR))
        thread.stage(at, OrderStage.ACCEPTED, actor=seat.name)
        said = replace(said, accepted_at=instant(at))
        thread.say(at, said)
        taken = office.after(at, between(dice, 120, 1800))
        thread.pass_on(office.opens(at) + 60.0, HANDLERS[channel], taken)
        called = office.after(taken, skewed(dice, 2.5 * HOUR, 0.6, 0.3 * HOUR, 11 * HOUR))
        thread.mark(called, "contact", thread.holder.name, "已联系客户并致歉")
        self._answer(thread, arrival, called, said, watchdog=watchdog)
        return thread.story()

    def _answer(
        self, thread: Thread, arrival: Arrival, called: float, said: Complaint, *, watchdog: bool
    ) -> None:
        """The unit looks into it and answers; at 12398 it takes weeks, and a few times an extension."""
        dice, office = arrival.dice, self._office
        said = replace(said, contacted_at=instant(called))
        thread.say(called, said)
        sent = office.after(called, between(dice, 600, 5400))
        unit = self._people.station(arrival.area)
        thread.stage(sent, OrderStage.ASSIGNED, actor=thread.holder.name)
        asks = self._people.team("lines", arrival.area)
        thread.mark(sent, "ask_department", thread.holder.name, f"请{unit.unit}{unit.name}核查并反馈")
        if watchdog:
            done = office.after(sent, skewed(dice, 14 * WORKDAY, 0.5, 3 * WORKDAY, 50 * WORKDAY))
            if dice.random() < rates.EXTENDED and done - arrival.at > 30 * DAY:
                thread.say(done - 5 * DAY, replace(said, extended=True))
        else:
            done = office.after(sent, skewed(dice, 2.6 * WORKDAY, 0.5, 0.6 * WORKDAY, 6 * WORKDAY))
        looked = sent + (done - sent) * between(dice, 0.3, 0.7)
        thread.mark(looked, "reply", unit.name, f"{asks.unit}{asks.name}已现场核查")
        thread.mark(done, "reply", thread.holder.name, "已书面答复客户")
        thread.stage(done, OrderStage.DONE, actor=thread.holder.name)
        asked = office.after(done, between(dice, HOUR, WORKDAY))
        content = dice.random() < 0.8
        thread.call_back(asked, content, dice.choices((5, 4))[0] if content else 2)
        thread.stage(asked, OrderStage.VERIFIED, actor="95598")
