"""``python -m tests.soak.lying_receiver PORT BOOK SEED SHARE``: the demo receiver, slow and lying.

Of its answers a share is wrong: 500 before or after it has told, an answer twice, one that is cut, garbage,
another key, more people than were asked for, "accepted" and not done, a silence longer than any patience, a
broken line. What it told stands in its book, as ever.
"""

import random
import sys
import time
from pathlib import Path
from typing import Any

from feeds.telling_receiver import Book, Receiver, ReceiverServer

LIES = ("early", "after", "double", "garbage", "other", "many", "accepted", "silent", "broken", "redirect")
SILENT = 1.6
"""Seconds, more than the hub under test waits."""

CHANCE = random.Random(int(sys.argv[3]) if len(sys.argv) > 4 else 0)
SHARE = float(sys.argv[4]) if len(sys.argv) > 4 else 0.5


class Liar(Receiver):
    """Tells the truth in its book only."""

    def take(self, order: dict[str, Any]) -> None:
        lie = CHANCE.choice(LIES) if CHANCE.random() < SHARE else ""
        if lie == "early":
            self.answer(500, {})
            return
        report = self.own.book.take(order, time.time())
        if lie == "after":
            self.answer(503, {})
        elif lie == "double":
            self.answer(200, report)
            self.answer(200, report)
        elif lie == "garbage":
            self.answer(200, {"ok": True})
        elif lie == "other":
            self.answer(200, {**report, "key": "x/1"})
        elif lie == "many":
            self.answer(200, {**report, "delivered": 10**9})
        elif lie == "accepted":
            self.answer(202, {"key": order["key"], "state": "accepted"})
        elif lie == "silent":
            time.sleep(SILENT)
        elif lie == "broken":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")
        elif lie == "redirect":
            self.send_response(303)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
        else:
            self.answer(200, report)


def main() -> None:
    with ReceiverServer(("127.0.0.1", int(sys.argv[1])), Book(Path(sys.argv[2])), handler=Liar) as server:
        print("listening", flush=True)
        server.serve_forever(0.05)


if __name__ == "__main__":
    main()
