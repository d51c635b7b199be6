"""Settings of the whole suite."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A shared machine pauses when it likes: no test is judged by the clock.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")
