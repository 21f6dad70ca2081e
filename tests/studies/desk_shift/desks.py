"""Two desks and a wall side by side on a virtual screen: real keys by xdotool, pictures, what each shows."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tests.feeds.walls import Wall
from tests.shell.hub_process import ROOT
from tests.studies.desk_shift.seat import Seen
from wallboard.domain.rows import Order
from wallboard.domain.terms import OrderStage

WIDE, HIGH = 1600, 1000
PATIENCE_S = 120.0
"""Real s that anything may take; what takes longer does not come."""
SETTLED = 3
"""Looks at a desk after the last change, before its picture is taken: by then it has painted."""

SEATS = (("服务调度 07", "service_lead"), ("配网值班 02", "network_lead"))


class Desks:
    """Both desks and the wall (the last seat), what is known at the hub (``glass``), and the pictures."""

    def __init__(self, display: str, seats: Sequence["Seat"], glass: Wall, out: Path) -> None:
        self._seats, self.glass, self._out = seats, glass, out
        self._environment = os.environ | {"DISPLAY": display}
        self._windows: list[str] = []
        self._steps = 0

    @property
    def orders(self) -> list[Order]:
        return list(self.glass.store.tables.orders.values())

    def the(self, holds: Callable[[Order], bool]) -> Order | None:
        """The order that is meant; None while it is not there."""
        return next((order for order in self.orders if holds(order)), None)

    def stands(self, mine: Callable[[Order], bool], *stages: OrderStage) -> Callable[[], bool]:
        """Whether that order is in one of these stages, as the hub knows it."""

        def holds() -> bool:
            order = self.the(mine)
            return order is not None and order.stage in stages

        return holds

    # waiting: for what is seen, never for a time

    async def until(self, holds: Callable[[], bool], what: str) -> None:
        """Follow the hub until something holds. Raises TimeoutError, which says what did not come about."""
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE_S
        while True:
            self.glass.tick()
            if holds():
                return
            if loop.time() > end:
                raise TimeoutError(f"{what}: not within {PATIENCE_S:.0f} s; {[self.seen(0), self.seen(1)]}")
            await asyncio.sleep(0.05)

    def seen(self, seat: int) -> Seen:
        """What that desk showed when it was last looked at."""
        try:
            return msgspec.json.decode(self._seats[seat].file.read_bytes(), type=Seen)
        except FileNotFoundError:
            return Seen()

    async def sees(self, seat: int, holds: Callable[[Seen], bool], what: str) -> Seen:
        """Wait until that desk shows something."""
        await self.until(lambda: holds(self.seen(seat)), what)
        return self.seen(seat)

    async def settled(self) -> None:
        """Desks and wall have all that the hub has said, and have painted it."""
        for seat in range(len(self._seats)):
            await self.sees(seat, self._has_all, "the desk has all facts and nothing under way")
        beats = [self.seen(seat).beat + SETTLED for seat in range(len(self._seats))]
        for seat, beat in enumerate(beats):
            await self.sees(seat, lambda seen, beat=beat: seen.beat >= beat, "the desk goes on")

    def _has_all(self, seen: Seen) -> bool:
        return seen.live and seen.head >= self.glass.store.head and "pending" not in seen.marks

    # hands

    def x(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    async def side_by_side(self) -> None:
        """Wait for the windows, and give each its place."""
        await self.until(lambda: len(self._found()) == len(self._seats), "all windows are shown")
        self._windows = self._found()
        for place, window in enumerate(self._windows):
            self.x("windowsize", window, str(WIDE), str(HIGH))
            self.x("windowmove", window, str(place * WIDE), "0")
            await self.sees(place, lambda seen: seen.live and seen.size == (WIDE, HIGH), "the window is live")

    def _found(self) -> list[str]:
        """The windows that are shown, by the desks' processes in their order."""
        found: list[str] = []
        for seat in self._seats:
            words = ["search", "--all", "--onlyvisible", "--pid", str(seat.pid), "--name", "^Wallboard$"]
            done = subprocess.run(
                ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=False
            )
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

    async def fill(self, seat: int, key: str, *fields: tuple[str, ...]) -> None:
        """Begin a verb that asks, and answer field by field: each once the foot asks for it."""
        self.press(seat, key)
        for number, keys in enumerate(fields, 1):
            asked = await self.sees(seat, lambda seen: bool(seen.field), f"{key} asks for field {number}")
            self.press(seat, *keys)
            await self.sees(
                seat,
                lambda seen, before=asked.field: seen.field != before,
                f"{key} has taken {asked.field}",
            )

    async def choose(self, seat: int, order: Order) -> None:
        """Find an order by its number in the table, and choose it."""
        await self.sees(seat, self._has_all, "the desk has all facts")
        self.press(seat, "slash")
        await self.sees(seat, lambda seen: seen.finding, "the table asks what to find")
        self.press(seat, "ctrl+a", f'"{order.number or order.id}')
        await self.sees(seat, lambda seen: seen.rows == [order.id], f"{order.number} is the only row")
        self.press(seat, "Return")
        await self.sees(seat, lambda seen: not seen.finding, "the table has the keys")
        self.press(seat, "Home")
        await self.sees(seat, lambda seen: seen.chosen == order.id == seen.course, "its course is shown")

    async def clear(self, *seats: int) -> None:
        """All open orders again, none chosen."""
        for seat in seats:
            self.press(seat, "slash")
            await self.sees(seat, lambda seen: seen.finding, "the table asks what to find")
            self.press(seat, "Escape")
            await self.sees(seat, lambda seen: not seen.finding, "the table is whole")
            self.press(seat, "1")
            await self.sees(seat, lambda seen: seen.view == "all", "open orders are shown")
            if self.seen(seat).chosen:
                self.press(seat, "Escape")
            await self.sees(seat, lambda seen: not seen.chosen, "none is chosen")

    async def step(self, name: str, holds: Callable[[], bool] = lambda: True) -> None:
        """Wait until the hub has it and every window shows it, and leave a picture of all."""
        try:
            await self.until(holds, name)
            await self.settled()
        finally:
            self._steps += 1
            path = self._out / f"{self._steps:02d}-{name}.png"
            command = ["import", "-window", "root", str(path)]
            await asyncio.to_thread(subprocess.run, command, env=self._environment, check=True)
            print(path, flush=True)


class Seat(msgspec.Struct, frozen=True):
    """One process, and the file in which it says what it shows. home: where it leaves documents."""

    pid: int
    file: Path
    home: Path


@contextmanager
def x_server() -> Iterator[str]:
    """A virtual screen that is as wide as two desks and a wall; its name."""
    ours, theirs = os.pipe()
    size = f"{WIDE * 3}x{HIGH}x24"
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
def seated(seat: tuple[str, str] | None, room: Path, url: str, display: str, home: Path) -> Iterator[Seat]:
    """One desk as its own process on the virtual screen, or a wall (None)."""
    home.mkdir()
    file = home / "seen.json"
    words = ["run", "--room", str(room), "--hub", url, "--windowed"]
    words += ["--desk", seat[0], "--role", seat[1]] if seat is not None else []
    environment = os.environ | {
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "XDG_STATE_HOME": str(home / "state"),
        "HOME": str(home),
    }
    command = [sys.executable, "-m", "tests.studies.desk_shift.seat", str(file), *words]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield Seat(process.pid, file, home)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
