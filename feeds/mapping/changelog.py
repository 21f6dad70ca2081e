"""Change logs: one polled JSON list over its history, as gzip JSON lines of whole and changed rows.

A line is ``{"op":"head","key":field}``, ``{"op":"snap","t","rows"}`` or
``{"op":"delta","t","add":[row],"upd":[{key, changed fields, "-":[dropped fields]}],"del":[keys]}``.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from feeds.mapping.records import Unreadable


def replay(lines: Iterable[bytes]) -> Iterator[tuple[float, Any]]:
    """(epoch s, rows as the feed showed them) for every poll; rows that did not change are the same objects.

    A line that cannot be read is an ``Unreadable`` poll at the time of the one before.
    """
    rows: dict[str, dict[str, Any]] = {}
    key, last = "id", 0.0
    decode = msgspec.json.Decoder().decode
    for line in lines:
        try:
            entry = decode(line)
            op = entry.get("op")
            if op == "head":
                key = entry["key"]
                continue
            if op == "snap":
                rows = {str(row[key]): row for row in entry["rows"]}
            elif op == "delta":
                rows = _changed(rows, entry, key)
            else:
                continue
            last = float(entry["t"])
        except (
            msgspec.DecodeError,
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            RecursionError,
        ) as error:
            yield last, Unreadable(f"change log line: {error!r}")
            continue
        yield last, list(rows.values())


def _changed(rows: dict[str, dict[str, Any]], entry: dict[str, Any], key: str) -> dict[str, dict[str, Any]]:
    rows = dict(rows)
    for row in entry["add"]:
        rows[str(row[key])] = row
    for update in entry["upd"]:
        row = {**rows[str(update[key])], **update}
        for name in row.pop("-", ()):
            row.pop(name, None)
        rows[str(update[key])] = row
    for name in entry["del"]:
        rows.pop(str(name), None)
    return rows
