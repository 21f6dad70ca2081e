"""The hub's atlases over its own port: ``GET /atlas/<digest>`` with a range (design 1).

Answers are cut to 4 MiB, so that a slow reader costs the hub no more than that.
"""

import http
import re

from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from feeds.atlas_files import is_digest

PATH = "/atlas/"
LONGEST = 4 << 20
"""Bytes of one answer."""
_RANGE = re.compile(r"^bytes=(\d{1,12})-(\d{1,12})?$")


def is_atlas(path: str) -> bool:
    """Whether a request is for an atlas, there or not."""
    return path.startswith(PATH)


class AtlasService:
    """digests: those that ``welcome`` announces. The bytes are held once, for all clients."""

    def __init__(self, *atlases: tuple[str, bytes]) -> None:
        self._held = dict(atlases)

    @property
    def digests(self) -> list[str]:
        return list(self._held)

    def answer(self, request: Request) -> Response:
        """The answer to a request for an atlas: the range, 404, 400 or 416."""
        digest = request.path[len(PATH) :]
        held = self._held.get(digest) if is_digest(digest) else None
        if held is None:
            return _response(http.HTTPStatus.NOT_FOUND, b"no such atlas\n", "text/plain; charset=utf-8")
        asked = _RANGE.fullmatch(request.headers.get("Range", "bytes=0-"))
        if asked is None:
            return _response(
                http.HTTPStatus.BAD_REQUEST, b"one range of bytes\n", "text/plain; charset=utf-8"
            )
        begin = int(asked[1])
        if begin >= len(held):
            beyond = http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            return _response(beyond, b"", "application/octet-stream", f"bytes */{len(held)}")
        end = min(int(asked[2]) + 1 if asked[2] else len(held), begin + LONGEST, len(held))
        said = f"bytes {begin}-{max(begin, end - 1)}/{len(held)}"
        return _response(http.HTTPStatus.PARTIAL_CONTENT, held[begin:end], "application/octet-stream", said)


def _response(status: http.HTTPStatus, body: bytes, kind: str, content_range: str = "") -> Response:
    headers = Headers([("Content-Type", kind), ("Content-Length", str(len(body))), ("Connection", "close")])
    if content_range:
        headers["Content-Range"] = content_range
    return Response(status.value, status.phrase, headers, body)
