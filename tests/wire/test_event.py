"""The envelope of an event, against what the official client 3.4.0 sends."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.wire.codec import dumps
from accsyn.wire.event import COMPRESSED_ABOVE, Event, encode_body, encode_url, envelope, estimate

_FILE = Path(__file__).parents[1] / "client" / "data" / "transcripts.jsonl"
TRANSCRIPTS: list[dict[str, Any]] = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]
# A login and a registry look-up carry no event; two registry answers are redirects to elsewhere.
EVENTS = [row for row in TRANSCRIPTS if "audience" in (row.get("event") or {})]
# The data of the compressed events, which the transcripts only describe, as the call beside them gives them.
COMPRESSED: dict[str, object] = {
    "s.create('Delivery', {'name': 'big'": {
        "name": "big",
        "tasks": [f"/a/very/long/path/{i:08}.exr" for i in range(5000)],
    },
    "s.create('Delivery', {'name': 'x' * (100 * 1024 - 3)": {"name": "x" * (100 * 1024 - 3)},
    "s.update_many('Task', D, [{": [{"id": str(i) * 20, "status": "onhold"} for i in range(2000)],
    "s.find('Transfer', attributes=['attribute_%08d'": {"attributes": [f"attribute_{i:08}" for i in range(6000)]},
    "s.delete_many('Collection', A, {'files': ['12d89033": {
        "files": [f"12d89033-2a8c-4029-992b-3a02b4{i:06}" for i in range(3000)]
    },
}
# What the transcripts show in place of what changes with each call, and how long the original was.
VOLATILE = {"eid": 36, "session": 36, "created": 19}


def sent(row: dict[str, Any]) -> tuple[Event, dict[str, Any]]:
    """The event of a transcript, and the envelope that we make of it with the transcript's placeholders."""
    seen = row["event"]
    data = seen.get("data")
    if "gz_data" in seen:
        data = next(value for start, value in COMPRESSED.items() if row["call"].startswith(start))
    elif isinstance(data, dict) and str(data.get("name")).endswith("<str len 102396>"):
        data = {"name": "x" * 102_396}
    event = Event(row["method"], seen["uri"], data, seen.get("query"), seen.get("id"))
    made = envelope(
        event,
        workspace=seen["workspace"],
        session_id=seen["session"],
        ident=seen["ident"],
        eid=seen["eid"],
        created=seen["created"],
        hostname=seen["hostname"],
    )
    return event, made


def test_all_recorded_events_are_here() -> None:
    """The copy of the transcripts holds the 223 requests; all but logins and look-ups are events."""
    requests = [row for row in TRANSCRIPTS if "method" in row]
    assert len(requests) == 223
    assert len(requests) - len(EVENTS) == sum("/api/login" in row.get("path", "") for row in requests) + 2


@pytest.mark.parametrize("row", EVENTS, ids=lambda row: row["call"][:60])
def test_envelope_is_that_of_the_official_client(row: dict[str, Any]) -> None:
    """The same keys in the same order with the same values; compressed where it compresses, of the same data."""
    event, made = sent(row)
    expected = dict(row["event"])
    if "gz_data" in expected:
        assert json.loads(gzip.decompress(base64.b64decode(made["gz_data"]))) == event.data
        expected["gz_data"] = made["gz_data"]
    if made.get("data") == {"name": "x" * 102_396}:
        expected["data"] = made["data"]
    assert list(made.items()) == list(expected.items())
    assert json.dumps(made) == dumps(made) == json.dumps(expected)


@pytest.mark.parametrize("row", [row for row in EVENTS if "target" in row], ids=lambda row: row["call"][:60])
def test_url_is_that_of_the_official_client(row: dict[str, Any]) -> None:
    """Byte for byte, where it is recorded: the quoting of the query string is the same."""
    _, made = sent(row)
    if "query" in made:
        # Two placeholders of the event stand in the recorded URL as they were.
        query = str(made["query"]).replace("<uid from login>", "5b0faf03304bfd4810dbd5fc")
        made["query"] = query.replace("<hostname>", "vm")
    url = "/api/v3/event?" + encode_url(made)
    replaced = {
        "%3Cuuid4%3E": "<uuid4>",
        "%3Csession_id%20from%20login%3E": "<session>",
        "%3Cutc%20%25Y-%25m-%25dT%25H%3A%25M%3A%25S%3E": "<created>",
        "%3Chostname%3E": "<hostname>",
    }
    if "gz_data" in made:
        replaced[encode_url({"": made["gz_data"]}).split("%22")[3]] = "<base64>"
    for ours, recorded in replaced.items():
        url = url.replace(ours, recorded)
    assert url == row["target"]


def test_bodies_are_as_long_as_those_of_the_official_client() -> None:
    """Whatever the recording machine's name was, it accounts for the same difference everywhere."""
    differences = set()
    for row in EVENTS:
        if "body_length" not in row or "gz_data" in row["event"] or row.get("transport"):
            continue
        _, made = sent(row)
        known = len(encode_body(made)) + sum(length - len(made[key]) for key, length in VOLATILE.items())
        differences.add(row["body_length"] - known + len(made["hostname"]))
    assert len(differences) == 1
    assert differences.pop() > 0


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (None, 0),
        ({}, 0),
        ([], 0),
        ("abc", 3),
        ("å雪", 2),
        (1, 10),
        (True, 10),
        (1.5, 10),
        ({"ab": "cd", 1: None}, 5),
        ({"a": ["b", ["c", {"d": 2}]]}, 14),
        ((1, 2, "abc"), 10),
        ({"t": ("long" * 100,)}, 11),
    ],
)
def test_estimate(data: object, expected: int) -> None:
    """Characters of keys and texts, 10 for other values, nothing for None; a tuple counts 10 altogether."""
    assert estimate(data) == expected


@pytest.mark.parametrize(
    ("size", "compressed"),
    [(COMPRESSED_ABOVE - 1, False), (COMPRESSED_ABOVE, False), (COMPRESSED_ABOVE + 1, True)],
)
@pytest.mark.parametrize("shape", ["text", "list", "key"])
def test_boundary_of_compression(size: int, compressed: bool, shape: str) -> None:
    """Above the limit, not at it, data travel compressed, whatever makes them large."""
    shapes: dict[str, object] = {
        "text": {"k": "x" * (size - 1)},
        "list": ["y" * (size - 2), "zz"],
        "key": {"x" * size: None},
    }
    made = _envelope(Event("POST", "t/create", shapes[shape]))
    assert ("gz_data" in made, "data" in made) == (compressed, not compressed)
    if compressed:
        assert json.loads(gzip.decompress(base64.b64decode(str(made["gz_data"])))) == shapes[shape]


def _envelope(event: Event) -> dict[str, object]:
    return envelope(event, workspace="w", session_id="s", ident="u", eid="e", created="c", hostname="h")


def test_compression_is_deterministic_and_leaves_the_query_alone() -> None:
    """The same event is the same bytes; a query of any length is not compressed."""
    event = Event("GET", "t/find", {"a": "x" * 200_000}, "q" * 200_000)
    assert _envelope(event) == _envelope(event)
    assert _envelope(event)["query"] == "q" * 200_000


@pytest.mark.parametrize(
    ("event", "present"),
    [
        (Event("GET", "t/find"), set()),
        (Event("GET", "t/find", None, "", ""), set()),
        (Event("GET", "t/find", {}, "a=1"), {"query"}),
        (Event("GET", "t/find", {}, None, "ID"), {"id"}),
    ],
)
def test_query_and_id_are_there_if_they_say_something(event: Event, present: set[str]) -> None:
    """Empty or missing, they have no key; data always have one, {} where nothing is given."""
    made = _envelope(event)
    assert {"query", "id"} & set(made) == present
    assert made["data"] == event.data


def test_data_are_not_changed() -> None:
    """The caller's object goes in as it is, and is the same afterwards."""
    data = {"tasks": [{"a": "x" * 200_000}]}
    _envelope(Event("POST", "t/create", data))
    assert data == {"tasks": [{"a": "x" * 200_000}]}


def test_what_cannot_be_sent_is_refused_here() -> None:
    """A loop in the data does not keep the estimate busy for ever."""
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(ValueError, match=r"^\$\[0\]: a value inside itself"):
        _envelope(Event("POST", "t/create", loop))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(_JSON, st.text(min_size=1))
def test_both_encodings_carry_the_same(data: object, query: str) -> None:
    """What is taken apart on the other side is the envelope, from the URL as from the body, all of it ASCII."""
    from urllib.parse import unquote

    made = _envelope(Event("GET", "t/find", data, query))
    assert json.loads(unquote(encode_url(made))) == json.loads(encode_body(made)) == made
    assert encode_url(made).isascii()
    assert not set(encode_url(made)) & set(' "#&?\r\n')
