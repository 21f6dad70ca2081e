"""A hub in a process of its own, for tests that kill it: ``python -m tests.feeds.hub.hub_process PORT DIR``.

Prints its URL when it listens. Its log is kept in DIR, so that it comes back as the same hub.
"""

import asyncio
import sys
from pathlib import Path

from feeds.hub.access import Access
from feeds.hub.serve import HubSettings, serve
from feeds.hub.server import ServerLimits


def main() -> None:
    port, folder = sys.argv[1], Path(sys.argv[2])
    recording = Path(sys.argv[3]) if len(sys.argv) > 3 else None
    settings = HubSettings(
        listen=f"127.0.0.1:{port}",
        data_dir=None if recording else folder,
        recording=recording,
        speed=3600.0,
        access=Access(),
        limits=ServerLimits(heartbeat=0.2),
    )
    asyncio.run(serve(settings, lambda url: print(url, flush=True)))


if __name__ == "__main__":
    main()
