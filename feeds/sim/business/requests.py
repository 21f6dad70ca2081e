"""Requests (诉求): answered at once, or passed to whom they belong, followed and called back.

How a request goes wrong is told here too: nobody comes, nobody is there, everybody sends it on.
"""

import msgspec

from feeds.sim.business import rates
from feeds.sim.business.hands import People
from feeds.sim.business.intake import Arrival, channel_of
from feeds.sim.business.needs import Needs
from feeds.sim.business.office import Office
from feeds.sim.business.thread import Hands, Story, Tale, Thread
from feeds.sim.chance import between, skewed
from wallboard.domain.terms import Lane, OrderStage

MINUTE, HOUR = 60.0, 3600.0
NEW, ACCEPTED, ASSIGNED, EN_ROUTE = (
    OrderStage.NEW,
    OrderStage.ACCEPTED,
    OrderStage.ASSIGNED,
    OrderStage.EN_ROUTE,
)
ON_SITE, DONE, VERIFIED = OrderStage.ON_SITE, OrderStage.DONE, OrderStage.VERIFIED
WINDOW = 2 * HOUR
"""Of an appointment."""
LEAD = "值班长"
LOOKS = (60.0, 420.0)  # s until dispatch has looked at an order
BACKLOG = 2400.0
"""Seconds of the morning in which dispatch passes on what the evening and night have left."""


class Kind(msgspec.Struct, frozen=True):
    """One kind of request. share: of all; who: seat, cell, owner (of equipment) or a team; hours: worked
    until it is settled, the median; visit: somebody goes there; words: of who settled it."""

    code: str
    title: str
    share: float
    who: str
    hours: float = 6.0
    visit: bool = False
    words: str = "已处理"


KINDS = (
    Kind("enquiry", "咨询 电费电价", 0.30, "seat"),
    Kind("enquiry", "咨询 业务办理", 0.16, "seat"),
    Kind("enquiry", "咨询 停电信息", 0.09, "seat"),
    Kind("billing", "电费账单有疑问", 0.10, "cell", 9.0, words="已核对账单并解释"),
    Kind("reading_anomaly", "抄表数据异常", 0.05, "cell", 8.0, words="已补抄更正"),
    Kind("contact_data", "更改联系方式", 0.04, "cell", 3.0, words="资料已更新"),
    Kind("reconnection", "缴费后未复电", 0.05, "metering", 1.5, visit=True, words="已复电"),
    Kind("meter_verification", "申请校验电表", 0.04, "metering", 12.0, visit=True, words="校验合格"),
    Kind("metering", "电表故障", 0.05, "metering", 5.0, visit=True, words="已换表"),
    Kind("voltage", "电压偏低", 0.04, "owner", 7.0, visit=True, words="已调档"),
    Kind("hazard", "线路隐患 树障", 0.04, "owner", 6.0, visit=True, words="已清障"),
    Kind("hazard", "表箱破损 存在隐患", 0.015, "owner", 5.0, visit=True, words="已更换表箱"),
    Kind("theft", "举报窃电", 0.01, "inspection", 14.0, visit=True, words="已查处"),
    Kind("customer_owned", "户内线路故障", 0.015, "lines", 3.0, visit=True, words="已协助联系有资质单位"),
)
URGENT = frozenset({"reconnection", "customer_owned"})
"""Taken up at any hour."""


class Requests:
    """Writes the stories of requests."""

    def __init__(self, needs: Needs, people: People, office: Office) -> None:
        self._needs, self._people, self._office = needs, people, office

    def story(self, arrival: Arrival) -> Story:
        """What becomes of one who turns up."""
        dice = arrival.dice
        u, kind = dice.random(), KINDS[0]
        for kind in KINDS:
            u -= kind.share
            if u < 0.0:
                break
        thread = self.open(arrival, kind)
        if kind.who == "seat":
            self._at_once(thread, arrival)
            return thread.story()
        way = dice.random()
        unit = self.unit(kind, arrival.area)
        if way < rates.PING_PONG:
            self.ping_pong(thread, arrival, unit)
        elif not unit.name:
            self.vacancy(thread, arrival, unit)
        else:
            returned = way < rates.PING_PONG + rates.RETURNED
            at = self.to_unit(thread, arrival, unit, returned=returned, urgent=kind.code in URGENT)
            self._settle(thread, arrival, kind, at)
        return thread.story()

    def open(self, arrival: Arrival, kind: Kind) -> Thread:
        channel = channel_of(rates.CHANNELS, arrival.dice)
        return self._needs.open("XQ", Lane.REQUEST, arrival, kind.code, kind.title, channel)

    def unit(self, kind: Kind, area: int) -> Hands:
        """Whose business it is."""
        if kind.who in ("cell", "owner"):
            return self._people.cell(area, equipment=kind.who == "owner")
        return self._people.team(kind.who, area)

    # The first minutes.

    def take(self, thread: Thread, arrival: Arrival) -> float:
        """A seat, the counter or the online hall has it, then dispatch. Returns when dispatch has it."""
        dice = arrival.dice
        first = self._people.first(dice, thread.need.channel, arrival.area)
        at = arrival.at + between(dice, 25, 150)
        thread.hold(at, first)
        thread.stage(at, ACCEPTED, actor=first.name)
        sent = at + between(dice, 60, 300)
        taken = sent + skewed(dice, 90, 0.7, 15, 1500)
        thread.pass_on(sent, self._people.dispatch(dice), taken)
        return taken

    def _at_once(self, thread: Thread, arrival: Arrival) -> None:
        """Within the authority of who was asked first: answered in the same contact."""
        dice = arrival.dice
        first = self._people.first(dice, thread.need.channel, arrival.area)
        at = arrival.at + between(dice, 10, 60)
        thread.hold(at, first)
        thread.stage(at, ACCEPTED, actor=first.name)
        at += skewed(dice, 190, 0.5, 60, 900)
        thread.stage(at, DONE, actor=first.name)
        at += between(dice, 10, 45)
        content = dice.random() >= rates.DISCONTENT
        thread.call_back(at, content, dice.choices((5, 4), weights=(4, 1))[0] if content else 3)
        thread.stage(at, VERIFIED, actor="95598")

    def to_unit(
        self, thread: Thread, arrival: Arrival, unit: Hands, *, returned: bool = False, urgent: bool = False
    ) -> float:
        """From the first word to the hands of the unit. Returns when it has been taken over there."""
        dice = arrival.dice
        at = self.take(thread, arrival)
        desk = thread.holder
        if returned:
            wrong = self._people.station(arrival.area)
            at = self._send(thread, arrival, at, wrong, urgent=urgent)
            at = self._office.after(at, between(dice, 600, 3000))
            thread.give_back(at, "not_mine", desk, "不属本所业务")
        return self._send(thread, arrival, at, unit, urgent=urgent)

    def _send(self, thread: Thread, arrival: Arrival, at: float, unit: Hands, *, urgent: bool) -> float:
        """Dispatch passes it on while the unit works, what is urgent at once. Returns when it is taken."""
        dice = arrival.dice
        looked = between(dice, *LOOKS)
        sent = at + looked
        if not urgent and (opens := self._office.opens(sent)) > sent:
            least, most = LOOKS
            sent = opens + (looked - least) / (most - least) * BACKLOG
        taken = sent + skewed(dice, 540, 0.8, 90, 5400)
        thread.stage(sent, ASSIGNED, actor=thread.holder.name)
        thread.pass_on(sent, unit, taken)
        return taken

    # What the unit makes of it.

    def _settle(self, thread: Thread, arrival: Arrival, kind: Kind, at: float) -> None:
        dice, office = arrival.dice, self._office
        worked = skewed(dice, kind.hours * HOUR, 0.5, 0.4 * HOUR, 45 * HOUR)
        urge, lost = dice.random() < rates.URGED, dice.random() < rates.WITHDRAWN
        told = (
            (at + between(dice, 240, 900))
            if kind.code in URGENT
            else office.after(at, between(dice, 300, 3600))
        )
        thread.mark(told, "contact", thread.holder.name, "已联系客户")
        if lost:
            thread.stage(office.after(told, worked / 2), OrderStage.CANCELLED, actor="客户")
            return
        if kind.visit:
            urgent = kind.code in URGENT
            begins = told + between(dice, 1200, 4800) if urgent else self.slot(office.after(told, worked))
            if dice.random() < rates.MISSED:
                begins = self.missed(thread, arrival, told, begins, urgent=urgent)
            else:
                thread.promise(told, begins + WINDOW)
            done = self.visit(thread, arrival, begins, urgent=urgent)
        else:
            done = self._at_a_desk(thread, arrival, told, worked, urge=urge)
        self.close(thread, arrival, done, kind.words)

    def _at_a_desk(
        self, thread: Thread, arrival: Arrival, told: float, worked: float, *, urge: bool
    ) -> float:
        """Settled without going there, some only when somebody else has spoken."""
        dice, office = arrival.dice, self._office
        at, u = told, dice.random()
        if u < rates.ASKS_SPECIALIST + rates.ASKS_DECISION:
            at = office.after(at, worked / 3)
            decides = u < rates.ASKS_DECISION
            back = office.after(at, skewed(dice, *(rates.DECIDES if decides else rates.ANSWERS)))
            if decides:
                thread.wait(at, "ask_decision", "申请退补电费", back, "营销部主任", "同意退补")
            else:
                thread.wait(at, "ask_specialist", "请计量专家核对", back, "计量专家", "已核对")
            at = back
        done = office.after(at, worked)
        if urge and done - told > 6 * HOUR:
            self.urge(thread, told + (done - told) * between(dice, 0.4, 0.9))
        return done

    def urge(self, thread: Thread, at: float) -> None:
        """The customer asks after it; the first who took it passes that on."""
        thread.contact(at, "95598", f"催办 {thread.need.title}")
        thread.mark(at + 40.0, "urge", thread.first, "客户来电催办")

    def slot(self, at: float) -> float:
        """The beginning of the next window: on the full hour of a working day."""
        day = self._office.midnight(self._office.day(self._office.opens(at)))
        for _ in range(8):
            for hour in (9, 10, 14, 15):
                begins = day + hour * HOUR
                if begins >= at and self._office.opens(begins) == begins:
                    return begins
            day = self._office.midnight(self._office.day(self._office.opens(day + 24 * HOUR)))
        return day + 9 * HOUR

    def visit(self, thread: Thread, arrival: Arrival, begins: float, *, urgent: bool = False) -> float:
        """Somebody goes there within the window. Returns when it is done."""
        dice = arrival.dice
        there = begins + between(dice, -300, 4200 if not urgent else 1500)
        thread.stage(there - between(dice, 600, 1800), EN_ROUTE, actor=thread.holder.name)
        thread.stage(there, ON_SITE, actor=thread.holder.name)
        return there + skewed(dice, 2400, 0.4, 900, 7200)

    def missed(
        self, thread: Thread, arrival: Arrival, told: float, begins: float, *, urgent: bool = False
    ) -> float:
        """Nobody comes in the window; the customer calls, another one is agreed. Returns its beginning."""
        dice, office = arrival.dice, self._office
        thread.tale = Tale.MISSED_APPOINTMENT
        ends = begins + WINDOW
        thread.promise(told, ends)
        self.urge(thread, ends + between(dice, 300, 1500))
        thread.mark(ends + 600.0, "missed", thread.holder.name, "人员抽调抢修，未按约到场")
        again = ends + between(dice, 2400, 4200) if urgent else office.after(ends, between(dice, 7200, 9000))
        begins = again + 0.5 * HOUR if urgent else self.slot(office.after(again, 2 * HOUR))
        thread.mark(again, "contact", thread.holder.name, "致歉并另约时间")
        thread.promise(again, begins + WINDOW)
        return begins

    def close(self, thread: Thread, arrival: Arrival, done: float, words: str) -> None:
        """Done, called back, and opened again where the customer is not content."""
        dice, office = arrival.dice, self._office
        thread.mark(done, "reply", thread.holder.name, words)
        thread.stage(done, DONE, actor=thread.holder.name)
        asked = office.after(done, skewed(dice, 2 * HOUR, 0.6, 0.3 * HOUR, 8 * HOUR))
        if dice.random() < rates.DISCONTENT:
            thread.call_back(asked, False, dice.choices((1, 2))[0], "问题仍在")
            thread.reopen(asked, "not_content", "95598")
            done = office.after(asked, skewed(dice, 5 * HOUR, 0.5, HOUR, 20 * HOUR))
            thread.stage(done, DONE, actor=thread.holder.name)
            asked = office.after(done, between(dice, HOUR, 4 * HOUR))
        thread.call_back(asked, True, dice.choices((5, 4), weights=(3, 1))[0])
        thread.stage(asked, VERIFIED, actor="95598")

    # Where it goes wrong.

    def ping_pong(self, thread: Thread, arrival: Arrival, unit: Hands) -> None:
        """Returned by three, sent on by dispatch each time; the lead names who has it in the end."""
        dice, office, people = arrival.dice, self._office, self._people
        thread.tale = Tale.PING_PONG
        at = self.take(thread, arrival)
        desk = thread.holder
        station, lines = people.station(arrival.area), people.team("lines", arrival.area)
        refusals: tuple[tuple[Hands, str, str], ...] = (
            (unit if unit.name else station, "not_mine", "不属网格业务，请转班组"),
            (lines, "no_authority", "涉及线路改造，本班无权限"),
            (station, "not_mine", "应由网格处理"),
        )
        for turn, (hands, code, words) in enumerate(refusals):
            at = self._send(thread, arrival, at, hands, urgent=False)
            at = office.after(at, between(dice, 2400, 4200))
            thread.give_back(at, code, desk, words)
            if turn:
                self.urge(thread, at + between(dice, 120, 600))
        sent = at + between(dice, 600, 1200)
        taken = office.after(sent, between(dice, 10 * HOUR, 12 * HOUR))
        thread.send(sent, station)
        ordered = office.after(sent, between(dice, 3 * HOUR, 5 * HOUR))
        thread.mark(ordered, "supervise", LEAD, "督办：明确由供电所牵头")
        thread.stage(taken, ASSIGNED, actor=LEAD)
        thread.take_over(taken)
        self.close(thread, arrival, office.after(taken, between(dice, 4 * HOUR, 9 * HOUR)), "已现场处理")

    def vacancy(self, thread: Thread, arrival: Arrival, unit: Hands) -> None:
        """Sent to a cell whose post is vacant: nobody takes it until the lead gives it to the station."""
        dice, office = arrival.dice, self._office
        thread.tale = Tale.VACANCY
        at = self.take(thread, arrival)
        desk = thread.holder
        sent = at + between(dice, 120, 480)
        thread.stage(sent, NEW, actor=desk.name)
        thread.send(sent, unit)
        thread.hold(sent, Hands("", "", unit.unit), accepted=False)
        noticed = office.after(sent, between(dice, 4 * HOUR, 5 * HOUR))
        thread.mark(noticed, "supervise", LEAD, "网格无责任人，改派供电所")
        station = self._people.station(arrival.area)
        taken = office.after(noticed, between(dice, 600, 2400))
        thread.stage(noticed, ASSIGNED, actor=LEAD)
        thread.pass_on(noticed, station, taken)
        self.close(thread, arrival, office.after(taken, between(dice, 3 * HOUR, 8 * HOUR)), "已处理")
