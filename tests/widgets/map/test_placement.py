"""Labels never overlap one another, heavier marks or what is blocked, and stay where they were."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.placement import SLOTS, Marks, Placed, Wish, corridor, line_end, nearest, place, slot_box
from widgets.map.projection import Box

FRAME = Box(0, 0, 1200, 800)
BLOCKED = [Box(0, 700, 1200, 800), Box(20, 20, 300, 240)]


@st.composite
def crowds(draw: st.DrawFn) -> tuple[list[Wish], Marks]:
    count = draw(st.integers(1, 40))
    numbers = st.tuples(
        st.integers(0, 1200),
        st.integers(0, 800),
        st.integers(4, 40),
        st.integers(1, 9000),
        st.integers(30, 260),
    )
    rows = draw(st.lists(numbers, min_size=count, max_size=count))
    rows.sort(key=lambda row: -row[3])
    wishes = [
        Wish(f"o{i}", x, y, r, width, 34, weight, urgent=i < 3)
        for i, (x, y, r, weight, width) in enumerate(rows)
    ]
    table = np.array(rows, dtype=np.float64)
    return wishes, Marks(table[:, :2], table[:, 2], table[:, 3])


def covers(box: Box, x: float, y: float, radius: float) -> bool:
    dx = max(box.left - x, x - box.right, 0)
    dy = max(box.bottom - y, y - box.top, 0)
    return dx * dx + dy * dy < radius * radius


@settings(max_examples=60, deadline=None)
@given(crowds())
def test_that_labels_never_lie_over_anything_that_weighs_more(crowd: tuple[list[Wish], Marks]) -> None:
    wishes, marks = crowd
    placed = place(wishes, marks, FRAME, BLOCKED)
    by_id = {wish.id: wish for wish in wishes}
    for i, one in enumerate(placed):
        assert FRAME.holds(one.box)
        assert not any(one.box.meets(other.box) for other in placed[:i])
        assert not any(one.box.meets(blocked) for blocked in BLOCKED)
        wish = by_id[one.id]
        for (x, y), radius, weight in zip(marks.xy, marks.radius, marks.weight, strict=True):
            own = abs(x - wish.x) <= 0.5 and abs(y - wish.y) <= 0.5
            if weight > wish.weight and not own:
                assert not covers(one.box, x, y, radius)


@settings(max_examples=40, deadline=None)
@given(crowds())
def test_that_a_label_stays_while_its_place_is_allowed(crowd: tuple[list[Wish], Marks]) -> None:
    wishes, marks = crowd
    first = place(wishes, marks, FRAME, BLOCKED)
    again = place(wishes, marks, FRAME, BLOCKED, {one.id: one.slot for one in first})
    assert {one.id: one.box for one in again} == {one.id: one.box for one in first}


def away(box: Box, x: float, y: float, radius: float) -> float:
    """From a box to a mark's rim."""
    return float(np.hypot(max(box.left - x, x - box.right, 0), max(box.bottom - y, y - box.top, 0))) - radius


@settings(max_examples=60, deadline=None)
@given(crowds())
def test_that_a_label_stands_nearest_to_its_own_mark_or_is_joined_to_it(
    crowd: tuple[list[Wish], Marks],
) -> None:
    wishes, marks = crowd
    by_id = {wish.id: wish for wish in wishes}
    for one in place(wishes, marks, FRAME, BLOCKED):
        wish = by_id[one.id]
        if line_end(wish, one) is not None:
            continue
        own = away(one.box, wish.x, wish.y, wish.radius)
        for (x, y), radius in zip(marks.xy, marks.radius, strict=True):
            if abs(x - wish.x) > 0.5 or abs(y - wish.y) > 0.5:
                assert away(one.box, x, y, radius) > own


def test_that_a_label_between_marks_is_joined_to_its_own() -> None:
    """Small marks stand all round: at the rim each place lies at one of them; further off a line tells."""
    ring = [(600 + 62 * np.cos(a), 400 + 62 * np.sin(a)) for a in np.linspace(0.3, 6.58, 13)[:12]]
    xy = np.array([(600.0, 400.0), *ring])
    marks = Marks(xy, np.array([30.0, *[3.0] * 12]), np.full(13, 50.0))
    wish = Wish("o", 600, 400, 30, 120, 30, 0)
    found = place([wish], marks, FRAME)
    assert [one.slot >= len(SLOTS) for one in found] == [True]
    assert line_end(wish, found[0]) is not None
    assert place([Wish("town", 600, 400, 30, 120, 30, -0.5)], marks, FRAME) == []


def test_that_a_lone_label_takes_the_first_of_its_places() -> None:
    wish = Wish("o", 600, 400, 10, 100, 30, 5)
    marks = Marks(np.array([[600.0, 400.0]]), np.array([10.0]), np.array([5.0]))
    assert place([wish], marks, FRAME) == [Placed("o", 0, slot_box(wish, 0, 4))]


def test_that_an_urgent_label_moves_away_where_there_is_no_room() -> None:
    ring = [(600 + 90 * np.cos(a), 400 + 60 * np.sin(a)) for a in np.linspace(0, 6.28, 9)[:8]]
    xy = np.array([(600.0, 400.0), *ring])
    marks = Marks(xy, np.full(9, 18.0), np.full(9, 50.0))
    name = Wish("o", 600, 400, 20, 120, 30, -0.5)
    assert place([name], marks, FRAME) == []
    urgent = Wish("o", 600, 400, 20, 120, 30, 10, urgent=True)
    found = place([urgent], marks, FRAME)
    assert len(found) == 1
    assert found[0].slot >= len(SLOTS)
    end = line_end(urgent, found[0])
    assert end is not None
    near = nearest(found[0].box, *end)
    for share in np.linspace(0, 1, 50):
        x, y = (np.array(end) * share + np.array(near) * (1 - share)).tolist()
        assert all(np.hypot(x - mx, y - my) > 15 for mx, my in ring)


def test_that_a_label_without_any_way_out_is_left_away() -> None:
    ring = [(600 + 70 * np.cos(a), 400 + 60 * np.sin(a)) for a in np.linspace(0, 6.28, 24)]
    xy = np.array([(600.0, 400.0), *ring])
    marks = Marks(xy, np.full(25, 20.0), np.full(25, 50.0))
    assert place([Wish("o", 600, 400, 20, 120, 30, 10, urgent=True)], marks, FRAME) == []


def test_that_a_label_does_not_stand_at_the_side_of_another_mark() -> None:
    """At the right of its own mark it would be taken for the small one's that stands just beyond it."""
    marks = Marks(np.array([(600.0, 400.0), (732.0, 400.0)]), np.array([20.0, 8.0]), np.array([50.0, 40.0]))
    found = place([Wish("o", 600, 400, 20, 90, 30, 0)], marks, FRAME)
    assert found[0].slot == 1
    assert found[0].box.right < 600


def test_that_the_worst_makes_room_for_the_next() -> None:
    """The worst would stand at its right, where alone the other has room; it has room at its left too."""
    marks = Marks(np.array([(200.0, 20.0), (420.0, 20.0)]), np.full(2, 10.0), np.full(2, 50.0))
    strip = Box(0, 0, 600, 40)
    worst = Wish("worst", 200, 20, 10, 130, 30, 0, urgent=True)
    other = Wish("other", 420, 20, 10, 190, 30, 0, urgent=True)
    assert place([worst], marks, strip)[0].box.left > 200
    both = {one.id: one.box for one in place([worst, other], marks, strip)}
    assert both.keys() == {"worst", "other"}
    assert both["worst"].right < 200 < both["other"].left


def test_that_a_label_far_off_comes_back_once_there_is_room() -> None:
    ring = [(600 + 90 * np.cos(a), 400 + 60 * np.sin(a)) for a in np.linspace(0, 6.28, 9)[:8]]
    urgent = Wish("o", 600, 400, 20, 120, 30, 10, urgent=True)
    crowd = Marks(np.array([(600.0, 400.0), *ring]), np.full(9, 18.0), np.full(9, 50.0))
    far = place([urgent], crowd, FRAME)[0]
    assert far.slot >= len(SLOTS)
    alone = Marks(np.array([(600.0, 400.0)]), np.array([18.0]), np.array([50.0]))
    assert place([urgent], alone, FRAME, before={"o": far.slot})[0].slot == 0


def test_that_the_ground_beside_a_slanted_line_stays_free() -> None:
    pieces = corridor((0.0, 0.0), Box(300, 200, 400, 230))
    assert sum(piece.width * piece.height for piece in pieces) < 0.4 * 300 * 200
    assert pieces[0].meets(Box(300, 200, 400, 230)) and pieces[-1].meets(Box(-1, -1, 1, 1))


def test_that_no_more_than_asked_are_placed() -> None:
    wishes = [Wish(f"o{i}", 100 * i + 50, 400, 5, 60, 20, 10 - i) for i in range(8)]
    marks = Marks(np.empty((0, 2)), np.empty(0), np.empty(0))
    assert [one.id for one in place(wishes, marks, FRAME, most=3)] == ["o0", "o1", "o2"]


@settings(max_examples=40, deadline=None)
@given(crowds(), crowds())
def test_that_what_is_remembered_as_hopeless_changes_no_place(
    first: tuple[list[Wish], Marks], second: tuple[list[Wish], Marks]
) -> None:
    hopeless: dict[str, tuple[object, ...]] = {}
    for wishes, marks in (first, first, second, first):
        spared = place(wishes, marks, FRAME, BLOCKED, hopeless=hopeless)
        assert spared == place(wishes, marks, FRAME, BLOCKED)
        assert not hopeless.keys() & {one.id for one in spared}
