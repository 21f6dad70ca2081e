"""The town's outage system: from the first word of an outage to its close, as claims."""

import math
from random import Random

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.chance import between, chance, skewed
from feeds.sim.fate import KIND, Fault
from feeds.sim.geography import Area, Town
from feeds.sim.plane import Point, degrees
from feeds.sim.supply import Held, Supply
from wallboard.domain.outages import (
    OutageDevice,
    OutageEtr,
    OutageExtent,
    OutageStageClaim,
    OutageSupply,
)
from wallboard.domain.plans import Told, ToldEntered
from wallboard.domain.terms import DeviceKind, OutageNature, OutageStage
from wallboard.domain.terms import Supply as SupplyWord

SOURCE = "oms"

TYPICAL: dict[str, float] = {"feeder": 70.0, "lateral": 60.0, "area": 50.0, "service": 45.0}
"""First, calculated restoration time by class, minutes from the prediction."""

ORDER = list(OutageStage)


class Case:
    """One outage as the outage system keeps it."""

    def __init__(self, seed: int, fault: Fault, number: str, dark_since: float) -> None:
        self.fault = fault
        self.number = number
        self.key = f"{SOURCE}/{number}"
        self.dark_since = dark_since
        self.raised_at = 0.0
        self.first_area = ""
        self.stage: OutageStage | None = None
        self.heard: dict[str, int] = {}
        self.served = 0  # customers ever counted under it
        self.out = 0
        self.etr: float | None = None
        self.etr_first: float | None = None
        self.revision = 0
        self.by_person = False
        self.entered = -1  # the last ETR version that was entered for 95598
        self.crew = ""
        self.arrived_at: float | None = None
        self.mends_at: float | None = None
        self.mended_at: float | None = None
        self.van = ""
        self.dice: Random = chance(seed, "case", fault.id)

    @property
    def known(self) -> bool:
        """The device is worked out, not only suspected."""
        return self.stage not in (None, OutageStage.SUSPECTED)


class OutageDesk:
    """Raises outages from what is heard and follows them to their end. Says everything as ``oms``."""

    def __init__(self, seed: int, agenda: Agenda, outbox: Outbox, town: Town, supply: Supply) -> None:
        self._seed, self._agenda, self._outbox = seed, agenda, outbox
        self._town, self._supply = town, supply
        self.cases: dict[str, Case] = {}
        self._count = 0

    def open_case(self, fault: Fault) -> Case:
        """The case of a fault whose customers have just gone dark; nothing is known of it yet."""
        case = self.cases[fault.id] = Case(self._seed, fault, "", self._agenda.now)
        return case

    def hear(self, case: Case, kind: str, area: str, n: int) -> bool:
        """Evidence of an outage. Returns whether this was the first word of it."""
        if case.mended_at is not None:
            return False
        first = not case.heard
        case.heard[kind] = case.heard.get(kind, 0) + n
        if first:
            self._raise(case, area)
        if case.stage is OutageStage.SUSPECTED:
            self._weigh(case, kind)
        return first

    def _raise(self, case: Case, area: str) -> None:
        self._count += 1
        case.number = f"O{self._count:04d}"
        case.key = f"{SOURCE}/{case.number}"
        case.raised_at, case.first_area = self._agenda.now, area
        if case.fault.kind == "feeder":
            self._predict(case)
            return
        self._say_stage(case, OutageStage.SUSPECTED)
        self._say_extent(case)
        self._say_device(case)
        if case.fault.kind == "service":  # a call back, unless the crew is quicker
            self._agenda.after(between(case.dice, 480, 900), self._confirm, case)

    def _weigh(self, case: Case, kind: str) -> None:
        """Two calls, or meters after their hold, make a suspicion a prediction (domain 5.4)."""
        if case.fault.kind == "service":
            if case.heard.get("call", 0) >= 2:
                self._agenda.after(between(case.dice, 20, 90), self._predict, case)
        elif kind == "meter_off" and case.heard[kind] == 1:
            self._agenda.after(between(case.dice, 60, 150), self._predict, case)
        elif case.heard.get("call", 0) == 2:
            self._agenda.after(between(case.dice, 30, 120), self._predict, case)

    def _predict(self, case: Case) -> None:
        if case.known or case.mended_at is not None:
            return
        self._say_stage(case, OutageStage.PREDICTED)
        self._say_extent(case)
        self._say_device(case)
        self._agenda.after(between(case.dice, 150, 540), self._confirm, case)
        if case.dice.random() < 0.85:
            minutes = TYPICAL[case.fault.kind] * between(case.dice, 0.85, 1.15)
            self._set_etr(case, self._agenda.now + minutes * 60.0, by_person=False)

    def _confirm(self, case: Case) -> None:
        if case.mended_at is not None or case.stage not in (OutageStage.SUSPECTED, OutageStage.PREDICTED):
            return
        self._say_stage(case, OutageStage.CONFIRMED)
        self._say_extent(case)
        self._say_device(case)
        self._enter(case)
        if case.etr is None and case.dice.random() < 0.7:
            self._set_etr(case, self._agenda.now + TYPICAL[case.fault.kind] * 60.0, by_person=False)

    def arrived(self, case: Case, mends_at: float) -> None:
        """The crew is on site: confirmed if it was not, and a person's restoration time soon."""
        case.arrived_at, case.mends_at = self._agenda.now, mends_at
        self._confirm(case)
        self._agenda.after(between(case.dice, 240, 720), self._estimate, case)

    def _estimate(self, case: Case) -> None:
        """The crew's own estimate: mostly too hopeful, in steps of five minutes."""
        if case.mends_at is None or case.mended_at is not None:
            return
        left = case.mends_at - self._agenda.now
        hope = left * between(case.dice, 0.65, 1.12)
        self._set_etr(case, self._agenda.now + max(hope, 600.0), by_person=True)

    def _set_etr(self, case: Case, etr: float, *, by_person: bool) -> None:
        etr = math.ceil(etr / 300.0) * 300.0
        if case.etr is not None and abs(etr - case.etr) < 1.0 and by_person == case.by_person:
            return
        previous, case.etr, case.by_person = case.etr, etr, by_person
        if case.etr_first is None:
            case.etr_first = etr
        else:
            case.revision += 1
        data = OutageEtr(
            etr=etr,
            calculated=not by_person,
            revision=case.revision,
            first=case.etr_first,
            previous=previous,
        )
        self._outbox.say(SOURCE, case.key, data)
        if case.stage is not OutageStage.PREDICTED:
            self._enter(case)
        margin = between(case.dice, 240, 900)
        self._agenda.at(max(etr - margin, self._agenda.now + 120.0), self._review, case, case.revision)

    def _review(self, case: Case, revision: int) -> None:
        """Shortly before the time given: a later one, unless the work is nearly done or nobody looks."""
        if case.mended_at is not None or case.revision != revision or case.etr is None:
            return
        if case.mends_at is not None and case.mends_at <= case.etr:
            return
        if case.dice.random() < 0.12:
            return
        if case.mends_at is not None:
            later = case.mends_at + between(case.dice, -300, 1500)
            self._set_etr(case, max(later, case.etr + 600.0), by_person=True)
        else:
            self._set_etr(case, case.etr + between(case.dice, 1500, 3600), by_person=False)

    def relieved(self, case: Case) -> None:
        """Some of its customers are back by switching."""
        if case.known:
            if case.stage is not OutageStage.PARTLY_RESTORED:
                self._say_stage(case, OutageStage.PARTLY_RESTORED)
            self.refresh(case)

    def refresh(self, case: Case) -> None:
        """What it holds has changed: say the extent anew once the device is known."""
        if case.known and case.mended_at is None:
            self._say_extent(case)

    def on_generator(self, case: Case, van: str, connected: bool) -> None:
        """A van feeds its customers meanwhile; that is not a restoration (d.132)."""
        word = SupplyWord.GENERATOR if connected else SupplyWord.RESTORED
        data = OutageSupply(supply=word, since=self._agenda.now, van=van if connected else "")
        self._outbox.say(SOURCE, case.key, data)

    def mended(self, case: Case) -> None:
        """The fault is gone: reported now, verified by the meters, then closed."""
        case.mended_at = self._agenda.now
        if case.stage is None:
            return  # nobody ever heard of it
        self._say_extent(case)
        self._say_stage(case, OutageStage.RESTORED_REPORTED)
        wait = skewed(case.dice, 540, 0.4, 240, 1500)
        self._agenda.after(wait, self._say_stage, case, OutageStage.RESTORED_VERIFIED)
        self._agenda.after(wait + between(case.dice, 300, 900), self._say_stage, case, OutageStage.CLOSED)

    def _enter(self, case: Case) -> None:
        """Entered for 95598 some minutes later, told some minutes after that; once a version."""
        if case.entered == case.revision:
            return
        case.entered = case.revision
        wait = skewed(case.dice, 200, 0.5, 60, 900)
        self._agenda.after(wait, self._entered, case, case.revision)
        if case.dice.random() < 0.9:
            wait += skewed(case.dice, 260, 0.7, 60, 2400)
            self._agenda.after(wait, self._told, case, case.revision)

    def _entered(self, case: Case, revision: int) -> None:
        if case.mended_at is None:
            self._outbox.say(
                "95598", case.key, ToldEntered(entered_at=self._agenda.now, etr_revision=revision)
            )

    def _told(self, case: Case, revision: int) -> None:
        if case.mended_at is not None or revision != case.revision:
            return
        told = round(case.out * between(case.dice, 0.82, 1.0))
        data = Told(
            told_at=self._agenda.now,
            customers=max(told, 1),
            etr_revision=revision,
            channel="sms",
            delivered=round(told * 0.97),
        )
        self._outbox.say("95598", case.key, data)

    def _say_stage(self, case: Case, stage: OutageStage) -> None:
        case.stage = stage
        self._outbox.say(SOURCE, case.key, OutageStageClaim(stage=stage, since=self._agenda.now))

    def _say_device(self, case: Case) -> None:
        fault = case.fault
        sure = case.stage is OutageStage.CONFIRMED
        if case.known:
            kind, device, name = KIND[fault.kind], fault.device, fault.name
            probability = None if sure else round(between(case.dice, 0.68, 0.96), 2)
        else:
            area = self._supply.area[case.first_area]
            kind, device, name = DeviceKind.TRANSFORMER_AREA, area.id, area.name
            probability = round(between(case.dice, 0.3, 0.5), 2)
        data = OutageDevice(kind=kind, device=device, name=name, probability=probability)
        self._outbox.say(SOURCE, case.key, data)

    def _say_extent(self, case: Case) -> None:
        """Where and whom: the suspected area's customers first, what the device holds once known."""
        fault = case.fault
        held = self._supply.held(fault)
        area = self._supply.area[case.first_area or fault.areas[0]]
        if not case.known:
            own = self._supply.shares(area.id).get(fault.id, 0)
            held = Held(1 if fault.service else own, 0 if fault.service else 1, int(bool(area.key_customer)))
        case.out = held.customers
        case.served = max(case.served, held.customers)
        where = fault.point if case.known else area.point
        self._outbox.say(SOURCE, case.key, self._extent(case, held, area, where))

    def _extent(self, case: Case, held: Held, area: Area, where: Point) -> OutageExtent:
        fault = case.fault
        lon, lat = degrees(where)
        sure = case.stage is not None and ORDER.index(case.stage) >= ORDER.index(OutageStage.CONFIRMED)
        return OutageExtent(
            nature=OutageNature.UNPLANNED,
            lon=lon,
            lat=lat,
            region=area.bureau,
            town=area.town,
            place=fault.name if case.known else area.name,
            feeder=self._town.feeder_names[fault.feeder],
            area_class=area.area_class,
            customers_out=held.customers,
            customers_served=case.served,
            customers_restored=max(0, case.served - held.customers),
            key_customers=held.key_customers,
            areas_out=held.areas,
            lines_out=int(fault.kind == "feeder" and held.customers > 0),
            cause=fault.cause if sure and case.arrived_at is not None else "",
            lang="zh",
            started_at=case.dark_since,
            reported_at=case.raised_at,
        )
