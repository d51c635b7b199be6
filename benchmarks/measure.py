"""The clock: two contestants in turn, the best of several rounds each."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, NamedTuple, Protocol


class Supply(Protocol):
    """Where the texts of a contestant, or what else it works on, come from; see `benchmarks.queries`."""

    def take(self, count: int) -> Sequence[Any]:
        """So many of them."""


class Contestant(NamedTuple):
    """What is measured.

    Attributes:
        run: The work, called with one text.
        supply: The texts it is given.
        batch: How many texts it is given between two looks at the clock.
    """

    run: Callable[[Any], object]
    supply: Supply
    batch: int


def counts_processor_time() -> bool:
    """Whether the system counts the processor time of a process to the microsecond.

    Processor time does not run while another process has the core, so a busy machine falsifies it less.
    """
    return time.get_clock_info("process_time").resolution <= 1e-6


def compare(ours: Contestant, theirs: Contestant, rounds: int, seconds: float = 0) -> tuple[float, float]:
    """Measure two contestants in turn; who goes first changes from round to round.

    Args:
        ours: One of them.
        theirs: The other.
        rounds: How many rounds there are at least.
        seconds: How long it goes on at least, so that short rounds do not all fall into one bad moment of the machine.

    Returns:
        The best round of each, in seconds a text.
    """
    clock = time.process_time if counts_processor_time() else time.perf_counter
    for contestant in (ours, theirs):
        _time(contestant, clock)  # imports, tables and compiled expressions are made here
    # Garbage is collected as in any program, but not what was imported for the comparison.
    gc.collect()
    gc.freeze()
    best = [float("inf"), float("inf")]
    contestants = (ours, theirs)
    try:
        start = time.monotonic()
        for number in count():
            if number >= rounds and time.monotonic() - start >= seconds:
                break
            for place in (0, 1) if number % 2 == 0 else (1, 0):
                best[place] = min(best[place], _time(contestants[place], clock))
    finally:
        gc.unfreeze()
    return best[0], best[1]


def _time(contestant: Contestant, clock: Callable[[], float]) -> float:
    run = contestant.run
    texts = contestant.supply.take(contestant.batch)
    start = clock()
    for text in texts:
        run(text)
    return (clock() - start) / len(texts)
