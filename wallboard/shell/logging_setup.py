"""Logs: JSON lines, rotated, written by a thread of their own, without names, phones or tokens.

The program's threads only put records into a queue; a listener formats and writes them, so that a slow
disk never delays a tick. Where a log cannot be written the program runs on and says so once.
"""

import json
import logging
import logging.handlers
import queue
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

import platformdirs

from wallboard.shell.redaction import redacted, redacted_fields
from wallboard.shell.repeats import Repeats
from wallboard.shell.stacks import stacks_to

APPLICATION = "wallboard"
LARGEST_BYTES = 5 << 20
KEPT = 5
WAITING = 10_000
LONGEST = 8_000

_STANDARD = frozenset(
    (*logging.LogRecord("", 0, "", 0, "", None, None).__dict__, "message", "asctime", "taskName")
)


def log_folder() -> Path:
    """Where logs belong on this system (``~/.local/state/wallboard/log`` on Linux); not made here."""
    return Path(platformdirs.user_log_dir(APPLICATION, appauthor=False))


def own_fields(record: logging.LogRecord) -> dict[str, object]:
    """What the logging call itself hung on the record (``extra``)."""
    return {key: value for key, value in record.__dict__.items() if key not in _STANDARD}


def words_of(record: logging.LogRecord) -> str:
    """The record's message; what it cannot say (arguments that do not fit, or died) becomes words."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError, ReferenceError) as error:
        return f"{record.msg} [arguments do not fit: {error}]"


class JsonFormatter(logging.Formatter):
    """One record, one line of JSON: ``at`` (UTC), ``level``, ``logger``, ``words``, then its own fields."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line; what it cannot say (bad arguments) becomes words about that."""
        words = words_of(record)
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": self._process,
            "words": redacted(words)[:LONGEST],
        }
        own = redacted_fields(own_fields(record))
        line |= {key: value for key, value in own.items() if key not in line}
        trace = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        if trace:
            line["trace"] = redacted(trace)[-LONGEST:]
        return json.dumps(line, ensure_ascii=False, default=str)


class RecordQueue(logging.handlers.QueueHandler):
    """Puts records into a bounded queue; when it is full they are counted and dropped, never waited for."""

    def __init__(self, records: "queue.Queue[logging.LogRecord]") -> None:
        super().__init__(records)
        self.dropped = 0

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Everything that refers to live objects becomes text here, on the thread that owns them."""
        words = words_of(record)
        plain = logging.makeLogRecord(record.__dict__ | redacted_fields(own_fields(record)))
        plain.msg, plain.args = words, None
        if record.exc_info:
            plain.exc_text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            plain.exc_info = None
        return plain

    def enqueue(self, record: logging.LogRecord) -> None:
        try:
            self.queue.put_nowait(record)
        except queue.Full:
            self.dropped += 1


class LogFile(logging.handlers.RotatingFileHandler):
    """The rotated file. A disk that refuses is said once on standard error; what it refused is counted."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=LARGEST_BYTES, backupCount=KEPT, encoding="utf-8")
        self.refused = 0

    def handleError(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handleError(record)
            return
        self.refused += 1
        if self.refused == 1 and sys.stderr is not None:
            print(f"wallboard: the log cannot be written ({error}); the program runs on", file=sys.stderr)

    def close(self) -> None:
        """A full disk must not turn an orderly end into a failure."""
        try:
            super().close()
        except OSError:
            self.refused += 1


class PlainFormatter(logging.Formatter):
    """For a person at a terminal: level, logger and words, redacted like the file."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(f"{record.levelname.lower()}: {record.name}: {record.getMessage()}")


class Logs:
    """The log of one process. ``path`` is None where no file can be written; ``close`` flushes what waits."""

    def __init__(self, process: str, folder: Path | None = None, level: int = logging.INFO) -> None:
        self.path: Path | None = None
        self._level = level
        self._records: queue.Queue[logging.LogRecord] = queue.Queue(WAITING)
        self.handler = RecordQueue(self._records)
        self.handler.addFilter(Repeats())
        terminal = logging.StreamHandler(sys.stderr)
        terminal.setLevel(logging.WARNING)
        terminal.setFormatter(PlainFormatter())
        handlers: list[logging.Handler] = [terminal]
        trouble = ""
        try:
            handlers.append(self._file(process, folder or log_folder()))
        except OSError as error:
            trouble = str(error)
        self._listener = logging.handlers.QueueListener(self._records, *handlers, respect_handler_level=True)
        self._handlers = handlers
        if trouble:
            self.handler.handle(
                logging.makeLogRecord(
                    {
                        "name": __name__,
                        "levelno": logging.WARNING,
                        "levelname": "WARNING",
                        "msg": f"no log: {trouble}",
                    }
                )
            )

    def _file(self, process: str, folder: Path) -> logging.Handler:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{process}.jsonl"
        handler = LogFile(path)
        handler.setFormatter(JsonFormatter(process))
        self.path = path
        return handler

    @property
    def folder(self) -> Path | None:
        """Where the log lies; None where it cannot be written."""
        return self.path.parent if self.path is not None else None

    @property
    def dropped(self) -> int:
        """Records that were lost because the disk could not keep up."""
        return self.handler.dropped

    def open(self) -> None:
        """Take every logger's records from now on."""
        root = logging.getLogger()
        root.setLevel(self._level)
        root.addHandler(self.handler)
        self._listener.start()

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        logging.getLogger().removeHandler(self.handler)
        self._listener.stop()
        for handler in self._handlers:
            handler.close()

    def __enter__(self) -> "Logs":
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def logging_to(process: str, folder: Path | None = None, level: int = logging.INFO) -> Iterator[Logs]:
    """Log one process (``wall``, ``hub`` …) for as long as the block runs; its stacks go beside the log."""
    with Logs(process, folder, level) as logs, stacks_to(logs.folder, process):
        yield logs
