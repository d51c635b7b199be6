"""Workspaces for tests: in memory, their time standing still until it is moved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timezone

import pytest

from accsyn.local import Workspace

START = datetime(2026, 1, 22, 12, tzinfo=timezone.utc)


@pytest.fixture
def ws() -> Iterator[Workspace]:
    """A workspace whose clock only tests move."""
    with Workspace(start=START, frozen=True, seed=1, rate=1_000_000) as workspace:
        yield workspace
