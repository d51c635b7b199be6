"""Schemas of what a workspace answers about itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.errors import SchemaError
from accsyn.schema.attributes import Attribute, Type
from accsyn.schema.live import attributes_of, entity_type_names, live_schema
from accsyn.schema.model import EntityType, Schema


@pytest.mark.parametrize(
    "answer",
    [
        ["User", "transfer", "user"],
        [{"name": "user"}, {"code": "Transfer"}],
        [{"entitytype": "user", "id": "x"}, {"id": "transfer"}],
        {"user": "people", "transfer": {}},
        [{"user": {"a": 1}}, {"transfer": None}],
    ],
)
def test_names_are_read_in_every_form(answer: Any) -> None:
    """Lists of names or objects, and objects by name; each name once, in lower case."""
    assert entity_type_names(answer) == ("user", "transfer")


@pytest.mark.parametrize(
    ("answer", "path"),
    [
        (None, r"\$.entitytypes: expected a list or an object"),
        ("user", r"\$.entitytypes: expected a list or an object"),
        ([], r"\$.entitytypes: the workspace names no entity type"),
        ([5], r"\$.entitytypes\[0\]: expected a name or an object"),
        (["user", "a b"], r"\$.entitytypes\[1\]: expected a name that a query can say"),
        ([{"a": 1, "b": 2}], r"\$.entitytypes\[0\]: expected a name that a query can say, got None"),
        ({5: "x"}, r"expected a name that a query can say"),
    ],
)
def test_other_forms_are_refused(answer: Any, path: str) -> None:
    """The message says where."""
    with pytest.raises(SchemaError, match=path):
        entity_type_names(answer)


@pytest.mark.parametrize(
    ("entry", "type_", "is_list", "values", "description"),
    [
        ("size", None, None, (), ""),
        ({"name": "size"}, None, None, (), ""),
        ({"name": "size", "type": "int"}, Type.INTEGER, None, (), ""),
        ({"name": "size", "datatype": "Boolean"}, Type.BOOLEAN, None, (), ""),
        ({"name": "size", "type": "list of string"}, Type.TEXT, True, (), ""),
        ({"name": "size", "type": "list[float]"}, Type.NUMBER, True, (), ""),
        ({"name": "size", "type": "str[]"}, Type.TEXT, True, (), ""),
        ({"name": "size", "type": "array"}, None, True, (), ""),
        ({"name": "size", "type": "wonder"}, None, None, (), ""),
        ({"name": "size", "type": 5, "description": "How big."}, None, None, (), "How big."),
        ({"name": "size", "type": "string", "options": ["a", 5, "b", "a", ""]}, Type.TEXT, None, ("a", "b"), ""),
        ({"size": "integer"}, Type.INTEGER, None, (), ""),
        ({"size": "How big."}, None, None, (), "How big."),
    ],
)
def test_what_is_said_of_an_attribute(
    entry: Any, type_: Type | None, is_list: bool | None, values: tuple[str, ...], description: str
) -> None:
    """Types by their many names, lists, values, descriptions; what is not understood is not said."""
    assert attributes_of([entry], "user") == (("size", type_, is_list, values, description),)


BASE = Schema(
    [
        EntityType(
            "user",
            [Attribute("role", Type.ENUM, values=["admin", "guest"], settable=["guest"]), Attribute("x", Type.UNTYPED)],
        ),
        EntityType(
            "transfer",
            [Attribute("type", Type.INTEGER, codes={"p2p": 1}), Attribute("user", Type.REFERENCE, targets=["user"])],
        ),
    ],
    {"job": "transfer"},
    ["entitytypes"],
    name="base",
)


def test_what_the_workspace_says_is_merged() -> None:
    """New types and attributes come in; what the base knows better stays; values and gaps are filled."""
    answers = {
        "user": [
            {"name": "role", "type": "string", "values": ["admin", "standard"], "description": "What one may do."},
            {"name": "X", "type": "integer"},
            {"name": "shoe_size", "type": "float"},
            {"name": "team", "values": ["red", "blue"]},
            {"name": "extra", "type": "dict"},
            {"name": "tags", "type": "list of string", "values": ["a"]},
            {"name": "level", "type": "integer", "values": ["1"]},
        ],
        "transfer": ["type", "user", {"name": "type", "values": ["a"]}],
        "job": None,
    }
    schema = live_schema(BASE, ["user", "transfer", "job", "planet"], answers)
    user, transfer = schema.entity_types["user"].attributes, schema.entity_types["transfer"].attributes
    assert (user["role"].type, user["role"].values, user["role"].settable) == (Type.ENUM, ("admin", "standard"), ())
    assert user["role"].description == "What one may do."
    assert user["x"].type is Type.INTEGER
    assert user["shoe_size"].type is Type.NUMBER
    assert (user["team"].type, user["team"].values) == (Type.ENUM, ("red", "blue"))
    assert user["extra"].type is Type.METADATA
    assert (user["tags"].is_list, user["tags"].values) == (True, ("a",))
    assert user["level"].values == ()
    assert transfer["type"].codes == {"p2p": 1}
    assert transfer["user"].targets == ("user",)
    assert schema.names() == ("user", "transfer", "planet")
    assert schema.deprecated_names == {"job": "transfer"}
    assert (schema.is_live, schema.name) == (True, "base")
    assert BASE.is_live is False


def test_references_lead_into_the_new_schema() -> None:
    """A path through a reference finds what the workspace added behind it."""
    schema = live_schema(BASE, ["user"], {"user": [{"name": "shoe_size", "type": "integer"}]})
    assert accsyn.compile("Transfer WHERE user.shoe_size>40", schema=schema).diagnostics == ()


def test_the_builtin_schema_takes_its_own_names() -> None:
    """Asked about itself, the built-in schema stays as it is, but for being live."""
    base = accsyn.builtin_schema()
    answers = {name: list(entity.attributes) for name, entity in base.entity_types.items()}
    schema = live_schema(base, list(answers), answers)
    assert schema.entity_types == base.entity_types
    assert schema.is_live


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


READERS: list[Callable[[Any], object]] = [
    entity_type_names,
    lambda answer: attributes_of(answer, "user"),
    lambda answer: live_schema(BASE, ["user"], {"user": answer}),
]


@pytest.mark.parametrize("read", READERS)
@given(answer=JSON)
def test_any_answer_is_read_or_refused(read: Callable[[Any], object], answer: Any) -> None:
    """Whatever a server answers: a schema, or a SchemaError."""
    try:
        read(answer)
    except SchemaError as error:
        assert str(error).startswith("$.")
