"""What pytest loads by the entry point ``accsyn``: query test files as tests, and fixtures of a local workspace.

Each case of a query test file is an item. The fixtures are `accsyn_workspace` and `accsyn_session`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from accsyn.client.session import Session
    from accsyn.local import Workspace
    from accsyn.testing.query_tests import Case

# Written out: what reads these files is imported once there is one.
_SUFFIX = ".accsyn.toml"


@pytest.fixture
def accsyn_workspace() -> Iterator[Workspace]:
    """An `accsyn.Workspace` in memory, without sockets, new for each test."""
    from accsyn.local import Workspace

    with Workspace() as workspace:
        yield workspace


@pytest.fixture
def accsyn_session(accsyn_workspace: Workspace) -> Session:
    """An `accsyn.Session` of the workspace's admin."""
    return accsyn_workspace.session()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a query test file."""
    if not file_path.name.endswith(_SUFFIX):
        return None
    collector: pytest.Collector = QueryTestFile.from_parent(parent, path=file_path)
    return collector


class QueryTestFile(pytest.File):
    """A query test file."""

    def collect(self) -> Iterator[pytest.Item]:
        """The cases of the file.

        Raises:
            CollectError: The file is wrong.
        """
        from accsyn.errors import AccsynError
        from accsyn.testing.query_tests import load_tests

        try:
            cases = load_tests(self.path)
        except AccsynError as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            yield QueryTestItem.from_parent(self, name=case.name, case=case)


class QueryTestItem(pytest.Item):
    """A case of a query test file."""

    def __init__(self, *, case: Case, **others: Any) -> None:
        super().__init__(**others)
        self.case = case

    def runtest(self) -> None:
        """Run the case.

        Raises:
            QueryTestFailed: It came out otherwise than expected.
        """
        from accsyn.testing.running import run_case

        outcome = run_case(self.case)
        if not outcome.passed:
            raise QueryTestFailed("\n".join(outcome.lines()))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """What is said of a failure: the difference, without a traceback."""
        if isinstance(excinfo.value, QueryTestFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The file, the line from 0, and the name."""
        line = self.case.line
        return self.path, None if line is None else line - 1, self.name


class QueryTestFailed(Exception):  # noqa: N818 - pytest's own word, as in `Failed`
    """A case came out otherwise than expected; the message says how."""
