"""What sources commonly say, in another language: the words of the trade (``resources/glossary``).

Facts say names in the language of their source, once; a viewer of another language reads what the glossary
knows. Whatever it does not know is shown as it was said.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

GLOSSARIES = Path(__file__).resolve().parents[1] / "resources" / "glossary"

NUMBER, LEVEL = "n", "level"
"""Parts of an entry that are taken over as they stand; every other part is looked up in turn."""

_SHAPES = {NUMBER: r"\d+", LEVEL: "[ⅠⅡⅢⅣ]"}
_PART = re.compile(r"\\\{(\w+)\\\}")


class Glossary:
    """Entries: what is said -> how the viewer says it. Parts in braces stand in both."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._whole = {said: words for said, words in entries.items() if "{" not in said}
        self._patterns = [(_pattern(said), words) for said, words in entries.items() if "{" in said]

    def of(self, said: str, name: Callable[[str], str]) -> str | None:
        """What is said in the viewer's words; None where the glossary does not know it.

        name: how a part is called; a part that it gives back as it was is not known.
        """
        if said in self._whole:
            return self._whole[said]
        for pattern, words in self._patterns:
            found = pattern.fullmatch(said)
            if found is None:
                continue
            parts = {part: _part(part, was, name) for part, was in found.groupdict().items()}
            if None not in parts.values():
                return words.format(**parts)
        return None


def _part(part: str, was: str, name: Callable[[str], str]) -> str | None:
    if part in _SHAPES:
        return unicodedata.normalize("NFKC", was)  # Ⅱ is one letter there, and two here
    called = name(was)
    return called if called != was else None


def _pattern(said: str) -> re.Pattern[str]:
    def group(found: re.Match[str]) -> str:
        part = found.group(1)
        return f"(?P<{part}>{_SHAPES.get(part, '.+')})"

    return re.compile(_PART.sub(group, re.escape(said)))


@cache
def glossary_of(lang: str) -> Glossary:
    """That of a language; an empty one where there is none."""
    path = GLOSSARIES / f"{lang}.toml"
    return Glossary(tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {})
