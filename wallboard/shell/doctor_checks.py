"""The doctor's checks, one function each; what they look at can be handed in, so that a test can break it."""

import ctypes
import os
import shutil
import socket
import sys
from enum import Enum
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
import platformdirs

from wallboard.domain.clock import Clock, SystemClock
from wallboard.shell.doctor_libraries import (
    Loader,
    chosen_platform,
    missing_libraries,
    plugin_fault,
)

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
OLDEST_GLIBC = (2, 34)  # the Qt wheels are manylinux_2_34
SANE = (1_735_689_600.0, 4_102_444_800.0)  # 2025 to 2100: outside it the machine's clock was never set
ROOM_BYTES = 1 << 30
PACKAGES = (
    "PySide6-Essentials",
    "qasync",
    "websockets",
    "msgspec",
    "numpy",
    "shapely",
    "jmespath",
    "platformdirs",
)


class State(Enum):
    """How bad it is: a note does not keep the wall from running."""

    GOOD = "good"
    NOTE = "note"
    MISSING = "MISSING"


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at; ``packages`` are Debian's, ``remedy`` is a line to type."""

    name: str
    state: State
    text: str
    remedy: str = ""
    packages: list[str] = []


def python_version(version: tuple[int, ...] = sys.version_info[:3]) -> list[Finding]:
    """Python 3.11 or newer."""
    text = ".".join(map(str, version))
    if version >= (3, 11):
        return [Finding("python", State.GOOD, text)]
    return [
        Finding("python", State.MISSING, f"{text}, needs 3.11 or newer", "make clean setup PYTHON=python3.11")
    ]


def c_library(name: str | None = None) -> list[Finding]:
    """glibc 2.34 or newer, where the system has glibc at all."""
    if sys.platform != "linux":
        return [Finding("C library", State.GOOD, sys.platform)]
    words = (name if name is not None else _glibc()).split()
    if len(words) != 2 or words[0] != "glibc":
        return [Finding("C library", State.MISSING, "not glibc: Qt's wheels need glibc 2.34 or newer")]
    version = tuple(int(part) for part in words[1].split(".")[:2])
    if version < OLDEST_GLIBC:
        text = f"glibc {words[1]}, but Qt's wheels need 2.34 or newer (Debian 12, Ubuntu 22.04)"
        return [Finding("C library", State.MISSING, text, "use a system with glibc 2.34 or newer")]
    return [Finding("C library", State.GOOD, f"glibc {words[1]}")]


def installed_packages(names: tuple[str, ...] = PACKAGES) -> list[Finding]:
    """The Python packages that the program imports, and a Qt binding without the known fault."""
    absent = [name for name in names if _version(name) is None]
    if absent:
        return [Finding("packages", State.MISSING, "not installed: " + ", ".join(absent), "make setup")]
    qt = _version("PySide6-Essentials") or ""
    if qt.startswith("6.12.0") and sys.version_info < (3, 12):
        text = f"PySide6 {qt} aborts on Python {sys.version_info.major}.{sys.version_info.minor}"
        return [Finding("packages", State.MISSING, text, "make setup")]
    return [Finding("packages", State.GOOD, f"PySide6 {qt} and {len(names) - 1} others")]


def system_libraries(environ: dict[str, str], load: Loader = ctypes.CDLL) -> list[Finding]:
    """The libraries that Qt needs to draw here."""
    if sys.platform != "linux":
        return [Finding("libraries", State.GOOD, "come with the wheel")]
    platform = chosen_platform(environ)
    missing = missing_libraries(platform, load)
    if missing:
        text = f"for Qt's {platform} platform: " + ", ".join(missing)
        return [Finding("libraries", State.MISSING, text, packages=sorted(set(missing.values())))]
    try:
        fault = plugin_fault(platform, load)
    except FileNotFoundError as error:
        fault = str(error)
    if fault:
        return [
            Finding("libraries", State.MISSING, fault, "QT_QPA_PLATFORM=offscreen draws without a display")
        ]
    return [Finding("libraries", State.GOOD, f"all that Qt's {platform} platform needs")]


def fonts(folder: Path = FONTS) -> list[Finding]:
    """The bundled fonts are there and whole."""
    whole = [path.name for path in sorted(folder.glob("*.otf")) if path.read_bytes()[:4] == b"OTTO"]
    if len(whole) < 2:
        text = f"{len(whole)} of 2 bundled fonts in {folder}; Chinese may show as boxes"
        return [Finding("fonts", State.MISSING, text, "git checkout -- resources/fonts")]
    return [Finding("fonts", State.GOOD, ", ".join(whole))]


def display(environ: dict[str, str]) -> list[Finding]:
    """A display that answers, or none at all (then ``run`` leaves pictures)."""
    platform = chosen_platform(environ)
    if platform == "xcb":
        fault = _x_server_fault(environ.get("DISPLAY", ""))
        if fault:
            return [Finding("display", State.MISSING, fault, "unset DISPLAY, or start the X server")]
        return [Finding("display", State.GOOD, f"X11 {environ.get('DISPLAY', '')}")]
    if platform == "wayland":
        text = "Wayland; on a wall X11 is safer (clients die when a screen is powered off)"
        return [Finding("display", State.NOTE, text)]
    return [Finding("display", State.NOTE, f"none ({platform}): `run` leaves pictures under shots/")]


def clock(
    source: Clock | None = None, synchronised: Path = Path("/run/systemd/timesync/synchronized")
) -> list[Finding]:
    """A clock that was set; whether it is kept right can only be hinted at."""
    now = (source or SystemClock()).now()
    if not SANE[0] <= now <= SANE[1]:
        text = f"the machine's clock was never set ({now:.0f} s since 1970)"
        return [Finding("clock", State.MISSING, text, "sudo timedatectl set-ntp true")]
    if synchronised.parent.is_dir() and not synchronised.exists():
        return [
            Finding("clock", State.NOTE, "not yet synchronised over NTP", "sudo timedatectl set-ntp true")
        ]
    kept = "kept by NTP" if synchronised.exists() else "plausible; whether NTP keeps it is not known here"
    return [Finding("clock", State.GOOD, kept)]


def zones(name: str = "Asia/Shanghai") -> list[Finding]:
    """Time zone data."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return [Finding("time zones", State.MISSING, f"no data for {name}", "make setup")]
    return [Finding("time zones", State.GOOD, name)]


def folders(paths: tuple[Path, ...] | None = None) -> list[Finding]:
    """Where logs, caches and recordings go can be written, and has room."""
    dirs = platformdirs.PlatformDirs("wallboard", appauthor=False)
    wanted = paths or (dirs.user_data_path, dirs.user_cache_path, dirs.user_log_path)
    closed = [path for path in wanted if not _writable(_nearest(path))]
    if closed:
        listed = ", ".join(map(str, closed))
        return [Finding("folders", State.MISSING, f"cannot write {listed}", f"make {listed} writable")]
    free = min(shutil.disk_usage(_nearest(path)).free for path in wanted)
    state = State.GOOD if free >= ROOM_BYTES else State.NOTE
    return [Finding("folders", state, f"writable, {free / 1e9:.1f} GB free")]


def hub(url: str, patience: float = 5.0) -> list[Finding]:
    """Whether the hub answers, in the words of what it answered."""
    from websockets.exceptions import (
        InvalidHandshake,
        InvalidStatus,
        InvalidURI,
    )  # 60 ms, and rarely asked for
    from websockets.sync.client import connect
    from websockets.typing import Subprotocol

    try:
        with connect(url, subprotocols=[Subprotocol("wb.feed.v1")], open_timeout=patience, proxy=None):
            return [Finding("hub", State.GOOD, f"{url} answers")]
    except InvalidStatus as error:
        code = error.response.status_code
        if code in (401, 403):
            return [Finding("hub", State.NOTE, f"{url} answers, access refused ({code}): it wants a token")]
        text = f"{url} answers {code}, which is not a hub's answer"
    except InvalidURI:
        text = f"{url} is not an address; it should look like ws://HOST:PORT"
    except (InvalidHandshake, OSError, TimeoutError, EOFError) as error:
        text = f"{url} cannot be reached: {error or type(error).__name__}"
    return [Finding("hub", State.MISSING, text, "check the address and start the hub: python main.py hub")]


def _glibc() -> str:
    try:
        return os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError):  # another C library does not know the name
        return ""


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _writable(path: Path) -> bool:
    return path.is_dir() and os.access(path, os.W_OK)


def _nearest(path: Path) -> Path:
    """The path itself or its nearest parent that exists."""
    return path if path.exists() or path == path.parent else _nearest(path.parent)


def _x_server_fault(name: str) -> str | None:
    """Why the X server of ``DISPLAY`` does not answer, or None. Qt would abort there without a word."""
    host, _, rest = name.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return f"DISPLAY={name!r} names no X server"
    local = host in ("", "unix")
    if local and f"@/tmp/.X11-unix/X{number}" in _abstract_sockets():
        return None
    try:
        with socket.socket(socket.AF_UNIX if local else socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            probe.connect(f"/tmp/.X11-unix/X{number}" if local else (host, 6000 + int(number)))
    except OSError as error:
        return f"the X server {name} does not answer ({error.strerror or error})"
    return None


def _abstract_sockets() -> str:
    try:
        return Path("/proc/net/unix").read_text(encoding="utf-8")
    except OSError:  # not Linux, or no /proc: the file socket is tried then
        return ""
