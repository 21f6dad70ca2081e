"""Reading a room file and checking it against everything that it names.

A room that is returned can be used as it is: every file that it names was found. Names of shipped files
stay names; files beside the room become absolute paths.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec.structs import replace

from wallboard.config.errors import ConfigError, raise_all, shown_value
from wallboard.config.load import (
    at_fault,
    available,
    find_file,
    load_document,
    load_toml,
    not_shipped,
    resource,
    within,
)
from wallboard.config.network_name import BUILT_WORDS, is_built
from wallboard.config.room_access_check import AccessCheck
from wallboard.config.room_channel_check import ChannelCheck
from wallboard.config.room_entries import MapEntry, MapFile, MapTiles, Room, SourceEntry, WindowEntry
from wallboard.config.urls import UrlProblem, check_listen, check_token_env, check_url, scheme_of
from wallboard.domain.roster import WALLS
from wallboard.domain.source_names import RESERVED

__all__ = ["MapEntry", "MapFile", "MapTiles", "Room", "SourceEntry", "WindowEntry", "load_room"]


def load_room(name_or_path: str | Path, root: Path | None = None) -> Room:
    """A room by name (``demo``) or path. root: the resources, other than the shipped ones.

    Raises ConfigError for what is wrong in it or in what it names.
    """
    path = find_file("rooms", name_or_path, root)
    return _Check(path, root).room(load_toml(path, Room))


T = TypeVar("T")


class _Check:
    """Cross-checks of one room file; each method returns its part with files found."""

    def __init__(self, path: Path, root: Path | None) -> None:
        self.path, self.root = path, root

    def fault(self, place: str, problem: str, remedy: str) -> ConfigError:
        return at_fault(self.path, place, problem, remedy)

    def room(self, room: Room) -> Room:
        """The room with its files found. Raises ConfigError with what is wrong in each of its parts."""
        faults: list[ConfigError] = []

        def part(found: Callable[[], T], otherwise: T) -> T:
            try:
                return found()
            except ConfigError as error:
                faults.append(error)
                return otherwise

        part(lambda: self._head(room), None)
        part(lambda: self._zone(room.time_zone), None)
        part(lambda: self._upstream(room), None)
        channels = part(lambda: ChannelCheck(self.path, self._sound, self.fault).room(room), room.channel)
        checked = part(lambda: AccessCheck(self.path, self._sound, self.fault).room(room), room)
        rules = room.rules
        whole = replace(
            checked,
            rules=part(lambda: self._named("rules", "rules", rules), rules) if rules is not None else None,
            network=part(lambda: self._network(room.network), None),
            channel=channels,
            source=[
                part(partial(self._source, index, checked.source), entry)
                for index, entry in enumerate(checked.source)
            ],
            window=[
                part(partial(self._window, index, checked.window), entry)
                for index, entry in enumerate(checked.window)
            ],
            map=part(lambda: self._map(room.map), room.map),
        )
        raise_all(faults)
        return whole

    def _head(self, room: Room) -> None:
        if not room.title:
            raise self.fault("title", "says nothing", 'add zh = "…" or en = "…"')
        if room.log.keep < 3600:
            raise self.fault("log.keep", "is under an hour", 'write "1h" or more, as in "400d"')
        if not 60 <= room.walls.shown_for <= 86_400:
            raise self.fault("walls.shown_for", "is under a minute or over a day", 'write as in "30m"')

    def _zone(self, name: str) -> None:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise self.fault(
                "time_zone", f'"{name}" is not a time zone', 'name one, as in "Asia/Shanghai"'
            ) from error

    def _upstream(self, room: Room) -> None:
        guarded = bool(room.token) and room.tls is not None and room.tls.certificate is not None
        self._sound("listen", lambda: check_listen(room.listen, guarded=guarded))
        if room.token_env is not None:
            self._sound("token_env", lambda: check_token_env(room.token_env or ""))
        if room.hub is None:
            return
        if not room.hub.lower().startswith(("ws:", "wss:")):
            raise self.fault("hub", "is not a websocket address", "write ws://HOST:PORT or wss://HOST:PORT")
        if room.source:
            raise self.fault(
                "source[0]", "a room has either a hub or sources of its own", "remove hub, or the [[source]]s"
            )
        hub = room.hub
        self._sound("hub", lambda: check_url(hub, room.token_env))

    def _network(self, name: str | None) -> str | None:
        """The absolute path of a network's folder or atlas file beside the room; or one that is built."""
        if name is None or is_built(name):
            return name
        path = (self.path.resolve().parent / Path(name).expanduser()).resolve()
        if path.is_dir() or (path.suffix == ".atlas" and path.is_file()):
            return str(path)
        raise self.fault(
            "network",
            f"{shown_value(name)} is neither a folder nor an atlas file",
            "name a folder with nodes.csv, edges.csv and sources.csv, counted from the room file, "
            f"or an invented one: {BUILT_WORDS}",
        )

    def _sound(self, place: str, check: Callable[[], None]) -> None:
        try:
            check()
        except UrlProblem as error:
            raise self.fault(place, error.problem, error.remedy) from error

    def _source(self, index: int, sources: list[SourceEntry]) -> SourceEntry:
        entry, place = sources[index], f"source[{index}]"
        if entry.name in RESERVED:
            raise self.fault(f"{place}.name", f'"{entry.name}" is a name of the hub itself', "choose another")
        if entry.name in (other.name for other in sources[:index]):
            raise self.fault(
                f"{place}.name", f'"{entry.name}" is the name of another source', "choose another"
            )
        if entry.mapping is not None and entry.mapping in (other.mapping for other in sources[:index]):
            problem = f'"{entry.mapping}" serves another source, their facts would be taken for each other\'s'
            raise self.fault(f"{place}.mapping", problem, "copy it under another `source` name")
        if entry.token_env is not None:
            token_env = entry.token_env
            self._sound(f"{place}.token_env", lambda: check_token_env(token_env))
        self._sound(f"{place}.url", lambda: check_url(entry.url, entry.token_env))
        name, scheme = scheme_of(entry.url)
        if entry.poll_every is not None and not scheme.polled:
            raise self.fault(f"{place}.poll_every", f"a {name}: source is not polled", "remove it")
        if entry.poll_every is not None and not 1 <= entry.poll_every <= entry.expect_every:
            raise self.fault(
                f"{place}.poll_every",
                "is under 1 s or over expect_every",
                "poll at least as often as expected",
            )
        if scheme.mapping is True and entry.mapping is None:
            raise self.fault(
                f"{place}.mapping",
                f"is missing: documents from {name}: are not our facts",
                f"add mapping, one of: {', '.join(available('mappings', self.root)) or 'a file of your own'}",
            )
        if scheme.mapping is False and entry.mapping is not None:
            raise self.fault(f"{place}.mapping", f"a {name}: source holds facts already", "remove it")
        return self._coordinates(place, name, scheme.own, entry)

    def _coordinates(self, place: str, scheme: str, own: bool, entry: SourceEntry) -> SourceEntry:
        """The source's crs is said once, by the mapping or by the room, and both agree."""
        if own:
            if entry.crs is not None:
                raise self.fault(f"{place}.crs", f"a {scheme}: source says its own", "remove it")
            if scheme == "city":
                self._named(f"{place}.url", "scenarios", entry.url.partition(":")[2])
            return self._local_url(entry)
        mapping = self._named(f"{place}.mapping", "mappings", entry.mapping) if entry.mapping else None
        said = load_document(find_file("mappings", mapping, self.root)).get("crs") if mapping else None
        if entry.crs is None and said is None:
            raise self.fault(
                f"{place}.crs",
                "is missing: a feed that does not say its coordinates is refused",
                "add crs, one of: EPSG:4326, EPSG:3857, GCJ-02",
            )
        if entry.crs is not None and said is not None and entry.crs != said:
            raise self.fault(
                f"{place}.crs",
                f'"{entry.crs}" differs from the mapping, which says "{said}"',
                "keep the right one",
            )
        return replace(self._local_url(entry), mapping=mapping, crs=entry.crs or said)

    def _local_url(self, entry: SourceEntry) -> SourceEntry:
        """``file:`` and ``recording:`` paths count from the room file's folder."""
        scheme, _, rest = entry.url.partition(":")
        if scheme.lower() not in ("file", "recording"):
            return entry
        path = Path(rest.removeprefix("//")).expanduser()
        return replace(entry, url=f"{scheme.lower()}:{self.path.resolve().parent / path}")

    def _window(self, index: int, windows: list[WindowEntry]) -> WindowEntry:
        window, place = windows[index], f"window[{index}]"
        if window.output and window.output in (other.output for other in windows[:index]):
            raise self.fault(
                f"{place}.output", f'"{window.output}" has a window already', "name another output"
            )
        if window.name is not None:
            self._wall_name(f"{place}.name", window, windows[:index])
        if window.dwell < 5:
            raise self.fault(f"{place}.dwell", "is too short to read a page", 'write "5s" or more')
        screens = [
            self._named(f"{place}.screens[{n}]", "screens", name) for n, name in enumerate(window.screens)
        ]
        return replace(window, screens=screens, theme=self._named(f"{place}.theme", "themes", window.theme))

    def _wall_name(self, place: str, window: WindowEntry, others: list[WindowEntry]) -> None:
        """A wall's name is its alone: by it a desk shows something there."""
        if window.desk is not None:
            raise self.fault(place, "is of no use to a desk's window", "remove it")
        if window.name == WALLS:
            raise self.fault(place, f'"{WALLS}" means all of them', "choose another")
        if window.name in (other.name for other in others):
            raise self.fault(place, f'"{window.name}" is the name of another window', "choose another")

    def _map(self, entry: MapEntry) -> MapEntry:
        if entry.fit is not None:
            west, south, east, north = entry.fit
            if not (west < east and -85 <= south < north <= 85):
                raise self.fault(
                    "map.fit",
                    f"[{west:g}, {south:g}, {east:g}, {north:g}] is not a box",
                    "write [west, south, east, north] in degrees",
                )
        layers = [
            replace(layer, file=str(self._map_file(f"map.layers[{n}].file", layer.file)))
            for n, layer in enumerate(entry.layers)
        ]
        tiles = [
            replace(sheet, file=str(self._map_file(f"map.tiles[{n}].file", sheet.file)))
            for n, sheet in enumerate(entry.tiles)
        ]
        return replace(entry, layers=layers, tiles=tiles)

    def _map_file(self, place: str, name: str) -> Path:
        with self._telling(place, name):
            beside = self._beside(name)
            path = beside if beside.is_file() else resource(name, root=self.root)
            if not path.is_file():
                raise ConfigError(
                    name, "", "is neither beside the room file nor in resources", "check the name"
                )
            return path.resolve()

    def _named(self, place: str, kind: str, name: str) -> str:
        """A shipped file's name as it is, or the absolute path of a ``.toml`` file beside the room."""
        with self._telling(place, name):
            if not name.endswith(".toml"):
                find_file(kind, name, self.root)
                return name
            path = self._beside(name)
            if not path.is_file():
                raise ConfigError(name, "", "is not beside the room file", not_shipped(kind, name, self.root))
            return str(path.resolve())

    def _beside(self, name: str) -> Path:
        """A relative path counted from the room file; one that leads out of its folder is refused."""
        if Path(name).is_absolute() or "\0" in name:
            raise ConfigError(name, "", "is not a relative path", "put the file beside the room file")
        return within(self.path.parent / name, self.path.parent, name)

    @contextmanager
    def _telling(self, place: str, name: str) -> Iterator[None]:
        """Say at which place of the room file a file was named that cannot be used."""
        try:
            yield
        except ConfigError as error:
            raise self.fault(place, f"{shown_value(name)} {error.problem}", error.remedy) from error
