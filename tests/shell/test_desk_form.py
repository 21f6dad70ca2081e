"""What a verb needs is asked field by field: what is offered, and what is meant by what was typed."""

import pytest

from tests.widgets import scenes
from wallboard.domain.crews import VanProfile, VanStatusValue
from wallboard.domain.facts import Instant
from wallboard.domain.life_cycle import ReturnCode
from wallboard.domain.terms import VanStatus
from wallboard.shell.desk_form import CODES, Form, choices, meant, time_meant
from wallboard.state.store import Store
from widgets.text import Text

ZH = Text("zh")
AT = scenes.NOW  # 16:42:07 in the room


@pytest.fixture(scope="module")
def store() -> Store:
    return scenes.store_of(scenes.busy())


def offered(store: Store, verb: str, field: str, order: str = "restore/oms/O2") -> list[str]:
    row = store.tables.orders[order]
    return [choice.words for choice in choices(Form(order, verb, [field], {}), row, store.tables, ZH)]


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("17:40", 58), ("1740", 58), ("17\uff1a40", 58), ("+45", 45), ("+ 45", 45), ("9:05", 16 * 60 + 23)],
)
def test_that_a_time_is_the_next_such_time_or_minutes_from_now(typed: str, minutes: int) -> None:
    at = time_meant(typed, ZH, AT)
    assert at is not None
    assert round((at - AT) / 60) == minutes


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "17:61", "+", "+x", "+9999999", "1", "12345", "-5"])
def test_that_what_is_no_time_is_not_taken(typed: str) -> None:
    assert meant("etr", typed, [], ZH, AT) is None


def test_that_a_crew_that_is_free_is_offered_first_and_the_holder_is_not(store: Store) -> None:
    names = offered(store, "assign", "to")
    free = {crew.name for crew in store.tables.crews.values() if crew.status == "available"}
    assert names[0] in free
    assert "陈志强" in offered(store, "hand_over", "to")
    held = store.tables.orders["restore/oms/O2"].holder
    assert not held or held not in names


def test_that_a_crew_is_offered_by_its_english_name_and_sent_by_its_own(store: Store) -> None:
    """A stranger read one crew on the screen and had to choose among others' names at the foot."""
    english, form = Text("en"), Form("restore/oms/O2", "assign", ["to"], {})
    first = offered(store, "assign", "to")[0]
    english.names = {first: "Crew One"}
    found = choices(form, store.tables.orders[form.order], store.tables, english)
    assert (found[0].words, found[0].value) == ("Crew One", first)
    assert meant("to", "Crew One", found, english, AT) == first
    ZH.names = {first: "Crew One"}
    assert offered(store, "assign", "to")[0] == first, "in Chinese it keeps its own"


def test_that_reasons_are_offered_in_words_and_sent_as_codes(store: Store) -> None:
    form = Form("restore/oms/O2", "return", ["code"], {})
    row = store.tables.orders[form.order]
    found = choices(form, row, store.tables, ZH)
    assert [choice.value for choice in found] == list(ReturnCode)
    assert meant("code", "地址有误", found, ZH, AT) == "wrong_address"
    assert meant("code", "地址", found, ZH, AT) == "wrong_address"
    assert meant("code", "其他原因", found, ZH, AT) == "其他原因"
    for lang in ("zh", "en"):
        assert all(Text(lang).has(f"code.{code}") for codes in CODES.values() for code in codes)


def test_that_yes_and_no_are_chosen_and_nothing_else_is_meant(store: Store) -> None:
    form = Form("restore/oms/O2", "call_back", ["satisfied"], {})
    found = choices(form, store.tables.orders[form.order], store.tables, ZH)
    assert [meant("satisfied", choice.words, found, ZH, AT) for choice in found] == [True, False]
    assert meant("satisfied", "也许", found, ZH, AT) is None


def test_that_orders_near_by_are_offered_to_be_linked(store: Store) -> None:
    form = Form("restore/oms/O2", "link", ["subject"], {})
    found = choices(form, store.tables.orders[form.order], store.tables, ZH)
    assert found and all(str(choice.value).startswith("order/") for choice in found)
    assert all(choice.value != f"order/{form.order}" for choice in found)
    assert (
        choices(
            Form(form.order, "unlink", ["subject"], {}), store.tables.orders[form.order], store.tables, ZH
        )
        == []
    )


def test_that_words_are_taken_as_they_are_but_not_blanks() -> None:
    assert meant("words", "  道路积水 ", [], ZH, AT) == "道路积水"
    assert meant("words", "   ", [], ZH, AT) is None


def test_that_the_crews_which_were_ranked_for_the_order_are_offered_before_all_others(store: Store) -> None:
    row = store.tables.orders["restore/oms/O2"]
    teams = [crew.name for crew in store.tables.crews.values() if crew.name != row.holder]
    nearest = (teams[-1], teams[3])
    form = Form(row.id, "assign", ["to"], {})
    found = [choice.words for choice in choices(form, row, store.tables, ZH, nearest)]
    assert found[:2] == list(nearest)
    assert len(found) == len(set(found))


def test_that_what_may_stay_empty_is_skipped_and_what_must_be_filled_is_not() -> None:
    form = Form("o", "call_back", ["satisfied", "supplied", "score"], {}, optional=("supplied", "score"))
    assert not form.skip() and form.field == "satisfied"
    form.answer(True, {})
    assert form.skip() and form.field == "score"
    form.answer(5, {})
    assert form.args == {"satisfied": True, "score": 5} and not form.field


def test_that_light_score_ruling_and_count_are_chosen_from_what_there_is(store: Store) -> None:
    row = store.tables.orders["restore/oms/O2"]
    light = choices(Form(row.id, "call_back", ["supplied"], {}), row, store.tables, ZH)
    assert [meant("supplied", each.words, light, ZH, AT) for each in light] == [True, False]
    scores = choices(Form(row.id, "call_back", ["score"], {}), row, store.tables, ZH)
    assert [meant("score", each.words, scores, ZH, AT) for each in scores] == [5, 4, 3, 2, 1]
    assert meant("score", "6", scores, ZH, AT) is None
    assert offered(store, "decide", "code") == ["同意", "不同意"] and offered(store, "link", "code") == [
        "重复"
    ]
    outage = store.tables.outages[row.outage]
    assert offered(store, "mark_told", "customers") == [ZH.number(outage.customers_out or 0)]


def test_that_free_vans_are_offered_with_what_they_carry_and_those_that_are_there_to_be_called_back() -> None:
    store, log = scenes.store_of(scenes.busy()), scenes._Log()
    for key, name, status, outage in (
        ("gps/X1", "车一", VanStatus.AVAILABLE, ""),
        ("gps/X2", "车二", VanStatus.CONNECTED, "oms/O2"),
        ("gps/X3", "车三", VanStatus.AVAILABLE, ""),
    ):
        log.say(key, VanProfile(name=name, kva=400.0))
        log.say(key, VanStatusValue(status=status, since=Instant(AT), outage=outage, fuel_hours=5.0))
    store.apply(log.facts)
    row = store.tables.orders["restore/oms/O2"]
    form = Form(row.id, "send_van", ["to"], {})
    free = [choice.words for choice in choices(form, row, store.tables, ZH, ("车三",))]
    assert free[0] == "车三 · 400 kVA · 油 5 小时", "the one that the plan proposes"
    assert "车一 · 400 kVA · 油 5 小时" in free and not any(each.startswith("车二") for each in free)
    back = choices(Form(row.id, "recall_van", ["to"], {}), row, store.tables, ZH)
    assert [(choice.value, choice.words) for choice in back] == [("车二", "车二 · 400 kVA · 油 5 小时")]
