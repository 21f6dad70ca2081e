"""A byte stream cut at its websocket frames, so that a fault can hit one frame as a network hits a packet."""


class Pieces:
    """One direction of one connection: first the HTTP head as one piece, then frame by frame.

    whole: bytes pass as they come (TLS, or no websocket at all).
    """

    def __init__(self, *, whole: bool = False) -> None:
        self._buffer = bytearray()
        self._greeted = False
        self._whole = whole

    def feed(self, data: bytes) -> list[bytes]:
        """Pieces that are complete now."""
        if self._whole:
            return [data]
        self._buffer += data
        pieces: list[bytes] = []
        while 0 < (size := self._size()) <= len(self._buffer):
            pieces.append(bytes(self._buffer[:size]))
            del self._buffer[:size]
        return pieces

    def rest(self) -> bytes:
        """What came and is no whole piece."""
        return bytes(self._buffer)

    def _size(self) -> int:
        """Bytes of the next piece, 0 where that is not known yet (RFC 6455, 5.2)."""
        data = self._buffer
        if not self._greeted:
            end = data.find(b"\r\n\r\n") + 4
            self._greeted = end > 3
            return end if self._greeted else 0
        if len(data) < 2:
            return 0
        masked, length = data[1] & 128, data[1] & 127
        wide = {126: 2, 127: 8}.get(length, 0)
        if len(data) < 2 + wide:
            return 0
        if wide:
            length = int.from_bytes(data[2 : 2 + wide], "big")
        return 2 + wide + (4 if masked else 0) + length
