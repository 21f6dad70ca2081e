"""Rule sets: TOML files with the limits that a room works to, each with its issuer, date and status."""

from pathlib import Path
from typing import TypeVar

from wallboard.config.calendars import load_calendar
from wallboard.config.errors import ConfigError, one_of
from wallboard.config.load import ConfigStruct, at_fault, find_file, load_toml
from wallboard.domain.terms import Lane, OrderStage
from wallboard.rules.alarms import ALARM_FIGURES, AlarmLimit
from wallboard.rules.dispatch_limits import DispatchRules
from wallboard.rules.limits import (
    APPLIED,
    BESIDE,
    COMPLAINT,
    CONNECT_STEPS,
    RECEIVED,
    STEP,
    STEPS,
    UTILITY,
    VISIT,
    AttentionRules,
    Goal,
    HandlingMinutes,
    HandlingRules,
    Limit,
    Notice,
    OwnershipRules,
    RuleSet,
)
from wallboard.rules.notices import NOTICES
from wallboard.rules.restoration import RestorationRules
from wallboard.rules.storm_limits import StormRules
from wallboard.rules.telling_limits import FIGURES, TellingLimit, minute_of_day
from wallboard.rules.workdays import WorkCalendar
from wallboard.rules.workhours import WorkHours

STATUSES = ("seen", "recalled", "proposal", "to_verify")
"""How sure a figure is: read in its source, from memory, our own proposal, still to be verified."""

STARTS = (RECEIVED, APPLIED, COMPLAINT, STEP, *(stage.value for stage in OrderStage))
"""What may start a clock: the report, the application, a complaint's acceptance, a step, or a stage."""

WEAKEST_LEVEL = 4
"""Response levels count from the strongest, 1."""

Figure = TypeVar("Figure", TellingLimit, AlarmLimit)

AMOUNTS = "minutes, working_days, days or window = true"


class Borrowed(ConfigStruct, frozen=True):
    """Limits of another rule set that count here too. lanes: all of them where none is named."""

    rule_set: str
    lanes: list[Lane] = []


class Hours(ConfigStruct, frozen=True):
    """From when until when people work on a working day, local time, as in ``"08:30"``."""

    since: str
    until: str
    status: str
    source: str


class RuleSetFile(ConfigStruct, frozen=True):
    """A rule set as it stands in its file. calendar: of working days, needed where a limit counts in days.

    working_hours: in which departments, specialists and those who decide answer; else those of a lender.
    """

    id: str
    name: dict[str, str]
    issuer: dict[str, str]
    date: str
    limits: list[Limit]
    warn_share: float = 0.8
    averages: bool = False
    calendar: str | None = None
    borrows: list[Borrowed] = []
    notices: list[Notice] = []
    tellings: list[TellingLimit] = []
    alarms: list[AlarmLimit] = []
    attention: AttentionRules = AttentionRules()
    restoration: RestorationRules = RestorationRules()
    goals: list[Goal] = []
    handling: HandlingMinutes = HandlingMinutes()
    working_hours: Hours | None = None
    ownership: OwnershipRules = OwnershipRules()
    dispatch: DispatchRules = DispatchRules()


def load_rule_set(name_or_path: str | Path) -> RuleSet:
    """A rule set by the name of a shipped file, or by path.

    Raises ConfigError, naming file, field and remedy, where it does not fit.
    """
    return _load(find_file("rules", name_or_path), ())


def _load(path: Path, borrowers: tuple[Path, ...]) -> RuleSet:
    """borrowers: the files that are being read and borrow from this one."""
    file = load_toml(path, RuleSetFile)
    if not (file.limits or file.borrows or file.tellings or file.alarms):
        raise at_fault(path, "limits", "holds no limit", "add a [[limits]] table, or name no rule set")
    if not 0 < file.warn_share <= 1:
        raise at_fault(path, "warn_share", f"is {file.warn_share:g}", "write a share above 0, at most 1")
    told: dict[tuple[object, ...], int] = {}
    for index, limit in enumerate(file.limits):
        _check(path, f"limits[{index}]", limit, file.calendar)
        if (other := told.setdefault(limit.what, index)) != index:
            raise at_fault(path, f"limits[{index}]", f"stands twice: limits[{other}] is the same", "keep one")
    for index, notice in enumerate(file.notices):
        _check_notice(path, f"notices[{index}]", notice)
    for index, telling in enumerate(file.tellings):
        _check_figure(path, f"tellings[{index}]", telling, FIGURES)
    for index, alarm in enumerate(file.alarms):
        _check_figure(path, f"alarms[{index}]", alarm, ALARM_FIGURES)
    _check_amounts(path, "attention", file.attention)
    _check_amounts(path, "handling", file.handling)
    _check_amounts(path, "ownership", file.ownership)
    _check_amounts(path, "dispatch", file.dispatch)
    _check_level(path, "dispatch.ride_stops_level", file.dispatch.ride_stops_level)
    _check_storm(path, file.dispatch.storm)
    for index, goal in enumerate(file.goals):
        _check_goal(path, f"goals[{index}]", goal)
    limits, calendar = list(file.limits), _calendar(path, file.calendar)
    hours = _hours(path, file.working_hours, calendar)
    tellings, alarms = list(file.tellings), list(file.alarms)
    for index, entry in enumerate(file.borrows):
        lender = _lender(path, f"borrows[{index}].rule_set", entry.rule_set, (*borrowers, path))
        calendar = calendar or lender.calendar
        hours = hours or lender.handling.hours
        tellings += _not_yet(tellings, lender.tellings)
        alarms += _not_yet(alarms, lender.alarms)
        for limit in lender.limits:
            if limit.what not in told and (not entry.lanes or limit.lane in entry.lanes):
                told[limit.what] = len(limits)
                limits.append(_lent(limit, lender))
    return RuleSet(
        id=file.id,
        name=file.name,
        issuer=file.issuer,
        date=file.date,
        limits=limits,
        warn_share=file.warn_share,
        averages=file.averages,
        calendar=calendar,
        notices=file.notices,
        tellings=tellings,
        alarms=alarms,
        attention=file.attention,
        restoration=file.restoration,
        goals=file.goals,
        handling=_handling(file.handling, hours),
        ownership=file.ownership,
        dispatch=file.dispatch,
    )


def _handling(minutes: HandlingMinutes, hours: WorkHours | None) -> HandlingRules:
    """The clocks of handling with the hours in which questions are answered."""
    return HandlingRules(**{name: getattr(minutes, name) for name in minutes.__struct_fields__}, hours=hours)


def _hours(path: Path, hours: Hours | None, calendar: WorkCalendar | None) -> WorkHours | None:
    if hours is None:
        return None
    if hours.status not in STATUSES:
        _refuse(path, "working_hours.status", hours.status, STATUSES)
    if calendar is None:
        problem = "need working days, and the set names no calendar"
        raise at_fault(path, "working_hours", problem, 'add calendar = "china" at the top')
    since, until = minute_of_day(hours.since), minute_of_day(hours.until)
    if since is None or until is None or since >= until:
        problem = f'"{hours.since}" to "{hours.until}" is no time of a day'
        raise at_fault(path, "working_hours", problem, 'as in since = "08:30", until = "17:30"')
    return WorkHours(calendar, since, until)


def _lender(path: Path, place: str, name: str, borrowers: tuple[Path, ...]) -> RuleSet:
    """The rule set that a file borrows from, checked as any other."""
    try:
        lender = find_file("rules", name)
    except ConfigError as error:
        raise at_fault(path, place, f'"{name}" {error.problem}', error.remedy) from error
    if lender.resolve() in {each.resolve() for each in borrowers}:
        raise at_fault(
            path, place, f'"{name}" borrows from this one in turn', "let one of the two stand alone"
        )
    return _load(lender, borrowers)


def _not_yet(own: list[Figure], lent: list[Figure]) -> list[Figure]:
    """A lender's figures of what the set itself gives none."""
    known = {each.what for each in own}
    return [each for each in lent if each.what not in known]


def _lent(limit: Limit, lender: RuleSet) -> Limit:
    """A limit as it counts in another set: whose it is, and whether it is a mean, come with it."""
    whose = limit.rule_set or lender.id
    fields = {name: getattr(limit, name) for name in Limit.__struct_fields__}
    return Limit(**{**fields, "rule_set": whose, "average": lender.is_average(limit)})


def _calendar(path: Path, name: str | None) -> WorkCalendar | None:
    if name is None:
        return None
    try:
        found = find_file("calendars", name)
    except ConfigError as error:
        raise at_fault(path, "calendar", f'"{name}" {error.problem}', error.remedy) from error
    return load_calendar(found)


def _check(path: Path, place: str, limit: Limit, calendar: str | None) -> None:
    """One limit must name a target of its lane, one amount, a start and a status."""
    targets = (*STEPS[limit.lane], *BESIDE[limit.lane])
    if limit.target not in targets:
        _refuse(path, f"{place}.target", limit.target, targets)
    if limit.status not in STATUSES:
        _refuse(path, f"{place}.status", limit.status, STATUSES)
    if limit.after not in STARTS:
        _refuse(path, f"{place}.after", limit.after, STARTS)
    if limit.rule_set:
        raise at_fault(path, f"{place}.rule_set", "is given by the program", "remove it; use [[borrows]]")
    amounts = [each for each in (limit.minutes, limit.working_days, limit.days) if each is not None]
    if len(amounts) + limit.window != 1:
        raise at_fault(path, place, "needs one amount", f"write one of {AMOUNTS}")
    if amounts and not 0 < amounts[0] < 1e7:
        raise at_fault(path, place, f"an amount of {amounts[0]:g}", "write a number above 0")
    if limit.minutes is None and not limit.window and calendar is None:
        problem = "counts in days, and the set names no calendar"
        raise at_fault(path, place, problem, 'add calendar = "china" at the top')
    _check_target(path, place, limit)


def _check_target(path: Path, place: str, limit: Limit) -> None:
    """What goes with some targets only."""
    if limit.window != (limit.target == VISIT):
        problem = "an appointment's limit is its window, and only an appointment has one"
        raise at_fault(path, place, problem, 'write target = "visit" and window = true together')
    if (limit.target in CONNECT_STEPS) != (limit.after == STEP):
        problem = "the limit of a step counts from the step, and only that"
        raise at_fault(path, f"{place}.after", problem, 'write after = "step" at steps, and only there')
    if limit.target == UTILITY and not limit.utility_only:
        problem = "the utility's own time stops while the customer acts"
        raise at_fault(path, place, problem, "add utility_only = true")
    if limit.extend_days is not None and limit.days is None:
        problem = "only calendar days are extended"
        raise at_fault(path, f"{place}.extend_days", problem, "give the limit in days, or remove it")
    if limit.grace_minutes and not limit.window:
        problem = "only an appointment has a grace"
        raise at_fault(path, f"{place}.grace_minutes", problem, "remove it, or add window = true")
    for name, value in (("extend_days", limit.extend_days or 0), ("grace_minutes", limit.grace_minutes)):
        if not 0 <= value < 1e7:
            raise at_fault(path, f"{place}.{name}", f"is {value:g}", "write a number of 0 or more")


def _check_notice(path: Path, place: str, notice: Notice) -> None:
    if notice.what not in NOTICES:
        _refuse(path, f"{place}.what", notice.what, NOTICES)
    if notice.status not in STATUSES:
        _refuse(path, f"{place}.status", notice.status, STATUSES)
    amounts = [each for each in (notice.days, notice.hours) if each is not None]
    if len(amounts) != 1 or not 0 < amounts[0] < 1e5:
        raise at_fault(path, place, "needs one amount above 0", "write either days or hours")


def _check_figure(
    path: Path, place: str, figure: TellingLimit | AlarmLimit, known: dict[str, tuple[str, ...]]
) -> None:
    """What it is, and exactly the amounts that it is given as. known: the amounts of each."""
    if figure.what not in known:
        _refuse(path, f"{place}.what", figure.what, tuple(known))
    if figure.status not in STATUSES:
        _refuse(path, f"{place}.status", figure.status, STATUSES)
    wanted = known[figure.what]
    for name in ("minutes", "customers", "days", "times", "since", "until"):
        value = getattr(figure, name, None)
        if (value is not None) != (name in wanted):
            raise at_fault(path, place, f"{figure.what} is given otherwise", f"write {' and '.join(wanted)}")
        if isinstance(value, str) and minute_of_day(value) is None:
            raise at_fault(path, f"{place}.{name}", f'"{value}" is no time of the day', 'as in "22:00"')
        if isinstance(value, (int, float)) and not 0 <= value < 1e7:
            raise at_fault(path, f"{place}.{name}", f"is {value:g}", "write a number of 0 or more")


def _check_goal(path: Path, place: str, goal: Goal) -> None:
    """One bound, a status, and the name of something that the room counts."""
    if (goal.at_least is None) == (goal.at_most is None):
        raise at_fault(path, place, "needs one of at_least and at_most", "write one of the two")
    if goal.status not in STATUSES:
        _refuse(path, f"{place}.status", goal.status, STATUSES)


Amounts = AttentionRules | HandlingMinutes | OwnershipRules | DispatchRules | StormRules


def _check_amounts(path: Path, table: str, rules: Amounts) -> None:
    for name in rules.__struct_fields__:
        value = getattr(rules, name)
        if isinstance(value, (StormRules, tuple)):
            continue  # looked at by itself
        if not 0 < value < 1e7:
            raise at_fault(path, f"{table}.{name}", f"is {value:g}", "write a number above 0")


def _check_storm(path: Path, storm: StormRules) -> None:
    """Amounts, a level, and defaults of which no two are of the same."""
    _check_amounts(path, "dispatch.storm", storm)
    _check_level(path, "dispatch.storm.from_level", storm.from_level)
    told: dict[tuple[object, ...], int] = {}
    for index, one in enumerate(storm.etrs):
        place = f"dispatch.storm.etrs[{index}]"
        if one.status not in STATUSES:
            _refuse(path, f"{place}.status", one.status, STATUSES)
        if not 0 < one.minutes < 1e5:
            raise at_fault(path, f"{place}.minutes", f"is {one.minutes:g}", "write a number above 0")
        if one.tier is not None and not 1 <= one.tier <= 3:
            raise at_fault(path, f"{place}.tier", f"is {one.tier}", "write a tier, 1 to 3")
        if (other := told.setdefault(one.what, index)) != index:
            raise at_fault(path, place, f"stands twice: etrs[{other}] is of the same", "keep one")


def _check_level(path: Path, place: str, level: int) -> None:
    if level > WEAKEST_LEVEL:
        raise at_fault(path, place, f"is {level}", f"write a response level, 1 to {WEAKEST_LEVEL}")


def _refuse(path: Path, place: str, found: str, known: tuple[str, ...]) -> None:
    raise at_fault(path, place, f'"{found}" is not known here', one_of(list(known), found))
