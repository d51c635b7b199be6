"""What a caller sends under a secret key, searched for in everything that a session says afterwards."""

from __future__ import annotations

import copy
import io
import json
import logging
import pickle
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.client.masking import Secrets, mask, redact, secrets_of
from accsyn.client.secret_names import is_secret
from accsyn.errors import AccsynError, BackendError
from accsyn.wire.codec import dumps
from accsyn.wire.event import Event
from tests.client.stand_in import A, D, Recorder, session
from tests.examples import times

# Every word that makes a name secret, in the spellings that are in use.
SECRET_NAMES = [
    *("password", "Password", "passwd", "passcode", "passphrase", "pwd", "pass", "smtp_pass", "userpass", "pw"),
    *("secret", "client_secret", "clientSecret", "secrets", "token", "access_token", "refreshToken", "otp", "jwt"),
    *("key", "ssh_key", "sshKey", "SSH-KEY", "encryptionkey", "APIKey", "api_key", "keys", "private_key", "key 2"),
    *("auth", "auth_header", "smtp.auth", "oauth", "authorization", "authentication", "credential", "credentials"),
    *("cookie", "session_id", "bearer", "psk", "pin"),
]
HARMLESS_NAMES = [
    *("keyword", "keywords", "keyboard", "keyframe", "key_frame", "key_light", "monkey", "hotkey", "donkey"),
    *("public_key", "primaryKey", "sort_key", "chroma_key", "author", "authority", "authored_by", "secretary"),
    *("render_pass", "beautyPass", "passes", "passenger", "pass_count", "bypass", "compass", "pinned", "spin"),
    *("code", "name", "id", "path", "user", "status", "", "_", "1", "value", "data"),
]

NAMES = st.sampled_from(SECRET_NAMES)
# Texts that no server, protocol or log says by itself, with all that is written differently in JSON, URLs and HTML.
PLANTED = st.text("Zq7§\"'\\<&%+ /\n\tü日\x7f", min_size=4, max_size=40).map(lambda text: f"qZ{text}7Zq")
_INNER: list[Callable[[Any], Any]] = [
    lambda value: {"inner": value, "x": 1},
    lambda value: [value, None],
    lambda value: {"a": [{"b": value}]},
    lambda value: {"as_text": json.dumps({"inner": value})},
    lambda value: json.dumps([value]),
]


@st.composite
def planted(draw: st.DrawFn) -> tuple[dict[str, Any], str]:
    """Data that hold a secret under a secret key at some depth, alone or within a list or an object."""
    secret = draw(PLANTED)
    value: Any = draw(st.sampled_from([secret, [secret], {"at": secret}, {"at": [1, secret]}]))
    value = {draw(NAMES): value}
    for wrap in draw(st.lists(st.sampled_from(_INNER), max_size=3)):
        value = wrap(value)
    return {"code": "x", "more": value}, secret


ECHOES: list[Callable[[Any], str]] = [
    lambda data: f"cannot: {json.dumps(data)}",
    lambda data: f"cannot: {json.dumps(data, ensure_ascii=False)}",
    lambda data: f"cannot: {data!r}",
    lambda data: "\n".join(leaves(data)),
    lambda data: "x" * 1_990 + "\n".join(leaves(data)),
]


def leaves(data: Any) -> list[str]:
    """Every text in a value."""
    found, pending = [], [data]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending += item.values()
        elif isinstance(item, list):
            pending += item
        elif isinstance(item, str):
            found.append(item)
            if item[:1] in "[{":
                pending.append(json.loads(item))
    return found


def echoing(echo: Callable[[Any], str]) -> Callable[[dict[str, Any]], Any]:
    """A server that repeats what it was sent: as a message, as an exception, or in the answer."""
    kinds: list[Callable[[str], Any]] = [
        lambda said: (400, {"message": said}),
        lambda said: (200, {"message": said}),
        lambda said: (500, {"message": {"why": said}}),
        lambda said: (200, {"exception": said, "message_hr": said}),
        lambda said: (200, {"result": [{"id": D, "note": said}], "message": said}),
        lambda said: (200, said),
    ]
    return lambda event: kinds.pop(0)(echo(event["data"]))


def everything_said(call: Callable[[Any], object], dry: Callable[[Any], object], echo: Callable[[Any], str]) -> str:
    """Make a call six times on a verbose session, and one that only shows; all that is printed, raised or logged."""
    said: list[object] = []
    log = io.StringIO()
    with session(Recorder(reply=echoing(echo)), verbose=True) as one, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        (handler,) = one._journal.logger.handlers
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(log)
        for _ in range(6):
            try:
                call(one)
            except AccsynError as error:
                said += [str(error), repr(error), error.args, vars(error), pickle.dumps(error), copy.copy(error)]
                said += traceback.format_exception(error)
            said += [one.get_last_message(), repr(one)]
        shown = dry(one)
        said += [shown, json.dumps(shown)]
    said += [warning.message for warning in caught]
    return "\n".join([*map(str, said), log.getvalue()])


def forms_in(text: str, secret: str) -> list[str]:
    """Those of a secret's forms that stand in a text."""
    forms = [secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], repr(secret)[1:-1]]
    return [form for form in forms if form in text]


CALLS: list[tuple[Callable[[Any, Any], Any], str]] = [
    (lambda s, data: s.create("user", data), "create"),
    (lambda s, data: s.update("user", D, data), "update"),
    (lambda s, data: s.update_many("task", D, [data]), "update_many"),
    (lambda s, data: s.delete_one("user", D, data), "delete_one"),
    (lambda s, data: s.integration("ftrack", "set", data), "integration"),
    (lambda s, data: s.set_setting("workspace", "smtp", json.dumps(data)), "set_setting"),
]


@times(0.5)
@given(planted(), st.sampled_from(CALLS), st.sampled_from(ECHOES))
def test_nothing_says_what_was_sent_under_a_secret_key(
    given_: tuple[dict[str, Any], str], call: tuple[Callable[[Any, Any], Any], str], echo: Callable[[Any], str]
) -> None:
    """Whatever the key, the depth, the call and the way in which the server repeats it."""
    data, secret = given_

    def dry(one: Any) -> object:
        return one.create("user", data, dry_run=True)

    said = everything_said(lambda one: call[0](one, data), dry, echo)
    assert "cannot" in said or "***" in said
    assert forms_in(said, secret) == []


def test_the_search_finds() -> None:
    """What is looked for would be found: under a harmless key the same text is everywhere."""
    data = {"code": "x", "more": {"inner": "qZtext7Zq"}}
    said = everything_said(
        lambda one: one.create("user", data), lambda one: one.create("user", data, dry_run=True), ECHOES[0]
    )
    assert said.count("qZtext7Zq") > 10


def test_an_echoed_password(tmp_path: Path) -> None:
    """A message that repeats the data is shown without the values of the secret keys; so is the log."""
    recorder = Recorder(reply=lambda event: (400, {"message": f"cannot: {json.dumps(event['data'])}"}))
    path = tmp_path / "log.txt"
    one = session(recorder, path_logfile=str(path), verbose=True)
    with pytest.raises(BackendError) as caught:
        one.create("user", {"code": "a@b.c", "password": "hushhush", "pass": "hush12", "ssh_key": "hushkey1"})
    expected = 'cannot: {"code": "a@b.c", "password": "***", "pass": "***", "ssh_key": "***"}'
    assert caught.value.message == expected
    assert one.get_last_message() == expected
    one.close()
    assert "hush" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_secret_names(name: str) -> None:
    """The words of a name decide, however it is written."""
    assert is_secret(name)
    assert is_secret(f"my_{name}")


@pytest.mark.parametrize("name", [*HARMLESS_NAMES, 5, None, True, ("password",)])
def test_harmless_names(name: object) -> None:
    """A word within another one counts for nothing, nor does a key that is no secret or what is no text."""
    assert not is_secret(name)


@pytest.mark.parametrize(
    ("text", "secret", "expected"),
    [
        ("the API key is wrong", "wrong", "the API key is wrong"),
        ("the API key 'wrong' is wrong", "wrong", "the API key '***' is wrong"),
        ('{"password": "wrong"} is wrong', "wrong", '{"password": "***"} is wrong'),
        ("password=wrong is wrong", "wrong", "password=*** is wrong"),
        ("API key: wrong, code: wrong", "wrong", "API key: ***, code: wrong"),
        ("code=wrong", "wrong", "code=wrong"),
        ("hush12 is no password", "hush12", "*** is no password"),
        ("xhush12 hush123 is", "hush12", "xhush12 hush123 is"),
        ("xhushhushx", "hushhush", "x***x"),
        ("abc is 'abc'", "abc", "abc is 'abc'"),
        ("aaaaaaaaaa", "aaaaaaaa", "***"),
    ],
)
def test_short_secrets_blot_out_no_words(text: str, secret: str, expected: str) -> None:
    """What may be a word of the sentence stays one; as a value it is masked."""
    assert redact(text, (secret,)) == expected


def test_secrets_that_overlap_are_masked_whole() -> None:
    """No end of one is left over where another one begins within it, and none is cut in two."""
    assert redact("-abcdefghijkl-", ("abcdefgh", "efghijkl")) == "-***-"
    assert redact("-abcdefghijkl-", ("abcdefgh", "abcdefghijkl")) == "-***-"
    assert redact("12345678-abcdefgh", ("abcdefgh",), most=12) == "12345678-***..."
    assert redact("12345678-abcdefgh", ("abcdefgh",), most=9) == "12345678-..."
    assert redact("abcdefgh" * 50 + "-secret-1", ("abcdefgh", "-secret-1"), most=401).count("secret") == 0


def test_the_secrets_of_an_event() -> None:
    """Texts and numbers under secret keys and names, in JSON text too; what JSON text holds beside them is none."""
    data = {
        "password": "p1",
        "auth": ["a1", {"x": "a2", "n": 123456, "b": True, "f": None}],
        "config": '{"token": "t1", "host": "h"}',
        "broken": "{nothing",
        "deep": "[" * 100_000,
        "name": "n",
    }
    assert set(secrets_of(Event("POST", "x", data))) == {"p1", "a1", "a2", "123456", "t1"}
    value = '{"host": "h", "password": "p2"}'
    assert set(secrets_of(Event("PUT", "setting", {"name": "s", "value": value}))) == {value, "p2"}
    query = 'name=x AND (pwd="p3" OR token IN (t2, t3) OR pin=null)'
    assert set(secrets_of(Event("GET", "user/find", {}, query))) == {"p3", "t2", "t3"}
    assert set(secrets_of(Event("GET", "acl/find", {}, "acl WHERE entity=x"))) == set()


def test_a_query_for_a_secret_is_not_logged(tmp_path: Path) -> None:
    """Values that attributes of secret names are compared with are masked in the log of the call."""
    path = tmp_path / "log.txt"
    with session(path_logfile=str(path), verbose=True) as one:
        one.find("User WHERE password=:p", params={"p": "hush-hush"}, validate="off")
    assert "hush" not in path.read_text(encoding="utf-8")
    assert 'password=\\"***\\"' in path.read_text(encoding="utf-8")


def test_json_text_is_masked_inside() -> None:
    """Where it holds no secret it stays letter by letter."""
    assert mask({"a": '{"pwd": "S",  "x": 1}', "b": '{"x":1}'}) == {"a": '{"pwd": "***", "x": 1}', "b": '{"x":1}'}


def test_secrets_are_looked_for_once_and_not_shown() -> None:
    """The holder of a call's secrets has none in its repr."""
    holder = Secrets(("KNOWN-SECRET",), Event("PUT", "x/edit", {"password": "hush-hush"}))
    assert "hush" not in repr(holder)
    assert "KNOWN" not in repr(holder)
    assert {"KNOWN-SECRET", "hush-hush"} <= set(holder)
    assert list(holder) == list(holder)


@given(st.recursive(st.text(max_size=5) | st.integers(), lambda i: st.lists(i) | st.dictionaries(st.text(), i)))
def test_masking_keeps_the_shape(value: Any) -> None:
    """What is masked can be sent, and masking twice changes nothing more."""
    once = mask(value)
    dumps(once)
    assert mask(once) == once


def test_dry_runs_are_readable() -> None:
    """Moments are as they are sent, large data are readable, and which key they travel under is said."""
    import datetime

    one = session()
    moment = datetime.datetime(2026, 7, 1, 12, tzinfo=datetime.timezone.utc)
    data: dict[Any, Any] = {"code": "x", "when": moment, "tags": ("a",), 1: 2}
    small = one.create("user", data, dry_run=True)
    assert small["data"] == {"code": "x", "when": "2026-07-01T12:00:00", "tags": ["a"], "1": 2}
    assert "sent_as" not in small
    large = one.create("user", {"code": "x" * 200_000, "when": moment, "password": "S"}, dry_run=True)
    assert json.loads(json.dumps(large)) == large
    assert large["data"] == {"code": "x" * 200_000, "when": "2026-07-01T12:00:00", "password": "***"}
    assert large["sent_as"] == "gz_data"
    # What is secret counts for the size, although it is not shown.
    secret = one.create("user", {"password": "x" * 200_000}, dry_run=True)
    assert (secret["data"], secret["sent_as"]) == ({"password": "***"}, "gz_data")
    assert list(secret)[:-1] == [*list(small)[:-1], "data"]
    assert one.deactivate_one("user", A, dry_run=True)["data"] == {}
