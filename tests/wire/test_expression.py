"""The text that goes to the server (LANGUAGE 5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import Statement
from accsyn.binding.binder import bind
from accsyn.grammar.parser import parse_statement
from accsyn.text import fold
from accsyn.wire.expression import normal_form, normalise, rest_text, write
from tests import trees
from tests.examples import times

NOW = datetime(2026, 1, 22, 12, 0, tzinfo=timezone.utc)


def expression(text: str, params: Mapping[str, object] | None = None, entity: str = "Transfer") -> str | None:
    return accsyn.compile(f"{entity} WHERE {text}", params=params, now=NOW).expression


# LANGUAGE 5.1 to 5.4: condition, what is sent
ROWS = [
    # 5.1 lower case
    ("Name=ABC", "name=abc"),
    ('name="ABC Def"', 'name="abc def"'),
    ("name=İSTANBUL", "name=İstanbul"),
    ("name=ΟΔΟΣ", "name=οδος"),
    ("name MATCHES '^ABC\\D+[A-Z][^A-Z]'", 'name matches "^abc\\D+[a-z][^a-z]"'),
    ("name MATCHES '(?P<Name>X)(?P=Name)\\S'", 'name matches "(?P<Name>x)(?P=Name)\\S"'),
    ("name MATCHES '(?-i:ABC)'", 'name matches "(?-i:ABC)"'),
    ("created=2026-01-22T08:35:59Z", "created=2026-01-22T08:35:59"),
    ("metadata.when=2026-01-22T08:35:59Z", "metadata.when=2026-01-22T08:35:59Z"),
    ("metadata.Shot=SH010", "metadata.shot=sh010"),
    # 5.2 operators, blanks, parentheses
    ("a <> 1", "a!=1"),
    ("a  =  1   AND\n b=2", "a=1 and b=2"),
    ("a=1 OR b=2 AND c=3", "a=1 or (b=2 and c=3)"),
    ("(((a=1)) AND (b=2))", "a=1 and b=2"),
    ("(a=1 OR b=2) AND c=3", "(a=1 or b=2) and c=3"),
    ("a=1 AND (b=2 AND (c=3))", "a=1 and b=2 and c=3"),
    ("name NOT  CONTAINS x", "name not contains x"),
    # 5.3 quotes and lists
    ('name="x"', 'name="x"'),
    ("name='x'", 'name="x"'),
    ("name='say \"hi\"'", "name='say \"hi\"'"),
    ("name IN ('a', \"b\")", "name in a,b"),
    ("name IN 'a, b c'", 'name in "a,b c"'),
    ("name NOT IN (a, 'b c')", 'name not in "a,b c"'),
    ("name IN null,A", "name in null,a"),
    # 5.4 days as moments
    ("created>2026-01-22", "created>=2026-01-23T00:00:00"),
    ("created>=2026-01-22", "created>=2026-01-22T00:00:00"),
    ("created<2026-01-22", "created<2026-01-22T00:00:00"),
    ("created<=2026-01-22", "created<2026-01-23T00:00:00"),
    ("created=2026-01-22", "created>=2026-01-22T00:00:00 and created<2026-01-23T00:00:00"),
    ("created!=2026-01-22", "created<2026-01-22T00:00:00 or created>=2026-01-23T00:00:00 or created=null"),
    ("created=2026-01-22 OR size=1", "(created>=2026-01-22T00:00:00 and created<2026-01-23T00:00:00) or size=1"),
    ("created=2026-01-22T10:00:00", "created=2026-01-22T10:00:00"),
    ("created>'2026-01-22 10:00'", "created>2026-01-22T10:00:00"),
    ("created>2026-01-22T10:00:00.5", "created>2026-01-22T10:00:00.500000"),
    ("created>2026-01-22T10:00:00.0", "created>2026-01-22T10:00:00.000000"),
    ("created>2026-01-22T10:00:00+02:00", "created>2026-01-22T08:00:00"),
    ("created>9999-12-31", "created>9999-12-31T23:59:59"),
    ("created<=9999-12-31", "created<=9999-12-31T23:59:59"),
    ("created=9999-12-31", "created>=9999-12-31T00:00:00"),
    ("created!=9999-12-31", "created<9999-12-31T00:00:00 or created=null"),
    ("created<9999-12-31", "created<9999-12-31T00:00:00"),
    ("created>=9999-12-31", "created>=9999-12-31T00:00:00"),
    ("created=9999-12-31T23:59:59", "created=9999-12-31T23:59:59"),
    ("created=9999-12-31T23:59:59.999999", "created=9999-12-31T23:59:59.999999"),
    ("created>0001-01-01", "created>=0001-01-02T00:00:00"),
    (
        "created IN 2026-01-22,2026-01-24T10:00:00",
        "created in 2026-01-24T10:00:00 or (created>=2026-01-22T00:00:00 and created<2026-01-23T00:00:00)",
    ),
    (
        "created NOT IN 2026-01-22,null",
        "created not in null and (created<2026-01-22T00:00:00 or created>=2026-01-23T00:00:00 or created=null)",
    ),
    ("created IN 2026-01-22T10:00:00,null", "created in 2026-01-22T10:00:00,null"),
    ("created=null", "created=null"),
    ("created>-12h", "created>2026-01-22T00:00:00"),
    ("created=yesterday", "created>=2026-01-21T00:00:00 and created<2026-01-22T00:00:00"),
]


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_condition_goes_out_as(text: str, expected: str) -> None:
    """One row a sentence of LANGUAGE 5."""
    assert expression(text) == expected


def test_values_of_the_clients_own_lookups() -> None:
    """LANGUAGE 5.8: the transcripts' text, with values bound."""
    assert expression("target=:t", {"t": "share:673cb38dea344d0d17969018"}, "acl") == (
        'target="share:673cb38dea344d0d17969018"'
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("TRANSFER WHERE Name=X", "name=x"),
        ("Transfer", None),
        ("Transfer WHERE created>2026-01-22", "created>=2026-01-23T00:00:00"),
    ],
)
def test_rest_text_is_the_text_of_the_normal_form(text: str, expected: str | None) -> None:
    """One call for those who have a bound query and want no more than its text."""
    bound = bind(parse_statement(text), accsyn.builtin_schema())
    assert rest_text(bound) == expected


def test_notes_belong_to_the_comparisons_of_the_query() -> None:
    """Counted from 0, whatever a comparison has become."""
    text = "Transfer WHERE created=2026-01-22 AND name IN ('a,b') AND size=1 AND name IN (c, 'd,e')"
    assert [note.comparison for note in normalise(bind(parse_statement(text), accsyn.builtin_schema())).notes] == [1, 3]


def test_no_condition_is_no_expression() -> None:
    """A query for everything, or one whose condition always holds."""
    assert accsyn.compile("Transfer").expression is None
    always = accsyn.compile("Transfer WHERE name NOT IN :x", params={"x": []})
    assert always.expression is None
    assert not always.never_matches


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("name IN :x", True),
        ("name IN :x AND size=1", True),
        ("name IN :x OR size=1", False),
        ("(name=null AND name=null) OR size IN :x", False),
        ("(name=null AND code!=null) OR size IN :x", False),
        ("(name=null AND name!=a) OR size IN :x", False),
        ("(name=a AND name!=null) OR size IN :x", False),
        ("(name=null AND name!=null AND size=1) OR size IN :x", False),
        ("(size=1 AND (name=null OR code=null)) OR size IN :x", False),
        ("((name=null OR code=null) AND size=1) OR size IN :x", False),
        ("created IN :x", True),
        ("created NOT IN :x", False),
        ("name=null AND name!=null", False),
    ],
)
def test_never_matches_is_for_empty_lists(text: str, never: bool) -> None:
    """An empty list sends no request; a contradiction that somebody wrote is theirs."""
    params: dict[str, object] | None = {"x": []} if ":x" in text else None
    assert accsyn.compile(f"Transfer WHERE {text}", params=params).never_matches is never


@pytest.mark.parametrize(
    ("text", "params", "code"),
    [
        ("name=:x", {"x": "a*"}, "ACC501"),
        ("name IN ('a,b')", None, "ACC501"),
        ("name=null", None, "ACC502"),
        ("name IN null,a", None, "ACC502"),
        ("name MATCHES '(?-i:A)'", None, "ACC503"),
    ],
)
def test_what_the_server_may_not_take_is_a_warning(text: str, params: Mapping[str, object] | None, code: str) -> None:
    """At the value, with its code."""
    compiled = accsyn.compile(f"Transfer WHERE {text}", params=params)
    found = [d for d in compiled.diagnostics if d.code >= "ACC500"]
    assert [d.code for d in found] == [code]
    assert found[0].severity is accsyn.Severity.WARNING


@pytest.mark.parametrize("value", ["\ud800", "a\udfffb"])
@pytest.mark.parametrize("text", ["name=:x", "name IN :x", "name CONTAINS :x", "name>:x"])
def test_half_a_surrogate_pair_cannot_be_sent(text: str, value: str) -> None:
    """An error by name at the value."""
    with pytest.raises(accsyn.QueryValidationError, match="surrogate") as caught:
        accsyn.compile(f"Transfer WHERE {text}", params={"x": value})
    assert [d.code for d in caught.value.diagnostics if d.is_error] == ["ACC504"]


def test_long_requests_draw_a_warning() -> None:
    """The URL would pass 8 KiB; the official client fails from about 300 ids."""
    ids = [f"{number:024x}" for number in range(400)]
    compiled = accsyn.compile("Transfer WHERE id IN :ids", params={"ids": ids})
    assert "ACC505" in [d.code for d in compiled.diagnostics]
    short = accsyn.compile("Transfer WHERE id IN :ids", params={"ids": ids[:100]})
    assert "ACC505" not in [d.code for d in short.diagnostics]


@pytest.mark.slow
@given(trees.statements(parameters=False))
@times(4)
def test_parsing_what_is_sent_gives_the_normal_form(statement: Statement) -> None:
    """Law 7: parse(wire(q)) == normal_form(q)."""
    bound = bind(Statement(None, statement.condition), accsyn.builtin_schema(), now=lambda: NOW)
    normal = normalise(bound)
    if any(note.refused for note in normal.notes):
        return
    text = write(normal.statement)
    if text is not None:
        assert parse_statement(text, "expression") == normal.statement == normal_form(bound)


ATTRIBUTES = st.sampled_from(["name", "status", "user", "created", "size", "metadata.x", "id", "source"])


@given(
    st.lists(
        st.tuples(
            ATTRIBUTES,
            st.sampled_from(["=", "!=", "<", ">", "<=", ">="]),
            st.sampled_from(["2026-01-22", "today", "5", "a*", "null", "'x y'"]),
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([" AND ", " OR "]),
)
def test_normal_form_of_typed_queries_parses_back(rows: list[tuple[str, str, str]], word: str) -> None:
    """The same law with times and types, for whatever compiles."""
    text = "Transfer WHERE " + word.join(name + operator + value for name, operator, value in rows)
    try:
        compiled = accsyn.compile(text, now=NOW)
    except accsyn.QueryValidationError:
        return
    assert compiled.expression is not None
    assert parse_statement(f"transfer where {compiled.expression}") == normal_form(compiled.bound)


@given(trees.hard_texts)
def test_no_bound_value_puts_a_backslash_before_its_closing_quote(text: str) -> None:
    """Law 6, last sentence; nor does it leave its quotes."""
    for operator in ("=", "!=", " CONTAINS ", " NOT CONTAINS ", " IN "):
        sent = expression(f"name{operator}:x AND code=end", {"x": text})
        assert sent is not None
        assert sent.endswith(" and code=end")
        assert not sent.removesuffix(" and code=end").endswith(('\\"', "\\'"))


@given(trees.hard_texts)
def test_lower_casing_keeps_the_text(text: str) -> None:
    """A bound text that needs no other form goes out folding equal."""
    sent = expression("name CONTAINS :x", {"x": text})
    assert sent is not None
    if sent.startswith("name contains"):
        condition = parse_statement(sent, "expression").condition
        value = condition.children[0] if condition is not None else None
        assert fold(getattr(value, "text", "")) == fold(text)
