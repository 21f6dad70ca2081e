"""What a refused fact's sender has to change: a sentence for logs and reports, beside the reason's code."""

import re
from difflib import get_close_matches

from wallboard.config.mapping_words import words_of
from wallboard.domain.fact_table import SPECS
from wallboard.domain.facts import FactSpec
from wallboard.domain.reasons import Reason

_FIELD = re.compile(r"`\$\.?([^`]*)`")

REMEDIES: dict[str, str] = {
    "bad_envelope": "send one whole JSON object in UTF-8 with source, type, subject, time and data",
    "time_without_offset": "write time with its offset, as in 2026-11-23T08:20:00Z",
    "claimant_differs": "let the end of subject and data.claimant be the same word",
}

KINDS: tuple[tuple[str, str], ...] = (
    ("time without an offset", "write it with its offset, as in 2026-11-23T08:20:00Z"),
    ("codec can't decode", "send UTF-8"),
    ("Expected `int", "send a whole number without quotes, or leave the field out"),
    ("Expected `float", "send a number without quotes within the bounds, or leave the field out"),
    ("Number out of range", "send a number within the bounds, or leave the field out"),
    ("Expected `array", "send a list, or leave the field out"),
    ("Expected `object", "send an object of the fields of the type, or null to withdraw it"),
    ("missing required field", "add the field"),
)
"""Words of the decoder -> what to do about them."""


def refusal_words(reason: Reason) -> str:
    """``what was wrong; what to do`` in English, for logs, reports and producers' authors."""
    args = reason.args
    said = ", ".join(f"{name} {value}" for name, value in args.items())
    remedy = _remedy(reason.code, str(args.get("type", "")), str(args.get("error", "")))
    return f"{reason.code} ({said}); {remedy}"


def _remedy(code: str, type_: str, error: str) -> str:
    spec = SPECS.get(type_)
    if code == "unknown_type":
        near = get_close_matches(type_, list(SPECS), 1)
        return (f'did you mean "{near[0]}"? ' if near else "") + "the types are listed in docs/facts.md"
    if code == "bad_subject" and spec is not None:
        claimant = "/CLAIMANT" if spec.claimed else ""
        return f"write subject as {spec.noun}/KEY/{spec.aspect}{claimant}"
    if code == "bad_data" and spec is not None:
        return _of_data(spec, error)
    return REMEDIES.get(code, "see docs/feed.md")


def _of_data(spec: FactSpec, error: str) -> str:
    if "enum value" in error and (words := _words_of(spec, error)):
        return "allowed: " + ", ".join(words)
    what = next((remedy for sign, remedy in KINDS if sign in error), "correct the field")
    return f"{what} ({spec.type} in docs/facts.md)"


def _words_of(spec: FactSpec, error: str) -> list[str]:
    """The words that the field at fault may hold."""
    at = _FIELD.search(error)
    return words_of(spec.cls, at[1].split(".")[0].split("[")[0] if at else "")
