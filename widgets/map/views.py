"""Where a desk has looked on its map, to go back and on again, as in a book."""

from widgets.map.view import Camera

MOST = 50
"""Views that are kept; the oldest goes."""


class Views:
    """``note`` what is looked at once hands rest; ``turn`` back and on."""

    def __init__(self) -> None:
        self._kept: list[Camera] = []
        self._at = -1

    @property
    def empty(self) -> bool:
        """Nothing was looked at yet."""
        return not self._kept

    def note(self, camera: Camera | None) -> None:
        """This is looked at now: what one had come back from is forgotten."""
        if camera is None or (self._at >= 0 and camera == self._kept[self._at]):
            return
        self._kept = [*self._kept[: self._at + 1], camera][-MOST:]
        self._at = len(self._kept) - 1

    def turn(self, by: int, now: Camera) -> Camera | None:
        """So many views on, below 0 back, for a window of the size of ``now``; None at either end."""
        at = self._at + by
        if not 0 <= at < len(self._kept):
            return None
        self._at = at
        self._kept[at] = self._kept[at].resized(now.width, now.height)
        return self._kept[at]
