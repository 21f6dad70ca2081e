"""What the judgement believes of the world: every parameter of the evidence model, as data, in one place.

PROPOSALS to be tuned on recorded days, not facts; chances are shares, times seconds.
"""

import msgspec

from wallboard.rules.restoration import RestorationRules


class OpenPrior(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Chance that one device of a kind has opened within the window, by itself, on a common day."""

    breaker: float = 4e-4
    switch: float = 1e-6  # parts off what is dark already; never by itself
    lateral_switch: float = 6e-4
    fuse: float = 4e-4
    tie: float = 1e-6
    transformer: float = 2e-4
    unknown: float = 1e-4

    def of(self, kind: str) -> float:
        """By the network's word for a device."""
        return getattr(self, kind, self.unknown)


class BackFed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Chance that what lies behind an open device of a kind is fed from beyond it."""

    breaker: float = 0.02
    switch: float = 0.3

    def of(self, kind: str) -> float:
        """By the network's word for a device."""
        return getattr(self, kind, 0.0)


class EvidenceModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rates of the evidence. ``*_off``: mean and strength (how alike areas are) of the share of answering
    meters that read off. ``calls_*``: see calls.py; ``report_*``: how soon an area's change is read."""

    window_s: float = 1800.0  # reports further apart start a new outage
    meter_hold_s: float = 60.0  # momentary filter
    probable_after_s: float = 900.0
    verify_share: float = RestorationRules().share  # a room's own rule stands in its place
    verify_s: float = 1800.0  # so long a restoration waits for its meters
    again_s: float = 30.0  # what nothing new was heard of is judged again so often
    predict_from: float = 0.5  # least probability that is told as predicted
    suspect_from: float = 0.2

    open_prior: OpenPrior = OpenPrior()
    service_prior: float = 1e-3
    station_prior: float = 1e-6
    isolating: float = 0.05  # that a switch is open where there was a trip and switching
    fed_unswitched: float = 1e-3  # of back_fed, where there was none
    feed_after_s: float = 360.0  # nobody feeds the rest from beyond sooner after an opening
    nested: float = 20.0  # times as likely a cut is open below one that has just closed
    back_share: float = 0.2  # share of a known outage's areas whose light means that it was closed
    weather: float = 1.0  # times as often as on a common day
    busiest: float = 3.0  # most times as often that the outages of the last hour alone may say
    back_fed: BackFed = BackFed()

    dark_off: tuple[float, float] = (0.97, 12.0)
    lit_off: tuple[float, float] = (0.006, 8.0)
    part_off: tuple[float, float] = (0.12, 4.0)
    own_meter_wrong: float = 2e-5  # that a customer's own area reads off while it is lit
    reading_wrong: float = 1e-4  # the whole reading is of another time or place

    report_from_s: float = 60.0  # no area's report comes sooner: meters are held
    report_soon_s: float = 90.0  # mean wait of an area's report from then on
    report_late: float = 0.2  # share of areas that are late
    report_late_s: float = 1800.0  # the latest
    report_known: float = 40.0  # these three weigh as much as so many readings that came
    report_never: float = 0.12  # share whose concentrator dies with the supply
    back_never: float = 0.01  # share of areas whose light is never read
    onset_gap_s: float = 240.0  # adverse reports further apart begin another onset

    call_share: float = 0.04  # of the customers of a dark area who call in the end
    call_mean_s: float = 1200.0
    call_spread: float = 0.6  # shape: the smaller, the less alike areas are
    call_own_transformer: float = 0.7  # of a customer with a transformer of his own
    call_background_day: float = 9e-4  # calls a customer and day for reasons of his own
    call_background_spread: float = 0.3
    call_again: float = 0.4  # of a broken service line, another call after each
    call_service_s: float = 300.0  # mean wait for the first call of a broken service line

    telemetry_soon_s: float = 20.0
    telemetry_late: float = 0.03
    telemetry_late_s: float = 300.0
    telemetry_wrong: float = 1e-5
    telemetry_sure_s: float = 300.0  # after so long what good telemetry reads closed is closed (rule 8)
    indicator_hit: float = 0.85
    indicator_false: float = 0.02
    indicator_below: float = 0.3  # that current passed a device that is dark from above
