"""Tables at the widths of terminals: what is cut off, what is left out, and what never is."""

from __future__ import annotations

import re
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.cli.columns import Column, cut, fitting, padded
from accsyn.cli.course import Row
from accsyn.cli.showing import Target, write_found
from accsyn.cli.table import write_table
from accsyn.cli.views import Screen
from accsyn.text import display_width
from tests.cli.test_client_watch import Terminal
from tests.cli.workspaces import ID, Workspace

JOBS: list[dict[str, Any]] = [
    {
        "id": ID,
        "code": "dailies_0126_from_the_second_unit",
        "status": "failed",
        "progress": 40,
        "size": 9_663_676_416,
        "user": "5b0faf03304bfd4810dbd5fc",
        "user_hr": "user:lisa@example.com[employee](5b0faf03304bfd4810dbd5fc)",
        "source": "5b0faf03304bfd4810dbd5fd",
        "source_hr": "share:projects(5b0faf03304bfd4810dbd5fd)",
        "created": "2026-01-26T08:10:00",
    },
    {
        "id": f"{ID[:-1]}e",
        "code": "素材を運ぶ",
        "status": "waiting",
        "progress": 0,
        "size": 12,
        "user": "5b0faf03304bfd4810dbd5fc",
        "user_hr": "",
        "source": None,
        "created": "2026-01-28T19:00:00",
    },
]


def shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int, encoding: str = "utf-8"
) -> tuple[list[str], str]:
    """The lines of a table of jobs on a terminal of a width, and what is said beside it."""
    terminal = Terminal()
    terminal.encoding = encoding
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    write_found(JOBS, Target())
    return terminal.getvalue().splitlines(), capsys.readouterr().err


WHOLE = re.compile(r"\b(?:614d660de50d45bb027c9bd[de]|5b0faf03304bfd4810dbd5fc)\b")


@pytest.mark.parametrize(
    ("width", "columns"),
    [
        (200, ["id", "code", "status", "progress", "size", "user", "source", "created"]),
        (120, ["id", "code", "status", "progress", "size", "user", "source"]),
        (80, ["id", "code", "status", "progress", "size"]),
        (40, ["id", "code"]),
        (25, ["id"]),
        (20, ["id"]),
        (1, ["id"]),
    ],
)
def test_widths(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int, columns: list[str]
) -> None:
    """A row is a line, ids stand whole in it, and what has no room is named."""
    lines, beside = shown(monkeypatch, capsys, width)
    assert len(lines) == 3
    assert lines[0].split() == columns
    assert max(map(display_width, lines)) <= max(width, 24)
    assert [len(WHOLE.findall(line)) for line in lines[1:]] == [1, 2 if "user" in columns else 1]
    hidden = ["id", "code", "status", "progress", "size", "user", "source", "created"][len(columns) :]
    if not hidden:
        assert beside == ""
    else:
        what = "column has" if len(hidden) == 1 else "columns have"
        assert beside == f"{len(hidden)} {what} no room here: {', '.join(hidden)}; --to json writes all\n"


def test_how_it_looks(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Texts are cut off with an ellipsis, wide characters count twice, numbers stand on the right."""
    lines, _ = shown(monkeypatch, capsys, 80)
    assert lines == [
        "id                        code                     status   progress        size",
        "614d660de50d45bb027c9bdd  dailies_0126_from_the_…  failed         40  9663676416",
        "614d660de50d45bb027c9bde  素材を運ぶ               waiting         0          12",
    ]


def test_a_terminal_without_an_ellipsis(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Another mark stands there."""
    lines, _ = shown(monkeypatch, capsys, 80, "ascii")
    assert "dailies_0126_from_the_~" in lines[1]


def test_people_are_shown_as_people_know_them(workspace: Workspace) -> None:
    """`user_hr` in the place of `user` where it says something; JSON, CSV and named fields have what there is."""
    workspace.answers["transfer/find"] = JOBS
    lines = workspace.call("find", "Transfer", "--skip", "0", "--limit", "2").out.splitlines()
    assert lines[0].split() == ["id", "code", "status", "progress", "size", "user", "source", "created"]
    assert "lisa@example.com          share:projects" in lines[1]
    assert "5b0faf03304bfd4810dbd5fc" in lines[2]
    fields = workspace.call("find", "Transfer", "--limit", "2", "--fields", "user,user_hr").out.splitlines()
    assert fields[1].split() == [JOBS[0]["user"], JOBS[0]["user_hr"]]
    assert workspace.call("find", "Transfer", "--limit", "2", "--to", "json").document == JOBS


def test_a_name_that_only_repeats_the_code(workspace: Workspace) -> None:
    """Is no column; one that says more in a single row is."""
    workspace.answers["user/find"] = [{"id": ID, "code": "x", "name": "x"}, {"id": ID[::-1], "code": "y"}]
    assert workspace.call("find", "User", "--limit", "2").out.splitlines()[0].split() == ["id", "code"]
    workspace.answers["user/find"] = [{"id": ID, "code": "x", "name": "x"}, {"id": ID[::-1], "code": "y", "name": "z"}]
    assert workspace.call("find", "User", "--limit", "2").out.splitlines()[0].split() == ["id", "code", "name"]


@pytest.mark.parametrize(
    ("width", "parts"),
    [
        (20, ["job", "status"]),
        (40, ["job", "status"]),
        (50, ["job", "status", "left"]),
        (60, ["job", "status", "rate", "left"]),
        (80, ["job", "status", "progress", "rate", "left"]),
    ],
)
def test_watched_jobs_fit_too(monkeypatch: pytest.MonkeyPatch, width: int, parts: list[str]) -> None:
    """Name and status of each are to be seen at any width; the bar goes first."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    with screen:
        screen.show([Row(ID, "aurora sh0372 comp", "running", 40, 9e6, 3_000), Row("2", "x", "done", 100)])
    lines = [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line) for line in terminal.getvalue().splitlines()]
    found = [line for line in lines if line.strip()]
    assert max(map(len, found)) <= width
    heads = next(line for line in found if line.startswith("job"))
    assert heads.split() == parts
    (running,) = {line for line in found if "running" in line and line.startswith("aurora")}
    assert ("40%" in running) is (width >= 30)


def test_attributes_that_are_not_well_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form for people is no column of its own; where it stands alone it is."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    write_found([{"client": "1", "client_hr": "c", "share_hr": "s"}], Target())
    assert terminal.getvalue() == "client  share_hr\nc       s\n"


COLUMNS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 60)).map(lambda pair: Column(max(pair), min(pair))),
    min_size=1,
    max_size=9,
)


@given(COLUMNS, st.none() | st.integers(1, 250))
def test_what_fits(columns: list[Column], room: int | None) -> None:
    """As many columns as can be, none below its least or above its width, and no room left where something is cut."""
    widths = fitting(columns, room)
    assert all(column.least <= width <= column.width for column, width in zip(columns, widths, strict=False))
    if room is None:
        assert widths == [column.width for column in columns]
        return
    total = sum(widths) + 2 * (len(widths) - 1)
    assert total <= room or len(widths) == 1
    if any(width < column.width for column, width in zip(columns, widths, strict=False)):
        assert total >= room or all(width == min(c.width, room) for c, width in zip(columns, widths, strict=False))
    if len(widths) < len(columns):
        assert sum(c.least for c in columns[: len(widths) + 1]) + 2 * len(widths) > room


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30), st.integers(1, 40))
def test_what_is_cut_fits(text: str, width: int) -> None:
    """Whatever characters it has; and what fits is not cut."""
    found = cut(text, width, "…")
    assert display_width(found) <= width
    assert found == text or found.endswith("…")
    assert display_width(padded(found, width, on_the_right=True)) == width


def test_a_table_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows without the attribute are empty lines."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    write_table([{}], ["x"])
    assert terminal.getvalue() == "x\n\n"
