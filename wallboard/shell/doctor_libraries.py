"""Which system libraries Qt needs, and which Debian package brings each one.

Qt aborts the process, without a Python exception, when its platform plugin cannot be loaded; so the libraries
are tried one by one with ``ctypes`` before any QApplication is made.
"""

import ctypes
import importlib.util
import re
from collections.abc import Callable, Iterable
from pathlib import Path

Loader = Callable[[str], object]

ALWAYS = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

X11 = {
    "libxcb.so.1": "libxcb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}

PLATFORMS: dict[str, dict[str, str]] = {"offscreen": {}, "minimal": {}, "xcb": X11, "wayland": WAYLAND}
"""Qt platform -> what it needs beyond ``ALWAYS``."""

PLUGINS = {name: f"libq{name}.so" for name in PLATFORMS}

_SONAME = re.compile(r"^(lib[^:\s]+\.so[.\d]*): cannot open shared object file")


def chosen_platform(environ: dict[str, str]) -> str:
    """The Qt platform that a start here would take: as ordered, else by the display that is there."""
    ordered = environ.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if ordered:
        return "wayland" if ordered.startswith("wayland") else ordered
    if environ.get("WAYLAND_DISPLAY") and environ.get("XDG_SESSION_TYPE") == "wayland":
        return "wayland"
    return "xcb" if environ.get("DISPLAY") else "wayland" if environ.get("WAYLAND_DISPLAY") else "offscreen"


def missing_libraries(platform: str, load: Loader = ctypes.CDLL) -> dict[str, str]:
    """Soname -> Debian package of everything that the platform needs and that cannot be loaded.

    A file that is there but broken counts as missing too: its package mends it.
    """
    wanted = ALWAYS | PLATFORMS.get(platform, {})
    return {soname: package for soname, package in wanted.items() if not _loads(soname, load)}


def plugin_fault(platform: str, load: Loader = ctypes.CDLL, root: Path | None = None) -> str | None:
    """Why Qt's own plugin for the platform cannot be loaded, or None: catches what the tables do not know."""
    plugin = (root or _qt_root()) / "plugins" / "platforms" / PLUGINS.get(platform, f"libq{platform}.so")
    if not plugin.is_file():
        return f"Qt has no platform {platform!r} here ({plugin.name} is not in the wheel)"
    try:
        load(str(plugin))
    except OSError as error:
        found = _SONAME.match(str(error))
        return f"{plugin.name} needs {found[1]}" if found else f"{plugin.name}: {error}"
    return None


def apt_line(packages: Iterable[str]) -> str:
    """The one line that installs them."""
    return "sudo apt install " + " ".join(sorted(set(packages)))


def _loads(name: str, load: Loader) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True


def _qt_root() -> Path:
    """Where the wheel keeps Qt; found without importing PySide6, which would fail without its libraries."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("PySide6 is not installed; make setup")
    return Path(next(iter(spec.submodule_search_locations))) / "Qt"
