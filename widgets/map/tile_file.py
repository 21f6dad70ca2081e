"""A PMTiles file on disk: what it says of itself, and the bytes of one tile, nothing taken on trust.

Every length is held against the file, everything packed is unpacked up to a limit. What is wrong is a
``TileError`` with a reason in the viewer's words. ``pmtiles`` is imported with the first such file.
"""

import gzip
import json
import re
import zlib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from wallboard.domain.reasons import Reason
from widgets.map.projection import Box, degree_box
from widgets.map.tile_grid import DEEPEST, Tile

if TYPE_CHECKING:
    from pmtiles.tile import Entry

HEADER = 127
MOST_DIRECTORY = 4 << 20
MOST_METADATA = 8 << 20
MOST_TILE = {"vector": 2 << 20, "raster": 16 << 20}
"""Bytes that a directory, the description and a tile may have, unpacked: tiles should have half a MiB."""

MOST_PACKED = 8 << 20
DEPTH = 4
KEPT_DIRECTORIES = 16
VARINT = 10
"""Bytes of the longest number in a directory."""

KINDS = {1: "vector", 2: "raster", 3: "raster", 4: "raster"}
KIND_NAMES = {5: "AVIF", 6: "MLT"}
PACKINGS = {3: "brotli", 4: "zstd"}
PLAIN, GZIP = 1, 2


class TileError(Exception):
    """A tile file, or a tile of it, that cannot be drawn; ``reason`` says why."""

    def __init__(self, code: str, file: str, **args: str | int | float) -> None:
        self.reason = Reason(f"tiles_{code}", {"file": file, **args})
        super().__init__(f"{self.reason.code} {self.reason.args}")


class TileHead(msgspec.Struct, frozen=True):
    """What the file says of itself. reach: plane metres of its own degrees; kind: vector or raster."""

    kind: str
    least: int
    most: int
    reach: Box
    packing: int
    attribution: str = ""


class TileFile:
    """One file. Raises TileError where it cannot be used at all."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, path.name
        self._directories: OrderedDict[int, list[Entry]] = OrderedDict()
        self._read = _reader(path, self.name)
        self._head = self._header()
        self._root = self._head["root_offset"], self._head["root_length"]
        if not self._directory(*self._root):
            raise TileError("empty", self.name)
        self.head = self._described()

    def tile(self, tile: Tile) -> bytes | None:
        """A tile's bytes, unpacked; None where the file has none there. Raises TileError."""
        from pmtiles.tile import find_tile, zxy_to_tileid

        head = self._head
        number = zxy_to_tileid(tile.z, tile.x, tile.y)
        offset, length = self._root
        for _ in range(DEPTH):
            entry = find_tile(self._directory(offset, length), number)
            if entry is None:
                return None
            if entry.run_length:
                return self._unpacked_tile(tile, head["tile_data_offset"] + entry.offset, entry.length)
            offset, length = head["leaf_directory_offset"] + entry.offset, entry.length
        raise TileError("loop", self.name)

    def _unpacked_tile(self, tile: Tile, offset: int, length: int) -> bytes:
        where, most = tile.words, MOST_TILE[self.head.kind]
        raw = self._read(offset, min(length, most + 1))
        if len(raw) < min(length, most + 1):
            raise TileError("tile_cut", self.name, tile=where)
        try:
            if len(raw) > most:
                raise Oversize
            return unpacked(raw, most) if self.head.packing == GZIP else raw
        except Oversize:
            raise TileError("tile_large", self.name, tile=where, mib=most >> 20) from None
        except (zlib.error, EOFError):
            raise TileError("tile_packed", self.name, tile=where) from None

    def _header(self) -> dict[str, Any]:
        from pmtiles.tile import MagicNumberNotFound, SpecVersionUnsupported, deserialize_header

        raw = self._read(0, HEADER)
        if raw[:2] == b"PM" and raw[:7] != b"PMTiles":
            raise TileError("version", self.name)
        if len(raw) < HEADER and raw[:7] == b"PMTiles":
            raise TileError("cut", self.name)
        try:
            return dict(deserialize_header(raw))
        except SpecVersionUnsupported:
            raise TileError("version", self.name) from None
        except (MagicNumberNotFound, UnicodeDecodeError):
            raise TileError("other", self.name) from None
        except ValueError:  # a byte that is no kind of tile and no packing
            raise TileError("damaged", self.name) from None

    def _described(self) -> TileHead:
        head = self._head
        kind, packing = head["tile_type"].value, head["tile_compression"].value
        if kind not in KINDS:
            named = KIND_NAMES.get(kind)
            raise TileError("kind", self.name, kind=named) if named else TileError("kind_untold", self.name)
        self._check_packing(packing)
        least, most = head["min_zoom"], head["max_zoom"]
        if least > most or most > DEEPEST:
            raise TileError("zooms", self.name, least=least, most=most)
        west, south, east, north = (head[f"{side}_e7"] / 1e7 for side in SIDES)
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            box = f"{west:g}, {south:g}, {east:g}, {north:g}"
            raise TileError("bounds", self.name, box=box)
        reach = degree_box(west, south, east, north)
        return TileHead(KINDS[kind], least, most, reach, packing, self._attribution())

    def _check_packing(self, packing: int) -> None:
        if packing in (PLAIN, GZIP):
            return
        named = PACKINGS.get(packing)
        raise (
            TileError("packing", self.name, packing=named)
            if named
            else TileError("packing_untold", self.name)
        )

    def _attribution(self) -> str:
        """Whose data it is, as the file's own description says: one line, without its mark-up."""
        head = self._head
        try:
            raw = self._read(head["metadata_offset"], min(head["metadata_length"], MOST_PACKED))
            text = unpacked(raw, MOST_METADATA) if head["internal_compression"].value == GZIP else raw
            said = json.loads(text)
        except (ValueError, RecursionError, zlib.error, EOFError, Oversize):
            raise TileError("description", self.name) from None
        whose = said.get("attribution") if isinstance(said, dict) else None
        words = re.sub(r"<[^<>]*>", "", whose) if isinstance(whose, str) else ""
        return " ".join(words.replace("&copy;", "©").split())[:160]

    def _directory(self, offset: int, length: int) -> "list[Entry]":
        """A directory's entries, the last few kept. Raises TileError where it is damaged or too large."""
        from pmtiles.tile import deserialize_directory

        found = self._directories.get(offset)
        if found is not None:
            self._directories.move_to_end(offset)
            return found
        packing = self._head["internal_compression"].value
        self._check_packing(packing)
        raw = self._read(offset, length) if 0 < length <= MOST_PACKED else b""
        if len(raw) < length or not length:
            raise TileError("cut", self.name)
        try:
            plain = unpacked(raw, MOST_DIRECTORY) if packing == GZIP else raw
            if _endless_number(plain):
                raise ValueError("a number without an end")
            entries = deserialize_directory(gzip.compress(plain, 0))
        except Oversize:
            raise TileError("directory_large", self.name, mib=MOST_DIRECTORY >> 20) from None
        except (zlib.error, EOFError, ValueError):
            raise TileError("directory", self.name) from None
        self._directories[offset] = entries
        if len(self._directories) > KEPT_DIRECTORIES:
            self._directories.popitem(last=False)
        return entries


SIDES = ("min_lon", "min_lat", "max_lon", "max_lat")


class Oversize(Exception):
    """More bytes come out of something packed than it may hold."""


def unpacked(raw: bytes, most: int) -> bytes:
    """The bytes of a gzip stream. Raises Oversize beyond ``most``, EOFError where it is cut, zlib.error."""
    stream = zlib.decompressobj(wbits=31)
    plain = stream.decompress(raw, most + 1)
    if len(plain) > most:
        raise Oversize
    if not stream.eof:
        raise EOFError
    return plain


def _endless_number(plain: bytes) -> bool:
    """Whether more bytes of one number follow each other than any number has."""
    ends = np.flatnonzero(np.frombuffer(plain, np.uint8) < 128)
    gaps = np.diff(ends, prepend=-1, append=len(plain))
    return bool(len(gaps)) and int(gaps.max()) > VARINT


def _reader(path: Path, name: str) -> Callable[[int, int], bytes]:
    """Reads (offset, length) of a file; what lies beyond its end is left out. Raises TileError.

    Opened for each piece: nothing is held while nobody looks, and a file that was replaced is seen.
    """

    def read(offset: int, length: int) -> bytes:
        try:
            with path.open("rb") as file:
                file.seek(offset)
                return file.read(length)
        except FileNotFoundError:
            raise TileError("missing", name) from None
        except OSError as error:
            raise TileError("unreadable", name) from error
        except (OverflowError, ValueError) as error:
            raise TileError("cut", name) from error

    return read
