"""What the map says of itself where it would else be empty without a word."""

from widgets.map.projection import Box
from widgets.map.scene import NoticeFace, Scene
from widgets.session import Session

SHARE = 0.8
"""Of the map's width that the words may take."""


def notice_of(scene: Scene, session: Session, frame: Box) -> NoticeFace | None:
    """That nothing on this map has a place, and how many things that is; None where something has."""
    lost = scene.book.census.unplaced + scene.orders.unplaced
    if not lost or scene.book.marks or scene.orders.spots:
        return None
    width, height = SHARE * frame.width, min(frame.height, 4.0 * session.scale.line("small"))
    x, y = frame.centre
    box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return NoticeFace(session.text.t("map.notice", n=session.text.number(lost)), box)
