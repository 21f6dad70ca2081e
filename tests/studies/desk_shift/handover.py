"""The hand-over of the shift by keys of both desks: read, frozen, signed by four, kept as a PDF."""

import subprocess
from pathlib import Path

from tests.studies.desk_shift.desks import Desks, Seat
from tests.studies.desk_shift.lanes import NETWORK, SERVICE
from tests.studies.desk_shift.producer import Producer, left_open
from wallboard.domain.rows import Shift

PAGE_DPI = 110


def shift_of(desks: Desks) -> Shift:
    """The shift that goes."""
    return desks.glass.store.tables.shifts["roster/1"]


async def hand_over(desks: Desks, oms: Producer) -> None:
    """Nothing is signed before it is frozen, nor before it was read; the fourth signature seals it."""
    await oms.say(*left_open())
    await desks.fill(SERVICE, "shift+n", ("Down", "Return"), ('"bill 0311', "Return"), ('"Shuikou', "Return"))
    await desks.step("handover-what-is-open", lambda: len(desks.glass.store.tables.outages) == 2)
    desks.press(SERVICE, "shift+h")
    await desks.sees(SERVICE, lambda seen: seen.report == "draft", "a draft is shown")
    desks.press(NETWORK, "shift+a")
    await desks.step("handover-draft-and-nothing-to-sign")
    desks.press(SERVICE, "shift+z")
    await desks.until(lambda: bool(shift_of(desks).digest), "the report is frozen")
    await desks.sees(SERVICE, lambda seen: seen.report == "frozen", "the frozen report is shown")
    desks.press(NETWORK, "shift+a")  # it has not been on this glass
    await desks.step("handover-frozen-and-not-read-by-the-other")
    desks.press(NETWORK, "shift+h")
    await desks.sees(NETWORK, lambda seen: seen.report == "frozen", "the frozen report is shown")
    for seat in (SERVICE, NETWORK):
        await read(desks, seat)
    desks.press(SERVICE, "shift+a")
    await desks.sees(SERVICE, lambda seen: seen.field == "capacity", "as what one signs is asked")
    await desks.step("handover-asked-as-what")
    desks.press(SERVICE, "Escape")
    await desks.sees(SERVICE, lambda seen: not seen.field, "it is left")
    for count, (seat, name) in enumerate(
        (
            (SERVICE, "service-out"),
            (NETWORK, "network-out"),
            (SERVICE, "service-in"),
            (NETWORK, "network-in"),
        ),
        1,
    ):
        await desks.fill(seat, "shift+a", ("Down", "Return"), ("Return",))
        await desks.step(
            f"handover-signed-{name}", lambda count=count: len(shift_of(desks).signatures) == count
        )
    assert shift_of(desks).sealed
    desks.press(SERVICE, "shift+z")
    await desks.step("handover-sealed-and-not-frozen-anew")
    desks.press(SERVICE, "shift+p")
    await desks.sees(
        SERVICE, lambda seen: shift_of(desks).digest[:8] in seen.foot, "the foot says where it is"
    )
    await desks.step("handover-kept-as-pdf")
    for seat in (SERVICE, NETWORK):
        desks.press(seat, "Escape")
        await desks.sees(seat, lambda seen: not seen.report, "it is put away")
    desks.press(NETWORK, "question")
    await desks.sees(NETWORK, lambda seen: seen.listed, "all keys are shown")
    await desks.step("handover-keys")
    desks.press(NETWORK, "Escape")


async def read(desks: Desks, seat: int) -> None:
    """Page down until all of it has been on that glass; the end alone is not enough."""
    for _ in range(40):
        if desks.seen(seat).at_end:
            return
        before = desks.seen(seat)
        desks.press(seat, "Next")
        await desks.sees(seat, lambda seen, beat=before.beat + 2: seen.beat >= beat, "the desk goes on")
    raise TimeoutError("the report has no end")


def as_pictures(seat: Seat, out: Path) -> list[Path]:
    """The PDF that was kept at a desk, and each of its pages as a picture."""
    (kept,) = seat.home.rglob("handover-*.pdf")
    pdf = out / "handover.pdf"
    pdf.write_bytes(kept.read_bytes())
    subprocess.run(
        ["pdftoppm", "-r", str(PAGE_DPI), "-png", str(pdf), str(out / "handover-page")], check=True
    )
    return [pdf, *sorted(out.glob("handover-page*.png"))]
