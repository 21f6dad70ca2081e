"""What takes an act back where something does: another act with its own entry, never a deletion."""

from typing import Any

import msgspec

COUNTER: dict[str, str] = {
    "accept": "release",
    "assign": "release",
    "suspend": "resume",
    "link": "unlink",
    "cancel": "reopen",
    "close": "reopen",
    "focus": "take_back",
    "send_van": "recall_van",
}
"""Verb -> the verb that leads back. What was said to customers, and what a crew did, nothing takes back."""

KEPT: dict[str, str] = {"unlink": "subject", "recall_van": "to"}
"""Counter-act -> the argument of the act that it is given too."""


class CounterAct(msgspec.Struct, frozen=True):
    """A counter-act, ready but for words. of: the verb that it takes back; asks: whether words are needed."""

    of: str
    verb: str
    args: dict[str, Any]
    asks: bool = False


def counter_act(verb: str, args: dict[str, Any]) -> CounterAct | None:
    """What would take this act back; None where nothing does."""
    counter = COUNTER.get(verb)
    if counter is None:
        return None
    kept = {name: value for name, value in args.items() if name == KEPT.get(counter)}
    return CounterAct(verb, counter, kept, asks=counter == "reopen")
