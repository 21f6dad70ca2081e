"""A document -> its records: found by path, flattened, named, filtered, each with its id."""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from feeds.mapping.paths import compile_path, compile_template
from feeds.mapping.values import ValueFault, kind_of, to_text
from feeds.safe_text import safe_text
from wallboard.config.field_paths import plain_names
from wallboard.config.mapping_file import MappingFile
from wallboard.domain.reasons import Reason

Record = dict[str, Any]

DEEPEST = 8  # levels of nested clusters


class DocumentFault(Exception):
    """A document without the records that the mapping promises; the poll does not count.

    reason: the same for the glass.
    """

    def __init__(self, error: str, reason: Reason) -> None:
        super().__init__(error)
        self.reason = reason


class Unreadable:
    """Stands for a document that could not be decoded. error: why, in full; reason: for the glass."""

    __slots__ = ("error", "reason")

    def __init__(self, error: str, reason: Reason | None = None) -> None:
        self.error = error
        self.reason = reason or Reason("unreadable_document", {"error": error[:120]})


class Records:
    """Finds the records of one mapping's documents."""

    def __init__(self, mapping: MappingFile) -> None:
        rule = mapping.records
        self._rule = rule
        self._path = compile_path(rule.path)
        self._where = compile_path(rule.where) if rule.where else None
        self._children = compile_path(rule.children) if rule.children else None
        self._carry = {name: compile_path(path) for name, path in rule.carry.items()}
        self._names = plain_names(rule.path)
        self._plain = not (rule.keyed or rule.children or rule.carry or rule.columns or rule.where)
        self.key = compile_key(rule.key)

    def of(self, document: Any) -> tuple[list[Record], int, int]:
        """(records, entries that were no records at all, entries that the document listed).

        Raises DocumentFault where the path leads nowhere: such a document is an error page, not an
        empty list of outages.
        """
        found = document if self._rule.path == "@" else self._path(document)
        if self._rule.packed:
            found = self._unpacked(found)
        if found is None and self._rule.may_be_absent and self._speaks(document):
            found = []
        if self._rule.keyed and isinstance(found, dict):
            found = [_keyed(key, value) for key, value in found.items()]
        elif isinstance(found, dict):
            found = [found]
        if not isinstance(found, list):
            reason = Reason("document_without_list", {"path": self._rule.path})
            raise DocumentFault(self._missing(found, document), reason)
        if self._plain:
            rows = [row for row in found if type(row) is dict]
            return rows, len(found) - len(rows), len(found)
        rows, bad = self._shaped(found, document)
        return rows, bad, len(found)

    def _unpacked(self, found: Any) -> Any:
        """What a text of JSON says."""
        if not isinstance(found, str):
            return found
        try:
            return msgspec.json.decode(found)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            said = f"the text at {self._rule.path!r} is no JSON ({error})"
            raise DocumentFault(said, Reason("document_not_json")) from error

    def _speaks(self, document: Any) -> bool:
        """Whether a document without its list is still the feed's: what the list would stand in is there."""
        for name in (self._names or ())[:-1]:
            document = document.get(name) if isinstance(document, dict) else None
        return isinstance(document, dict)

    def _missing(self, found: Any, document: Any) -> str:
        """What stands where the list should be, and a hint of what to write instead."""
        said = f"no list of records at {self._rule.path!r}"
        if isinstance(found, str) and found.lstrip()[:1] in ("[", "{"):
            return f"{said}: a text of JSON stands there; write packed = true"
        if found is None and isinstance(document, dict) and document:
            names = ", ".join(safe_text(str(name))[:20] for name in list(document)[:4])
            return f"{said}; the document holds {names}"
        return said if found is None else f"{said} but {kind_of(found)}"

    def _shaped(self, found: list[Any], document: Any) -> tuple[list[Record], int]:
        carried = {name: get(document) for name, get in self._carry.items()}
        rows: list[Record] = []
        bad = 0
        for row in found:
            if isinstance(row, list) and self._rule.columns:
                row = dict(zip(self._rule.columns, row, strict=False))
            if not isinstance(row, dict):
                bad += 1
                continue
            for leaf in self._leaves(row, 0):
                record = {**leaf, **carried} if carried else leaf
                if self._where is None or truthy(self._where(record)):
                    rows.append(record)
        return rows, bad

    def _leaves(self, row: Record, depth: int) -> Iterable[Record]:
        """The row itself, or the children that stand in its place."""
        kids = self._children(row) if self._children is not None and depth < DEEPEST else None
        if isinstance(kids, dict):
            kids = [_keyed(key, value) for key, value in kids.items()]
        if not isinstance(kids, list) or not kids:
            if kids is None or not self._rule.keyed or depth:
                yield row  # a leaf; a named group of nothing is none
            return
        parent = {name: value for name, value in row.items() if value is not kids}
        for kid in kids:
            if isinstance(kid, dict):
                yield from self._leaves({**kid, "_parent": parent}, depth + 1)


def compile_key(key: str | list[str]) -> Callable[[Record], str | None] | None:
    """A key rule -> a function to the id as text, None where a record has none."""
    if not key:
        return None
    if isinstance(key, str) and "{" in key:
        return compile_template(key, to_text)
    getters = [compile_path(path) for path in ([key] if isinstance(key, str) else key)]

    def read(record: Record) -> str | None:
        for get in getters:
            raw = get(record)
            if raw is not None and raw != "":
                return raw if type(raw) is str else to_text(raw)
        return None

    return read


def merged(old: Record, new: Record, depth: int = 0) -> Record:
    """The old record with what the new one says put over it, field by field at every level."""
    out = dict(old)
    for name, value in new.items():
        before = out.get(name)
        if isinstance(before, dict) and isinstance(value, dict) and depth < DEEPEST:
            value = merged(before, value, depth + 1)
        out[name] = value
    return out


def truthy(value: Any) -> bool:
    """JMESPath's own truth: null, false, and empty texts, lists and objects are not."""
    return value is not None and value is not False and value != "" and value != [] and value != {}


def _keyed(key: str, value: Any) -> Record:
    return {**value, "_key": key} if isinstance(value, dict) else {"_key": key, "_value": value}


__all__ = [
    "DocumentFault",
    "Record",
    "Records",
    "Unreadable",
    "ValueFault",
    "compile_key",
    "merged",
    "truthy",
]
