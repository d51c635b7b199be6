"""The names and signatures of the official client 3.4.0, parameter by parameter."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from accsyn.client.session import Session

# Runs outside of the checkout, where `accsyn_api` is the official client.
SCRIPT = """
import inspect, json
from accsyn_api.session import Session
found = {}
for name, member in vars(Session).items():
    if name.startswith("_") and name != "__init__":
        continue
    if isinstance(member, property):
        found[name] = None
        continue
    parameters = inspect.signature(getattr(Session, name)).parameters.values()
    found[name] = [
        [one.name, str(one.kind), None if one.default is one.empty else json.dumps(one.default)] for one in parameters
    ]
print(json.dumps(found))
"""

Parameters = list[list[str | None]]


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Parameters | None]:
    """Name of each public method and property of the official Session, with its parameters; None for a property."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path_factory.mktemp("official"),
        env={"PYTHONPATH": ""},
    )
    found: dict[str, Parameters | None] = json.loads(done.stdout)
    return found


def ours(name: str) -> Parameters:
    """The parameters of a method of ours, as `SCRIPT` writes them."""
    parameters = inspect.signature(getattr(Session, name)).parameters.values()
    return [
        [one.name, str(one.kind), None if one.default is one.empty else json.dumps(one.default)] for one in parameters
    ]


def test_there_are_47_names(official: dict[str, Parameters | None]) -> None:
    """The official client has 47 public names beside its constructor, and so have we."""
    assert len(official) - 1 == 47
    assert [name for name in official if not hasattr(Session, name)] == []


def test_each_signature_begins_as_the_official_one(official: dict[str, Parameters | None]) -> None:
    """Names, order, kinds and defaults are the same; what we add stands behind, by keyword, and has a default."""
    for name, parameters in official.items():
        if parameters is None:
            assert isinstance(inspect.getattr_static(Session, name), property), name
            continue
        mine = ours(name)
        assert mine[: len(parameters)] == parameters, name
        added = mine[len(parameters) :]
        assert all(kind == "KEYWORD_ONLY" and default is not None for _, kind, default in added), name


def test_static_methods_are_static(official: dict[str, Parameters | None]) -> None:
    """What is called on the class there is called on the class here."""
    for name in ("get_hostname", "str", "dump"):
        assert name in official
        assert isinstance(inspect.getattr_static(Session, name), staticmethod)


@pytest.mark.parametrize("name", sorted(vars(Session).keys() | {n for base in Session.__mro__ for n in vars(base)}))
def test_everything_public_is_explained(name: str) -> None:
    """Each public name has a docstring."""
    member: Any = inspect.getattr_static(Session, name)
    if not name.startswith("_"):
        assert (inspect.getdoc(member.__func__ if isinstance(member, staticmethod) else member) or "").strip()


def test_what_is_annotated_can_be_resolved() -> None:
    """No annotation is shadowed by a method, as ``str`` was (FAULTS 11)."""
    import typing

    for name in dir(Session):
        member = getattr(Session, name)
        if not name.startswith("_") and callable(member):
            assert typing.get_type_hints(member)


def test_the_file_of_types_is_there() -> None:
    """Type checkers are told that the package is typed (FAULTS 28)."""
    import accsyn

    assert (Path(accsyn.__file__ or "").parent / "py.typed").exists()
