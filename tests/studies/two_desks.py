"""One order of each lane from first report to archive, by two desks and a wall (``make desks``).

    python -m tests.studies.two_desks [--out shots/desks] [--lang zh] [--theme dark]

A hub with a log, a producer of outage facts, two ``run --desk`` and a wall on a virtual X server; real keys
come from xdotool. The shift is then handed over: frozen, read and signed by both leads, kept as a PDF. Leaves
a picture of each step, the PDF with its pages as pictures, and the audit trail, read from the hub's log;
prints it. It waits for what the windows show, never for a time. Exit code 3 where Xvfb, xdotool,
ImageMagick's ``import`` or poppler's ``pdftoppm`` is missing.
"""

import argparse
import asyncio
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.feeds.walls import wall
from tests.shell.hub_process import hub
from tests.studies.desk_shift.audit import audit
from tests.studies.desk_shift.desks import SEATS, Desks, Seat, seated, x_server
from tests.studies.desk_shift.handover import as_pictures, hand_over
from tests.studies.desk_shift.lanes import connection, request, restore
from tests.studies.desk_shift.producer import crews, producer, shifts
from widgets.text import Text

TOOLS = ("Xvfb", "xdotool", "import", "pdftoppm")

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


async def play(url: str, display: str, seats: list[Seat], out: Path) -> None:
    async with producer(url, "oms") as oms, producer(url, "roster") as roster, wall(url) as glass:
        await oms.say(*crews())
        await roster.say(*shifts())
        desks = Desks(display, seats, glass, out)
        await desks.side_by_side()
        await restore(desks, oms)
        await request(desks)
        await connection(desks)
        await hand_over(desks, oms)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("shots/desks"))
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    parser.add_argument("--theme", default="dark")
    args = parser.parse_args()
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        needs = "sudo apt install xvfb xdotool imagemagick poppler-utils"
        print(f"needs {', '.join(missing)}; on Debian: {needs}", file=sys.stderr)
        return 3
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        room = Path(folder) / "room.toml"
        room.write_text(ROOM.format(lang=args.lang, theme=args.theme), encoding="utf-8")
        data = Path(folder) / "data"
        _, url = stack.enter_context(hub("--room", str(room), "--data", str(data)))
        display = stack.enter_context(x_server())
        seats = [
            stack.enter_context(seated(seat, room, url, display, Path(folder) / f"home{place}"))
            for place, seat in enumerate((*SEATS, None))
        ]
        try:
            asyncio.run(play(url, display, seats, args.out))
            for path in as_pictures(seats[0], args.out):
                print(path)
        finally:
            (log,) = data.glob("*.wblog")
            lines = list(audit(log, Text(args.lang)))
            (args.out / "audit.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
            print("\n".join(lines), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
