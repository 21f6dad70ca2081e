"""Moments of the service side, made of facts alone: a busy morning, and three at night."""

from typing import Any

from tests.widgets.scenes import HOUR, MINUTE, NOW, _Log, _outages, _room
from wallboard.domain.calls import CallReport
from wallboard.domain.connections import (
    CellOwners,
    CellWork,
    Complaint,
    ConnectionProject,
    ConnectionTicks,
    DepartmentTask,
)
from wallboard.domain.facts import Fact
from wallboard.domain.orders import (
    OrderCallback,
    OrderHandling,
    OrderHandover,
    OrderHolder,
    OrderNeed,
    OrderStageValue,
)
from wallboard.domain.terms import Lane, OrderOrigin, OrderStage

DAY = 24 * HOUR
TOWNS = ("会城", "沙坪", "水口", "斗山", "荷塘", "外海", "恩城", "赤坎", "广海", "台城")
CHANNELS = ("95598", "app", "wechat", "counter", "12345", "95598", "wechat", "95598")
TAKEN = OrderStage.ACCEPTED
BUSY = (TAKEN, OrderStage.ASSIGNED, OrderStage.ON_SITE)
TOPICS = ("低电压", "电费疑问", "表计异常", "停电查询", "退费", "线路隐患", "更名过户")


def morning() -> list[Fact]:
    """A busy morning: three lanes, complaints, connections at every stage, cells with and without owners."""
    log = _Log()
    _room(log)
    _outages(log, 24, ("台山局", "开平局", "新会局", "恩平局"))
    _complaints(log)
    _requests(log, 46)
    _one_visit(log)
    _one_stop(log)
    _cells(log)
    for i in range(40):
        lost, at = i % 9 == 2, NOW - i * 11 * MINUTE
        call = CallReport(
            channel="95598",
            received_at=at,
            area="" if lost else f"TA-{i}",
            located=not lost,
        )
        log.say("95598", call, at=at)
    return log.facts


def night() -> list[Fact]:
    """Three in the morning: one request waits, nothing is late, the cells are all manned."""
    log = _Log()
    _room(log)
    _case(
        log,
        "crm/1",
        Lane.REQUEST,
        "斗山 停电查询",
        20 * MINUTE,
        stage=OrderStage.ACCEPTED,
        holder="服务调度 02",
    )
    done = {"stage": OrderStage.DONE, "holder": "网格 0311", "done": 5 * HOUR}
    for i in range(12):
        _case(log, f"crm/d{i}", Lane.REQUEST, f"{TOWNS[i % 10]} 电费疑问", 9 * HOUR, channel="app", **done)
    for i in range(4):
        name = f"网格 03{i + 11:02d}"
        log.say(
            f"roster/{name}",
            CellOwners(name=name, region="开平局", manager=f"经理 {i}", equipment=f"主人 {i}"),
        )
    return log.facts


def _case(
    log: _Log,
    key: str,
    lane: Lane,
    title: str,
    age: float,
    *,
    stage: OrderStage = OrderStage.NEW,
    holder: str = "",
    first: str = "",
    hops: int = 0,
    done: float = 0.0,
    **need: Any,
) -> None:
    since = NOW - (done or age * 0.7)
    place = {} if need.pop("nowhere", False) else {"town": title.partition(" ")[0]}
    log.say(key, OrderNeed(lane=lane, received_at=NOW - age, title=title, **place, **need))
    reached = {"done": since} if done else {}
    log.say(key, OrderStageValue(stage=stage, since=since, reached=reached))
    if holder:
        log.say(key, OrderHolder(holder=holder, name=holder, since=since, first_inquirer=first, hops=hops))


def _complaints(log: _Log) -> None:
    told = (
        ("会城 频繁停电", "12398", 5.4 * DAY, "客户经理 14", "服务调度 03", 3),
        ("沙坪 停电未告知", "95598", 5.2 * DAY, "抢修管理", "服务调度 07", 2),
        ("荷塘 抄表差错", "95598", 2.5 * DAY, "计量二班", "服务调度 07", 1),
        ("外海 报装拖延", "12398", 1.2 * DAY, "客户经理 22", "客户经理 22", 0),
    )
    for i, (title, channel, age, holder, first, hops) in enumerate(told):
        key = f"crm/TS{i}"
        _case(
            log,
            key,
            Lane.REQUEST,
            title,
            age,
            stage=OrderStage.ACCEPTED,
            holder=holder,
            first=first,
            hops=hops,
            kind="complaint",
            channel=channel,
        )
        log.say(key, Complaint(channel=channel, accepted_at=NOW - age + HOUR))
    log.say("crm/TS1", OrderHandover(frm="抢修管理", to="开平局配网", sent_at=NOW - 26 * MINUTE))


def _requests(log: _Log, n: int) -> None:
    for i in range(n):
        title, age = f"{TOWNS[i % 10]} {TOPICS[i % 7]}", (0.2 + i * i % 97 / 9) * HOUR
        free = i % 8 == 0
        stage = OrderStage.NEW if free else BUSY[i % 3]
        _case(
            log,
            f"crm/DY{20930 + i}",
            Lane.REQUEST,
            title,
            age,
            stage=stage,
            holder="" if free else f"网格 03{i % 23:02d}",
            first="" if free else f"服务调度 0{i % 7 + 1}",
            hops=0 if free else i % 4,
            channel=CHANNELS[i % 8],
            origin=OrderOrigin.ONLINE if CHANNELS[i % 8] in ("app", "wechat") else OrderOrigin.HOTLINE,
            promised_at=NOW + (i % 11 - 2) * 0.8 * HOUR,
            nowhere=i % 12 == 5,
            cell="" if i % 12 == 5 else f"网格 03{i % 12 + 11:02d}",
        )
    for i, (urged, verb, returned) in enumerate(((3, "urge", 0), (1, "urge", 2), (0, "take_over", 1))):
        handling = OrderHandling(
            verb=verb,
            actor=f"服务调度 0{i + 2}",
            role="desk",
            stage=OrderStage.ACCEPTED,
            since=NOW - 3 * HOUR,
            holder=f"网格 031{i}",
            held_since=NOW - 2 * HOUR,
            first_inquirer=f"服务调度 0{i + 4}",
            urged=urged,
            returned=returned,
            handed_over=2,
        )
        log.say(f"crm/DY{20931 + i}", handling, at=NOW - (i + 1) * 7 * MINUTE)
    for i in range(26):
        key = f"crm/F{i}"
        cell, channel = f"网格 03{i % 12 + 11:02d}", "app"
        done = {"stage": OrderStage.DONE, "holder": cell, "done": (1 + i % 9) * HOUR}
        title = f"{TOWNS[i % 10]} 电费"
        done |= {"cell": cell, "channel": channel, "hops": int(i % 5 == 3)}
        _case(log, key, Lane.REQUEST, title, 12 * HOUR, **done)
        log.say(key, OrderCallback(actor="95598", satisfied=i % 6 != 1), at=NOW - HOUR)


def _one_visit(log: _Log) -> None:
    for i in range(14):
        key, begins = f"crm/LV{i}", NOW + (i - 5) * HOUR
        stage = OrderStage.DONE if i < 3 else OrderStage.ON_SITE if i < 5 else OrderStage.ASSIGNED
        _case(
            log,
            key,
            Lane.CONNECT,
            f"{TOWNS[i % 10]} {('居民', '商铺', '充电桩')[i % 3]}新装",
            (1 + i % 4) * DAY,
            stage=stage,
            holder=f"客户经理 {i + 3:02d}",
            done=(8 - i) * HOUR / 3 if i < 3 else 0.0,
            channel="wechat",
            origin=OrderOrigin.ONLINE,
        )
        log.say(
            key,
            ConnectionProject(
                voltage="lv",
                category=("lv_res", "lv_nonres")[i % 2],
                kva=8.0 + 4 * i,
                manager=f"客户经理 {i + 3:02d}",
                applied_at=NOW - (1 + i % 4) * DAY,
                window_from=begins,
                window_to=begins + 2 * HOUR,
                energised_at=NOW - (8 - i) * HOUR / 3 if i < 2 else None,
            ),
        )
        ticked = min(4, max(0, 5 - i)) if i > 2 else 4
        failed = "客户资料不全" if i == 2 else ""
        log.say(
            key,
            ConnectionTicks(
                survey=ticked > 0,
                documents=ticked > 1 and not failed,
                meter=ticked > 2,
                contract=ticked > 3 and not failed,
                failed_because=failed,
            ),
        )


def _one_stop(log: _Log) -> None:
    names = (
        "江海 电子厂",
        "蓬江 冷库",
        "新会 光伏园",
        "台山 水产加工",
        "鹤山 五金城",
        "开平 水泵厂",
        "恩平 陶瓷",
    )
    for i, name in enumerate(names):
        key, age, manager = f"crm/MV{i}", (34 - 4 * i) * DAY, f"专职经理 0{i + 1}"
        _case(
            log,
            key,
            Lane.CONNECT,
            name,
            age,
            stage=OrderStage.ACCEPTED,
            holder=manager,
            channel="counter",
        )
        log.say(
            key,
            ConnectionProject(
                voltage="mv",
                category=("mv_single", "mv_dual")[i % 2],
                kva=400.0 * (i + 1),
                manager=manager,
                applied_at=NOW - age,
            ),
        )
        for j, department in enumerate(("marketing", "capital_works", "production", "materials")):
            if (i + j) % 3:
                tasks = (i * j + 1) % 4
                since = NOW - (2 + (i * 3 + j * 5) % 17) * DAY
                log.say(key, DepartmentTask(department=department, open_tasks=tasks, since=since))
    log.say(
        "crm/MV3",
        OrderHandling(
            verb="ask_decision",
            actor="专职经理 04",
            role="desk",
            stage=OrderStage.WAITING,
            since=NOW - 7 * HOUR,
            holder="专职经理 04",
        ),
        at=NOW - 7 * HOUR,
    )


def _cells(log: _Log) -> None:
    for i in range(12):
        name = f"网格 03{i + 11:02d}"
        log.say(
            f"roster/{name}",
            CellOwners(
                name=name,
                region=("开平局", "台山局", "新会局")[i % 3],
                manager="" if i == 4 else f"客户经理 {i + 11}",
                equipment="" if i in (4, 9) else f"设备主人 {i + 3:02d}",
                on_duty=i not in (4, 7),
            ),
        )
        if i == 10:
            continue
        log.say(
            f"roster/{name}",
            CellWork(
                hazards_open=i * 5 % 7,
                hazards_removed=i % 4,
                patrols_overdue=(i * 3) % 5,
                inspections_overdue=i % 3,
                line_loss=2.1 + i * 0.9,
                contact_coverage=0.98 - i * 0.03,
            ),
        )
