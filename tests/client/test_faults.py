"""The 28 faults that the official client 3.4.0 has on loopback: none of them holds here.

One test for each, named after the case of its reproduction, shown by a whole session, over a real socket where the
network is what it is about. Where a module's own tests look closer, the docstring names them.
"""

from __future__ import annotations

import datetime
import inspect
import io
import json
import logging
import os
import socket
import subprocess
import sys
import urllib.request
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from pathlib import Path
from typing import Any

import pytest

import accsyn
from accsyn.client.config import resolve
from accsyn.client.connection import Connection
from accsyn.client.retries import Retry
from accsyn.client.session import Session
from accsyn.errors import (
    AccsynError,
    ArgumentError,
    BackendError,
    CertificateError,
    ConfigurationError,
    InvalidAnswer,
    SecurityWarning,
    TransportError,
)
from tests.client.servers import Authority, Reply, Server, free_port, http_server, reply
from tests.client.stand_in import API_KEY, SESSION_ID, A, B, D, Recorder, session

ROOT = Path(__file__).parent.parent.parent
ACCOUNT: dict[str, Any] = {"workspace": "acmefilm", "username": "john@user.com", "api_key": API_KEY}
ONCE = Retry(attempts=1)


@pytest.fixture(scope="module")
def authority() -> Authority:
    """A certificate authority that nobody knows."""
    return Authority()


@pytest.fixture(autouse=True)
def _no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No account of this machine takes part."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in [name for name in os.environ if name.startswith(("ACCSYN_", "AS_DEV"))]:
        monkeypatch.delenv(name)


@pytest.fixture
def tls(authority: Authority, tmp_path: Path) -> Iterator[tuple[Server, Session]]:
    """A server with TLS, and a session with it."""
    bundle = authority.bundle(tmp_path / "ca.pem")
    with (
        http_server(tls=authority.context("127.0.0.1")) as server,
        Session(**ACCOUNT, hostname="127.0.0.1", port=server.port, verify=bundle, retry=ONCE) as one,
    ):
        yield server, one


def failed(action: Callable[[], object]) -> AccsynError:
    """The exception of ours that an action raises."""
    with pytest.raises(AccsynError) as caught:
        action()
    return caught.value


# ---- security
# --------------------------------------------------------------------------------------------------------------


def test_01_tls_unverified(authority: Authority) -> None:
    """An impostor's certificate is refused, and neither user nor key reaches it (test_connection, test_transport)."""
    with http_server(tls=authority.context("evil.example")) as server:
        for verify in (None, True):
            with pytest.raises(CertificateError):
                Session(**ACCOUNT, hostname="127.0.0.1", port=server.port, retry=ONCE, verify=verify)
        assert server.seen == []


def test_02_registry_unauthenticated_redirect(authority: Authority) -> None:
    """A registry that cannot prove who it is names no server: the key is sent nowhere."""
    with http_server(reply({"result": {"hostname": "127.0.0.1"}}), tls=authority.context("evil.example")) as server:
        from dataclasses import replace

        settings = replace(resolve(ACCOUNT, {}), registry=("127.0.0.1", server.port))
        with pytest.raises(CertificateError):
            Connection(settings, retry=ONCE).login()
        assert server.seen == []


@pytest.mark.parametrize("proxy", ["socks5:u:p@127.0.0.1", "accsyn:user:pass:127.0.0.1:1", "a:b:c:d:e", "http:h:1"])
def test_03_proxy_malformed_goes_direct(proxy: str) -> None:
    """A proxy that is not understood is an error, never a direct connection in clear text (test_proxy)."""
    with http_server() as server:
        with pytest.raises(ConfigurationError):
            Session(**ACCOUNT, hostname="127.0.0.1", port=server.port, proxy=proxy)
        assert server.seen == []


def test_03_accsyn_proxy_is_plain() -> None:
    """The accsyn proxy speaks plain HTTP, as its protocol has it; to another machine that is said aloud."""
    with pytest.warns(SecurityWarning, match="clear text"):
        resolve({**ACCOUNT, "hostname": "backend.invalid", "proxy": "accsyn:192.0.2.1:80"}, {})


def test_04_socks_monkeypatch(authority: Authority) -> None:
    """A session with a SOCKS proxy leaves the sockets of the process alone: another request goes direct."""
    before = socket.socket
    dead = free_port()
    with http_server(reply({"fine": True})) as server:
        with pytest.raises(TransportError):
            Session(**ACCOUNT, hostname="127.0.0.1", port=server.port, proxy=f"socks5:127.0.0.1:{dead}", retry=ONCE)
        assert socket.socket is before
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}/other", timeout=5) as answer:
            assert json.load(answer) == {"fine": True}


def test_05_dotenv_overrides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file ``.env`` of the current folder is not read, the environment not written; a missing file is an error."""
    (tmp_path / ".env").write_text("ACCSYN_PROXY=evil:1\nAS_DEV=1\nPYTHONPATH=/evil\nACCSYN_API_USER=evil\n")
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)
    recorder = Recorder()
    one = session(recorder)
    assert one.username == "john@user.com"
    assert recorder.requests[0].url.startswith("https://127.0.0.1:443/")
    assert dict(os.environ) == before
    with pytest.raises(ConfigurationError):
        Session(**ACCOUNT, path_envfile=str(tmp_path / "missing"))


def test_06_session_in_url(tls: tuple[Server, Session]) -> None:
    """The protocol has the session id in the URL of a GET; no exception shows it, nor the body, nor a path."""
    server, one = tls
    session_id = "3f0e4c52-SESSION-abcdef"
    server.replies[:] = [Reply(200, f"<html>{session_id} secret-body</html>".encode())]
    errors = [
        failed(lambda: one.find("User WHERE code=lisa")),
        failed(lambda: one.create("user", {"password": "secret-body"})),
    ]
    assert session_id in server.events()[0].event["session"]
    port, one_more = free_port(), session(Recorder(None, None))
    errors += [
        failed(lambda: one_more.find("User")),
        failed(lambda: Session(**ACCOUNT, hostname="127.0.0.1", port=port, retry=ONCE)),
    ]
    for error in errors:
        text = f"{error!s} {error!r} {vars(error)}"
        assert len(text) < 1_000
        assert not any(hidden in text for hidden in (session_id, "secret-body", API_KEY, "site-packages", "Traceback"))


def test_07_verbose_prints_secrets(tmp_path: Path) -> None:
    """A verbose session masks by key, and leaves other keys as they are (test_session, test_masking)."""
    answer = {"result": [{"id": A, "password": "hidden", "passage": "seen", "session_id": SESSION_ID}]}
    with session(Recorder(answer), verbose=True, path_logfile=tmp_path / "log") as one:
        one.create("user", {"pwd": "hidden", "api_key": "hidden", "pattern": "seen too"})
    said = (tmp_path / "log").read_text()
    assert "hidden" not in said
    assert SESSION_ID not in said
    assert "seen" in said
    assert "seen too" in said


def test_08_query_injection() -> None:
    """A user, an entity or a machine is compared with, never pasted (test_access, test_files)."""
    recorder = Recorder({"result": []}, {"result": []})
    one = session(recorder)
    with pytest.raises(AccsynError, match="nobody"):
        one.grant("user", "nobody' OR role='admin", "folder", B, {"invite": False})
    one.access("folder", B, "user", "X OR target=*")
    looked, asked = (
        accsyn.compile(text) for text in (f"user WHERE {recorder.events[0]['query']}", recorder.events[1]["query"])
    )
    assert not looked.matches({"code": "boss", "role": "admin"})
    assert not asked.matches({"target": "share:other", "entity": "user:X"})


def test_09_netrc_and_environment_proxies(
    tls: tuple[Server, Session], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """~/.netrc and HTTP_PROXY have no say."""
    server, one = tls
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login evil password evil\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    one.find("User")
    assert {dict(request.headers)["Authorization"] for request in server.seen} == {
        "basic am9obkB1c2VyLmNvbQ==:QVBJLUtFWS0wMTIz"
    }


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_09_redirect_followed(tls: tuple[Server, Session], status: int) -> None:
    """A redirect is an exception, and neither re-sent nor turned into a GET."""
    server, one = tls
    server.replies[:] = [reply({"result": []}, status, Location="https://127.0.0.1:1/elsewhere")]
    assert isinstance(failed(lambda: one.create("user", {"code": "x"})), BackendError)
    assert isinstance(failed(lambda: one.find("User")), BackendError)
    assert [request.method for request in server.events()] == ["POST", "GET"]


def test_10_create_reads_local_file(tmp_path: Path) -> None:
    """A text is JSON or nothing."""
    (tmp_path / "file.json").write_text('{"code": "secret"}')
    recorder = Recorder()
    with pytest.raises(ArgumentError, match="not read by its name"):
        session(recorder).create("user", str(tmp_path / "file.json"))
    assert recorder.events == []


# ---- wrong results
# --------------------------------------------------------------------------------------------------------------


def test_11_import_py38() -> None:
    """The versions that are promised are those that work, and every annotation means a type, not a method."""
    import typing

    assert 'requires-python = ">=3.10"' in (ROOT / "pyproject.toml").read_text()
    for name, method in inspect.getmembers(Session, callable):
        if not name.startswith("_"):
            assert typing.get_type_hints(method)
    assert typing.get_type_hints(Session.dump)["return"] is str


def test_12_poison_string() -> None:
    """A text that only looks like a date stays one, and the answer stays readable (test_codec)."""
    record = {"id": A, "note": "2026-02-30T10:00:00", "name": "2026-01-02T03:04:05", "created": "2026-01-02T03:04:05"}
    (found,) = session(Recorder({"result": [record]})).find("User")
    assert found["note"] == "2026-02-30T10:00:00"
    assert found["name"] == "2026-01-02T03:04:05"
    assert found["created"].timestamp() == 1767323045


@pytest.mark.skipif(not hasattr(__import__("time"), "tzset"), reason="the zone of a process is set with tzset")
def test_13_dates_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A naive moment has the offset of that moment, in summer and in winter."""
    import time

    recorder = Recorder()
    try:
        monkeypatch.setenv("TZ", "Europe/Stockholm")
        time.tzset()
        moments = [datetime.datetime(2026, month, 1, 12) for month in (1, 7)]
        session(recorder).create("delivery", {"winter": moments[0], "summer": moments[1]})
    finally:
        monkeypatch.undo()
        time.tzset()
    assert recorder.events[0]["data"] == {"winter": "2026-01-01T11:00:00", "summer": "2026-07-01T10:00:00"}


def test_14_query_lowercased() -> None:
    r"""``^\S+\D$`` is not ``^\s+\d$``."""
    recorder = Recorder()
    session(recorder).find(r'Transfer WHERE name MATCHES "^\S+\D$"')
    assert recorder.events[0]["query"] == r'name matches "^\S+\D$"'


def test_15_newlines_join_words() -> None:
    """A line break is a blank."""
    recorder = Recorder()
    one = session(recorder)
    one.find("user\nWHERE\ncode=x\nAND\nrole=admin")
    assert (recorder.events[0]["uri"], recorder.events[0]["query"]) == ("user/find", "code=x and role=admin")


def test_16_asserts_vanish() -> None:
    """Nothing is checked with assert (test_session runs ``python -O``)."""
    import ast

    for path in (ROOT / "accsyn" / "client").glob("*.py"):
        assert not [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Assert)]
    recorder = Recorder()
    for wrong in (lambda s: s.find_one("user code=lisa"), lambda s: s.update("user", "", {"a": 1})):
        assert isinstance(failed(lambda wrong=wrong: wrong(session(recorder))), ValueError)  # type: ignore[misc]
    assert recorder.events == []


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_17_http_status_ignored(status: int) -> None:
    """A failure is no empty success (test_answers)."""
    with pytest.raises(BackendError) as caught:
        session(Recorder(*[(status, {"result": []})] * 2)).find("User")
    assert caught.value.status == status


@pytest.mark.parametrize("message", [None, "", "for your information"])
def test_17_message_null_is_error(message: str | None) -> None:
    """A message beside a result is none."""
    assert session(Recorder({"message": message, "result": [{"id": A}]})).find("User") == [{"id": A}]


def test_18_find_option_surprises() -> None:
    """Options mean what they say, types go in lower case, an id ends where it ends."""
    recorder = Recorder()
    one = session(recorder)
    one.find_one("User", inactive=False)
    one.get_entity(" Transfer ", D)
    one.assignments("Volume", A)
    assert recorder.events[0]["data"]["inactive"] is False
    assert [event["uri"] for event in recorder.events[1:]] == ["transfer/find", "volume/servers"]
    for wrong in ({"limit": 0}, {"limit": True}, {"limit": -1}, {"skip": -1}):
        assert isinstance(failed(lambda wrong=wrong: one.find("User", **wrong)), ArgumentError)  # type: ignore[misc]
    assert isinstance(failed(lambda: one.get_entity("user", f"{D}\n")), ArgumentError)
    assert len(recorder.events) == 3


def test_19_doc_examples_fail() -> None:
    """An id in the place of a setting's name is refused, and a refusal lists what is supported."""
    recorder = Recorder()
    one = session(recorder)
    assert "the order is" in str(failed(lambda: one.set_setting("queue", D, "compute_avoid", "enable")))
    refusal = str(failed(lambda: one.grant("user", A, "share", B)))
    assert refusal == "targettype is one of delivery, request, stream, volume, folder, home, collection, not 'share'"
    assert recorder.events == []


def test_20_long_query_url(tls: tuple[Server, Session]) -> None:
    """No request line is longer than 8 KiB: a list is split, what cannot be split is refused."""
    server, one = tls
    one.find("User WHERE id IN :ids", params={"ids": [f"{number:024x}" for number in range(1_000)]})
    targets = [request.target for request in server.events()]
    assert len(targets) > 1
    assert max(map(len, targets)) <= 8192
    failed(lambda: one.ls([f"share=projects/{number}" for number in range(1_000)]))
    failed(lambda: one.find("User WHERE id NOT IN :ids", params={"ids": [f"{n:024x}" for n in range(1_000)]}))
    assert len(server.events()) == len(targets)


SHAPES: list[Any] = [{"x": 1}, [], None, 5, "text", {"result": 5}, {"result": [5]}, {"result": {"a": 1}}, "<html>", ""]
READS: list[Callable[[Session], object]] = [
    lambda s: s.find("User"),
    lambda s: s.find_one("User"),
    lambda s: s.get_entity("user", D),
    lambda s: s.report("Transfer"),
    lambda s: s.metrics("Transfer"),
    lambda s: s.create("user", {"code": "x"}),
    lambda s: s.update("user", D, {"code": "x"}),
    lambda s: s.update_many("task", D, [{"id": "1"}]),
    lambda s: s.assignments("volume", A),
    lambda s: s.grant("user", A, "folder", B),
    lambda s: s.grant("user", "code", "folder", B),
    lambda s: s.access("folder", B),
    lambda s: s.access("delivery", B),
    lambda s: s.revoke("user", A, "folder", B),
    lambda s: s.revoke("user", A, "delivery", B),
    lambda s: s.ls("share=x"),
    lambda s: s.get_settings(),
    lambda s: s.get_api_key(),
    lambda s: s.app_is_running(),
    lambda s: s.integration("ftrack", "x", {}),
    lambda s: s.refresh_schema(),
    lambda s: list(s.iter("User")),
    lambda s: s.wait("Transfer"),
]


@pytest.mark.parametrize("shape", SHAPES, ids=repr)
@pytest.mark.parametrize("number", range(len(READS)))
def test_21_bad_shapes(shape: Any, number: int) -> None:
    """Whatever an answer looks like, a method returns or raises an exception of ours."""
    body = shape if isinstance(shape, str) and shape != "text" else json.dumps(shape)
    answers = iter([body] * 3)
    recorder = Recorder(reply=lambda _: next(answers, {"result": []}))
    try:
        READS[number](session(recorder))
    except AccsynError as error:
        assert str(error)
    assert recorder.events


@pytest.mark.parametrize("login", [{}, {"result": {}}, {"result": []}, {"exception": "tb"}, "<html>", "", "null", "[]"])
def test_21_login_errors(login: Any) -> None:
    """A login that answers nonsense is an exception of ours."""
    assert isinstance(failed(lambda: session(Recorder(login=login))), BackendError)


def test_22_last_message_none() -> None:
    """The last message is that of the last refusal."""
    one = session(Recorder({"message": "No access"}))
    failed(lambda: one.find("User"))
    assert one.get_last_message() == "No access"


def test_23_keyboard_interrupt_swallowed() -> None:
    """Ctrl-C is Ctrl-C."""

    def interrupt(_: dict[str, Any]) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        session(Recorder(reply=interrupt)).find("User")


def test_24_own_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be sent is named with its place, and a machine with a Chinese name can call."""
    recorder = Recorder()
    with pytest.raises(TypeError, match=r"\$\.a\[1\]"):
        session(recorder).create("user", {"a": [1, {2}]})
    assert recorder.events == []
    monkeypatch.setattr("socket.gethostname", lambda: "渲染-07")
    assert session(recorder).app_is_running() is False
    assert recorder.requests[-1].headers["X-Accsyn-Device"].isascii()


def test_25_caller_data_mutated() -> None:
    """What is given stays as it is (test_entities)."""
    data: dict[str, Any] = {"source": "a"}
    files: list[dict[str, Any]] = [{"filename": "f"}]
    one = session()
    one.create("transfer", data, allow_duplicates=True)
    one.prepublish(files)
    assert (data, files) == ({"source": "a"}, [{"filename": "f"}])


def test_26_port_without_hostname() -> None:
    """The port is the server's, not the registry's; an empty user name is a missing one."""
    recorder = Recorder()
    Session(**ACCOUNT, port=8443, transport=recorder)
    assert recorder.requests[0].url.startswith("https://master.accsyn.com:443/")
    assert recorder.requests[1].url.startswith("https://127.0.0.1:8443/")
    with pytest.raises(ConfigurationError, match="user name"):
        resolve({"workspace": "w", "api_key": "k"}, {"ACCSYN_API_USER": ""})


# ---- side effects on the process
# --------------------------------------------------------------------------------------------------------------

IMPORTING = """
import logging, warnings
before = (list(logging.root.handlers), logging.root.level)
import accsyn.client.session
import requests
print((list(logging.root.handlers), logging.root.level) == before)
print([f for f in warnings.filters if "InsecureRequest" in str(f)])
"""


def test_27_logging_side_effects(tmp_path: Path) -> None:
    """Importing sets nothing up; each session has a log of its own; an error writes nothing."""
    done = subprocess.run([sys.executable, "-c", IMPORTING], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout.split("\n")[:2] == ["True", "[]"], done.stderr
    err = io.StringIO()
    with redirect_stderr(err), warnings.catch_warnings():
        warnings.simplefilter("error")
        one = session(Recorder({"exception": "x"}), path_logfile=tmp_path / "one", verbose=True, pretty_json=True)
        session(path_logfile=tmp_path / "two").close()
        failed(lambda: one.find("User"))
        one.close()
    assert err.getvalue() == ""
    assert "user/find" in (tmp_path / "one").read_text()
    assert "user/find" not in (tmp_path / "two").read_text()
    assert logging.getLogger().level == logging.WARNING


def test_28_connections_per_call(tls: tuple[Server, Session]) -> None:
    """One connection serves many calls; a session closes; the exception is a name of the package."""
    server, one = tls
    for _ in range(20):
        one.find("User")
    assert len(server.events()) == 20
    assert server.connections == 1
    one.close()
    assert isinstance(failed(lambda: one.find("User")), TransportError)
    assert accsyn.AccsynException is AccsynError
    assert issubclass(InvalidAnswer, accsyn.AccsynException)
    assert (Path(accsyn.__file__ or "").parent / "py.typed").exists()
    with pytest.raises(TypeError):
        one.__reduce__()
