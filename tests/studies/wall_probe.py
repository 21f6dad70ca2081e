"""A real wall, offscreen, in both languages, that says four times a second what stands on its glass.

    python -m tests.studies.wall_probe URL ROOM [--pictures DIR]

One JSON line a sample. With --pictures an image of each page is left whenever the words change, named by the
monotonic second. The token is read from ``WALLBOARD_TOKEN``.
"""

import argparse
import asyncio
import json
import os
from pathlib import Path

import msgspec
import qasync

from wallboard.config.room import load_room
from wallboard.domain.clock import monotonic
from wallboard.domain.terms import SourceState
from wallboard.shell.app import Wall
from wallboard.shell.application import offscreen_application
from wallboard.shell.health import Health
from wallboard.shell.pictures import paint, save
from wallboard.state.queries import SourceFace, source_faces
from widgets.page import Page
from widgets.text import Text

EVERY = 0.25
LANGUAGES = ("zh", "en")
SIZE = (1920, 1080)


def said(page: Page) -> dict[str, str]:
    """What the page says: look, words and age of the cover, and what stands beside the sources."""
    session, cover = page.session, page._cover.face
    text, link = session.text, session.link
    beside = [link.words] if link.fresh and link.words else []
    if link.fresh:
        faces = source_faces(session.tables, session.now())
        odd = [f for f in faces if f.flags or f.state in (SourceState.LATE, SourceState.LOST)]
        beside += [chip(face, text) for face in odd[:3]]
    return {
        "look": cover.stale or "live",
        "words": " · ".join(word for word in (cover.words, cover.more) if word),
        "age": cover.age if cover.stale else "",
        "beside": " · ".join(beside),
        "colours": "off" if session.rules is None else "on",
    }


def chip(face: SourceFace, text: Text) -> str:
    """A source in trouble, as the line of sources says it."""
    words = [face.title, text.t(f"source.state.{face.state.value}")]
    words += [text.t(f"source.flag.{flag.value}") for flag in face.flags]
    words += [text.reason(face.reason)] if face.reason is not None else []
    return " ".join(words)


async def watch(wall: Wall, pictures: Path | None) -> None:
    """Samples for ever."""
    before: list[tuple[str, str]] = []
    while True:
        await asyncio.sleep(EVERY)
        pages = [window.page for window in wall.windows]
        faces = [said(page) for page in pages if page is not None]
        now = monotonic()
        sample = dict(zip(LANGUAGES, faces, strict=True))
        status = wall.runner.status
        about = {"t": now, "state": status.state, "connects": wall.runner.diagnostics.tries}
        print(json.dumps({**about, **sample}, ensure_ascii=False), flush=True)
        look = [(face["look"], face["words"] + face["beside"]) for face in faces]
        if pictures is not None and look != before:
            for lang, page in zip(LANGUAGES, pages, strict=True):
                if page is not None:
                    save(paint(page), pictures / f"{now:.1f}-{lang}.png")
        before = look


def main() -> None:
    """Run until killed."""
    parser = argparse.ArgumentParser(prog="wall_probe")
    parser.add_argument("url")
    parser.add_argument("room")
    parser.add_argument("--pictures", type=Path)
    args = parser.parse_args()
    application = offscreen_application()
    loop = qasync.QEventLoop(application.qt)
    asyncio.set_event_loop(loop)
    room = load_room(args.room)
    looks = [msgspec.structs.replace(room.window[0], language=lang) for lang in LANGUAGES]
    wall = Wall(room, looks, application.family, Health(), os.environ.get("WALLBOARD_TOKEN"))
    for window in wall.windows:
        window.resize(*SIZE)
        window.show()
    wall.follow(args.url)
    with loop:
        loop.run_until_complete(watch(wall, args.pictures))


if __name__ == "__main__":
    main()
