"""JSON in both directions: what can be sent, and dates that cannot poison an answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path, PurePosixPath
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn import schema
from accsyn.wire.codec import TEXT_KEYS, dumps, loads, moment_in

UTC = timezone.utc

_OFFICIAL = """
import json, sys
from accsyn_api.session import JSONDecoder, JSONEncoder
from datetime import datetime
def shown(value):
    if isinstance(value, datetime): return ["moment", value.timestamp()]
    if isinstance(value, dict): return {key: shown(part) for key, part in value.items()}
    if isinstance(value, list): return [shown(part) for part in value]
    return value
print(json.dumps([shown(json.loads(text, cls=JSONDecoder)) for text in json.load(sys.stdin)]))
"""


@pytest.fixture(params=["UTC", "Europe/Stockholm", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The local time zone of the process."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({}, "{}"),
        (None, "null"),
        ({"a": [1, 2.5, True, None], "b": "x"}, '{"a": [1, 2.5, true, null], "b": "x"}'),
        ("ö雪\U0001f600", '"\\u00f6\\u96ea\\ud83d\\ude00"'),
        ("\ud800", '"\\ud800"'),
        ((1, 2), "[1, 2]"),
        ({1: 2, None: 3}, '{"1": 2, "null": 3}'),
        (datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), '"2026-01-02T03:04:05"'),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=-5))), '"2026-01-02T08:04:05"'),
        (datetime(26, 1, 2, tzinfo=UTC), '"0026-01-02T00:00:00"'),
        (date(2026, 1, 2), '"2026-01-02T00:00:00"'),
        (date(1, 1, 2), '"0001-01-02T00:00:00"'),
        ({"deep": [{"at": date(2026, 1, 2)}]}, '{"deep": [{"at": "2026-01-02T00:00:00"}]}'),
    ],
)
def test_out(value: object, expected: str) -> None:
    """JSON with the separators of the official client; years have four digits, fractions of seconds go."""
    assert dumps(value) == expected


@pytest.mark.parametrize(
    ("zone", "moment", "expected"),
    [
        ("Europe/Stockholm", datetime(2026, 1, 15, 12), "2026-01-15T11:00:00"),
        ("Europe/Stockholm", datetime(2026, 7, 15, 12), "2026-07-15T10:00:00"),
        ("America/New_York", datetime(2026, 1, 15, 12), "2026-01-15T17:00:00"),
        ("America/New_York", datetime(2026, 7, 15, 12), "2026-07-15T16:00:00"),
        ("UTC", datetime(2026, 7, 15, 12), "2026-07-15T12:00:00"),
    ],
    indirect=["zone"],
)
def test_naive_moments_are_local_by_the_rules_of_their_day(zone: str, moment: datetime, expected: str) -> None:
    """Winter's offset holds in winter, whenever it is sent (the official client takes today's)."""
    assert dumps(moment) == f'"{expected}"', zone


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        ({"tags": {"a"}}, TypeError, "$.tags: a value of type set cannot be sent; send a list"),
        ({"a": [1, {"b": b"x"}]}, TypeError, "$.a[1].b: a value of type bytes cannot be sent; send text"),
        ({"p": PurePosixPath("/x")}, TypeError, "$.p: a value of type PurePosixPath cannot be sent; send str() of it"),
        ({"u": UUID(int=1)}, TypeError, "$.u: a value of type UUID cannot be sent; send str() of it"),
        ([Decimal(1)], TypeError, "$[0]: a value of type Decimal cannot be sent; send a number or text"),
        ({"t": timedelta(1)}, TypeError, "$.t: a value of type timedelta cannot be sent; send a number of seconds"),
        ({"t": object()}, TypeError, "$.t: a value of type object cannot be sent"),
        (object(), TypeError, "$: a value of type object cannot be sent"),
        ({"a": {(1, 2): 3}}, TypeError, "$.a: a key of type tuple cannot be sent, only text can"),
        ({float("nan"): 1}, ValueError, "$: the key nan is no number of JSON"),
        ({"n": float("nan")}, ValueError, "$.n: nan is no number of JSON"),
        ({"ok": 1.5, "n": [-float("inf")]}, ValueError, "$.n[0]: -inf is no number of JSON"),
        (
            {"at": datetime.min.replace(tzinfo=timezone(timedelta(hours=1)))},
            ValueError,
            "$.at: the moment cannot be said in UTC",
        ),
    ],
)
def test_what_cannot_be_sent_is_named(value: object, kind: type[Exception], said: str) -> None:
    """The place as a path, the type, and what to send instead."""
    with pytest.raises(kind) as caught:
        dumps(value)
    assert str(caught.value) == said
    assert caught.value.__context__ is None


def test_the_right_place_is_named_among_good_values() -> None:
    """Values that can be sent are passed over: the same object twice is no loop, and dates are none."""
    shared = {"at": date(2026, 1, 2), "n": 10, "t": None, "b": False, "e": []}
    with pytest.raises(TypeError, match=r"^\$\.bad: a value of type set"):
        dumps({"one": shared, "two": shared, "three": [[shared], (shared,)], "bad": set()})


@pytest.mark.slow
@pytest.mark.parametrize("depth", [100_000])
def test_nesting_and_loops_are_refused(depth: int) -> None:
    """What holds itself, and what is too deep for JSON, is refused by name and without exhausting the stack."""
    loop: dict[str, object] = {}
    loop["me"] = [loop]
    with pytest.raises(ValueError, match=r"^\$\.me\[0\]: a value inside itself cannot be sent$"):
        dumps(loop)
    deep: list[object] = []
    for _ in range(depth):
        deep = [deep]
    with pytest.raises(ValueError, match=r"^\$: nested too deep to be sent$"):
        dumps(deep)


@pytest.mark.skipif(not hasattr(sys, "set_int_max_str_digits"), reason="this Python has no limit of digits")
def test_numbers_of_thousands_of_digits_are_refused() -> None:
    """Python refuses to write them, and the message says where."""
    with pytest.raises(ValueError, match=r"^\$\.n: a number of that many digits cannot be sent$"):
        dumps({"m": 5, "n": 10**5000})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-02T03:04:05", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05.678", datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)),
        ("26-01-02T03:04:05", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("68-01-02T03:04:05.001", datetime(2068, 1, 2, 3, 4, 5, 1000, tzinfo=UTC)),
        ("69-01-02T03:04:05", datetime(1969, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2024-02-29T23:59:59", datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00", datetime(1, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
        *(
            (text, None)
            for text in (
                *("2026-02-30T10:00:00", "2026-13-01T10:00:00", "2026-01-02T24:00:00", "2026-01-02T10:60:00"),
                *("2026-01-02T10:00:60", "202-01-02T10:00:00", "0000-01-01T00:00:00", "2026-01-02T10:00:00\n"),
                *("2026-01-02T10:00:00é", "2026-01-02T10:00:00x123", "2026-01-02T10:00:00Z", "2026-01-02"),
                *("2026-01-02 10:00:00", "2026-01-02T10:00:00+00:00", "2026-01-02T10:00:00.123456", ""),
                *("\u0662\u0660\u0662\u0666-01-02T10:00:00", "2026-01-02T10:00:0" + "\u00b2", "20260102T1000000000"),
                *("23-02-29T10:00:00", "abcd-01-02T10:00:00"),
            )
        ),
    ],
)
def test_moments_in(text: str, expected: datetime | None, zone: str) -> None:
    """The four forms of the wire are moments, in any time zone; what only looks like one stays the text it is."""
    assert moment_in(text) == expected, zone
    assert loads(json.dumps({"created": text})) == {"created": text if expected is None else expected}
    assert loads(json.dumps({"name": text, "list": [text]})) == {"name": text, "list": [text]}
    assert loads(json.dumps(text)) == text


def test_moments_are_local() -> None:
    """They are aware, and in the zone of this machine."""
    moment = moment_in("2026-07-02T03:04:05")
    assert moment is not None
    assert moment.utcoffset() == moment.astimezone().utcoffset()


def test_moments_deep_inside() -> None:
    """Objects in objects and in lists have moments; strings in lists are text."""
    at = "2026-01-02T03:04:05"
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    found = loads(json.dumps({"result": [{"a": {"b": [{"c": at, "code": at}, at]}}], "message": at}))
    assert found == {"result": [{"a": {"b": [{"c": moment, "code": at}, at]}}], "message": at}


def test_text_attributes_of_the_schema_are_text() -> None:
    """Every attribute that is text in the built-in schema stays text, and none that is a moment anywhere does."""
    kinds: dict[str, set[str]] = {}
    pending: list[object] = [json.loads((Path(schema.__file__).parent / "entities.json").read_text(encoding="utf-8"))]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            for key, part in item.items():
                if isinstance(part, dict) and isinstance(part.get("type"), str):
                    kinds.setdefault(part["type"], set()).add(key)
                pending.append(part)
    assert kinds["timestamp"] >= {"created", "modified"}
    assert kinds["text"] <= TEXT_KEYS
    assert not TEXT_KEYS & kinds["timestamp"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("ObjectId:abc", "abc"), ("ObjectId:aObjectId:b", "ab"), ("x ObjectId:a", "x ObjectId:a"), ("ObjectId:", "")],
)
def test_object_ids_lose_their_mark(value: str, expected: str) -> None:
    """As in the official client; but text that people wrote keeps it."""
    assert loads(json.dumps({"id": value, "name": value})) == {"id": expected, "name": value}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nothing",
        "{'a': 1}",
        "[" * 100_000,
        "{} {}",
        "\ufeff{}",
    ],
)
def test_what_is_no_json(text: str) -> None:
    """Nor is what would exhaust the stack."""
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is json's
        loads(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[NaN]", [None]),
        ('{"a": Infinity, "b": [-Infinity]}', {"a": None, "b": [None]}),
        ("[1e999, -1e999, 1e308, -0.0, 1E2, 1.5]", [None, None, 1e308, -0.0, 100.0, 1.5]),
        (f"[{'9' * 400}.0]", [None]),
        (
            '{"n": NaN, "s": "NaN", "when": "2026-01-31T12:00:00.000Z"}',
            {"n": None, "s": "NaN", "when": "2026-01-31T12:00:00.000Z"},
        ),
    ],
)
def test_what_is_no_number_spoils_no_answer(text: str, expected: object) -> None:
    """The official client sends NaN, so that it may be stored: it is read as null, and can be sent again."""
    found = loads(text)
    assert found == expected
    assert json.loads(dumps(found)) == expected


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_of_thousands_of_digits_stays_text(sign: str) -> None:
    """Python reads none above 4,300 digits; what stands beside it is read as always."""
    digits = sign + "9" * 5_000
    text = f'{{"n": {digits}, "small": 12, "list": [{digits}, 1.5]}}'
    assert loads(text) == {"n": digits, "small": 12, "list": [digits, 1.5]}


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
_TEXT = st.text() | st.from_regex(r"[0-9]{2,4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{3})?")
_VALUES = st.recursive(
    _SCALARS | _TEXT,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["name", "at", "x"]), inner, max_size=4)
    ),
    max_leaves=30,
)


@given(_VALUES)
def test_any_answer_can_be_read(value: object) -> None:
    """Whatever strings a workspace holds, its answer is read, and nothing but moments differs from plain JSON."""
    text = json.dumps({"result": value})
    pending: list[tuple[object, object]] = [(loads(text), json.loads(text))]
    while pending:
        ours, plain = pending.pop()
        if isinstance(plain, dict):
            assert isinstance(ours, dict)
            assert list(ours) == list(plain)
            pending.extend((ours[key], plain[key]) for key in plain)
        elif isinstance(plain, list):
            assert isinstance(ours, list)
            pending.extend(zip(ours, plain, strict=True))
        elif isinstance(ours, datetime):
            assert moment_in(str(plain)) == ours
        else:
            assert ours == plain


@given(st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.timezones()))
def test_moments_go_there_and_back(moment: datetime) -> None:
    """A moment that is sent and comes back is the same, but for the fraction of its second."""
    assert loads(dumps({"at": moment})) == {"at": moment.astimezone(UTC).replace(microsecond=0)}


@given(st.lists(st.dictionaries(st.sampled_from(["id", "at"]), _SCALARS | st.just("2026-01-02T03:04:05")), max_size=5))
def test_dumps_is_what_json_does(value: object) -> None:
    """For plain JSON there is no difference at all."""
    assert dumps(value) == json.dumps(value)
    assert dumps(value).isascii()


def test_reading_equals_that_of_the_official_client(tmp_path: Path) -> None:
    """Where the official client reads an answer, ours is the same, text attributes apart."""
    at = [
        "2026-01-02T03:04:05",
        "2026-01-02T03:04:05.678",
        "26-01-02T03:04:05",
        "70-06-02T03:04:05.001",
        "x",
        "2026-01-02",
    ]
    values = [
        {"result": [{"created": one, "o": {"modified": one}, "l": [one, {"finished": one}], "n": 1}]} for one in at
    ]
    values.append({"result": [{"id": "ObjectId:abc", "x": "ObjectId:"}]})
    texts = [json.dumps(value) for value in values]
    environ = {**os.environ, "TZ": "Europe/Stockholm"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _OFFICIAL],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=environ,
    )

    def shown(value: object) -> object:
        if isinstance(value, datetime):
            return ["moment", value.timestamp()]
        if isinstance(value, dict):
            return {key: shown(part) for key, part in value.items()}
        return [shown(part) for part in value] if isinstance(value, list) else value

    assert [shown(loads(text)) for text in texts] == json.loads(done.stdout)
