"""Cross-checks of a room file's ``[[channel]]``: over which address customers are told; paths become
absolute.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace

from wallboard.config.room_access_check import Fault
from wallboard.config.room_entries import ChannelEntry, Room
from wallboard.config.urls import check_token_env, check_url, is_loopback, scheme_of
from wallboard.domain.source_names import RESERVED


class ChannelCheck:
    """The checks of one room file. sound: runs a check at a place; fault: makes its error."""

    def __init__(self, path: Path, sound: Callable[[str, Callable[[], None]], None], fault: Fault) -> None:
        self._folder, self._sound, self._fault = path.resolve().parent, sound, fault

    def room(self, room: Room) -> list[ChannelEntry]:
        """The channels with their files found. Raises ConfigError."""
        return [self._channel(index, room) for index in range(len(room.channel))]

    def _channel(self, index: int, room: Room) -> ChannelEntry:
        entry, place = room.channel[index], f"channel[{index}]"
        if room.hub is not None:
            raise self._fault(place, "customers are told by the room's own hub", "declare it at that hub")
        if entry.name in RESERVED or entry.name in (source.name for source in room.source):
            raise self._fault(f"{place}.name", f'"{entry.name}" is a name that is taken', "choose another")
        if entry.token_env is not None:
            token_env = entry.token_env
            self._sound(f"{place}.token_env", lambda: check_token_env(token_env))
        self._sound(f"{place}.url", lambda: check_url(entry.url, entry.token_env))
        scheme, host = scheme_of(entry.url)[0], urlsplit(entry.url).hostname or ""
        if scheme == "http" and not (is_loopback(host) and room.simulated):
            raise self._fault(
                f"{place}.url",
                "http:// is for a simulated room with a receiver on this machine",
                "use https://",
            )
        if scheme not in ("http", "https"):
            raise self._fault(f"{place}.url", f"{scheme}: takes no messages", "use https://")
        if entry.ca is None:
            return entry
        ca = self._folder / Path(entry.ca).expanduser()
        if not ca.is_file():
            raise self._fault(f"{place}.ca", f"{entry.ca} is not there", "count from the room file's folder")
        return replace(entry, ca=str(ca))
