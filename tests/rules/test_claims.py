"""Whose word stands: operator, outage system, crew, analyst; a person's ETR over a calculated one."""

from itertools import permutations

from wallboard.domain.facts import Fact
from wallboard.domain.outages import OutageEtr, OutageStageClaim
from wallboard.domain.terms import Claimant, OutageStage
from wallboard.rules.claims import standing, standing_stage


def stage(claimant: Claimant, at: float = 0.0) -> Fact:
    return Fact(OutageStageClaim(stage=OutageStage.CONFIRMED, claimant=claimant), "o", at, claimant.value)


def etr(claimant: Claimant, *, calculated: bool, at: float = 0.0) -> Fact:
    return Fact(OutageEtr(etr=1.0, calculated=calculated, claimant=claimant), "o", at, claimant.value)


def test_that_precedence_decides_in_whatever_order_the_claims_stand() -> None:
    ranked = [Claimant.OPERATOR, Claimant.OUTAGE_SYSTEM, Claimant.CREW, Claimant.ANALYST]
    for first in range(len(ranked)):
        for claims in permutations([stage(claimant, at) for at, claimant in enumerate(ranked[first:])]):
            found = standing(claims)
            assert found is not None
            assert found.source == ranked[first].value


def test_that_a_persons_etr_stands_above_a_calculated_one() -> None:
    found = standing([etr(Claimant.OUTAGE_SYSTEM, calculated=True), etr(Claimant.CREW, calculated=False)])
    assert found is not None
    assert found.source == "crew"


def test_that_between_equals_the_later_word_stands() -> None:
    found = standing([stage(Claimant.CREW, 1.0), stage(Claimant.CREW, 2.0)])
    assert found is not None
    assert found.at == 2.0


def test_that_no_claim_is_no_word() -> None:
    assert standing([]) is None


def said(claimant: Claimant, word: OutageStage, since: float) -> Fact:
    claim = OutageStageClaim(stage=word, claimant=claimant, since=since)
    return Fact(claim, "o", since, claimant.value)


def test_that_who_verifies_a_reported_restoration_is_heard_above_the_report() -> None:
    """Verified says no other word but more (domain 4.5); of an earlier report it says nothing of this one."""
    report = said(Claimant.OUTAGE_SYSTEM, OutageStage.RESTORED_REPORTED, 10.0)
    later, before = (said(Claimant.ANALYST, OutageStage.RESTORED_VERIFIED, at) for at in (15.0, 5.0))
    dark = said(Claimant.OUTAGE_SYSTEM, OutageStage.CONFIRMED, 10.0)
    assert standing_stage([report, later]) is later
    assert standing_stage([later, report]) is later
    assert standing_stage([report, before]) is report
    assert standing_stage([dark, later]) is dark
    assert standing_stage([]) is None


def test_that_light_that_is_back_follows_an_operator_s_confirmation_and_nothing_else_does() -> None:
    """Back says no other word but more; that there was none, or only a guess, is another word."""
    confirmed = said(Claimant.OPERATOR, OutageStage.CONFIRMED, 10.0)
    for word in (OutageStage.CANCELLED, OutageStage.SUSPECTED, OutageStage.UNLISTED):
        assert standing_stage([confirmed, said(Claimant.OUTAGE_SYSTEM, word, 15.0)]) is confirmed
        assert standing_stage([confirmed, said(Claimant.ANALYST, word, 15.0)]) is confirmed
    back = said(Claimant.OUTAGE_SYSTEM, OutageStage.RESTORED_REPORTED, 15.0)
    early = said(Claimant.OUTAGE_SYSTEM, OutageStage.RESTORED_REPORTED, 5.0)
    seen = said(Claimant.ANALYST, OutageStage.RESTORED_VERIFIED, 16.0)
    assert standing_stage([confirmed, back]) is back
    assert standing_stage([seen, back, confirmed]) is seen
    assert standing_stage([confirmed, early]) is confirmed
    denied = said(Claimant.OPERATOR, OutageStage.CANCELLED, 10.0)
    assert standing_stage([denied, back]) is denied
