"""Binding: names, operators and values against the built-in schema."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

import accsyn
from accsyn.ast import Comparison, List, Literal, Null, Operator, Statement, Value
from accsyn.binding.binder import bind
from accsyn.grammar.parser import parse_statement
from accsyn.schema.loader import load_schema
from accsyn.schema.model import Type

NOW = datetime(2026, 1, 22, 12, 0, tzinfo=timezone.utc)

# query, code, the marked piece of text, what the message or the help says, the text with the first fix (None: no fix)
FINDINGS: list[tuple[str, str, str, str, str | None]] = [
    ("Transfr WHERE status=failed", "ACC201", "Transfr", "`transfer`", "Transfer WHERE status=failed"),
    ("xyzzy", "ACC201", "xyzzy", "no entity type `xyzzy`", None),
    ("Job WHERE status=failed", "ACC203", "Job", "`Transfer`", "Transfer WHERE status=failed"),
    ("share", "ACC203", "share", "`folder`", "folder"),
    ("Transfer WHERE sttaus=failed", "ACC202", "sttaus", "`status`", "Transfer WHERE status=failed"),
    ("Task WHERE source.pth=x", "ACC202", "pth", "`path`", "Task WHERE source.path=x"),
    ("Task WHERE job.xyzzy=1", "ACC202", "xyzzy", "xyzzy", None),
    ("Transfer WHERE failed=status", "ACC122", "failed", "comes first", "Transfer WHERE status=failed"),
    ("Transfer WHERE 5=size", "ACC122", "5", "comes first", "Transfer WHERE size=5"),
    ("Task WHERE source=hq", "ACC204", "source", "`source.client`", None),
    ("Task WHERE source=null", "ACC204", "source", "cannot be compared", None),
    ("Transfer WHERE user=volume:x", "ACC205", "volume:x", "`user`", None),
    ("Transfer WHERE status>failed", "ACC301", ">", "`=`", None),
    ("Transfer WHERE size CONTAINS 1", "ACC301", "CONTAINS", "an integer", None),
    ("Transfer WHERE created NOT MATCHES 1", "ACC301", "NOT MATCHES", "a timestamp", None),
    ("Volume WHERE default<true", "ACC301", "<", "a boolean", None),
    ("Transfer WHERE size=abc", "ACC302", "abc", "an integer", None),
    ("Transfer WHERE size=1.5", "ACC302", "1.5", "an integer", None),
    ("Transfer WHERE speed=fast", "ACC302", "fast", "MB/s", None),
    ("Transfer WHERE size>10MiB", "ACC302", "10MiB", "bytes", "Transfer WHERE size>10485760"),
    ("Volume WHERE default=yes", "ACC302", "yes", "true", "Volume WHERE default=true"),
    ("Volume WHERE default='yes'", "ACC302", "'yes'", "true", "Volume WHERE default=true"),
    ("Client WHERE type=server", "ACC302", "server", "`1` (server)", "Client WHERE type=1"),
    ("Transfer WHERE created>2026-1-5", "ACC302", "2026-1-5", "2026-01-05", "Transfer WHERE created>2026-01-05"),
    ('Transfer WHERE created>"today"', "ACC302", '"today"', "quotes", "Transfer WHERE created>today"),
    ("Transfer WHERE created>2026-02-30", "ACC302", "2026-02-30", "28", None),
    ("Transfer WHERE created>-99999999999d", "ACC302", "-99999999999d", "year 1", None),
    ("Transfer WHERE status=failled", "ACC303", "failled", "`failed`", "Transfer WHERE status=failed"),
    ("Transfer WHERE status IN done,xyzzy", "ACC303", "xyzzy", "`init`", None),
    ('Transfer WHERE status IN "done,faild"', "ACC303", "faild", "`failed`", 'Transfer WHERE status IN "done,failed"'),
    ("Client WHERE type=9", "ACC303", "9", "`0`", None),
    ("Transfer WHERE id=614d660de50d45bb027c9bd", "ACC304", "614d660de50d45bb027c9bd", "24", None),
    ("Task WHERE id=614d660de50d45bb027c9bdd", "ACC304", "614d660de50d45bb027c9bdd", "UUID", None),
    ("Queue WHERE priority=1001", "ACC305", "1001", "0 to 1000", None),
    ("Transfer WHERE progress IN 5,-1", "ACC305", "-1", "0 to 100", None),
    ("Transfer WHERE name MATCHES 'ab('", "ACC306", "(", "never closed", None),
    ("Transfer WHERE name MATCHES a{99999999999}", "ACC306", "9", "wrong", None),
    ("Transfer WHERE name MATCHES '(?>a)'", "ACC306", "(", "wrong", None),
    ("Transfer WHERE size=1*", "ACC307", "1*", "`size>=…", None),
    ("Transfer WHERE created=2026-01-*", "ACC307", "2026-01-*", "2026-01", None),
    ("Volume WHERE default=*", "ACC307", "*", "true", None),
    ("attributes WHERE entitytype=transfr", "ACC303", "transfr", "`transfer`", "attributes WHERE entitytype=transfer"),
    ("attributes WHERE type=transfer", "ACC202", "type", "`entitytype`", None),
    ("entitytypes WHERE a=1", "ACC202", "a", "no attribute", None),
]


@pytest.mark.parametrize(("text", "code", "marked", "said", "fixed"), FINDINGS)
def test_finding(text: str, code: str, marked: str, said: str, fixed: str | None) -> None:
    """Each has its code, its exact place, its words and its fix."""
    found = [d for d in accsyn.check(text, now=NOW) if d.code < "ACC400"]
    assert [d.code for d in found] == [code]
    finding = found[0]
    assert text[finding.span.start : finding.span.end] == marked
    assert said in f"{finding.message} {finding.help}"
    if fixed is None:
        assert not finding.fixes
    else:
        assert accsyn.apply_fixes(text, finding.fixes[:1]) == fixed


CLEAN = [
    "Transfer WHERE status=FAILED",
    "Transfer WHERE status=fail*",
    "Transfer WHERE status MATCHES '^f'",
    "Transfer WHERE status=null",
    "TRANSFER WHERE Status=failed",
    "Transfer WHERE user=user:lisa@example.com",
    "Transfer WHERE user=lisa@example.com",
    "Transfer WHERE user=user:*",
    "Transfer WHERE code=volume:x",
    "Transfer WHERE name=odd:colon",
    "Transfer WHERE user=odd:colon",
    "ACL WHERE target=share:673cb38dea344d0d17969018",
    "Task WHERE job.id=5a7325f8b7ef72f5f9d74bf4",
    "Task WHERE job.code=x",
    "Task WHERE job=job:5a7325f8b7ef72f5f9d74bf4",
    "Transfer WHERE user_hr=x",
    "Transfer WHERE metadata.anything.at-all=x",
    "Transfer WHERE metadata.n>5",
    "Transfer WHERE created>-7d",
    "Transfer WHERE created=today",
    "Transfer WHERE size=1e3",
    "Transfer WHERE size=50.0",
    "Queue WHERE priority<2000",
    "Server WHERE roles CONTAINS storage",
    "Volume WHERE paths.linux=/mnt/x",
    "attributes WHERE entitytype=job",
    "entitytypes",
    "Client WHERE type IN 0,2",
    "Transfer WHERE metadata=x",
    "Transfer WHERE metadata>5",
    "Transfer WHERE metadata CONTAINS x",
    "Transfer WHERE metadata MATCHES x",
    "Transfer WHERE name CONTAINS '('",
    "Transfer WHERE id=614*",
    "Transfer WHERE id CONTAINS 614",
    "Transfer WHERE status CONTAINS fai",
    "Transfer WHERE user=volume",
    "Transfer WHERE user CONTAINS volume:x",
    "Transfer WHERE name='it\\'",
    "Transfer WHERE name=x OR name<'\"'",
    'Transfer WHERE name<"it\'s"',
    "Queue WHERE priority IN 0,1000",
    "Client WHERE type>9",
    "attributes WHERE entitytype=transfer",
    "ATTRIBUTES WHERE entitytype=share",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean(text: str) -> None:
    """Nothing to say about names and values."""
    assert [d.code for d in accsyn.check(text) if d.code < "ACC400"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Transfr",
        "Transfer WHERE sttaus=failed",
        "Transfer WHERE status=failled",
        "Transfer WHERE id=123",
        "Transfer WHERE user=volume:x",
        "Client WHERE type=9",
    ],
)
def test_strict_and_live_schemas_make_unknown_names_errors(text: str) -> None:
    """A warning with the built-in schema, an error with strict=True or a schema that a workspace gave."""
    accsyn.compile(text)
    with pytest.raises(accsyn.QueryValidationError):
        accsyn.compile(text, strict=True)
    from accsyn.schema.writer import schema_to_mapping

    live = load_schema({**schema_to_mapping(accsyn.builtin_schema()), "live": True})
    with pytest.raises(accsyn.QueryValidationError):
        accsyn.compile(text, schema=live)


def test_deprecated_names_stay_warnings_when_strict() -> None:
    """They still work."""
    assert [d.code for d in accsyn.compile("Job", strict=True).diagnostics] == ["ACC203"]


def test_several_findings_come_in_the_order_of_the_text() -> None:
    """All at once, errors and warnings alike."""
    with pytest.raises(accsyn.QueryValidationError) as caught:
        accsyn.compile("Job WHERE sttaus=1 AND size=abc AND status=x AND created>y")
    codes = [diagnostic.code for diagnostic in caught.value.diagnostics]
    assert codes == ["ACC203", "ACC202", "ACC302", "ACC303", "ACC302"]
    assert "^^^" in str(caught.value)


OPERANDS = [
    ("size=1e3", (1000,)),
    ("size IN 1,2.0", (1, 2)),
    ("speed>1.5", (1.5,)),
    ("name=5", (Literal("5"),)),
    ("size=null", (Null(),)),
    ("metadata.x=5", (Literal("5"),)),
    ("status IN failed,null", (Literal("failed"), Null())),
    ("name CONTAINS x", (Literal("x"),)),
    ("name MATCHES x", (Literal("x"),)),
    ("status CONTAINS x", (Literal("x"),)),
    ("id=614d660de50d45bb027c9bdd", (Literal("614d660de50d45bb027c9bdd"),)),
    ("user=user:lisa", (Literal("user:lisa"),)),
    ("metadata=x", (Literal("x"),)),
    ("metadata>5", (Literal("5"),)),
    ("size=abc", (0,)),
    ("size>abc AND status=failed", (0,)),
    ("created=abc", (Null(),)),
]


@pytest.mark.parametrize(("text", "expected"), OPERANDS)
def test_operands_have_types(text: str, expected: tuple[object, ...]) -> None:
    """Each literal becomes a value of its attribute's type; a wrong one has a value of that type, too."""
    bound = bind(parse_statement(f"Transfer WHERE {text}"), accsyn.builtin_schema())
    assert bound.comparisons[0].operands == expected


def test_a_bare_expression_has_no_types() -> None:
    """Nothing is known about its names, so nothing is wrong with them; an entity type may be given beside it."""
    statement = parse_statement("sttaus=failled AND size CONTAINS x", "expression")
    bound = bind(statement, accsyn.builtin_schema(), strict=True)
    assert (bound.entity_type, bound.findings) == (None, ())
    assert [(item.resolved.type, item.resolved.is_list) for item in bound.comparisons] == [(Type.UNTYPED, False)] * 2
    typed = bind(statement, accsyn.builtin_schema(), entity_type="transfer")
    assert [(finding.kind, finding.is_error) for finding in typed.findings] == [
        ("unknown_attribute", False),
        ("operator_for_type", True),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a=1", False), ("a=:x", True), ("a=:x AND b=1", True), ("a IN (1, :x, 2) AND b IN c", True), ("a IN :x", True)],
)
def test_a_bound_query_knows_whether_parameters_are_left(text: str, expected: bool) -> None:
    """Wherever one stands."""
    bound = bind(parse_statement(text, "expression"), accsyn.builtin_schema())
    assert bound.has_parameters is expected


@pytest.mark.parametrize("operator", Operator)
@pytest.mark.parametrize(("text", "both"), [("\"'", True), ('"', False), ("'", False)])
def test_only_ordered_text_with_both_kinds_of_quotes_is_refused(operator: Operator, text: str, both: bool) -> None:
    """Any other text has a form, here or as a regular expression."""
    value: Value = Literal(text, quoted=True)
    if operator in (Operator.IN, Operator.NOT_IN):
        value = List((value,))
    bound = bind(Statement(None, Comparison("name", operator, value)), accsyn.builtin_schema())
    assert [finding.kind for finding in bound.findings] == ["unusable_value"] * (both and operator.is_ordered)


@pytest.mark.parametrize(
    ("value", "expected"), [("true", True), ("FALSE", False), ("1", True), ("0", False), ("maybe", False)]
)
def test_boolean_operands(value: str, expected: bool) -> None:
    """A bool, even where the value is none."""
    bound = bind(parse_statement(f"Volume WHERE default={value}"), accsyn.builtin_schema())
    assert bound.comparisons[0].operands[0] is expected
    assert len(bound.findings) == (value == "maybe")


def test_the_statements_own_entity_type_counts() -> None:
    """The one given beside it is for bare expressions."""
    bound = bind(parse_statement("User WHERE role=admin"), accsyn.builtin_schema(), entity_type="transfer")
    assert bound.entity_type is accsyn.builtin_schema().entity_type("user")


def test_times_are_resolved_against_the_clock_given() -> None:
    """`now` may be a moment or a function; `tz` decides what a day is."""
    from zoneinfo import ZoneInfo

    def expression(text: str, **options: object) -> str | None:
        return accsyn.compile(f"Transfer WHERE {text}", **options).expression  # type: ignore[arg-type]

    assert expression("created>-7d", now=NOW) == "created>2026-01-15T12:00:00"
    assert expression("created>-7d", now=lambda: NOW) == "created>2026-01-15T12:00:00"
    assert expression("created>=today", now=NOW) == "created>=2026-01-22T00:00:00"
    stockholm = ZoneInfo("Europe/Stockholm")
    assert expression("created>=today", now=NOW, tz=stockholm) == "created>=2026-01-21T23:00:00"
    assert expression("created>=2026-07-01", tz=stockholm) == "created>=2026-06-30T22:00:00"


def test_the_clock_is_read_only_where_it_is_needed() -> None:
    """A query without relative times does not ask what time it is."""

    def clock() -> datetime:
        raise AssertionError("nobody should ask")

    accsyn.compile("Transfer WHERE created>2026-01-22", now=clock)
