"""Subjects as a broker's tokens: ``feed.<channel>.<noun>.<key>.<aspect>[.<claimant>]`` (pitfalls B 1).

The embedded hub orders one channel and needs none of this; an engine beyond one machine keeps the last value
of a subject and grants roles by subject. Each part becomes one token and comes back from it unchanged.
"""

from urllib.parse import quote, unquote

from wallboard.domain.facts import Fact, aspect_token, spec_of

ROOT = "feed"
REST = ">"
"""Matches one token or more, at the end of a pattern; ``*`` matches exactly one."""


def token_of(part: str) -> str:
    """A part of a subject as one token: no dot, space, ``*`` or ``>``, never empty."""
    return quote(part, safe="").replace(".", "%2E").replace("*", "%2A") or "%"


def part_of(token: str) -> str:
    """The part that a token stands for."""
    return "" if token == "%" else unquote(token)


def broker_subject(channel: str, fact: Fact) -> str:
    """Where a fact is said, and where its last value is kept."""
    spec = spec_of(fact.data)
    aspect, _, claimant = aspect_token(fact.data).partition("/")
    parts = [channel, spec.noun, fact.key, aspect, *([claimant] if claimant else [])]
    return ".".join([ROOT, *map(token_of, parts)])


def own_subject(subject: str) -> str:
    """The subject as the log and the wire write it. Raises ValueError where it is none of ours."""
    root, *tokens = subject.split(".")
    if root != ROOT or len(tokens) not in (4, 5):
        raise ValueError(f"not a subject of a feed: {subject!r}")
    return "/".join(part_of(token) for token in tokens[1:])


def matches(pattern: str, subject: str) -> bool:
    """Whether a subject falls under a pattern with ``*`` and ``>``."""
    wanted, found = pattern.split("."), subject.split(".")
    for place, token in enumerate(wanted):
        if token == REST:
            return len(found) > place
        if place >= len(found) or token not in ("*", found[place]):
            return False
    return len(wanted) == len(found)
