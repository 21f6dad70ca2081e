"""A crew that could be sent, in words: minutes, whose it is, what it saves, what its place loses (d.115)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from wallboard.domain.reasons import Reason
from wallboard.rules.dispatch.candidates import Candidate, PassedOver
from widgets.parts.ink import Run
from widgets.text import Text

MINUTE = 60.0
MOST_WHYS = 3


@dataclass(frozen=True)
class CrewFace:
    """One crew in two lines; at: the keyboard is on it."""

    minutes: Run
    name: tuple[Run, ...]
    saves: tuple[Run, ...]
    below: tuple[Run, ...]
    at: bool = False


def crew_face(one: Candidate, text: Text, at: bool) -> CrewFace:
    """``9 分 | 抢修 12 组 跨区支援 恩平局 | 早 16 分``, below it ``原地后备 25 分 · 定位 1 分前``."""
    unit = text.name(one.unit) if one.unit else ""
    whose = text.t("crews.across", unit=unit) if one.across else text.t("crews.home")
    name = (Run(text.name(one.name), "row", elide=True), Run(whose, bold=one.across, drop=1))
    saves: tuple[Run, ...] = ()
    if one.sooner is not None and one.sooner >= MINUTE:
        saves = (Run(text.t("crews.sooner", span=minutes_words(one.sooner, text)), "row"),)
    below = [Run(loss_words(one, text), tone="muted", gap=6)]
    below += [
        Run(f"· {text.reason(why)}", bold=True, drop=1 + place, gap=6, elide=True)
        for place, why in enumerate(one.cautions)
    ]
    if all(why.code != "crew_fix_old" for why in one.cautions):
        fix = text.t("crews.fix", age=text.age(one.fix_age))
        below.append(Run(f"· {fix}", tone="muted", drop=4))
    return CrewFace(Run(minutes_words(one.seconds, text), "row", bold=True), name, saves, tuple(below), at)


def passed_face(one: PassedOver, text: Text) -> CrewFace:
    """A nearer crew that is not proposed, and all its reasons."""
    why = " · ".join(_why(reason, text) for reason in one.why)
    name = (
        Run(text.name(one.name), "row", tone="muted", elide=True),
        Run(text.t("crews.not_proposed"), tone="muted", drop=1),
    )
    minutes = Run(minutes_words(one.seconds, text), "row", tone="muted")
    return CrewFace(minutes, name, (), (Run(why, tone="muted", elide=True),))


def counted(unable: Mapping[str, int], text: Text) -> str:
    """Of how many each reason keeps them from going, the commonest first; that no crew is known at all."""
    if not unable:
        return text.t("crews.none_known")
    parts = sorted(unable.items(), key=lambda item: -item[1])
    return " · ".join(text.t(f"crews.why.{code}", n=text.number(n)) for code, n in parts[:MOST_WHYS])


def loss_words(one: Candidate, text: Text) -> str:
    """What the place that it leaves waits longer for."""
    if one.loses is None:
        return ""
    if one.loses == math.inf:
        return text.t("crews.leaves_nobody")
    if one.loses < MINUTE:
        return text.t("crews.loses_nothing")
    return text.t("crews.loses", span=minutes_words(one.loses, text))


def _why(reason: Reason, text: Text) -> str:
    """A busy crew is said by what it does."""
    doing = reason.args.get("status") if reason.code == "crew_busy" else None
    return text.reason(reason) if doing is None else text.t(f"crew.status.{doing}")


def minutes_words(seconds: float, text: Text) -> str:
    """Whole minutes: nobody steers by a way's seconds; a way that does not exist is a dash."""
    return "—" if seconds == math.inf else text.span(math.ceil(seconds / MINUTE) * MINUTE)
