"""What a command palette shows for what was typed: pure, over the lines of all actions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from widgets.desk_actions import Action


@dataclass(frozen=True)
class Command:
    """One action as it stands now. words: its name in the viewer's language; why: it is not open, in words.

    other: its name in the other language, by which it is found too.
    """

    action: Action
    words: str
    other: str = ""
    why: str = ""

    @property
    def whole(self) -> str:
        """All by which it is found, in lower case."""
        return f"{self.words} {self.other} {self.action.keys} {self.action.name}".casefold()


def found(commands: Iterable[Command], typed: str, recent: Sequence[str] = ()) -> list[Command]:
    """The commands that hold every word that was typed, in either language.

    First those used lately, the last one first; then what begins with the words; what is open before what is
    not; else as they were given. recent: names of actions, the last used first.
    """
    wanted = typed.casefold().split()
    place = {name: at for at, name in enumerate(recent)}
    left = [each for each in commands if all(word in each.whole for word in wanted)]
    start = " ".join(wanted)

    def rank(each: Command) -> tuple[int, bool, bool]:
        begins = each.words.casefold().startswith(start) or each.other.casefold().startswith(start)
        return place.get(each.action.name, len(place)), not begins, bool(each.why)

    return sorted(left, key=rank)
