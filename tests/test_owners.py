"""Conditions know their entity type: a bare one is a query where that is clear, and two of them never mix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

import accsyn
from accsyn.ast import And, Comparison, Expression, Literal, Operator, Or, Statement, owned_attribute
from accsyn.client.places import Place
from accsyn.client.preparing import Checks
from accsyn.entities import Task, Transfer, User
from tests import trees
from tests.counting import count_calls

FAILED = Transfer.status == "failed"
LARGE = (Transfer.size > 5) | (Transfer.user.role == "admin")
UNKNOWN = accsyn.attribute("x") == 1
MIXED = And((Transfer.size > 5, User.code == "x"))  # by hand: `&` refuses it

CONDITIONS = [
    (FAILED, 'Transfer WHERE status="failed"'),
    (LARGE, 'Transfer WHERE size>5 OR user.role="admin"'),
    (FAILED & LARGE, 'Transfer WHERE status="failed" AND (size>5 OR user.role="admin")'),
    (~LARGE, 'Transfer WHERE (size<=5 OR size=null) AND user.role!="admin"'),
    (Transfer["metadata.shot"] == 5, "Transfer WHERE metadata.shot=5"),
    (
        accsyn.any_of(Transfer.name.contains(word) for word in "ab"),
        'Transfer WHERE name CONTAINS "a" OR name CONTAINS "b"',
    ),
    (Task.source.path.startswith("/plates"), 'Task WHERE source.path="/plates*"'),
    (FAILED & FAILED, 'Transfer WHERE status="failed" AND status="failed"'),
]


@pytest.mark.parametrize(("condition", "text"), CONDITIONS, ids=[text for _, text in CONDITIONS])
def test_a_condition_is_a_query(condition: Expression, text: str) -> None:
    """It compiles, is checked, decided about, and tried like the text of the same query."""
    compiled, expected = accsyn.compile(condition), accsyn.compile(text)
    assert compiled.query == expected.query
    assert compiled.expression == expected.expression
    assert [d.code for d in accsyn.check(condition)] == [d.code for d in accsyn.check(text)]
    record = {"status": "failed", "size": 7, "user": {"role": "x"}, "name": "b", "source": {"path": "/plates/1"}}
    assert compiled.matches(record) is expected.matches(record)
    assert accsyn.equivalent(condition, text) in (True, None)
    assert accsyn.implies(text, condition) in (True, None)
    assert accsyn.simplify(condition) == accsyn.simplify(text)
    question = Checks().prepare(condition, None, accsyn.builtin_schema(), Place("x.py", 1, {}), validate="off")
    assert (question.entity_type, question.expression) == (expected.entity_type, expected.expression)


def test_parameters_of_a_condition_are_bound() -> None:
    """As those of a query are."""
    from accsyn.builder import parameter

    condition = Transfer.user == parameter("user")
    assert accsyn.compile(condition, params={"user": "anna"}).expression == 'user="anna"'
    with pytest.raises(accsyn.QueryValidationError, match="user"):
        accsyn.compile(condition)


REFUSED: list[tuple[Any, type[Exception], str]] = [
    (UNKNOWN, ValueError, r"of which entity type `x` is an attribute: write Transfer.where\(...\) or the like$"),
    (accsyn.parse_expression("a.b=1"), ValueError, r"entity type `a.b` is an attribute: write .*where\(...\)"),
    ((User.code == "a") & UNKNOWN, ValueError, r"of which entity type `x` is an attribute: write User.where\(...\)$"),
    (
        MIXED,
        ValueError,
        r"`Transfer.size` and `User.code` are of two entity types, .*: write Transfer.where\(...\)",
    ),
    (Transfer, TypeError, r"not EntityClass: write Transfer.where\(...\), or Transfer.where\(\) for all of them$"),
    (
        Transfer.size,
        TypeError,
        "a str, a Query or a condition, not IntegerAttribute: write Transfer.size == ",
    ),
    (5, TypeError, "a query is a str, a Query or a condition, not int$"),
    (None, TypeError, "not NoneType$"),
    (Statement("Transfer"), TypeError, "not Statement$"),
]


@pytest.mark.parametrize(("query", "error", "message"), REFUSED)
def test_what_is_not_clear_is_refused(query: Any, error: type[Exception], message: str) -> None:
    """By one sentence that says what to write, wherever a query is taken; a session's error is one of ours too."""
    for take in (accsyn.compile, accsyn.check, accsyn.simplify, lambda query: accsyn.implies(query, "Transfer")):
        with pytest.raises(error, match=message) as caught:
            take(query)
        assert "\n" not in str(caught.value)
    with pytest.raises(accsyn.ArgumentError, match=message) as caught:
        Checks().prepare(query, None, accsyn.builtin_schema(), Place("x.py", 1, {}))
    assert isinstance(caught.value, accsyn.ArgumentTypeError) is (error is TypeError)


JOINING: list[Callable[[], object]] = [
    lambda: (Transfer.size > 5) & (User.code == "x"),
    lambda: (Transfer.size > 5) | (User.code == "x"),
    lambda: UNKNOWN & (Transfer.size > 5) & (User.code == "x"),
    lambda: (UNKNOWN | (Transfer.size > 5)) & (UNKNOWN | (User.code == "x")),
    lambda: ~(Transfer.size > 5) & (User.code == "x"),
    lambda: accsyn.all_of(Transfer.size > 5, UNKNOWN, User.code == "x"),
    lambda: accsyn.any_of([Transfer.size > 5, User.code == "x"]),
    lambda: And((Transfer.size > 5, UNKNOWN)) & (User.code == "x"),
]


@pytest.mark.parametrize("join", JOINING)
def test_two_entity_types_are_not_joined(join: Callable[[], object]) -> None:
    """At once, and both are named."""
    with pytest.raises(
        ValueError, match=r"`Transfer.size` and `User.code` cannot be joined: .*Transfer.reference.code"
    ):
        join()


OTHERS: list[tuple[Callable[[], object], str]] = [
    (lambda: Transfer.where(User.code == "x"), "`User.code` is no attribute of Transfer"),
    (lambda: Transfer.where(FAILED, "size>5", UNKNOWN | (User.code == "x")), "`User.code` is no attribute of Transfer"),
    (
        lambda: Transfer.where(FAILED).where(User.code == "x"),
        "behind a reference is written Transfer.reference",
    ),
    (lambda: Transfer.where(FAILED).or_where(User.code == "x"), "`User.code` is no attribute of Transfer"),
    (lambda: Transfer.where(FAILED).with_condition(User.code == "x"), "`User.code` is no attribute of Transfer"),
    (lambda: accsyn.parse("User").where(Transfer.size > 5), "`Transfer.size` is no attribute of User"),
    (lambda: accsyn.parse("Shot").where(Transfer.size > 5), "`Transfer.size` is no attribute of Shot"),
    (lambda: accsyn.parse("job").where(User.code == "x"), "`User.code` is no attribute of job"),
    (lambda: Transfer.where(MIXED), "`User.code` is no attribute of Transfer"),
]


@pytest.mark.parametrize(("make", "message"), OTHERS)
def test_a_query_takes_its_own_attributes(make: Callable[[], object], message: str) -> None:
    """However the query came about."""
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("name", ["Transfer", "transfer", "TRANSFER", "job", "Job"])
def test_an_entity_type_has_several_spellings(name: str) -> None:
    """Upper and lower case are one, and a deprecated name stands for the present one."""
    assert accsyn.parse(name).where(Transfer.size > 5).where(UNKNOWN) == accsyn.parse(f"{name} WHERE size>5 AND x=1")


@given(trees.expressions())
def test_an_expression_says_its_text(expression: Expression) -> None:
    """What is printed is read back as the lowered tree; a bare expression needs no entity type for that."""
    from accsyn.rewriting.lower import lower

    assert accsyn.parse_expression(str(expression)) == lower(Statement(None, expression)).condition


def test_the_text_is_the_canonical_one() -> None:
    """Of texts and of code; `repr` shows the nodes."""
    assert str(accsyn.parse_expression("a = 1  and (b=2 or c=3)")) == "a=1 AND (b=2 OR c=3)"
    assert f"{FAILED & LARGE}" == 'status="failed" AND (size>5 OR user.role="admin")'
    assert str(Transfer.name == 'a"*') == r'name MATCHES "^a\x22[*](?![\s\S])"'
    assert repr(FAILED) == "Comparison('status', Operator.EQUAL, Literal('failed', quoted=True))"
    with pytest.raises(ValueError, match="cannot be written"):
        str(Comparison("a", Operator.LESS, Literal("\"'", True)))


def test_long_chains_stay_quick() -> None:
    """Whose attributes a chain has is not looked up again at every sign: twice the operands, twice the calls."""

    def chain(n: int) -> Callable[[], object]:
        parts = [Transfer.size > number for number in range(n)]

        def join() -> Expression:
            whole: Expression = parts[0]
            for part in parts[1:]:
                whole = whole & part
            return whole

        return join

    assert count_calls(chain(400)) <= 2.2 * count_calls(chain(200))


def test_the_owner_is_worked_out_once() -> None:
    """Of what the parser or a tool joined, when somebody asks first."""
    whole = Or((accsyn.parse_expression("a=1 AND b=2"), And((UNKNOWN, Transfer.size > 5))))
    assert owned_attribute(whole) == "size"
    first = count_calls(lambda: owned_attribute(accsyn.parse_expression("x=1 AND y=2")))
    assert count_calls(lambda: owned_attribute(whole)) < first
    assert owned_attribute(accsyn.parse_expression("a=1 OR b=2")) is None
    assert owned_attribute(UNKNOWN) is None


def test_a_session_takes_a_condition() -> None:
    """In find, find_one, iter and report; what has no owner is refused before anything is sent."""
    condition = FAILED
    with accsyn.Workspace(demo=True) as workspace, workspace.session() as session:
        found = session.find(condition, finished=True)
        assert found == session.find("Transfer WHERE status=failed", finished=True) != []
        assert list(session.iter(condition, finished=True)) == found
        assert session.find_one(condition, finished=True) == found[0]
        with pytest.raises(accsyn.AccsynError, match=r"where\(\.\.\.\)"):
            session.find(accsyn.attribute("status") == "failed")
