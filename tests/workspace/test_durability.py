"""What was answered stays, whatever happens to the process; schemas migrate; many may write."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from accsyn.errors import ConfigurationError
from accsyn.local import Workspace
from accsyn.workspace.backend import DATABASE
from accsyn.workspace.store import MIGRATIONS, Store
from tests.workspace.calls import Caller

ROOT = Path(__file__).parent.parent.parent


def killing(folder: Path, rounds: int, seed: int) -> dict[str, Any]:
    """What tests.workspace.killing says: see there."""
    command = [sys.executable, "-m", "tests.workspace.killing", str(folder), str(rounds), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_what_was_answered_survives_kill(tmp_path: Path) -> None:
    """Killed at random moments, again and again: the database is whole, nothing answered is lost, no job is half there.

    Files too: under its name a file is whole, and what was being copied is copied in the end.
    """
    found = killing(tmp_path, 25, seed=1)
    assert found["wrong"] == []
    assert found["left"] in ([], ["done"])
    assert found["answered"] > 20


@pytest.mark.long
@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_what_was_answered_survives_a_thousand_kills(tmp_path: Path, seed: int) -> None:
    """The figures are printed."""
    found = killing(tmp_path, 250, seed)
    print(f"\n250 kills with seed {seed}: {found}")
    assert found["wrong"] == []
    assert found["left"] == ["done"]


def test_a_workspace_comes_back(tmp_path: Path) -> None:
    """Records, keys, sessions, the order and running transfers are there after a restart."""
    with Workspace(tmp_path, frozen=True, rate=1000) as ws:
        admin = Caller(ws)
        ws.client()
        (ws.volume() / "a.mov").write_bytes(b"x" * 5000)
        admin.create("transfer", source="share=projects/a.mov", destination="/in/")
        ws.advance(seconds=1)
        assert admin.find("transfer")[0]["status"] == "running"
        key = ws.api_key()
    with Workspace(tmp_path, frozen=True, rate=1000) as ws:
        assert ws.api_key() == key
        admin.ws = ws
        assert admin.find("transfer")[0]["status"] == "waiting"
        assert admin.codes("queue") == ["low", "medium", "high"]
        ws.advance(seconds=10)
        assert (ws.client() / "in/a.mov").stat().st_size == 5000
    assert (tmp_path / DATABASE).stat().st_mode & 0o077 == 0


def test_one_process_owns_a_database(tmp_path: Path) -> None:
    """A second one gets a sentence."""
    with Workspace(tmp_path), pytest.raises(ConfigurationError, match="another process uses it"):
        Workspace(tmp_path)


def test_what_is_no_database_is_refused(tmp_path: Path) -> None:
    """Also one of a version that is not known."""
    (tmp_path / "a").write_bytes(b"no database at all" * 100)
    with pytest.raises(ConfigurationError, match="cannot be opened"):
        Store(tmp_path / "a")
    connection = sqlite3.connect(tmp_path / "b")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(ConfigurationError, match="newer version"):
        Store(tmp_path / "b")


def test_schemas_migrate(tmp_path: Path) -> None:
    """A database of an older version gets what is new and keeps what it has; an older program stays out."""
    path = tmp_path / "db"
    first = Store(path)
    with first.transaction():
        first.put("queue", {"id": "1", "code": "a"})
    first.close()
    steps = ("UPDATE records SET body = replace(body, '\"a\"', '\"b\"');", "CREATE TABLE more (id); DROP TABLE more;")
    for count in (1, 2, 2):
        later = Store(path, migrations=(*MIGRATIONS, *steps[:count]))
        assert later.by_code("queue", "B") == {"id": "1", "code": "b"}
        assert later.check() == []
        later.close()
    with pytest.raises(ConfigurationError, match="newer"):
        Store(path)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    """Neither its own first half nor the version; the steps before it are taken back with it."""
    path = tmp_path / "db"
    first = Store(path)
    with first.transaction():
        first.put("queue", {"id": "1", "code": "a"})
    first.close()
    good, bad = "CREATE TABLE more (id);", "UPDATE records SET body = '{}'; INSERT INTO missing VALUES (1);"
    with pytest.raises(ConfigurationError, match="no such table: missing"):
        Store(path, migrations=(*MIGRATIONS, good, bad))
    again = Store(path)
    assert again.get("queue", "1") == {"id": "1", "code": "a"}
    assert again.check() == []
    again.close()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'more'").fetchone() == (0,)
    connection.close()


def test_a_database_of_version_1_opens(tmp_path: Path) -> None:
    """As it was written when there was no other: whatever comes after must read it."""
    script = (Path(__file__).parent / "data" / "version1.sql").read_text("utf-8")
    connection = sqlite3.connect(tmp_path / DATABASE)
    connection.executescript(script)
    connection.close()
    with Workspace(tmp_path, frozen=True) as ws:
        assert ws.check() == []
        admin = Caller(ws)
        assert admin.codes("queue") == ["low", "medium", "high", "rush"]
        assert admin.find("compute", "name=render")[0]["user_hr"].startswith("user:admin@example.com[admin](")
        assert [task["uri"] for task in admin.find("task")] == ["0"]
    connection = sqlite3.connect(tmp_path / DATABASE)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


def test_a_damaged_database_is_said_to_be(tmp_path: Path) -> None:
    """The check names what the database and the memory do not agree on; a torn file is refused when it is opened."""
    with Workspace(tmp_path, frozen=True) as ws:
        ws._backend.state.store._connection.execute("DELETE FROM records WHERE kind = 'queue'")
        assert ["queue" in line for line in ws.check()] == [True]
    content = (tmp_path / DATABASE).read_bytes()
    (tmp_path / DATABASE).write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(ConfigurationError, match="cannot be opened as a workspace"):
        Workspace(tmp_path)


def test_a_transaction_is_all_or_nothing() -> None:
    """After an exception memory, indexes and database are as before."""
    store = Store()
    with store.transaction():
        store.put("task", {"id": "1", "job": "j", "code": "x"})

    def break_off() -> None:
        with store.transaction():
            store.put("task", {"id": "1", "job": "k", "code": "y"})
            store.put("task", {"id": "2", "job": "j"})
            store.remove("task", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert store.children("task", "j") == [{"id": "1", "job": "j", "code": "x"}]
    assert (store.children("task", "k"), store.by_code("task", "y")) == ([], None)
    assert store.check() == []
    with pytest.raises(RuntimeError, match="in a transaction"):
        store.put("task", {"id": "3"})
    store.close()


def test_eight_threads(tmp_path: Path) -> None:
    """Nobody gets an error and no write is lost."""
    errors: list[BaseException] = []
    with Workspace(tmp_path, frozen=True) as ws:
        callers = [Caller(ws) for _ in range(8)]

        def work(index: int) -> None:
            try:
                for number in range(25):
                    callers[index].create("queue", code=f"{index}-{number}")
                    assert callers[index].codes("queue", f"code='{index}-{number}'") == [f"{index}-{number}"]
            except BaseException as error:  # noqa: BLE001, RUF100 - what a thread meets is shown by the test
                errors.append(error)

        threads = [threading.Thread(target=work, args=(index,)) for index in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert errors == []
        assert len(callers[0].find("queue")) == 3 + 8 * 25
        assert ws.check() == []
    assert not os.path.exists(tmp_path / f"{DATABASE}-shm")
