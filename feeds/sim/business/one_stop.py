"""Connections at medium voltage, from one desk (一站妥): a manager, seven steps, four departments."""

from random import Random

from msgspec.structs import replace

from feeds.sim.business import rates
from feeds.sim.business.hands import People
from feeds.sim.business.intake import Arrival, channel_of
from feeds.sim.business.needs import Needs
from feeds.sim.business.office import WORKDAY, Office
from feeds.sim.business.thread import Story, Tale, Thread, instant
from feeds.sim.chance import between, skewed
from wallboard.domain.connections import ConnectionCourse, ConnectionProject, DepartmentTask, StepEntered
from wallboard.domain.terms import ConnectStep, Lane, OrderStage

HOUR = 3600.0
MARKETING, WORKS, PRODUCTION, MATERIALS = "marketing", "capital_works", "production", "materials"

Tasks = dict[str, tuple[int, str]]
"""Department -> how many tasks it has, and what about."""

STEPS: tuple[tuple[ConnectStep, float, float, Tasks], ...] = (
    (ConnectStep.PLAN, 5.5, 0.5, {MARKETING: (2, "供电方案"), PRODUCTION: (1, "接入点校核")}),
    (ConnectStep.CUSTOMER_DESIGN, 8.0, 0.6, {}),
    (ConnectStep.DESIGN, 3.5, 0.5, {PRODUCTION: (1, "图纸审查"), WORKS: (1, "外线设计")}),
    (
        ConnectStep.CUSTOMER_CONSTRUCTION,
        22.0,
        0.5,
        {WORKS: (2, "外线工程"), MATERIALS: (2, "电缆及环网柜")},
    ),
    (ConnectStep.MID, 1.5, 0.5, {PRODUCTION: (1, "中间检查")}),
    (ConnectStep.COMPLETION, 2.0, 0.5, {PRODUCTION: (1, "竣工检验"), MARKETING: (1, "合同与计量")}),
    (ConnectStep.ENERGISE, 2.5, 0.5, {PRODUCTION: (1, "停送电计划"), MARKETING: (1, "装表")}),
)
"""Step, its working days (median, spread of the logarithm), and who has what to do in it."""

SIZES = (250.0, 315.0, 400.0, 500.0, 630.0, 800.0, 1000.0, 1250.0, 1600.0, 2500.0, 4000.0, 6300.0)
FIRMS = (
    "食品厂",
    "注塑厂",
    "冷链仓库",
    "充电站",
    "商业综合体",
    "五金厂",
    "数据机房",
    "学校扩建",
    "养殖场",
    "污水泵站",
)
SHORT_OF = ("10kV 电缆缺货", "环网柜未到货", "户外开关待调拨", "高压计量柜缺货")


class OneStop:
    """Writes the stories of connections at medium voltage."""

    def __init__(self, needs: Needs, people: People, office: Office) -> None:
        self._needs, self._people, self._office = needs, people, office

    def story(self, arrival: Arrival, *, blocked: bool | None = None) -> Story:
        """What becomes of one application. blocked: material is missing; None: drawn."""
        dice = arrival.dice
        firm, dual = FIRMS[int(dice.random() * len(FIRMS))], dice.random() < rates.DUAL
        kva = SIZES[int(dice.random() ** 1.6 * len(SIZES))]
        category = "mv_dual" if dual else "mv_single"
        drawn = dice.random() < rates.BLOCKED
        channel = channel_of(rates.CONNECT_CHANNELS, dice)
        thread = self._needs.open(
            "YG", Lane.CONNECT, arrival, category, f"{firm} 高压新装", channel, segment="factory", kva=kva
        )
        manager = self._people.one_stop(dice, arrival.area)
        project = ConnectionProject(
            voltage="mv", category=category, kva=kva, manager=manager.name, applied_at=arrival.at
        )
        thread.say(arrival.at, project)
        taken = self._office.after(arrival.at, between(dice, 0.3 * HOUR, 5 * HOUR))
        thread.hold(taken, manager)
        thread.stage(taken, OrderStage.ACCEPTED, actor=manager.name)
        called = self._office.after(taken, between(dice, 600, 7200))
        thread.mark(called, "contact", manager.name, "专职客户经理已对接客户")
        thread.stage(called, OrderStage.ASSIGNED, actor=manager.name)
        ends = self._steps(thread, dice, called, dual=dual, blocked=drawn if blocked is None else blocked)
        thread.say(ends, replace(project, energised_at=instant(ends)))
        thread.stage(ends, OrderStage.DONE, actor=manager.name)
        asked = self._office.after(ends, between(dice, HOUR, WORKDAY))
        thread.call_back(asked, True, dice.choices((5, 4), weights=(3, 1))[0])
        thread.stage(asked, OrderStage.VERIFIED, actor="95598")
        return thread.story()

    def _steps(self, thread: Thread, dice: Random, at: float, *, dual: bool, blocked: bool) -> float:
        """All steps. Returns when it is energised."""
        office, entered = self._office, list[StepEntered]()
        for step, days, spread, tasks in STEPS:
            entered.append(StepEntered(step=step, at=instant(at)))
            thread.say(at, ConnectionCourse(entered=list(entered)))
            worked = skewed(
                dice, days * WORKDAY * (1.4 if dual else 1.0), spread, 0.4 * WORKDAY, 60 * WORKDAY
            )
            ends = office.after(at, worked)
            if step is ConnectStep.PLAN:
                self._approval(thread, dice, at, worked, dual=dual)
            if step is ConnectStep.COMPLETION and blocked:
                ends = self._blocked(thread, dice, at)
            self._departments(thread, dice, tasks, at, ends)
            at = ends
        return at

    def _approval(self, thread: Thread, dice: Random, at: float, worked: float, *, dual: bool) -> None:
        """The supply plan is put before those who decide: larger ones before two."""
        office = self._office
        asked = office.after(at, worked * 0.55)
        least, most = rates.APPROVES
        takes = least * (most / least) ** dice.random()
        spoken = office.after(asked, min(takes, 0.4 * worked))
        who = "分管副总" if dual else "营销部主任"
        thread.wait(asked, "ask_decision", "供电方案审批", spoken, who, "同意供电方案")

    def _blocked(self, thread: Thread, dice: Random, at: float) -> float:
        """The inspection cannot go on: what the network side needs has not been delivered."""
        thread.tale = Tale.BLOCKED_MATERIALS
        words = SHORT_OF[int(dice.random() * len(SHORT_OF))]
        worked = between(dice, 18, 30) * WORKDAY
        ends = self._office.after(at, worked)
        self._task(thread, at + 60.0, MATERIALS, 3, at, words)
        thread.mark(
            self._office.after(at, 3 * WORKDAY), "ask_department", thread.holder.name, f"物资：{words}"
        )
        thread.mark(self._office.after(at, 8 * WORKDAY), "supervise", "值班长", "督办：物资到货时间")
        thread.contact(self._office.after(at, 9 * WORKDAY), "95598", "催办 何时送电")
        thread.mark(self._office.after(at, 9 * WORKDAY) + 60.0, "urge", "95598", "客户催办送电")
        self._task(thread, ends, MATERIALS, 0, ends, "")
        return ends

    def _departments(self, thread: Thread, dice: Random, tasks: Tasks, at: float, ends: float) -> None:
        """What each has to do from the step's beginning, and when the last of it is done."""
        for department, (count, words) in tasks.items():
            self._task(thread, at, department, count, at, words)
            done = at + (ends - at) * between(dice, 0.5, 1.0)
            self._task(thread, done, department, 0, done, "")

    def _task(self, thread: Thread, at: float, department: str, count: int, since: float, words: str) -> None:
        data = DepartmentTask(department=department, open_tasks=count, since=instant(since), words=words)
        thread.say(at, data)
