"""Several batches told as one."""

from wallboard.state.changes import Change, merged


def test_that_merged_changes_name_everything_that_each_of_them_touched() -> None:
    one = Change(4, {"outage": frozenset({"a"}), "crew": frozenset({"c"})}, frozenset({"v"}), 2, 1)
    other = Change(5, {"outage": frozenset({"b"})}, frozenset({"w"}), 3, 0)
    found = merged([one, other])
    assert found.rows == {"outage": frozenset({"a", "b"}), "crew": frozenset({"c"})}
    assert (found.revision, found.moved) == (5, frozenset({"v", "w"}))
    assert (found.applied, found.ignored, found.reset) == (5, 1, False)
    assert merged([one]) is one
    assert merged([one, Change(6, reset=True)]).reset
