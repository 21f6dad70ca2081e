"""Storms: their track as the weather office issued it last."""

from wallboard.domain.network import StormTrack
from wallboard.domain.rows import Storm
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Storm | None:
    track = thing.value("track", StormTrack)
    if track is None:
        return None
    return Storm(
        id=key,
        source=thing.source("track") or "",
        name=track.name,
        issued_at=track.issued_at,
        fixes=tuple(sorted(track.fixes, key=lambda fix: fix.at)),
    )
