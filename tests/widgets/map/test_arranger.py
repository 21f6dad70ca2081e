"""What is kept by changes is what arranging anew shows: every mark in one glyph, every customer counted."""

import random

import numpy as np
from msgspec.structs import replace

from wallboard.domain.terms import Band
from widgets.map.arranger import Arranger
from widgets.map.glyphs import Arrangement, Sizes, arrange
from widgets.map.marks import Mark, MarkShape, radius_of
from widgets.map.projection import Floats
from widgets.map.view import Camera

CAMERA = Camera(0.0, 0.0, 1.0, 1200.0, 700.0)
SIZES = Sizes(1.0, 28.0, "G")


def mark(number: int, x: float, y: float, customers: int) -> Mark:
    return Mark(
        id=f"o/{number:03}",
        x=x,
        y=y,
        shape=MarkShape.CONFIRMED,
        radius=radius_of(customers),
        weight=float(max(1, customers)),
        customers=customers,
        band=Band.CALM,
        faded=False,
        title=f"{number}",
        region="r",
        town="",
    )


def columns(marks: list[Mark]) -> tuple[list[Mark], Floats, Floats]:
    xy = np.array([(m.x, m.y) for m in marks], dtype=np.float64).reshape(-1, 2)
    return list(marks), xy, np.array([m.weight for m in marks], dtype=np.float64)


def crowd(n: int, seed: int = 3) -> list[Mark]:
    chance = random.Random(seed)
    return [
        mark(i, chance.uniform(-700, 700), chance.uniform(-400, 400), chance.randrange(500)) for i in range(n)
    ]


def told(found: Arrangement) -> tuple[int, int]:
    """Marks and customers, in the glyphs and beyond the view."""
    return (
        sum(g.count for g in found.glyphs) + found.beyond,
        sum(g.customers or 0 for g in found.glyphs) + found.beyond_customers,
    )


def test_that_the_first_arrangement_is_the_pure_one() -> None:
    for n in (0, 1, 20, 300):
        marks = columns(crowd(n))
        assert Arranger().arrange(*marks, CAMERA, SIZES) == arrange(*marks, CAMERA, SIZES, Arrangement())


def test_that_every_mark_and_customer_stays_counted_through_changes() -> None:
    chance, marks, kept = random.Random(5), crowd(300), Arranger()
    for step in range(120):
        i = chance.randrange(len(marks))
        if step % 10 == 9:
            marks[i] = replace(marks[i], x=chance.uniform(-700, 700))
        elif step % 10 == 5:
            del marks[i]
        else:
            n = chance.randrange(3000)
            band = chance.choice(list(Band))
            marks[i] = replace(marks[i], customers=n, weight=float(max(1, n)), band=band)
        found = kept.arrange(*columns(marks), CAMERA, SIZES)
        assert told(found) == (len(marks), sum(m.customers or 0 for m in marks))
        assert list(found.glyphs) == sorted(found.glyphs, key=lambda g: (g.weight, g.id))
        assert found.gathered


def test_that_a_crowd_whose_mark_changed_shows_it_and_the_others_are_the_same() -> None:
    marks, kept = crowd(200), Arranger()
    before = kept.arrange(*columns(marks), CAMERA, SIZES)
    i = next(i for i, m in enumerate(marks) if abs(m.x) < 600 and abs(m.y) < 350)
    marks[i] = replace(marks[i], band=Band.BREACHED)
    after = kept.arrange(*columns(marks), CAMERA, SIZES)
    same = {id(g) for g in before.glyphs} & {id(g) for g in after.glyphs}
    assert len(same) >= len(before.glyphs) - 3
    assert any(g.key.breached or g.key.band is Band.BREACHED for g in after.glyphs)
