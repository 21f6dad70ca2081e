"""Grid cells (网格): who owns them, and what their daily work comes to."""

from typing import Any

from wallboard.domain.connections import CellOwners, CellWork
from wallboard.domain.facts import own_id
from wallboard.domain.rows import GridCell
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> GridCell | None:
    """The cell; it goes by its key, less its source's mark, until somebody has named it."""
    owners, work = thing.value("owners", CellOwners), thing.value("work", CellWork)
    if owners is None and work is None:
        return None
    fields: dict[str, Any] = {"id": key, "name": own_id(key)}
    if owners is not None:
        for name in CellOwners.__struct_fields__:
            fields[name] = getattr(owners, name)
    if work is not None:
        for name in CellWork.__struct_fields__:
            fields[name] = getattr(work, name)
        fields["worked_at"] = thing.aspects["work"].at
    return GridCell(**fields)
