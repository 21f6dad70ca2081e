"""Logs never hold names, phones or tokens: what a record may say, and what is taken out of it.

Two rules. Fields whose name says that they are personal or secret are dropped whole. In every text, what
looks like a telephone number, an identity number, a token or a password is replaced by a mark that says
what was there. A person's name cannot be told from a place's by its look: names are kept out by field,
and payloads of facts are never logged.
"""

import re
from collections.abc import Mapping
from typing import Any

SECRET_FIELDS = frozenset(
    (
        "token",
        "password",
        "passwd",
        "secret",
        "authorization",
        "cookie",
        "api_key",
        "apikey",
        "access_key",
        "credential",
        "credentials",
    )
)
PERSONAL_FIELDS = frozenset(
    (
        "phone",
        "mobile",
        "tel",
        "telephone",
        "caller",
        "contact",
        "contact_name",
        "customer",
        "customer_name",
        "person",
        "lead",
        "holder_name",
        "service_lead",
        "network_lead",
        "address",
        "house",
        "id_card",
        "email",
        "data",
        "payload",
        "fact",
        "raw",
    )
)

_CUT = "[cut]"
_GONE = "[gone]"
_DEEPEST = 4
_LONGEST = 20_000

_NAMED = r"[a-z_]{0,40}token|password|passwd|secret|authorization|api_?key|access_?key|cookie"
_GIVEN = r"\"[^\"]*\"|'[^']*'|[^\s,;&\"'}]+"

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), mark)
    for pattern, mark in (
        (r"(?i)\b(bearer|basic)\s{1,9}[\w.~+/=-]{6,}", r"\1 [token]"),
        (rf"(?i)([\"']?\b(?:{_NAMED})\b[\"']?\s{{0,9}}[=:]\s{{0,9}})(?:{_GIVEN})", r"\1[token]"),
        (r"(?i)\b([a-z][a-z0-9+]{0,20}://)[^/@\s:]{1,99}(?::[^/@\s]{0,99})?@", r"\1[login]@"),
        (r"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]+)?", "[token]"),
        (r"(?<![\w.-])(?=[a-fA-F]*\d)(?=\d*[a-fA-F])[0-9a-fA-F]{32,}(?!\w)", "[token]"),
        (r"(?<![\w.-])(?=[\w-]*?\d)(?=[\w-]*?[A-Z])(?=[\w-]*?[a-z])[\w-]{40,}", "[token]"),
        (r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,99}", "[email]"),
        (r"(?<!\d)\d{17}[\dXx](?!\d)", "[id]"),
        (r"(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d.])", "[phone]"),
        (r"(?<![\d.])0\d{2,3}[ -]\d{7,8}(?![\d.])", "[phone]"),
        (r"(?<![\w.])\+\d{1,3}[ -]?\(?\d{2,4}\)?(?:[ -]?\d{2,4}){2,3}(?!\d)", "[phone]"),
        (r"(?<![\d.])\(?\d{3}\)?[ -]\d{3}[ -]\d{4}(?!\d)", "[phone]"),
    )
)


def redacted(text: str) -> str:
    """At most 20,000 characters of a text, without telephone and identity numbers, mail and secrets."""
    text = text[:_LONGEST]
    for pattern, mark in _PATTERNS:
        text = pattern.sub(mark, text)
    return text


def redacted_fields(fields: Mapping[str, Any], depth: int = 0) -> dict[str, Any]:
    """The fields of a record that may be logged, each text redacted; personal and secret ones are cut."""
    return {
        str(name): _CUT if _is_private(str(name)) else redacted_value(value, depth)
        for name, value in fields.items()
    }


def redacted_value(value: Any, depth: int = 0) -> Any:
    """A value as it may be logged: numbers as they are, containers cut, all else as redacted text.

    A weak reference whose object is gone says so: libraries hang such on their records.
    """
    try:
        return _plain(value, depth)
    except ReferenceError:
        return _GONE


def _plain(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, Mapping) and depth < _DEEPEST:
        return redacted_fields(value, depth + 1)
    if isinstance(value, (list, tuple)) and depth < _DEEPEST:
        return [redacted_value(item, depth + 1) for item in value[:50]]
    return redacted(str(value))


def _is_private(name: str) -> bool:
    plain = name.lower().replace("-", "_")
    return (
        plain in PERSONAL_FIELDS
        or plain in SECRET_FIELDS
        or plain.endswith(("_token", "_password", "_secret"))
    )
