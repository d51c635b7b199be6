"""Entity types and schemas."""

from __future__ import annotations

import copy
import pickle

import pytest

from accsyn.schema import Attribute, EntityType, Schema, Type, builtin_schema

TEXT = Attribute("Code", Type.TEXT)


@pytest.mark.parametrize("name", ["Code", "code", "CODE"])
def test_attributes_are_found_without_case(name: str) -> None:
    """An attribute is found in any spelling."""
    assert EntityType("user", [TEXT]).attribute(name) is TEXT
    assert EntityType("user", []).attribute(name) is None


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("transfer", "transfer"),
        ("Transfer", "transfer"),
        ("TRANSFER", "transfer"),
        ("job", "transfer"),
        ("JOB", "transfer"),
        ("Share", "folder"),
        ("ACL", "acl"),
        ("UserServer", "userserver"),
    ],
)
def test_entity_types_are_found(name: str, found: str) -> None:
    """An entity type is found in any spelling, by a deprecated name too."""
    entity_type = builtin_schema().entity_type(name)
    assert entity_type is not None
    assert entity_type.name == found


@pytest.mark.parametrize("name", ["", "jobs", "entitytypes", "transfer.job"])
def test_unknown_entity_types(name: str) -> None:
    """What is no entity type is not found."""
    assert builtin_schema().entity_type(name) is None


@pytest.mark.parametrize(
    ("name", "replacement"), [("job", "transfer"), ("Share", "folder"), ("transfer", None), ("", None)]
)
def test_deprecated(name: str, replacement: str | None) -> None:
    """A deprecated name tells its replacement, others nothing."""
    assert builtin_schema().deprecated(name) == replacement


@pytest.mark.parametrize(
    ("name", "answer"), [("attributes", True), ("EntityTypes", True), ("entitytype", False), ("user", False)]
)
def test_metadata_queries(name: str, answer: bool) -> None:
    """The two metadata queries are recognised in any spelling."""
    assert builtin_schema().is_metadata_query(name) is answer


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("transfer.user", {"user"}),
        ("task.job", {"transfer", "compute", "delivery", "request", "stream", "job"}),
        ("folder.parent", {"volume", "share"}),
        ("task.source.client", {"client", "app", "server", "userserver", "browser", "lane"}),
        ("task.source.s", {"folder", "collection", "home", "share"}),
        ("acl.target", {"share", "volume", "folder", "home", "collection", "delivery", "workspace"}),
        ("user.code", set()),
    ],
)
def test_reference_types(path: str, words: set[str]) -> None:
    """Targets, subtypes and deprecated names of a reference, and `share` for any share, may stand before the colon."""
    schema = builtin_schema()
    name, _, rest = path.partition(".")
    attribute = schema.entity_types[name].resolve(rest).attribute
    assert attribute is not None
    assert schema.reference_types(attribute) == words
    assert schema.reference_types(attribute) is schema.reference_types(attribute)


def test_subtypes_of_subtypes() -> None:
    """Subtypes are found at any distance, in the order of the schema; a cycle does no harm."""
    chain = Schema([EntityType("c", extends="B"), EntityType("b", extends="a"), EntityType("a", extends="c")])
    assert chain.subtypes("A") == ("c", "b")
    assert builtin_schema().subtypes("user") == ()


def test_names_that_differ_in_case_only() -> None:
    """A schema, like an entity type, refuses two names that are equal without case."""
    with pytest.raises(ValueError, match="two entity types are named 'User'"):
        Schema([EntityType("user"), EntityType("User")])
    with pytest.raises(ValueError, match="two attributes are named 'code'"):
        EntityType("user", [TEXT, Attribute("code", Type.TEXT)])


def test_labels_and_replacements_that_lead_elsewhere() -> None:
    """A label that is not the name is no name; a deprecated name without replacement is not found."""
    schema = Schema([EntityType("user", label="Person")], {"member": "people"})
    assert schema.entity_type("Person") is None
    assert schema.entity_type("member") is None
    assert schema.deprecated("Member") == "people"


def test_comparisons() -> None:
    """Schemas and entity types compare by value; the name of a schema and the schema of a type do not count."""
    user = EntityType("user", [TEXT])
    schema = Schema([user], name="one")
    assert schema == Schema([user], name="two")
    assert hash(schema) == hash(Schema([user]))
    assert schema != Schema([user], is_live=True)
    assert schema != Schema([EntityType("user")])
    assert schema != user
    assert schema.entity_types["user"] == user
    assert hash(schema.entity_types["user"]) == hash(user)
    assert user != EntityType("user", [TEXT], client_type=0)
    assert user != schema
    assert repr(user) == "EntityType('user', 1 attributes)"
    assert repr(schema) == "Schema('one', 1 entity types)"


def test_copies_resolve_like_the_original() -> None:
    """A schema and an entity type of it survive copying and pickling, the way to other entity types included."""
    schema = builtin_schema()
    task = schema.entity_types["task"]
    for twin in (copy.deepcopy(task), pickle.loads(pickle.dumps(task))):
        assert twin == task
        assert twin.resolve("job.user.role") == task.resolve("job.user.role")
    assert pickle.loads(pickle.dumps(schema)) == schema
    alone = pickle.loads(pickle.dumps(EntityType("user", [TEXT])))
    assert alone == EntityType("user", [TEXT])


def test_immutable() -> None:
    """Nothing of a schema can be changed."""
    schema = builtin_schema()
    with pytest.raises(AttributeError, match="Schema objects are immutable"):
        schema.is_live = True
    with pytest.raises(TypeError):
        schema.entity_types["x"] = EntityType("x")  # type: ignore[index]
