"""What rides along with a trip, in words: the job, where, the detour, why; or who has it wait (d.124)."""

from dataclasses import dataclass

from wallboard.domain.rows import Response
from wallboard.rules.dispatch.bundling import Ride
from wallboard.rules.dispatch.candidates import Candidate, Candidates
from wallboard.rules.limits import RuleSet
from widgets.parts.crew_words import MINUTE, minutes_words
from widgets.parts.ink import Run
from widgets.text import Text

Runs = tuple[Run, ...]


@dataclass(frozen=True)
class RidesFace:
    """head: left and right of the heading; lines: one job each."""

    head: tuple[Runs, Runs]
    lines: tuple[Runs, ...] = ()


def rides_face(
    found: Candidates, crew: Candidate, rules: RuleSet | None, text: Text, now: float
) -> RidesFace:
    """What ``crew`` can do on its trip."""
    title = Run(text.t("ride.title"), bold=True)
    if found.stopped is not None:
        return RidesFace(((title, *_stopped(found.stopped, text)), ()))
    who = Run(text.name(crew.name), tone="muted", drop=2, elide=True)
    none = () if crew.rides else (Run(text.t("ride.none"), tone="muted"),)
    return RidesFace(
        ((title, who, *none), _limit(rules, text)), tuple(_line(one, text, now) for one in crew.rides)
    )


def _limit(rules: RuleSet | None, text: Text) -> Runs:
    """The detour that is allowed, and whose rule that is."""
    if rules is None:
        return ()
    most = Run(text.t("ride.most", n=text.number(round(rules.dispatch.detour_minutes))), tone="muted")
    issuer = rules.issuer.get(text.lang) or next(iter(rules.issuer.values()), rules.id)
    return most, Run(issuer, tone="muted", drop=1, elide=True)


def _stopped(response: Response, text: Text) -> Runs:
    level = text.name(response.words) if response.words else text.t("response.level", n=response.level)
    runs = [Run(text.t("ride.stopped"), bold=True), Run(level, bold=True, elide=True)]
    if response.issuer:
        runs.append(Run(text.t("ride.by", who=text.name(response.issuer)), tone="muted", drop=1))
    return tuple(runs)


def _line(one: Ride, text: Text, now: float) -> Runs:
    """``线路巡视 2 项 网格 0312 · 不绕行 · 同网格``."""
    job = text.t(f"ride.job.{one.job.value}")
    if not one.order:
        job = text.t("ride.overdue", job=job, n=text.number(one.n))
    way = (
        text.t("ride.none_more")
        if one.detour < MINUTE
        else text.t("ride.more", span=minutes_words(one.detour, text))
    )
    runs = [
        Run(job, gap=10),
        Run(text.name(one.place), tone="muted", elide=True, gap=8),
        Run(f"· {way}", gap=6),
    ]
    if one.number:
        runs.insert(2, Run(one.number, tone="muted", drop=3, gap=8))
    if one.until is not None:
        runs.append(Run(f"· {text.t('ride.until', at=text.clock_time(one.until, now))}", drop=2, gap=6))
    runs.append(Run(f"· {text.reason(one.why)}", tone="muted", drop=1))
    return tuple(runs)
