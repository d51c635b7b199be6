"""When calls are repeated and how long is waited, on a clock of the test's own."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.client.retries import RateLimit, Retry, helps
from accsyn.errors import (
    AuthenticationError,
    BackendError,
    CertificateError,
    ConnectionFailed,
    InvalidAnswer,
    PermissionDenied,
    ProxyError,
    RateLimited,
    RequestTimeout,
    TransportError,
)


class Clock:
    """A clock that goes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def retry(clock: Clock, chance: float = 0.0, **settings: float) -> Retry:
    """A policy on a clock; with a chance of 0 no pause is shortened."""
    return Retry(sleep=clock.sleep, clock=clock, chance=lambda: chance, **settings)  # type: ignore[arg-type]  # a row's


def failing(*errors: Exception) -> tuple[list[int], object]:
    """A call that fails like this and then succeeds, and its counter."""
    calls: list[int] = []
    left = list(errors)

    def send() -> str:
        calls.append(1)
        if left:
            raise left.pop(0)
        return "answer"

    return calls, send


UNSENT, SENT = False, True


@pytest.mark.parametrize(
    ("error", "reading", "writing"),
    [
        (ConnectionFailed("x", UNSENT), True, True),
        (ConnectionFailed("x", SENT), True, False),
        (RequestTimeout("x", UNSENT), True, True),
        (RequestTimeout("x", SENT), False, False),
        (ProxyError("x", UNSENT), False, False),
        (CertificateError("x", UNSENT), False, False),
        (TransportError("x", UNSENT), False, False),
        (RateLimited("x", 429), True, True),
        (BackendError("x", 502), True, False),
        (BackendError("x", 503), True, False),
        (BackendError("x", 504), True, False),
        (BackendError("x", 500), False, False),
        (BackendError("x", 404), False, False),
        (BackendError("x"), False, False),
        (AuthenticationError("x", 401), False, False),
        (PermissionDenied("x", 403), False, False),
        (InvalidAnswer("x", 200), False, False),
    ],
)
def test_what_is_repeated(error: TransportError | BackendError, reading: bool, writing: bool) -> None:
    """Reading after what may pass; writing only after what surely did nothing."""
    for reads, expected in ((True, reading), (False, writing)):
        assert helps(error, reads=reads) is expected
        clock = Clock()
        calls, send = failing(error)
        if expected:
            assert retry(clock).run(send, reads=reads) == "answer"  # type: ignore[arg-type]  # a callable
            assert (len(calls), clock.slept) == (2, [0.5])
        else:
            with pytest.raises(type(error)) as caught:
                retry(clock).run(send, reads=reads)  # type: ignore[arg-type]  # a callable
            assert caught.value is error
            assert (len(calls), clock.slept) == (1, [])


@pytest.mark.parametrize(
    ("settings", "chance", "expected"),
    [
        ({}, 0.0, [0.5, 1.0, 2.0]),
        ({"attempts": 8}, 0.0, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0]),
        ({"attempts": 8}, 1.0, [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0]),
        ({"attempts": 3, "first_pause": 4.0, "longest_pause": 5.0}, 0.5, [3.0, 3.75]),
        ({"attempts": 1}, 0.0, []),
    ],
)
def test_pauses_double_up_to_a_limit(settings: dict[str, float], chance: float, expected: list[float]) -> None:
    """And chance takes up to a half of each."""
    clock = Clock()
    calls, send = failing(*(ConnectionFailed("x", SENT) for _ in range(99)))
    with pytest.raises(ConnectionFailed):
        retry(clock, chance, **settings).run(send, reads=True)  # type: ignore[arg-type]  # a callable
    assert clock.slept == expected
    assert len(calls) == len(expected) + 1


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [(None, [0.5]), (0.0, [0.5]), (0.1, [0.5]), (3.0, [3.0]), (30.0, [30.0]), (30.5, None), (3600.0, None)],
)
@pytest.mark.parametrize("reads", [True, False])
def test_the_servers_wish_is_kept(wanted: float | None, expected: list[float] | None, reads: bool) -> None:
    """Never sooner than it says; if it says too much, the caller hears about it at once."""
    clock = Clock()
    _, send = failing(RateLimited("slow down", 429, wanted))
    if expected is None:
        with pytest.raises(RateLimited) as caught:
            retry(clock).run(send, reads=reads)  # type: ignore[arg-type]  # a callable
        assert caught.value.retry_after == wanted
    else:
        retry(clock).run(send, reads=reads)  # type: ignore[arg-type]  # a callable
    assert clock.slept == (expected or [])


def test_no_repetition_past_the_deadline() -> None:
    """A pause that would end at or after the deadline is not begun."""
    clock = Clock()
    calls, send = failing(*(ConnectionFailed("x", SENT) for _ in range(99)))
    with pytest.raises(ConnectionFailed):
        retry(clock, attempts=50).run(send, reads=True, deadline=clock.now + 3.5)  # type: ignore[arg-type]  # a callable
    assert clock.slept == [0.5, 1.0]
    assert len(calls) == 3


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(), ValueError("x")])
def test_other_exceptions_pass(error: BaseException) -> None:
    """Ctrl-C is not a failed connection."""

    def send() -> None:
        raise error

    clock = Clock()
    with pytest.raises(type(error)):
        retry(clock).run(send, reads=True)
    assert clock.slept == []


def test_without_repetition() -> None:
    """The policy of one attempt is one attempt, and many attempts do not overflow."""
    calls, send = failing(ConnectionFailed("x", UNSENT))
    with pytest.raises(ConnectionFailed):
        Retry(attempts=1).run(send, reads=True)  # type: ignore[arg-type]  # a callable
    assert len(calls) == 1
    clock = Clock()
    _, send = failing(*(ConnectionFailed("x", UNSENT) for _ in range(1999)))
    assert retry(clock, attempts=2000).run(send, reads=True) == "answer"  # type: ignore[arg-type]  # a callable
    assert max(clock.slept) == 30.0


def test_rate_limit_is_a_bucket() -> None:
    """A burst at once, then one call each thirtieth of a second; rest fills the bucket, and no more than it."""
    clock = Clock()
    limit = RateLimit(sleep=clock.sleep, clock=clock)
    assert [limit.acquire() for _ in range(60)] == [0.0] * 60
    assert [limit.acquire() for _ in range(3)] == pytest.approx([1 / 30] * 3)
    clock.now += 1000
    assert [limit.acquire() for _ in range(60)] == [0.0] * 60
    assert limit.acquire() == pytest.approx(1 / 30)


@given(st.lists(st.floats(min_value=0, max_value=3), max_size=300))
def test_no_window_has_more_than_rate_and_burst(rests: list[float]) -> None:
    """Whenever calls are made, any stretch of time sees at most the burst and its share of the rate."""
    clock = Clock()
    limit = RateLimit(30, 5, sleep=clock.sleep, clock=clock)
    moments = []
    for rest in rests:
        clock.now += rest / 50
        limit.acquire()
        moments.append(clock.now)
    for first in range(0, len(moments), 7):
        for last in range(first, len(moments), 5):
            assert last - first + 1 <= 5 + 30 * (moments[last] - moments[first]) + 1.001


def test_rate_limit_over_threads() -> None:
    """Those who come at the same time wait one after another: pauses are given out in steps."""
    pauses: list[float] = []
    limit = RateLimit(10, 1, sleep=pauses.append, clock=lambda: 0.0)
    threads = [threading.Thread(target=limit.acquire) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(pauses) == pytest.approx([step / 10 for step in range(1, 20)])


@pytest.mark.parametrize(("rate", "burst"), [(0, 1), (-1, 1), (float("inf"), 1), (float("nan"), 1), (30, 0)])
def test_rate_limits_must_make_sense(rate: float, burst: int) -> None:
    """Others are refused."""
    with pytest.raises(ValueError, match=r"rate is a number of calls a second above 0|burst is at least 1"):
        RateLimit(rate, burst)
