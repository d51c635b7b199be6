"""What was answered stays, whatever happens to the process; schemas migrate; many may write."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from accsyn.errors import ConfigurationError
from accsyn.local import Workspace
from accsyn.workspace.backend import DATABASE
from accsyn.workspace.store import MIGRATIONS, Store
from tests.workspace.calls import Caller

ROOT = Path(__file__).parent.parent.parent
WRITER = """
import sys
from accsyn.local import Workspace
from tests.workspace.calls import Caller
ws = Workspace(sys.argv[1])
admin = Caller(ws)
number = len(admin.find("queue"))
while True:
    admin.create("queue", code=f"q{number}")
    print(f"q{number}", flush=True)
    number += 1
"""


@pytest.mark.parametrize("seconds", [0.0, 0.003, 0.02, 0.05])
def test_an_answered_write_survives_kill(tmp_path: Path, seconds: float) -> None:
    """Killed at some moment, a workspace opens again, is whole, and has everything that was answered."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout is not None
    answered = [process.stdout.readline().strip()]
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    answered += process.stdout.read().split("\n")[:-1]
    process.stdout.close()
    process.wait()
    with Workspace(tmp_path) as ws:
        assert ws.check() == []
        codes = set(Caller(ws).codes("queue"))
        assert answered[0].startswith("q")
        assert set(answered) <= codes
        assert len(codes) - 3 - len(answered) in (0, 1)  # at most the one whose answer was on its way


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
    """A database of an older version gets what is new, and keeps what it has."""
    path = tmp_path / "db"
    first = Store(path)
    with first.transaction():
        first.put("queue", {"id": "1", "code": "a"})
    first.close()
    second = Store(path, migrations=(*MIGRATIONS, "UPDATE records SET body = replace(body, '\"a\"', '\"b\"');"))
    assert second.by_code("queue", "B") == {"id": "1", "code": "b"}
    second.close()
    with pytest.raises(ConfigurationError, match="newer"):
        Store(path)


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
