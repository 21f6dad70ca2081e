"""The analyst: what the hub itself concludes from the facts, said as facts of its own (design 4, 6).

Restore orders, ageing of sources, samples and hours of the trend, figures of days, vacancies of cells,
retirement. No I/O and no clock: the hub, and ``convert``, call it with ``now`` and append what it returns.
The same facts and instants give the same conclusions, byte for byte. A log that holds them is not judged
again.
"""

import hashlib
from collections.abc import Collection
from math import inf
from zoneinfo import ZoneInfo

import msgspec

from feeds.hub.alarm_watch import AlarmWatch
from feeds.hub.darkness import Darkness
from feeds.hub.hazard_alarms import hazards_over, hazards_reported
from feeds.hub.judging import Judging
from feeds.hub.room_alarms import outage_alarms, source_alarms
from feeds.hub.supply_days import SupplyDays
from feeds.hub.sweeping import ROOM, SWEEP_EVERY_S, Sweeps
from feeds.hub.verifying import Verifying, back_feeds
from wallboard.domain.facts import Fact, Payload, Removed, encode_instant, spec_of
from wallboard.domain.reasons import Reason
from wallboard.domain.roster import SourceFreshness, TrendHour, TrendSample
from wallboard.domain.rows import Outage, Source
from wallboard.domain.scene import OBJECT_WITHIN
from wallboard.domain.source_names import ANALYST
from wallboard.domain.terms import AreaClass, Lane, SourceState
from wallboard.rules.alarms import longest_shelf
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.indices.periods import Periods
from wallboard.rules.limits import RuleSet
from wallboard.rules.notification import second_key_above
from wallboard.rules.restoration import RestorationRules
from wallboard.rules.restore_orders import abandoned, asked_by, order_key
from wallboard.state.atlas import Atlas
from wallboard.state.boards import Boards
from wallboard.state.changes import Change
from wallboard.state.queries.day_orders import STEP_S, day_of, day_orders, known_days
from wallboard.state.queries.handover import Report
from wallboard.state.queries.handover_report import handover
from wallboard.state.queries.sources import aged_state
from wallboard.state.store import Store
from wallboard.state.tables import Tables

SAMPLE_EVERY_S = 60.0
"""The trend is sampled at most so often, s of operational time."""

KEPT_S = 400 * 24 * 3600.0
"""Figures of days are kept for so long, s: a year, and what is compared with it."""


class Analyst:
    """Concludes facts from a store that its caller has already brought up to date."""

    def __init__(
        self,
        rules: RuleSet | None,
        area_class: AreaClass,
        atlas: Atlas | None = None,
        time_zone: str = "Asia/Shanghai",
    ) -> None:
        """atlas: of the room's network. time_zone: whose midnights the room's days begin at."""
        self._rules = rules
        self._area_class = area_class
        restoration = rules.restoration if rules else RestorationRules()
        self._darkness = Darkness(atlas, restoration.share)
        self._verifying = Verifying(self._darkness, restoration)
        model = EvidenceModel(verify_share=restoration.share)
        self._judging = Judging(atlas, self._darkness, model) if atlas is not None else None
        self._own: set[str] = set()  # outages of which the hub has said something that is not judged yet
        self._zone = ZoneInfo(time_zone)
        storm = rules.dispatch.storm if rules is not None else None
        self._sweeps = Sweeps(SupplyDays(Periods(time_zone), *_served(atlas)), storm)
        self._swept_at: float | None = None
        self._watch = AlarmWatch(rules.alarms if rules is not None else [])
        self._boards: tuple[Store, Boards] | None = None

    @property
    def second_key_above(self) -> int:
        """Above so many customers a message needs another person's word too."""
        return second_key_above(self._rules.tellings if self._rules is not None else [])

    @property
    def object_within(self) -> float:
        """Seconds for objections to a crew that is sent across a border."""
        return self._rules.dispatch.object_seconds if self._rules is not None else OBJECT_WITHIN

    @property
    def shelf_most(self) -> float | None:
        """For how long an alarm may be shelved, s; None: not at all."""
        return longest_shelf(self._rules.alarms) if self._rules is not None else None

    def on_facts(self, store: Store, change: Change, facts: list[Fact], now: float) -> list[Fact]:
        """What follows from a batch: restore orders of the outages that it touched (cost: those only).

        change: what ``store.apply`` returned for it. facts: the batch; judgements are not judged.
        """
        self._sweeps.hear(store)
        if facts and all(fact.source == ANALYST for fact in facts):
            return []
        if self._judging is not None:
            self._judging.hear(store, change, facts)
        tables = store.tables
        touched: Collection[str] = tables.outages if change.reset else change.of("outage")
        said = [_fact(state, key, now) for key, state in hazards_reported(tables, facts, now)]
        said += self._follows(tables, sorted(touched), now)
        dark = self._darkness.touched(tables, change)
        said += [_fact(word, key, now) for key, word in self._darkness.said(tables, dark, now)]
        verified = self._verifying.said(tables, dark, now)
        self._own |= {key for key, _ in verified}
        return said + [_fact(word, key, now) for key, word in verified]

    def _follows(self, tables: Tables, keys: Collection[str], now: float) -> list[Fact]:
        """The restore orders of these outages, and their alarms where a rule set is in force."""
        said: list[Fact] = []
        if self._rules is not None:
            many = self._rules.attention.many_customers
            said += [_fact(state, key, now) for key, state in outage_alarms(tables, keys, many, now)]
        for key in keys:
            outage = tables.outages.get(key)
            if outage is not None:
                said += _order_facts(tables, outage, now)
            elif (order := tables.orders.get(order_key(key))) is not None:
                said += [_fact(payload, order.id, now) for payload in abandoned(order, now)]
        return said

    def _judged(self, store: Store, now: float) -> list[Fact]:
        """What the judgement says; its own outages get their orders and dark customers when they stand."""
        words = [] if self._judging is None else self._judging.said(store, now)
        self._own |= {key for key, _ in words}
        return [_fact(word, key, now) for key, word in words]

    def _judged_again(self, tables: Tables, now: float) -> list[Fact]:
        """Orders and dark customers of the outages that the hub itself has spoken of."""
        said: list[Fact] = []
        for key in sorted(self._own):
            dark = self._darkness.said(tables, [key], now)
            mine = self._follows(tables, [key], now) + [_fact(word, key, now) for _, word in dark]
            said += mine
            if not mine:  # until it stands: what could not be written is said again
                self._own.discard(key)
        return said

    def on_time(self, store: Store, now: float) -> list[Fact]:
        """What follows from the passing of time: ages, a sample of the trend, retirement."""
        tables = store.tables
        said = [
            _fact(_as_fact(source, state), key, now)
            for key, source in sorted(tables.sources.items())
            if (state := aged_state(source, now)) is not source.state
        ]
        last = tables.trend[-1].at if tables.trend else None
        if last is None or not 0 <= now - last < SAMPLE_EVERY_S:
            said += self._sample(self._boards_of(store), now)
        said += _hours(tables, now)
        said += self._judged_again(tables, now)
        said += self._judged(store, now)  # after: what it says stands, and is followed, from the next look on
        said += [_fact(state, key, now) for key, state in back_feeds(tables, now) + hazards_over(tables, now)]
        if self._rules is not None:
            said += [_fact(state, key, now) for key, state in source_alarms(tables, now)]
        said += [_fact(word, key, now) for key, word in self._watch.said(store, now)]
        said += self._order_days(tables, now)  # before what they count is retired
        if self._swept_at is None or not 0 <= now - self._swept_at < SWEEP_EVERY_S:
            self._swept_at = now
            said += [_fact(word, key, now) for key, word in self._sweeps.said(store, now)]
            said += [_fact(word, key, now) for key, word in self._watch.retired(tables, now)]
        return said

    def handover(self, store: Store, now: float) -> Report:
        """The hand-over report of this instant, under the room's rules."""
        return handover(store.tables, self._rules, now, self._area_class)

    def _boards_of(self, store: Store) -> Boards:
        """The store's boards: a sample each minute costs what changed since the last one."""
        if self._boards is None or self._boards[0] is not store:
            self._boards = store, Boards(store)
        return self._boards[1]

    def _order_days(self, tables: Tables, now: float) -> list[Fact]:
        """The figures of days that are over, else of today so far; none while nobody feeds any lane."""
        days = known_days(tables)
        ended = [day.ends for day in days.values() if not day.over and day.ends <= now]
        date = day_of(now - 0.001, self._zone)[0]
        today = days.get(date)
        due = today is None or not 0 <= now - today.until < STEP_S
        said = [
            day_orders(tables, self._rules, self._area_class, self._zone, until)
            for until in sorted(ended) or [now] * due
        ]
        out = sorted(date for date in days if date < day_of(now - KEPT_S, self._zone)[0])
        gone = [_fact(Removed("day.orders"), key, now) for key in out]
        return [*(_fact(day, key, now) for key, day in said if day.came or day.cells), *gone]

    def _sample(self, boards: Boards, now: float) -> list[Fact]:
        """The headline figures of now; nothing while no source speaks of outages or of their counts."""
        figures = boards.totals(now)
        if figures.customers_out is None or figures.outages is None or figures.planned is None:
            return []
        faces = [boards.lane(each, self._rules, now, self._area_class, 0) for each in Lane]
        sample = TrendSample(
            customers_out=figures.customers_out,
            outages=figures.outages,
            planned=figures.planned,
            orders={face.lane.value: face.open for face in faces if face.sourced},
            breached={
                face.lane.value: face.breached for face in faces if face.sourced and face.breached is not None
            },
            at_least=figures.at_least,
            about=figures.about,
        )
        return [_fact(sample, ROOM, now)]


def _served(atlas: Atlas | None) -> tuple[int | None, int | None]:
    """Customers and areas of a network."""
    if atlas is None:
        return None, None
    areas = atlas.tables["areas"]
    customers = areas["customers"]
    return sum(map(int, customers)), areas.rows


def _hours(tables: Tables, now: float) -> list[Fact]:
    """The hours that have ended since the last one that was told."""
    told = max(tables.hours, default=-inf)
    said: list[Fact] = []
    for begin in tables.history.ended:
        hour = tables.history.hour(begin) if begin > told else None
        if hour is not None:
            places: dict[str, dict[str, int]] = {}
            for (region, name), customers in sorted(hour.most.items()):
                places.setdefault(region, {})[name] = customers
            said.append(_fact(TrendHour(hour=begin, minutes=hour.minutes, places=places), ROOM, now))
    return said


def _order_facts(tables: Tables, outage: Outage, now: float) -> list[Fact]:
    """The facts that the outage's restore order lacks."""
    key = order_key(outage.id)
    thing = tables.thing("order", key)
    standing = thing.aspects.get("stage") if thing else None
    order = tables.orders.get(key)
    taken = order is not None and order.taken
    followed = not taken and (standing is None or standing.source == ANALYST)
    asked = asked_by(outage, order, now, followed=followed)
    return [_fact(payload, key, now) for payload in asked]


def _as_fact(source: Source, state: SourceState) -> SourceFreshness:
    """The source's freshness as it stands, in the state that its age gives it."""
    reason = source.reason
    if state in (SourceState.LATE, SourceState.LOST) and reason is None:
        reason = Reason("source_silent")
    return SourceFreshness(
        state=state,
        title=source.title,
        attribution=source.attribution,
        last_fact_at=source.last_fact_at,
        last_poll_at=source.last_poll_at,
        expect_every=source.expect_every,
        flags=list(source.flags),
        reason=reason,
        records=source.records,
        bad_records=source.bad_records,
        dropped=source.dropped,
        lanes=list(source.lanes),
        kinds=list(source.kinds),
        replayed=source.replayed,
    )


def _fact(data: Payload, key: str, now: float) -> Fact:
    """A fact of the analyst's; its id is minted from what it says, so that it is the same in every run."""
    body = msgspec.json.encode(data, enc_hook=encode_instant, order="sorted")
    mark = hashlib.blake2b(f"{key}|{now:.3f}|".encode() + body, digest_size=8).hexdigest()
    return Fact(data, key, now, ANALYST, f"{spec_of(data).type}:{mark}", now)
