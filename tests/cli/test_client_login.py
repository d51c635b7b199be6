"""``accsyn login``: a key that nobody sees, in a file that nobody else reads."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from accsyn.cli import asking, login
from tests.cli.calls import ROOT, call, environment
from tests.cli.workspaces import KEY, Workspace
from tests.client.servers import reply

WRITTEN = f'ACCSYN_WORKSPACE="acmefilm"\nACCSYN_API_USER="john@user.com"\nACCSYN_API_KEY="{KEY}"\n'


@pytest.fixture
def path(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the credentials file will stand; the environment has no key."""
    monkeypatch.delenv("ACCSYN_API_KEY")
    return tmp_path / "config" / "accsyn" / "credentials"


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let standard input be a terminal."""
    monkeypatch.setattr(asking, "can_ask", lambda: True)
    monkeypatch.setattr(login, "can_ask", lambda: True)


def test_a_key_from_standard_input(workspace: Workspace, path: Path) -> None:
    """It is tried, and written to a file for its owner alone; commands find it there."""
    done = workspace.call("login", stdin=f"{KEY}\n")
    assert done == (0, f"logged in to acmefilm as john@user.com (admin); wrote {path}\n", "")
    assert path.read_text(encoding="utf-8") == WRITTEN
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert workspace.call("whoami").code == 0


def test_a_key_from_a_file(workspace: Workspace, path: Path, tmp_path: Path) -> None:
    """Blanks around it do not count; the credentials file may be another one."""
    (tmp_path / "key").write_text(f"\ufeff  {KEY}\r\n", encoding="utf-8")
    other = tmp_path / "other"
    done = workspace.call("login", "--key-file", str(tmp_path / "key"), "--credentials", str(other))
    assert done == (0, f"logged in to acmefilm as john@user.com (admin); wrote {other}\n", "")
    assert other.read_text(encoding="utf-8") == WRITTEN
    assert not path.exists()


def test_a_file_of_the_environment(
    workspace: Workspace, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ACCSYN_CREDENTIALS_PATH says where; that a variable goes before the file is said."""
    other = tmp_path / "other"
    monkeypatch.setenv("ACCSYN_CREDENTIALS_PATH", str(other))
    monkeypatch.setenv("ACCSYN_API_KEY", "SOME-OTHER-KEY")
    done = workspace.call("login", "--key-file", "-", stdin=KEY)
    assert (done.code, done.err) == (0, "ACCSYN_API_KEY is set, and goes before the file\n")
    assert other.read_text(encoding="utf-8") == WRITTEN


def test_everything_is_asked_for(workspace: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workspace, user, key: what is typed as the key is not shown."""
    on_a_terminal(monkeypatch)
    monkeypatch.delenv("ACCSYN_WORKSPACE")
    monkeypatch.delenv("ACCSYN_API_USER")
    done = workspace.call("login", stdin=f"acmefilm\njohn@user.com\n{KEY}\n")
    assert (done.code, done.out) == (0, f"logged in to acmefilm as john@user.com (admin); wrote {path}\n")
    assert path.read_text(encoding="utf-8") == WRITTEN
    # What the file holds is offered the next time.
    again = workspace.call("login", stdin=f"\n\n{KEY}\n")
    assert "Workspace [acmefilm]: " in again.err
    assert again.code == 0


def test_without_a_terminal(workspace: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is said, unless the file has it."""
    monkeypatch.delenv("ACCSYN_API_USER")
    done = workspace.call("login", stdin=KEY)
    assert done == (2, "", "Error: the user is missing: give --user or set ACCSYN_API_USER\n")
    assert workspace.call("login", "--user", "john@user.com", stdin=KEY).code == 0
    assert workspace.call("login", stdin=KEY).code == 0


def test_a_wrong_key(workspace: Workspace, path: Path) -> None:
    """Nothing is written, and the key is not repeated."""
    workspace.answers["login"] = reply({"message": f"wrong key {KEY}"}, 401)
    done = workspace.call("login", stdin=KEY)
    assert done == (2, "", "Error: wrong key ***; accsyn login asks for another key\n")
    assert not path.exists()


def test_without_trying(workspace: Workspace, path: Path) -> None:
    """On demand the server is not asked; a proxy is kept for the next time."""
    arguments = ("login", "--no-check", "--proxy", "socks5:127.0.0.1:9")
    assert workspace.call(*arguments, stdin=KEY) == (0, f"not tried: john@user.com of acmefilm; wrote {path}\n", "")
    assert workspace.call("login", "--no-check", stdin=KEY).code == 0
    assert path.read_text(encoding="utf-8") == f'{WRITTEN}ACCSYN_PROXY="socks5:127.0.0.1:9"\n'
    assert workspace.server.connections == 0


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"two words", b"a\nb", b"\xff", b"a" * 5000, b"a\x1bb"],
    ids=lambda content: repr(content[:9]),
)
def test_what_is_no_key(workspace: Workspace, path: Path, tmp_path: Path, content: bytes) -> None:
    """A wrong file is refused before anything is sent."""
    (tmp_path / "key").write_bytes(content)
    done = workspace.call("login", "--key-file", str(tmp_path / "key"))
    assert done == (2, "", f"Error: {tmp_path / 'key'} is no API key: it should be one word on a line of its own\n")
    assert workspace.server.connections == 0


@pytest.mark.parametrize(("name", "said"), [("nosuch", "No such file or directory"), ("a\0", "embedded null byte")])
def test_a_key_file_that_cannot_be_read(workspace: Workspace, path: Path, name: str, said: str) -> None:
    """The reason is said."""
    done = workspace.call("login", "--key-file", name)
    assert (done.code, done.err.endswith(f"cannot be read: {said}\n")) == (2, True)


def test_another_account(workspace: Workspace, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not replaced unasked."""
    assert workspace.call("login", stdin=KEY).code == 0
    before = path.read_bytes()
    done = workspace.call("login", "--user", "lisa@example.com", stdin=KEY)
    assert (done.code, done.out) == (2, "")
    assert f"Replace the account john@user.com of acmefilm in {path}? There is no terminal to ask at" in done.err
    assert path.read_bytes() == before
    assert workspace.call("login", "--user", "lisa@example.com", "--yes", stdin=KEY).code == 0
    on_a_terminal(monkeypatch)
    assert workspace.call("login", "--user", "john@user.com", stdin=f"n\n{KEY}\n").code == 1
    assert 'ACCSYN_API_USER="lisa@example.com"' in path.read_text(encoding="utf-8")


def test_another_file(workspace: Workspace, path: Path, tmp_path: Path) -> None:
    """What is no credentials file stays as it is; a place that cannot be written is said."""
    other = tmp_path / "id_rsa"
    other.write_text("-----BEGIN KEY-----\n", encoding="utf-8")
    other.chmod(0o600)
    done = workspace.call("login", "--credentials", str(other), "--yes", stdin=KEY)
    assert done == (2, "", f"Error: {other}, line 1: not of the form KEY=VALUE\n")
    assert other.read_text(encoding="utf-8") == "-----BEGIN KEY-----\n"
    done = workspace.call("login", "--credentials", str(other / "x"), "--no-check", stdin=KEY)
    assert (done.code, "the credentials file cannot be written" in done.err) == (2, True)


def test_a_key_is_no_argument() -> None:
    """There is no option to give it with: others would see it in the list of processes."""
    assert call("login", "--api-key", KEY).code == 2
    assert call("login", "--key", KEY).code == 2
    assert call("login", KEY).code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_a_terminal_does_not_show_the_key(workspace: Workspace, path: Path) -> None:
    """Typed on a real terminal, the key is nowhere on it."""
    import pty

    ours, theirs = pty.openpty()
    script = "import os, sys\nos.setsid()\nimport fcntl, termios\nfcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    script += f"sys.argv = {['accsyn', 'login', *workspace.options]!r}\nfrom accsyn.cli import main\nsys.exit(main())"
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=environment(TERM="dumb"),
    )
    os.close(theirs)
    said = b""
    while b"API key: " not in said:
        said += os.read(ours, 1024)
    os.write(ours, f"{KEY}\n".encode())
    while True:
        try:
            piece = os.read(ours, 1024)
        except OSError:  # how Linux says that nobody has the other end any more
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    assert process.wait(timeout=60) == 0
    assert KEY.encode() not in said
    assert b"logged in to acmefilm" in said
    assert path.read_text(encoding="utf-8") == WRITTEN
