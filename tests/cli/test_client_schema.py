"""``accsyn schema pull`` and ``diff`` against a real HTTPS server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from accsyn.schema.loader import load_schema
from tests.cli.calls import call
from tests.cli.workspaces import Workspace
from tests.client.servers import reply


@pytest.fixture
def described(workspace: Workspace) -> Workspace:
    """A workspace that has an entity type more than usual, and an attribute more of a usual one."""
    said: dict[str, Any] = {
        "user": [{"name": "shoe_size", "type": "integer"}],
        "shot": {"frames": "integer", "cut": {"type": "string", "values": ["in", "out"]}},
    }
    workspace.answers["entitytypes"] = lambda _: ["user", "shot"]
    workspace.answers["attributes"] = lambda event: said[event["data"]["entitytype"]]
    return workspace


def test_pull(described: Workspace, tmp_path: Path) -> None:
    """A schema file that knows more than the built-in one, with which queries are checked."""
    path = tmp_path / "schema.json"
    assert described.call("schema", "pull", "-o", str(path)) == (0, "", "")
    schema = load_schema(path)
    assert schema.is_live
    assert schema.entity_type("shot") is not None
    assert described.call("schema", "pull").document == json.loads(path.read_text(encoding="utf-8"))
    assert call("check", "Shot WHERE frames>10", "--schema", str(path)).code == 0
    assert call("check", "Shot WHERE frmes>10", "--schema", str(path)).code == 1


def test_diff(described: Workspace, tmp_path: Path) -> None:
    """From the built-in schema to what the workspace says; nothing is different from what was pulled."""
    done = described.call("schema", "diff")
    assert (done.code, done.out, done.err) == (1, "+ user.shoe_size\n+ shot\n", "")
    path = tmp_path / "schema.json"
    described.call("schema", "pull", "-o", str(path))
    assert described.call("schema", "diff", str(path)) == (0, "no differences\n", "")


def test_diff_of_files(tmp_path: Path) -> None:
    """Two files need no server; as JSON each difference is an object."""
    for name, text in (
        ("old", '{"a": {"attributes": {"x": {"type": "text"}, "y": {"type": "text"}}}, "b": {}}'),
        ("new", '{"a": {"attributes": {"x": {"type": "integer"}, "y": {"type": "text"}}}, "c\\u00e4": {}}'),
    ):
        (tmp_path / f"{name}.json").write_text(f'{{"entities": {text}}}', encoding="utf-8")
    files = [str(tmp_path / "old.json"), str(tmp_path / "new.json")]
    done = call("schema", "diff", *files)
    assert (done.code, done.err) == (1, "")
    assert done.out == "~ a.x.type: 'text' is now 'integer'\n- b\n+ cä\n"
    document = call("schema", "diff", *files, "--to", "json").document
    assert document["version"] == 1
    assert document["differences"][0] == {
        "kind": "changed",
        "path": "a.x.type",
        "before": "text",
        "after": "integer",
    }
    assert call("schema", "diff", files[0], files[0], "--to", "json").document["differences"] == []


def test_answers_that_are_no_schema(workspace: Workspace) -> None:
    """One sentence, and no file."""
    workspace.answers["entitytypes"] = lambda _: 3
    done = workspace.call("schema", "pull", "-o", "never-written.json")
    assert done == (2, "", "Error: $.entitytypes: expected a list or an object, got int\n")
    assert not Path("never-written.json").exists()
    workspace.answers["entitytypes"] = lambda _: reply({"message": "not for you"}, 403)
    assert workspace.call("schema", "diff") == (2, "", "Error: not for you\n")


def test_a_file_that_is_no_schema(workspace: Workspace) -> None:
    """It is said before anybody is asked."""
    done = workspace.call("schema", "diff", "nosuch.json")
    assert (done.code, done.err.startswith("Error: the schema nosuch.json: ")) == (2, True)
    assert workspace.server.seen == []
