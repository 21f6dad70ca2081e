"""The order that a desk's page is about: the chosen one, else what needs a hand next."""

from widgets.session import Session


def shown_order(session: Session) -> str:
    """Its id; "" where nothing waits."""
    if session.desk is not None and session.desk.chosen:
        return session.desk.chosen
    queue = session.boards.attention(session.rules, session.now(), session.room.area_class, 1)
    return queue.rows[0].order if queue.rows else ""
