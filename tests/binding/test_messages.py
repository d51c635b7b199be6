"""What binding says, word for word: message, help and fixes of every kind of finding."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pytest

import accsyn
from accsyn.binding.binder import bind
from accsyn.binding.findings import Finding
from accsyn.binding.messages import _MESSAGES, put_into_words
from accsyn.grammar.parser import parse_statement
from accsyn.printer import print_with_places
from accsyn.schema.model import Attribute, EntityType, Schema, Type

THING = EntityType(
    "Thing",
    [
        Attribute("kind", Type.ENUM, values=["a or b", "c", "it's d", 'say "e"', "\"f'", "x,y"]),
        Attribute("only", Type.ENUM, values=["one"]),
        Attribute("low", Type.INTEGER, minimum=1),
        Attribute("high", Type.INTEGER, maximum=9),
        Attribute("between", Type.NUMBER, minimum=0, maximum=1),
        Attribute("code", Type.INTEGER, codes={"app": 0, "site": 12, "server": 7}),
        Attribute("plain", Type.OBJECT),
        Attribute("place", Type.OBJECT, fields=[Attribute("path", Type.TEXT), Attribute("site", Type.TEXT)]),
        Attribute("ref", Type.REFERENCE, targets=["thing", "other"]),
        Attribute("uid", Type.ID, form="uuid"),
        Attribute("text", Type.TEXT),
    ],
)
MANY = EntityType(
    "Other",
    [
        Attribute("many", Type.ENUM, values=[str(10 * number) for number in range(1, 15)]),
        *(Attribute(f"name_{letter}", Type.TEXT) for letter in "abcdefghijkl"),
    ],
)
MOST = EntityType("Stranger", [Attribute(f"name_{letter}", Type.TEXT) for letter in "abcdefghijkl"])
MINE = Schema([THING, MANY, MOST], {"gadget": "thing"})


class Row(NamedTuple):
    """A query, and the one diagnostic for it.

    Attributes:
        text: The query.
        code: Its code.
        marked: The text at its place.
        message: Its message, whole.
        help: Its help, whole.
        fixes: The message of each fix, whether it is safe, and the query that it makes.
        params: Values of parameters.
        schema: The schema; None for the built-in one.
    """

    text: str
    code: str
    marked: str
    message: str
    help: str | None
    fixes: tuple[tuple[str, bool, str], ...] = ()
    params: Mapping[str, object] | None = None
    schema: Schema | None = None


_UUID_HELP = "Write it like 3f2b8c1e-5d4a-4c3b-9a2f-1e0d9c8b7a65."
_STATUS = "Its values are `init`, `waiting`, `running`, `paused`, `failed`, `aborted` and `done`."
_KINDS = 'Its values are `a or b`, `c`, `it\'s d`, `say "e"`, `"f\'` and `x,y`.'
_CODES = "Write `0` (app), `12` (site), `7` (server)."
_SEARCHED = "Write `=`, `!=`, `IN`, `CONTAINS` or `MATCHES`."
_COMPARED = "Write `=`, `!=`, `<`, `>`, `<=`, `>=` or `IN`."
_NUMBER = "Write digits, if need be with a sign, a point or an exponent: 42, -1.5, 2e9."
_MIB = "Write the number of bytes, 10485760. The unit is bytes."
_NO_NUMBER = "is an integer: this is no number"

ROWS = [
    # ---- names of entity types
    Row(
        "attributs", "ACC201", "attributs", "the schema knows no entity type `attributs`", "Did you mean `attributes`?",
        (("write attributes", False, "attributes"),),
    ),
    Row(
        "Jobb", "ACC201", "Jobb", "the schema knows no entity type `Jobb`", "Did you mean `job`?",
        (("write job", False, "Job"),),
    ),
    Row(
        "transfr WHERE size=1", "ACC201", "transfr", "the schema knows no entity type `transfr`",
        "Did you mean `transfer`?", (("write transfer", False, "transfer WHERE size=1"),),
    ),
    Row(
        "Xyzzyq", "ACC201", "Xyzzyq", "the schema knows no entity type `Xyzzyq`",
        "`accsyn schema show` lists the entity types.",
    ),
    Row(
        "Share", "ACC203", "Share", "`Share` is a deprecated name", "Write `Folder`.",
        (("write Folder", False, "Folder"),),
    ),
    Row(
        "gadget WHERE low=1", "ACC203", "gadget", "`gadget` is a deprecated name", "Write `thing`.",
        (("write thing", False, "thing WHERE low=1"),), schema=MINE,
    ),
    # ---- names of attributes
    Row(
        "Task WHERE job.stauts=1", "ACC202", "stauts", "`job` has no attribute `stauts`", "Did you mean `status`?",
        (("write status", False, "Task WHERE job.status=1"),),
    ),
    Row(
        "Thing WHERE xyzzy.low=1", "ACC202", "xyzzy", "Thing has no attribute `xyzzy`",
        "It has `kind`, `only`, `low`, `high`, `between`, `code`, `plain`, `place`, `ref`, `uid` and `text`.",
        schema=MINE,
    ),
    Row(
        "Thing WHERE place.xyzzy=1", "ACC202", "xyzzy", "`place` has no attribute `xyzzy`", "It has `path` and `site`.",
        schema=MINE,
    ),
    Row(
        "Stranger WHERE q=1", "ACC202", "q", "Stranger has no attribute `q`",
        "It has `name_a`, `name_b`, `name_c`, `name_d`, `name_e`, `name_f`, `name_g`, `name_h`, `name_i`, `name_j`, "
        "`name_k` and `name_l`.", schema=MINE,
    ),
    Row(
        "Other WHERE q=1", "ACC202", "q", "Other has no attribute `q`",
        "`accsyn schema show Other` lists its attributes.", schema=MINE,
    ),
    # ---- the sides exchanged
    *(
        Row(
            f"Thing WHERE failed{operator}low", "ACC122", "failed", "the attribute stands on the right",
            f"The attribute comes first: `low{mirrored}failed`.",
            (("change sides", True, f"Thing WHERE low{mirrored}failed"),), schema=MINE,
        )
        for operator, mirrored in [("=", "="), ("!=", "!="), ("<", ">"), (">", "<"), ("<=", ">="), (">=", "<=")]
    ),
    Row(
        "Thing WHERE failed <> low", "ACC122", "failed", "the attribute stands on the right",
        "The attribute comes first: `low!=failed`.", (("change sides", True, "Thing WHERE low != failed"),),
        schema=MINE,
    ),
    *(
        Row(
            f"Other WHERE {condition}", "ACC202", "xyzzy", "Other has no attribute `xyzzy`",
            "`accsyn schema show Other` lists its attributes.", schema=MINE,
        )
        for condition in (
            "xyzzy='name_a'", "xyzzy CONTAINS name_a", "xyzzy IN name_a", "xyzzy=null", "xyzzy=q", "xyzzy.z=name_a",
        )
    ),
    # ---- objects
    Row(
        "Thing WHERE plain=1", "ACC204", "plain", "`plain` is an object and cannot be compared",
        "Compare one of its fields.", schema=MINE,
    ),
    Row(
        "Thing WHERE place=1", "ACC204", "place", "`place` is an object and cannot be compared",
        "Compare a field: `place.path` or `place.site`.", schema=MINE,
    ),
    Row(
        "Thing WHERE ref=stranger:x", "ACC205", "stranger:x", "`ref` never refers to `stranger`",
        "It refers to `thing` or `other`.", schema=MINE,
    ),
    # ---- operators
    Row("Thing WHERE uid>5", "ACC301", ">", "> does not go with `uid`, which is an id", _SEARCHED, schema=MINE),
    Row(
        "Thing WHERE ref<=5", "ACC301", "<=", "<= does not go with `ref`, which is a reference", _SEARCHED,
        schema=MINE,
    ),
    Row(
        "Thing WHERE kind<5", "ACC301", "<", "< does not go with `kind`, which is one of a few values", _SEARCHED,
        schema=MINE,
    ),
    Row(
        "Thing WHERE low NOT CONTAINS 5", "ACC301", "NOT CONTAINS",
        "NOT CONTAINS does not go with `low`, which is an integer", _COMPARED, schema=MINE,
    ),
    Row(
        "Thing WHERE between MATCHES 5", "ACC301", "MATCHES", "MATCHES does not go with `between`, which is a number",
        _COMPARED, schema=MINE,
    ),
    Row(
        "Transfer WHERE created CONTAINS 5", "ACC301", "CONTAINS",
        "CONTAINS does not go with `created`, which is a timestamp", _COMPARED,
    ),
    Row(
        "Volume WHERE default<true", "ACC301", "<", "< does not go with `default`, which is a boolean",
        "Write `=`, `!=` or `IN`.",
    ),
    # ---- values of a wrong kind
    Row("Transfer WHERE size=abc", "ACC302", "abc", f"`size` {_NO_NUMBER}", f"{_NUMBER} The unit is bytes."),
    Row("Thing WHERE low=abc", "ACC302", "abc", f"`low` {_NO_NUMBER}", _NUMBER, schema=MINE),
    Row(
        "Transfer WHERE size>10MiB", "ACC302", "10MiB", "`size` is an integer: a number takes no unit", _MIB,
        (("write 10485760", True, "Transfer WHERE size>10485760"),),
    ),
    Row(
        "Transfer WHERE size IN (5, '10MiB')", "ACC302", "'10MiB'", "`size` is an integer: a number takes no unit",
        _MIB,
        (("write 10485760", True, "Transfer WHERE size IN (5, 10485760)"),),
    ),
    Row(
        'Transfer WHERE size IN "5,10MiB"', "ACC302", "10MiB", "`size` is an integer: a number takes no unit", _MIB,
        (("write 10485760", True, 'Transfer WHERE size IN "5,10485760"'),),
    ),
    Row(
        "Transfer WHERE size>:x", "ACC302", ":x", "`size` is an integer: a number takes no unit", _MIB,
        params={"x": "10MiB"},
    ),
    Row(
        "Thing WHERE code=server", "ACC302", "server", f"`code` {_NO_NUMBER}", _CODES,
        (("write 7", True, "Thing WHERE code=7"),), schema=MINE,
    ),
    Row("Thing WHERE code=xyzzy", "ACC302", "xyzzy", f"`code` {_NO_NUMBER}", _CODES, schema=MINE),
    Row(
        "Volume WHERE default='YES'", "ACC302", "'YES'", "`default` is a boolean: this is neither true nor false",
        "Write true.", (("write true", True, "Volume WHERE default=true"),),
    ),
    Row(
        "Transfer WHERE size=1*", "ACC307", "1*", "`size` is an integer, `*` is no wildcard in it",
        "Write a range: `size>=… AND size<…`.",
    ),
    Row(
        "Volume WHERE default=*", "ACC307", "*", "`default` is a boolean, `*` is no wildcard in it",
        "Write `true` or `false`; `!=null` finds both.",
    ),
    # ---- unknown values
    Row("Transfer WHERE status=xyzzy", "ACC303", "xyzzy", "`status` is never `xyzzy`", _STATUS),
    Row(
        "Transfer WHERE status=" + "q" * 41, "ACC303", "q" * 41, f"`status` is never `{'q' * 40}…`", _STATUS,
    ),
    Row("Transfer WHERE status=" + "q" * 40, "ACC303", "q" * 40, f"`status` is never `{'q' * 40}`", _STATUS),
    Row(
        "Thing WHERE only=two", "ACC303", "two", "`only` is never `two`", "Its values are `one`.", schema=MINE,
    ),
    Row("Thing WHERE kind=xyzzy", "ACC303", "xyzzy", "`kind` is never `xyzzy`", _KINDS, schema=MINE),
    Row(
        "Thing WHERE code=120", "ACC303", "120", "`code` is never `120`", "Did you mean `12`?",
        (("write 12", False, "Thing WHERE code=12"),), schema=MINE,
    ),
    Row(
        "Thing WHERE code=8", "ACC303", "8", "`code` is never `8`", "Its values are `0`, `12` and `7`.", schema=MINE,
    ),
    Row(
        "Other WHERE many=q", "ACC303", "q", "`many` is never `q`",
        "Its values are `10`, `20`, `30`, `40`, `50`, `60`, `70`, `80`, `90`, `100`, `110`, `120` and 2 more.",
        schema=MINE,
    ),
    # A value that is offered is written as text wherever it stands.
    Row(
        "Thing WHERE kind='a or bb'", "ACC303", "'a or bb'", "`kind` is never `a or bb`", "Did you mean `a or b`?",
        (("write a or b", False, 'Thing WHERE kind="a or b"'),), schema=MINE,
    ),
    Row(
        "Thing WHERE kind IN (c, a_or_b)", "ACC303", "a_or_b", "`kind` is never `a_or_b`", "Did you mean `a or b`?",
        (("write a or b", False, 'Thing WHERE kind IN (c, "a or b")'),), schema=MINE,
    ),
    Row(
        "Thing WHERE kind IN 'c,a or bb'", "ACC303", "a or bb", "`kind` is never `a or bb`", "Did you mean `a or b`?",
        (("write a or b", False, "Thing WHERE kind IN 'c,a or b'"),), schema=MINE,
    ),
    Row(
        "Thing WHERE kind='say \"ee\"'", "ACC303", "'say \"ee\"'", "`kind` is never `say \"ee\"`",
        "Did you mean `say \"e\"`?",
        (("write say \"e\"", False, "Thing WHERE kind='say \"e\"'"),), schema=MINE,
    ),
    Row(
        "Thing WHERE kind='\"ff'", "ACC303", "'\"ff'", "`kind` is never `\"ff`", "Did you mean `\"f'`?", schema=MINE,
    ),
    Row(
        'Thing WHERE kind IN "c,its d"', "ACC303", "its d", "`kind` is never `its d`", "Did you mean `it's d`?",
        schema=MINE,
    ),
    Row(
        "Thing WHERE kind=:k", "ACC303", ":k", "`kind` is never `a or bb`", "Did you mean `a or b`?",
        params={"k": "a or bb"}, schema=MINE,
    ),
    # ---- ids and ranges
    Row(
        "Thing WHERE uid=12", "ACC304", "12", "this is no id: an id is a UUID of 32 hexadecimal digits, this has 2",
        _UUID_HELP, schema=MINE,
    ),
    Row("Thing WHERE low=0", "ACC305", "0", "`low` is at least 1", "No record has this value.", schema=MINE),
    Row("Thing WHERE high=10", "ACC305", "10", "`high` is at most 9", "No record has this value.", schema=MINE),
    Row("Thing WHERE between=2", "ACC305", "2", "`between` is from 0 to 1", "No record has this value.", schema=MINE),
    # ---- regular expressions
    *(
        Row(
            f"Thing WHERE text MATCHES {written}", "ACC306", marked,
            "the regular expression is wrong: the character class opened here is never closed",
            "Close it with ], or write \\[ for a bracket.", params=params, schema=MINE,
        )
        for written, marked, params in [("ab[", "[", None), ("'ab['", "[", None), (":x", ":x", {"x": "ab["})]
    ),
    # ---- parameters
    Row(
        "Thing WHERE text<:x", "ACC310", ":x", "< takes no text with both kinds of quotes", None,
        params={"x": "\"'"}, schema=MINE,
    ),
    Row(
        "Transfer WHERE size=:size", "ACC309", "", "the query has no parameter `:sise`", "Did you mean `size`?",
        params={"size": 1, "sise": 1},
    ),
    Row(
        "Transfer", "ACC309", "", "the query has no parameter `:size`",
        "Remove it, or write `:name` in the query where it belongs.", params={"size": 1},
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_words(row: Row) -> None:
    """One diagnostic of binding, whole; a fix says what it writes and whether it keeps the meaning."""
    found = [d for d in accsyn.check(row.text, schema=row.schema, params=row.params) if d.code < "ACC400"]
    assert [(d.code, d.message, d.help) for d in found] == [(row.code, row.message, row.help)]
    start, end = found[0].span
    assert row.text[start:end] == row.marked
    assert tuple((fix.message, fix.safe, accsyn.apply_fixes(row.text, [fix])) for fix in found[0].fixes) == row.fixes


def test_a_colon_belongs_to_the_query_and_not_to_the_name() -> None:
    """`params={":size": 1}` is a slip of its own."""
    found = accsyn.check("Transfer WHERE size=:size", params={":size": 1})
    assert [(d.code, d.help) for d in found] == [("ACC309", "Write the name without its colon: 'size'.")]


def test_missing_parameters_are_named_at_their_places() -> None:
    """Each of them, where it stands: as a value, as an item, as a whole list."""
    text = "Thing WHERE low=:a AND high IN (1, :b) AND code IN :c"
    with pytest.raises(accsyn.QueryValidationError) as caught:
        accsyn.compile(text, schema=MINE)
    assert [(d.code, text[d.span.start : d.span.end], d.message, d.help) for d in caught.value.diagnostics] == [
        ("ACC308", f":{name}", f"the parameter `:{name}` has no value", f"Pass it: params={{'{name}': …}}.")
        for name in "abc"
    ]


@pytest.mark.parametrize(
    ("text", "severity"),
    [("Thing WHERE only=two", accsyn.Severity.WARNING), ("Thing WHERE low=abc", accsyn.Severity.ERROR)],
)
def test_a_finding_decides_whether_it_is_an_error(text: str, severity: accsyn.Severity) -> None:
    """The severity of a diagnostic is the finding's."""
    assert [d.severity for d in accsyn.check(text, schema=MINE)] == [severity]


def test_every_kind_has_its_words_under_its_own_name() -> None:
    """The table is made of the functions' names, which binding uses."""
    assert all(name == function.__name__ for name, function in _MESSAGES.items())
    assert len(_MESSAGES) == 15


def _words(text: str, finding: Finding) -> list[accsyn.Diagnostic]:
    statement = parse_statement(text, "statement")
    bound = bind(statement, MINE).with_findings([finding])
    source, spans = print_with_places(statement)
    return list(put_into_words(bound, spans, source.text))


@pytest.mark.parametrize(
    ("text", "finding", "message"),
    [
        ("low=null", Finding("unknown_reference_type", True, 0, data=THING.attribute("ref")), "a finding about Null"),
        ("low=1", Finding("unknown_attribute", True, 0, data=bind(
            parse_statement("Thing WHERE xyzzy=1"), MINE).comparisons[0].resolved), "of no entity type"),
    ],
)  # fmt: skip
def test_a_finding_about_what_is_not_there_is_a_fault_of_the_caller(text: str, finding: Finding, message: str) -> None:
    """Binding finds nothing about a value that is no text, or about attributes of nothing."""
    with pytest.raises(TypeError, match=message):
        _words(text, finding)


def test_words_for_a_query_made_in_code() -> None:
    """Without source text, places are in the canonical text; what is offered can be put there."""
    with pytest.raises(accsyn.QueryValidationError) as caught:
        accsyn.compile(accsyn.parse("Thing WHERE only=one", None).where("low=abc"), schema=MINE)
    assert str(caught.value).splitlines()[3:] == [
        "1 | Thing WHERE only=one AND low=abc",
        "  |                              ^^^",
        "  = help: " + _NUMBER,
    ]
