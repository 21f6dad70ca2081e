"""An independent count of seven recorded outage feeds, from their raw rows: no code of the product.

Only the standard library and the reader that lies beside the data. An outage is open at T where the newest
poll at or before T lists its row and the row does not itself say that power is back.
"""

import gzip
import importlib.util
import json
import re
import tarfile
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, NamedTuple

Row = dict[str, Any]


class Poll(NamedTuple):
    """One look at one feed: when (epoch s), how many rows were open, how many customers they name."""

    at: float
    rows: int
    customers: int
    twin_rows: int = 0  # rows that repeat another row of the same poll to the letter
    twin_customers: int = 0


class Feed(NamedTuple):
    """One data set: its folder, the mapping names that convert it, and how a raw row is counted."""

    name: str
    mappings: tuple[str, ...]
    customers: Callable[[Row], int | None]


def _number(field: str) -> Callable[[Row], int | None]:
    def read(row: Row) -> int | None:
        value = row.get(field)
        return None if value in (None, "") else int(float(value))

    return read


FEEDS = (
    Feed("bch-2024-bombcyclone", ("bc-hydro",), _number("numCustomersOut")),
    Feed("bch-2025-quiet", ("bc-hydro",), _number("numCustomersOut")),
    Feed("pge-2019-quiet", ("pge-2019",), _number("estCustAffected")),
    Feed("pge-2019-psps", ("pge-2019",), _number("estCustAffected")),
    Feed("pge-2020-wind", ("pge-2019",), _number("estCustAffected")),
    Feed("pge-2024-storm", ("pge-2024",), _number("EST_CUSTOMERS")),
    Feed("az-2026-monsoon", ("az-*",), _number("customers")),
)


def polls(shared: Path, feed: Feed) -> dict[str, list[Poll]]:
    """Every poll of every source of a data set, oldest first, by source."""
    folder = shared / "data" / feed.name
    if feed.name.startswith("az-"):
        return _archive(folder / "snapshots.tar.gz", feed)
    return {feed.name: [_poll(t, list(rows.values()), feed) for t, rows in _replayed(shared, folder)]}


def at(counted: dict[str, list[Poll]], instant: float) -> Poll:
    """All sources together at an instant, from each one's newest poll."""
    newest = [
        source[place - 1]
        for source in counted.values()
        if (place := bisect_right([poll.at for poll in source], instant))
    ]
    return Poll(
        instant,
        sum(poll.rows for poll in newest),
        sum(poll.customers for poll in newest),
        sum(poll.twin_rows for poll in newest),
        sum(poll.twin_customers for poll in newest),
    )


def _poll(instant: float, rows: list[Row], feed: Feed) -> Poll:
    rows = [row for row in rows if row.get("event") != "Restored"]
    distinct = {json.dumps(row, sort_keys=True): row for row in rows}.values()
    customers = sum(feed.customers(row) or 0 for row in rows)
    once = sum(feed.customers(row) or 0 for row in distinct)
    return Poll(instant, len(rows), customers, len(rows) - len(distinct), customers - once)


def _replayed(shared: Path, folder: Path) -> Iterator[tuple[float, dict[str, Row]]]:
    spec = importlib.util.spec_from_file_location("replay", shared / "data" / "replay.py")
    assert spec is not None and spec.loader is not None
    reader = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reader)
    for instant, rows, _ in reader.replay(folder / "changes.jsonl.gz"):
        yield float(instant), rows


def _archive(path: Path, feed: Feed) -> dict[str, list[Poll]]:
    """Each document says when it was scraped, in Arizona's time (MST: UTC-7, no daylight saving)."""
    found: dict[str, list[Poll]] = {}
    zone = timezone(timedelta(hours=-7))
    with gzip.open(path) as packed, tarfile.open(fileobj=packed) as archive:
        for member in archive:
            name = re.fullmatch(r".*?data/(\w+)/[\d_-]+\.json", member.name)
            body = archive.extractfile(member) if name else None
            if name is None or body is None:
                continue
            document = json.load(body)
            said = document["metadata"]["scraped_at"].removesuffix(" MST")
            instant = datetime.strptime(said, "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).timestamp()
            found.setdefault(name[1], []).append(_poll(instant, document["outages"], feed))
    return {name: sorted(source) for name, source in sorted(found.items())}
