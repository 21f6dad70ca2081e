"""Templates of messages to customers: TOML files with the words in every language (domain 5.9)."""

import string
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from wallboard.config.load import LANGUAGES, ConfigStruct, Words, at_fault, find_file, load_toml

FIELDS = ("place", "since", "etr")
"""What the words may name in braces."""


class MessageTemplate(ConfigStruct, frozen=True, kw_only=True):
    """One template. when: what the outage has to be; title: for people at a desk; words: for customers."""

    name: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
    when: Literal["dark", "planned", "restored"]
    title: Words
    words: Words

    @property
    def names_etr(self) -> bool:
        """Whether it says when the light will be back."""
        return any("{etr}" in words for words in self.words.values())


class MessageFile(ConfigStruct, frozen=True):
    """A file of templates."""

    message: Annotated[list[MessageTemplate], msgspec.Meta(min_length=1, max_length=40)]


def load_templates(name_or_path: str | Path) -> list[MessageTemplate]:
    """The templates of a shipped file by name, or of any file by path.

    Raises ConfigError, naming file, field and remedy, where one does not fit.
    """
    path = find_file("messages", name_or_path)
    file = load_toml(path, MessageFile)
    for index, template in enumerate(file.message):
        place = f"message[{index}]"
        if template.name in (other.name for other in file.message[:index]):
            raise at_fault(path, f"{place}.name", f'"{template.name}" stands twice', "choose another")
        for lang in LANGUAGES:
            for field in ("title", "words"):
                if not getattr(template, field).get(lang):
                    raise at_fault(path, f"{place}.{field}.{lang}", "is missing", "say it in each language")
            _check_words(path, f"{place}.words.{lang}", template.words[lang])
    return file.message


def _check_words(path: Path, place: str, words: str) -> None:
    """The words can be filled, and name nothing that nobody knows."""
    try:
        named = [field for _, field, _, _ in string.Formatter().parse(words) if field is not None]
    except ValueError as error:
        raise at_fault(path, place, f"has a brace that is not closed ({error})", "write {place}") from error
    for field in named:
        if field not in FIELDS:
            known = ", ".join("{" + each + "}" for each in FIELDS)
            raise at_fault(path, place, f"names {{{field}}}", f"name only {known}")
