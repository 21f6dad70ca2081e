"""One order of each lane from first report to archive, by two desks with real keys (``make desks``).

    python -m tests.studies.two_desks [--out shots/desks] [--lang zh] [--theme dark]

A hub with a log, a producer of outage facts and two ``run --desk`` on a virtual X server; keys come from
xdotool. Leaves a picture of each step and the audit trail, read from the hub's log; prints both. Exit code 3
where Xvfb, xdotool or ImageMagick's ``import`` is missing.
"""

import argparse
import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from feeds import frames
from feeds.codec import encode_fact
from feeds.recording import Recording
from tests.feeds.walls import Wall, until, wall
from tests.shell.hub_process import ROOT, hub
from wallboard.domain.calls import Evidence
from wallboard.domain.clock import SystemClock
from wallboard.domain.crews import CrewPosition, CrewProfile, CrewStatusValue
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.orders import OrderAcknowledged, OrderMark, OrderNeed, OrderNote
from wallboard.domain.outages import OutageExtent, OutageStageClaim
from wallboard.domain.rows import Order
from wallboard.domain.terms import CrewStatus, DeviceKind, EvidenceKind, OrderStage, OutageNature, OutageStage
from widgets.text import Text

WIDE, HIGH = 1600, 1000
PATIENCE_S = 90.0
DRAWN_S = 1.2
"""Real s from a fact at the hub to the picture: both desks have drawn it and the digits have turned."""

SEATS = (("服务调度 07", "service_lead"), ("配网值班 02", "network_lead"))
OUTAGE = "oms/O1"
TOOLS = ("Xvfb", "xdotool", "import")

ROOM = """
name = "two-desks"
rules = "state-grid-2022"
title = {{ zh = "供电服务指挥中心", en = "Service command centre" }}
simulated = true
attribution = {{ zh = "演练：停电与班组为虚构", en = "Drill: the outage and the crews are invented" }}
[[window]]
screens = ["overview"]
language = "{lang}"
theme = "{theme}"
[[map.layers]]
role = "land"
file = "maps/jiangmen-coast.geojson"
[[map.layers]]
role = "district"
file = "maps/jiangmen-districts.geojson"
"""


class Producer:
    """Says the outage and its crews to the hub, as an outage system would."""

    def __init__(self, link: ClientConnection) -> None:
        self._link, self._said = link, 0

    async def say(self, *told: tuple[str, Payload]) -> None:
        """Publish and wait until it is durable."""
        now = SystemClock().now()
        facts = []
        for key, data in told:
            self._said += 1
            facts.append(Fact(data, key, now, "oms", f"oms-{self._said}"))
        raws = [msgspec.Raw(encode_fact(fact)) for fact in facts]
        frame = frames.Ev(id=facts[0].id, facts=raws)
        await self._link.send(frames.encode_frame(frame), text=True)
        while True:
            answer = frames.decode_frame(await self._link.recv())
            if isinstance(answer, frames.Ack):
                assert answer.accepted, answer
                return


@asynccontextmanager
async def producer(url: str) -> AsyncIterator[Producer]:
    async with connect(url, subprotocols=[Subprotocol(frames.SUBPROTOCOL)], proxy=None) as link:
        await link.send(frames.encode_frame(frames.Hello(name="oms", role="source")), text=True)
        yield Producer(link)


class Shift:
    """Both desks, what is known at the hub, and the pictures that are left."""

    def __init__(self, display: str, desks: list[int], glass: Wall, out: Path) -> None:
        self._desks = desks
        self._environment = os.environ | {"DISPLAY": display}
        self.glass, self._out = glass, out
        self._windows: list[str] = []
        self._steps = 0

    @property
    def orders(self) -> list[Order]:
        return list(self.glass.store.tables.orders.values())

    def x(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    async def side_by_side(self) -> None:
        """Wait for both windows, and give each its half."""
        await until(lambda: len(self._found()) == len(SEATS), self.glass, seconds=PATIENCE_S)
        self._windows = self._found()
        for place, window in enumerate(self._windows):
            self.x("windowsize", window, str(WIDE), str(HIGH))
            self.x("windowmove", window, str(place * WIDE), "0")

    def _found(self) -> list[str]:
        """The windows that are shown, by the desks' processes in their order."""
        found: list[str] = []
        for process in self._desks:
            words = [
                "xdotool",
                "search",
                "--all",
                "--onlyvisible",
                "--pid",
                str(process),
                "--name",
                "^Wallboard$",
            ]
            done = subprocess.run(words, env=self._environment, capture_output=True, text=True, check=False)
            found += done.stdout.split()[:1]
        return found

    def press(self, seat: int, *keys: str) -> None:
        """Real keys to one desk, as in ``shift+n``; ``"words`` are typed."""
        self.x("windowfocus", "--sync", self._windows[seat])
        for key in keys:
            if key.startswith('"'):
                self.x("type", "--delay", "40", key[1:])
            else:
                self.x("key", "--delay", "60", key)

    def choose(self, seat: int, words: str) -> None:
        """Find an order by what stands in its row, and choose the first."""
        self.press(seat, "slash", "ctrl+a", f'"{words}', "Return", "Home")

    def clear(self, *seats: int) -> None:
        """All orders again, none chosen."""
        for seat in seats:
            self.press(seat, "slash", "Escape", "1", "Escape")

    async def step(self, name: str, holds: Callable[[], bool]) -> None:
        """Wait until the hub has it, and leave a picture of both desks."""
        try:
            await until(holds, self.glass, seconds=PATIENCE_S)
        finally:
            await asyncio.sleep(DRAWN_S)
            self._steps += 1
            path = self._out / f"{self._steps:02d}-{name}.png"
            command = ["import", "-window", "root", str(path)]
            await asyncio.to_thread(subprocess.run, command, env=self._environment, check=True)
            print(path, flush=True)


async def play(url: str, display: str, desks: list[int], out: Path) -> None:
    async with producer(url) as oms, wall(url) as glass:
        await oms.say(*crews())
        shift = Shift(display, desks, glass, out)
        await shift.side_by_side()
        await restore(shift, oms)
        await request(shift)
        await connection(shift)


def crews() -> list[tuple[str, Payload]]:
    told: list[tuple[str, Payload]] = []
    places = (("抢修一组", 112.79, 22.25), ("抢修二组", 112.68, 22.37), ("抢修三组", 113.03, 22.46))
    for n, (name, lon, lat) in enumerate(places, 1):
        key = f"gps/C{n}"
        told += [
            (key, CrewProfile(name=name, unit="台山局")),
            (key, CrewStatusValue(status=CrewStatus.AVAILABLE, since=Instant(SystemClock().now()))),
            (key, CrewPosition(lon=lon, lat=lat)),
        ]
    return told


def outage(stage: OutageStage) -> list[tuple[str, Payload]]:
    out = 0 if stage is OutageStage.RESTORED_VERIFIED else 3140
    extent = OutageExtent(
        nature=OutageNature.UNPLANNED,
        region="台山局",
        town="台城",
        place="环北大道",
        feeder="10kV 台城线",
        customers_out=out,
        customers_served=3300,
        key_customers=1,
        lon=112.79,
        lat=22.25,
    )
    return [(OUTAGE, extent), (OUTAGE, OutageStageClaim(stage=stage))]


def stage_of(shift: Shift, holds: Callable[[Order], bool]) -> OrderStage | None:
    """The stage of the order that is meant; None while it is not there."""
    return next((order.stage for order in shift.orders if holds(order)), None)


def number_of(shift: Shift, holds: Callable[[Order], bool]) -> str:
    """What an order is found by in the table."""
    return next(order.number or order.id for order in shift.orders if holds(order))


async def restore(shift: Shift, oms: Producer) -> None:
    """恢复供电: calls and meters, both desks reach for it, crew, estimate, told, restored, archived."""

    def mine(order: Order) -> bool:
        return order.outage == OUTAGE

    def stands(*stages: OrderStage) -> Callable[[], bool]:
        return lambda: stage_of(shift, mine) in stages

    evidence = (
        Evidence(kind=EvidenceKind.CALL, n=46),
        Evidence(kind=EvidenceKind.METER_OFF, n=118, of=124, device_kind=DeviceKind.FEEDER),
    )
    await oms.say(*outage(OutageStage.CONFIRMED), *((OUTAGE, each) for each in evidence))
    await shift.step("restore-reported", stands(OrderStage.NEW))
    for seat in (0, 1):
        shift.choose(seat, number_of(shift, mine))
    for seat in (0, 1):
        shift.press(seat, "t")
    await shift.step("restore-accepted-by-one-refused-to-other", stands(OrderStage.ACCEPTED))
    shift.press(1, "d")
    await asyncio.sleep(DRAWN_S)
    await shift.step("restore-asked-for-a-crew", stands(OrderStage.ACCEPTED))
    shift.press(1, "Down", "Return")
    await shift.step("restore-assigned", stands(OrderStage.ASSIGNED))
    shift.press(1, "e", '"+45', "Return")
    await shift.step("restore-estimate", lambda: any(each.etr for each in shift.orders))
    shift.press(0, "m")
    await shift.step("restore-told", lambda: any(each.told_at for each in shift.orders))
    shift.press(1, "g")
    await shift.step("restore-set-out", stands(OrderStage.EN_ROUTE))
    shift.press(1, "v")
    await shift.step("restore-on-site", stands(OrderStage.ON_SITE))
    await oms.say(*outage(OutageStage.RESTORED_REPORTED))
    await shift.step("restore-reported-restored", stands(OrderStage.ON_SITE, OrderStage.DONE))
    await oms.say(*outage(OutageStage.RESTORED_VERIFIED))
    await shift.step("restore-verified", stands(OrderStage.VERIFIED))
    shift.press(1, "shift+k")
    await shift.step("restore-archived", stands(OrderStage.ARCHIVED))
    shift.clear(0, 1)


async def request(shift: Shift) -> None:
    """客户诉求: typed in at one desk, handed over and taken over, answered, called back, archived."""

    def mine(order: Order) -> bool:
        return order.lane.value == "request"

    def stands(*stages: OrderStage) -> Callable[[], bool]:
        return lambda: stage_of(shift, mine) in stages

    shift.press(0, "shift+n", "Down", "Return", '"low voltage 088', "Return", '"Shaping', "Return")
    await shift.step("request-registered", stands(OrderStage.NEW))
    shift.press(0, "t")
    await shift.step("request-accepted", stands(OrderStage.ACCEPTED))
    shift.press(0, "j", '"02', "Down", "Return")
    await shift.step("request-handing-over", lambda: any(each.handover for each in shift.orders))
    shift.choose(1, number_of(shift, mine))
    shift.press(1, "shift+j")
    await shift.step("request-taken-over", lambda: any(each.handed_over for each in shift.orders))
    shift.press(0, "s")
    await shift.step(
        "request-supervised", lambda: any(each.last_verb == "supervise" for each in shift.orders)
    )
    await finish(shift, 1, 0, "request", mine)


async def connection(shift: Shift) -> None:
    """业扩报装: typed in, waits for materials and for a decision, concluded, archived."""

    def mine(order: Order) -> bool:
        return order.lane.value == "connect"

    def stands(*stages: OrderStage) -> Callable[[], bool]:
        return lambda: stage_of(shift, mine) in stages

    shift.press(1, "shift+n", "Down", "Down", "Return", '"shop 9 kW', "Return", '"Hetang', "Return")
    await shift.step("connect-registered", stands(OrderStage.NEW))
    shift.press(1, "t")
    await shift.step("connect-accepted", stands(OrderStage.ACCEPTED))
    shift.press(1, "p", "Down", "Down", "Return")
    await shift.step("connect-suspended", stands(OrderStage.SUSPENDED))
    shift.press(1, "o")
    await shift.step("connect-resumed", stands(OrderStage.ACCEPTED))
    shift.press(1, "w", '"07', "Down", "Return", '"pole on the other side', "Return")
    await shift.step("connect-asked-to-decide", stands(OrderStage.WAITING))
    shift.choose(0, number_of(shift, mine))
    shift.press(0, "y", '"agreed', "Return")
    await shift.step("connect-decided", stands(OrderStage.ACCEPTED))
    await finish(shift, 1, 0, "connect", mine)


async def finish(shift: Shift, worker: int, lead: int, lane: str, mine: Callable[[Order], bool]) -> None:
    """Closed by who has it, called back and archived by the other."""

    def stands(*stages: OrderStage) -> Callable[[], bool]:
        return lambda: stage_of(shift, mine) in stages

    number = number_of(shift, mine)
    shift.press(worker, "x", '"done and checked', "Return")
    await shift.step(f"{lane}-closed", stands(OrderStage.DONE))
    shift.press(lead, "Escape", "6")
    shift.choose(lead, number)
    shift.press(lead, "k", "Down", "Return")
    await shift.step(f"{lane}-called-back", stands(OrderStage.VERIFIED))
    shift.press(lead, "shift+k")
    await shift.step(f"{lane}-archived", stands(OrderStage.ARCHIVED))
    shift.clear(worker, lead)


def audit(log: Path, text: Text) -> Iterator[str]:
    """Who did what to which order, when: every act that stands in the hub's log."""
    numbers: dict[str, str] = {}
    with Recording(log) as recording:
        for fact in recording.facts():
            data = fact.data
            if isinstance(data, OrderNeed):
                numbers[fact.key] = data.number or fact.key
            if isinstance(data, OrderMark):
                shown = dict(data.args)
                if "etr" in shown:
                    shown["etr"] = text.clock_time(float(shown["etr"]))
                said = " ".join([*(f"{name}={value}" for name, value in shown.items()), data.words])
                verb, stage = data.verb, data.stage.value if data.stage is not None else ""
            elif isinstance(data, (OrderAcknowledged, OrderNote)):
                said, stage = getattr(data, "words", ""), ""
                verb = "note" if isinstance(data, OrderNote) else "acknowledge"
            else:
                continue
            head = f"#{fact.seq:<4} {text.seconds_time(fact.at)}  {data.actor} ({data.role})"
            done = f"{text.t(f'verb.{verb}')}  {numbers.get(fact.key, fact.key)}  {stage}"
            yield f"{head}  {done}  {said}".rstrip()


@contextmanager
def x_server() -> Iterator[str]:
    """A virtual screen that is two windows wide; its name."""
    ours, theirs = os.pipe()
    size = f"{WIDE * 2}x{HIGH}x24"
    command = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    process = subprocess.Popen(command, pass_fds=(theirs,), stderr=subprocess.DEVNULL)
    os.close(theirs)
    try:
        yield f":{os.read(ours, 20).decode().strip()}"
    finally:
        process.terminate()
        process.wait()
        os.close(ours)


@contextmanager
def desk(seat: tuple[str, str], room: Path, url: str, display: str, state: Path) -> Iterator[int]:
    """One desk as its own process on the virtual screen."""
    words = ["run", "--room", str(room), "--hub", url, "--desk", seat[0], "--role", seat[1], "--windowed"]
    environment = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "XDG_STATE_HOME": str(state)}
    process = subprocess.Popen([sys.executable, "main.py", *words], cwd=ROOT, env=environment)
    try:
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("shots/desks"))
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--theme", default="dark")
    args = parser.parse_args()
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        print(
            f"needs {', '.join(missing)}; on Debian: sudo apt install xvfb xdotool imagemagick",
            file=sys.stderr,
        )
        return 3
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        room = Path(folder) / "room.toml"
        room.write_text(ROOM.format(lang=args.lang, theme=args.theme), encoding="utf-8")
        data = Path(folder) / "data"
        _, url = stack.enter_context(hub("--room", str(room), "--data", str(data)))
        display = stack.enter_context(x_server())
        desks = [
            stack.enter_context(desk(seat, room, url, display, Path(folder) / f"state{place}"))
            for place, seat in enumerate(SEATS)
        ]
        try:
            asyncio.run(play(url, display, desks, args.out))
        finally:
            (log,) = data.glob("*.wblog")
            lines = list(audit(log, Text(args.lang)))
            (args.out / "audit.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            print("\n".join(lines), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
