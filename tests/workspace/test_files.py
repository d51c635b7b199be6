"""Files on volumes: what works, what an ACL limits, and that nothing leaves a share."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accsyn.local import Workspace
from accsyn.workspace import paths
from accsyn.workspace.listing import name_filter
from accsyn.workspace.refusal import Refusal
from tests.workspace.calls import Caller, Refused


@pytest.fixture
def admin(ws: Workspace) -> Caller:
    """The admin, and some files on the default volume."""
    for name in ("film/sh010/comp.mov", "film/sh010/notes.txt", "film/sh020/comp.mov", "readme.txt"):
        path = ws.volume() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return Caller(ws)


def names(entries: list[Any]) -> list[Any]:
    """The entries of a listing, nested as they are."""
    return [[one["filename"], names(one["files"])] if "files" in one else one["filename"] for one in entries]


def do(caller: Caller, method: str, op: str, path: Any, **more: Any) -> Any:
    """A file operation."""
    return caller.ask(method, "workspace/file", {"op": op, "path": path, **more})


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["film", "readme.txt"]),
        ({"files_only": True}, ["readme.txt"]),
        ({"directories_only": True}, ["film"]),
        ({"recursive": True, "maxdepth": 1}, [["film", ["sh010", "sh020"]], "readme.txt"]),
        (
            {"recursive": True, "include": "*.mov"},
            [["film", [["sh010", ["comp.mov"]], ["sh020", ["comp.mov"]]]]],
        ),
        (
            {"recursive": True, "exclude": ["*.MOV", "read*"]},
            [["film", [["sh010", ["notes.txt"]], ["sh020", []]]]],
        ),
        ({"recursive": True, "directories_only": True}, [["film", [["sh010", []], ["sh020", []]]]]),
        ({"recursive": True, "files_only": True, "include": "re('^N', 'I')"}, []),
        ({"recursive": True, "files_only": True, "include": "re('^N')"}, [["film", [["sh010", ["notes.txt"]]]]]),
    ],
)
def test_listings(admin: Caller, options: dict[str, Any], expected: list[Any]) -> None:
    """Directories first, with the options of the documentation."""
    assert names(do(admin, "GET", "ls", "share=projects", **options)) == expected


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("word", "WORD", "words"),
        ("*word", "a word", "word a"),
        ("word*", "Wordy", "a word"),
        ("*word*", "a WORD b", "wrd"),
        ("st*nd", "stand", "std"),
        ("aba*aba", "abaaba", "aba"),
        ("a*b*c", "aXbYc", "acb"),
        ("re('o.d')", "WORD", "wd"),
        ("re('o.d', 'I')", "word", "WORD"),
        (["a", "b"], "B", "c"),
    ],
)
def test_filters(text: Any, yes: str, no: str) -> None:
    """Each form of a filter, without regard to case but for 'I'."""
    test = name_filter(text)
    assert test is not None
    assert (test(yes), test(no)) == (True, False)


@pytest.mark.parametrize("text", [5, ["a", 5], "re('(a+)+$')", "re('[')"])
def test_bad_filters_are_refused(text: Any) -> None:
    """Also patterns that could hang."""
    with pytest.raises(Refusal):
        name_filter(text)


def test_the_operations(admin: Caller) -> None:
    """Sizes, moves, deletions, by every notation of a path."""
    assert do(admin, "GET", "getsize", "readme.txt") == len("readme.txt")
    assert do(admin, "GET", "getsize", "volume=(default)/film", include="*.mov") == 2 * len("film/sh010/comp.mov")
    assert do(admin, "GET", "exists", {"share": "projects", "path": "film"}) is True
    assert do(admin, "GET", "exists", ["film", "none"]) == {"film": True, "none": False}
    do(admin, "POST", "mkdir", "workarea=projects/new/deep")
    do(admin, "PUT", "rename", "readme.txt", path_to="README.md")
    do(admin, "PUT", "move", "README.md", path_to="new")
    assert do(admin, "GET", "exists", "new/README.md") is True
    do(admin, "POST", "delete", "new", force=True)
    assert not (admin.ws.volume() / "new").exists()


@pytest.mark.parametrize(
    ("method", "op", "path", "more", "text"),
    [
        ("GET", "ls", "readme.txt", {}, "no directory"),
        ("GET", "ls", "share=none", {}, "no share 'none'"),
        ("GET", "ls", "share=projects", {"maxdepth": -1}, "maxdepth"),
        ("GET", "getsize", "none", {}, "not there"),
        ("GET", "steal", "none", {}, "no file operation"),
        ("GET", "ls", 5, {}, "a path is text"),
        ("GET", "ls", {"a": 1}, {}, "names one share"),
        ("GET", "ls", "~", {}, "no home"),
        ("POST", "mkdir", "film", {}, "already"),
        ("POST", "delete", "film", {}, "not empty"),
        ("POST", "delete", "share=projects", {"force": True}, "share itself"),
        ("POST", "delete", "none", {}, "not there"),
        ("PUT", "rename", "readme.txt", {"path_to": "film/x"}, "stays in its directory"),
        ("PUT", "rename", "none", {"path_to": "x"}, "not there"),
        ("PUT", "move", "film", {"path_to": "film/sh010/x"}, "into itself"),
        ("PUT", "move", "readme.txt", {"path_to": "share=projects"}, "share itself"),
        ("PUT", "rename", "film/sh010", {"path_to": "film/sh020"}, "already"),
    ],
)
def test_refusals(admin: Caller, method: str, op: str, path: Any, more: dict[str, Any], text: str) -> None:
    """Each with a sentence that says why."""
    with pytest.raises(Refused, match=text):
        do(admin, method, op, path, **more)


def test_an_acl_limits_a_standard_user(ws: Workspace, admin: Caller) -> None:
    """Listed is what is on or above a readable path; written only where it is granted."""
    bob = Caller(ws, "bob@example.com")
    admin.create("folder", code="film")
    admin.create("acl", entity="user:bob@example.com", target="share:film", path="/sh010", read=True)
    assert names(do(bob, "GET", "ls", "share=film", recursive=True)) == [["sh010", ["comp.mov", "notes.txt"]]]
    with pytest.raises(Refused, match="may not read"):
        do(bob, "GET", "ls", "share=film/sh020")
    with pytest.raises(Refused, match="may not write"):
        do(bob, "POST", "delete", "share=film/sh010/comp.mov")
    with pytest.raises(Refused, match="no share"):
        do(bob, "GET", "ls", "share=projects")


def test_an_employee_needs_access_to_a_volume(ws: Workspace, admin: Caller) -> None:
    """Until it is granted; an access to a path of the volume counts for the folders there."""
    lisa = Caller(ws, "lisa@example.com", "employee")
    admin.create("folder", code="film")
    with pytest.raises(Refused, match="may not read"):
        do(lisa, "GET", "ls", "share=projects")
    admin.create(
        "acl", entity="user:lisa@example.com", target="share:projects", path="/film/sh010", read=True, write=True
    )
    assert names(do(lisa, "GET", "ls", "share=film")) == ["sh010"]
    do(lisa, "POST", "mkdir", "share=film/sh010/new")
    with pytest.raises(Refused, match="may not write"):
        lisa.create("folder", code="other")


def test_a_home_is_at_hand(ws: Workspace, admin: Caller) -> None:
    """~ is the caller's home, in which everything may be done."""
    bob = Caller(ws, "bob@example.com")
    admin.create("home", code="bob", user="bob@example.com")
    do(bob, "POST", "mkdir", "~/mine")
    assert names(do(bob, "GET", "ls", "home=bob")) == ["mine"]


def test_links_and_devices_are_refused(ws: Workspace, admin: Caller, tmp_path: Path) -> None:
    """A link that points outside is not followed, a pipe not opened; neither is listed."""
    root = ws.volume()
    (tmp_path / "secret").write_text("s", encoding="utf-8")
    (root / "out").symlink_to(tmp_path)
    (root / "in").symlink_to(root / "film")
    os.mkfifo(root / "pipe")
    for path in ("out", "out/secret", "pipe"):
        for op in ("exists", "getsize"):
            with pytest.raises(Refused, match=r"leads out|neither"):
                do(admin, "GET", op, path)
    with pytest.raises(Refused, match="leads out"):
        do(admin, "PUT", "move", "readme.txt", path_to="out/readme.txt")
    assert do(admin, "GET", "exists", "in/sh010") is True
    assert names(do(admin, "GET", "ls", "share=projects")) == ["film", "readme.txt"]


PART = st.sampled_from(
    ["..", ".", "", "a", "b", "link", "up", "~", "c:", "\\", "..\\..", "\0", "share=x", "%2e%2e", "/etc"]
)


@given(st.lists(PART, max_size=8).map("/".join) | st.text(max_size=40))
@example("../../../etc/passwd")
@example("link/../../x")
@settings(max_examples=150, deadline=None)
def test_nothing_leaves_a_share(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    """Whatever a path looks like: it is refused, or lies below the directory with all links followed."""
    root = tmp_path_factory.getbasetemp() / "confined"
    if not root.exists():
        (root / "a" / "b").mkdir(parents=True)
        (root / "link").symlink_to("/etc")
        (root / "up").symlink_to("..")
    try:
        found = paths.confined(root, paths.relative(path))
    except Refusal:
        return
    assert os.path.realpath(found).startswith(os.path.realpath(root))


OUTER = "outer.txt"
SECRET = "classified" * 777
TRAPS = ("out", "file", "up", "etc", "loop", "pipe", "null")


@pytest.fixture(scope="module")
def trap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Caller, Path, Path]]:
    """An admin, the directory of a share with ways out of it, and a directory beside it that nobody may notice."""
    outside = tmp_path_factory.mktemp("outside")
    with Workspace(seed=1, frozen=True) as ws:
        root = ws.volume()
        (outside / "deep").mkdir()
        (outside / OUTER).write_text(SECRET, encoding="utf-8")
        (root / "out").symlink_to(outside)
        (root / "file").symlink_to(outside / OUTER)
        (root / "up").symlink_to("..")
        (root / "etc").symlink_to("/etc")
        (root / "loop").symlink_to("loop")
        os.mkfifo(root / "pipe")
        (root / "null").symlink_to("/dev/null")
        ws.client()
        yield Caller(ws), root, outside


WAYS = st.one_of(
    st.sampled_from(
        ("..", ".", "", "a", "b", "out", "file", "up", "etc", "loop", "pipe", "null", "~", "c:", "C:\\", "\\", "..\\..")
    ),
    st.sampled_from(
        ("\0", "share=x", "%2e%2e", "/etc", OUTER, "deep", "passwd", "NUL", "CON", "a:b", "\\\\host\\x", "\ud800")
    ),
)
PATHS = st.lists(WAYS, min_size=1, max_size=5).map("/".join) | st.text(max_size=20)


OPERATIONS = (
    *(("GET", name) for name in ("ls", "getsize", "exists")),
    *(("POST", name) for name in ("mkdir", "delete")),
    *(("PUT", name) for name in ("rename", "move")),
    *(("transfer", name) for name in ("from", "to")),
    ("folder", ""),
)


def whole(folder: Path) -> list[tuple[str, bytes]]:
    """Everything in a folder."""
    return sorted((str(path), path.read_bytes() if path.is_file() else b"") for path in folder.rglob("*"))


@given(
    st.sampled_from(OPERATIONS),
    st.sampled_from(["", "share=projects/", "volume=(default)/"]),
    PATHS,
    PATHS,
)
@example(("GET", "ls"), "", "out", "a")
@example(("POST", "delete"), "share=projects/", "out/deep", "a")
@example(("PUT", "move"), "", f"out/{OUTER}", "a")
@example(("PUT", "move"), "", "a", "out/deep")
@example(("transfer", "from"), "share=projects/", "file", "a")
@example(("transfer", "to"), "share=projects/", "up", "a")
@example(("folder", ""), "", "out/deep/new", "a")
@example(("folder", ""), "", "loop/a", "..")
@example(("POST", "mkdir"), "", "loop/a", "..")
@example(("transfer", "to"), "", "loop/a", "..")
@example(("transfer", "from"), "", "loop/a", "..")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_operation_leaves_a_share(
    trap: tuple[Caller, Path, Path], what: tuple[str, str], before: str, one: str, two: str
) -> None:
    """Whatever is asked: it is refused with a message, or stays inside; beside the share nothing is read or changed."""
    caller, root, outside = trap
    for path in root.iterdir():
        assert not path.name.endswith(paths.PART)
        if path.name not in TRAPS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (root / "a" / "b").mkdir(parents=True, exist_ok=True)
    (caller.ws.client() / "a").write_bytes(b"mine")
    outer = sorted(path.name for path in root.parent.iterdir()), whole(outside)
    method, operation = what
    data: dict[str, Any]
    if method == "transfer":
        ends = (before + one, "/got/") if operation == "from" else ("/a", before + one)
        uri, data, method = "transfer/create", {"source": ends[0], "destination": ends[1]}, "POST"
    elif method == "folder":
        uri, data, method = "folder/create", {"code": f"f{hash((one, two))}", "path": one}, "POST"
    else:
        uri, data = "workspace/file", {"op": operation, "path": before + one, "path_to": before + two, "force": True}
    response = caller.send(method, uri, data)
    caller.ws.advance(seconds=1)
    body = json.loads(response.body)
    assert response.status in {200, 400, 403, 404, 409}, body
    if operation == "ls":
        assert OUTER not in json.dumps(body.get("result", ""))
    assert body.get("result") != len(SECRET)
    assert (sorted(path.name for path in root.parent.iterdir()), whole(outside)) == outer
    copied = [path for path in caller.ws.client().rglob("*") if path.is_file()]
    assert all(path.read_bytes() != SECRET.encode() for path in copied)
