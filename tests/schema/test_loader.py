"""Schema files: what is accepted, and what every mistake is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.errors import SchemaError
from accsyn.schema import (
    Attribute,
    EntityType,
    Schema,
    Type,
    builtin_schema,
    load_schema,
    schema_from_mapping,
    schema_to_mapping,
)
from accsyn.schema.loader import MAXIMUM_NESTING

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "schema-format.md"


def entity(**keys: Any) -> dict[str, Any]:
    return {"entities": {"user": keys}}


def attribute(**keys: Any) -> dict[str, Any]:
    return entity(attributes={"role": keys})


def nested(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {"type": "text"}
    for _ in range(levels):
        value = {"type": "object", "fields": {"x": value}}
    return value


def chain(*bases: str) -> dict[str, Any]:
    return {"entities": {name: {"extends": base} for name, base in (pair.split(">") for pair in bases)}}


ROLE = "$.entities.user.attributes.role"


@pytest.mark.parametrize(
    ("description", "path", "message"),
    [
        ([], "$", "expected an object, got a list"),
        ({}, "$", "the key 'entities' is missing"),
        ({"entites": {}}, "$.entites", "unknown key; did you mean 'entities'?"),
        ({"qwxz": {}}, "$.qwxz", "unknown key"),
        ({1: {}}, "$", "expected keys that are strings, got an integer"),
        ({"entities": None}, "$.entities", "expected an object, got null"),
        ({"entities": {}, "name": 1}, "$.name", "expected a string, got an integer"),
        ({"entities": {}, "description": 1.5}, "$.description", "expected a string, got a number"),
        ({"entities": {}, "live": "yes"}, "$.live", "expected a boolean, got a string"),
        ({"entities": {}, "metadata_queries": "x"}, "$.metadata_queries", "expected a list of strings, got a string"),
        ({"entities": {}, "groups": 1}, "$.groups", "expected an object, got an integer"),
        ({"entities": {}, "groups": {"g": 1}}, "$.groups.g", "expected an object, got an integer"),
        ({"entities": {}, "groups": {"a b": {"x": {}}}}, "$.groups['a b'].x", "the key 'type' is missing"),
        ({"entities": {"a b": {}}}, "$.entities['a b']", "'a b' cannot be the name of an entity type"),
        ({"entities": {"a": {}, "A": {}}}, "$.entities.A", "differs from 'a' in case only"),
        ({"entities": {"user": 1}}, "$.entities.user", "expected an object, got an integer"),
        (entity(atributes={}), "$.entities.user.atributes", "unknown key; did you mean 'attributes'?"),
        (entity(share=1), "$.entities.user.share", "expected a boolean, got an integer"),
        (entity(client_type=True), "$.entities.user.client_type", "expected an integer, got a boolean"),
        (entity(client_type=b""), "$.entities.user.client_type", "expected an integer, got a Python bytes"),
        (entity(label=()), "$.entities.user.label", "expected a string, got a list"),
        (entity(parents=["task"]), "$.entities.user.parents[0]", "unknown entity type 'task'"),
        (
            entity(subentities=["user", "usr"]),
            "$.entities.user.subentities[1]",
            "unknown entity type 'usr'; did you mean 'user'?",
        ),
        (entity(include=["record"]), "$.entities.user.include[0]", "unknown group 'record'"),
        (entity(extends="usr"), "$.entities.user.extends", "unknown entity type 'usr'; did you mean 'user'?"),
        (chain("a>a"), "$.entities.a.extends", "a cycle: a -> a"),
        (chain("x>a", "a>b", "b>a"), "$.entities.a.extends", "a cycle: a -> b -> a"),
        (
            {"entities": {"user": {}}, "deprecated": {"USER": "user"}},
            "$.deprecated.USER",
            "'USER' is also an entity type",
        ),
        (
            {"entities": {"user": {}}, "deprecated": {"old": "usr"}},
            "$.deprecated.old",
            "unknown entity type 'usr'; did you mean 'user'?",
        ),
        ({"entities": {}, "deprecated": {"old": 1}}, "$.deprecated.old", "expected a string, got an integer"),
        (
            entity(attributes={"1a": {"type": "text"}}),
            "$.entities.user.attributes['1a']",
            "'1a' cannot be the name of an attribute",
        ),
        (
            entity(attributes={"a": {"type": "text"}, "A": {"type": "text"}}),
            "$.entities.user.attributes.A",
            "differs from 'a' in case only",
        ),
        (attribute(), ROLE, "the key 'type' is missing"),
        (attribute(type=1), f"{ROLE}.type", "expected a string, got an integer"),
        (attribute(type="txt"), f"{ROLE}.type", "unknown type 'txt'; did you mean 'text'?"),
        (attribute(type="enum", values=["a", "b", 3]), f"{ROLE}.values[2]", "expected a string, got an integer"),
        (attribute(type="enum", values=["a", "a"]), f"{ROLE}.values[1]", "'a' stands twice in the list"),
        (attribute(type="enum", values=["a", "A"]), f"{ROLE}.values", "two values differ in case only"),
        (attribute(type="enum"), ROLE, "an enum needs 'values'"),
        (attribute(type="enum", values={"a": 1}), f"{ROLE}.values", "expected a list of strings, got an object"),
        (
            attribute(type="integer", values=["a"]),
            f"{ROLE}.values",
            "expected an object of names and integers, got a list",
        ),
        (attribute(type="integer", values={"a": "1"}), f"{ROLE}.values.a", "expected an integer, got a string"),
        (attribute(type="integer", values={"a": 1, "A": 2}), f"{ROLE}.values", "two values differ in case only"),
        (
            attribute(type="boolean", values=["a"]),
            f"{ROLE}.values",
            "an attribute of type 'boolean' cannot have this key",
        ),
        (
            attribute(type="enum", values=["done"], settable=["don"]),
            f"{ROLE}.settable[0]",
            "'don' is none of the values; did you mean 'done'?",
        ),
        (attribute(type="text", min=1), f"{ROLE}.min", "an attribute of type 'text' cannot have this key"),
        (attribute(type="text", fields={}), f"{ROLE}.fields", "an attribute of type 'text' cannot have this key"),
        (attribute(type="integer", min=True), f"{ROLE}.min", "expected a number, got a boolean"),
        (attribute(type="integer", min=float("inf")), f"{ROLE}.min", "expected a finite number"),
        (attribute(type="integer", min=2, max=1), f"{ROLE}.max", "1 is below the minimum, 2"),
        (attribute(type="id", form="hex"), f"{ROLE}.form", "expected 'hex24' or 'uuid', got 'hex'"),
        (attribute(type="text", lst=True), f"{ROLE}.lst", "unknown key; did you mean 'list'?"),
        (
            attribute(type="reference", targets=["users"]),
            f"{ROLE}.targets[0]",
            "unknown entity type 'users'; did you mean 'user'?",
        ),
        (
            attribute(type="object", fields={"a.b": {"type": "text"}}),
            f"{ROLE}.fields['a.b']",
            "'a.b' cannot be the name of an attribute",
        ),
        (
            attribute(type="object", fields={"f": {"type": "reference", "targets": ["x"]}}),
            f"{ROLE}.fields.f.targets[0]",
            "unknown entity type 'x'",
        ),
        (
            attribute(**nested(MAXIMUM_NESTING + 1)),
            f"{ROLE}{'.fields.x' * MAXIMUM_NESTING}.fields",
            "objects nest deeper than 16 levels",
        ),
        (
            {"entities": {}, "groups": {"g": {"r": {"type": "reference", "targets": ["x"]}}}},
            "$.groups.g.r.targets[0]",
            "unknown entity type 'x'",
        ),
    ],
)
def test_mistakes(description: object, path: str, message: str) -> None:
    """Every mistake is told with its path, and what was probably meant."""
    with pytest.raises(SchemaError) as raised:
        schema_from_mapping(description)
    assert (raised.value.path, raised.value.message) == (path, message)
    assert str(raised.value) == f"{path}: {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "$: not JSON: Expecting property name enclosed in double quotes (line 1, column 2)"),
        ("[1]", "$: expected an object, got a list"),
        ('{"entities": {"user": {}, "user": {}}}', "$.entities.user: this key stands twice in its object"),
        (
            '{"entities": {"user": {"share": true, "job": true, "share": true}}}',
            "$.entities.user.share: this key stands twice in its object",
        ),
        ('{"entities": NaN}', "$: NaN is not JSON"),
        (b"[1]", "$: expected an object, got a list"),
        (b'{"name": "\xff"}', "$: expected UTF-8, got another encoding at byte 10"),
        ('{"entities": {}}'.encode("utf-16"), "$: expected UTF-8, got another encoding at byte 0"),
    ],
)
def test_mistakes_in_json(text: str | bytes, message: str) -> None:
    """What is no JSON, or ambiguous JSON, is refused."""
    with pytest.raises(SchemaError) as raised:
        load_schema(text)
    assert str(raised.value) == message


@pytest.mark.parametrize("text", ["[" * 1_000_000, '{"a":' * 1_000_000])
def test_deep_json(text: str) -> None:
    """JSON that is nested beyond Python's recursion limit is refused, not a crash."""
    with pytest.raises(SchemaError, match=re.escape("$: nested too deeply")):
        load_schema(text)


def test_huge_numbers() -> None:
    """An integer that Python refuses to convert is refused with Python's reason."""
    with pytest.raises(SchemaError, match=r"\$: not usable: .*digits"):
        load_schema('{"entities": ' + "1" * 10_000 + "}")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_sources(tmp_path: Path, mark: str) -> None:
    """JSON text, JSON bytes, files by path or name, and mappings give the same schema; a BOM does not count."""
    text = mark + ' {"entities": {"user": {"label": "Üser"}}}'
    file = tmp_path / "house.json"
    file.write_bytes(text.encode())
    expected = Schema([EntityType("user", label="Üser")])
    for source in (text, text.encode(), file, str(file), json.loads(text.removeprefix("\ufeff"))):
        assert load_schema(source) == expected
    assert load_schema(file).name == "house.json"
    assert (
        load_schema(file, "mine").name == load_schema(text, "mine").name == load_schema({"entities": {}}, "mine").name
    )
    assert load_schema('{"name": "own", "entities": {}}').name == "own"


@pytest.mark.parametrize(
    ("name", "reason"), [("missing.json", "No such file or directory"), ("a\0b", "embedded null"), (".", "")]
)
def test_unreadable_files(tmp_path: Path, name: str, reason: str) -> None:
    """A file that cannot be read is told by name and reason."""
    with pytest.raises(SchemaError, match=r"\$: cannot read '.*': .*" + re.escape(reason)):
        load_schema(str(tmp_path / name))


def test_inheritance() -> None:
    """Inherited attributes come first, then groups, then own ones; a later one replaces an earlier one in place."""
    schema = schema_from_mapping(
        {
            "groups": {
                "one": {"a": {"type": "text"}, "b": {"type": "text"}},
                "two": {"b": {"type": "integer"}, "c": {"type": "integer"}},
            },
            "entities": {
                "child": {"extends": "base", "include": ["two"], "attributes": {"a": {"type": "id"}}},
                "base": {"include": ["one"], "attributes": {"d": {"type": "boolean"}}, "share": True},
            },
        }
    )
    child = schema.entity_types["child"]
    assert {name: each.type.value for name, each in child.attributes.items()} == {
        "a": "id",
        "b": "integer",
        "d": "boolean",
        "c": "integer",
    }
    assert list(child.attributes) == ["a", "b", "d", "c"]
    assert not child.is_share
    assert schema.names() == ("child", "base")


def test_case_only_across_groups() -> None:
    """Attributes of a group and of the entity type may not differ in case only."""
    with pytest.raises(SchemaError, match="differs from 'a' in case only"):
        schema_from_mapping(
            {
                "groups": {"g": {"a": {"type": "text"}}},
                "entities": {"user": {"include": ["g"], "attributes": {"A": {"type": "text"}}}},
            }
        )


def test_long_chains() -> None:
    """A chain of a thousand extensions needs no recursion."""
    names = [f"e{number}" for number in range(3_000)]
    pairs = zip(names, [*names[1:], ""], strict=True)
    assert len(schema_from_mapping(chain(*(f"{name}>{base}" for name, base in pairs))).names()) == 3_000


def test_deepest_fields_allowed() -> None:
    """Objects nested as deep as allowed load, resolve and are described again."""
    schema = schema_from_mapping(attribute(**nested(MAXIMUM_NESTING)))
    assert schema.entity_types["user"].resolve("role" + ".x" * MAXIMUM_NESTING).type is Type.TEXT
    assert schema_from_mapping(schema_to_mapping(schema)) == schema


def test_example_of_the_documentation() -> None:
    """The example of docs/schema-format.md loads, and means what the page says."""
    (example,) = re.findall(r"```json\n(.*?)```", DOCUMENTATION.read_text(encoding="utf-8"), re.DOTALL)
    schema = load_schema(example)
    assert schema.name == "post house"
    assert schema.names() == ("user", "transfer", "task", "client", "server")
    assert schema.entity_types["task"].resolve("job.user.role").type is Type.ENUM
    assert schema.entity_types["server"].attribute("metadata") is not None
    assert schema_from_mapping(schema_to_mapping(schema)) == schema


def test_documentation_names_every_key() -> None:
    """docs/schema-format.md speaks of every key and every type."""
    from accsyn.schema import loader

    page = DOCUMENTATION.read_text(encoding="utf-8")
    keys = {*loader._SCHEMA_KEYS, *loader._ENTITY_KEYS, *loader._ATTRIBUTE_KEYS, *(type_.value for type_ in Type)}
    assert {key for key in keys if f"`{key}`" not in page} == set()


names = st.from_regex(r"[a-zé_][a-zé0-9_-]{0,5}", fullmatch=True)
texts = st.text(max_size=5)
value_lists = st.lists(texts, min_size=1, max_size=4, unique_by=str.lower)
bounds = st.none() | st.integers(-3, 3) | st.floats(-3, 3)


@st.composite
def attributes(draw: st.DrawFn, name: str, targets: list[str], nesting: int = 0) -> Attribute:
    type_ = draw(st.sampled_from(Type))
    keys: dict[str, Any] = {"is_list": draw(st.booleans()), "description": draw(texts)}
    if type_ is Type.ENUM or (type_ is Type.TEXT and draw(st.booleans())):
        keys["values"] = draw(value_lists)
        keys["settable"] = [value for value in keys["values"] if draw(st.booleans())]
    if type_ is Type.INTEGER and draw(st.booleans()):
        keys["codes"] = dict.fromkeys(draw(value_lists), draw(st.integers()))
    if type_ in {Type.INTEGER, Type.NUMBER}:
        keys["minimum"], keys["maximum"] = draw(bounds), draw(bounds)
        if None not in (keys["minimum"], keys["maximum"]) and keys["minimum"] > keys["maximum"]:
            keys["maximum"] = None
        keys["unit"] = draw(texts)
    if type_ is Type.REFERENCE:
        keys["targets"] = draw(st.lists(st.sampled_from(targets), unique=True))
    if type_ is Type.ID:
        keys["form"] = draw(st.sampled_from(["", "hex24", "uuid"]))
    if type_ is Type.OBJECT and nesting < 2:
        keys["fields"] = [
            draw(attributes(field, targets, nesting + 1)) for field in draw(st.lists(names, max_size=2, unique=True))
        ]
    return Attribute(name, type_, **keys)


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    all_names = draw(st.lists(names, min_size=2, max_size=5, unique=True))
    old, *members = all_names
    entity_types: list[EntityType] = []
    for name in members:
        base = draw(st.none() | st.sampled_from(entity_types)) if entity_types else None
        own = [draw(attributes(each, all_names)) for each in draw(st.lists(names, max_size=3, unique=True))]
        merged = {**(base.attributes if base else {}), **{each.name: each for each in own}}
        some = st.lists(st.sampled_from(all_names), unique=True)
        entity_types.append(
            EntityType(
                name,
                merged.values(),
                label=draw(texts),
                description=draw(texts),
                extends=base.name if base else "",
                parents=draw(some),
                subentities=draw(some),
                is_share=draw(st.booleans()),
                is_job=draw(st.booleans()),
                unique_code=draw(st.booleans()),
                client_type=draw(st.none() | st.integers()),
            )
        )
    queries = draw(st.lists(texts, unique=True, max_size=2))
    return Schema(entity_types, {old: members[0]}, queries, is_live=draw(st.booleans()), name=draw(texts))


def assert_round_trip(schema: Schema) -> None:
    read = load_schema(json.dumps(schema_to_mapping(schema)))
    assert read == schema
    assert read.name == schema.name
    for name, entity_type in schema.entity_types.items():
        assert list(read.entity_types[name].attributes) == list(entity_type.attributes)


@given(schemas())
def test_round_trip(schema: Schema) -> None:
    """Any schema, described and loaded again, is equal to itself, the order of attributes included."""
    assert_round_trip(schema)


def test_round_trip_of_the_builtin_schema() -> None:
    """The built-in schema, described and loaded, is equal to itself; inherited attributes are not repeated."""
    assert_round_trip(builtin_schema())
    assert "attributes" not in schema_to_mapping(builtin_schema())["entities"]["server"]
