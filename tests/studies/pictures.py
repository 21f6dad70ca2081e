"""Pictures of the overview at the moments that matter, in every size, theme and language.

    python -m tests.studies.pictures --recordings DIR [--out shots/study] [--scene NAME] [--size WxH]

The recordings are those that ``tests.studies.recordings_agree --keep DIR`` leaves. Each picture says on
its face whose data it replays.
"""

import argparse
import sys
from itertools import product
from pathlib import Path
from typing import NamedTuple

from wallboard.config.screen import load_screen
from wallboard.shell.application import offscreen_application
from wallboard.shell.moments import open_moment
from wallboard.shell.pictures import page_of_moment, paint, save, size_of


class Scene(NamedTuple):
    """A moment worth looking at: a recording's name (none: the demo's scenario) and an instant."""

    recording: str
    at: str | None


SCENES = {
    "storm-peak": Scene("bch-2024-bombcyclone", "2024-11-20T04:33:00Z"),
    "shut-off": Scene("pge-2019-psps", "2019-10-27T22:22:00Z"),
    "quiet-night": Scene("pge-2019-quiet", "2019-09-11T10:00:00Z"),
    "doubtful-poll": Scene("pge-2020-wind", "2020-02-10T03:52:00Z"),
    "capped-source": Scene("pge-2024-storm", "2024-02-06T00:00:00Z"),
    "source-lost": Scene("bch-2024-bombcyclone", "2024-11-24T06:00:00Z"),
    "eleven-sources": Scene("az-2026-monsoon", "2026-08-10T05:15:00Z"),
    "demo-town": Scene("", None),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recordings", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("shots/study"))
    parser.add_argument("--scene", choices=sorted(SCENES), action="append")
    parser.add_argument("--size", action="append", help="default: 1920x1080 and 3840x2160")
    args = parser.parse_args()
    family = offscreen_application().family
    screen = load_screen("overview")
    looks = list(product(args.size or ["1920x1080", "3840x2160"], ("dark", "light"), ("zh", "en")))
    for name in args.scene or SCENES:
        moment = open_moment(_arguments(args.recordings, SCENES[name]))
        for size, theme, lang in looks:
            page = page_of_moment(moment, screen, size_of(size), theme, lang, family)
            out = args.out / f"{name}-{size.partition('x')[2]}-{theme}-{lang}.png"
            save(paint(page), out)
            page.deleteLater()
            print(out, flush=True)
    return 0


def _arguments(folder: Path, scene: Scene) -> argparse.Namespace:
    recording = folder / f"{scene.recording}.rec" if scene.recording else None
    return argparse.Namespace(
        recording=recording,
        scenario=None if recording else "town-storm",
        seed=7,
        at=scene.at,
        room="storm" if recording else "demo",
    )


if __name__ == "__main__":
    sys.exit(main())
