"""The faces of ``wallboard.state.queries``, kept up to date by what changed instead of counted anew."""

from wallboard.state.boards.boards import Boards

__all__ = ["Boards"]
