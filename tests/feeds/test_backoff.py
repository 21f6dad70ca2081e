"""Back-off: full jitter, for ever, reset only after healthy data, never a storm of connects."""

from random import Random

from feeds.backoff import Backoff, BackoffTimes


def test_that_waits_grow_to_the_ceiling_with_jitter() -> None:
    backoff = Backoff(BackoffTimes(), Random(1))
    waits = [backoff.failed(float(n), refused=False, barren=False) for n in range(200)]
    assert all(0.5 <= wait <= 15.0 for wait in waits)
    assert waits[0] <= 1.0
    assert max(waits[10:]) > 12.0
    assert min(waits[10:]) < 3.0


def test_that_only_thirty_seconds_of_health_reset_it() -> None:
    backoff = Backoff(BackoffTimes(), Random(2))
    for n in range(10):
        backoff.failed(float(n), refused=False, barren=False)
    backoff.healthy(100.0)
    backoff.healthy(129.0)
    assert max(backoff.failed(130.0, refused=False, barren=False) for _ in range(30)) > 5.0
    backoff.healthy(200.0)
    backoff.healthy(230.0)
    assert backoff.failed(231.0, refused=False, barren=False) <= 1.0
    backoff.reset()
    assert backoff.failed(231.0, refused=False, barren=False) <= 1.0


def test_that_refusals_wait_half_a_minute() -> None:
    assert Backoff(BackoffTimes(), Random(3)).failed(0.0, refused=True, barren=True) == 30.0


def test_that_a_server_that_accepts_and_closes_sees_ten_connects_a_minute_at_most() -> None:
    for seed in range(50):
        backoff = Backoff(BackoffTimes(ceiling=2.0), Random(seed))
        now, connects = 0.0, []
        while now < 600.0:
            connects.append(now)
            now += backoff.failed(now, refused=False, barren=True)
        busiest = max(sum(1 for c in connects if at <= c < at + 60.0) for at in connects)
        assert busiest <= 10
