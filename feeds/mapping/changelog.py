"""Change logs: one polled JSON list over its history, as gzip JSON lines of whole and changed rows.

A line is ``{"op":"head","key":field}``, ``{"op":"snap","t","rows"}`` or
``{"op":"delta","t","add":[row],"upd":[{key, changed fields, "-":[dropped fields]}],"del":[keys]}``.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from feeds.mapping.records import Unreadable
from wallboard.domain.reasons import Reason


class NoChangeLog(Exception):
    """Lines of which not one belongs to a change log."""


def replay(lines: Iterable[bytes]) -> Iterator[tuple[float, Any]]:
    """(epoch s, rows as the feed showed them) for every poll; rows that did not change are the same objects.

    A line that cannot be read is an ``Unreadable`` poll at the time of the one before, or of the first that
    can be read. Raises NoChangeLog where there is none.
    """
    rows: dict[str, dict[str, Any]] = {}
    key = "id"
    last: float | None = None
    early: list[Unreadable] = []
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
            elif isinstance(op, str):
                continue  # a note of somebody's
            else:
                raise ValueError("op is none of head, snap and delta")
            at = float(entry["t"])
        except (
            msgspec.DecodeError,
            KeyError,
            TypeError,
            ValueError,
            AttributeError,
            RecursionError,
        ) as error:
            fault = Unreadable(f"change log line: {error!r}", Reason("document_not_json"))
            if last is None:
                early.append(fault)
            else:
                yield last, fault
            continue
        last = at
        yield from ((last, fault) for fault in early)
        early = []
        yield last, list(rows.values())
    if early:
        raise NoChangeLog(f"none of its {len(early)} lines is a head, snap or delta; {early[0].error}")


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
