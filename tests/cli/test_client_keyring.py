"""``accsyn login --keyring``, with a real back end of keyring in a folder of the test's own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import accsyn
from accsyn.client.config import resolve
from accsyn.client.key_store import read_key, write_key
from accsyn.errors import ConfigurationError
from tests.cli.workspaces import KEY, Workspace
from tests.client.stand_in import Recorder

keyring = pytest.importorskip("keyring", reason="the extra keyring is not installed")
pytest.importorskip("keyrings.alt.file", reason="the back end of the tests is not installed")


@pytest.fixture
def back_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of a keyring that keeps what it is given."""
    from keyrings.alt.file import PlaintextKeyring

    path = tmp_path / "keyring.cfg"
    before = keyring.get_keyring()
    one = PlaintextKeyring()
    monkeypatch.setattr(PlaintextKeyring, "file_path", str(path))
    keyring.set_keyring(one)
    yield path
    keyring.set_keyring(before)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The credentials file; the environment has no key."""
    monkeypatch.delenv("ACCSYN_API_KEY", raising=False)
    return tmp_path / "config" / "accsyn" / "credentials"


def refusing(error: type[Exception]) -> Any:
    """A back end that raises."""
    from keyring.backend import KeyringBackend

    class Refusing(KeyringBackend):
        priority = 1

        def get_password(self, service: str, username: str) -> str | None:
            raise error("API-KEY-0123")

        def set_password(self, service: str, username: str, password: str) -> None:
            raise error(password)

        def delete_password(self, service: str, username: str) -> None:
            raise error

    return Refusing()  # type: ignore[no-untyped-call] # theirs has no types


def test_a_login_that_keeps_the_key_in_the_keyring(workspace: Workspace, path: Path, back_end: Path) -> None:
    """The file holds no key and says where it is; commands and sessions find it there."""
    done = workspace.call("login", "--keyring", stdin=f"{KEY}\n")
    assert done == (0, f"logged in to acmefilm as john@user.com (admin); wrote {path}\n", "")
    assert path.read_text(encoding="utf-8") == (
        'ACCSYN_WORKSPACE="acmefilm"\nACCSYN_API_USER="john@user.com"\nACCSYN_API_KEY_IN="keyring"\n'
    )
    assert back_end.exists()
    assert workspace.call("whoami").code == 0
    with accsyn.Session(path_envfile=str(path), hostname="127.0.0.1", transport=Recorder()) as session:
        assert session._configuration.api_key == KEY


def test_arguments_and_environment_go_before_the_keyring(
    path: Path, back_end: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then it is not even asked."""
    path.parent.mkdir(parents=True)
    path.write_text("ACCSYN_WORKSPACE=w\nACCSYN_API_USER=u\nACCSYN_API_KEY_IN=keyring\n")
    path.chmod(0o600)
    keyring.set_keyring(refusing(RuntimeError))
    given = {"path_envfile": str(path), "hostname": "h"}
    assert resolve({**given, "api_key": "from-an-argument"}, {}).api_key == "from-an-argument"
    assert resolve(given, {"ACCSYN_API_KEY": "from-the-environment"}).api_key == "from-the-environment"


def test_each_account_has_its_own_key(back_end: Path) -> None:
    """By workspace and user; a later one replaces the earlier."""
    write_key("w", "a", "key-1")
    write_key("w", "b", "key-2")
    write_key("v", "a", "key-3")
    write_key("w", "a", "key-4")
    assert [read_key(*who) for who in (("w", "a"), ("w", "b"), ("v", "a"))] == ["key-4", "key-2", "key-3"]
    with pytest.raises(ConfigurationError, match="no API key for c of w: run accsyn login --keyring"):
        read_key("w", "c")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("keyring.errors.NoKeyringError", "there is no keyring on this machine; accsyn login writes"),
        ("keyring.errors.KeyringLocked", "the keyring does not answer: KeyringLocked"),
        ("builtins.OSError", "the keyring does not answer: OSError"),
    ],
)
def test_a_keyring_that_does_not_answer(
    workspace: Workspace, path: Path, back_end: Path, error: str, said: str
) -> None:
    """One sentence, without what the back end said, and no file that points to a key that is not there."""
    import importlib

    module, _, name = error.rpartition(".")
    keyring.set_keyring(refusing(getattr(importlib.import_module(module), name)))
    done = workspace.call("login", "--keyring", "--no-check", stdin=f"{KEY}\n")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not path.exists()


def test_without_the_extra(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to install is said."""
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'accsyn\[keyring\]'"):
        read_key("w", "u")


def test_another_place_is_refused(path: Path) -> None:
    """A place that is not known is no reason to look elsewhere; an account that is not known comes first."""
    path.parent.mkdir(parents=True)
    path.write_text("ACCSYN_WORKSPACE=w\nACCSYN_API_USER=u\nACCSYN_API_KEY_IN=vault\n")
    path.chmod(0o600)
    with pytest.raises(ConfigurationError, match="ACCSYN_API_KEY_IN in the credentials file is keyring, or not there"):
        resolve({"path_envfile": str(path)}, {})
    path.write_text("ACCSYN_API_KEY_IN=keyring\n")
    with pytest.raises(ConfigurationError, match="the workspace code is missing"):
        resolve({"path_envfile": str(path)}, {})
