"""Fetching an atlas from a hub: over its own port, in ranges, continued where the last try ended.

Runs in a thread of its caller's: it blocks. The token travels in the header, as on the link.
"""

import http.client
import ssl
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from feeds.atlas_files import LARGEST, AtlasFolder
from wallboard.state.atlas import Atlas, AtlasError

RANGE = 4 << 20
"""Bytes asked for at a time: a broken fetch loses no more than this."""
ANSWER_WITHIN = 10.0
"""Seconds that the hub may be silent."""


class FetchBroken(Exception):
    """The fetch ended before the atlas was whole; what came is kept, and the next try goes on from there."""


def fetch_atlas(hub: str, digest: str, folder: AtlasFolder, token: str | None = None) -> Atlas:
    """The atlas, from disk where it is there. hub: its ``ws://`` or ``wss://`` address.

    Raises FetchBroken (try again later), AtlasError (what the hub has is not what it announced) or OSError
    (the folder cannot be written).
    """
    if folder.holds(digest):
        try:
            return folder.open(digest)
        except AtlasError:
            pass  # set aside as damaged by ``open``: it is fetched anew
    folder.folder.mkdir(parents=True, exist_ok=True)
    part = folder.part(digest)
    opener = _opener(hub)
    with part.open("ab") as file:
        whole = -1
        while whole < 0 or file.tell() < whole:
            begin = file.tell()
            raw, whole = _range(opener, hub, digest, begin, token)
            if not raw and begin < whole:
                raise FetchBroken(f"nothing came after byte {begin}")
            file.write(raw)
            file.flush()
    return folder.finish(digest)


def _range(
    opener: urllib.request.OpenerDirector, hub: str, digest: str, begin: int, token: str | None
) -> tuple[bytes, int]:
    """Bytes from ``begin``, and how many the whole has."""
    parts = urlsplit(hub)
    scheme = {"ws": "http", "wss": "https"}[parts.scheme]
    request = urllib.request.Request(f"{scheme}://{parts.netloc}/atlas/{digest}")
    request.add_header("Range", f"bytes={begin}-{begin + RANGE - 1}")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    try:
        with opener.open(request, timeout=ANSWER_WITHIN) as answer:
            whole = _whole(answer.headers.get("Content-Range", ""))
            raw = _read(answer)
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return b"", _whole(error.headers.get("Content-Range", ""))
        raise FetchBroken(f"the hub answered {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        raise FetchBroken(str(error) or type(error).__name__) from error
    if len(raw) > RANGE or begin + len(raw) > whole:
        raise FetchBroken(f"more came than was asked for after byte {begin}")
    return raw, whole


def _read(answer: http.client.HTTPResponse) -> bytes:
    """What comes of the range; of a connection that breaks, what came before."""
    try:
        return answer.read(RANGE + 1)
    except http.client.IncompleteRead as broken:
        return broken.partial


def _whole(content_range: str) -> int:
    """The size in ``bytes 0-99/1234``. Raises FetchBroken where it is not said."""
    size = content_range.rpartition("/")[2]
    if not size.isdecimal() or not 0 < int(size) <= LARGEST:
        raise FetchBroken(f"the hub does not say how many bytes there are ({content_range[:40]!r})")
    return int(size)


def _opener(hub: str) -> urllib.request.OpenerDirector:
    """No proxy: a hub is in the house, and an environment's proxy is not asked for it."""
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    if urlsplit(hub).scheme == "wss":
        handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context()))
    return urllib.request.build_opener(*handlers)
