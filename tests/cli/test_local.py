"""``--local``: a demo workspace inside of the command, for whoever has no account yet."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from accsyn.cli.application import application
from accsyn.cli.connecting import TRY
from accsyn.cli.embedded import FORGETS
from tests.cli.calls import call, environment, run

VARIABLES = ("ACCSYN_WORKSPACE", "ACCSYN_DOMAIN", "ACCSYN_ORG", "ACCSYN_API_USER", "ACCSYN_API_KEY", "ACCSYN_PROXY")
ENDS = f"{FORGETS}\n"


@pytest.fixture(autouse=True)
def _nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No account is configured on this machine."""
    for name in (*VARIABLES, "ACCSYN_CREDENTIALS_PATH", "AS_DEV"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def first_id(query: str) -> str:
    """The id of the first entity that a query finds."""
    found = call("find", query, "--local", "--limit", "1", "--to", "json", "--finished").document
    return str(found[0]["id"])


def test_find_without_an_account() -> None:
    """The failed transfers of the studio, and nothing on stderr."""
    done = call("find", "Transfer WHERE status=failed", "--local", "--to", "json")
    assert (done.code, done.err) == (0, "")
    assert len(done.document) > 5
    assert {job["status"] for job in done.document} == {"failed"}


def test_the_studio_is_the_same_each_time() -> None:
    """An id that one command shows can be given to the next."""
    ident = first_id("Transfer WHERE status=done")
    done = call("get", "transfer", ident, "--local", "--to", "json")
    assert (done.code, done.document["id"]) == (0, ident)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["whoami"], 0, "admin@example.com"),
        (["whoami", "--user", "Lisa@example.com"], 0, "employee"),
        (["find", "User", "--user", "bob@freelance.example"], 0, "bob@freelance.example"),
        (["ls", "volume=projects/aurora"], 0, "dailies"),
        (["schema", "pull"], 0, "transfer"),
        (["schema", "diff"], 0, "no differences"),
        (["watch", "Transfer WHERE status=failed AND name='nothing'"], 0, "no jobs"),
        (["create", "queue", "--data", '{"code": "x"}', "--dry-run"], 0, "queue/create"),
        (["delete", "queue", "0" * 24, "--dry-run"], 0, "queue/delete"),
    ],
)
def test_every_command(arguments: list[str], code: int, said: str) -> None:
    """Those that read say nothing on stderr; a dry run writes nothing."""
    done = call(*arguments, "--local")
    assert (done.code, done.err) == (code, "")
    assert said in done.out


def test_what_is_written_is_forgotten_and_stderr_says_so() -> None:
    """Create, update and delete work; the next command meets the studio as it was."""
    done = call("create", "queue", "--data", '{"code": "rush"}', "--local", "--to", "json")
    assert (done.code, done.document["code"], done.err) == (0, "rush", ENDS)
    ident = first_id("Queue WHERE code=low")
    done = call("update", "queue", ident, "--data", '{"priority": 7}', "--local")
    assert (done.code, done.err) == (0, ENDS)
    done = call("delete", "queue", ident, "--yes", "--local")
    assert (done.code, done.err) == (0, ENDS)
    codes = [one["code"] for one in call("find", "Queue", "--local", "--to", "json").document]
    assert codes == ["low", "medium", "high"]


def test_a_folder_keeps_it(tmp_path: Path) -> None:
    """--local-data alone is enough; a transfer that one command makes, another one watches to its end."""
    keep = ["--local-data", str(tmp_path / "studio")]
    job = {"source": "volume=projects/aurora/comp/aurora_comp_v001.mov", "destination": "/incoming/"}
    done = call("create", "transfer", "--data", json.dumps(job), *keep, "--to", "json")
    assert (done.code, done.err) == (0, "")
    ident = done.document["id"]
    done = call("watch", ident, "--poll", "0.1", "--timeout", "30", *keep)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1].endswith("1 done")
    assert list((tmp_path / "studio" / "clients").rglob("aurora_comp_v001.mov"))
    found = call("find", f"Transfer WHERE id={ident}", "--finished", *keep, "--to", "json").document
    assert [one["status"] for one in found] == ["done"]


@pytest.mark.slow
def test_nothing_is_left_behind(tmp_path: Path) -> None:
    """Neither after an answer nor after a failure."""
    before = sorted(tmp_path.iterdir())
    variables = {**environment(), "TMPDIR": str(tmp_path)}
    done = run("find", "Queue WHERE code=low", "--local", variables=variables)
    assert (done.code, done.err) == (0, "")
    done = run("ls", "volume=nowhere", "--local", variables=variables)
    assert (done.code, done.err) == (2, "Error: there is no volume 'nowhere'\n")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("option", ["workspace", "hostname", "port", "proxy", "ca", "credentials"])
def test_local_asks_no_server(option: str) -> None:
    """What names one beside it is a wrong call."""
    done = call("find", "Queue", "--local", f"--{option}", "1")
    assert done.code == 2
    assert f"--local asks no server; leave out --{option}" in done.err


def test_a_user_that_is_not_there() -> None:
    """The nearest one is named."""
    done = call("whoami", "--local", "--user", "lissa@example.com")
    said = "Error: the demo workspace has no user 'lissa@example.com'. Did you mean 'lisa@example.com'?\n"
    assert done == (2, "", said)


@pytest.mark.parametrize(
    "variables",
    [
        {"ACCSYN_CREDENTIALS_PATH": "/nowhere"},
        {"ACCSYN_PROXY": "accsyn:127.0.0.1:9"},
        {"AS_DEV": "1"},
        {"ACCSYN_WORKSPACE": "acmefilm", "ACCSYN_API_USER": "a@b.c", "ACCSYN_API_KEY": "k"},
    ],
)
def test_the_environment_has_no_part_in_it(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither accounts nor proxies nor files."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    done = call("whoami", "--local", "--to", "json")
    assert (done.code, done.err, done.document["workspace"]) == (0, "", "local")


def test_without_any_account_the_error_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has an account, or named one, is not told."""
    said = "Error: the workspace code is missing: give --workspace or set ACCSYN_WORKSPACE"
    assert call("find", "User") == (2, "", f"{said}{TRY}\n")
    assert "--local" in TRY
    monkeypatch.setenv("ACCSYN_API_USER", "john@user.com")
    assert call("find", "User") == (2, "", f"{said}\n")
    monkeypatch.delenv("ACCSYN_API_USER")
    assert TRY not in call("find", "User", "--workspace", "acmefilm").err
    (tmp_path / "empty").touch(mode=0o600)
    assert call("find", "User", "--credentials", str(tmp_path / "empty")) == (2, "", f"{said}\n")


def test_a_wrong_query_is_shown_as_ever() -> None:
    """With the code of findings."""
    done = call("find", "Transfer WHERE status=", "--local")
    assert done.code == 1
    assert "error[" in done.err


def test_whatever_can_be_asked_of_a_server_can_be_asked_of_it() -> None:
    """Each command with --hostname has --local, but login, which is about servers."""
    pending: list[tuple[str, click.Command]] = [("", application)]
    asking = {}
    for name, one in pending:
        if isinstance(one, click.Group):
            context = click.Context(one)
            found = ((inner, one.get_command(context, inner)) for inner in one.list_commands(context))
            pending.extend((f"{name} {inner}".strip(), other) for inner, other in found if other is not None)
            continue
        options = {option for parameter in one.params for option in parameter.opts}
        if "--hostname" in options:
            asking[name] = "--local" in options and "--local-data" in options
    assert len(asking) >= 10
    assert [name for name, has_local in asking.items() if not has_local] == ["login"]
