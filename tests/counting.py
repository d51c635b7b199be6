"""Work counted in calls, so that the clock need not be asked."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from types import FrameType


def count_calls(call: Callable[[], object]) -> int:
    """How many calls a call makes, of Python functions and of C functions.

    The garbage collector rests meanwhile: when it runs depends on what ran before, and it calls back (Hypothesis hangs
    a clock there), which would count.
    """
    calls = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    collects, before = gc.isenabled(), sys.getprofile()
    gc.disable()
    sys.setprofile(seen)
    try:
        call()
    finally:
        sys.setprofile(before)
        if collects:
            gc.enable()
    return calls
