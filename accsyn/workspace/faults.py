"""What goes wrong on purpose, so that a script can be tested against it."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal


@dataclass(frozen=True)
class Fault:
    """One kind of trouble.

    Attributes:
        operation: Which operations, such as ``transfer/find`` or ``*/create``; ``*`` for all, ``login`` for the login.
        count: How often it happens; None for always.
        probability: Of each request that fits.
        skip: How many requests that fit go well before.
        delay: Seconds to wait before anything else.
        status: The HTTP status to answer instead; None to go on.
        retry_after: Seconds that the answer tells the client to wait.
        message: What the answer says.
        drop: Break the connection: ``before`` the operation, or ``after`` it was carried out; None to go on.
        expire: Whether the session ends first.
    """

    operation: str = "*"
    count: int | None = 1
    probability: float = 1.0
    skip: int = 0
    delay: float = 0.0
    status: int | None = None
    retry_after: float | None = None
    message: str = "this fault was asked for"
    drop: Literal["before", "after"] | None = None
    expire: bool = False


class Faults:
    """The faults of a workspace. May be used by several threads.

    Args:
        seed: Makes probabilities come out the same each time.
    """

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._chance = random.Random(seed)  # noqa: S311 - faults that can be repeated
        self._faults: list[list[object]] = []

    def add(
        self,
        operation: str = "*",
        *,
        count: int | None = 1,
        probability: float = 1.0,
        skip: int = 0,
        delay: float = 0.0,
        status: int | None = None,
        retry_after: float | None = None,
        message: str = "this fault was asked for",
        drop: Literal["before", "after"] | None = None,
        expire: bool = False,
    ) -> Fault:
        """Add a fault; see `Fault` for the arguments.

        Raises:
            ValueError: It would do nothing, or an argument is out of its range.
        """
        fault = Fault(operation, count, probability, skip, delay, status, retry_after, message, drop, expire)
        if not (delay or status or drop or expire):
            raise ValueError("a fault needs one of delay, status, drop, expire")
        if not 0 <= probability <= 1 or (count is not None and count < 1) or skip < 0 or delay < 0:
            raise ValueError("probability goes from 0 to 1, count from 1, skip and delay from 0")
        if drop not in (None, "before", "after") or (status is not None and not 200 <= status <= 599):
            raise ValueError("drop is 'before' or 'after', status an HTTP status from 200 to 599")
        with self._lock:
            self._faults.append([fault, count, skip])
        return fault

    def clear(self) -> None:
        """Let everything go well again."""
        with self._lock:
            self._faults.clear()

    def next(self, operation: str) -> Fault | None:
        """The fault for a request, which counts as one of its times."""
        with self._lock:
            for entry in self._faults:
                fault, left, skip = entry
                if not isinstance(fault, Fault) or not fnmatchcase(operation.lower(), fault.operation.lower()):
                    continue
                if isinstance(skip, int) and skip:
                    entry[2] = skip - 1
                    continue
                if fault.probability < 1 and self._chance.random() >= fault.probability:
                    continue
                if isinstance(left, int):
                    entry[1] = left - 1
                    if left == 1:
                        self._faults.remove(entry)
                return fault
        return None
