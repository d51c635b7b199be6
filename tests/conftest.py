"""Settings of the whole suite."""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, settings

# A shared machine pauses when it likes: no test is judged by the clock.
# `make test` tries some examples of each property, the same ones each time: a change is judged by what it changes. New
# examples, and more of them, are the matter of `make fuzz`.
_QUIET = [HealthCheck.too_slow]
settings.register_profile("default", max_examples=25, deadline=None, derandomize=True, suppress_health_check=_QUIET)
settings.register_profile("campaign", max_examples=200, deadline=None, suppress_health_check=_QUIET)
settings.load_profile("default")


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c() -> None:
    """A shell starts what runs in the background with SIGINT ignored, and so do we start ours: tests press Ctrl-C."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
