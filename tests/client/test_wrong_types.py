"""Every argument of every public method, with a value of every kind: what is wrong is an exception of accsyn's own."""

from __future__ import annotations

import datetime
import inspect
import math
import uuid
import warnings
import webbrowser
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import accsyn
from accsyn.client.retries import RateLimit, Retry
from accsyn.client.session import Session
from accsyn.errors import AccsynError
from tests.client.stand_in import A, B, C, D, Recorder, session

Factory = Callable[[], Any]

_LOOP: list[Any] = []
_LOOP.append(_LOOP)
_DEEP: Any = {}
for _ in range(5_000):
    _DEEP = {"x": _DEEP}


class Odd:
    """A value of a class that nobody expects, whose comparisons fail."""

    def __bool__(self) -> bool:
        raise RuntimeError("not to be asked")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("not to be compared")

    __hash__ = object.__hash__


VALUES: dict[str, Factory] = {
    "int": lambda: 5,
    "minus": lambda: -1,
    "huge": lambda: 10**5_000,
    "float": lambda: 0.5,
    "nan": lambda: math.nan,
    "infinity": lambda: math.inf,
    "true": lambda: True,
    "text": lambda: "x y'\"\n",
    "empty": lambda: "",
    "surrogate": lambda: "\ud800",
    "nul": lambda: "a\0b",
    "bytes": lambda: b"x",
    "list": lambda: [1],
    "empty list": list,
    "list of lists": lambda: [["x"]],
    "list of odd": lambda: [object()],
    "tuple": lambda: ("x",),
    "dict": lambda: {"x": 1},
    "empty dict": dict,
    "dict of sets": lambda: {"x": {1}},
    "dict of nan": lambda: {"x": [math.nan]},
    "dict of odd keys": lambda: {(1,): 1},
    "set": lambda: {1},
    "loop": lambda: _LOOP,
    "loop in a dict": lambda: {"x": _LOOP},
    "deep": lambda: _DEEP,
    "none": lambda: None,
    "object": object,
    "class": lambda: int,
    "function": lambda: print,
    "iterator": lambda: iter([1]),
    "moment": lambda: datetime.datetime(1, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=14))),
    "day": lambda: datetime.date(2026, 1, 1),
    "uuid": uuid.uuid4,
    "decimal": lambda: Decimal("0.5"),
    "path": lambda: Path("x"),
    "query": lambda: accsyn.parse("User"),
    "expression": lambda: accsyn.parse_expression("code=x"),
    "complex": lambda: 1j,
}

RIGHT: dict[str, dict[str, Any]] = {
    "access": {"targettype": "folder", "targetid": A},
    "activate_one": {"entitytype": "user", "entityident": A},
    "assign": {"entitytype_parent": "volume", "entitytype": "server", "data": {"volume": A, "server": B}},
    "assignments": {"entitytype": "volume", "entityid": A},
    "create": {"entitytype": "user", "data": {"code": "x"}},
    "deactivate_one": {"entitytype": "user", "entityid": A},
    "deassign": {"entitytype_parent": "volume", "entitytype": "server", "data": {"volume": A, "server": B}},
    "delete": {"path": "share=x"},
    "delete_many": {"entitytype": "collection", "entityid": A, "data": {"files": [B]}},
    "delete_one": {"entitytype": "user", "entityid": A},
    "delete_setting": {"entitytype": "queue", "name": "x"},
    "dump": {"d": {}},
    "exists": {"path": "share=x"},
    "find": {"query": "Transfer"},
    "find_one": {"query": "Transfer"},
    "get_entity": {"entitytype": "user", "entityid": A},
    "getsize": {"path": "share=x"},
    "grant": {"entitytype": "user", "entityid": A, "targettype": "folder", "targetid": B},
    "integration": {"name": "ftrack", "operation": "x", "data": {}},
    "iter": {"query": "Transfer"},
    "ls": {"path": "share=x"},
    "metrics": {"query": "Transfer"},
    "mkdir": {"path": "share=x"},
    "mv": {"path_src": "share=x", "path_dst": "share=y"},
    "offline_one": {"entitytype": "user", "entityid": A},
    "prepublish": {"data": [{"id": "1", "size": 1}]},
    "rename": {"path": "share=x", "path_to": "share=y"},
    "report": {"query": "Transfer"},
    "revoke": {"entitytype": "user", "entityid": A, "targettype": "folder", "targetid": B},
    "set_setting": {"entitytype": "queue", "name": "x", "value": "y"},
    "str": {"d": {}},
    "update": {"entitytype": "user", "entityid": A, "data": {"code": "x"}},
    "update_many": {"entitytype": "task", "entityid": A, "data": [{"id": B}]},
    "update_one": {"entitytype": "user", "entityid": A, "data": {"code": "x"}},
    "wait": {"query": "Transfer", "sleep": lambda _: None, "timeout": 0},
}
"""Arguments with which a method works, if it needs some."""

# Functions of the caller: what they raise, a caller wants to see as it is.
THEIRS = {("wait", "until"), ("wait", "progress"), ("wait", "clock"), ("wait", "sleep")}


def public_methods() -> Iterator[tuple[str, str]]:
    """Each public method with each of its parameters."""
    for name in dir(Session):
        member = inspect.getattr_static(Session, name)
        if name.startswith("_") or isinstance(member, property):
            continue
        yield from ((name, one) for one in inspect.signature(getattr(Session, name)).parameters if one != "self")


def answer(event: dict[str, Any]) -> Any:
    """What a workspace would answer."""
    if event["uri"] == "acl/find":
        return {"result": [{"id": C, "entity": f"user:{A}", "target": f"share:{B}", "read": True, "write": True}]}
    if event["uri"].endswith("/report"):
        return {"report": "fine"}
    return {"result": [{"id": D, "code": "x", "status": "done"}]}


def outcome(call: Callable[[], Any]) -> str:
    """What a call does: empty where it works, else the sentence of the exception.

    Anything but an exception of accsyn's own goes through.
    """
    try:
        found = call()
        if inspect.isgenerator(found):
            for _, _ in zip(found, range(3), strict=False):
                pass
    except AccsynError as error:
        return f"{type(error).__name__}: {error}"
    return ""


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """`help` opens none."""
    monkeypatch.setattr(webbrowser, "open", lambda _: True)


@pytest.mark.parametrize(("method", "parameter"), list(public_methods()))
def test_each_argument_of_each_method(method: str, parameter: str) -> None:
    """A wrong value is one clear sentence of accsyn's own, whatever it is."""
    for kind, make in VALUES.items():
        if (method, parameter) in THEIRS and kind in ("function", "class"):
            continue
        with session(Recorder(reply=answer)) as one, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            arguments = {**RIGHT.get(method, {}), parameter: make()}
            said = outcome(lambda: getattr(one, method)(**arguments))  # noqa: B023 - called at once
            assert parameter in ("query", "params") or "\n" not in said, (kind, said)
            assert "Traceback" not in said
            if said:
                assert len(said.partition(": ")[2]) > 10, (kind, said)


@pytest.mark.parametrize(
    "parameter", [name for name in inspect.signature(Session.__init__).parameters if name != "self"]
)
def test_each_argument_of_a_session(parameter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for what a session is made with."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    works = []
    for kind, make in VALUES.items():

        def call(value: Any) -> None:
            with session(Recorder(reply=answer), **{parameter: value}) as one:
                one.find("User")

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            said = outcome(lambda: call(make()))  # noqa: B023 - called at once
        assert parameter == "url_limit" or "\n" not in said
        if not said:
            works.append(kind)
    # An `Odd` would be among them if anything were taken as it comes.
    assert "object" not in works
    assert "complex" not in works


@pytest.mark.parametrize("make", [Retry, RateLimit])
def test_each_argument_of_the_policies(make: Callable[..., Any]) -> None:
    """Numbers that cannot be compared, functions that are none, and what would wait for ever."""
    for parameter in inspect.signature(make).parameters:
        for kind, value in VALUES.items():
            said = outcome(lambda: make(**{parameter: value()}))  # noqa: B023 - called at once
            assert "\n" not in said
            assert said or kind in ("int", "float", "huge", "infinity", "function", "class"), (parameter, kind)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda s: s.create("user", {"code": {1}}),
            "ArgumentTypeError: $.code: a value of type set cannot be sent; send a list",
        ),
        (lambda s: s.create("user", {"n": math.nan}), "ArgumentError: $.n: nan is no number of JSON"),
        (lambda s: s.create("user", {"x": _LOOP}), "ArgumentError: $.x[0]: a value inside itself cannot be sent"),
        (lambda s: s.wait("Transfer", timeout="5"), "ArgumentTypeError: timeout is a number of seconds, not str"),
        (lambda s: s.wait("Transfer", timeout=-1), "ArgumentError: timeout is a number of seconds, 0 or more, not -1"),
        (
            lambda s: s.wait("Transfer", progress=5),
            "ArgumentTypeError: progress is a function that takes the records, not int",
        ),
        (
            lambda s: s.wait("Transfer", until=5),
            "ArgumentTypeError: until is a list of statuses, or a function that takes a record",
        ),
        (lambda s: session(retry=5), "ArgumentTypeError: retry is a Retry, not int"),
        (lambda s: session(rate_limit=30), "ArgumentTypeError: rate_limit is a RateLimit, not int"),
        (lambda s: session(schema=5), "ArgumentTypeError: schema is a Schema, not int"),
        (lambda s: session(transport=5), "ArgumentTypeError: transport has the methods send and close, int does not"),
        (lambda s: session(path_logfile=5), "ArgumentTypeError: path_logfile is a path, not int"),
        (lambda s: s.find("User", params=5), "ArgumentTypeError: params is a dict, not int"),
    ],
)
def test_what_is_said(call: Callable[[Session], Any], said: str) -> None:
    """The name of the argument, what it is, and what came."""
    assert outcome(lambda: call(session())) == said


def test_exceptions_of_others_go_through() -> None:
    """The test would see one that is not accsyn's own; those of the caller's functions are left to the caller."""
    with pytest.raises(ZeroDivisionError):
        outcome(lambda: session(Recorder(reply=answer)).wait("Transfer", until=lambda _: bool(1 / 0)))
