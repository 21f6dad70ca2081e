"""Cross-checks of a room file's ``[[token]]``, ``[tls]`` and desks; paths become absolute."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec.structs import replace

from wallboard.config.errors import ConfigError
from wallboard.config.room_access import TlsEntry, TokenEntry
from wallboard.config.room_entries import Room
from wallboard.config.urls import check_token_env
from wallboard.domain.fact_table import NOUNS, SPECS
from wallboard.domain.roles import Role
from wallboard.domain.source_names import RESERVED


class Fault(Protocol):
    """Makes the error for a place of the room file."""

    def __call__(self, place: str, problem: str, remedy: str) -> ConfigError: ...


class AccessCheck:
    """The checks of one room file. sound: runs a check at a place; fault: makes its error."""

    def __init__(self, path: Path, sound: Callable[[str, Callable[[], None]], None], fault: Fault) -> None:
        self._folder, self._sound, self._fault = path.resolve().parent, sound, fault

    def room(self, room: Room) -> Room:
        """The room with the files of its tokens and of TLS found. Raises ConfigError."""
        seats = {window.desk for window in room.window if window.desk is not None}
        if len(seats) > 1:
            raise self._fault(
                "window",
                f"names {len(seats)} desks ({', '.join(sorted(seats))}), and one process is one seat",
                "give each desk a room file of its own",
            )
        tokens = [self._token(index, room.token) for index in range(len(room.token))]
        return replace(room, token=tokens, tls=self._tls(room.tls))

    def _token(self, index: int, tokens: list[TokenEntry]) -> TokenEntry:
        entry, place = tokens[index], f"token[{index}]"
        if (entry.token_env is None) == (entry.token_file is None):
            raise self._fault(
                place, "says its secret twice or not at all", "name either token_env or token_file"
            )
        if entry.token_env is not None:
            token_env = entry.token_env
            self._sound(f"{place}.token_env", lambda: check_token_env(token_env))
        if entry.name in RESERVED:
            raise self._fault(f"{place}.name", f'"{entry.name}" is a name of the hub', "choose another")
        if entry.name in (other.name for other in tokens[:index]):
            raise self._fault(
                f"{place}.name", f'"{entry.name}" has a token already', "give each its own name"
            )
        if entry.kinds and entry.role is not Role.SOURCE:
            raise self._fault(f"{place}.kinds", f"a {entry.role} publishes nothing", "remove kinds")
        for kind in entry.kinds:
            if kind not in NOUNS and kind not in SPECS:
                raise self._fault(
                    f"{place}.kinds",
                    f'"{kind}" is neither a noun nor a fact type',
                    f"name one of docs/facts.md, as in {', '.join(NOUNS[:4])} or outage.extent",
                )
        return replace(entry, token_file=self._beside(entry.token_file))

    def _tls(self, tls: TlsEntry | None) -> TlsEntry | None:
        if tls is None:
            return None
        if tls.key is not None and tls.certificate is None:
            raise self._fault("tls.certificate", "is missing beside the key", "add certificate")
        for name in ("certificate", "key", "ca"):
            said = getattr(tls, name)
            if said is not None and not Path(self._beside(said) or "").is_file():
                raise self._fault(f"tls.{name}", f"{said} is not there", "count from the room file's folder")
        found = (self._beside(tls.certificate), self._beside(tls.key), self._beside(tls.ca))
        return TlsEntry(certificate=found[0], key=found[1], ca=found[2])

    def _beside(self, said: str | None) -> str | None:
        """Secrets may lie anywhere, so that they need not lie beside the room file."""
        return None if said is None else str(self._folder / Path(said).expanduser())
