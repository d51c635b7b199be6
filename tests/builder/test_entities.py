"""The entity classes: written anew they are the same, every attribute is there, and other schemas work."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import accsyn
from accsyn import entities
from accsyn.builder import kinds
from accsyn.builder.attributes import Attribute
from accsyn.builder.generate import main
from accsyn.builder.layout import KINDS, Layout, is_usable
from accsyn.schema.model import EntityType, Schema, Type

TEXT, INTEGER = {"type": "text"}, {"type": "integer"}
LONG = (
    "Several shots. "
    + "It has a long description, so long that it does not fit into one line of the generated file. " * 2
)


def reference(*targets: str) -> dict[str, Any]:
    """A reference to some entity types."""
    return {"type": "reference", "targets": targets} if targets else {"type": "reference"}


RANGE = {
    "first": INTEGER,
    "by": reference("shot"),
    "deep": {"type": "object", "fields": {"est": TEXT}},
    "contains": TEXT,
    "is_null": TEXT,
}
SHOT = {
    "code": TEXT,
    "frames": INTEGER,
    "in": INTEGER,
    "where": TEXT,
    "free": {"type": "untyped"},
    "of": reference(),
    "kind": {"type": "enum", "values": ["a", 'b"c']},
    "kinds": {"type": "enum", "values": ["x"], "list": True},
    "sequence": reference("sequence"),
    "any": reference("shot", "sequence"),
    "range": {"type": "object", "fields": RANGE},
}
SEQUENCE = {"code": {"type": "enum", "values": ["q"]}, "frames": TEXT, "contains": TEXT}
HOUSE = json.dumps(
    {
        "entities": {
            "shot": {"label": "Shot", "attributes": SHOT},
            "sequence": {"label": "Sequence", "description": LONG, "attributes": SEQUENCE},
        }
    }
)


def test_the_classes_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    """The generator says so itself."""
    assert main(["--check"]) == 0
    assert capsys.readouterr().err == ""


def test_every_attribute_is_there() -> None:
    """With the kind of its type, its path and its entity type; the names of the module are its classes and enums."""
    for entity_type in accsyn.builtin_schema().entity_types.values():
        entity = getattr(entities, entity_type.label)
        assert entity.__doc__
        assert [str(each) for each in entity] == list(entity_type.attributes)
        for name, described in entity_type.attributes.items():
            attribute = getattr(entity, name)
            assert isinstance(attribute, getattr(kinds, KINDS[described.type]))
            assert attribute._path.owner == entity_type.label
            resolved = entity_type.resolve(name)
            assert attribute._is_list is resolved.is_list
    assert set(entities.__all__) <= set(dir(entities))


def test_what_lies_below_is_what_the_schema_resolves() -> None:
    """Two levels down, every path that a class offers is one of the schema, of the same type."""
    schema = accsyn.builtin_schema()
    for entity_type in schema.entity_types.values():
        pending = [(each, 2) for each in getattr(entities, entity_type.label)]
        for attribute, levels in pending:
            resolved = entity_type.resolve(str(attribute))
            assert resolved.unknown_segment is None, str(attribute)
            assert resolved.type is attribute._type or resolved.type is Type.UNTYPED
            assert attribute._path.is_single is (
                not resolved.is_list and resolved.type in {Type.TEXT, Type.INTEGER, Type.NUMBER, Type.TIMESTAMP}
            )
            if levels and isinstance(attribute, (kinds.ReferenceAttribute, kinds.ObjectAttribute)):
                names = [name for name in dir(type(attribute)) if not name.startswith("_")]
                below = [found for name in names if isinstance(found := getattr(attribute, name), Attribute)]
                pending += [(each, levels - 1) for each in below]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Classes of a schema file of one's own."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "house.json").write_text(HOUSE, encoding="utf-8")
    path = folder / "house_entities.py"
    assert main(["--schema", str(folder / "house.json"), "--output", str(path)]) == 0
    assert main(["--schema", str(folder / "house.json"), "--output", str(path), "--check"]) == 0
    spec = importlib.util.spec_from_file_location("house_entities", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["house_entities"] = module
    spec.loader.exec_module(module)
    return module


def test_other_schemas_have_classes(house: Any) -> None:
    """Names that Python or the classes need are reached by brackets, what has no fields is open."""
    shot = house.Shot
    assert (shot.kind == 'b"c') == accsyn.parse_expression("kind='b\"c'")
    assert (shot.sequence.code == "q") == accsyn.parse_expression("sequence.code=q")
    assert (shot.sequence["contains"] == "q") == accsyn.parse_expression("sequence.contains=q")
    assert (shot.any.frames > 5) == accsyn.parse_expression("any.frames>5")
    assert (shot.range.by.range.first > 5) == accsyn.parse_expression("range.by.range.first>5")
    assert (shot.range.deep.est == "x") == accsyn.parse_expression("range.deep.est=x")
    assert house.Sequence.__doc__.count("long description") == 2
    assert (shot.free > 5) == accsyn.parse_expression("free>5")
    assert (shot.of.code == "x") == accsyn.parse_expression("of.code=x")
    assert (shot.kinds == "x") == accsyn.parse_expression("kinds=x")
    assert "where" not in {str(each) for each in shot}
    assert shot.where(shot.code == "x") == accsyn.parse("Shot WHERE code=x")
    with pytest.raises(accsyn.QueryValidationError, match="never"):
        _ = shot.kind == "c"


def test_a_stale_file_is_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another text and a missing file are stale; nothing is written."""
    (tmp_path / "house.json").write_text(HOUSE, encoding="utf-8")
    arguments = ["--schema", str(tmp_path / "house.json"), "--output", str(tmp_path / "out.py"), "--check"]
    assert main(arguments) == 1
    (tmp_path / "out.py").write_text("old", encoding="utf-8")
    assert main(arguments) == 1
    assert (tmp_path / "out.py").read_text(encoding="utf-8") == "old"
    assert "is stale: run python -m accsyn.builder.generate" in capsys.readouterr().err


def test_the_builtin_classes_are_not_overwritten(capsys: pytest.CaptureFixture[str]) -> None:
    """A schema of one's own goes into a file of one's own."""
    with pytest.raises(SystemExit):
        main(["--schema", "house.json"])
    assert "--schema needs --output" in capsys.readouterr().err


def test_names_that_clash_are_refused() -> None:
    """A label that is no identifier, and two enums of one name."""
    with pytest.raises(ValueError, match="cannot be the name of a class"):
        Layout(Schema([EntityType("a", label="a b")]))
    one = accsyn.load_schema(
        {
            "entities": {
                "a": {
                    "label": "A",
                    "attributes": {"b_c": {"type": "enum", "values": ["x"]}, "bC": {"type": "enum", "values": ["y"]}},
                },
            }
        }
    )
    with pytest.raises(ValueError, match="two enums would be named ABC"):
        Layout(one)


@pytest.mark.parametrize(
    ("name", "expected"), [("code", True), ("in", False), ("a-b", False), ("_x", False), ("where", False)]
)
def test_what_can_be_a_member(name: str, expected: bool) -> None:
    """Identifiers that are no keywords, not private, and not taken."""
    assert is_usable(name, {"where"}) is expected
