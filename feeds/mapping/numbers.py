"""Numbers in text and masked counts. Which sign parts thousands and which the decimals, a mapping may say.

Where it does not, ``1,204`` is a count of 1,204 and ``1.204`` one of nobody knows what: it is refused.
"""

import math
import re
from typing import Any

from feeds.mapping.faults import ValueFault, kind_of
from wallboard.config.mapping_file import NumberRule
from wallboard.domain.terms import CountQuality

MOST = 10**10
"""No count is larger: there are not that many people."""

_SPACES = " \u00a0\u2009\u202f"
_N = rf"\d[\d.,，{_SPACES}'’_]*"
_MASK_RANGE = re.compile(rf"^({_N})\s*(?:-|–|~|to|至)\s*({_N})$")
_MASK_BELOW = re.compile(
    rf"^(?:(?P<most><=|≤|up to|at most|不超过|至多)|<|under|less than|fewer than|少于)\s*(?P<n>{_N})$", re.I
)
_MASK_ABOVE = re.compile(rf"^(?:(?:>|>=|≥|over|more than|至少)\s*({_N})|({_N})\s*(?:\+|以上))$", re.I)
_ABOUT = re.compile(r"^(?:约为?|大约|近|about|approx\.?|approximately|ca\.?|circa|≈|~)\s*(?=\d)", re.I)
_UNIT = re.compile(r"(?<=[\d+])\s*(?:户|戶|家|个|customers?|clients?|meters?|premises|homes)(?=以上|$)", re.I)

_PARTED = rf"[,，{_SPACES}'’_]"
_GROUPED = re.compile(rf"^[+-]?\d{{1,3}}({_PARTED})\d{{3}}(?:\1\d{{3}})*(?:\.\d+)?$")
_DOT_AND_THREE = re.compile(r"^[+-]?[1-9]\d{0,2}\.\d{3}$")
_COMMA_AND_THREE = re.compile(r"^[+-]?[1-9]\d{0,2},\d{3}$")
_DOTTED = re.compile(r"^[+-]?\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|(?:\.\d{3})+,\d+)$")
_DECIMAL_COMMA = re.compile(r"^[+-]?\d+,\d+$")

_SIGNS = {" ": _SPACES, "'": "'’", ",": ",，"}
"""Signs that look alike are taken for each other."""


class Counted:
    """A count and what it is worth. most: of a masked one that is bounded above, the most it can be."""

    __slots__ = ("most", "quality", "value")

    def __init__(self, value: int, quality: CountQuality, most: int | None = None) -> None:
        self.value, self.quality, self.most = value, quality, most


class Numbers:
    """Reads numbers by one rule. Every method raises ValueFault for what does not fit it."""

    def __init__(self, rule: NumberRule | None = None) -> None:
        self._said = rule is not None
        thousands = rule.thousands if rule else None
        decimal = (rule.decimal if rule else None) or ("," if thousands == "." else ".")
        parted = f"[{_SIGNS.get(thousands, re.escape(thousands))}]" if thousands else "(?!)"
        point = re.escape(decimal)
        self._form = re.compile(rf"^[+-]?(?:\d+|\d{{1,3}}(?:{parted}\d{{3}})+)?(?:{point}\d*)?$")
        self._parted, self._decimal = re.compile(parted), decimal
        self._shown = f'thousands = "{thousands or ""}" and decimal = "{decimal}"'

    def real(self, raw: Any) -> float:
        """Numbers, and numbers in text with separators of thousands."""
        if isinstance(raw, (int, float)) and not isinstance(raw, bool):
            number = float(raw) if abs(raw) < 1e300 else math.inf
        elif isinstance(raw, str):
            number = self._text(raw.strip(), _COMMA_AND_THREE)
        else:
            raise ValueFault(f"is {kind_of(raw)}, not a number", "give a path to a number")
        if not math.isfinite(number):
            raise ValueFault("is not a finite number", "name its word under null")
        return number

    def whole(self, raw: Any) -> int:
        """A whole number."""
        number = self._text(raw.strip(), _DOT_AND_THREE) if isinstance(raw, str) else self.real(raw)
        if not math.isfinite(number) or not number.is_integer():
            raise ValueFault("is not a whole number", "check the path, or give a scale, as in scale = 1000")
        return int(number)

    def count(self, raw: Any) -> Counted:
        """A number of things; ``1-4``, ``<5`` and ``5+`` keep their bounds and are marked as masked.

        Its unit (``户``, ``customers``) does not matter; ``约1,200户`` is 1,200, marked as estimated.
        """
        if type(raw) is int and 0 <= raw <= MOST:
            return Counted(raw, CountQuality.EXACT)
        quality = CountQuality.EXACT
        if isinstance(raw, str):
            text = _UNIT.sub("", raw.strip())
            about = _ABOUT.match(text)
            if about is not None:
                text, quality = text[about.end() :], CountQuality.ESTIMATED
            if match := _MASK_RANGE.match(text):
                return Counted(self.whole(match[1]), CountQuality.MASKED, self.whole(match[2]))
            if match := _MASK_BELOW.match(text):
                most = max(self.whole(match["n"]) - (match["most"] is None), 0)
                return Counted(min(1, most), CountQuality.MASKED, most)
            if match := _MASK_ABOVE.match(text):
                return Counted(self.whole(match[1] or match[2]), CountQuality.MASKED)
            raw = text
        number = self.whole(raw)
        if number < 0:
            raise ValueFault("is negative", "name it under null if it means unknown")
        if number > MOST:
            raise ValueFault("is no count", "name it under null if it means unknown")
        return Counted(number, quality)

    def _text(self, text: str, doubtful: re.Pattern[str]) -> float:
        """A number as text. doubtful: what could be read in two ways, where the mapping says nothing."""
        if self._said:
            if not text or not self._form.match(text):
                raise ValueFault(f"is no number with {self._shown}", "correct numbers, or name it under null")
            return _float(self._parted.sub("", text).replace(self._decimal, "."))
        if doubtful.match(text):
            sign = "." if "." in text else ","
            many, few = text.replace(sign, ""), float(text.replace(sign, "."))
            raise ValueFault(
                f"may mean {many} or {few:g}",
                f'say which: numbers = {{ thousands = "{sign}" }} or numbers = {{ decimal = "{sign}" }}',
            )
        if _DOTTED.match(text):
            raise ValueFault("has dots between its thousands", 'write numbers = { thousands = "." }')
        if _GROUPED.match(text):
            text = re.sub(_PARTED, "", text)
        elif _DECIMAL_COMMA.match(text):
            raise ValueFault("has a decimal comma", 'write numbers = { decimal = "," }')
        return _float(text)


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise ValueFault("is not a number", 'name its word under null, or give type = "text"') from error


PLAIN = Numbers()
"""What is understood where a mapping says nothing about its numbers."""
