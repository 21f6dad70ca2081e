"""Sources: one file a URL scheme, each with its own freshness; they run in the hub (design 6)."""

from feeds.sources.protocol import Publish, Source, SourceContext, SourceError
from feeds.sources.registry import MAKERS, open_source

__all__ = ["MAKERS", "Publish", "Source", "SourceContext", "SourceError", "open_source"]
