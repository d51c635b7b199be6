"""The session itself: how it begins and ends, what it shows, what it writes to its log."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import subprocess
import sys
import threading
import warnings
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import accsyn
from accsyn.client.session import Session
from accsyn.errors import AccsynError, ConfigurationError
from tests.client.stand_in import API_KEY, SESSION_ID, USER_ID, A, B, D, Recorder, session

ROOT = Path(__file__).parent.parent.parent


def test_who_and_where() -> None:
    """Properties say who is logged in where."""
    one = session(timeout=5, connect_timeout=2)
    assert (one.workspace, one.username, one.user_id, one.role) == ("acmefilm", "john@user.com", USER_ID, "admin")
    assert (one.timeout, one.connect_timeout) == (5, 2)


def test_it_is_closed_at_the_end() -> None:
    """`with` closes, and a second close does nothing."""
    recorder = Recorder()
    with session(recorder) as one:
        before = recorder.is_closed
    assert (before, recorder.is_closed) == (False, True)
    one.close()
    with pytest.raises(AccsynError, match="closed"):
        one.find("User")


def test_a_failed_login_closes_everything() -> None:
    """Nothing is left open where there is no session."""
    recorder = Recorder(login={"message": "Wrong API key"})
    with pytest.raises(AccsynError):
        session(recorder)
    assert recorder.is_closed


def test_it_shows_no_secret() -> None:
    """repr, str, format: the account, not the key."""
    one = session()
    for text in (repr(one), str(one), f"{one}"):
        assert text == "Session(workspace='acmefilm', username='john@user.com')"


@pytest.mark.parametrize("copying", [pickle.dumps, copy.copy, copy.deepcopy])
def test_it_is_neither_pickled_nor_copied(copying: Any) -> None:
    """A key would leave the process, and a connection cannot be shared so."""
    with pytest.raises(TypeError, match="make one in each process"):
        copying(session())


def test_the_last_message_is_kept() -> None:
    """What the server said with its last answer, a refusal or not; nothing if it said nothing (FAULTS 22)."""
    refusal = {"message": "No access", "message_hr": "You may not do this"}
    one = session(Recorder(refusal, {"result": []}, {"result": [], "message": "Hello"}))
    assert one.get_last_message() is None
    with pytest.raises(AccsynError, match="You may not do this"):
        one.find("User")
    assert one.get_last_message() == "You may not do this"
    one.find("User")
    assert one.get_last_message() is None
    one.find("User")
    assert one.get_last_message() == "Hello"


def test_threads_share_a_session() -> None:
    """Eight threads, twenty calls each: every call gets its own answer."""
    recorder = Recorder(reply=lambda event: {"result": [{"id": event["query"]}]})
    one = session(recorder)
    wrong: list[Any] = []

    def work(number: int) -> None:
        for turn in range(20):
            found = one.find("User WHERE code=:c", params={"c": f"{number}-{turn}"})
            if found != [{"id": f'code="{number}-{turn}"'}]:
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(recorder.events) == 160


# ---- the log
# --------------------------------------------------------------------------------------------------------------

SECRETS = ["hidden-password", "hidden-setting", "hidden-answer", "hidden-token", API_KEY, SESSION_ID]


def talk(one: Session) -> None:
    """Calls that carry secrets in both directions, one of which fails."""
    one.create("user", {"code": "lisa", "password": "hidden-password", "profile": {"api_key": "hidden-password"}})
    one.set_setting("workspace", "smtp", "hidden-setting")
    one.get_setting("smtp")
    one.find("User WHERE code=lisa")
    with pytest.raises(AccsynError):
        one.integration("ftrack", "login", {"token": "hidden-token"})


def secretive() -> Recorder:
    """A server that answers with secrets."""
    return Recorder(
        {"result": [{"id": D, "password": "hidden-answer", "secret": "hidden-answer"}]},
        {"result": True},
        {"result": "hidden-answer"},
        {"result": [{"id": A, "session": SESSION_ID, "note": f"key {API_KEY}"}]},
        {"message": f"no session {SESSION_ID}"},
    )


def test_verbose_writes_calls_without_secrets() -> None:
    """Everything that a verbose session ever prints holds no secret, in either direction (FAULTS 7)."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        one = session(secretive(), verbose=True)
        talk(one)
        one.close()
    said = out.getvalue() + err.getvalue()
    assert "POST user/create" in said
    assert "code=lisa" in said
    assert "GET user/find answered" in said
    assert [secret for secret in SECRETS if secret in said] == []


def test_each_session_has_its_own_file(tmp_path: Path) -> None:
    """A second session does not take the first one's file away (FAULTS 27); no file holds a secret."""
    one = session(secretive(), verbose=True, path_logfile=str(tmp_path / "one.log"))
    two = session(path_logfile=str(tmp_path / "two.log"))
    talk(one)
    two.find("User")
    for each in (one, two):
        each.close()
    first, second = ((tmp_path / name).read_text() for name in ("one.log", "two.log"))
    assert "user/create" in first
    assert "logged in to acmefilm as john@user.com" in second
    assert "user/find" not in second
    assert [secret for secret in SECRETS if secret in first + second] == []


@pytest.mark.parametrize(("pretty", "expected"), [(True, '{\n    "result": []\n}'), (False, '{"result": []}')])
def test_answers_may_be_indented(tmp_path: Path, pretty: bool, expected: str) -> None:
    """pretty_json is about the log alone."""
    with session(Recorder({"result": []}), verbose=True, pretty_json=pretty, path_logfile=tmp_path / "log") as one:
        one.find("User")
    assert expected in (tmp_path / "log").read_text()


def test_long_answers_are_cut_off(tmp_path: Path) -> None:
    """A log is no copy of the workspace."""
    answer = {"result": [{"id": A, "name": "n" * 300_000}]}
    with session(Recorder(answer), verbose=True, path_logfile=tmp_path / "log") as one:
        one.find("User")
    text = (tmp_path / "log").read_text()
    assert "characters)" in text
    assert len(text) < 110_000


def test_the_root_logger_is_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    """A verbose session adds no handler to it and sets no level, and nothing is written twice (FAULTS 27)."""
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    with redirect_stderr(io.StringIO()) as err, session(verbose=True) as one, caplog.at_level(logging.DEBUG):
        one.find("User")
    assert (list(root.handlers), root.level) == before
    assert "user/find" in err.getvalue()
    assert caplog.records == []


def test_a_program_that_logs_gets_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """A quiet session speaks to the logger `accsyn.client`, which a program may listen to."""
    with caplog.at_level(logging.DEBUG, logger="accsyn.client"):
        session(secretive()).create("user", {"password": "hidden-password"})
    assert "user/create" in caplog.text
    assert "hidden" not in caplog.text


def test_a_quiet_session_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Nor does a failing one: no traceback, no separator lines."""
    one = session(Recorder({"result": []}, {"exception": "Traceback ..."}))
    one.find("User")
    with pytest.raises(AccsynError):
        one.find("User")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("option", [{"verbose": 1}, {"pretty_json": "yes"}, {"url_limit": 0}, {"path_logfile": "/"}])
def test_options_are_checked(option: dict[str, Any]) -> None:
    """What is wrong is a ConfigurationError before anything is sent."""
    recorder = Recorder()
    with pytest.raises(ConfigurationError):
        session(recorder, **option)
    assert recorder.requests == []


# ---- the schema
# --------------------------------------------------------------------------------------------------------------


def test_the_schema_is_asked_for_on_demand() -> None:
    """The built-in schema until then; afterwards what the workspace says, for queries too."""

    def reply(event: dict[str, Any]) -> Any:
        if event["uri"] == "entitytypes":
            return {"result": ["user", "spaceship"]}
        if event["uri"] == "attributes":
            return {"result": [{"name": f"{event['data']['entitytype']}_speed", "type": "integer"}]}
        return {"result": []}

    one = session(Recorder(reply=reply))
    assert one.schema is accsyn.builtin_schema()
    schema = one.refresh_schema()
    assert one.schema is schema
    assert schema.is_live
    assert schema.name == "workspace acmefilm"
    one.find("Spaceship WHERE spaceship_speed>5")
    with pytest.raises(accsyn.QueryValidationError):
        one.find("Spaceship WHERE speed>5")


def test_a_schema_that_cannot_be_read_changes_nothing() -> None:
    """An answer of another form is a SchemaError, and the schema stays."""
    one = session(Recorder({"result": 5}))
    with pytest.raises(accsyn.SchemaError):
        one.refresh_schema()
    assert one.schema is accsyn.builtin_schema()


# ---- other ways to run
# --------------------------------------------------------------------------------------------------------------

OPTIMISED = """
from tests.client.stand_in import Recorder, session
recorder = Recorder()
one = session(recorder)
failed = 0
for call in (
    lambda: one.find_one("user code=lisa"),
    lambda: one.update("user", "", {"a": 1}),
    lambda: one.delete_one("user", ""),
    lambda: one.get_entity("user", "short"),
    lambda: one.ls(""),
):
    try:
        call()
    except ValueError:
        failed += 1
print(failed, len(recorder.events), __debug__)
"""


def test_nothing_depends_on_assertions() -> None:
    """Under ``python -O`` the same is refused, and nothing is sent (FAULTS 16)."""
    done = subprocess.run(
        [sys.executable, "-O", "-c", OPTIMISED], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stdout.split() == ["5", "0", "False"], done.stderr


def test_making_a_session_warns_of_nothing() -> None:
    """A plain session over TLS has nothing to say."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        session().get_entity("user", B)
    assert json.dumps(USER_ID)
