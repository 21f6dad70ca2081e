"""Roads that are said to be shut, and open again."""

from wallboard.domain.network import RoadClosure
from wallboard.domain.rows import Closure
from wallboard.state.tables import Thing


def resolve(key: str, thing: Thing) -> Closure | None:
    held = thing.aspects.get("closure")
    if held is None or not isinstance(data := held.data, RoadClosure):
        return None
    return Closure(
        id=key,
        source=held.source,
        shut=data.shut,
        lon=data.lon,
        lat=data.lat,
        to_lon=data.lon if data.to_lon is None else data.to_lon,
        to_lat=data.lat if data.to_lat is None else data.to_lat,
        said_at=held.at,
        why=data.why,
        words=data.words,
        since=held.at if data.since is None else data.since,
        until=data.until,
    )
