"""The one scene that every way to draw is given: lines, areas, outages, and where vehicles drive.

Written into a folder once: the atlas for our own map, arrays for pyqtgraph, JSON for the pages.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from feeds.networks import build_prefecture
from tests.bench.prefecture_crowd import SEED, Evening
from wallboard.domain.crews import CrewPosition
from wallboard.domain.outages import OutageExtent
from wallboard.state.atlas import Atlas, unpack

OUTAGES, VEHICLES, STEPS = 2000, 1300, 100
RATE_HZ, CHANGED = 10, 20
"""Moves of all vehicles a second, and outages that change with each."""

DRIVE_S, PANS, ZOOMS = 8.0, 12, 4
PAN_PX, ZOOM = 9, 1.25
SIZE = (1920, 1080)


def atlas_in(folder: Path) -> Atlas:
    """The prefecture, built once."""
    path = folder / "bench.atlas"
    if not path.exists():
        path.write_bytes(build_prefecture(SEED))
    return unpack(path.read_bytes())


def evening(atlas: Atlas) -> Evening:
    return Evening(atlas, OUTAGES, VEHICLES)


def write_scene(folder: Path) -> dict[str, int]:
    """Write ``scene.npz`` and ``scene.json``; returns how much there is of what."""
    atlas = atlas_in(folder)
    points, areas = atlas.tables["points"], atlas.tables["areas"]
    facts = evening(atlas).facts
    path = np.asarray(atlas.tables["edges"]["path"], np.int64)
    lines = np.stack([np.asarray(points["lon"]), np.asarray(points["lat"])], axis=1)
    roads, crossings = atlas.tables["roads"], atlas.tables["crossings"]
    ends = np.stack([np.asarray(roads["a"]), np.asarray(roads["b"])], axis=1).ravel()
    along = np.stack([np.asarray(crossings["lon"])[ends], np.asarray(crossings["lat"])[ends]], axis=1)
    path = np.concatenate([path, len(lines) + np.arange(0, len(along), 2)])
    lines = np.concatenate([lines, along])
    outages = [fact.data for fact in facts if isinstance(fact.data, OutageExtent)]
    out = np.array([[o.lon, o.lat, o.customers_out or 0] for o in outages], np.float64)
    start = [fact.data for fact in facts if isinstance(fact.data, CrewPosition)]
    tracks = driven(np.array([[one.lon, one.lat] for one in start], np.float64))
    area_xy = np.stack([np.asarray(areas["lon"]), np.asarray(areas["lat"])], axis=1)
    np.savez(folder / "scene.npz", lines=lines, path=path, areas=area_xy, outages=out, tracks=tracks)
    parts = [part for part in np.split(lines, path[1:]) if len(part) > 1]
    segments = sum(len(part) - 1 for part in parts)
    document: dict[str, Any] = {
        "lines": [part.round(5).tolist() for part in parts],
        "areas": area_xy.round(5).tolist(),
        "outages": out.round(5).tolist(),
        "tracks": tracks.round(5).tolist(),
        "size": SIZE,
        "work": {
            "drive_s": DRIVE_S,
            "pans": PANS,
            "zooms": ZOOMS,
            "pan_px": PAN_PX,
            "zoom": ZOOM,
            "changed": CHANGED,
            "every_ms": 1000 / RATE_HZ,
        },
    }
    (folder / "scene.json").write_text(json.dumps(document, separators=(",", ":")))
    return {"segments": segments, "areas": len(area_xy), "outages": len(out), "vehicles": tracks.shape[1]}


def driven(start: np.ndarray) -> np.ndarray:
    """Tracks (step, vehicle, lon and lat): each drives on its own way at 12 m/s."""
    chance = np.random.default_rng(1)
    angle = chance.uniform(0, 2 * np.pi, len(start)) + chance.normal(0, 0.1, (STEPS, len(start))).cumsum(
        axis=0
    )
    step = 12.0 / RATE_HZ / 111_000.0
    return start + np.stack([np.cos(angle), np.sin(angle)], axis=2).cumsum(axis=0) * step
