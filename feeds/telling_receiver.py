"""A receiver of messages to customers: the other end of a channel, for demos and for whoever builds the real
one.

It tells nobody: each message that it takes becomes one line of its book, on the disk before it is answered.
A key that stands in the book is answered from it, so that whoever asks twice tells once (docs/telling.md).
"""

import json
import os
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from wallboard.domain.clock import SystemClock

LARGEST = 64 << 10
"""Most bytes of a request."""
REACHED = 0.97
"""Share of the customers whom a message of the demo reaches."""


class Book:
    """What was told, one JSON line a key; it survives being killed at any instant."""

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, threading.Lock()
        self._told: dict[str, dict[str, Any]] = {}
        whole = 0
        if path.is_file():
            for line in path.read_bytes().splitlines(keepends=True):
                if not line.endswith(b"\n"):
                    break  # killed while it was written: nobody was told
                entry = json.loads(line)
                self._told[entry["key"]] = entry
                whole += len(line)
        self._file = path.open("ab")
        self._file.truncate(whole)

    def take(self, order: dict[str, Any], now: float) -> dict[str, Any]:
        """The report on a message: told now, told before, or too late. now: epoch s."""
        with self._lock:
            entry = self._told.get(order["key"])
            if entry is None:
                late = "not_after" in order and now > datetime.fromisoformat(order["not_after"]).timestamp()
                delivered = 0 if late else int(order["customers"] * REACHED + 0.5)
                state = "expired" if late else "done"
                entry = {**order, "state": state, "delivered": delivered}
                self._file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
                self._file.flush()
                os.fsync(self._file.fileno())
                self._told[order["key"]] = entry
            return {name: entry[name] for name in ("key", "state", "delivered")}

    def __len__(self) -> int:
        with self._lock:
            return len(self._told)

    def close(self) -> None:
        self._file.close()


class Receiver(BaseHTTPRequestHandler):
    """One request. The server carries the book, the token and who is told of each message."""

    timeout = 30.0

    @property
    def own(self) -> "ReceiverServer":
        """The server, with what it carries."""
        assert isinstance(self.server, ReceiverServer)
        return self.server

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.own.token and self.headers.get("Authorization") != f"Bearer {self.own.token}":
            self.answer(401, {"error": "token"})
        elif not length.isdecimal() or int(length) > LARGEST:
            self.answer(413, {"error": "length"})
        else:
            order = _order(self.rfile.read(int(length)), self.headers.get("Idempotency-Key", ""))
            if order is None:
                self.answer(400, {"error": "key, customers and words are needed"})
            else:
                self.take(order)

    def take(self, order: dict[str, Any]) -> None:
        """Tell once, and answer."""
        known = len(self.own.book)
        report = self.own.book.take(order, self.own.clock.now())
        if len(self.own.book) > known:
            self.own.told(order)
        self.answer(200, report)

    def answer(self, status: int, body: dict[str, Any]) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: messages are told of by ``told``."""


class ReceiverServer(ThreadingHTTPServer):
    """Listens on one address. told: called with each message that is new."""

    daemon_threads = True

    def __init__(
        self,
        address: tuple[str, int],
        book: Book,
        token: str = "",
        told: Callable[[dict[str, Any]], None] = lambda _: None,
        handler: type[Receiver] = Receiver,
    ) -> None:
        self.book, self.token, self.told = book, token, told
        self.clock = SystemClock()
        super().__init__(address, handler)


def _order(body: bytes, key: str) -> dict[str, Any] | None:
    """A sound request; None where it is none."""
    try:
        order = json.loads(body)
    except ValueError:
        return None
    if not isinstance(order, dict) or not key or order.get("key") != key:
        return None
    customers, words, end = order.get("customers"), order.get("words"), order.get("not_after", "")
    sound = isinstance(customers, int) and customers >= 0 and isinstance(words, str) and isinstance(end, str)
    return order if sound else None
