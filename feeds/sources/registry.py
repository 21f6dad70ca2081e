"""Which file makes the sources of which URL scheme: one line each."""

from feeds.sources.city import open_city
from feeds.sources.file import open_file
from feeds.sources.polled import open_polled
from feeds.sources.protocol import Maker, Source, SourceContext, SourceError
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


def open_source(entry: SourceEntry, context: SourceContext) -> Source:
    """The source of one entry of a room file. Raises SourceError or ConfigError."""
    scheme = entry.url.partition(":")[0].lower()
    maker = MAKERS.get(scheme)
    if maker is None:
        known = ", ".join(MAKERS)
        raise SourceError(f"source {entry.name}: {scheme!r} is no known scheme; use one of {known}")
    return maker(entry, context)
