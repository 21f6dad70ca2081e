"""The judgement cards say which device is judged open, why, and whose word stands beside it (d.13)."""

from tests.widgets.conftest import MakeSession
from tests.widgets.panels.test_outage_board import numbered, outage
from tests.widgets.test_panels import cells_of, words
from wallboard.domain.facts import Fact, Removed
from wallboard.domain.outages import OutageDevice, OutageStageClaim
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Claimant, DeviceKind, OutageStage
from widgets.panels.judgement_board import JudgementBoard

REASONS = [Reason("judged_meters_dark", {"off": 118, "of": 124}), Reason("judged_calls", {"n": 3})]


def judged(name: str, probability: float = 0.93) -> OutageDevice:
    return OutageDevice(
        claimant=Claimant.ANALYST,
        kind=DeviceKind.LATERAL,
        device=name,
        name=name,
        probability=probability,
        reasons=REASONS,
    )


def stage(word: OutageStage, claimant: Claimant) -> OutageStageClaim:
    return OutageStageClaim(claimant=claimant, stage=word)


def says(name: str) -> OutageDevice:
    return OutageDevice(kind=DeviceKind.LATERAL, device=name, name=name)


def rows(make_session: MakeSession, *told: list[Fact], lang: str = "zh") -> list[list[str]]:
    session = make_session(numbered([fact for each in told for fact in each]), lang=lang)
    return [words(cell.face) for cell in cells_of(JudgementBoard(session, None), 1120, 420).values()]


ALONE = outage("judged/Z1-1", "甲线", 80, judged("甲支线"), stage(OutageStage.PREDICTED, Claimant.ANALYST))
CONFIRMED = stage(OutageStage.CONFIRMED, Claimant.OUTAGE_SYSTEM)


def test_that_a_card_says_device_chance_reasons_and_that_nobody_else_says_so(
    make_session: MakeSession,
) -> None:
    head, row = rows(make_session, ALONE)
    assert head == ["停电研判", "1", "起待确认"]
    assert row[0] == "甲支线"
    assert "可信度 93 %" in row and "仅研判, 待确认" in row
    assert "124 块电表中 118 块停电" in row and "· 其后来电报修 3 个" in row


def test_that_open_questions_come_first_and_what_is_agreed_is_no_question(make_session: MakeSession) -> None:
    head, *cards = rows(
        make_session,
        outage("oms/1", "乙线", 9, judged("乙支线"), says("乙支线"), CONFIRMED),
        outage("oms/2", "丙线", 9, judged("丙支线"), says("丙二支线"), CONFIRMED),
        ALONE,
    )
    assert head[1] == "2"
    assert [card[0] for card in cards] == ["甲支线", "丙支线", "乙支线"]
    assert "停电系统报 丙二支线" in cards[1] and "与停电系统一致" in cards[2]


def test_that_a_judgement_that_was_taken_back_leaves_no_card(make_session: MakeSession) -> None:
    gone = Fact(Removed("outage.device", Claimant.ANALYST), "oms/2", 1.0, "scene", "gone", 1.0)
    told = outage("oms/2", "丙线", 9, says("丙二支线"), judged("丙支线"), CONFIRMED)
    head, note = rows(make_session, [*told, gone])
    assert head == ["停电研判"] and note == ["当前没有研判结果"]


def test_that_the_cards_are_english_in_english(make_session: MakeSession) -> None:
    head, row = rows(make_session, ALONE, lang="en")
    assert head == ["Judgement", "1", "to be confirmed"]
    assert "93 % likely" in row and "judged only, unconfirmed" in row and "118 of 124 meters dark" in row
