"""Sources: freshness as the hub last wrote it."""

from wallboard.domain.roster import SourceFreshness
from wallboard.domain.rows import Source
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Source | None:
    held = thing.aspects.get("freshness")
    if held is None or not isinstance(data := held.data, SourceFreshness):
        return None
    return Source(
        id=key,
        title=data.title or key,
        attribution=data.attribution,
        state=data.state,
        last_fact_at=data.last_fact_at,
        last_poll_at=data.last_poll_at,
        expect_every=data.expect_every,
        flags=tuple(sorted(data.flags)),
        reason=data.reason,
        records=data.records,
        bad_records=data.bad_records,
        dropped=data.dropped,
        lanes=tuple(data.lanes),
        kinds=tuple(data.kinds),
        replayed=data.replayed,
    )
