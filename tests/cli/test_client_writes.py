"""``accsyn create``, ``update`` and ``delete`` against a real HTTPS server, and what asks before it acts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from accsyn.cli import asking
from tests.cli.calls import call
from tests.cli.workspaces import ID, KEY, Workspace
from tests.client.servers import reply

USER = {"id": ID, "code": "lisa@example.com", "role": "employee"}
SECRET = {"code": "lisa@example.com", "password": "hush-hush-1"}


def test_create(workspace: Workspace) -> None:
    """One request, and the entity as the server answers it."""
    workspace.answers["user/create"] = lambda _: [USER]
    done = workspace.call("create", "User", "--data", '{"code": "lisa@example.com"}', "--to", "json")
    assert (done.code, done.document, done.err) == (0, USER, "")
    assert workspace.events == [("POST", "user/create", {"code": "lisa@example.com"}, None, None)]


@pytest.mark.parametrize(
    ("arguments", "event"),
    [
        (
            ["create", "task", "--data", '[{"source": "a"}]', "--parent", ID],
            ("task/create", {"tasks": [{"source": "a"}]}),
        ),
        (
            ["create", "transfer", "--data", '{"code": "x"}', "--no-allow-duplicates", "--replace-duplicates"],
            ("transfer/create", {"code": "x", "allow_duplicates": False, "replace_duplicates": True}),
        ),
        (["update", "user", ID, "--data", '{"name": "L"}'], ("user/edit", {"name": "L"})),
        (["update", "task", ID, "--data", '[{"id": "1", "status": "x"}]'], ("task/edit", [{"id": "1", "status": "x"}])),
        (["delete", "user", ID, "--yes"], ("user/delete", None)),
        (["delete", "folder", ID, "-y", "--force"], ("folder/delete", {"force": True})),
    ],
)
def test_what_is_sent(workspace: Workspace, arguments: list[str], event: tuple[str, Any]) -> None:
    """Each call is one event, with its data as given."""
    workspace.answers[event[0]] = lambda e: True if e["uri"].endswith("/delete") else [USER, USER]
    assert workspace.call(*arguments).code == 0
    ((_, uri, data, _, _),) = workspace.events
    assert (uri, data) == event


@pytest.mark.parametrize(
    ("answer", "out"),
    [
        ([USER], f"id    {ID}\ncode  lisa@example.com\nrole  employee\n"),
        ([USER, USER], "".join(f"{ID}  lisa@example.com  employee\n" for _ in range(2))),
        ([], ""),
    ],
)
def test_what_is_answered(workspace: Workspace, answer: Any, out: str) -> None:
    """An entity is a line for each attribute, several are a table."""
    workspace.answers["user/create"] = lambda _: answer
    done = workspace.call("create", "user", "--data", '{"code": "x"}')
    assert done.code == 0
    assert done.out.endswith(out)


def test_an_answer_without_words(workspace: Workspace) -> None:
    """Where the server says nothing there is nothing to write."""
    workspace.answers["user/edit"] = lambda _: reply({})
    assert workspace.call("update", "user", ID, "--data", '{"name": "L"}') == (0, "", "")


@pytest.mark.parametrize("way", ["-", "@"])
def test_data_from_elsewhere(workspace: Workspace, tmp_path: Path, way: str) -> None:
    """From standard input, or a file, with or without a byte-order mark."""
    text = json.dumps({"code": "ä"}, ensure_ascii=False)
    path = tmp_path / "data.json"
    path.write_text(f"\ufeff{text}", encoding="utf-8")
    given = "-" if way == "-" else f"@{path}"
    assert workspace.call("create", "user", "--data", given, stdin=text.encode()).code == 0
    assert workspace.events[0][2] == {"code": "ä"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{"password": "hush-hush-1"', "--data is no JSON (line 1, column 27: Expecting ',' delimiter)"),
        ("3", "--data must be a JSON object, or a list of some, with something in it"),
        ("{}", "--data must be a JSON object, or a list of some, with something in it"),
        ("[" * 200_000, "--data is nested too deeply"),
        ("@nosuch.json", "nosuch.json cannot be read: No such file or directory"),
        ("@a\0", "a\\x00 cannot be read: embedded null byte"),
        ("@binary", "binary is not UTF-8 (byte 1)"),
        ("[1]", "each of data is a dict, not int"),
        ('{"x": NaN}', "--data: $.x: nan is no number of JSON"),
        ('{"x": [1e999]}', "--data: $.x[0]: inf is no number of JSON"),
    ],
)
def test_wrong_data(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str, said: str
) -> None:
    """It is refused in one sentence that does not repeat it; nothing is sent."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    done = workspace.call("update", "task", ID, "--data", data)
    assert (done.code, done.out, done.err) == (2, "", f"Error: {said}\n")
    assert workspace.events == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["create", "user", "--data", json.dumps(SECRET)],
        ["update", "user", ID, "--data", json.dumps(SECRET)],
        ["update", "task", ID, "--data", json.dumps([SECRET])],
        ["delete", "user", ID],
    ],
)
def test_dry_run(workspace: Workspace, arguments: list[str]) -> None:
    """The event, its secrets masked; no server is asked, and nobody who types."""
    done = workspace.call(*arguments, "--dry-run")
    assert (done.code, done.err) == (0, "")
    event = done.document
    assert (event["session"], event["ident"], event["uri"].split("/")[0]) == ("***", "john@user.com", arguments[1])
    assert "hush" not in done.out
    if arguments[0] != "delete":
        assert "lisa@example.com" in done.out
        assert '"password": "***"' in done.out
    assert workspace.server.connections == 0


def test_dry_run_without_a_server(workspace: Workspace) -> None:
    """Where no server is named, nobody is asked which it would be."""
    done = call("delete", "user", ID, "--force", "--dry-run")
    assert (done.code, done.err, done.document["data"]) == (0, "", {"force": True})


def test_deleting_needs_a_yes(workspace: Workspace) -> None:
    """Where nobody can be asked nothing is sent."""
    done = workspace.call("delete", "user", ID, stdin="y\n")
    assert done == (2, "", f"Error: Delete user {ID}? There is no terminal to ask at: --yes says yes\n")
    assert workspace.server.connections == 0


@pytest.mark.parametrize(
    ("typed", "code", "out"), [("y\n", 0, f"deleted user {ID}\n"), ("n\n", 1, ""), ("\n", 1, ""), ("", 130, "")]
)
def test_deleting_asks(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, typed: str, code: int, out: str) -> None:
    """On a terminal, with the name of what goes; only a yes deletes."""
    monkeypatch.setattr("accsyn.cli.delete.can_ask", lambda: True)
    monkeypatch.setattr(asking, "can_ask", lambda: True)
    workspace.answers["user/find"] = lambda _: [{**USER, "name": "Lisa\x1b[2J"}]
    workspace.answers["user/delete"] = lambda _: True
    done = workspace.call("delete", "user", ID, stdin=typed)
    assert (done.code, done.out) == (code, out)
    assert f"Delete user {ID} (Lisa\\x1b[2J)? [y/N]: " in done.err
    assert ("Nothing was changed." in done.err) is (code == 1)
    assert [event[1] for event in workspace.events] == ["user/find", *(["user/delete"] if not code else [])]


def test_deleting_what_is_not_there(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is found out before anybody is asked; what has no name is asked about by its id."""
    monkeypatch.setattr("accsyn.cli.delete.can_ask", lambda: True)
    monkeypatch.setattr(asking, "can_ask", lambda: True)
    assert workspace.call("delete", "user", ID, stdin="y\n") == (1, "", f"there is no user {ID}\n")
    workspace.answers["user/find"] = lambda _: [{"id": ID}]
    workspace.answers["user/delete"] = lambda _: True
    assert f"Delete user {ID}? [y/N]: " in workspace.call("delete", "user", ID, stdin="y\n").err


@pytest.mark.parametrize("arguments", [["create", "user", "--data", "{}"], ["delete", "user", ID, "--dry-run"]])
def test_an_account_is_needed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    """What is missing is said in the words of the command."""
    monkeypatch.delenv("ACCSYN_API_KEY")
    done = call(*[each if each != "{}" else '{"code": "x"}' for each in arguments])
    assert done == (2, "", "Error: the API key is missing: run accsyn login or set ACCSYN_API_KEY\n")


def test_no_write_is_repeated(workspace: Workspace) -> None:
    """A server that fails gets one create; the secret in its words is masked."""
    workspace.answers["user/create"] = lambda _: reply({"message": f"boom {KEY}"}, 503)
    done = workspace.call("create", "user", "--data", '{"code": "x"}')
    assert done == (2, "", "Error: boom ***\n")
    assert len(workspace.events) == 1
