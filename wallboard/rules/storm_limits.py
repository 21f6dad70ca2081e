"""What a room may set for a declared response level: tiers, restoration times by default, people moved
beforehand. Our proposals, but for the gale (domain 2.1, 5.9)."""

import msgspec

from wallboard.domain.terms import AreaClass


class StormEtr(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Minutes from an outage's beginning to its restoration, where nobody says and too few repairs tell.

    region, area_class, tier narrow it; the narrowest that fits counts, in this order.
    """

    minutes: float
    region: str = ""
    area_class: AreaClass | None = None
    tier: int | None = None
    status: str = "proposal"
    source: str = ""

    @property
    def what(self) -> tuple[object, ...]:
        return self.region, self.area_class, self.tier


DEFAULTS = (
    StormEtr(tier=1, minutes=240),
    StormEtr(tier=2, minutes=480),
    StormEtr(tier=3, minutes=720),
    StormEtr(tier=3, area_class=AreaClass.REMOTE, minutes=1440),
)


class StormRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """from_level: the weakest response level (1 to 4) at which any of it holds.

    first_customers, second_customers: from which on an order is of the first, of the second tier; life and
    key customers are of the first. ahead_hours: how far ahead a forecast counts; path_km: how near its path.
    gale_ms: wind from which on nobody is moved into it or taken from it, m/s. give_share: of the crews that
    an area can spare, so many may go; more_share: so many more than it has free are brought to where a storm
    comes near.
    """

    from_level: int = 4
    first_customers: int = 1000
    second_customers: int = 100
    ahead_hours: float = 12.0
    path_km: float = 80.0
    gale_ms: float = 13.9
    give_share: float = 0.5
    more_share: float = 0.5
    etrs: tuple[StormEtr, ...] = DEFAULTS
