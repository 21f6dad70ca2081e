"""Rule sets: TOML files with the limits that a room works to, each with its issuer, date and status."""

from pathlib import Path

from wallboard.config.errors import one_of
from wallboard.config.load import at_fault, find_file, load_toml
from wallboard.domain.terms import OrderStage
from wallboard.rules.sla import MET_BY, STEPS, Limit, RuleSet

STATUSES = ("seen", "recalled", "proposal", "to_verify")
"""How sure a figure is: read in its source, from memory, our own proposal, still to be verified."""

STARTS = ("received", *(stage.value for stage in OrderStage))
"""What may start a clock: the report, or a stage that the order reached."""


def load_rule_set(name_or_path: str | Path) -> RuleSet:
    """A rule set by the name of a shipped file, or by path.

    Raises ConfigError, naming file, field and remedy, where it does not fit.
    """
    path = find_file("rules", name_or_path)
    rules = load_toml(path, RuleSet)
    if not rules.limits:
        raise at_fault(path, "limits", "holds no limit", "add a [[limits]] table, or name no rule set")
    if not 0 < rules.warn_share <= 1:
        raise at_fault(path, "warn_share", f"is {rules.warn_share:g}", "write a share above 0, at most 1")
    told: dict[tuple[object, ...], int] = {}
    for index, limit in enumerate(rules.limits):
        _check(path, f"limits[{index}]", limit)
        what = (limit.lane, limit.target, limit.area_class, limit.kind, limit.key_customer)
        if (other := told.setdefault(what, index)) != index:
            raise at_fault(path, f"limits[{index}]", f"stands twice: limits[{other}] is the same", "keep one")
    return rules


def _check(path: Path, place: str, limit: Limit) -> None:
    """One limit must name a target of its lane, one amount, a start and a status."""
    if limit.target not in MET_BY or limit.target not in STEPS[limit.lane]:
        _refuse(path, f"{place}.target", limit.target, STEPS[limit.lane])
    if limit.status not in STATUSES:
        _refuse(path, f"{place}.status", limit.status, STATUSES)
    if limit.after not in STARTS:
        _refuse(path, f"{place}.after", limit.after, STARTS)
    if (limit.minutes is None) == (limit.working_days is None):
        raise at_fault(path, place, "needs one amount", "write either minutes or working_days")
    amount = limit.working_days if limit.minutes is None else limit.minutes
    if amount is not None and not 0 < amount < 1e7:
        raise at_fault(path, place, f"an amount of {amount:g}", "write a number above 0")


def _refuse(path: Path, place: str, found: str, known: tuple[str, ...]) -> None:
    raise at_fault(path, place, f'"{found}" is not known here', one_of(list(known), found))
