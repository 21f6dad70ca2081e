"""One outage as the town's outage system keeps it."""

from random import Random

from feeds.sim.chance import chance
from feeds.sim.fault import Fault
from feeds.sim.supply import Held
from wallboard.domain.terms import OutageStage

SOURCE = "oms"


class Case:
    """One outage as the outage system keeps it."""

    def __init__(self, seed: int, fault: Fault, number: str, dark_since: float) -> None:
        self.fault = fault
        self.number = number
        self.key = f"{SOURCE}/{number}"
        self.dark_since = dark_since
        self.raised_at = 0.0
        self.first_area = -1  # row of the area that was heard of first
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
        self.work_left = fault.work  # s on site
        self.pulled = False  # a crew was taken off it
        self.cut_off_until = 0.0  # epoch s; no road led there
        self.arrived_at: float | None = None
        self.mends_at: float | None = None
        self.mended_at: float | None = None
        self.van = ""
        self.looked_at = False  # only judged: a crew is to see what is so
        self.guess: Held | None = None  # and so many are believed to be dark
        self.dice: Random = chance(seed, "case", fault.id)

    @property
    def known(self) -> bool:
        """The device is worked out, not only suspected."""
        return self.stage not in (None, OutageStage.SUSPECTED)
