"""``accsyn filter``: records in, records out."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import RECORDS, call

LINES = '{"name": "a", "size": 1}\r\n\r\n{"name": "ä\u202e", "size": 20}\r\n'


def test_a_document() -> None:
    """One JSON array of the matching records, each as it was."""
    done = call("filter", "Transfer WHERE status=failed AND user=lisa@example.com", RECORDS)
    assert (done.code, done.err) == (0, "")
    records = json.loads(Path(RECORDS).read_text(encoding="utf-8"))
    assert done.document == [record for record in records if record["code"] in ("dailies_0126", "sq020_plates_0128")]


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (["--lines"], '{"name": "ä\\u202e", "size": 20}\n'),
        (["--count"], "1\n"),
        ([], '[\n  {\n    "name": "ä\\u202e",\n    "size": 20\n  }\n]\n'),
    ],
)
def test_forms_of_output(arguments: list[str], out: str) -> None:
    """An array, a record a line, or a number; what can be seen is written as it is."""
    assert call("filter", "Transfer WHERE size>10", "-", *arguments, stdin=LINES.encode()) == (0, out, "")


def test_lines_of_a_file() -> None:
    """The records of a document, a line each."""
    done = call("filter", "Transfer WHERE status=failed", RECORDS, "--lines")
    assert (done.code, done.err) == (0, "")
    assert [json.loads(line)["status"] for line in done.out.splitlines()] == ["failed"] * 3


@pytest.mark.parametrize(("arguments", "out"), [([], "[]\n"), (["--lines"], ""), (["--count"], "0\n")])
def test_nothing_found_is_no_failure(arguments: list[str], out: str) -> None:
    """The exit code is 0."""
    assert call("filter", "Transfer WHERE size>100", "-", *arguments, stdin=LINES.encode()) == (0, out, "")


def test_csv_and_parameters() -> None:
    """Cells are of the type that the schema says; a list is a name given twice."""
    done = call(
        *("filter", "Transfer WHERE code IN :codes AND size!=2", "-", "--from", "csv", "--lines"),
        *("-p", "codes=a", "-p", "codes=c"),
        stdin="\ufeffcode,size\r\na,1\r\nb,2\r\nc,\r\n".encode(),
    )
    assert done == (0, '{"code": "a", "size": 1}\n{"code": "c"}\n', "")


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (["Transfer WHERE size>10"], "1\n"),
        (["Job WHERE size>10"], "1\n"),
        (["--expression", "size>10"], "2\n"),
        (["Nosuch WHERE size>10"], "2\n"),
        (["attributes WHERE entitytype=x"], "0\n"),
    ],
)
def test_the_entity_type_says_what_a_cell_is(arguments: list[str], out: str) -> None:
    """Twenty is more than ten, as text nine is too; without a type that is known all is text."""
    done = call("filter", *arguments, "-", "--from", "csv", "--count", stdin="size\n9\n20\n")
    assert (done.code, done.out) == (0, out)


def test_cells_of_another_type_are_said() -> None:
    """The record stays, so the exit code is that of success."""
    rows = "".join(f"n/a,{number}\n" for number in range(12))
    done = call(
        "filter", "Transfer WHERE size>1 OR code=3", "-", "--from", "csv", "--lines", stdin=f"size,code\n{rows}"
    )
    assert (done.code, done.out) == (0, '{"size": "n/a", "code": "3"}\n')
    said = done.err.splitlines()
    assert len(said) == 12
    assert said[0].endswith(":2: size is 'n/a', not a number; it stays text")
    assert said[10:] == ["more of this kind are counted only", "12 cells are of another type and stay text"]


def test_bad_lines_are_said_and_counted(tmp_path: Path) -> None:
    """The rest is read, and the exit code is 1; a name is escaped."""
    file = tmp_path / "a\u202e.ndjson"
    file.write_bytes(b'{"a": 1}\nx\n' + b"[]\n" * 20 + b'{"a": 2}\n')
    done = call("filter", "Transfer", str(file), "--lines")
    assert (done.code, done.out) == (1, '{"a": 1}\n{"a": 2}\n')
    said = done.err.splitlines()
    assert said[0].endswith(r"a\u202e.ndjson:2: it is not JSON (column 1: expecting value)")
    assert len(said) == 12
    assert said[10:] == ["more of this kind are counted only", "21 lines are no records and were left out"]


def test_several_files(tmp_path: Path) -> None:
    """Each of the format that its name says, one after the other."""
    (tmp_path / "a.ndjson.gz").write_bytes(gzip.compress(b'{"n": 1}\n'))
    (tmp_path / "b.csv").write_text("n\n2\n")
    files = [str(tmp_path / "a.ndjson.gz"), str(tmp_path / "b.csv"), "-"]
    done = call("filter", "--expression", "n!=null", *files, "--lines", stdin='{"n": 3}')
    assert done == (0, '{"n": 1}\n{"n": "2"}\n{"n": 3}\n', "")
    assert call("filter", "--expression", "n!=null", *files, "--limit", "2", "--count", stdin="{").out == "2\n"
    assert call("filter", "--expression", "n!=null", *files, "--limit", "0", stdin="{").out == "[]\n"


def test_parquet(tmp_path: Path) -> None:
    """As every other file."""
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    parquet.write_table(arrow.table({"size": [1, 20], "name": ["a", "b"]}), tmp_path / "a.parquet")
    done = call("filter", "Transfer WHERE size>10", str(tmp_path / "a.parquet"), "--lines")
    assert done == (0, '{"size": 20, "name": "b"}\n', "")


NESTED = """\
{"code": "a", "size": 1, "metadata": {"shot": "020", "tags": ["x", "y"]}, "b.c": 1}
{"CODE": "b", "ok": true, "files": [{"n": 1}, {"n": [2]}], "metadata": {"tags": []}, "none": null}
"""


@pytest.mark.parametrize(
    ("fields", "records"),
    [
        ("code", [{"code": "a"}, {"code": "b"}]),
        ("size, code,size", [{"size": 1, "code": "a"}, {"code": "b"}]),
        ("metadata.shot,b.c", [{"metadata.shot": "020", "b.c": 1}, {}]),
        ("metadata.tags", [{"metadata.tags": ["x", "y"]}, {}]),
        ("files.n,files", [{}, {"files.n": [1, [2]], "files": [{"n": 1}, {"n": [2]}]}]),
        ("none,code.x", [{}, {"none": None}]),
    ],
)
def test_fields(fields: str, records: list[dict[str, Any]]) -> None:
    """These attributes in this order, found as a query finds them."""
    done = call("filter", "Transfer", "-", "--fields", fields, stdin=NESTED)
    assert (done.code, done.document) == (0, records)
    assert [list(record) for record in done.document] == [list(record) for record in records]


def test_fields_that_no_record_has_are_said() -> None:
    """With the one that may be meant."""
    done = call("filter", "Transfer", "-", "--fields", "code,sise,zzz", "--lines", stdin=NESTED)
    assert done == (0, '{"code": "a"}\n{"code": "b"}\n', "no record has 'sise'; there is 'size'\nno record has 'zzz'\n")
    assert call("filter", "Transfer WHERE code=x", "-", "--fields", "zzz", "--lines", stdin=NESTED) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (["--fields", "code,size,metadata.tags,ok"], 'code,size,metadata.tags,ok\na,1,"[""x"", ""y""]",\nb,,,true\n'),
        (["--fields", "none"], 'none\n""\n""\n'),
        (
            [],
            (
                "code,size,metadata,b.c,CODE,ok,files,none\n"
                'a,1,"{""shot"": ""020"", ""tags"": [""x"", ""y""]}",1,,,,\n'
                ',,"{""tags"": []}",,b,true,"[{""n"": 1}, {""n"": [2]}]",\n'
            ),
        ),
    ],
)
def test_csv_output(arguments: list[str], out: str) -> None:
    """A line of names and a row a record; without fields, every name that some record has."""
    done = call("filter", "Transfer", "-", "--to", "csv", *arguments, stdin=NESTED)
    assert (done.code, done.out, done.err) == (0, out, "")


def test_csv_of_nothing() -> None:
    """No record has a name, so nothing is written."""
    assert call("filter", "Transfer", "-", "--to", "csv", stdin="") == (0, "", "")


OUTPUTS = [
    ("a.json", [], b'[\n  {\n    "a": "\xc3\xa9"\n  }\n]\n'),
    ("a.ndjson", [], b'{"a": "\xc3\xa9"}\n'),
    ("a.JSONL", [], b'{"a": "\xc3\xa9"}\n'),
    ("a.csv", [], b"a\n\xc3\xa9\n"),
    ("a.csv.gz", [], b"a\n\xc3\xa9\n"),
    ("a", ["--to", "csv"], b"a\n\xc3\xa9\n"),
    ("a.json", ["--lines"], b'{"a": "\xc3\xa9"}\n'),
]


@pytest.mark.parametrize(("name", "arguments", "content"), OUTPUTS)
def test_output_to_a_file(name: str, arguments: list[str], content: bytes, tmp_path: Path) -> None:
    """In the format that its name says, UTF-8, compressed where the name says so; nothing else is left there."""
    file = tmp_path / name
    assert call("filter", "Transfer", "-", "-o", str(file), *arguments, stdin='{"a": "é"}') == (0, "", "")
    written = file.read_bytes()
    assert (gzip.decompress(written) if name.endswith(".gz") else written) == content
    assert os.listdir(tmp_path) == [name]


def test_output_takes_the_place_of_a_file(tmp_path: Path) -> None:
    """Through a link, with the same permissions, the input itself too; where reading fails all stays as it was."""
    file, link = tmp_path / "a.ndjson", tmp_path / "link.ndjson"
    file.write_text('{"a": 1}\n{"a": 2}\n')
    file.chmod(0o640)
    link.symlink_to(file)
    assert call("filter", "--expression", "a=2", str(file), "-o", str(link)) == (0, "", "")
    assert (file.read_text(), file.stat().st_mode & 0o777, link.is_symlink()) == ('{"a": 2}\n', 0o640, True)
    done = call("filter", "Transfer", "-", "--from", "json", "-o", str(file), stdin='[{"a": 3},')
    assert done.code == 2
    assert file.read_text() == '{"a": 2}\n'
    assert sorted(os.listdir(tmp_path)) == ["a.ndjson", "link.ndjson"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")
def test_output_to_a_device(tmp_path: Path) -> None:
    """A device is written and never replaced; what cannot be written is said."""
    link = tmp_path / "null.json"
    link.symlink_to("/dev/null")
    assert call("filter", "Transfer", RECORDS, "-o", str(link)) == (0, "", "")
    assert not Path("/dev/null").is_file()
    full = tmp_path / "full.json"
    full.symlink_to("/dev/full")
    done = call("filter", "Transfer", RECORDS, "-o", str(full))
    assert (done.code, done.err) == (2, f"Error: {full} cannot be written: No space left on device\n")


def test_half_a_character() -> None:
    """Half a surrogate pair, which JSON can say and UTF-8 cannot, is written as JSON has it."""
    line = '{"a": "\\ud800"}\n'
    assert call("filter", "Transfer", "-", "--lines", stdin=line) == (0, line, "")


def test_half_a_character_in_a_file(tmp_path: Path) -> None:
    """JSON escapes it; CSV cannot say it."""
    line = '{"a": "\\ud800"}\n'
    assert call("filter", "Transfer", "-", "-o", str(tmp_path / "a.ndjson"), stdin=line) == (0, "", "")
    assert (tmp_path / "a.ndjson").read_text() == line
    for output in ([], ["-o", str(tmp_path / "a.csv")]):
        done = call("filter", "Transfer", "-", "--to", "csv", *output, stdin=line)
        assert (done.code, done.err) == (2, "Error: the output's encoding (utf-8) has no \\ud800\n")


def test_a_bare_condition() -> None:
    """--expression needs no entity type."""
    assert call("filter", "--expression", "status=paused", RECORDS, "--count").out == "1\n"


def test_what_is_odd_goes_to_stderr() -> None:
    """A misspelled name explains why nothing is found."""
    done = call("filter", "Transfer WHERE state=failed", RECORDS, "--count")
    assert (done.code, done.out) == (0, "0\n")
    assert "ACC202" in done.err


def test_what_only_a_server_would_mind_is_left_out() -> None:
    """`= null` is fine offline."""
    assert call("filter", "Transfer WHERE user=null", RECORDS, "--count") == (0, "1\n", "")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["Transfer WHERE size=x", RECORDS], 1, "error[ACC302]"),
        (["Transfer WHERE", RECORDS], 1, "error[ACC106]"),
        (["Transfer WHERE size=:x", RECORDS], 1, "error[ACC308]"),
        (["Transfer", "no/such/file.json"], 2, "no/such/file.json: it cannot be opened"),
        (["Transfer", RECORDS, "--lines", "--count"], 2, "--count writes no records"),
        (["Transfer", RECORDS, "--fields", "a", "--count"], 2, "--count writes no records"),
        (["Transfer", RECORDS, "--lines", "--to", "csv"], 2, "--lines is --to ndjson, and not --to csv"),
        (["Transfer", RECORDS, "--fields", "a,,b"], 2, "write attributes with a comma between two"),
        (
            ["Transfer", RECORDS, "-o", "a.parquet"],
            2,
            "a.parquet does not say in its name a format that can be written",
        ),
        (["Transfer", RECORDS, "-o", "no/such/dir/a.csv"], 2, "no/such/dir/a.csv cannot be written: No such file"),
        (["Transfer", RECORDS, "nosuch.txt"], 2, "nosuch.txt does not say in its name what format it has"),
        (["Transfer", "a\0b.json"], 2, "it cannot be opened"),
        (["Transfer", "-", "-"], 2, "Standard input can be read once"),
        (["-", "-"], 2, "not both"),
        (["Transfer"], 2, "Missing argument 'FILE...'"),
    ],
)
def test_what_fails(arguments: list[str], code: int, message: str) -> None:
    """Nothing on stdout, and the reason on stderr."""
    done = call("filter", *arguments)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_a_document_is_whole_or_not_there() -> None:
    """An error in the last record leaves no half array."""
    done = call("filter", "Transfer", "-", "--from", "json", stdin='[{"a": 1},\n{"a"')
    assert (done.code, done.out) == (2, "")
    assert ":2: it is not JSON" in done.err


ODD = '{"speed": NaN, "name": "a"}\n{"speed": 1.5, "name": [{"x": -Infinity}, 2]}\n{"speed": null, "name": Infinity}\n'


@pytest.mark.parametrize(
    ("arguments", "out"),
    [
        (
            ["--lines"],
            '{"speed": null, "name": "a"}\n{"speed": 1.5, "name": [{"x": null}, 2]}\n{"speed": null, "name": null}\n',
        ),
        (["--to", "csv"], 'speed,name\n,a\n1.5,"[{""x"": null}, 2]"\n,\n'),
        (["--fields", "speed", "--lines"], '{"speed": null}\n{"speed": 1.5}\n{"speed": null}\n'),
    ],
)
def test_numbers_that_json_has_not_are_null(arguments: list[str], out: str) -> None:
    """What is written can be read by others; that something is not as it was is said once."""
    done = call("filter", "Transfer", "-", *arguments, stdin=ODD)
    assert (done.code, done.out) == (0, out)
    count = 1 if "--fields" in arguments else 3
    numbers = (
        "1 number that JSON does not have (NaN or an infinity) is"
        if count == 1
        else "3 numbers that JSON does not have (NaN or an infinity) are"
    )
    assert done.err == f"{numbers} written as null\n"


def test_a_document_of_odd_numbers_is_json(tmp_path: Path) -> None:
    """Also in a file, and from Parquet; what no record needs is not said."""
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")

    pq.write_table(pa.table({"speed": [float("nan"), 1.5], "status": ["failed", "waiting"]}), tmp_path / "a.parquet")
    arguments = (str(tmp_path / "a.parquet"), "-o", str(tmp_path / "b.json"))
    done = call("filter", "Transfer WHERE status=failed", *arguments)
    assert (done.code, done.err) == (0, "1 number that JSON does not have (NaN or an infinity) is written as null\n")
    text = (tmp_path / "b.json").read_text()
    assert json.loads(text, parse_constant=pytest.fail) == [{"speed": None, "status": "failed"}]
    assert call("filter", "Transfer WHERE status=waiting", *arguments).err == ""
    assert call("filter", "Transfer WHERE status=failed", arguments[0], "--count") == (0, "1\n", "")
