"""Queries that are prepared once and bound often, and texts that are remembered."""

from __future__ import annotations

import pickle
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn import query as front
from accsyn.ast import (
    And,
    Comparison,
    Expression,
    List,
    Literal,
    Operator,
    Or,
    Parameter,
    Statement,
    Value,
    comparisons,
)
from accsyn.binding.findings import Finding
from accsyn.grammar.parser import parse_statement
from accsyn.parameters import Plan, bind_parameters, parameter_names
from accsyn.values import LISTS, bound_values
from accsyn.visitor import transform
from tests import trees
from tests.counting import count_calls

DOC = 'transfer WHERE ((user=:user AND destination=:destination) OR status<>failed) AND code="* backup"'


@pytest.fixture(autouse=True)
def forget() -> None:
    """Every test starts with nothing remembered."""
    accsyn.clear_cache()


# ---- texts that were seen before -------------------------------------------------------------------------------------


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that reach the parser, in their order."""
    texts: list[str] = []

    def parse_and_note(text: str, *arguments: Any, **options: Any) -> Statement:
        texts.append(text)
        return parse_statement(text, *arguments, **options)

    monkeypatch.setattr(front, "parse_statement", parse_and_note)
    return texts


class Text(str):
    """A str of a class of its own, which might compare in a way of its own."""

    __slots__ = ()


LONG = "t WHERE a=" + "x" * (front.REMEMBERED_LENGTH - 10)
LONG_EXPRESSION = "a=" + "x" * (front.REMEMBERED_LENGTH - 2)


@pytest.mark.parametrize(
    ("parse", "text", "is_remembered"),
    [
        (accsyn.parse, "t WHERE a=1", True),
        (accsyn.parse_expression, "a=1", True),
        (accsyn.parse, LONG, True),
        (accsyn.parse, LONG + "x", False),
        (accsyn.parse_expression, LONG_EXPRESSION, True),
        (accsyn.parse_expression, LONG_EXPRESSION + "x", False),
        (accsyn.parse, Text("t WHERE a=1"), False),
        (accsyn.parse_expression, Text("a=1"), False),
    ],
)
def test_a_text_is_parsed_once(
    parsed: list[str], parse: Callable[[str], object], text: str, is_remembered: bool
) -> None:
    """Short texts give the same object again; long ones and those of other classes are parsed each time."""
    results = [parse(text), parse(text[:1] + text[1:] if type(text) is str else text)]
    assert len(parsed) == (1 if is_remembered else 2)
    assert (results[0] is results[1]) == is_remembered
    assert results[0] == results[1]


def test_queries_and_expressions_do_not_mix(parsed: list[str]) -> None:
    """A text may be both a query that is no expression, and the other way round."""
    assert accsyn.parse("name").entity_type == "name"
    with pytest.raises(accsyn.QuerySyntaxError):
        accsyn.parse_expression("name")
    accsyn.parse_expression("a=1")
    with pytest.raises(accsyn.QuerySyntaxError):
        accsyn.parse("a=1")
    assert len(parsed) == 4


def test_equal_trees_keep_their_own_texts() -> None:
    """Quoted and bare are equal as queries, and are printed as they were written."""
    texts = ["t WHERE a='b'", "t WHERE a=b", "t WHERE  a=b", "t where (a=b)"]
    queries = [accsyn.parse(text) for text in texts * 2]
    assert len(set(queries)) == 1
    assert [str(query) for query in queries] == ['t WHERE a="b"', *["t WHERE a=b"] * 3] * 2
    assert [query.statement.source.text for query in queries if query.statement.source] == texts * 2


@pytest.mark.parametrize(("parse", "text"), [(accsyn.parse, "t WHERE a=="), (accsyn.parse_expression, "a==")])
def test_errors_are_not_remembered(parsed: list[str], parse: Callable[[str], object], text: str) -> None:
    """Each call raises an exception of its own."""
    caught = []
    for _ in range(2):
        with pytest.raises(accsyn.QuerySyntaxError) as error:
            parse(text)
        caught.append(error.value)
    assert caught[0] is not caught[1]
    assert str(caught[0]) == str(caught[1])
    assert parsed == [text] * 2


@pytest.mark.parametrize(("parse", "text"), [(accsyn.parse, "t WHERE a=1"), (accsyn.parse_expression, "a=1 AND b=2")])
def test_the_limit_holds_for_a_text_that_is_remembered(parse: Callable[..., object], text: str) -> None:
    """A text read under no limit fails under a lower one, and is still there under a higher one."""
    first = parse(text, max_length=None)
    for _ in range(2):
        with pytest.raises(accsyn.QuerySyntaxError, match=f"the limit is {len(text) - 1}"):
            parse(text, max_length=len(text) - 1)
        assert parse(text, max_length=len(text)) is first
        assert parse(text) is first


@pytest.mark.parametrize("parse", [accsyn.parse, accsyn.parse_expression])
@pytest.mark.parametrize("text", [None, b"t WHERE a=1", 5, ["t"]])
def test_what_is_no_text_is_a_type_error(parse: Callable[[Any], object], text: object) -> None:
    """Hashable or not."""
    with pytest.raises(TypeError, match=f"a query is a str, not {type(text).__name__}"):
        parse(text)


@pytest.mark.parametrize(
    ("parse", "prefix"), [(accsyn.parse, "t WHERE a="), (accsyn.parse_expression, "a=")], ids=["query", "expression"]
)
def test_the_oldest_text_goes(parsed: list[str], parse: Callable[[str], object], prefix: str) -> None:
    """So many are remembered and no more; one that is asked for again stays."""
    for number in range(front.REMEMBERED_TEXTS):
        parse(f"{prefix}{number}")
    parse(f"{prefix}0")
    assert len(parsed) == front.REMEMBERED_TEXTS
    parse(f"{prefix}new")
    parse(f"{prefix}0")
    assert len(parsed) == front.REMEMBERED_TEXTS + 1
    parse(f"{prefix}1")
    assert len(parsed) == front.REMEMBERED_TEXTS + 2


def test_clearing_forgets_both(parsed: list[str]) -> None:
    """What was remembered is parsed again."""
    for _ in range(2):
        accsyn.parse("t WHERE a=1")
        accsyn.parse_expression("a=1")
        accsyn.clear_cache()
    assert len(parsed) == 4


def test_times_are_not_remembered() -> None:
    """A relative time counts from each call's own now."""
    from datetime import datetime, timezone

    expressions = [
        accsyn.compile(accsyn.parse("Transfer WHERE created>-1d"), now=datetime(2026, 1, day, tzinfo=timezone.utc))
        for day in (2, 3)
    ]
    assert [compiled.expression for compiled in expressions] == [
        "created>2026-01-01T00:00:00",
        "created>2026-01-02T00:00:00",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "t WHERE a IN " + ",".join(["😀"] * 505),
        "t WHERE a IN " + ",".join(["x"] * 505),
        "t WHERE " + " OR ".join(f"{chr(0x4E00 + i)}=é" for i in range(145)),
        "t WHERE " + "(" * 500 + "a=1" + ")" * 500,
        "t WHERE " + "(a<é and (b<é or " * 50 + "a=1" + "))" * 50,
        "t WHERE a IN " + ",".join([":é"] * 335),
    ],
)
def test_memory_is_bounded(text: str) -> None:
    """A remembered text holds at most 100 kB, whatever its 1,024 characters are and its plan included."""
    assert len(text) <= front.REMEMBERED_LENGTH
    assert isinstance(accsyn.parse("u" + text[1:]).parameters, tuple)  # what is made once
    tracemalloc.start()
    try:
        query = accsyn.parse(text)
        names = query.parameters
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert names in ((), ("é",))
    assert 500 < held < 100_000


@pytest.fixture
def switching() -> Iterator[None]:
    """Threads take turns as often as the interpreter can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.slow
@pytest.mark.usefixtures("switching")
def test_threads_share_what_is_remembered() -> None:
    """Eight threads parse, bind and clear at once, more texts than fit: everybody gets the query of the own text."""
    threads = 8
    barrier = threading.Barrier(threads)

    def work(seed: int) -> int:
        barrier.wait()
        right = 0
        for step in range(400):
            number = (step * 7 + seed * 61) % (front.REMEMBERED_TEXTS + 100)
            query = accsyn.parse(f"t WHERE a=:x AND b={number} AND c=:y")
            bound = query.bind(x=seed, y=step)
            right += str(bound) == f"t WHERE a={seed} AND b={number} AND c={step}"
            right += str(accsyn.Query(Statement("t", accsyn.parse_expression(f"d={number}")))) == f"t WHERE d={number}"
            right += query.parameters == ("x", "y")
            if step % 100 == seed:
                accsyn.clear_cache()
        return right

    with ThreadPoolExecutor(threads) as pool:
        assert list(pool.map(work, range(threads))) == [3 * 400] * threads


@pytest.mark.usefixtures("switching")
def test_threads_prepare_one_query() -> None:
    """A query that many threads bind for the first time at once binds right in each."""
    threads = 8
    for _ in range(20):
        query = accsyn.Query(parse_statement(DOC))
        barrier = threading.Barrier(threads)

        def work(seed: int, query: accsyn.Query = query, barrier: threading.Barrier = barrier) -> str:
            barrier.wait()
            return str(query.bind(user=f"u{seed}", destination="hq"))

        with ThreadPoolExecutor(threads) as pool:
            texts = list(pool.map(work, range(threads)))
        assert [f'user="u{seed}"' in text for seed, text in enumerate(texts)] == [True] * threads


# ---- prepared queries ------------------------------------------------------------------------------------------------


def bind_by_walking(statement: Statement, params: Mapping[str, object]) -> tuple[Statement, list[Finding]]:
    """What binding means, said with one walk over the tree and no plan."""
    findings: list[Finding] = []
    taken: dict[str, tuple[object, ...]] = {}
    numbers = iter(range(1_000_000))

    def values(name: str, operator: Operator, index: int, place: int) -> list[Value]:
        return bound_values(name, params[name], operator, index=index, place=place, findings=findings, taken=taken)

    def replace(comparison: Comparison) -> Comparison:
        index = next(numbers)
        value, operator = comparison.value, comparison.operator
        if isinstance(value, Parameter) and value.name in params:
            bound = values(value.name, operator, index, 0)
            return Comparison(comparison.attribute, operator, List(tuple(bound)) if operator in LISTS else bound[0])
        if isinstance(value, List) and any(isinstance(i, Parameter) and i.name in params for i in value.items):
            items: list[Value] = []
            for item in value.items:
                known = isinstance(item, Parameter) and item.name in params
                items += values(item.name, operator, index, len(items)) if known else [item]  # type: ignore[attr-defined]
            return Comparison(comparison.attribute, operator, List(tuple(items)))
        return comparison

    condition = None if statement.condition is None else transform(statement.condition, replace)
    used = parameter_names(statement)
    findings += [Finding("unused_parameter", True, data=name) for name in params if name not in used]
    if condition is statement.condition:
        return statement, findings
    return Statement(statement.entity_type, condition, statement.source, statement.origin or statement), findings


single_values = st.one_of(
    trees.hard_texts,
    st.sampled_from([5, -1.5, True, None, 10**400, accsyn.wildcard("a*"), b"x", float("nan"), object]),
)
given_values = st.one_of(single_values, st.lists(single_values, max_size=3))
mappings = st.dictionaries(st.sampled_from(["p", "q_1", "p", "q_1", "unknown"]), given_values, max_size=3)


def outcome(call: Callable[[], tuple[Statement, list[Finding]]]) -> object:
    """What a call returns or raises, in a form that shows quoting too."""
    try:
        statement, findings = call()
    except TypeError as error:
        return str(error)
    return repr(statement), findings, id(statement.source), repr(statement.origin)


@pytest.mark.slow
@given(trees.statements(), st.lists(mappings, min_size=1, max_size=3))
def test_a_plan_binds_as_a_walk_does(statement: Statement, several: list[dict[str, object]]) -> None:
    """Tree, quoting, findings, errors, source and origin are the same, however often the plan is used."""
    plan = Plan(statement)
    for params in several:
        expected = outcome(lambda params=params: bind_by_walking(statement, params))  # type: ignore[misc]
        assert outcome(lambda params=params: plan.bind(params)) == expected  # type: ignore[misc]
        assert outcome(lambda params=params: bind_parameters(statement, params)) == expected  # type: ignore[misc]


@given(trees.statements(), mappings)
def test_binding_twice_is_binding_once(statement: Statement, params: dict[str, object]) -> None:
    """Name by name, in any order of calls, gives the same tree."""
    together = outcome(lambda: Plan(statement).bind(params))
    current, findings = statement, list[Finding]()
    try:
        for name, value in params.items():
            current, found = Plan(current).bind({name: value})
            findings += found
    except TypeError:
        assert isinstance(together, str)
        return
    if not isinstance(together, str):
        assert repr(current) == together[0]  # type: ignore[index]


@pytest.mark.slow
@given(trees.statements(), mappings)
def test_what_no_value_changes_is_shared(statement: Statement, params: dict[str, object]) -> None:
    """Every comparison without one of the names is the same object, and so is every junction of only such."""
    try:
        bound, _ = bind_parameters(statement, params)
    except TypeError:
        return
    if bound is statement:
        return
    pairs: list[tuple[Any, Any]] = [(statement.condition, bound.condition)]
    for old, new in pairs:
        if parameter_names(Statement(None, old)) & set(params):
            assert new is not old
            if not isinstance(old, Comparison):
                pairs += zip(old.operands, new.operands, strict=True)
        else:
            assert new is old


@pytest.mark.parametrize(
    "bind",
    [
        lambda query: query.bind({"user": "lisa", "destination": "hq"}),
        lambda query: query.bind(user="lisa", destination="hq"),
        lambda query: query.bind({"user": "lisa"}, destination="hq"),
        lambda query: query.bind(MappingProxyType({"user": "lisa", "destination": "hq"})),
        lambda query: query.bind(user="lisa").bind(destination="hq"),
        lambda query: query.bind({}, destination="hq").bind({"user": "lisa"}),
        lambda query: accsyn.parse(DOC, {"user": "lisa", "destination": "hq"}),
        lambda query: pickle.loads(pickle.dumps(query)).bind(user="lisa", destination="hq"),
    ],
)
def test_ways_to_bind(bind: Callable[[accsyn.Query], accsyn.Query]) -> None:
    """By mapping, by keyword, by both, one after the other."""
    query = accsyn.parse(DOC)
    assert query.parameters == ("user", "destination")
    bound = bind(query)
    assert str(bound) == ('transfer WHERE ((user="lisa" AND destination="hq") OR status!=failed) AND code="* backup"')
    assert (bound.parameters, query.parameters) == ((), ("user", "destination"))
    assert bound.statement.source == query.statement.source or bound.statement.source is not None
    assert str(query) == DOC.replace("<>", "!=")


@pytest.mark.parametrize("name", ["params", "self", "values", "query", "plan"])
def test_every_name_can_be_a_keyword(name: str) -> None:
    """The names of the method's own arguments are free."""
    assert str(accsyn.parse(f"t WHERE a=:{name}").bind(**{name: 1})) == "t WHERE a=1"


def test_nothing_to_bind_gives_the_query_itself() -> None:
    """No values, whether the query has parameters or not."""
    for text in ("t", "t WHERE a=1", "t WHERE a=:x"):
        query = accsyn.parse(text)
        assert query.bind() is query
        assert query.bind({}) is query
        assert query.bind(None) is query
    assert str(accsyn.parse_expression("a=:x", {})) == str(accsyn.parse_expression("a=:x"))
    assert str(accsyn.parse("t").where()) == "t"


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda q: q.bind({"x": 1}, x=1), TypeError, "parameter 'x' is given twice, in the mapping and by keyword"),
        (lambda q: q.bind([("x", 1)]), TypeError, "is no list"),
        (lambda q: q.bind([("x", 1)], y=1), TypeError, "is no list"),
        (lambda q: q.bind(x=b"1"), TypeError, "parameter 'x': bytes"),
        (lambda q: q.bind(z=1), accsyn.QueryValidationError, "no parameter `:z`"),
        (lambda q: q.bind(x=1, z=1), accsyn.QueryValidationError, "no parameter `:z`"),
        (lambda q: q.bind(x=10**400), accsyn.QueryValidationError, "308 digits"),
        (lambda q: accsyn.parse_expression("a=:x", {"y": 1}), accsyn.QueryValidationError, "no parameter `:y`"),
        (lambda q: accsyn.parse_expression("a=:x", {"x": 10**400}), accsyn.QueryValidationError, "308 digits"),
        (lambda q: accsyn.parse_expression("a=:x", ["x"]), TypeError, "is no list"),  # type: ignore[arg-type]
        (lambda q: q.where("c=1", params=[1]), TypeError, "is no list"),
        (lambda q: q.where("c=:d", params={"d": 10**400}), accsyn.QueryValidationError, "308 digits"),
        (lambda q: q.where(params={"d": 1}), accsyn.QueryValidationError, "no parameter `:d`"),
    ],
)
def test_what_cannot_be_bound(call: Callable[[accsyn.Query], object], error: type[Exception], message: str) -> None:
    """The same errors as with parse."""
    query = accsyn.parse("t WHERE a=:x AND b IN (1, :y)")
    for _ in range(2):
        with pytest.raises(error, match=message):
            call(query)


def test_errors_of_bind_are_those_of_parse() -> None:
    """Diagnostics, places and text."""
    text, params = "t WHERE a=:x AND b IN (1, :y)", {"x": 10**400, "y": [2, 10**400], "z": 1}
    found = []
    calls: list[Callable[[], object]] = [
        lambda: accsyn.parse(text).bind(params),
        lambda: accsyn.parse(text, params),
    ]
    for call in calls:
        with pytest.raises(accsyn.QueryValidationError) as caught:
            call()
        found.append((str(caught.value), caught.value.diagnostics))
    assert found[0] == found[1]
    assert [diagnostic.code for diagnostic in found[0][1]].count("ACC310") == 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("t", ()),
        ("t WHERE a=1", ()),
        ("t WHERE b=:b AND a=:a", ("b", "a")),
        ("t WHERE (z=:z OR a=:a) AND c IN (:m, 1, :a, :b) AND d IN :z", ("z", "a", "m", "b")),
    ],
)
def test_parameters_in_the_order_of_the_text(text: str, names: tuple[str, ...]) -> None:
    """Each name once."""
    assert accsyn.parse(text).parameters == names


def test_a_mapping_is_asked_and_not_changed() -> None:
    """A default dictionary gets no new keys, and a key that is no name is unused."""
    from collections import defaultdict

    params: defaultdict[Any, object] = defaultdict(int, x=1)
    assert str(accsyn.parse("t WHERE a=:x AND b=:y").bind(params)) == "t WHERE a=1 AND b=:y"
    assert dict(params) == {"x": 1}
    _, findings = bind_parameters(parse_statement("t WHERE b IN (1, :y)"), {None: 1, "": 2, "y": 3})  # type: ignore[dict-item]
    assert [finding.data for finding in findings] == [None, ""]


def test_a_junction_of_one_binds() -> None:
    """Only code can make such a tree."""
    inner = Comparison("a", Operator.EQUAL, Parameter("x"))
    statement, _ = bind_parameters(Statement("t", Or((And((inner,)), inner))), {"x": 1})
    one = Comparison("a", Operator.EQUAL, Literal("1"))
    assert statement.condition == Or((And((one,)), one))


def test_the_same_node_twice_binds_twice() -> None:
    """Slots are places of the tree, not nodes."""
    node = Comparison("a", Operator.EQUAL, Parameter("x"))
    assert str(accsyn.Query(Statement("t", Or((node, node)))).bind(x=1)) == "t WHERE a=1 OR a=1"


# ---- large trees -----------------------------------------------------------------------------------------------------


def test_a_later_bind_does_not_walk() -> None:
    """It makes as many calls for a query a hundred times as long, where as much changes."""

    def calls(pairs: int) -> int:
        rest = " OR ".join(f"(a={i} AND b=1)" for i in range(pairs))
        query = accsyn.parse(f"t WHERE x=:x AND (y=:y OR {rest})")
        query.bind(x=1, y=2)
        return count_calls(lambda: query.bind(x="a", y="b"))

    assert calls(10) == calls(1_000) < 40


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "t WHERE " + " OR ".join(f"(a=:x AND b={i})" for i in range(n)),
        lambda n: "t WHERE " + "(a=:x AND (b=:y OR " * n + "c=:z" + "))" * n,
        lambda n: "t WHERE a IN (" + ", ".join([":x"] * n) + ")",
        lambda n: "t WHERE " + " AND ".join(f"a!=:x{i}" for i in range(n)),
    ],
    ids=["pairs", "levels", "items", "names"],
)
def test_preparing_and_binding_are_linear(make: Callable[[int], str]) -> None:
    """Twice the query, twice the calls, for the plan and for the values."""

    def work(n: int) -> tuple[int, int]:
        query = accsyn.Query(parse_statement(make(n)))
        params = dict.fromkeys(query.parameters, "v")
        fresh = accsyn.Query(query.statement)
        return count_calls(lambda: fresh.parameters), count_calls(lambda: fresh.bind(params))

    work(2)
    for small, large in zip(work(200), work(400), strict=True):
        assert 0 < large <= 2.2 * small + 50


@pytest.mark.slow
def test_huge_trees() -> None:
    """A hundred thousand comparisons, flat and in fifty thousand levels, are prepared and bound without recursion."""
    n = 100_000
    wide = accsyn.Query(Statement("t", Or(tuple([Comparison("a", Operator.EQUAL, Literal("1"))] * n + [_slot("x")]))))
    bound = wide.bind(x="v").condition
    assert isinstance(bound, Or)
    assert (len(bound.operands), bound.operands[-1]) == (n + 1, Comparison("x", Operator.EQUAL, Literal("v", True)))
    condition: Expression = _slot("x")
    for level in range(n // 2):
        condition = (And, Or)[level % 2]((condition, _slot("y")))
    deep = accsyn.Query(Statement("t", condition))
    assert deep.parameters == ("x", "y")
    partly = deep.bind(x="v")
    assert partly.parameters == ("y",)
    assert next(comparisons(partly.statement)) == Comparison("x", Operator.EQUAL, Literal("v", True))
    assert partly.bind(y="w").parameters == ()


def _slot(name: str) -> Comparison:
    return Comparison(name, Operator.EQUAL, Parameter(name))


# ---- composing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["staus=1", "staus='1'", "staus=null", "staus IN (1, null, :x, 'a b')", "staus=1 AND (b=1 OR c=1)"]
)
def test_every_node_of_a_query_has_its_own_place(text: str) -> None:
    """Joining an expression to itself makes a query in which each finding stands where its condition is."""
    expression = accsyn.parse_expression(text)
    assert accsyn.parse_expression(text) is expression
    query = accsyn.parse("Transfer WHERE size>1").where(expression).where(expression, expression)
    spelled = accsyn.parse(f"Transfer WHERE size>1 AND {text} AND {text} AND {text}")
    assert query == spelled
    canonical = accsyn.parse(str(spelled))
    assert str(query) == str(spelled)
    assert accsyn.check(query) == accsyn.check(canonical)


def test_bound_text_that_stands_twice_stays_exact() -> None:
    """A text with a plain star is not read as a wildcard where it is repeated."""
    expression = accsyn.parse_expression("name=:n", {"n": "a*"})
    query = accsyn.parse("Transfer").where(expression, expression)
    assert query.condition == And((expression, expression))


def test_texts_of_where_share_an_iterable() -> None:
    """It is taken once, as in one text."""
    query = accsyn.parse("t").where("a IN :v", "b IN :v", params={"v": iter([1, 2])})
    assert str(query) == "t WHERE a IN (1, 2) AND b IN (1, 2)"


def test_where_names_every_unused_value() -> None:
    """All at once."""
    with pytest.raises(accsyn.QueryValidationError) as caught:
        accsyn.parse("t").where("a=:x", "b=:y", params={"x": 1, "u": 1, "v": 2})
    assert [diagnostic.code for diagnostic in caught.value.diagnostics] == ["ACC309"] * 2
