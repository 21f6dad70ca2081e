"""One order of the plan for all, in words: what it weighs, who should go, what that costs (domain 5.8)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from wallboard.domain.rows import Closure, Order, Outage
from wallboard.rules.dispatch.moving import Relief
from wallboard.rules.dispatch.proposals import Proposal
from wallboard.rules.dispatch.vans import VanProposal
from wallboard.rules.storm import FIRST
from widgets.parts.crew_words import counted, loss_words, minutes_words
from widgets.parts.ink import SPARE, Run
from widgets.parts.order_words import title_runs
from widgets.text import Text

MINUTE = 60.0
MOST_NAMED = 3


@dataclass(frozen=True)
class PlanFace:
    """One order in two lines. order: its id; at: it is the chosen one."""

    order: str
    minutes: Run
    title: tuple[Run, ...]
    why: tuple[Run, ...]
    below: tuple[Run, ...]
    at: bool = False


def plan_face(
    one: Proposal,
    order: Order,
    outage: Outage | None,
    text: Text,
    at: bool,
    shut: Closure | None = None,
    tier: int = 0,
) -> PlanFace:
    """``12 分 | 三台 02 公变 83 户 | 重要用户 1 户 · 已等 25 分``, below it who goes and what that costs.

    shut: the closure that cuts it off. tier: of a storm, 0 while no response level is declared.
    """
    minutes = "—" if one.crew is None else minutes_words(one.crew.seconds, text)
    return PlanFace(
        one.order,
        Run(minutes, "row", tone="muted" if one.crew is None else "text", bold=one.crew is not None),
        (*tier_runs(tier, text), *(run for run in title_runs(order, outage, text) if run.drop < SPARE)),
        (Run(" · ".join(text.reason(why) for why in one.priority.reasons), tone="muted", drop=2),),
        cut_runs(one, shut, text) if one.cut else goes_runs(one, text),
        at,
    )


def tier_runs(tier: int, text: Text) -> tuple[Run, ...]:
    return (
        (Run(text.t(f"plan.tier.{tier}"), bold=tier == FIRST, tone="text" if tier == FIRST else "muted"),)
        if tier
        else ()
    )


def relief_face(one: Relief, names: Sequence[str], text: Text) -> PlanFace:
    """``3 组 | 开平市 → 台山市 | 6 小时后大风``, below it who, the longest way, and what is calm at home."""
    if not one.crews:
        return _unrelieved(one, text)
    to = Run(f"{text.name(one.frm)} → {text.name(one.to)}", "row", bold=True, elide=True)
    why = " · ".join(text.reason(reason) for reason in one.why[:-1])
    shown = text.t("course.between").join(text.name(name) for name in names[:MOST_NAMED])
    more = (
        text.t("plan.more_crews", n=text.number(len(names) - MOST_NAMED)) if len(names) > MOST_NAMED else ""
    )
    below = [
        Run(shown + more, elide=True, gap=6),
        Run(f"· {text.t('plan.longest', span=minutes_words(one.seconds, text))}", drop=1, gap=6),
        Run(f"· {text.reason(one.why[-1])}", tone="muted", drop=2, gap=6),
    ]
    count = Run(text.t("plan.crews", n=text.number(len(one.crews))), "row", bold=True)
    return PlanFace("", count, (to,), (Run(why, tone="muted", drop=2),), tuple(below))


def _unrelieved(one: Relief, text: Text) -> PlanFace:
    """Crews are wanted, areas could spare some, and none of these may go: why."""
    to = Run(text.name(one.to), "row", bold=True, elide=True)
    lacks = Run(text.t("plan.lacks", n=text.number(one.lacks)), tone="muted")
    why = Run(" · ".join(text.reason(reason) for reason in one.why), tone="muted", drop=2)
    below = Run(text.t("plan.unrelieved", why=counted(one.unable, text)), bold=True, elide=True)
    return PlanFace("", Run("—", "row", tone="muted"), (to, lacks), (why,), (below,))


def cut_runs(one: Proposal, shut: Closure | None, text: Text) -> tuple[Run, ...]:
    """That no road leads there, what shut it, and whom that keeps."""
    why = ()
    if shut is not None:
        known = f"closure.why.{shut.why}"
        words = shut.words or (text.t(known) if text.has(known) else shut.why)
        why = (Run(f"· {text.name(words)}", bold=True, drop=1, gap=6),) if words else ()
    who = Run(f"· {counted(one.unable, text)}", tone="muted", drop=2, elide=True)
    return (Run(text.t("plan.cut"), bold=True, glyph="crossed", gap=6), *why, who)


def goes_runs(one: Proposal, text: Text) -> tuple[Run, ...]:
    """Who should go, whose he is, how much sooner, what his place loses; or why nobody does."""
    crew = one.crew
    if crew is None and one.able:
        words = text.t("plan.others_first", n=text.number(one.able), span=minutes_words(one.nearest, text))
        return (Run(words, tone="muted", elide=True),)
    if crew is None:
        return (Run(text.t("crews.nobody", why=counted(one.unable, text)), bold=True, elide=True),)
    whose = text.t("crews.across", unit=text.name(crew.unit)) if crew.across else text.t("crews.home")
    runs = [Run(text.name(crew.name), elide=True, gap=8), Run(whose, bold=crew.across, drop=1, gap=6)]
    if crew.sooner is not None and crew.sooner >= MINUTE:
        runs.append(Run(f"· {text.t('crews.sooner', span=minutes_words(crew.sooner, text))}", drop=2, gap=6))
    runs += [Run(f"· {text.reason(why)}", bold=True, drop=3, gap=6) for why in crew.cautions]
    if crew.loses is not None:
        runs.append(Run(f"· {loss_words(crew, text)}", tone="muted", drop=SPARE, gap=6))
    if one.nearest < crew.seconds - MINUTE and math.isfinite(one.nearest):
        nearer = text.t("plan.nearer_elsewhere", span=minutes_words(one.nearest, text))
        runs.append(Run(f"· {nearer}", tone="muted", drop=SPARE + 1, gap=6))
    return tuple(runs)


def van_face(one: VanProposal, outage: Outage, order: str, text: Text, now: float, at: bool) -> PlanFace:
    """``18 分 | 南朗 44 公变 123 户 | 可省 5,200 户·分``, below it which van and what is said of it."""
    name = outage.place or outage.device_name or outage.feeder or outage.town or outage.region
    saves = text.t("plan.van_saves", n=text.number(round(one.saved)))
    customers = text.t("customers", n=text.number(one.customers))
    below = [
        Run(text.name(one.name), elide=True, gap=8),
        Run(text.t("order.kva", n=text.number(round(one.kva))), drop=1, gap=6),
        Run(f"· {text.t('plan.van_until', at=text.clock_time(one.until, now))}", tone="muted", drop=3, gap=6),
    ]
    below += [Run(f"· {text.reason(why)}", bold=True, drop=2, gap=6) for why in one.cautions]
    return PlanFace(
        order,
        Run(minutes_words(one.seconds, text), "row", bold=True),
        (
            Run(text.name(name), "row", bold=True, elide=True),
            Run(customers, tone="muted"),
        ),
        (Run(saves, "row"),),
        tuple(below),
        at,
    )
