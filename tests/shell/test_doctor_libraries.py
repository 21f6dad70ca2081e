"""What is missing is found before Qt could abort, and mended by one line. The loader is handed in."""

from pathlib import Path

import pytest

from wallboard.shell.doctor_libraries import (
    ALWAYS,
    PLATFORMS,
    apt_line,
    chosen_platform,
    missing_libraries,
    plugin_fault,
)


def loader_without(*absent: str):
    """A loader for a machine that lacks these."""

    def load(name: str) -> object:
        for soname in absent:
            if name == soname or (name.endswith("libqxcb.so") and soname.startswith("libxcb")):
                raise OSError(f"{soname}: cannot open shared object file: No such file or directory")
        return object()

    return load


def test_that_a_whole_machine_misses_nothing() -> None:
    for platform in PLATFORMS:
        assert missing_libraries(platform, loader_without()) == {}


def test_that_a_bare_machine_is_told_everything_at_once() -> None:
    missing = missing_libraries("offscreen", loader_without(*ALWAYS))
    assert set(missing) == set(ALWAYS)
    line = apt_line(missing.values())
    assert line.startswith("sudo apt install ")
    assert line.count("libglib2.0-0") == 1  # two libraries, one package


def test_that_x11_libraries_matter_only_for_x11() -> None:
    load = loader_without("libxcb-cursor.so.0")
    assert missing_libraries("offscreen", load) == {}
    assert missing_libraries("wayland", load) == {}
    assert missing_libraries("xcb", load) == {"libxcb-cursor.so.0": "libxcb-cursor0"}


@pytest.mark.parametrize(
    ("environ", "platform"),
    [
        ({}, "offscreen"),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0", "XDG_SESSION_TYPE": "wayland", "DISPLAY": ":0"}, "wayland"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "xcb"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen:configfile=x.json"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland-egl"}, "wayland"),
        ({"QT_QPA_PLATFORM": "xcb;wayland"}, "xcb"),
    ],
)
def test_that_the_platform_is_the_one_qt_would_take(environ: dict[str, str], platform: str) -> None:
    assert chosen_platform(environ) == platform


def test_that_the_wheels_own_plugins_are_found_and_load() -> None:
    assert plugin_fault("offscreen") is None


def test_that_a_plugin_that_cannot_load_names_its_library(tmp_path: Path) -> None:
    plugins = tmp_path / "plugins" / "platforms"
    plugins.mkdir(parents=True)
    (plugins / "libqxcb.so").touch()
    fault = plugin_fault("xcb", loader_without("libxcb-new.so.7"), tmp_path)
    assert fault == "libqxcb.so needs libxcb-new.so.7"


def test_that_a_platform_that_the_wheel_lacks_is_said(tmp_path: Path) -> None:
    fault = plugin_fault("windows", loader_without(), tmp_path)
    assert fault is not None
    assert "no platform 'windows'" in fault
