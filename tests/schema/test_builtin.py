"""The facts of the built-in schema."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import accsyn
from accsyn.errors import SchemaError
from accsyn.schema import Type, builtin, builtin_schema

NAMES = (
    *("user", "workspace", "queue", "transfer", "compute", "delivery", "request", "stream", "task", "file"),
    *("volume", "folder", "home", "collection", "site", "client", "app", "server", "userserver", "browser"),
    *("lane", "acl", "engine"),
)
CLIENT_TYPES = {"app": 0, "server": 1, "userserver": 2, "browser": 3, "lane": 4}
JOBS = {"transfer", "compute", "delivery", "request", "stream"}
SHARES = {"volume", "folder", "home", "collection"}


def test_entity_types() -> None:
    """The built-in schema has the documented entity types, and says which are jobs, shares and clients."""
    schema = builtin_schema()
    types = schema.entity_types.values()
    assert schema.names() == NAMES
    assert {entity_type.name for entity_type in types if entity_type.is_job} == JOBS
    assert {entity_type.name for entity_type in types if entity_type.is_share} == SHARES
    assert {each.name: each.client_type for each in types if each.client_type is not None} == CLIENT_TYPES
    assert set(schema.subtypes("client")) == set(CLIENT_TYPES)
    assert {each.name for each in types if not each.unique_code} == {
        *JOBS, "task", "file", "acl", "client", *schema.subtypes("client")
    }  # fmt: skip


def test_schema() -> None:
    """Deprecated names, metadata queries, and that it is documentation rather than a workspace's answer."""
    schema = builtin_schema()
    assert schema is builtin_schema()
    assert schema.deprecated_names == {"job": "transfer", "share": "folder"}
    assert schema.metadata_queries == ("entitytypes", "attributes")
    assert (schema.is_live, schema.name) == (False, "built-in schema")


@pytest.mark.parametrize(
    ("path", "values", "not_settable"),
    [
        ("user.role", "admin employee standard", ""),
        ("user.status", "enabled disabled", ""),
        ("queue.status", "waiting paused", ""),
        ("transfer.status", "init waiting running paused failed aborted done", "init running failed"),
        ("compute.status", "init waiting running paused failed aborted done", "init running failed"),
        ("stream.status", "init pending waiting running paused failed aborted done", "init running failed"),
        ("task.status", "pending queued booting executing failed onhold excluded done", "pending booting executing"),
        ("home.status", "enabled disabled offline disabled-offline", "offline disabled-offline"),
        ("site.status", "enabled disabled", ""),
        ("lane.status", "init online offline disabled disabled-offline enabled", "init offline disabled-offline"),
        ("client.os", "windows linux mac raspbian solaris", "windows linux mac raspbian solaris"),
        ("server.roles", "storage compute site accsyn", "storage compute site accsyn"),
    ],
)
def test_values(path: str, values: str, not_settable: str) -> None:
    """The documented values of an attribute, and those of them that cannot be set."""
    name, _, rest = path.partition(".")
    attribute = builtin_schema().entity_types[name].attribute(rest)
    assert attribute is not None
    assert attribute.values == tuple(values.split())
    assert set(attribute.values) - set(attribute.settable) == set(not_settable.split())


@pytest.mark.parametrize(
    ("path", "type_", "facts"),
    [
        ("client.type", Type.INTEGER, {"codes": {**CLIENT_TYPES, "vpx": 5}}),
        ("queue.priority", Type.INTEGER, {"minimum": 0, "maximum": 1000}),
        ("task.priority", Type.INTEGER, {"minimum": 0, "maximum": 1000}),
        ("transfer.progress", Type.INTEGER, {"minimum": 0, "maximum": 100}),
        ("transfer.size", Type.INTEGER, {"unit": "bytes"}),
        ("transfer.speed", Type.NUMBER, {"unit": "MB/s"}),
        ("user.id", Type.ID, {"form": "hex24"}),
        ("task.id", Type.ID, {"form": "uuid"}),
        ("file.id", Type.ID, {"form": "uuid"}),
        ("task.source.s", Type.REFERENCE, {"targets": ("folder", "collection", "home")}),
        ("acl.entity", Type.REFERENCE, {"targets": ("user",)}),
        (
            "acl.target",
            Type.REFERENCE,
            {"targets": ("share", "volume", "folder", "home", "collection", "delivery", "workspace")},
        ),
        ("server.roles", Type.TEXT, {"is_list": True}),
        ("server.metrics", Type.OBJECT, {"fields": {}}),
        ("user.created", Type.TIMESTAMP, {}),
        ("queue.default", Type.BOOLEAN, {}),
    ],
)
def test_attributes(path: str, type_: Type, facts: dict[str, object]) -> None:
    """The type of an attribute and what else is documented of it."""
    name, _, rest = path.partition(".")
    attribute = builtin_schema().entity_types[name].resolve(rest).attribute
    assert attribute is not None
    assert attribute.type is type_
    assert {fact: getattr(attribute, fact) for fact in facts} == facts


@pytest.mark.parametrize(
    ("name", "relation"),
    [("task", ("transfer", "compute", "delivery", "request", "stream")), ("file", ("collection",)), ("user", ())],
)
def test_sub_entities(name: str, relation: tuple[str, ...]) -> None:
    """Parents and sub-entities speak of each other."""
    schema = builtin_schema()
    assert schema.entity_types[name].parents == relation
    assert {each.name for each in schema.entity_types.values() if name in each.subentities} == set(relation)


def test_descriptions() -> None:
    """Every entity type has a description, and a description is one sentence or clause that ends in a full stop."""
    for entity_type in builtin_schema().entity_types.values():
        texts = [entity_type.description, *(each.description for each in entity_type.attributes.values())]
        assert entity_type.description
        assert all(text.endswith(".") and "\n" not in text for text in texts if text)


def test_no_work_at_import_and_from_a_zip(tmp_path: Path) -> None:
    """Importing loads nothing, and the schema is found inside a zip archive."""
    package = Path(accsyn.__file__).parent
    archive = tmp_path / "accsyn.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in [package / "__init__.py", package / "errors.py", *(package / "schema").glob("*.*")]:
            file.write(path, path.relative_to(package.parent))
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from accsyn.schema import builtin as b;"
        "assert b.__file__.startswith(sys.argv[1]), b.__file__;"
        "assert b.builtin_schema.cache_info().currsize == 0;"
        "print(len(b.builtin_schema().names()))"
    )
    command = [sys.executable, "-I", "-c", code, str(archive)]
    # What runs inside the archive is no part of this run's coverage.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.split() == [str(len(NAMES))]


class _Spec:
    def __init__(self, loader: object) -> None:
        self.loader = loader


class _Empty:
    def get_data(self, path: str) -> bytes:
        raise FileNotFoundError(path)


@pytest.mark.parametrize(
    ("loader", "message"), [(_Empty(), "without accsyn/schema/entities.json"), (None, "cannot read data files")]
)
def test_data_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch, loader: object, message: str) -> None:
    """A package without its data says so."""
    monkeypatch.setattr(builtin, "__spec__", _Spec(loader))
    with pytest.raises(SchemaError, match=message):
        builtin_schema.__wrapped__()
