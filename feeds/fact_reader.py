"""Raw facts of a frame -> facts, one by one: a bad one is counted and kept, and never drops its batch.

What could not be read stands in a ring of 1,000, for the diagnostics panel; what this version does not know
(types, fields) is counted by name, so that a desk sees that the other end speaks a newer version.
"""

from collections import Counter, deque
from collections.abc import Sequence

import msgspec

from feeds.codec import BadFact, decode_fact, unknown_fields
from wallboard.domain.facts import Fact, spec_of
from wallboard.domain.reasons import Reason

RING = 1_000
"""Bad frames and facts that are kept, newest last."""
KEPT_BYTES = 2_000
"""Bytes kept of each."""
NAMES = 200
"""Distinct unknown names that are counted; those after them count as ``(more)``."""
WINDOW = 60.0
"""Seconds over which the share of bad ones is taken."""
TOO_BAD = 0.1
"""Share of bad facts or frames over which a link is degraded (design 5)."""


class BadPiece(msgspec.Struct, frozen=True):
    """A frame or fact that could not be read. at: monotonic s; raw: its first bytes; size: all of them."""

    at: float
    reason: Reason
    raw: bytes
    size: int

    @property
    def shown(self) -> str:
        """The bytes as text in which nothing acts: what is no printable character is escaped."""
        text = self.raw.decode("utf-8", "backslashreplace")
        return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


class Share:
    """How many of the last minute's were bad, by the second."""

    def __init__(self) -> None:
        self._seconds: deque[tuple[float, int, int]] = deque()

    def note(self, now: float, good: int, bad: int) -> None:
        """Count some. now: monotonic s."""
        while self._seconds and self._seconds[0][0] < now - WINDOW:
            self._seconds.popleft()
        if not (good or bad):
            return
        if self._seconds and now - self._seconds[-1][0] < 1.0:
            at, old_good, old_bad = self._seconds.pop()
            self._seconds.append((at, old_good + good, old_bad + bad))
        else:
            self._seconds.append((now, good, bad))

    def too_bad(self, now: float) -> bool:
        """Over 10 % of the last minute's were bad."""
        self.note(now, 0, 0)
        bad = sum(entry[2] for entry in self._seconds)
        return bad > TOO_BAD * (bad + sum(entry[1] for entry in self._seconds))


class FactReader:
    """Decodes, counts, and keeps the last bad ones (at most 1,000, 2,000 bytes each)."""

    def __init__(self) -> None:
        self.good = 0
        self.bad = 0
        self.frames = 0
        self.bad_frames = 0
        self.reasons: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.ring: deque[BadPiece] = deque(maxlen=RING)
        self._facts, self._frames = Share(), Share()

    def read(self, raws: Sequence[msgspec.Raw], now: float, first: int = 0) -> list[Fact]:
        """Good facts in order; with ``first``, fact i of the frame gets seq ``first + i``.

        now: monotonic seconds, for ``degraded``. Unknown fields are looked for in the first fact of each
        type of a frame, and counted by frames.
        """
        facts: list[Fact] = []
        looked: set[type] = set()
        for place, raw in enumerate(raws):
            try:
                fact = decode_fact(raw)
            except BadFact as bad:
                self.bad += 1
                if bad.reason.code == "unknown_type":
                    self.unknown_name(f"type {bad.reason.args['type']}")
                self._keep(bad.reason, bad.raw, now)
                continue
            kind = type(fact.data)
            if kind not in looked:
                looked.add(kind)
                for name in unknown_fields(raw):
                    self.unknown_name(f"field {spec_of(fact.data).type}.{name}")
            facts.append(msgspec.structs.replace(fact, seq=first + place) if first else fact)
        self.good += len(facts)
        self._facts.note(now, len(facts), len(raws) - len(facts))
        return facts

    def good_frame(self, now: float) -> None:
        """A frame could be read, whatever its facts are."""
        self.frames += 1
        self._frames.note(now, 1, 0)

    def bad_frame(self, reason: Reason, raw: bytes, now: float) -> None:
        """A frame could not be read."""
        self.bad_frames += 1
        self._frames.note(now, 0, 1)
        self._keep(reason, raw, now)

    def unknown_name(self, name: str) -> None:
        """Something that this version does not know: never fatal."""
        known = name in self.unknown or len(self.unknown) < NAMES
        self.unknown[name if known else "(more)"] += 1

    def degraded(self, now: float) -> bool:
        """Over 10 % of the facts or of the frames of the last minute were bad."""
        return self._facts.too_bad(now) or self._frames.too_bad(now)

    def _keep(self, reason: Reason, raw: bytes, now: float) -> None:
        self.reasons[reason.code] += 1
        self.ring.append(BadPiece(now, reason, raw[:KEPT_BYTES], len(raw)))
