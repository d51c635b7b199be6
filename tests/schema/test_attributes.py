"""Attributes and their types."""

from __future__ import annotations

import copy
import pickle

import pytest

from accsyn.schema.attributes import Attribute, Type, lookup_of

STATUS = Attribute("status", Type.ENUM, values=("Enabled", "disabled"), settable=("disabled",))
KIND = Attribute("type", Type.INTEGER, codes={"app": 0, "server": 1}, minimum=0, maximum=5, unit="pieces")
OWNER = Attribute("user", Type.REFERENCE, targets=("user",), is_list=True)
SOURCE = Attribute("source", Type.OBJECT, fields=(OWNER, Attribute("Path", Type.TEXT)), description="From where.")


@pytest.mark.parametrize("attribute", [STATUS, KIND, OWNER, SOURCE], ids=lambda attribute: attribute.name)
def test_copies_are_equal(attribute: Attribute) -> None:
    """An attribute survives pickling and copying, and its copy has the same hash."""
    for twin in (pickle.loads(pickle.dumps(attribute)), copy.deepcopy(attribute), Attribute(**attribute.arguments())):
        assert twin == attribute
        assert hash(twin) == hash(attribute)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "state"},
        {"type": Type.TEXT},
        {"is_list": True},
        {"values": ("enabled",)},
        {"codes": {"enabled": 1}},
        {"settable": ()},
        {"minimum": 0},
        {"maximum": 0},
        {"unit": "bytes"},
        {"targets": ("user",)},
        {"fields": (OWNER,)},
        {"form": "uuid"},
        {"description": "State."},
    ],
    ids=lambda change: next(iter(change)),
)
def test_each_part_counts_in_comparisons(change: dict[str, object]) -> None:
    """Two attributes that differ in one part are different."""
    assert Attribute(**{**STATUS.arguments(), **change}) != STATUS
    assert STATUS != "status"


def test_immutable() -> None:
    """Nothing can be changed or deleted, mappings included."""
    with pytest.raises(AttributeError, match="Attribute objects are immutable"):
        STATUS.unit = "bytes"
    with pytest.raises(AttributeError, match="immutable"):
        del STATUS.name
    with pytest.raises(TypeError):
        KIND.codes["lane"] = 4  # type: ignore[index]


@pytest.mark.parametrize(
    ("attribute", "text", "value", "code"),
    [
        (STATUS, "Enabled", "Enabled", None),
        (STATUS, "ENABLED", "Enabled", None),
        (STATUS, "gone", None, None),
        (KIND, "Server", "server", 1),
        (KIND, "app", "app", 0),
        (KIND, "lane", None, None),
        (OWNER, "user", None, None),
    ],
)
def test_known_values(attribute: Attribute, text: str, value: str | None, code: int | None) -> None:
    """Known values are found without case, with their numbers if they have some."""
    assert attribute.value(text) == value
    assert attribute.code(text) == code


def test_defaults() -> None:
    """Only ids have a form; names of codes are known values."""
    assert (Attribute("id", Type.ID).form, Attribute("code", Type.TEXT).form) == ("hex24", "")
    assert KIND.values == ("app", "server")
    assert repr(STATUS) == "Attribute('status', Type.ENUM)"


def test_fields_are_found_without_case() -> None:
    """The fields of an object are found by exact and by folded name, and may not differ in case only."""
    assert SOURCE.lookup["Path"] is SOURCE.lookup["path"] is SOURCE.fields["Path"]
    with pytest.raises(ValueError, match="two fields are named 'PATH'"):
        Attribute("source", Type.OBJECT, fields=(Attribute("path", Type.TEXT), Attribute("PATH", Type.TEXT)))
    with pytest.raises(ValueError, match="two attributes are named 'PATH'"):
        lookup_of({name: Attribute(name, Type.TEXT) for name in ("path", "PATH")})
