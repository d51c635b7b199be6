"""What is masked, and what is left as it is."""

from __future__ import annotations

import pytest

from accsyn.client.masking import mask, masked, redact, shown
from accsyn.client.secret_names import is_secret
from accsyn.wire.event import Event


@pytest.mark.parametrize(
    "key",
    [
        *("password", "Password", "user_pwd", "PWD", "api_key", "API-Key", "apiKey", "session", "session_id", "secret"),
        *(
            "client_secret",
            "token",
            "access_token",
            "Authorization",
            "credentials",
            "private_key",
            "passphrase",
            "cookie",
        ),
    ],
)
def test_secret_keys(key: str) -> None:
    """In any spelling, alone or as a part."""
    assert is_secret(key)
    assert mask({key: "S", "a": [{key: {"deep": "S"}}]}) == {key: "***", "a": [{key: "***"}]}


@pytest.mark.parametrize("key", ["code", "name", "keyword", "id", "path", "user", "status", "keyboard", 5, None])
def test_other_keys(key: object) -> None:
    """They stay, and so do the types of their values."""
    assert not is_secret(key)
    assert mask({key: [1, None, True, "x", 1.5]}) == {key: [1, None, True, "x", 1.5]}


def test_masking_copies() -> None:
    """What is masked is a copy; a tuple becomes a list, as in JSON; keys can be added."""
    value = {"a": ({"pwd": "S"}, "x"), "value": "S"}
    assert mask(value, also=("value",)) == {"a": [{"pwd": "***"}, "x"], "value": "***"}
    assert value == {"a": ({"pwd": "S"}, "x"), "value": "S"}


def test_masking_is_not_recursive() -> None:
    """Nesting of any depth is masked."""
    value: object = {"pwd": "S"}
    for _ in range(50_000):
        value = [value]
    found = mask(value)
    while isinstance(found, list):
        found = found[0]
    assert found == {"pwd": "***"}


@pytest.mark.parametrize(
    ("secrets", "expected"),
    [((), "key ABC1 in ABC1"), (("ABC1",), "key *** in ***"), (("", "AB"), "key ABC1 in ABC1")],
)
def test_redact(secrets: tuple[str, ...], expected: str) -> None:
    """Known secrets go wherever they stand; what is too short to be one stays."""
    assert redact("key ABC1 in ABC1", secrets) == expected


def test_events_are_shown_without_secrets() -> None:
    """Data by their keys, values of settings, and the session wherever it stands; long ones are cut."""
    event = Event("PUT", "user/edit", {"password": "S1", "note": "my S3S3 is", "n": 1}, "code=S3S3", "ID")
    text = shown(event, ("S3S3",))
    assert text == '{"data": {"password": "***", "note": "my *** is", "n": 1}, "query": "code=***", "id": "ID"}'
    assert "V4" not in shown(Event("PUT", "setting", {"name": "smtp", "value": "V4"}), ())
    assert len(shown(Event("PUT", "x", {"a": "b" * 5000}), ())) == 1003
    assert shown(Event("GET", "x"), ()) == '{"data": {}, "query": null, "id": null}'


def test_masked_events_keep_the_rest() -> None:
    """Method, uri, query and id stay; data that cannot be sent cannot be shown either."""
    event = Event("GET", "x", [{"pwd": 1}], "q", "i")
    assert masked(event) == Event("GET", "x", [{"pwd": "***"}], "q", "i")
    with pytest.raises(TypeError):
        masked(Event("GET", "x", {"a": set()}))
