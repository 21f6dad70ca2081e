"""A message to customers as a desk fills it in: the group, the template, the words as they will be sent, the
count.

Nothing leaves before its words and the number of people were seen here. A restoration time that only was
computed is in no template that is offered: somebody confirms it first.
"""

from zoneinfo import ZoneInfo

from wallboard.config.message_templates import MessageTemplate
from wallboard.config.values import words_in
from wallboard.domain.messages import Group, MessageStep
from wallboard.domain.rows import Order, Outage
from wallboard.domain.telling import customers_of
from wallboard.rules.notification import quiet_until, reachable, second_key_above
from wallboard.rules.telling_limits import TellingLimit
from wallboard.shell.desk_form import Choice, Form
from wallboard.state.queries.contacts import coverage_of
from wallboard.state.tables import Tables
from widgets.text import Text

VERBS = ("send_message", "second_key", "withdraw_message")
LANGUAGES = ("zh", "en")


class DeskMessages:
    """What may be chosen at each field of a message. limits: of the room's rule set."""

    def __init__(self, limits: list[TellingLimit], templates: list[MessageTemplate], zone: str) -> None:
        self._limits, self._templates, self._zone = limits, templates, zone

    def choices(
        self, form: Form, row: Order | None, tables: Tables, text: Text, now: float
    ) -> list[Choice] | None:
        """What may be chosen; None where the field is none of a message's."""
        outage = tables.outages.get(row.outage) if row is not None else None
        if form.verb not in VERBS or outage is None:
            return None
        if form.field == "to":
            return self._groups(outage, tables, text)
        if form.field == "code":
            return self._offered(outage, text)
        if form.field == "customers":
            return self._counts(form, outage, tables, text, now)
        if form.field == "subject":
            return self._waiting(form, outage, text)
        return []

    def prefilled(self, form: Form, row: Order | None, tables: Tables) -> str:
        """The words of the template that was chosen, ready to be read and mended."""
        outage = tables.outages.get(row.outage) if row is not None else None
        name, _, lang = str(form.args.get("code", "")).partition("/")
        template = next((each for each in self._templates if each.name == name), None)
        if form.verb != "send_message" or form.field != "words" or outage is None or template is None:
            return ""
        return filled(template, lang or "zh", outage, self._zone)

    def _groups(self, outage: Outage, tables: Tables, text: Text) -> list[Choice]:
        groups = [Group.ALL, *((Group.KEY, Group.OTHERS) if outage.key_customers else ())]
        coverage = coverage_of(outage, tables)
        return [Choice(each.value, group_words(outage, each, coverage, text)) for each in groups]

    def _offered(self, outage: Outage, text: Text) -> list[Choice]:
        """Templates that fit the outage, in the desk's language first."""
        langs = sorted(LANGUAGES, key=lambda lang: lang != "zh")
        found: list[Choice] = []
        for template in self._templates:
            if not fits(template, outage):
                continue
            also = {"etr": outage.etr} if template.names_etr else {}
            for lang in langs:
                words = f"{words_in(template.title, text.lang)} · {text.t(f'lang.{lang}')}"
                found.append(Choice(f"{template.name}/{lang}", words, also))
        return found

    def _counts(self, form: Form, outage: Outage, tables: Tables, text: Text, now: float) -> list[Choice]:
        """How many it goes to, and what has to happen before it leaves."""
        size = customers_of(outage, str(form.args.get("to", "")))
        if not size:
            return []
        count = reachable(size, coverage_of(outage, tables))
        said = [text.t("message.to", n=text.number(count))]
        if count > second_key_above(self._limits):
            said.append(text.t("message.second_key"))
        quiet = quiet_until(self._limits, now, ZoneInfo(self._zone))
        if quiet is None:
            return [Choice(count, " · ".join(said))]
        held = text.t("message.held_until", at=text.clock_time(quiet, now))
        return [
            Choice(count, " · ".join([*said, held])),
            Choice(count, " · ".join([*said, text.t("message.urgent")]), {"urgent": True}),
        ]

    def _waiting(self, form: Form, outage: Outage, text: Text) -> list[Choice]:
        steps = {MessageStep.WAITING, *([] if form.verb == "second_key" else [MessageStep.READY])}
        return [
            Choice(each.id, f"{text.number(each.said.customers)} {each.said.actor}: {each.said.words}")
            for each in outage.messages
            if each.step in steps
        ]


def fits(template: MessageTemplate, outage: Outage) -> bool:
    """Whether a template may be said of an outage as it stands."""
    if template.when == "restored":
        return not outage.dark
    if not outage.dark or (template.when == "planned" and not outage.planned):
        return False
    sure = outage.etr is not None and not outage.etr_calculated
    return sure if template.names_etr else not sure


def filled(template: MessageTemplate, lang: str, outage: Outage, zone: str) -> str:
    """The words for customers, in their language and in the room's time."""
    text = Text(lang, zone)
    return template.words[lang].format(
        place=outage.place or outage.device_name or outage.feeder or outage.town,
        since=text.clock_time(outage.began),
        etr="" if outage.etr is None else text.clock_time(outage.etr, outage.began),
    )


def group_words(outage: Outage, group: Group, coverage: float | None, text: Text) -> str:
    """A group, how many it has, and how many of them a message can reach."""
    size, name = customers_of(outage, group), text.t(f"group.{group.value}")
    if size is None:
        return name
    can = "message.reach_unknown" if coverage is None else "message.reach"
    reach = text.t(can, n=text.number(reachable(size, coverage)))
    return f"{name} {text.number(size)} · {reach}"
