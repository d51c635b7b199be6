"""When a call is repeated, how long is waited before, and how many calls a second are made at all."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from accsyn.client.arguments import count, function, seconds
from accsyn.errors import (
    ArgumentError,
    ArgumentTypeError,
    BackendError,
    ConnectionFailed,
    RateLimited,
    RequestTimeout,
    TransportError,
)

_Answer = TypeVar("_Answer")

_FASTEST = 1_000_000  # calls a second: no limit that could be felt

UNAVAILABLE = frozenset({502, 503, 504})
"""The statuses that say that the server, for now, is not there."""


@dataclass(frozen=True)
class Retry:
    """The policy of repeating.

    A call that only reads is repeated after a failed connection, after 429, 502, 503 and 504. A call that writes is
    repeated only if the server surely did not act on it: no byte of it was sent, or the answer was 429. Nothing else
    is repeated: not a timeout of the answer, not a wrong certificate, not a refusal by a proxy.

    Attributes:
        attempts: How often a call is sent at most, the first time included.
        first_pause: Seconds before the first repetition, doubled for each further one.
        longest_pause: Seconds that are never exceeded by that. A server that wants more time than this is not asked
            again: the exception says how much.
        sleep: What waits.
        clock: Seconds of a clock that never goes back.
        chance: Numbers from 0 to 1; they shorten each pause by up to a half, so that clients do not march in step.

    Raises:
        ArgumentError: A number is of a wrong type, or too small; or a function is none.
    """

    attempts: int = 4
    first_pause: float = 0.5
    longest_pause: float = 30.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.monotonic, repr=False)
    chance: Callable[[], float] = field(default=random.random, repr=False)

    def __post_init__(self) -> None:
        count(self.attempts, "attempts", 1)
        seconds(self.first_pause, "first_pause", may_be_0=True)
        seconds(self.longest_pause, "longest_pause", may_be_0=True)
        for name in ("sleep", "clock", "chance"):
            function(getattr(self, name), name, "a function")

    def run(self, send: Callable[[], _Answer], *, reads: bool, deadline: float | None = None) -> _Answer:
        """Call until there is an answer, or an exception that repeating does not help.

        Args:
            send: Makes the call; raises `TransportError` or `BackendError`.
            reads: Whether the call changes nothing on the server.
            deadline: A moment of `clock` past which no repetition starts.

        Raises:
            TransportError, BackendError: The last one that `send` raised.
        """
        attempt = 1
        while True:
            try:
                return send()
            except (TransportError, BackendError) as error:
                pause = self._pause(error, attempt, reads=reads)
                if pause is None or (deadline is not None and self.clock() + pause >= deadline):
                    raise
            self.sleep(pause)
            attempt += 1

    def _pause(self, error: TransportError | BackendError, attempt: int, *, reads: bool) -> float | None:
        """Seconds to wait before the next attempt; None if there is none."""
        if attempt >= self.attempts or not helps(error, reads=reads):
            return None
        pause = min(self.longest_pause, self.first_pause * 2.0 ** min(attempt - 1, 60))
        pause *= 1 - self.chance() / 2
        wanted = error.retry_after if isinstance(error, BackendError) else None
        if wanted is None:
            return pause
        return None if wanted > self.longest_pause else max(pause, wanted)


def helps(error: TransportError | BackendError, *, reads: bool) -> bool:
    """Whether a call that failed so may be sent again, and might succeed then."""
    if isinstance(error, BackendError):
        return isinstance(error, RateLimited) or (reads and error.status in UNAVAILABLE)
    if not error.sent:
        return isinstance(error, (ConnectionFailed, RequestTimeout))
    return reads and isinstance(error, ConnectionFailed)


class RateLimit:
    """A limit of calls a second that holds over all threads: a bucket of tokens.

    Args:
        rate: Calls a second in the long run. 30 is what the documentation of accsyn names.
        burst: Calls that may come at once after a rest; 60 there.
        sleep: What waits.
        clock: Seconds of a clock that never goes back.

    Raises:
        ArgumentError: A number is of a wrong type, or makes no sense; or a function is none.
    """

    def __init__(
        self,
        rate: float = 30.0,
        burst: int = 60,
        *,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        if isinstance(rate, bool) or not isinstance(rate, int | float):
            raise ArgumentTypeError(f"rate is a number of calls a second, not {type(rate).__name__}")
        if not 0 < rate <= _FASTEST:
            raise ArgumentError(f"rate is a number of calls a second above 0, and {_FASTEST:,} at most")
        count(burst, "burst", 1, _FASTEST)
        function(sleep, "sleep", "a function")
        function(clock, "clock", "a function")
        self._rate = rate
        self._burst = float(burst)
        self._sleep = sleep
        self._clock = clock
        self._tokens = self._burst
        self._seen = clock()
        self._lock = threading.Lock()

    def acquire(self) -> float:
        """Wait until a call may be made; the seconds waited."""
        with self._lock:
            now = self._clock()
            self._tokens = min(self._burst, self._tokens + (now - self._seen) * self._rate)
            self._seen = now
            # A token is taken before there is one: who comes later waits longer, and nobody holds the lock meanwhile.
            self._tokens -= 1
            pause = max(0.0, -self._tokens / self._rate)
        if pause:
            self._sleep(pause)
        return pause
