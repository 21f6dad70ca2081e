"""The steps of an order's course in words: what, by whom, with what was said."""

from wallboard.state.queries.course import CourseStep
from widgets.parts.ink import Run
from widgets.text import Text

BY_CLOCK = frozenset({"etr", "first", "last"})
"""Arguments that are instants, epoch s."""


REASONS = 2
"""Of a judgement that are told in one line."""


def step_runs(step: CourseStep, text: Text, now: float) -> tuple[Run, ...]:
    """One step: in bold what it is, then what else is known; an act's actor at the end."""
    runs = [Run(_name(step, text), bold=True, gap=10)]
    said = _details(step, text, now)
    if said:
        runs.append(Run(said, tone="muted", elide=True, gap=10))
    for place, reason in enumerate(step.reasons[:REASONS]):
        runs.append(Run(text.reason(reason), tone="muted", elide=True, gap=10, drop=1 + place))
    if step.words:
        runs.append(Run(f"“{step.words}”", elide=True, gap=10))
    if step.who:
        runs.append(Run(f"— {text.name(step.who)}", tone="muted"))
    return tuple(runs)


def is_act(step: CourseStep) -> bool:
    """Whether a person did it, and no source said it."""
    return step.what.startswith("act.")


HEADS = {
    "act": "verb",
    "stage": "order.stage",
    "outage": "outage.stage",
    "crew": "crew.status",
    "step": "step",
}
"""What a step is of -> where the catalogue has its words."""

NAMED = frozenset({"outage", "crew"})
"""What is named before its stage: an order's own stages need no name."""


def _name(step: CourseStep, text: Text) -> str:
    head, _, tail = step.what.partition(".")
    key = f"{HEADS.get(head, '')}.{tail}"
    if text.has(f"course.{step.what}"):
        return text.t(f"course.{step.what}")
    words = text.t(key) if text.has(key) else (tail or head).replace("_", " ")
    return f"{text.t(f'course.{head}')} {words}" if head in NAMED else words


def _details(step: CourseStep, text: Text, now: float) -> str:
    args = step.args
    parts = [text.t(_key(name, step, text), **_shown(step, text, now)) for name in _parts(step, text)]
    if isinstance(satisfied := args.get("satisfied"), bool):
        parts.append(text.t("answer.yes" if satisfied else "answer.no"))
    if isinstance(supplied := args.get("supplied"), bool):
        parts.append(text.t("answer.supplied" if supplied else "answer.dark"))
    if isinstance(score := args.get("score"), (int, float)):
        parts.append(text.t("course.of.score", score=text.number(score)))
    return text.t("course.between").join(parts)


def _key(name: str, step: CourseStep, text: Text) -> str:
    """How an argument is told: a number with its unit, where the step has one."""
    own = f"course.of.{name}.{step.what.removeprefix('evidence.')}"
    return own if text.has(own) else f"course.of.{name}"


def _parts(step: CourseStep, text: Text) -> list[str]:
    """The arguments that are told, in this order."""
    told = [
        "n",
        "device",
        "share",
        "to",
        "etr",
        "code",
        "subject",
        "crew",
        "channel",
        "first",
        "field",
        "order",
    ]
    if "of" in step.args:
        told[0] = "n_of"
    present = {**step.args, "n_of": 1} if "of" in step.args else step.args
    if step.args.get("n") == 1 and "of" not in step.args:
        told = told[1:]  # one call is a call
        present = {name: value for name, value in present.items() if name != "first"}
    return [name for name in told if present.get(name, "") != "" and text.has(f"course.of.{name}")]


def _shown(step: CourseStep, text: Text, now: float) -> dict[str, str]:
    shown: dict[str, str] = {}
    for name, value in step.args.items():
        if name in BY_CLOCK and isinstance(value, (int, float)):
            shown[name] = text.clock_time(float(value), now)
        elif name == "share" and isinstance(value, float):
            shown[name] = text.share(value)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            shown[name] = text.number(value)
        else:
            key = f"{name}.{value}"
            shown[name] = text.t(key) if text.has(key) else text.name(str(value))
    return shown
