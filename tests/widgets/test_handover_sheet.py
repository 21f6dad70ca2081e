"""The hand-over on paper: every line has its place, headings stay with their lines, reasons wrap."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from wallboard.domain.reasons import Reason
from wallboard.state.queries.handover import Line, Report, Section
from widgets.fonts import load_fonts
from widgets.handover_sheet import BOTTOM, TOP, HandoverSheet, Heading
from widgets.text import Text

NOW = 1_781_000_000.0
LONG = tuple(Reason("handover.not_accepted", {"to": "荷塘镇 03 网格 客户经理"}) for _ in range(3))


def report(lines: int) -> Report:
    rows = tuple(
        Line(subject=f"order/{n}", name="电费账单有疑问", who="服务调度 01", at=NOW + n, about=LONG[: n % 4])
        for n in range(lines)
    )
    names = ("watch", "outages", "due", "plans", "feeds")
    return Report(
        now=NOW, outgoing=("李", "谭"), sections=tuple(Section(name, 3 * lines, rows) for name in names)
    )


def sheet(lines: int, lang: str = "zh") -> HandoverSheet:
    heading = Heading("演示镇", "ab" * 32, frozen=True, signed={"service_out": ("李", NOW)})
    return HandoverSheet(report(lines), heading, Text(lang), load_fonts())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_a_report_is_written_as_pages_of_a_pdf(qapp: QApplication, tmp_path: Path, lang: str) -> None:
    assert qapp
    few, many = tmp_path / "few.pdf", tmp_path / "many.pdf"
    assert sheet(1, lang).write(str(few)) == 1
    pages = sheet(12, lang).write(str(many))
    assert pages >= 2 and many.read_bytes().startswith(b"%PDF-")
    assert many.read_bytes().count(b"/Type /Page\n") == pages


def test_that_no_heading_is_left_alone_and_nothing_runs_off_a_page(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert qapp
    for lines in range(1, 13):
        made = sheet(lines)
        made.write(str(tmp_path / "x.pdf"))
        for page in made.pages:
            assert TOP + sum(block.height for block in page) <= BOTTOM
            assert not page[-1].joined
    assert made.pages


def test_that_a_folder_that_is_not_there_is_said(qapp: QApplication, tmp_path: Path) -> None:
    assert qapp
    with pytest.raises(OSError, match="cannot be written"):
        sheet(1).write(str(tmp_path / "nowhere" / "x.pdf"))
