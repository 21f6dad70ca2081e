"""A message to customers as a desk fills it in: group, template, words, count (d.12, d.14, d.46)."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from feeds.hub.authority import Authority
from tests.domain.one_order import T0, Room
from wallboard.config.message_templates import load_templates
from wallboard.config.rule_sets import load_rule_set
from wallboard.domain.connections import CellOwners, CellWork
from wallboard.domain.facts import Fact, Instant
from wallboard.domain.outages import OutageEtr, OutageExtent, OutageStageClaim
from wallboard.domain.terms import OutageNature, OutageStage
from wallboard.shell.desk_form import Choice, Form
from wallboard.shell.desk_message import DeskMessages
from widgets.text import Text

ZH, EN = Text("zh"), Text("en")
ZONE = "Asia/Shanghai"
MESSAGES = DeskMessages(load_rule_set("state-grid-2022").tellings, load_templates("telling"), ZONE)
NOON = datetime(2024, 11, 20, 12, 0, tzinfo=ZoneInfo(ZONE)).timestamp()
NIGHT = NOON + 11 * 3600


def room_of(*, etr: float | None = None, calculated: bool = False, customers: int = 900) -> Room:
    """An outage of key and other customers in a cell nine tenths of whose customers can be reached."""
    room = Room()
    room.authority = Authority(second_key_above=500)
    room.outage(customers=customers)
    extent = OutageExtent(
        nature=OutageNature.UNPLANNED,
        customers_out=customers,
        key_customers=3,
        place="10kV 台城线",
        cell="网格 0312",
        started_at=Instant(NOON - 1200),
    )
    room.take(
        Fact(extent, "oms/7", T0, "oms"),
        Fact(CellOwners(name="网格 0312"), "cell/1", T0, "grid"),
        Fact(CellWork(contact_coverage=0.9), "cell/1", T0, "grid"),
    )
    if etr is not None:
        room.take(Fact(OutageEtr(etr=Instant(etr), calculated=calculated), "oms/7", T0, "oms"))
    return room


def offered(
    room: Room, field: str, args: dict[str, Any] | None = None, verb: str = "send_message", now: float = NOON
) -> list[Choice]:
    found = MESSAGES.choices(Form("oms/1", verb, [field], args or {}), room.row, room.store.tables, ZH, now)
    assert found is not None
    return found


def test_that_groups_are_offered_with_their_numbers_and_who_can_be_reached() -> None:
    words = [choice.words for choice in offered(room_of(), "to")]
    assert words == [
        "全部客户 900 · 可联系 810 户",
        "重要客户 3 · 可联系 3 户",
        "其他客户 897 · 可联系 807 户",
    ]


def test_that_a_time_is_offered_to_be_told_only_once_a_person_has_said_it() -> None:
    def names(room: Room) -> list[str]:
        return [choice.value for choice in offered(room, "code")]

    assert names(room_of()) == ["outage/zh", "outage/en"]
    assert names(room_of(etr=NOON + 3600, calculated=True)) == ["outage/zh", "outage/en"]
    assert names(room_of(etr=NOON + 3600)) == ["etr/zh", "etr/en"]
    assert offered(room_of(etr=NOON + 3600), "code")[0].also == {"etr": NOON + 3600}


def test_that_the_words_stand_in_the_line_as_they_will_be_sent() -> None:
    room = room_of(etr=NOON + 3600)
    words = {
        code: MESSAGES.prefilled(
            Form("oms/1", "send_message", ["words"], {"code": code}), room.row, room.store.tables
        )
        for code in ("etr/zh", "etr/en")
    }
    assert "10kV 台城线因故障停电（11:40起）" in words["etr/zh"] and "预计13:00前" in words["etr/zh"]
    assert "since 11:40" in words["etr/en"] and "by 13:00" in words["etr/en"]
    form = Form("oms/1", "close", ["words"], {})
    assert MESSAGES.prefilled(form, room.row, room.store.tables) == ""


def test_that_the_count_says_whether_a_second_person_is_needed_and_when_it_leaves() -> None:
    room = room_of()
    assert [choice.words for choice in offered(room, "customers", {"to": "all"})] == [
        "发送 810 户 · 须第二人复核"
    ]
    assert [choice.words for choice in offered(room, "customers", {"to": "key"})] == ["发送 3 户"]
    held, urgent = offered(room, "customers", {"to": "key"}, now=NIGHT)
    assert held.words == "发送 3 户 · 静默时段，11月21日 07:00 发出" and not held.also
    assert urgent.words == "发送 3 户 · 紧急，立即发出" and urgent.also == {"urgent": True}


def test_that_the_second_key_is_asked_of_what_waits_with_its_words_and_sender() -> None:
    room = room_of()
    said = {"to": "all", "code": "outage/zh", "words": "停电", "customers": 810}
    assert room.do("send_message", **said) == ""
    (choice,) = offered(room, "subject", verb="second_key")
    assert choice.words == "810 服务调度 07: 停电"
    assert room.do("second_key", "08", subject=choice.value) == ""
    assert offered(room, "subject", verb="second_key") == []
    assert len(offered(room, "subject", verb="withdraw_message")) == 1


def test_that_the_light_is_back_has_its_own_template() -> None:
    room = room_of()
    back = OutageStageClaim(stage=OutageStage.RESTORED_REPORTED, since=Instant(NOON))
    room.take(Fact(back, "oms/7", NOON, "oms"))
    assert [choice.value for choice in offered(room, "code")] == ["restored/zh", "restored/en"]
