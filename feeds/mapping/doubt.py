"""When a poll is not to be believed: mass losses, drops that come back, and servers that cut their answer."""

from collections.abc import Iterable

from wallboard.config.mapping_file import CapRule, DoubtRule


def is_doubtful(rule: DoubtRule, before: int, gone: int) -> bool:
    """Whether a poll lost so many of its rows that the next one has to decide."""
    return gone >= rule.rows and gone >= rule.share * before


class Drops:
    """Rows that vanished together and were closed at once: marked when half of them return."""

    def __init__(self, rule: DoubtRule, within: float) -> None:
        self._rule, self._within = rule, within
        self._drop_of: dict[str, _Drop] = {}

    def lost(self, names: list[str], at: float) -> None:
        """These vanished in one poll."""
        if len(names) < self._rule.drop:
            return
        drop = _Drop(at, names)
        for name in names:
            self._drop_of[name] = drop

    def returned(self, names: Iterable[str]) -> set[str]:
        """These came back: the names (of the same drops) that are to be marked as doubtful by now."""
        marked: set[str] = set()
        for name in names:
            drop = self._drop_of.get(name)
            if drop is None:
                continue
            drop.back.add(name)
            if drop.told:
                marked.add(name)
            elif len(drop.back) >= self._rule.returned * len(drop.names):
                drop.told = True
                marked.update(drop.names)
        return marked

    def sweep(self, now: float) -> None:
        """Forget drops that are too old to come back."""
        self._drop_of = {n: d for n, d in self._drop_of.items() if now - d.at <= self._within}


class _Drop:
    __slots__ = ("at", "back", "names", "told")

    def __init__(self, at: float, names: list[str]) -> None:
        self.at, self.names, self.back, self.told = at, tuple(names), set[str](), False


class Cap:
    """A plateau at a round number while rows come and go is the server's limit, not the storm's."""

    def __init__(self, rule: CapRule) -> None:
        self._rule = rule
        self._last = -1
        self._same = 0
        self.capped = False

    def observe(self, rows: int, churned: bool, flagged: bool) -> bool:
        """Take one poll's row count; churned: rows came or went, flagged: the document says it is cut."""
        rule = self._rule
        self._same = self._same + 1 if rows == self._last else 1
        self._last = rows
        plateau = (
            rows >= rule.least
            and rows % rule.multiple == 0
            and self._same >= rule.polls
            and (churned or self.capped)
        )
        self.capped = flagged or plateau or (rule.rows is not None and rows >= rule.rows)
        return self.capped
