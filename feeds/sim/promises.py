"""Restoration times of a case: given, revised (mostly later), entered for 95598 and told."""

import math

from feeds.sim.agenda import Agenda, Outbox
from feeds.sim.case import SOURCE, Case
from feeds.sim.chance import between, skewed
from wallboard.domain.outages import OutageEtr
from wallboard.domain.plans import Told, ToldEntered
from wallboard.domain.terms import OutageStage

TYPICAL: dict[str, float] = {"feeder": 70.0, "lateral": 60.0, "area": 50.0, "service": 45.0}
"""First, calculated restoration time by class, minutes from the prediction."""


class Promises:
    """Gives and revises restoration times; the service side enters and tells them some minutes later."""

    def __init__(self, agenda: Agenda, outbox: Outbox) -> None:
        self._agenda, self._outbox = agenda, outbox

    def first(self, case: Case, factor: float) -> None:
        """A calculated time by class, ``factor`` times the usual one."""
        minutes = TYPICAL[case.fault.kind] * factor
        self._set(case, self._agenda.now + minutes * 60.0, by_person=False)

    def estimate(self, case: Case) -> None:
        """The crew's own estimate: mostly too hopeful, in steps of five minutes."""
        if case.mends_at is None or case.mended_at is not None:
            return
        left = case.mends_at - self._agenda.now
        hope = left * between(case.dice, 0.55, 1.02)
        self._set(case, self._agenda.now + max(hope, 600.0), by_person=True)

    def put_off(self, case: Case) -> None:
        """Nobody works on it any more: a later time, calculated."""
        if case.etr is not None and case.mended_at is None and case.mends_at is None:
            later = max(case.etr, self._agenda.now) + between(case.dice, 1800, 7200)
            self._set(case, later, by_person=False)

    def _set(self, case: Case, etr: float, *, by_person: bool) -> None:
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
            self.enter(case)
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
            self._set(case, max(later, case.etr + 600.0), by_person=True)
        else:
            waited = self._agenda.now - case.raised_at  # who has waited long is not put off by minutes
            later = max(between(case.dice, 1500, 3600), waited * between(case.dice, 0.4, 0.9))
            self._set(case, case.etr + later, by_person=False)

    def enter(self, case: Case) -> None:
        """Entered for 95598 some minutes later, told some minutes after that; once a version."""
        if case.entered == case.revision:
            return
        case.entered = case.revision
        wait = skewed(case.dice, 200, 0.5, 60, 900)
        self._agenda.after(wait, self._entered, case, case.revision)
        if case.dice.random() < 0.9:
            wait += skewed(case.dice, 260, 0.7, 60, 2400)
            self._agenda.after(wait, self._told, case, case.revision)

    def restored(self, case: Case) -> None:
        """That the light is back is entered and told too: mostly, and in its own time."""
        wait = skewed(case.dice, 170, 0.5, 50, 900)
        self._agenda.after(wait, self._entered_restored, case)
        if case.dice.random() < 0.85:
            self._agenda.after(wait + skewed(case.dice, 220, 0.7, 45, 1800), self._told_restored, case)

    def _entered_restored(self, case: Case) -> None:
        now = self._agenda.now
        data = ToldEntered(entered_at=now, etr_revision=case.revision, restored=True)
        self._outbox.say("95598", case.key, data)

    def _told_restored(self, case: Case) -> None:
        told = max(1, round(case.served * between(case.dice, 0.82, 1.0)))
        data = Told(
            told_at=self._agenda.now,
            customers=told,
            etr_revision=case.revision,
            channel="sms",
            delivered=round(told * 0.97),
            restored=True,
        )
        self._outbox.say("95598", case.key, data)

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
