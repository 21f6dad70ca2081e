"""A sum over a window that moves either way is the sum of what lies in it."""

from hypothesis import given
from hypothesis import strategies as st

from wallboard.state.boards.window_sum import Item, WindowSum
from wallboard.state.sorted_values import SortedValues

STEPS = st.tuples(st.sampled_from(("add", "remove", "move")), st.integers(0, 20))


@given(st.lists(STEPS, max_size=40))
def test_that_the_sum_is_that_of_the_items_in_the_window(steps: list[tuple[str, int]]) -> None:
    window, items, now = WindowSum(5.0), list[Item](), None
    for number, (step, value) in enumerate(steps):
        if step == "add":
            items.append((float(value), f"o{number}", number + 1))
            window.add(items[-1])
        elif step == "remove" and items:
            window.remove(items.pop(value % len(items)))
        elif step == "move":
            now = float(value)
            window.move(now)
        held = [item for item in items if now is not None and now - 5.0 <= item[0] <= now]
        assert (window.total, window.count) == (sum(item[2] for item in held), len(held))


def test_that_sorted_values_count_equal_ones_as_often_as_they_came() -> None:
    values = SortedValues()
    assert values.least is None
    for value in (3, 1, 3, 2):
        values.change(value, 1)
    values.change(3, -1)
    assert (values.first(5), values.below(3), values.least, len(values)) == ([1, 2, 3], 2, 1, 3)
