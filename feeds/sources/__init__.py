"""Sources: one file a URL scheme, one line each here; they run in the hub (design 6)."""

from feeds.source import Maker, Publish, Source, SourceContext, SourceError
from feeds.sources.city import open_city
from feeds.sources.file import open_file
from feeds.sources.polled import open_polled
from feeds.sources.recording import open_recording
from feeds.sources.websocket import open_websocket
from wallboard.config.room_entries import SourceEntry

MAKERS: dict[str, Maker] = {
    "ws": open_websocket,
    "wss": open_websocket,
    "http": open_polled,
    "https": open_polled,
    "file": open_file,
    "recording": open_recording,
    "city": open_city,
}


__all__ = ["MAKERS", "Publish", "Source", "SourceContext", "SourceError", "open_source"]


def open_source(entry: SourceEntry, context: SourceContext) -> Source:
    """The source of one entry of a room file. Raises SourceError or ConfigError."""
    scheme = entry.url.partition(":")[0].lower()
    maker = MAKERS.get(scheme)
    if maker is None:
        known = ", ".join(MAKERS)
        raise SourceError(f"source {entry.name}: {scheme!r} is no known scheme; use one of {known}")
    return maker(entry, context)
