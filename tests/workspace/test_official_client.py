"""The official client, unmodified, works against the workspace over HTTPS."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

import pytest

from accsyn.local import Workspace

SCRIPT = Path(__file__).with_name("scenario.py")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the script says."""
    pytest.importorskip("uvicorn")
    # Not imported here: the checkout's own accsyn_api.py would be found, and be in the way of other tests.
    if not any(metadata.distributions(name="accsyn-python-api")):
        pytest.skip("the official client is not installed")
    trustme = import_module("trustme")
    folder = tmp_path_factory.mktemp("official")
    made = trustme.CA().issue_cert("127.0.0.1")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made.private_key_pem.write_to_path(key)
    for blob in made.cert_chain_pems:
        blob.write_to_path(certificate, append=True)
    # Away from the checkout, whose accsyn_api.py is found first.
    script = shutil.copy(SCRIPT, folder / "scenario.py")
    with Workspace(rate=1) as ws:
        ws.client()
        for name in ("a.mov", "b.mov"):
            (ws.volume() / name).write_bytes(b"film" * 1000)
        url = ws.serve(certificate=(certificate, key))
        command = [sys.executable, "-W", "ignore", str(script), "127.0.0.1", url.rpartition(":")[2], ws.api_key()]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr[-3000:]
        yield json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def outcomes(said: dict[str, Any]) -> dict[str, Any]:
    """What every call of the script came to."""
    return dict(said["outcomes"])


# What each call comes to: the type of what it returns with keys that are in it, or the words it is refused with.
RETURNS: list[tuple[str, type | None, tuple[str, ...]]] = [
    ("create user", dict, ("id", "code", "role")),
    ("create queue", dict, ("id", "code", "priority")),
    ("create folder", dict, ("id", "parent_hr", "path")),
    ("find", list, ("id", "code")),
    ("find_one", dict, ("id", "code")),
    ("find_one caller", dict, ("id", "code")),
    ("find_one nothing", None, ()),
    ("get_entity", dict, ("id", "code")),
    ("entitytypes", list, ()),
    ("attributes", list, ("name", "type")),
    ("update", dict, ("id", "description")),
    ("update_one", dict, ("id",)),
    ("deactivate_one", bool, ()),
    ("find inactive", list, ("inactive",)),
    ("activate_one", list, ("id",)),
    ("offline_one", bool, ()),
    ("delete_one", bool, ()),
    ("create transfer", dict, ("id", "source_hr", "destination_hr", "user_hr", "queue_hr")),
    ("create task", dict, ("id", "uri", "job")),
    ("find tasks", list, ("id", "uri", "source", "destination")),
    ("update_many", list, ("id", "status")),
    ("report", str, ()),
    ("metrics", dict, ()),
    ("update job", dict, ("finished",)),
    ("find live", list, ()),
    ("find finished", list, ("status",)),
    ("create delivery", dict, ("id", "status")),
    ("grant delivery", bool, ()),
    ("access delivery", list, ("user", "user_hr", "actioned")),
    ("submit", dict, ("status",)),
    ("revoke delivery", bool, ()),
    ("revoke nobody", bool, ()),
    ("grant folder", dict, ("id", "read", "write")),
    ("grant invites", dict, ("id", "entity")),
    ("access folder", list, ("user", "user_hr", "read", "write")),
    ("revoke folder", bool, ()),
    ("assign", bool, ()),
    ("assignments", list, ("client", "client_hr")),
    ("deassign", bool, ()),
    ("create file", dict, ("id", "path", "size")),
    ("find files", list, ("id", "path")),
    ("delete_many", bool, ()),
    ("mkdir", bool, ()),
    ("ls", list, ("type", "filename", "size", "modified")),
    ("ls many", dict, ("share=projects", "share=the-film")),
    ("getsize", int, ()),
    ("exists", bool, ()),
    ("rename", bool, ()),
    ("mv", bool, ()),
    ("delete", bool, ()),
    ("prepublish", dict, ("files", "size")),
    ("set_setting", bool, ()),
    ("get_setting", str, ()),
    ("get_settings", dict, ("job_priority",)),
    ("delete_setting", bool, ()),
    ("logs", dict, ("result", "pagination")),
    ("get_api_key", str, ()),
    ("app_is_running", bool, ()),
    ("gui_is_running", bool, ()),
    ("daemon_is_running", None, ()),
    ("server_is_running", None, ()),
    ("large", dict, ("description",)),
    ("help", None, ()),
    ("dump", str, ()),
    ("str", str, ()),
    ("get_hostname", str, ()),
    ("get_last_message", None, ()),
    ("username", str, ()),
    ("timeout", int, ()),
    ("connect_timeout", int, ()),
]
REFUSED = [
    ("login wrong", "the user name or the API key is wrong"),
    ("create user again", "there is a user 'Lisa@example.com' already"),
    ("find bad", "a value is missing"),
    ("update_one bad", "priority is 1001"),
    ("grant no invite", "invite is not allowed"),
    ("ls outside", "leads out of the share"),
    ("delete full", "is not empty"),
    ("integration", "no integration 'ftrack'"),
]


@pytest.mark.slow
def test_every_method_is_called(said: dict[str, Any]) -> None:
    """All of its public names, found on the class itself."""
    assert len(said["names"]) == 47
    assert sorted(set(said["names"]) - set(said["used"])) == []


@pytest.mark.slow
def test_every_call_comes_to_what_it_should(outcomes: dict[str, Any]) -> None:
    """The type of each value, and the keys of a record, are those that the documentation and the transcripts name."""
    wrong = []
    for name, kind, keys in RETURNS:
        outcome = outcomes[name]
        value = outcome.get("returns", outcome)
        record = value[0] if isinstance(value, list) and value else value
        fits = "returns" in outcome and (value is None if kind is None else type(value) is kind)
        if not fits or not all(key in record for key in keys):
            wrong.append((name, outcome))
    assert wrong == []


def test_refusals_come_as_messages(outcomes: dict[str, Any]) -> None:
    """What is refused is an AccsynException whose text says why, not that the server failed."""
    for name, text in REFUSED:
        assert outcomes[name]["raises"] == "AccsynException"
        assert text in outcomes[name]["says"]


def test_values_are_what_was_written(outcomes: dict[str, Any]) -> None:
    """A handful of values, over both ways."""
    assert outcomes["find options"]["returns"] == [
        {"id": outcomes["create user"]["returns"]["id"], "code": "Lisa@example.com"}
    ]
    assert outcomes["update job"]["returns"]["status"] == "aborted"
    assert outcomes["submit"]["returns"]["status"] == "waiting"
    assert outcomes["find live"]["returns"] == []
    assert outcomes["revoke nobody"]["returns"] is False
    assert (outcomes["exists"]["returns"], outcomes["exists not"]["returns"]) == (True, False)
    assert outcomes["create task again"]["returns"]["id"] == outcomes["create task"]["returns"]["id"]
    assert len(outcomes["large"]["returns"]["description"]) == 200_000
    assert outcomes["get_setting"]["returns"] == "7"
