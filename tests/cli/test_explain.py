"""``accsyn explain``: the query from all sides, and what it does to records."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

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
    """For each clause how many records it keeps and removes on its own, and how many match without it."""
    done = call("explain", 'Transfer WHERE status=failed AND (name="* backup" OR progress<0)', "--data", RECORDS)
    assert done.code == 0
    assert done.out.endswith(
        f"12 records in {RECORDS}: 1 match, 11 do not\n"
        "\n"
        "   kept  removed  without\n"
        "      1       11       12  AND\n"
        "      3        9        3  ├─ status=failed  (enum)\n"
        "      3        9        3  └─ OR\n"
        '      3        9        0     ├─ name="* backup"  (text)\n'
        "      0       12        1     └─ progress<0  (integer)\n"
    )


VERDICTS = [
    ("a=1 AND b=2", ["b=2 alone empties the result: without it 2 records would match"]),
    (
        "a=1 AND (b=2 OR (c=1 AND b=3))",
        ["the OR that starts with b=2 alone empties the result: without it 2 records would match",
         "b=3 alone empties the result: without it 1 record would match"],
    ),
    ("a=1 AND b=2 AND c=2", ["no record has b=2, c=2", "no clause alone empties the result: several together do"]),
    ("a=2 AND c=1", ["a=2 alone empties the result: without it 1 record would match",
                     "c=1 alone empties the result: without it 1 record would match"]),
    ("b=2", ["no record has b=2"]),
    ("b=1 OR c=2 OR d=3 OR e=4", ["no record has b=1, c=2, d=3 and 1 more"]),
    ("a=1", []),
]  # fmt: skip


@pytest.mark.parametrize(("query", "sentences"), VERDICTS)
def test_the_clause_that_empties_the_result_is_named(query: str, sentences: list[str]) -> None:
    """The one without which something would match; else those that no record has."""
    lines = '{"a": 1, "c": 1}\n{"a": 1}\n{"a": 2}\n'
    done = call("explain", "--expression", query, "--data", "-", stdin=lines)
    assert done.out.split("(untyped)\n")[-1].strip("\n").split("\n") == (sentences or [""])
    (result,) = call("explain", "--expression", query, "--data", "-", "--as", "json", stdin=lines).document["results"]
    assert result["data"]["verdict"] == sentences


def test_where_only_all_together_are_to_blame() -> None:
    """Each clause holds for some record, and none of them is alone at fault."""
    lines = '{"a": 1}\n{"b": 1}\n{"c": 1}\n'
    done = call("explain", "--expression", "a=1 AND b=1 AND c=1", "--data", "-", stdin=lines)
    assert done.out.endswith("(untyped)\n\nno clause alone empties the result: several together do\n")


def test_many_culprits_are_counted() -> None:
    """Three are named."""
    lines = "".join(f'{{"a{number}": 1}}\n' for number in range(5))
    query = " OR ".join(f"(a{number}=1 AND b=2)" for number in range(5))
    done = call("explain", "--expression", query, "--data", "-", stdin=lines)
    assert "1 record would match\nthe same is true of 2 more\n" in done.out


def test_no_records_say_nothing() -> None:
    """Where there is nothing to remove nothing is to blame."""
    assert call("explain", "--expression", "a=1", "--data", "-", stdin="").out.endswith("a=1  (untyped)\n")


def test_a_line_that_is_no_record() -> None:
    """It is said, the rest is counted, and the exit code is 1."""
    done = call("explain", "--expression", "a=1", "--data", "-", stdin='{"a": 1}\nx\n')
    assert done.code == 1
    assert "1 record in -: 1 match" in done.out
    assert done.err.startswith("<stdin>:2: it is not JSON") or ":2: it is not JSON" in done.err
    assert done.err.endswith("1 line is no record and was left out\n")


RECORD = '{"status": "done", "size": 5}'


def test_a_record_is_explained() -> None:
    """For each clause whether it holds, what it saw, and why."""
    done = call("explain", "Transfer WHERE status IN (failed, waiting) OR size>1", "--record", RECORD)
    assert done.code == 0
    assert done.out.endswith(
        "the record matches\n"
        "\n"
        "yes  OR\n"
        "no   ├─ status IN (failed, waiting)    status is 'done', wanted one of failed, waiting\n"
        "yes  └─ size>1    size is 5\n"
    )
    assert "the record does not match" in call("explain", "Transfer WHERE size>9", "--record", RECORD).out
    (result,) = call("explain", "Transfer WHERE size>9", "--record", RECORD, "--as", "json").document["results"]
    assert result["record"] == {"matches": False}
    assert result["tree"][0]["reason"] == "size is 5, wanted more than 9"
    assert result["tree"][0]["held"] is False


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--record", "{"], "--record takes a JSON object: expecting property name"),
        (["--record", "one.json"], 'such as {"status": "failed"}; for a file use --data.'),
        (["--record", ""], 'such as {"status": "failed"}; for a file use --data.'),
        (["--record", "[]"], '--record takes a JSON object such as {"status": "failed"}; for a file'),
        (["--record", "{}", "--data", RECORDS], "give one of the two"),
    ],
)
def test_what_is_no_record(arguments: list[str], message: str) -> None:
    """A wrong call, in a sentence."""
    done = call("explain", "User", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], ["OR", "name=“é”", "text", "size>1", "integer"]),
        (["--data", RECORDS], ["OR", "name=“é”", "keeps 0, removes 12", "size>1"]),
        (["--record", RECORD], ["OR", "name=“é”", "no attribute 'name'", "size>1", "size is 5"]),
    ],
)
def test_pictures(arguments: list[str], said: list[str]) -> None:
    """The tree alone, well-formed; what there is to say about the query goes to stderr."""
    query = "Transfer WHERE name=“é” OR size>1"
    image = call("explain", query, *arguments, "--as", "svg")
    assert image.code == 0
    assert "ACC" in image.err
    read = ElementTree.fromstring(image.out)  # noqa: S314 - our own
    shown = [each.text for each in read.iter("{http://www.w3.org/2000/svg}text")]
    assert [text for text in shown if text in said] == said
    chart = call("explain", query, *arguments, "--as", "mermaid")
    assert chart.out.startswith("flowchart LR\n    n0[")
    assert chart.out.count("-->") == 2


def test_a_picture_of_everything_and_of_nothing() -> None:
    """A query without condition is one box; what is no query is no picture."""
    assert "every record, there is no condition</text>" in call("explain", "User", "--as", "svg").out
    done = call("explain", "User WHERE (", "--as", "svg")
    assert (done.code, done.out) == (1, "")
    assert "error[" in done.err


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
    assert result["data"] == {"file": RECORDS, "records": 12, "matched": 4, "left_out": 0, "verdict": []}
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
        *("entity_type", "canonical", "expression", "parameters", "tree", "data", "record"),
    }


@pytest.mark.slow
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
        ("records.json", "5", [], "records are objects"),
        ("records.txt", "{}", [], "does not say in its name what format it has"),
        ("records.json", "[{},\n{]", [], "records.json:2: it is not JSON"),
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


def test_python() -> None:
    """The code that builds the query; parameters stay what they are."""
    done = call("explain", "Transfer WHERE status=failed AND user=:u", "--as", "python")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "from accsyn.builder import parameter",
        "from accsyn.entities import Transfer",
        "",
        'query = Transfer.where(Transfer.status == "failed", Transfer.user == parameter("u"))',
    ]
    condition = call("explain", "a=1", "--expression", "--as", "python")
    assert condition.out == 'from accsyn import attribute\n\ncondition = attribute("a") == 1\n'


def test_python_of_a_wrong_query() -> None:
    """What is wrong with it goes to the other stream; a text that is no query has no code."""
    done = call("explain", "Transfer WHERE size=x", "--as", "python")
    assert done.code == 1
    assert 'Transfer["size"] == "x"' in done.out
    assert "ACC302" in done.err
    assert call("explain", "Transfer WHERE", "--as", "python").out == ""
