"""The failures of the link study: each breaks one thing of a rig for a minute and mends it again."""

import asyncio
import os
import resource
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from tests.faults.proxy import FaultProxy
from tests.feeds.hub.certificates import Certificates

ROOT = Path(__file__).parents[2]
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
"""``libfaketime`` of the system; without it the rows of the stepped clock are left out."""
RESTART_S = 2.0
"""As ``run`` does with its own hub: seconds until one that ended is started again."""


class Rig:
    """One hub process, one proxy and one wall process. made: certificates, where TLS is asked for."""

    def __init__(
        self, folder: Path, room: Path, made: Certificates | None, environment: dict[str, str]
    ) -> None:
        self.folder, self.room, self.made = folder, room, made
        self.environment = environment
        self.proxy: FaultProxy
        self.wall: Process
        self.hub: Process | None = None
        self.second: Process | None = None
        self.url = ""
        self.keeps = True  # a hub that ended is started again
        self.largest: int | None = None  # bytes that a file of the hub may hold: the full disk
        self._keeper: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Start the hub, and its keeper."""
        self.url = await self._start("0")
        self._keeper = asyncio.get_running_loop().create_task(self._keep())

    async def end(self) -> None:
        """Kill what was started."""
        if self._keeper is not None:
            self._keeper.cancel()
        for process in (self.hub, self.second):
            if process is not None and process.returncode is None:
                process.send_signal(signal.SIGCONT)
                process.kill()
                await process.wait()

    async def other_hub(self, **environment: str) -> str:
        """A second hub with something else in its environment; its URL."""
        self.second, url = await self._spawn("0", self.folder / "other", {**self.environment, **environment})
        return url

    def limit(self, largest: int | None) -> None:
        """What the disk still takes; None: all."""
        self.largest = largest
        if self.hub is not None and self.hub.returncode is None:
            most = resource.RLIM_INFINITY if largest is None else largest
            resource.prlimit(self.hub.pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            if self.hub is not None and self.hub.returncode is not None and self.keeps:
                await asyncio.sleep(RESTART_S)
                await self._start(self.url.rpartition(":")[2])

    async def _start(self, port: str) -> str:
        self.hub, url = await self._spawn(port, self.folder / "log", self.environment)
        self.limit(self.largest)
        return url

    async def _spawn(self, port: str, data: Path, environment: dict[str, str]) -> tuple[Process, str]:
        words = [
            "main.py",
            "hub",
            "--room",
            str(self.room),
            "--listen",
            f"127.0.0.1:{port}",
            "--data",
            str(data),
        ]
        with (self.folder / "hub.err").open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable, *words, cwd=ROOT, stdin=DEVNULL, stdout=PIPE, stderr=errors, env=environment
            )
        assert process.stdout is not None
        line = (await process.stdout.readline()).decode()
        return process, line.rpartition(" ")[2].strip()


Act = Callable[[Rig], Awaitable[None]]


class Failure(msgspec.Struct, frozen=True):
    """One row. name: of its files; zh, en: what is broken; begin, mend: how. tls, clock: its hub's needs.

    proxied: what fails lies between hub and wall; else nothing stands there that would answer for a hub.
    """

    name: str
    zh: str
    en: str
    begin: Act
    mend: Act
    tls: bool = False
    clock: bool = False
    proxied: bool = False


def send(number: signal.Signals, whom: str = "hub") -> Act:
    async def act(rig: Rig) -> None:
        process = getattr(rig, whom)
        if process is not None and process.returncode is None:
            process.send_signal(number)

    return act


async def kill_for_good(rig: Rig) -> None:
    rig.keeps = False
    await send(signal.SIGKILL)(rig)


async def keep_again(rig: Rig) -> None:
    rig.keeps = True


async def nothing(rig: Rig) -> None:
    """It mended itself."""


async def half_open(rig: Rig) -> None:
    rig.proxy.door = "mute"
    rig.proxy.freeze()


async def black_hole(rig: Rig) -> None:
    rig.proxy.down.swallowed = True


async def slam(rig: Rig) -> None:
    rig.proxy.door = "slam"
    rig.proxy.cut()


async def garbage(rig: Rig) -> None:
    rig.proxy.door, rig.proxy.banner = "banner", b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n"
    rig.proxy.cut()


async def clean(rig: Rig) -> None:
    rig.proxy.clean()


async def other_tokens(rig: Rig) -> None:
    rig.proxy.retarget(await rig.other_hub(WALLBOARD_TOKEN_WALL="another-token-for-walls"))
    rig.proxy.reset()


async def other_authority(rig: Rig) -> None:
    assert rig.made is not None
    key = rig.made.other.with_suffix(".key")
    rig.proxy.retarget(
        await rig.other_hub(WALLBOARD_TLS_CERT=str(rig.made.other), WALLBOARD_TLS_KEY=str(key))
    )
    rig.proxy.reset()


async def right_hub(rig: Rig) -> None:
    rig.proxy.retarget(rig.url)
    rig.proxy.reset()


def step(seconds: int) -> Act:
    """Set the hub's clock, by libfaketime's file; its monotonic clock runs on as a machine's does."""

    async def act(rig: Rig) -> None:
        (rig.folder / "clock").write_text(f"{seconds:+d}\n", encoding="ascii")

    return act


async def fill_disk(rig: Rig) -> None:
    rig.limit(1024)


async def free_disk(rig: Rig) -> None:
    rig.limit(None)


FAILURES = (
    Failure(
        "sigkill",
        "中枢进程被杀，2 秒后重启",
        "hub killed, started again after 2 s",
        send(signal.SIGKILL),
        nothing,
    ),
    Failure(
        "sigkill-gone", "中枢进程被杀，不再重启", "hub killed, not started again", kill_for_good, keep_again
    ),
    Failure(
        "sigstop",
        "中枢进程停住（SIGSTOP）",
        "hub stopped (SIGSTOP)",
        send(signal.SIGSTOP),
        send(signal.SIGCONT),
    ),
    Failure("half-open", "连接半开，无人应答", "half-open, nobody answers", half_open, clean, proxied=True),
    Failure("black-hole", "到大屏的方向不通", "black hole towards the wall", black_hole, clean, proxied=True),
    Failure("garbage", "端口上是别的程序", "something else answers there", garbage, clean, proxied=True),
    Failure(
        "401",
        "令牌不再有效（401）",
        "the token is no longer good (401)",
        other_tokens,
        right_hub,
        proxied=True,
    ),
    Failure(
        "wrong-tls",
        "证书不受信任",
        "certificate not trusted",
        other_authority,
        right_hub,
        tls=True,
        proxied=True,
    ),
    Failure("accept-then-close", "接通即断", "accepted, then closed", slam, clean, proxied=True),
    Failure("clock-9", "中枢时钟快 9 秒", "hub's clock 9 s ahead", step(9), step(0), clock=True),
    Failure("clock-90", "中枢时钟快 90 秒", "hub's clock 90 s ahead", step(90), step(0), clock=True),
    Failure("disk-full", "中枢磁盘已满", "hub's disk full", fill_disk, free_disk),
    Failure(
        "wall-stopped",
        "大屏进程停住（SIGSTOP）",
        "the wall itself stopped (SIGSTOP)",
        send(signal.SIGSTOP, "wall"),
        send(signal.SIGCONT, "wall"),
    ),
)


def environment_of(failure: Failure, folder: Path, made: Certificates | None) -> dict[str, str]:
    """What the hub of this row finds in its environment. Logs stay in the study's own folder."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("WALLBOARD_")}
    mine |= {"XDG_STATE_HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    if failure.tls and made is not None:
        mine |= {"WALLBOARD_TLS_CERT": str(made.cert), "WALLBOARD_TLS_KEY": str(made.key)}
    if failure.clock:
        (folder / "clock").write_text("+0\n", encoding="ascii")
        mine |= {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(folder / "clock"),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
    return mine
