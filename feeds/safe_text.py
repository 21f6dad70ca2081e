"""Text from feeds is made harmless where it enters, once (pitfalls 0.4, E).

NFC, no control characters, no bidirectional overrides, at most 400 characters a string. What it says
is otherwise shown verbatim, as plain text.
"""

import re
import unicodedata
from typing import Any

LONGEST = 400

_BAD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")

_SUSPECT = re.compile(
    rb"\\u|\\[bfnrt]|[\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]|\xef\xbb\xbf"
)


def safe_text(text: str) -> str:
    """One string, harmless; line breaks become spaces."""
    clean = _BAD.sub(lambda m: " " if m[0] in "\n\r\t\u2028\u2029" else "", text)
    return unicodedata.normalize("NFC", clean)[:LONGEST].strip()


def needs_cleaning(raw: bytes) -> bool:
    """Whether a JSON text may hold anything that ``safe_text`` would change (cheap, errs to yes)."""
    return len(raw) > LONGEST or is_suspect(raw)


def is_suspect(raw: bytes) -> bool:
    """Whether a JSON text may hold a character that ``safe_text`` would change, whatever its length."""
    if _SUSPECT.search(raw) is not None:
        return True
    return not raw.isascii() and not unicodedata.is_normalized("NFC", raw.decode("utf-8", "replace"))


def safe_tree(value: Any) -> Any:
    """Every string inside plain containers, harmless; other values as they are."""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, dict):
        return {safe_tree(k): safe_tree(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [safe_tree(v) for v in value]
    return value
