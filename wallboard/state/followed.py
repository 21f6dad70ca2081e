"""What a store has changed since it was looked at last, for a reader who looks more seldom than it changes.

A store remembers some changes only (``REMEMBERED``): whoever looks once a minute lets this hear every batch.
"""

from collections.abc import Mapping

from wallboard.state.store import Store


class News:
    """Keys by noun. anew: they are all that there are; what was read before is of no worth."""

    __slots__ = ("_keys", "anew")

    def __init__(self, keys: Mapping[str, list[str]], *, anew: bool) -> None:
        self._keys, self.anew = keys, anew

    def of(self, noun: str) -> list[str]:
        """Keys of one noun, in their order."""
        return self._keys.get(noun, [])


class Followed:
    """Follows the rows, and the facts behind them, of some nouns."""

    def __init__(self, *nouns: str) -> None:
        self._nouns = nouns
        self._changed: dict[str, set[str]] = {noun: set() for noun in nouns}
        self._store: Store | None = None
        self._revision = 0
        self._anew = True

    def forget(self) -> None:
        """The next news are everything."""
        self._anew = True

    def hear(self, store: Store) -> None:
        """Note what changed; to be called before the store forgets it."""
        if store is not self._store:
            self._store, self._anew = store, True
        elif store.revision == self._revision:
            return
        elif not self._anew:
            changes = store.since(self._revision)
            self._anew = changes is None
            for change in changes or ():
                for noun in self._nouns:
                    self._changed[noun] |= change.of(noun)
        self._revision = store.revision

    def take(self, store: Store) -> News:
        """The news since the last call."""
        self.hear(store)
        if self._anew:
            found = {noun: sorted(store.tables.keys(noun)) for noun in self._nouns}
        else:
            found = {noun: sorted(keys) for noun, keys in self._changed.items()}
        news = News(found, anew=self._anew)
        self._changed = {noun: set() for noun in self._nouns}
        self._anew = False
        return news
