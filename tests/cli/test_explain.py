"""``accsyn explain``: the query from all sides, and what it does to records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calls import RECORDS, call

QUERY = 'transfer where status<>failed and (name contains "backup" or created>2026-01-25) AND user=:who'


def test_text() -> None:
    """Canonical text, entity type, REST text, parameters, tree with types."""
    done = call("explain", QUERY, "-p", "who=lisa@example.com")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        'transfer WHERE status!=failed AND (name CONTAINS "backup" OR created>2026-01-25) AND user="lisa@example.com"\n'
        "\n"
        "entity type  transfer\n"
        'REST text    status!=failed and (name contains "backup" or created>=2026-01-26T00:00:00)'
        ' and user="lisa@example.com"\n'
        "parameters   :who\n"
        "\n"
        "AND\n"
        "├─ status!=failed  (enum)\n"
        "├─ OR\n"
        '│  ├─ name CONTAINS "backup"  (text)\n'
        "│  └─ created>2026-01-25  (timestamp)\n"
        '└─ user="lisa@example.com"  (reference)\n'
    )


@pytest.mark.parametrize(
    ("arguments", "code", "lines"),
    [
        (["User"], 0, ["REST text    none: it asks for every record", "every record, there is no condition"]),
        ([QUERY], 0, ["REST text    none yet: it needs the values of the parameters", "└─ user=:who  (reference)"]),
        (["Transfer WHERE size=large"], 1, ["REST text    none: the query has errors", "size=large  (integer)"]),
        (["Transfer WHERE staus=1"], 0, ["warning[ACC202]: Transfer has no attribute `staus`", "staus=1  (untyped)"]),
        (["Transfr WHERE a=1"], 0, ["entity type  transfr"]),
        (["Job"], 0, ["entity type  job"]),
        (["--expression", "status=failed"], 0, ["REST text    status=failed"]),
        (["Transfer WHERE"], 1, ["error[ACC106]: a condition is missing behind WHERE"]),
    ],
)
def test_what_there_is_to_say(arguments: list[str], code: int, lines: list[str]) -> None:
    """Only errors make the exit code 1; what cannot be said says why."""
    done = call("explain", *arguments)
    assert done.code == code
    for line in lines:
        assert line in done.out.splitlines()


def test_a_bound_value_that_cannot_be_written_is_shown() -> None:
    """The tree shows the comparison, the REST text its other form."""
    done = call("explain", "Transfer WHERE name=:n", "-p", "n=a*'\"")
    assert done.code == 0
    assert 'name="a*\'""  (text)' in done.out
    assert 'REST text    name matches "^a[*]' in done.out


def test_data_counts_every_clause() -> None:
    """For each clause how many records it keeps and removes, on its own."""
    done = call("explain", 'Transfer WHERE status=failed AND (name="* backup" OR progress<0)', "--data", RECORDS)
    assert done.code == 0
    assert done.out.endswith(
        f"12 records in {RECORDS}: 1 match, 11 do not\n"
        "\n"
        "   kept  removed\n"
        "      1       11  AND\n"
        "      3        9  ├─ status=failed  (enum)\n"
        "      3        9  └─ OR\n"
        '      3        9     ├─ name="* backup"  (text)\n'
        "      0       12     └─ progress<0  (integer)\n"
    )


def test_data_with_a_query_for_everything() -> None:
    """Without a condition every record matches."""
    assert f"12 records in {RECORDS}: 12 match, 0 do not" in call("explain", "Transfer", "--data", RECORDS).out


def test_data_needs_the_values() -> None:
    """A parameter without a value is an error as soon as there are records to try."""
    done = call("explain", QUERY, "--data", RECORDS)
    assert done.code == 1
    assert "error[ACC308]" in done.out
    assert "= help: Pass it: -p who=VALUE\n" in done.out
    assert "records in" not in done.out


def test_json() -> None:
    """The shape of check's document, and the tree as a flat list with depths."""
    query = "Transfer WHERE user=:who AND (status=failed OR size>1e9)"
    done = call("explain", "--format", "json", query, "-p", "who=lisa@example.com", "--data", RECORDS)
    (result,) = done.document["results"]
    assert result["ok"] is True
    assert result["diagnostics"] == []
    assert result["entity_type"] == "transfer"
    assert result["canonical"] == 'Transfer WHERE user="lisa@example.com" AND (status=failed OR size>1e9)'
    assert result["expression"] == 'user="lisa@example.com" and (status=failed or size>1e9)'
    assert result["parameters"] == ["who"]
    assert result["data"] == {"file": RECORDS, "records": 12, "matched": 4}
    tree = result["tree"]
    spans = [query[node["span"]["start"]["offset"] : node["span"]["end"]["offset"]] for node in tree]
    assert spans == [query[15:], "user=:who", "status=failed OR size>1e9", "status=failed", "size>1e9"]
    assert [(node["depth"], node["kind"], node.get("type")) for node in tree] == [
        (0, "and", None),
        (1, "comparison", "reference"),
        (1, "or", None),
        (2, "comparison", "enum"),
        (2, "comparison", "integer"),
    ]
    assert {node["kept"] + node["removed"] for node in tree} == {12}
    last = {key: tree[-1][key] for key in ("text", "attribute", "operator", "kept", "removed")}
    assert last == {"text": "size>1e9", "attribute": "size", "operator": ">", "kept": 10, "removed": 2}


@pytest.mark.parametrize("query", ["Transfer WHERE (", "User", "Transfer WHERE size=x"])
def test_json_has_all_keys_always(query: str) -> None:
    """A program need not ask whether a key is there."""
    (result,) = call("explain", "--format", "json", query).document["results"]
    assert set(result) == {
        *("source", "ok", "diagnostics"),
        *("entity_type", "canonical", "expression", "parameters", "tree", "data"),
    }


def test_a_deep_tree_is_drawn() -> None:
    """Neither recursion nor indentation without limit: below 20 levels the number of the level stands."""
    depth = 1_100
    opened = [f"(metadata.a={level} {'AND' if level % 2 else 'OR'} " for level in range(depth)]
    query = f"Transfer WHERE {''.join(opened)}metadata.a=x{')' * depth}"
    done = call("explain", stdin=query)
    assert done.code == 0
    assert f"└─ ({depth}) metadata.a=x  (untyped)" in done.out
    assert max(map(len, done.out.splitlines()[10:])) < 200
    (result,) = call("explain", "--format=json", stdin=query).document["results"]
    assert result["tree"][-1]["depth"] == depth


def test_a_long_comparison_is_cut() -> None:
    """A value of any length takes one line of the tree."""
    done = call("explain", f"Transfer WHERE name={'x' * 1000}")
    assert f"name={'x' * 195}...  (text)" in done.out.splitlines()


@pytest.mark.parametrize(
    ("name", "content", "arguments", "message"),
    [
        ("records.json", "[1]", [], "records are objects"),
        ("records.txt", "{}", [], "does not say in its name what format it has"),
        ("records.ndjson", "{}\n{", [], "line 2: it is not JSON"),
        ("records.parquet", "", [], "accsyn[frames]"),
        ("records.json", "", ["--data", "-"], "Standard input can hold the query or the records, not both"),
    ],
)
def test_wrong_data(tmp_path: Path, name: str, content: str, arguments: list[str], message: str) -> None:
    """Exit code 2 and one sentence."""
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    done = call("explain", *(["-", *arguments] if arguments else ["User", "--data", str(file)]), stdin="User")
    assert (done.code, done.out) == (2, "")
    assert message in done.err


def test_records_from_standard_input() -> None:
    """Without a name to go by records are NDJSON; --from says otherwise."""
    lines = '{"status": "failed"}\n{"status": "done"}\n'
    done = call("explain", "--expression", "status=failed", "--data", "-", stdin=lines)
    assert "2 records in -: 1 match, 1 do not" in done.out
    table = call("explain", "--expression", "status=failed", "--data", "-", "--from", "csv", stdin="status\nfailed\n")
    assert "1 record in -: 1 match, 0 do not" in table.out


def test_the_bundled_records_are_records() -> None:
    """examples/records.json is what the API returns: a list of objects with ids of their own."""
    records = json.loads(Path(RECORDS).read_text(encoding="utf-8"))
    assert len({record["id"] for record in records}) == len(records) == 12
