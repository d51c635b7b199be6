"""What was accepted before."""

from __future__ import annotations

from pathlib import Path

import pytest

from accsyn.errors import ConfigurationError
from accsyn.lint.baselines import baseline_of, without_baseline
from accsyn.lint.reports import Report
from accsyn.lint.running import Files, lint_paths
from tests.lint.snippets import PREAMBLE

BAD = PREAMBLE + "session.find('Transfer WHERE state=x')\n"


def lint(folder: Path) -> list[Report]:
    """The reports on a folder."""
    return lint_paths([str(folder)], Files())


def test_a_baseline_takes_what_it_knows(tmp_path: Path) -> None:
    """Lines may move; one more of the same is new, and so is the same in another file."""
    file = tmp_path / "b.py"
    file.write_text(BAD, encoding="utf-8")
    text = baseline_of(lint(tmp_path))
    file.write_text("\n\n" + BAD, encoding="utf-8")
    assert not any(report.diagnostics for report in without_baseline(lint(tmp_path), text))
    file.write_text(BAD + BAD, encoding="utf-8")
    (tmp_path / "c.py").write_text(BAD, encoding="utf-8")
    assert [len(report.diagnostics) for report in without_baseline(lint(tmp_path), text)] == [1, 1]


@pytest.mark.parametrize("wrong", ["", "[]", '{"findings": [{}]}', '{"findings": 1}'])
def test_what_is_no_baseline_is_said(wrong: str) -> None:
    """As one sentence."""
    with pytest.raises(ConfigurationError, match="no baseline"):
        without_baseline([], wrong)
