"""The outage system: from the first word of an outage to its close, as claims."""

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import SOURCE, Case
from feeds.sim.chance import between, skewed
from feeds.sim.claims import Claims
from feeds.sim.fault import Fault
from feeds.sim.ground import Ground
from feeds.sim.promises import Promises
from feeds.sim.supply import Supply
from wallboard.domain.terms import EvidenceKind, OutageStage


class OutageDesk:
    """Raises outages from what is heard and follows them to their end. Says everything as ``oms``."""

    def __init__(self, seed: int, agenda: Agenda, outbox: Outbox, ground: Ground, supply: Supply) -> None:
        self._seed, self._agenda = seed, agenda
        self.claims = Claims(agenda, outbox, ground, supply)
        self._promises = Promises(agenda, outbox)
        self.cases: dict[str, Case] = {}
        self._count = 0

    def open_case(self, fault: Fault) -> Case:
        """The case of a fault whose customers have just gone dark; nothing is known of it yet."""
        case = self.cases[fault.id] = Case(self._seed, fault, "", self._agenda.now)
        return case

    def case_of(self, key: str) -> Case | None:
        """The case of an outage by its id."""
        return next((case for case in self.cases.values() if key and case.key == key), None)

    def hear(self, case: Case, kind: str, area: int, n: int) -> bool:
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

    def _raise(self, case: Case, area: int) -> None:
        self._count += 1
        case.number = f"O{self._count:04d}"
        case.key = f"{SOURCE}/{case.number}"
        case.raised_at, case.first_area = self._agenda.now, area
        if case.heard.get("scada"):  # the device itself says that it is open
            self._predict(case)
            return
        self.claims.stage(case, OutageStage.SUSPECTED)
        self.claims.extent(case)
        self.claims.device(case)
        if case.fault.kind == "service":  # a call back, unless the crew is quicker
            self._agenda.after(between(case.dice, 480, 900), self._confirm, case)

    def _weigh(self, case: Case, kind: str) -> None:
        """A device, two calls, or meters after their hold make a suspicion a prediction (domain 5.4)."""
        if kind == "scada":
            self._predict(case)
        elif case.fault.kind == "service":
            if case.heard.get("call", 0) >= 2:
                self._agenda.after(between(case.dice, 20, 90), self._predict, case)
        elif kind == "meter_off" and case.heard[kind] == 1:
            self._agenda.after(between(case.dice, 60, 150), self._predict, case)
        elif case.heard.get("call", 0) == 2:
            self._agenda.after(between(case.dice, 30, 120), self._predict, case)

    def _predict(self, case: Case) -> None:
        if case.known or case.mended_at is not None:
            return
        self.claims.stage(case, OutageStage.PREDICTED)
        self.claims.extent(case)
        self.claims.device(case)
        self._agenda.after(between(case.dice, 150, 540), self._confirm, case)
        if case.dice.random() < 0.85:
            self._promises.first(case, between(case.dice, 0.85, 1.15))

    def _confirm(self, case: Case) -> None:
        if case.mended_at is not None or case.stage not in (OutageStage.SUSPECTED, OutageStage.PREDICTED):
            return
        self.claims.stage(case, OutageStage.CONFIRMED)
        self.claims.extent(case)
        self.claims.device(case)
        if case.arrived_at is None:
            self.claims.witness(case, EvidenceKind.OPERATOR)
        self._promises.enter(case)
        if case.etr is None and case.dice.random() < 0.7:
            self._promises.first(case, 1.0)

    def arrived(self, case: Case, mends_at: float) -> None:
        """The crew is on site: confirmed if it was not, and a person's restoration time soon."""
        case.arrived_at, case.mends_at = self._agenda.now, mends_at
        self._confirm(case)
        self.claims.witness(case, EvidenceKind.CREW_REPORT)
        self._agenda.after(between(case.dice, 240, 720), self._promises.estimate, case)

    def adopt(self, case: Case, key: str, area: int) -> None:
        """A crew has seen what nobody had reported: an outage under the number that the room gave it."""
        case.key, case.number = key, key.rpartition("/")[2]
        case.raised_at, case.first_area = self._agenda.now, area
        case.heard["crew"], case.arrived_at = 1, self._agenda.now
        case.stage = OutageStage.SUSPECTED
        self._confirm(case)

    def resumes(self, case: Case, mends_at: float) -> None:
        """The work goes on after a pause, under the next shift: it will be done later."""
        case.mends_at = mends_at
        self._agenda.after(between(case.dice, 240, 720), self._promises.estimate, case)

    def left(self, case: Case) -> None:
        """Its crew was taken off it: nobody knows when it will be mended, and the time given is put off."""
        case.mends_at, case.pulled = None, True
        self._agenda.after(between(case.dice, 300, 900), self._promises.put_off, case)

    def relieved(self, case: Case) -> None:
        """Some of its customers are back by switching."""
        if case.known:
            if case.stage is not OutageStage.PARTLY_RESTORED:
                self.claims.stage(case, OutageStage.PARTLY_RESTORED)
            self.refresh(case)

    def refresh(self, case: Case) -> None:
        """What it holds has changed: say the extent anew once the device is known."""
        if case.known and case.mended_at is None:
            self.claims.extent(case)

    def mended(self, case: Case) -> None:
        """The fault is gone: reported now, verified by the meters, then closed."""
        case.mended_at = self._agenda.now
        if case.stage is None:
            return  # nobody ever heard of it
        self.claims.extent(case)
        self.claims.stage(case, OutageStage.RESTORED_REPORTED)
        wait = skewed(case.dice, 540, 0.4, 240, 1500)
        self._agenda.after(wait, self.claims.stage, case, OutageStage.RESTORED_VERIFIED)
        self._agenda.after(wait + between(case.dice, 300, 900), self.claims.stage, case, OutageStage.CLOSED)
        if case.entered >= 0:
            self._promises.restored(case)
