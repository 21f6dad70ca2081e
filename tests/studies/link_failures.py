"""What the glass says when something on the way to it fails: real hubs, real walls, at 1, 3, 6, 10 and 60 s.

    python -m tests.studies.link_failures [--pictures DIR] [--out docs/link-failures.md] [--only NAME …]
        [--at-once N]

``--at-once`` failures (4) run beside each other, each with processes of its own. Prints the table and a line
``RESULT {json}``. With --pictures the overview is left in both languages wherever its words change.
"""

import argparse
import asyncio
import json
import os
import ssl
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Container
from pathlib import Path
from typing import Any

import msgspec

from tests.faults.proxy import FaultProxy
from tests.feeds.hub.certificates import Certificates, make_certificates
from tests.studies.failing import FAILURES, FAKETIME, ROOT, Failure, Rig, environment_of
from tests.studies.live_town import tell, town_now
from wallboard.domain.clock import monotonic
from wallboard.domain.facts import Fact

AT = (1, 3, 6, 10, 60)
READY_WITHIN, WELL_WITHIN = 90.0, 45.0
LOOKS = {
    "zh": {"live": "实时 ", "late": "【浅罩】", "waiting": "【深罩】", "lost": "【打叉】"},
    "en": {"live": "live ", "late": "[late] ", "waiting": "[waiting] ", "lost": "[lost] "},
}
BLIND = {"zh": "；时限不着色", "en": "; no clock colours"}
HEAD = """name = "demo"
rules = "state-grid-2022"
area_class = "urban"
simulated = true
"""


class Row(msgspec.Struct):
    """What was seen of one failure. begun, mended: monotonic s; well: s from mended until live again."""

    failure: Failure
    samples: list[dict[str, Any]] = []
    begun: float = 0.0
    mended: float = 0.0
    well: float | None = None
    trouble: str = ""

    def at(self, seconds: float) -> dict[str, Any] | None:
        """The sample that stood on the glass so long after; None where the wall said nothing."""
        found = [
            s for s in self.samples if self.begun + seconds - 1.2 < s["t"] <= self.begun + seconds + 0.15
        ]
        return found[-1] if found else None

    def connects(self) -> int:
        """Tries to connect in the minute of the failure."""
        tries = [s["connects"] for s in self.samples if self.begun <= s["t"] <= self.mended]
        return tries[-1] - tries[0] if tries else 0


class Anything:
    """Holds every text."""

    def __contains__(self, text: object) -> bool:
        return True


class Study:
    """All rows at once; the failure begins when every wall is live."""

    def __init__(self, folder: Path, pictures: bool, facts: dict[str, list[Fact]]) -> None:
        self.folder, self.pictures, self.facts = folder, pictures, facts
        self.made: Certificates | None = None
        self.wall_room, self.hub_room = self._rooms()
        self._waiting = 0
        self._all_live = asyncio.Event()  # of those that run beside each other

    def _rooms(self) -> tuple[Path, Path]:
        """The demo's room without its source, once for walls and once for hubs."""
        text = (ROOT / "resources" / "rooms" / "demo.toml").read_text(encoding="utf-8")
        tail = text[text.index("[title]") :]
        source = tail.index("[[source]]")
        tail = tail[:source] + tail[tail.index("[[window]]", source) :]
        for name, head in (("wall", 'hub = "ws://127.0.0.1:9"\n'), ("hub", "")):
            (self.folder / f"{name}.toml").write_text(HEAD + head + "\n" + tail, encoding="utf-8")
        return self.folder / "wall.toml", self.folder / "hub.toml"

    async def run(self, failures: list[Failure], at_once: int) -> list[Row]:
        """Every row, in the order asked for, so many beside each other."""
        if any(failure.tls for failure in failures):
            (self.folder / "tls").mkdir()
            self.made = make_certificates(self.folder / "tls")
        rows: list[Row] = []
        for at in range(0, len(failures), at_once):
            some = failures[at : at + at_once]
            self._waiting = len(some)
            self._all_live.clear()
            rows += await asyncio.gather(*(self._row(failure) for failure in some))
        return rows

    async def _row(self, failure: Failure) -> Row:
        folder = self.folder / failure.name
        (folder / "shots").mkdir(parents=True)
        rig = Rig(folder, self.hub_room, self.made, environment_of(failure, folder, self.made))
        row = Row(failure)
        await rig.begin()
        trusted = ssl.create_default_context(cafile=self.made.ca) if failure.tls and self.made else None
        loop = asyncio.get_running_loop()
        work = [loop.create_task(tell(rig.url, name, facts, trusted)) for name, facts in self.facts.items()]
        async with FaultProxy(rig.url, whole=failure.tls).open() as rig.proxy:
            rig.wall = await self._wall(rig.proxy.url if failure.proxied else rig.url, folder)
            work.append(loop.create_task(self._listen(rig, row)))
            try:
                await self._story(rig, row)
            finally:
                (folder / "samples").write_text(json.dumps(row.samples, ensure_ascii=False, indent=0))
                if rig.wall.returncode is None:
                    rig.wall.kill()
                await rig.wall.wait()
                for task in work:
                    task.cancel()
                await asyncio.wait(work)
                await rig.end()
        return row

    async def _story(self, rig: Rig, row: Row) -> None:
        live = await self._live(row, READY_WITHIN, fine=Anything())
        self._waiting -= 1
        if not self._waiting:
            self._all_live.set()
        if live is None:
            row.trouble = "the wall did not become live"
            return
        await self._all_live.wait()
        await asyncio.sleep(2.0)
        before = ["", row.samples[-1]["en"]["beside"]]
        await row.failure.begin(rig)
        row.begun = monotonic()
        await asyncio.sleep(max(0.0, row.begun + AT[-1] + 0.5 - monotonic()))
        row.mended = monotonic()
        await row.failure.mend(rig)
        row.well = await self._live(row, WELL_WITHIN, since=row.mended, fine=before)

    async def _live(
        self, row: Row, within: float, *, since: float = 0.0, fine: Container[str]
    ) -> float | None:
        """Seconds until the glass is live and no trouble is told; None where that never came."""
        start = monotonic()
        while monotonic() < start + within:
            last = row.samples[-1] if row.samples else None
            if last and last["t"] > since and last["zh"]["look"] == "live" and last["en"]["beside"] in fine:
                return last["t"] - since
            await asyncio.sleep(0.1)
        return None

    async def _wall(self, url: str, folder: Path) -> asyncio.subprocess.Process:
        words = [sys.executable, "-m", "tests.studies.wall_probe", url, str(self.wall_room)]
        if self.pictures:
            words += ["--pictures", str(folder / "shots")]
        mine = {"WALLBOARD_TOKEN": "a-token-of-yesterday", "QT_QPA_PLATFORM": "offscreen"}
        mine |= {"XDG_STATE_HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        if self.made is not None:
            mine["SSL_CERT_FILE"] = str(self.made.ca)
        return await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdout=PIPE, env={**os.environ, **mine})

    async def _listen(self, rig: Rig, row: Row) -> None:
        assert rig.wall.stdout is not None
        async for line in rig.wall.stdout:
            row.samples.append(json.loads(line))


def cell(sample: dict[str, Any] | None, lang: str) -> str:
    """What stood on the glass, in one cell."""
    if sample is None:
        return {"zh": "（画面不动）", "en": "(the picture stands still)"}[lang]
    face = sample[lang]
    look = LOOKS[lang][face["look"]]
    parts = [part for part in (face["words"], face["age"], face["beside"]) if part]
    blind = BLIND[lang] if face["colours"] == "off" else ""
    return look + " · ".join(parts) + blind


def table(rows: list[Row], lang: str) -> list[str]:
    """One Markdown table."""
    first = {"zh": "故障", "en": "failure"}[lang]
    last = {"zh": "一分钟内尝试 | 修好后", "en": "tries in the minute | well after"}[lang]
    lines = [
        f"| {first} | " + " | ".join(f"{s} s" for s in AT) + f" | {last} |",
        "|" + "---|" * (len(AT) + 3),
    ]
    for row in rows:
        cells = [cell(row.at(s), lang) for s in AT] if not row.trouble else [row.trouble] * len(AT)
        well = "—" if row.well is None else f"{row.well:.1f} s"
        lines.append(
            f"| {getattr(row.failure, lang)} | " + " | ".join(cells) + f" | {row.connects()} | {well} |"
        )
    return lines


def page(rows: list[Row]) -> str:
    """The whole document."""
    return "\n".join(
        [
            "# What the glass says when the link fails",
            "",
            "Written by `python -m tests.studies.link_failures`: each row is a hub and a wall of its own, as",
            "processes, and a proxy where what fails lies between them. The times are seconds after the",
            "failure began; it is mended after 60 s; the last column says how long after that the wall was",
            "live with no trouble told.",
            "In brackets stands the veil over the picture: *late* light, with a ring; *waiting* deep,",
            "*lost* deep and crossed out. After it come the words of its box, and those beside the sources.",
            "",
            *table(rows, "en"),
            "",
            "## 大屏上的字",
            "",
            "每行各有自己的中枢与大屏进程，故障在两者之间时另有代理；时间自故障开始算起，60 秒后修复。",
            "",
            *table(rows, "zh"),
            "",
        ]
    )


def keep_pictures(rows: list[Row], folder: Path, out: Path) -> None:
    """The pictures of the minute and of what followed, named by failure and second."""
    out.mkdir(parents=True, exist_ok=True)
    for row in rows:
        for shot in sorted((folder / row.failure.name / "shots").glob("*.png")):
            second, _, lang = shot.stem.rpartition("-")
            after = float(second) - row.begun
            if row.begun and after > -1.0:
                shot.replace(out / f"{row.failure.name}-{after:04.1f}s-{lang}.png")


def main() -> int:
    """Run the study; 1 where a wall did not come back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--at-once", type=int, default=4)
    args = parser.parse_args()
    failures = [f for f in FAILURES if (not args.only or f.name in args.only) and (FAKETIME or not f.clock)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(os.environ.get("STUDY_KEEP", scratch))

        async def play() -> list[Row]:
            return await Study(folder, args.pictures is not None, town_now()).run(failures, args.at_once)

        rows = asyncio.run(play())
        if args.pictures is not None:
            keep_pictures(rows, folder, args.pictures)
    text = page(rows)
    print(text)
    if args.out is not None:
        args.out.write_text(text, encoding="utf-8")
    well = {row.failure.name: None if row.well is None else round(row.well, 1) for row in rows}
    print(
        "RESULT " + json.dumps({"well_after_s": well, "tries": {r.failure.name: r.connects() for r in rows}})
    )
    return 0 if all(row.well is not None for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
