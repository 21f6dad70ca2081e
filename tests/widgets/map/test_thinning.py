"""Of vehicles near one another one is drawn, the same as before, whatever comes and goes about it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.map.thinning import Thinning
from widgets.map.vehicles import REST, SITE, Spot

SIDE = 30.0
SHAPES = ("crew", "crew_old", "van", "dot", REST, SITE)

MOVES = st.dictionaries(
    st.sampled_from([f"v{i}" for i in range(12)]),
    st.none() | st.tuples(st.integers(0, 90), st.integers(0, 60), st.sampled_from(SHAPES), st.just(0.0)),
    min_size=1,
)


@settings(max_examples=80, deadline=None)
@given(st.lists(MOVES, min_size=1, max_size=8))
def test_that_one_arrowhead_of_each_cell_is_drawn_and_everything_else(moves: list[dict]) -> None:
    thin, spots = Thinning(), dict[str, Spot]()
    for move in moves:
        before = set(thin.hidden)
        for key, spot in move.items():
            spots.pop(key, None)
            if spot is not None:
                spots[key] = spot
        told = thin.follow(move, spots, SIDE)
        assert told == before ^ thin.hidden
        arrows = {key: spot for key, spot in spots.items() if spot[2].startswith("crew")}
        cells = {key: (x // 30, y // 30) for key, (x, y, _, _) in arrows.items()}
        shown = [cells[key] for key in arrows if key not in thin.hidden]
        assert thin.hidden <= arrows.keys()
        assert sorted(shown) == sorted(set(cells.values()))


def test_that_the_one_that_is_drawn_stays_so_while_it_is_there() -> None:
    thin = Thinning()
    spots: dict[str, Spot] = {"b": (10, 10, "crew", 0.0)}
    thin.follow(["b"], spots, SIDE)
    spots["a"] = (12, 12, "crew", 0.0)
    assert thin.follow(["a"], spots, SIDE) == {"a"}
    spots["b"] = (20, 20, "crew", 90.0)
    assert thin.follow(["b"], spots, SIDE) == set() and thin.hidden == {"a"}
    spots["b"] = (40, 20, "crew", 90.0)
    assert thin.follow(["b"], spots, SIDE) == {"a"} and not thin.hidden


def test_that_what_was_hidden_is_told_once_all_are_drawn() -> None:
    thin = Thinning()
    spots: dict[str, Spot] = dict.fromkeys("abc", (1, 1, "crew", 0.0))
    thin.follow(spots, spots, SIDE)
    assert thin.clear() == {"b", "c"} and not thin.hidden
