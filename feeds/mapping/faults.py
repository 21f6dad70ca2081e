"""Values that do not fit: what is wrong with them, and what to write in the mapping instead."""

from typing import Any


class ValueFault(Exception):
    """A raw value that does not fit: what is wrong, and the remedy."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}; {remedy}")
        self.problem, self.remedy = problem, remedy


class Impossible(ValueFault):
    """A value that can be read and cannot be true. It is counted under ``code``; the record is not bad.

    kept: what the field gets instead. mark: a field of the fact that is set where the value is kept.
    """

    def __init__(
        self, code: str, problem: str, remedy: str, *, kept: object = None, mark: str | None = None
    ) -> None:
        super().__init__(problem, remedy)
        self.code, self.kept, self.mark = code, kept, mark


def kind_of(raw: Any) -> str:
    """What a raw value is, for people."""
    words = {dict: "an object", list: "a list", bool: "true or false", type(None): "null", str: "text"}
    return words.get(type(raw), type(raw).__name__)
