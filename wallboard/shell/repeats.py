"""A message that comes again and again fills no log: what strangers cause must not push out the past."""

import logging

MOST, SPAN_S = 30, 60.0
"""So many records of one logger and one wording a minute; arguments do not make another wording."""

KNOWN = 1_000
"""Wordings that are remembered at once; beyond them all are counted anew."""


class Repeats(logging.Filter):
    """Lets the first ``MOST`` of a minute through; the last of them, and the first of later, say so."""

    def __init__(self) -> None:
        super().__init__()
        self.left_out = 0
        self._counts: dict[tuple[str, str], tuple[float, int]] = {}  # since when (epoch s), how many

    def filter(self, record: logging.LogRecord) -> bool:
        key = record.name, str(record.msg)
        since, count = self._counts.get(key, (record.created, 0))
        note = ""
        if not 0.0 <= record.created - since < SPAN_S:  # the machine's clock may step back
            note = f" [{count - MOST} like it were left out]" if count > MOST else ""
            since, count = record.created, 0
        if key not in self._counts and len(self._counts) >= KNOWN:
            self._counts.clear()
        self._counts[key] = since, count + 1
        if count >= MOST:
            self.left_out += 1
            return False
        if count == MOST - 1:
            note = f" [more like it are left out for {SPAN_S:.0f} s]"
        if note:
            record.msg = f"{record.msg}{note}"
        return True
