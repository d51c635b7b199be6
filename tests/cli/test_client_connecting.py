"""The commands that ask a workspace: options, environment, credentials, and every way in which it can go wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import click
import pytest

from accsyn.cli.connecting import Account, Silent, connected, sentence, speaking_warnings
from accsyn.client.transport import Request
from accsyn.errors import AuthenticationError, QueryWarning, TransportError
from tests.cli.calls import ROOT, call, command, environment
from tests.cli.workspaces import ID, KEY, Workspace
from tests.client.servers import Authority, Reply, free_port, http_server, reply


def test_whoami(workspace: Workspace) -> None:
    """What the login says, as text and as JSON."""
    assert workspace.call("whoami") == (
        0,
        "workspace  acmefilm\nuser       john@user.com\nid         5b0faf03304bfd4810dbd5fc\nrole       admin\n",
        "",
    )
    assert workspace.call("whoami", "--to", "json").document == {
        "workspace": "acmefilm",
        "user": "john@user.com",
        "id": "5b0faf03304bfd4810dbd5fc",
        "role": "admin",
    }


def test_options_go_before_the_environment(workspace: Workspace) -> None:
    """Workspace and user of the call are those of the request; the key comes from the environment."""
    done = workspace.call("whoami", "--workspace", "other", "--user", "lisa@example.com", "--to", "json")
    assert (done.document["workspace"], done.document["user"]) == ("other", "lisa@example.com")
    assert dict(workspace.server.seen[0].headers)["X-Accsyn-Workspace"] == "other"


def test_a_credentials_file(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything can come from a file; one that others can read is warned of."""
    for name in ("ACCSYN_WORKSPACE", "ACCSYN_API_USER", "ACCSYN_API_KEY"):
        monkeypatch.delenv(name)
    path = tmp_path / "mine"
    path.write_text(f"ACCSYN_DOMAIN=acme\nACCSYN_API_USER=a@b.c\nACCSYN_API_KEY={KEY}\n", encoding="utf-8")
    path.chmod(0o644)
    done = workspace.call("whoami", "--credentials", str(path), "--to", "json")
    assert (done.code, done.document["user"]) == (0, "a@b.c")
    assert done.err == (
        f"warning: {path} holds an API key and is open to others; run: chmod 600 {path}\n"
        "warning: ACCSYN_DOMAIN is now ACCSYN_WORKSPACE\n"
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (reply({"message": f"no such key {KEY}\x1b"}, 401), "no such key ***\\x1b; accsyn login asks for another key"),
        (reply({"message": "slow", "retry_after": 60}, 429), "slow; try again in 60 s"),
        (reply({}, 403), "HTTP 403, the account may not do this"),
        (Reply(500, b"<html>Traceback</html>", {}), "HTTP 500, the server failed"),
        (Reply(200, b"<html>Traceback</html>", {"Content-Type": "text/html"}), "22 bytes of text/html: no JSON"),
        (Reply(302, b"", {"Location": "https://evil.example/?x"}), "a redirect to evil.example, is not followed"),
    ],
)
def test_what_a_server_answers(workspace: Workspace, answer: Reply, said: str) -> None:
    """Each is one sentence, with exit code 2, and without what the body held."""
    workspace.answers["login"] = answer
    done = workspace.call("whoami")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("Error: ")
    assert said in done.err


def test_a_server_that_is_not_there(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused connections, after every attempt."""
    monkeypatch.setattr("accsyn.client.retries.Retry.run", lambda self, send, **_: send())
    done = call("whoami", "--hostname", "127.0.0.1", "--port", str(port := free_port()))
    assert done == (2, "", f"Error: 127.0.0.1:{port}: Connection refused\n")


def test_a_stranger(workspace: Workspace) -> None:
    """A server whose certificate is not trusted gets nothing."""
    with http_server(tls=Authority().context("127.0.0.1")) as server:
        done = call("whoami", "--hostname", "127.0.0.1", "--port", str(server.port))
        assert (done.code, done.out, server.seen) == (2, "", [])
    assert done.err.startswith(f"Error: 127.0.0.1:{server.port}: the certificate is not accepted: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--ca", "nosuch"], "Error: --ca 'nosuch' is no file or folder of certificates\n"),
        (["--proxy", "ftp:x"], "socks5:host:port"),
        (["--hostname", "a b"], "hostname must be the name or address of a machine"),
        (["--port", "0"], "Invalid value for '--port'"),
        (["--credentials", "nosuch"], "the credentials file cannot be read: No such file or directory"),
    ],
)
def test_wrong_settings(workspace: Workspace, arguments: list[str], said: str) -> None:
    """They are said in the words of the command."""
    done = call("whoami", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("ACCSYN_WORKSPACE", "the workspace code is missing: give --workspace or set ACCSYN_WORKSPACE"),
        ("ACCSYN_API_USER", "the user name (an e-mail address) is missing: give --user or set ACCSYN_API_USER"),
        ("ACCSYN_API_KEY", "the API key is missing: run accsyn login or set ACCSYN_API_KEY"),
    ],
)
def test_missing_settings(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, variable: str, said: str) -> None:
    """Each says where it could come from."""
    monkeypatch.delenv(variable)
    assert workspace.call("whoami") == (2, "", f"Error: {said}\n")


def test_sentences() -> None:
    """One line, whatever was said."""
    assert sentence(AuthenticationError("a\n  b", 401)) == "a b; accsyn login asks for another key"


def test_only_our_warnings_are_heard(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of others are none of the user's business, and afterwards all is as it was."""
    before = warnings.showwarning
    with speaking_warnings():
        warnings.warn("of another", UserWarning, stacklevel=1)
        warnings.warn("of another", DeprecationWarning, stacklevel=1)
        warnings.warn("ours\x1b\n twice", QueryWarning, stacklevel=1)
        warnings.warn("ours\x1b\n twice", QueryWarning, stacklevel=1)
    assert capsys.readouterr().err == "warning: ours\\x1b twice\n" * 2
    assert warnings.showwarning is before


def test_a_query_that_only_the_session_refuses(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    """It is shown like any other, and the exit code is that of findings."""
    account = Account(hostname="127.0.0.1", port=workspace.server.port, ca=workspace.ca)
    with pytest.raises(click.exceptions.Exit) as caught, connected(account) as session:
        session.find("User WHERE role=")
    assert caught.value.exit_code == 1
    assert capsys.readouterr().err.startswith("error[ACC1")


def test_silence() -> None:
    """Nothing but a login is answered."""
    silent = Silent()
    with pytest.raises(TransportError, match="nothing is sent in a dry run"):
        silent.send(Request("POST", "https://h/api/v3/event"))
    silent.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c(workspace: Workspace) -> None:
    """An interrupt between two looks ends the command with 130, without a word."""
    workspace.answers["transfer/find"] = lambda _: [{"id": ID, "status": "running"}]
    arguments = command("watch", ID, "--poll", "60", *workspace.options)
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == f"{ID}  running\n".encode()
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert (process.wait(timeout=60), said) == (130, b"")


def test_help_imports_no_client() -> None:
    """Neither help nor a wrong query pays for requests."""
    script = (
        "import sys; from accsyn.cli import main\n"
        "main(['find', '--help']); main(['find', 'User WHERE role=', '--limit', '1'])\n"
        "main(['schema', 'show', 'queue'])\n"
        "sys.exit(bool({'requests', 'urllib3', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, cwd=ROOT, env=environment())
    assert done.returncode == 0, done.stderr
    assert os.linesep.encode() in done.stdout


@pytest.mark.parametrize("name", ["create", "find", "get", "ls", "update", "whoami"])
def test_what_writes_records_has_one_way_to_say_the_format(name: str) -> None:
    """`--to`, and `--format` nowhere."""
    said = call(name, "--help").out
    assert "--to [table|json|ndjson|csv]" in said
    assert "--format" not in said


@pytest.mark.parametrize("name", ["show", "diff"])
def test_what_writes_a_schema_says_it_the_same_way(name: str) -> None:
    """What stands in a document for other commands is written by `--to json`, too."""
    said = call("schema", name, "--help").out
    assert "--to [text|json]" in said
    assert "--format" not in said


def test_who_am_i_in_every_form(workspace: Workspace, tmp_path: Path) -> None:
    """As of an entity: a line for each, an object, a line of CSV, a file."""
    assert workspace.call("whoami").out.splitlines()[0] == "workspace  acmefilm"
    assert workspace.call("whoami", "--to", "csv").out.splitlines()[0] == "workspace,user,id,role"
    path = tmp_path / "me.json"
    assert workspace.call("whoami", "-o", str(path)) == (0, "", "")
    assert json.loads(path.read_text(encoding="utf-8"))["workspace"] == "acmefilm"
