"""How much is measured."""

from __future__ import annotations

from typing import NamedTuple


class Effort(NamedTuple):
    """How much is measured.

    Attributes:
        rounds: Rounds of a comparison of two contestants, at least.
        seconds: How long a comparison lasts, at least.
        processes: Fresh processes of each kind.
        million: Comparisons in the longest query.
        memory: Comparisons in the query whose memory is counted.
        records: Records that are filtered.
    """

    rounds: int
    seconds: float
    processes: int
    million: int
    memory: int
    records: int = 200_000


FULL = Effort(rounds=60, seconds=1.5, processes=10, million=1_000_000, memory=100_000)
QUICK = Effort(rounds=3, seconds=0, processes=2, million=20_000, memory=10_000, records=2_000)
