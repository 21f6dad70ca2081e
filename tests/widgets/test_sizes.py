"""The smallest text on a wall page, measured on what is really drawn, at the farthest viewer."""

import math
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator

from tests.widgets import scenes
from tests.widgets.conftest import MakePage
from widgets.page import Page
from widgets.panel import CellPanel
from widgets.scale import HEADLINE, NATURAL, SMALLEST_ARCMIN, Scale


def drawn_texts(page: Page) -> list[tuple[float, str]]:
    """(font pixels, text) of every text that the page's own panels draw, read from an SVG of them."""
    found: list[tuple[float, str]] = []
    for _, panel in page.panels:
        if isinstance(panel, CellPanel):
            found += _texts(panel)
    return found


def _texts(panel: CellPanel) -> list[tuple[float, str]]:
    return [(pixels, said) for _, _, _, pixels, said in placed_texts(panel)]


def placed_texts(panel: CellPanel) -> list[tuple[float, float, float, float, str]]:
    """(left, right, baseline, font pixels, text) of every text that a panel draws."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture = QSvgGenerator()
    picture.setOutputDevice(buffer)
    picture.setResolution(96)
    picture.setSize(panel.size())
    painter = QPainter(picture)
    panel.draw(painter, QRegion(panel.rect()))
    painter.end()
    found: list[tuple[float, float, float, float, str]] = []
    for node in ET.fromstring(bytes(data.data())).iter("{http://www.w3.org/2000/svg}text"):
        said, pixels, left = (
            "".join(node.itertext()),
            float(node.attrib["font-size"]),
            float(node.attrib["x"]),
        )
        font = QFont(panel.session.scale.family)
        font.setPixelSize(round(pixels))
        font.setBold(int(node.attrib["font-weight"]) > 500)
        wide = QFontMetricsF(font).horizontalAdvance(said)
        found.append((left, left + wide, float(node.attrib["y"]), pixels, said))
    return found


def arcmin(pixels: float, distance_m: float, width_px: int) -> float:
    """Minutes of arc of so many window pixels on a wall 2436 mm wide."""
    return math.degrees(math.atan(pixels * 2436.0 / width_px / (distance_m * 1000))) * 60


@pytest.mark.parametrize("distance", [5.0, 7.0, 10.0])
@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160)])
def test_that_every_role_is_large_enough(family: str, distance: float, size: tuple[int, int]) -> None:
    scale = Scale(*size, distance, 2436.0, family)
    for role in NATURAL:
        ink = QFontMetricsF(scale.font(role, False)).tightBoundingRect("台").height()
        assert arcmin(ink, distance, size[0]) >= SMALLEST_ARCMIN - 0.25, role
        whole = scale.text_px(role)
        assert scale.arcmin(whole) >= (30 if role in HEADLINE else 22)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("distance", [5.0, 7.0, 10.0])
def test_that_the_smallest_text_on_the_page_is_22_minutes(
    make_page: MakePage, distance: float, lang: str
) -> None:
    page = make_page(scenes.busy(), distance=distance, lang=lang, simulated=True)
    texts = drawn_texts(page)
    assert len(texts) > 25
    smallest, said = min(texts)
    assert page.session.scale.arcmin(smallest) >= SMALLEST_ARCMIN, said


def test_that_distance_costs_rows_and_not_size(make_page: MakePage) -> None:
    near, far = make_page(scenes.busy()), make_page(scenes.busy(), distance=10.0)
    assert len(drawn_texts(far)) < len(drawn_texts(near)) * 0.75
    assert min(drawn_texts(far))[0] > min(drawn_texts(near))[0] * 1.8


@pytest.mark.parametrize("distance", [5.0, 10.0])
def test_that_the_head_of_a_page_stands_on_one_baseline(make_page: MakePage, distance: float) -> None:
    page = make_page(scenes.busy(), distance=distance)
    header = next(panel for entry, panel in page.panels if entry.kind == "header")
    assert isinstance(header, CellPanel)
    texts = placed_texts(header)
    assert len(texts) >= 4
    assert max(base for _, _, base, _, _ in texts) - min(base for _, _, base, _, _ in texts) < 1.0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_markup_in_names_is_drawn_literally(make_page: MakePage, lang: str) -> None:
    whole = "".join(said for _, said in drawn_texts(make_page(scenes.markup(), lang=lang)))
    for written in ("<b>源</b>", "<u>10kV</u>", "<script>", "<h1>region</h1>"):
        assert written in whole


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("distance", [5.0, 7.0, 10.0])
@pytest.mark.parametrize("scene", ["busy", "foreign", "quiet", "markup"])
def test_that_no_text_is_cut_at_its_panels_edge(
    make_page: MakePage, scene: str, distance: float, lang: str
) -> None:
    page = make_page(getattr(scenes, scene)(), distance=distance, lang=lang, mode="replay")
    for _, panel in page.panels:
        if not isinstance(panel, CellPanel) or panel.height() == 0:
            continue
        for left, right, base, pixels, said in placed_texts(panel):
            assert left >= -1 and right <= panel.width() + 1, (type(panel).__name__, said)
            assert base - pixels * 0.75 >= -1 and base <= panel.height(), (type(panel).__name__, said)
