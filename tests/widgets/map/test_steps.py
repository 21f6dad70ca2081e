"""Work in steps can be done at once."""

from widgets.map.steps import Steps, at_once


def test_that_all_steps_are_taken_and_their_result_returned() -> None:
    taken: list[int] = []

    def work() -> Steps[str]:
        for step in range(3):
            taken.append(step)
            yield
        return "done"

    assert at_once(work()) == "done"
    assert taken == [0, 1, 2]
