"""What the room's hub has only judged: somebody is sent there, sees what is so, and the desk says it.

What stands of it is a fault that nobody had reported, a part of an outage that is known, or nothing. Whatever
is found, the words are those of a desk: confirmed at its device, part of another, or none.
"""

from collections.abc import Callable, Mapping

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import SOURCE, Case
from feeds.sim.chance import between, chance
from feeds.sim.crews import Crews
from feeds.sim.desk import OutageDesk
from feeds.sim.fate import Fate
from feeds.sim.fault import KIND, Fault
from feeds.sim.ground import Ground
from feeds.sim.hearing import Hearing
from feeds.sim.plane import Point
from feeds.sim.supply import Held, Supply
from wallboard.domain.confirming import words
from wallboard.domain.outages import OutageAlias
from wallboard.domain.terms import DeviceKind, OutageStage

SENT_AFTER = (300.0, 720.0)
"""Seconds for which a desk looks at what was judged before it does anything."""
LOOKS_AGAIN = 600.0
"""Seconds between two looks at what waits for a crew: another outage may have been found to hold it."""
REACHED = 0.8
"""Of those who called from within an area, whom a call back reaches; who has supply says so."""
LOOKS = (360.0, 1200.0)
"""Seconds on site until a crew knows."""
CALLED_BACK, LIT, OWN = "回访用户,供电正常", "现场供电正常", "现场供电正常,属客户侧故障"
"""What the desk and its crew say where nothing is wrong with the network."""


class Inquiries:
    """Follows what a room asks to be looked at. hearing: knows who called for his own breaker; adopted: told
    of a fault that has become an outage by what a crew saw."""

    def __init__(
        self,
        seed: int,
        agenda: Agenda,
        outbox: Outbox,
        ground: Ground,
        supply: Supply,
        fate: Fate,
        desk: OutageDesk,
        crews: Crews,
        hearing: Hearing,
        adopted: Callable[[Case], None],
    ) -> None:
        self._seed, self._agenda, self._outbox = seed, agenda, outbox
        self._ground, self._supply, self._fate = ground, supply, fate
        self._desk, self._crews = desk, crews
        self._hearing, self._adopted = hearing, adopted
        self._asked: dict[str, Case] = {}
        self._areas: dict[str, list[int]] = {}  # that hang behind what is looked at, until it is over

    def look(self, key: str, args: Mapping[str, str]) -> None:
        """Somebody is to see what is at a device; nothing where that was asked before, or nobody knows it."""
        kind, device = self._ground.named.get(args.get("device", ""), ("", ""))
        if key in self._asked or not kind:
            return
        areas, edge = self._behind(kind, device)
        if not areas:
            return
        service = args.get("kind") == DeviceKind.SERVICE
        kind, customers = "service" if service else kind, max(1, int(args.get("customers", "0")))
        fault = self._as_fault(key, kind, device, areas, edge, customers)
        case = self._asked[key] = Case(self._seed, fault, "", self._agenda.now)
        case.key, case.looked_at = key, True
        case.guess = Held(customers, len(areas), int(args.get("key_customers", "0")))
        case.work_left = fault.work
        self._areas[key] = areas
        self._agenda.after(between(case.dice, *SENT_AFTER), self._decide, case)

    def _decide(self, case: Case) -> None:
        """Who called for a few customers is called back; for the rest a crew is asked for."""
        areas = self._areas.get(case.key)
        if areas is None or self._part_of_known(case, areas):
            return
        reached = case.fault.service > 0 and case.dice.random() < REACHED
        if reached and self._found(areas) is None:
            self._none(case, CALLED_BACK)
        else:
            self._crews.offer(case)
            self._agenda.after(LOOKS_AGAIN, self._look_again, case)

    def _look_again(self, case: Case) -> None:
        """What a desk sees of it while it waits for a crew."""
        areas = self._areas.get(case.key)
        if areas is not None and not (self._part_of_known(case, areas) or case.crew):
            self._agenda.after(LOOKS_AGAIN, self._look_again, case)

    def _part_of_known(self, case: Case, areas: list[int]) -> bool:
        """Whether a desk sees that it lies behind what a known outage has opened; then it says so."""
        found = self._found(areas)
        if found is None or not found.known or case.crew:
            return False
        self._join(case, found)
        self._crews.call_off(case)
        return True

    def _join(self, case: Case, found: Case) -> None:
        self._over(case)
        self._outbox.say(SOURCE, case.key, OutageAlias(other=found.key, how="merged"))

    def leave(self, key: str) -> None:
        """It is over before anybody has seen it: power is back, or it is part of another outage."""
        if self._areas.pop(key, None) is not None:
            self._asked[key].mended_at = self._agenda.now
            self._crews.call_off(self._asked[key])

    def seen(self, case: Case) -> Case | None:
        """The crew on site knows. Returns what it goes on with, if anything."""
        areas = self._areas.get(case.key)
        if areas is None:
            return None
        found = self._found(areas)
        if found is None:
            self._none(case, LIT if self._hearing.own_breakers.isdisjoint(areas) else OWN)
            return None
        if found.number:
            self._join(case, found)
        else:
            self._over(case)
            self._say(case, found.fault, OutageStage.CONFIRMED)
            self._desk.adopt(found, case.key, areas[0])
            self._adopted(found)
        return found

    def _none(self, case: Case, said: str) -> None:
        """There is no outage, and whoever found that out says so."""
        self._over(case)
        self._say(case, case.fault, OutageStage.CANCELLED, said)

    def _over(self, case: Case) -> None:
        del self._areas[case.key]
        case.mended_at = self._agenda.now

    def _say(self, case: Case, fault: Fault, stage: OutageStage, said: str = "") -> None:
        now = self._agenda.now
        for word in words(KIND[fault.kind], fault.device, fault.name, stage, now, said):
            self._outbox.say(SOURCE, case.key, word)

    def _found(self, areas: list[int]) -> Case | None:
        """The outage that keeps most of these customers dark."""
        dark: dict[str, int] = {}
        for area in areas:
            for fault in self._supply.faults_of(area):
                dark[fault] = dark.get(fault, 0) + self._supply.share(area, fault)
        cases = self._desk.cases
        held = [(n, fault) for fault, n in dark.items() if n and fault in cases]
        return cases[max(held)[1]] if held else None

    def _behind(self, kind: str, device: str) -> tuple[list[int], int]:
        """The areas behind a device, and the edge that it opens."""
        ground = self._ground
        if kind == "area":
            row = ground.areas.id.index(device)
            return [row], ground.areas.edge[row]
        ids = ground.feeders.id if kind == "feeder" else ground.devices.id
        edge = self._fate.first_behind(kind, ids.index(device))
        return ([], edge) if edge < 0 else (self._fate.areas_behind(edge), edge)

    def _as_fault(
        self, key: str, kind: str, device: str, areas: list[int], edge: int, customers: int
    ) -> Fault:
        """What the crew is sent for, in the shape of a fault; it never stands in the network."""
        assert kind in ("feeder", "lateral", "area", "service")
        ground, home = self._ground, areas[0]
        where: Point = ground.middle(edge) if kind in ("feeder", "lateral") else ground.areas.point[home]
        table = {"feeder": ground.feeders, "lateral": ground.devices}.get(kind, ground.areas)
        dice = chance(self._seed, "look", key)
        return Fault(
            f"look/{key}",
            kind,
            edge,
            home if kind in ("area", "service") else -1,
            ground.areas.line[home],
            home,
            device,
            table.name[table.id.index(device)],
            self._agenda.now,
            between(dice, *LOOKS),
            "",
            where,
            service=customers if kind == "service" else 0,
        )
