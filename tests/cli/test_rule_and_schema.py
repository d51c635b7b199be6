"""``accsyn rule`` and ``accsyn schema show``: what the compiler knows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accsyn.codes.catalog import all_codes, summary
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.loader import load_schema
from tests.cli.calls import call


@pytest.mark.parametrize("code", all_codes(), ids=lambda code: code.code)
def test_every_rule_is_explained(code: type) -> None:
    """By number and by name, in any case: the summary, and each example as a line."""
    number, name = vars(code)["code"], vars(code)["name"]
    done = call("rule", number)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{number} {name}  ")
    assert call("rule", name.upper()).out == done.out
    (rule,) = call("rule", number, "--format", "json").document["rules"]
    for query in (*rule["bad"], *rule["good"]):
        lines = query.replace("\n", "\n  ")
        assert f"\n  {lines}" in done.out


def test_a_page() -> None:
    """The whole of one page."""
    assert call("rule", "acc203").out == (
        "ACC203 deprecated-name  warning, names\n"
        "\n"
        "The name still works and has a successor.\n"
        "\n"
        "Instead of:\n"
        "  Job WHERE status=failed\n"
        "  Share WHERE code=creatures\n"
        "\n"
        "Write:\n"
        "  Transfer WHERE status=failed\n"
        "  Folder WHERE code=creatures\n"
    )


def test_all_rules_are_listed() -> None:
    """Each with number, name and summary."""
    text = call("rule").out
    rules = call("rule", "--format", "json").document
    assert rules["version"] == 1
    assert [rule["code"] for rule in rules["rules"]] == [code.code for code in all_codes()]
    for code, rule in zip(all_codes(), rules["rules"], strict=True):
        assert rule["summary"] == summary(code)
        assert any(line.startswith(f"{code.code}  {code.name} ") for line in text.splitlines())


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("ACC22", "Error: there is no rule 'ACC22'. Did you mean 'ACC122' or 'ACC202' or 'ACC522'?\n"),
        ("unknown-atribute", "Error: there is no rule 'unknown-atribute'. Did you mean 'unknown-attribute'"),
        ("?\x1b", "Error: there is no rule '?\\x1b'. accsyn rule lists them all.\n"),
    ],
)
def test_unknown_rules(code: str, message: str) -> None:
    """Exit code 2, and what may have been meant."""
    done = call("rule", code)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(message)


def test_the_schema_is_listed() -> None:
    """Every entity type, the deprecated names, the queries about the schema."""
    done = call("schema", "show")
    assert done.code == 0
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines[: lines.index("")]] == list(builtin_schema().names())
    assert "job    deprecated, now transfer" in lines
    assert "Queries about the schema itself: entitytypes, attributes" in lines


def test_an_entity_type_is_shown() -> None:
    """Its attributes with types, fields with their paths; any spelling and deprecated names do."""
    done = call("schema", "show", "Task")
    assert done.code == 0
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert lines[0].startswith("task: ")
    assert "sub-entity of transfer, compute, delivery, request, stream" in lines
    assert "source.path text" in lines
    assert "source.site reference to site" in lines
    assert call("schema", "show", "job").out == call("schema", "show", "transfer").out
    assert "extends client" in call("schema", "show", "server").out
    assert "list of text" in call("schema", "show", "server").out


def test_the_schema_as_json_is_a_schema_file(tmp_path: Path) -> None:
    """--schema reads what schema show wrote."""
    file = tmp_path / "schema.json"
    file.write_text(call("schema", "show", "--to", "json").out, encoding="utf-8")
    assert load_schema(file) == builtin_schema()
    assert call("schema", "show", "--schema", str(file)).out == call("schema", "show").out


def test_an_entity_type_as_json() -> None:
    """With the attributes that it inherits."""
    server = call("schema", "show", "server", "--to", "json").document
    entity = builtin_schema().entity_types["server"]
    assert (server["name"], server["extends"]) == ("server", "client")
    assert list(server["attributes"]) == list(entity.attributes)


@pytest.mark.parametrize(
    ("name", "message"),
    [("transfr", "no entity type 'transfr'. Did you mean 'transfer'?"), ("xyzzy", "no entity type 'xyzzy'.\n")],
)
def test_unknown_entity_types(name: str, message: str) -> None:
    """Exit code 2, and what may have been meant."""
    done = call("schema", "show", name)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_a_schema_of_ones_own(tmp_path: Path) -> None:
    """Without deprecated names and descriptions there is nothing to say of them; what is odd is escaped."""
    file = tmp_path / "schema.json"
    attributes = {"kind": {"type": "integer", "values": {"tom": 0}, "description": "\u202e"}, "name": {"type": "text"}}
    file.write_text(json.dumps({"entities": {"cat": {"attributes": attributes}}}), encoding="utf-8")
    assert call("schema", "show", "--schema", str(file)).out.split() == ["cat"]
    shown = call("schema", "show", "cat", "--schema", str(file)).out
    assert [line.rstrip() for line in shown.splitlines()] == [
        "cat",
        "",
        "kind  integer: 0 tom. \\u202e",
        "name  text",
    ]


def test_all_rules_may_be_asked_for_by_name() -> None:
    """`--all` says what no CODE says; with a CODE it is a wrong call."""
    assert call("rule", "--all", "--format", "json").out == call("rule", "--format", "json").out
    assert call("rule", "ACC202", "--all").code == 2
