"""The repair-command page lists outages worst first: what is known, who is there, who was told (d.77)."""

from tests.widgets import scenes
from tests.widgets.conftest import MakeSession
from tests.widgets.test_panels import cells_of, words
from wallboard.domain.crews import CrewStatus, VanProfile, VanStatusValue
from wallboard.domain.facts import Fact, Instant, Payload
from wallboard.domain.orders import OrderHandling, OrderNeed
from wallboard.domain.outages import (
    OutageDevice,
    OutageEtr,
    OutageExtent,
    OutageStageClaim,
    OutageSupply,
    OutageWork,
)
from wallboard.domain.plans import Told
from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Claimant, DeviceKind, Lane, OrderStage, OutageStage, Supply, VanStatus
from widgets.panels.outage_board import OutageBoard
from widgets.parts.ink import fit, line_width, width_of
from widgets.parts.outage_words import known_runs

MIN = 60.0


def facts(key: str, *said: Payload) -> list[Fact]:
    return [Fact(data, key, scenes.NOW, "scene", f"{key}:{i}", scenes.NOW) for i, data in enumerate(said)]


def numbered(told: list[Fact]) -> list[Fact]:
    return [Fact(f.data, f.key, f.at, f.source, f.id, f.seen, i) for i, f in enumerate(told, 1)]


def outage(key: str, feeder: str, customers: int, *more: Payload, keys: int = 0) -> list[Fact]:
    began = Instant(scenes.NOW - 30 * MIN)
    extent = OutageExtent(feeder=feeder, customers_out=customers, key_customers=keys, started_at=began)
    return facts(key, extent, *more)


def lines(make_session: MakeSession, *told: list[Fact]) -> list[list[str]]:
    panel = OutageBoard(make_session(numbered([fact for each in told for fact in each])), None)
    return [words(cell.face) for cell in cells_of(panel, 1120, 700).values()]


def test_that_the_page_says_how_many_are_open_at_which_stage(make_session: MakeSession) -> None:
    confirmed = OutageStageClaim(stage=OutageStage.CONFIRMED)
    head, *rows = lines(
        make_session,
        outage("oms/1", "10kV 甲线", 5, confirmed),
        outage("oms/2", "10kV 乙线", 50, confirmed),
        outage("oms/3", "10kV 丙线", 1, keys=1),
    )
    assert head[:3] == ["停电处置", "3", "起"]
    assert {"确认 2", "疑似 1"} <= set(head)
    assert [row[0] for row in rows] == ["10kV 丙线", "10kV 乙线", "10kV 甲线"], "the key customer first"


def test_that_a_row_says_evidence_crew_restoration_time_and_who_was_told(make_session: MakeSession) -> None:
    """d.12, d.14: what we know stands beside what the customers were told."""
    reasons = [Reason("vanished")]
    row = lines(
        make_session,
        outage(
            "oms/1",
            "10kV 甲线",
            200,
            OutageStageClaim(stage=OutageStage.PREDICTED),
            OutageDevice(kind=DeviceKind.LATERAL, name="3 号支线", probability=0.92, reasons=reasons),
            OutageWork(crew="抢修一组", status=CrewStatus.ON_SITE),
            OutageEtr(etr=Instant(scenes.NOW + 30 * MIN), revision=2),
            Told(told_at=Instant(scenes.NOW), customers=50, etr_revision=2),
        ),
    )[1]
    assert row[:2] == ["10kV 甲线", "200 户"]
    assert any(word.startswith("预计复电 ") and word.endswith("改 2 次") for word in row)
    assert "研判 92 %" in row and "· 3 号支线" in row and "· 抢修一组 到场" in row
    assert "已停 30 分" in row and "· 已告知 25 %" in row


def test_that_a_time_that_has_passed_is_late_and_one_that_nobody_gave_is_not(
    make_session: MakeSession,
) -> None:
    late, none = lines(
        make_session,
        outage("oms/1", "10kV 甲线", 9, OutageEtr(etr=Instant(scenes.NOW - 12 * MIN))),
        outage("oms/2", "10kV 乙线", 2),
    )[1:]
    assert "预计复电已过 12 分" in late and "无预计复电" in none
    assert "· 未告知" in none and "· 未派班组" in none


def test_that_without_a_source_there_is_no_zero(make_session: MakeSession) -> None:
    assert lines(make_session) == [["停电处置", "无数据来源"]]


def test_that_a_van_goes_by_its_name_and_a_device_by_what_it_is_on_its_line(
    make_session: MakeSession,
) -> None:
    supplied = OutageSupply(supply=Supply.GENERATOR, van="gps/V03")
    device = OutageDevice(kind=DeviceKind.LATERAL, name="10kV 甲线 2 号支线熔断器")
    whole = outage("oms/1", "10kV 甲线", 20, supplied, device)
    row = lines(make_session, whole, facts("gps/V03", VanProfile(name="应急发电车 03")))[1]
    assert "· 应急发电车 03 供电" in row and "· 2 号支线熔断器" in row
    row = lines(make_session, whole)[1]
    assert "· 发电车供电" in row, "never a key of the van's source"


def test_that_a_van_says_its_power_its_fuel_the_slot_off_the_peak_and_its_hazard(
    make_session: MakeSession,
) -> None:
    van = VanProfile(name="应急发电车 03", kva=400.0)
    on = VanStatusValue(
        status=VanStatus.CONNECTED, since=Instant(scenes.NOW - MIN), outage="oms/1", fuel_hours=5.5
    )
    supplied = OutageSupply(supply=Supply.GENERATOR, van="gps/V03")
    slot = OrderHandling(
        verb="book_slot",
        actor="07",
        role="desk",
        stage=OrderStage.ACCEPTED,
        since=Instant(scenes.NOW - MIN),
        slot_from=Instant(scenes.NOW + 60 * MIN),
        slot_to=Instant(scenes.NOW + 120 * MIN),
    )
    whole = outage("oms/1", "10kV 甲线", 20, supplied)
    at_it = facts("gps/V03", van, on)
    order = facts(
        "restore/oms/1",
        OrderNeed(lane=Lane.RESTORE, received_at=Instant(scenes.NOW - MIN), outage="oms/1"),
        slot,
    )
    row = lines(make_session, whole, at_it, order)[1]
    assert "· 400 kVA" in row and "· 燃油可用 5.5 小时" in row
    assert any(word.startswith("· 检修约 ") for word in row)
    back = OutageStageClaim(stage=OutageStage.RESTORED_REPORTED)
    row = lines(make_session, outage("oms/1", "10kV 甲线", 0, back), at_it)[1]
    assert "反送电：先停 应急发电车 03" in row


def test_that_where_room_lacks_the_reason_goes_before_the_device_is_cut_and_the_crew_stays(
    make_session: MakeSession,
) -> None:
    said = outage(
        "oms/1",
        "10kV 甲线",
        18,
        OutageStageClaim(stage=OutageStage.PREDICTED),
        OutageDevice(
            kind=DeviceKind.LATERAL, name="松园 32 公变", probability=0.99, reasons=[Reason("vanished")]
        ),
        OutageWork(crew="新会区抢修 2 组", status=CrewStatus.ON_SITE),
    )
    session = make_session(numbered(said))
    (row,) = session.tables.outages.values()
    runs = known_runs(row, session.text, scenes.NOW)
    whole = line_width(runs, session.scale)
    reason = next(run for run in runs if session.text.reason(Reason("vanished")) in run.text)
    short = fit(runs, whole - width_of(reason, session.scale), session.scale)
    assert [run.text for run in short] == ["研判 99 %", "· 松园 32 公变", "· 新会区抢修 2 组 到场"]
    least = fit(runs, line_width([short[0], short[-1]], session.scale), session.scale)
    assert [run.text for run in least] == [short[0].text, short[-1].text]


def test_that_a_time_about_to_pass_is_warned_of_and_a_computed_one_is_no_promise(
    make_session: MakeSession,
) -> None:
    computed = OutageEtr(
        claimant=Claimant.ANALYST,
        etr=Instant(scenes.NOW - 5 * MIN),
        calculated=True,
        earliest=Instant(scenes.NOW + 10 * MIN),
        latest=Instant(scenes.NOW + 70 * MIN),
    )
    soon, guess = lines(
        make_session,
        outage("oms/1", "10kV 甲线", 9, OutageEtr(etr=Instant(scenes.NOW + 12 * MIN))),
        outage("oms/2", "10kV 乙线", 2, computed),
    )[1:]
    assert any(word.startswith("预计复电 ") and word.endswith("剩 12 分") for word in soon)
    assert any(word.startswith("推算 ") and word.endswith(" 未确认") for word in guess)
    assert not any("预计复电" in word for word in guess)
