"""Acts that are no legal move, and what is said: ``docs/refused-acts.md`` is this table.

python -m tests.feeds.hub.test_refused_acts > docs/refused-acts.md
"""

from typing import Any

import pytest

from feeds import frames
from feeds.hub.access import Actor
from feeds.hub.authority import Authority, Refused
from tests import tree
from tests.feeds.small import T0, numbered, placed, thread
from wallboard.domain.alarms import AlarmState
from wallboard.domain.connections import CellOwners
from wallboard.domain.reasons import Reason
from wallboard.domain.roles import Role
from wallboard.domain.terms import Severity
from wallboard.shell.desk_foot import refusal_words
from wallboard.state.store import Store
from widgets.text import Text

ORDER, NEW = "order/restore/oms/1", "order/new"
WALL = "room/walls"
ALARM, HAZARD, GRAVE = "alarm/source/gps", "alarm/back_feed/V3", "alarm/flood/oms"
PAGE = tree.ROOT / "docs" / "refused-acts.md"
Given = tuple[str, str, dict[str, Any], str]

MESSAGE: dict[str, Any] = {"to": "all", "code": "outage/zh", "words": "x", "customers": 1}

NEVER: list[Given] = [
    ("cook", ORDER, {}, "unknown_verb"),
    ("accept", "crew/JX2", {}, "unknown_verb"),
    ("accept", "order/none", {}, "unknown_subject"),
    ("accept", "order", {}, "unknown_subject"),
    ("accept", ORDER, {"to": "x"}, "bad_args"),
    ("accept", ORDER, {"words": 7}, "bad_args"),
    ("accept", ORDER, {"cook": "x"}, "bad_args"),
    ("accept", ORDER, {"words": "长" * 401}, "words_too_long"),
    ("assign", ORDER, {}, "field_missing"),
    ("assign", ORDER, {"to": " "}, "field_missing"),
    ("return", ORDER, {}, "field_missing"),
    ("return", ORDER, {"code": "tired"}, "unknown_return_code"),
    ("return", ORDER, {"code": "not_mine", "etr": 1.0}, "bad_args"),
    ("set_out", ORDER, {}, "not_in_stage"),
    ("arrive", ORDER, {}, "not_in_stage"),
    ("release", ORDER, {}, "not_in_stage"),
    ("hand_over", ORDER, {"to": "08"}, "not_in_stage"),
    ("take_over", ORDER, {}, "not_in_stage"),
    ("ask_department", ORDER, {"to": "物资", "words": "x"}, "not_in_stage"),
    ("ask_specialist", ORDER, {"to": "专家", "words": "x"}, "not_in_stage"),
    ("ask_decision", ORDER, {"to": "值班长", "words": "x"}, "not_in_stage"),
    ("escalate", ORDER, {}, "no_words"),
    ("escalate", ORDER, {"words": " \u202e "}, "no_words"),
    ("decide", ORDER, {"words": "x"}, "role_may_not"),
    ("supervise", ORDER, {}, "role_may_not"),
    ("reply", ORDER, {"words": "x"}, "not_in_stage"),
    ("confirm_outage", ORDER, {}, "outage_known"),
    ("deny_outage", ORDER, {"words": "现场有电"}, "outage_known"),
    ("set_etr", ORDER, {}, "field_missing"),
    ("set_etr", ORDER, {"etr": T0}, "etr_not_ahead"),
    ("set_etr", ORDER, {"etr": T0 + 4e9}, "etr_not_ahead"),
    ("set_etr", ORDER, {"etr": "soon"}, "bad_args"),
    ("send_van", ORDER, {}, "field_missing"),
    ("send_van", ORDER, {"to": "应急发电车 99"}, "unknown_van"),
    ("recall_van", ORDER, {"to": "应急发电车 01"}, "no_van_here"),
    ("suspend", ORDER, {"code": "safety_hold"}, "not_in_stage"),
    ("resume", ORDER, {}, "not_in_stage"),
    ("call_back", ORDER, {"satisfied": True}, "not_in_stage"),
    ("link", ORDER, {}, "field_missing"),
    ("link", ORDER, {"subject": "call/none"}, "unknown_subject"),
    ("link", ORDER, {"subject": ORDER}, "linked_to_itself"),
    ("link", ORDER, {"subject": "outage/oms/1", "code": "duplicate"}, "no_duplicate"),
    ("link", ORDER, {"subject": "outage/oms/1", "code": "twin"}, "unknown_link_code"),
    ("unlink", ORDER, {"subject": "call/1"}, "not_linked"),
    ("mark_customer_owned", ORDER, {}, "field_missing"),
    ("book_slot", ORDER, {"since": T0 + 3600}, "field_missing"),
    ("book_slot", ORDER, {"since": T0 + 3600, "until": T0}, "slot_not_ahead"),
    ("mark_told", ORDER, {"customers": -1}, "bad_args"),
    ("confirm_etr", ORDER, {}, "etr_not_calculated"),
    ("send_message", ORDER, {}, "no_words"),
    ("send_message", ORDER, {**MESSAGE, "to": "neighbours"}, "unknown_group"),
    ("send_message", ORDER, {**MESSAGE, "customers": 0}, "nobody_to_tell"),
    ("send_message", ORDER, {**MESSAGE, "customers": 9000}, "more_than_are_out"),
    ("second_key", ORDER, {"subject": "a/1"}, "no_message"),
    ("withdraw_message", ORDER, {"subject": "a/1"}, "no_message"),
    ("cannot_arrive", ORDER, {"words": "道路积水"}, "not_in_stage"),
    ("close", ORDER, {"words": "x"}, "not_in_stage"),
    ("cancel", ORDER, {}, "no_words"),
    ("reopen", ORDER, {"words": "x"}, "not_in_stage"),
    ("archive", ORDER, {}, "not_in_stage"),
    ("register", ORDER, {"lane": "request", "title": "x"}, "unknown_subject"),
    ("register", NEW, {"title": "x"}, "bad_args"),
    ("register", NEW, {"lane": "request"}, "field_missing"),
    ("register", NEW, {"lane": "request", "title": "x", "lon": 112.0}, "bad_args"),
    ("register", NEW, {"lane": "request", "title": "x", "subject": "outage/none"}, "unknown_subject"),
    ("register", NEW, {"lane": "request", "title": "x", "cell": "9999"}, "unknown_cell"),
    ("register", NEW, {"lane": "request", "title": "x", "promised_at": T0}, "promise_not_ahead"),
    ("focus", "room/left", {"on": "nothing"}, "no_such_wall"),
    ("focus", WALL, {"on": "page", "page": "desk"}, "no_such_page"),
    ("focus", WALL, {"on": "table"}, "bad_args"),
    ("focus", WALL, {"on": "nothing", "lasts": 5400.0}, "shown_too_long"),
    ("take_back", WALL, {}, "nothing_pushed"),
    ("shelve", ORDER, {"until": T0 + 600, "words": "x"}, "unknown_verb"),
    ("shelve", "alarm/none", {"until": T0 + 600, "words": "x"}, "unknown_subject"),
    ("shelve", ALARM, {"words": "x"}, "bad_args"),
    ("shelve", ALARM, {"until": T0 + 600}, "bad_args"),
    ("shelve", ALARM, {"until": T0 + 600, "words": " "}, "no_words"),
    ("shelve", ALARM, {"until": T0, "words": "检修"}, "shelf_not_ahead"),
    ("shelve", ALARM, {"until": T0 + 86400, "words": "检修"}, "shelf_too_long"),
    ("shelve", HAZARD, {"until": T0 + 600, "words": "检修"}, "hazard_not_shelved"),
    ("shelve", GRAVE, {"until": T0 + 600, "words": "检修"}, "lead_shelves"),
    ("unshelve", ALARM, {}, "not_shelved"),
]
"""Of an order that nobody has taken yet, and of alarms that nobody has seen."""

ALARMS = (
    (ALARM, Severity.HIGH, Reason("source_lost", {"source": "GPS"})),
    (HAZARD, Severity.CRITICAL, Reason("back_feed", {"van": "V3", "outage": "oms/1"})),
    (GRAVE, Severity.CRITICAL, Reason("flooded", {})),
)


def refused(given: Given) -> Reason:
    verb, subject, args, _ = given
    store = Store()
    cell = placed(CellOwners(name="网格 0312"), "grid/0312", T0, "grid")
    alarms = [
        placed(
            AlarmState(severity=gravity, active=True, words=words),
            subject.removeprefix("alarm/"),
            T0,
            "analyst",
        )
        for subject, gravity, words in ALARMS
    ]
    store.apply(numbered([*thread(1), cell, *alarms]))
    act = frames.Act(id="a-1", subject=subject, verb=verb, args=args)
    with pytest.raises(Refused) as said:
        Authority(shelf_most=28_800.0).decide(store, act, Actor(Role.DESK, "07", True), T0 + 60)
    return said.value.reason


def _short(value: object) -> str:
    if isinstance(value, str) and len(value) > 99:
        return f"{len(value)} × {value[0]}"
    return ascii(value) if isinstance(value, str) and not value.strip(" \u202e") else str(value)


def page() -> str:
    rows = [
        "# Acts that are refused, and what is said",
        "",
        "Of an order that nobody has taken, and of alarms, by an ordinary desk, in the words that stand at",
        "its foot. Made by `python -m tests.feeds.hub.test_refused_acts`; a test compares them. Acts, facts",
        "and signatures that contradict what stands: [flagged inputs](flagged-inputs.md).",
        "",
        "| verb | of | given | code | zh | en |",
        "|---|---|---|---|---|---|",
    ]
    for given in NEVER:
        verb, subject, args, _ = given
        reason = refused(given)
        shown = ", ".join(f"{name}={_short(value)}" for name, value in args.items())
        said = [refusal_words(reason, Text(lang)) for lang in ("zh", "en")]
        both = " | ".join(each.replace("|", "or") for each in said)
        rows.append(f"| `{verb}` | `{subject}` | {shown} | `{reason.code}` | {both} |")
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("given", NEVER, ids=lambda given: f"{given[0]}-{given[3]}")
def test_that_what_is_no_legal_move_is_refused_with_its_reason(given: Given) -> None:
    assert refused(given).code == given[3]


def test_that_the_page_of_refused_acts_says_what_the_hub_says() -> None:
    assert len(NEVER) >= 40
    assert PAGE.read_text("utf-8") == page()


if __name__ == "__main__":
    print(page(), end="")
