"""What ``run`` was asked for, checked whole before a window opens or a hub is started."""

import argparse
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import platformdirs

from feeds.recording import Recording, RecordingError
from wallboard.config.load import ConfigError, find_file
from wallboard.config.room import Room, WindowEntry, load_room
from wallboard.config.scenario import load_scenario
from wallboard.config.screen import check_screen, load_screen, panel_options
from wallboard.config.urls import UrlProblem, check_url
from wallboard.shell.embedded_hub import HubAsk
from wallboard.shell.faults import InputError, UsageError, input_faults
from wallboard.shell.logging_setup import APPLICATION
from wallboard.shell.moment_arguments import instant_in, instant_of, room_name
from widgets.panels import panel_specs
from widgets.theme import load_theme

SEAT = ("desk", "dispatch")
"""The screens that a seat sees first; the room's own pages come after them."""

JUDGING = ("scoreboard",)
"""The screens that judge people: a seat's last, and nobody else's."""


class RunRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to show and who serves it.

    upstream: another hub's URL; ask: a hub of our own. Neither: the room names no source of facts.
    """

    room: Room
    windows: list[WindowEntry]
    upstream: str | None = None
    ask: HubAsk | None = None

    @property
    def subject(self) -> str:
        """Names what is shown, so that the last picture of one thing is never taken for another's."""
        ask = self.ask or HubAsk()
        shown = [self.upstream, ask.recording and ask.recording.resolve(), ask.scenario, ask.seed]
        return " ".join(str(part) for part in [self.room.name, *shown] if part is not None)


def run_request(args: argparse.Namespace, *, shown: bool) -> RunRequest:
    """The arguments of ``run``, sound. shown: in windows; else in pictures of every look.

    Raises InputError (a file, with problem and remedy) and UsageError (options that exclude each other).
    """
    with input_faults(ConfigError, RecordingError):
        _refuse_contradictions(args)
        room = load_room(room_name(args.room, args.recording, args.scenario))
        upstream = args.hub or room.hub
        if upstream and (args.recording or args.scenario):
            raise UsageError(
                f"room {room.name} follows {upstream}: leave out --recording and --scenario, "
                "or name a room without a hub"
            )
        if args.hub:
            _check_address(args.hub, room)
        windows = _looks(room, args, shown=shown)
        _check_windows(windows)
        ask = None if upstream else _ask(args, room, shown=shown)
        return RunRequest(room=room, windows=windows, upstream=upstream, ask=ask)


def token_of(room: Room) -> str | None:
    """The room's token for its hub, from the environment."""
    return os.environ.get(room.token_env) if room.token_env else None


def _refuse_contradictions(args: argparse.Namespace) -> None:
    if not args.hub:
        return
    given = (
        ("--recording", args.recording),
        ("--scenario", args.scenario),
        ("--at", args.at),
        ("--data", args.data),
        ("--speed", args.speed != 1.0),
    )
    for option, value in given:
        if value:
            raise UsageError(
                f"{option} and --hub exclude each other: that hub decides what it serves; leave one out"
            )


def _check_address(url: str, room: Room) -> None:
    if not url.lower().startswith(("ws:", "wss:")):
        raise InputError(f"--hub {url}: not a websocket address; write ws://HOST:PORT or wss://HOST:PORT")
    try:
        check_url(url, room.token_env)
    except UrlProblem as error:
        raise InputError(f"--hub {url}: {error.problem}; {error.remedy}") from error


def _ask(args: argparse.Namespace, room: Room, *, shown: bool) -> HubAsk | None:
    """A hub of our own; None where nothing could come from it. Pictures are of the lively moment."""
    scenario = args.scenario or (None if args.recording or args.room else _city_of(room))
    span = None
    if args.recording:
        with Recording(args.recording) as recording:
            recording.verify()
            span = recording.span()
        if args.at is not None:
            instant_in(args.at, span)
    elif scenario:
        told = load_scenario(scenario)
        instant_of(args.at, told.start_at, told.moment_at)
    elif args.at is not None:
        raise UsageError("--at needs --recording or --scenario: a live room shows the present")
    elif not room.source:
        return None
    return HubAsk(
        room=args.room,
        recording=args.recording,
        scenario=scenario,
        seed=args.seed,
        speed=args.speed,
        at=args.at or ("moment" if scenario and not shown else None),
        data=None if args.recording or scenario or _replayed(room) else args.data or _data_folder(args.room),
        span=span,
    )


def _replayed(room: Room) -> bool:
    """Whether the room's only source has a clock of its own: such a hub keeps no log."""
    return len(room.source) == 1 and room.source[0].url.startswith(("recording:", "city:"))


def _data_folder(name: str) -> Path:
    """Where the hub of a live room keeps its log, so that a restart loses nothing: one folder a room file."""
    path = find_file("rooms", name).resolve()
    mark = hashlib.blake2b(str(path).encode(), digest_size=6).hexdigest()
    state = Path(platformdirs.user_state_dir(APPLICATION, appauthor=False))
    return state / "hub" / f"{path.stem}-{mark}"


def _city_of(room: Room) -> str | None:
    """The scenario that the room's simulated source names."""
    cities = (entry.url.partition(":")[2] for entry in room.source if entry.url.startswith("city:"))
    return next(cities, None)


def _looks(room: Room, args: argparse.Namespace, *, shown: bool) -> list[WindowEntry]:
    """The room's windows with what the command line says instead; as pictures, both languages and themes."""
    changed = {"theme": args.theme, "language": args.lang, "screens": [args.screen] if args.screen else None}
    asked = {name: value for name, value in changed.items() if value is not None}
    windows = [msgspec.structs.replace(entry, **asked) for entry in room.window]
    if args.desk:
        screens = (
            windows[0].screens if args.screen else list(dict.fromkeys([*SEAT, *windows[0].screens, *JUDGING]))
        )
        windows[0] = msgspec.structs.replace(
            windows[0], desk=args.desk, screens=screens, role=args.role or windows[0].role
        )
    if shown:
        return windows
    return [
        msgspec.structs.replace(windows[0], language=lang, theme=theme)
        for lang in ([args.lang] if args.lang else ("zh", "en"))
        for theme in ([args.theme] if args.theme else ("dark", "light"))
    ]


def _check_windows(windows: Sequence[WindowEntry]) -> None:
    """Every screen, panel and theme, before Qt asks for a page and an error could only be logged."""
    specs = panel_specs()
    for name in dict.fromkeys(name for entry in windows for name in entry.screens):
        screen = load_screen(name)
        check_screen(screen, specs)
        for index, panel in enumerate(screen.panel):
            panel_options(screen, index, specs[panel.kind].options_cls)
    for theme in dict.fromkeys(entry.theme for entry in windows):
        load_theme(theme)
