"""``python -m tests.soak.telling_hub PORT FOLDER``: the product's hub, with little patience for its
channel.
"""

import asyncio
import sys
from pathlib import Path

from feeds.backoff import BackoffTimes
from feeds.hub import telling, telling_post
from feeds.hub.access import Access
from feeds.hub.serve import HubSettings, serve
from wallboard.config.room import load_room


def main() -> None:
    port, folder = sys.argv[1], Path(sys.argv[2])
    telling.TIMES = BackoffTimes(floor=0.02, ceiling=0.2, refused=0.2)
    telling.LOOK_EVERY = 0.02
    telling_post.SILENT_FOR = 0.8
    room = load_room(folder / "room.toml")
    settings = HubSettings(listen=f"127.0.0.1:{port}", data_dir=folder, room=room, access=Access())
    asyncio.run(serve(settings, lambda url: print(url, flush=True)))


if __name__ == "__main__":
    main()
