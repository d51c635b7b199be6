"""What each attribute makes of each question, and what is said of what it cannot be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from enum import Enum
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import accsyn
from accsyn.ast import Comparison, Exact, Expression, List, Literal, Null, Operator, Parameter
from accsyn.builder import ago, now, parameter, today, written, yesterday
from accsyn.builder import entity as entity_module
from accsyn.builder.attributes import Attribute
from accsyn.entities import ACL, Client, Queue, Task, Transfer, User

# What raises is called on purpose in ways that type checkers refuse.
transfer: Any = Transfer
task: Any = Task
client: Any = Client
ID = "6676f3e9c7ef4e27da254e57"


class Colour(Enum):
    """A value that stands for its text."""

    RED = "red"


CONDITIONS: list[tuple[Expression, str]] = [
    (Transfer.user == "lisa@example.com", "user='lisa@example.com'"),
    (Transfer.user != "lisa@example.com", "user!='lisa@example.com'"),
    (Transfer.user == {"id": ID, "code": "x"}, f"user={ID}"),
    (Transfer.user.in_([{"id": UUID(int=1)}, "x"]), "user IN (00000000-0000-0000-0000-000000000001, x)"),
    (Transfer.user == accsyn.wildcard("lisa@*"), "user='lisa@*'"),
    (Transfer.user.role == "admin", "user.role=admin"),
    (Transfer.user.id == ID, f"user.id={ID}"),
    (Transfer.user["office.floor"] == 3, "user.office.floor=3"),
    (Task.job.user.queue.code.contains("low"), "job.user.queue.code CONTAINS low"),
    (Task.id == str(UUID(int=1)), "id=00000000-0000-0000-0000-000000000001"),
    (Task.source.path.startswith("/plates"), "source.path='/plates*'"),
    (Task.source.client.status == "online", "source.client.status=online"),
    (ACL.target.code == "x", "target.code=x"),
    (Transfer.status == "failed", "status=failed"),
    (Transfer.status.in_(["failed", None, "done"]), "status IN (failed, null, done)"),
    (Transfer.status.not_in(["failed"]), "status NOT IN (failed)"),
    (Transfer.status.in_(parameter("x")), "status IN :x"),
    (Transfer.status.in_([parameter("x")]), "status IN :x"),
    (Transfer.status.in_([parameter("x"), "done"]), "status IN (:x, done)"),
    (Transfer.status.contains("ail"), "status CONTAINS ail"),
    (Transfer.status == accsyn.wildcard("f*"), "status=f*"),
    (Transfer.size == 5, "size=5"),
    (Transfer.size > -5, "size>-5"),
    (Transfer.size > 10**20, "size>100000000000000000000"),
    (Transfer.size > 5.0, "size>5.0"),
    (Transfer.size < parameter("most"), "size<:most"),
    (Transfer.size > written("1e9"), "size>1e9"),
    (Transfer.size.between(1, 2), "size>=1 AND size<=2"),
    (Transfer.size.is_null(), "size=null"),
    (Transfer.size.is_not_null(), "size!=null"),
    (Transfer.size == None, "size=null"),  # noqa: E711 - what people write
    (Transfer.speed >= 1.5, "speed>=1.5"),
    (User.inactive == True, "inactive=true"),  # noqa: E712 - the way to ask
    (User.inactive != False, "inactive!=false"),  # noqa: E712 - the same
    (Transfer.created > "2026-01-22", "created>2026-01-22"),
    (Transfer.created > date(2026, 1, 22), "created>2026-01-22"),
    (Transfer.created <= datetime(2026, 1, 22, 8, tzinfo=timezone.utc), "created<=2026-01-22T08:00:00"),
    (Transfer.created > ago(days=7), "created>-7d"),
    (Transfer.created > ago(weeks=0), "created>-0w"),
    (Transfer.created > ago(hours=1), "created>-1h"),
    (Transfer.created > ago(minutes=1), "created>-1m"),
    (Transfer.created == today, "created=today"),
    (Transfer.created.in_([yesterday, today]), "created IN (yesterday, today)"),
    (Transfer.created < now, "created<now"),
    (Transfer.name.contains("100%"), "name CONTAINS '100%'"),
    (Transfer.name.not_contains("a*b"), "name NOT CONTAINS 'a*b'"),
    (Transfer.name.matches(r"^\d+"), r"name MATCHES '^\d+'"),
    (Transfer.name.not_matches(parameter("p")), "name NOT MATCHES :p"),
    (Transfer.name.startswith("sh"), "name='sh*'"),
    (Transfer.name.startswith("a*b"), "name MATCHES '^a[*]b'"),
    (Transfer.name.endswith(".exr"), "name='*.exr'"),
    (Transfer.name.endswith("*"), r"name MATCHES '[*](?![\s\S])'"),
    (Transfer.name.endswith("\\"), r"name MATCHES '\x5c(?![\s\S])'"),
    (Transfer.name == PurePosixPath("/a/b"), "name='/a/b'"),
    (Transfer.name == Colour.RED, "name=red"),
    (Transfer.name < "b", "name<b"),
    (Client.roles == "storage", "roles=storage"),
    (Transfer.metadata["shot"]["code"] == "sh010", "metadata.shot.code=sh010"),
    (Transfer["metadata.shot"] > 5, "metadata.shot>5"),
    (Transfer["metadata.2024.in"] == True, "metadata.2024.in=true"),  # noqa: E712 - the way to ask
    (accsyn.attribute("metadata.shot").between("a", "b"), "metadata.shot>=a AND metadata.shot<=b"),
    (Client.metrics["cpu"] >= 0.5, "metrics.cpu>=0.5"),
]


@pytest.mark.parametrize(("made", "text"), CONDITIONS, ids=[text for _, text in CONDITIONS])
def test_an_attribute_makes_the_tree_of_the_text(made: Expression, text: str) -> None:
    """Equal trees, equal hashes, and the same class of node."""
    parsed = accsyn.parse_expression(text)
    assert made == parsed
    assert hash(made) == hash(parsed)


NODES: list[tuple[Expression, Expression]] = [
    (Transfer.name == "a*b", Comparison("name", Operator.EQUAL, Exact("a*b"))),
    (Transfer.name.contains("C:\\"), Comparison("name", Operator.CONTAINS, Exact("C:\\"))),
    (Transfer.name == 'a"b', Comparison("name", Operator.EQUAL, Literal('a"b'))),
    (Transfer.name == "null", Comparison("name", Operator.EQUAL, Literal("null"))),
    (Transfer.name == ":x", Comparison("name", Operator.EQUAL, Literal(":x"))),
    (Transfer.name == Exact("a*"), Comparison("name", Operator.EQUAL, Exact("a*"))),
    (Transfer.name == Null(), Comparison("name", Operator.EQUAL, Null())),
    (Transfer.name.in_([]), Comparison("name", Operator.IN, List(()))),
    (Transfer.name.in_(each for each in "ab"), Comparison("name", Operator.IN, List((Literal("a"), Literal("b"))))),
]


@pytest.mark.parametrize(("made", "node"), NODES)
def test_values_are_data(made: Expression, node: Expression) -> None:
    """A text is itself, whatever it holds; an iterable is taken once."""
    assert made == node


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["==", "!=", "in_", "contains"]))
def test_any_text_means_itself(text: str, how: str) -> None:
    """A record with that very text is found by ``==``, IN and CONTAINS, and left out by ``!=``."""
    made = {
        "==": lambda: Transfer.name == text,
        "!=": lambda: Transfer.name != text,
        "in_": lambda: Transfer.name.in_([text]),
        "contains": lambda: Transfer.name.contains(text),
    }[how]()
    found = list(Transfer.where(made).filter([{"name": text}]))
    assert bool(found) is (how != "!=")


@given(st.text(st.sampled_from("ab*\\'\"\nA.é")), st.text(st.sampled_from("ab*\\'\"\nA.é")))
def test_ends_are_those_of_python(text: str, part: str) -> None:
    """``startswith`` and ``endswith`` are str's own, without case."""
    records = [{"name": text}]
    starts = Transfer.where(Transfer.name.startswith(part))
    ends = Transfer.where(Transfer.name.endswith(part))
    assert bool(list(starts.filter(records))) is text.lower().startswith(part.lower())
    assert bool(list(ends.filter(records))) is text.lower().endswith(part.lower())


def test_a_value_node_stands_in_one_place() -> None:
    """`today` in two comparisons is two nodes: places are looked up by the node."""
    one, two = Transfer.created > today, Transfer.created < today
    assert one.value == two.value
    assert one.value is not two.value


MISTAKES: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: transfer.stauts, AttributeError, "Transfer has no attribute `stauts`; did you mean `status`?"),
    (lambda: transfer.xyzzy, AttributeError, r'is written Transfer\["xyzzy"\]'),
    (lambda: transfer.size.contains("x"), AttributeError, r"Transfer.size is an integer and has no contains\(\): it"),
    (lambda: transfer.user.rol, AttributeError, "Transfer.user has no `rol`; did you mean `role`?"),
    (lambda: transfer.user.xyzzy, AttributeError, r'is written Transfer.user\["xyzzy"\]'),
    (lambda: transfer.size.xyzzy, AttributeError, "Transfer.size is an integer and has no `xyzzy`"),
    (lambda: transfer.name.like("x"), AttributeError, r"Transfer.name has no like\(\); write matches\(...\)"),
    (lambda: transfer.size.gt(5), AttributeError, r"Transfer.size has no gt\(\); write >"),
    (lambda: transfer._secret, AttributeError, "_secret"),
    (lambda: transfer.size._secret, AttributeError, "_secret"),
    (lambda: transfer.status == "runing", accsyn.QueryValidationError, "Did you mean `running`"),
    (lambda: transfer.status.in_(["runing"]), accsyn.QueryValidationError, "Did you mean `running`"),
    (lambda: transfer.size == "x", accsyn.QueryValidationError, "`size` is an integer: this is no number"),
    (lambda: transfer.size == True, accsyn.QueryValidationError, "`size` is an integer"),  # noqa: E712
    (lambda: transfer.size == 1.5, accsyn.QueryValidationError, "this has to be a whole number"),
    (lambda: transfer.size == 10**400, accsyn.QueryValidationError, "more than 308 digits"),
    (lambda: transfer.size.in_([10**400]), accsyn.QueryValidationError, "more than 308 digits"),
    (lambda: User.inactive == "maybe", accsyn.QueryValidationError, "neither true nor false"),
    (lambda: transfer.created > "soon", accsyn.QueryValidationError, "created"),
    (lambda: transfer.created > "-7d", ValueError, r"write ago\(days=7\)"),
    (lambda: transfer.id == "abc", accsyn.QueryValidationError, "this is no id"),
    (lambda: task.id == ID, accsyn.QueryValidationError, "UUID"),
    (lambda: transfer.name.matches("("), accsyn.QueryValidationError, "never closed"),
    (lambda: transfer.name > "\"'", accsyn.QueryValidationError, "both kinds of quotes"),
    (lambda: transfer.status < "x", TypeError, "Transfer.status is an enum and has no order for `<`"),
    (lambda: transfer.status <= "x", TypeError, "no order for `<=`"),
    (lambda: transfer.status > "x", TypeError, "no order for `>`"),
    (lambda: transfer.status >= "x", TypeError, "no order for `>=`"),
    (lambda: 1 < Transfer.size < 5, TypeError, r"x.between\(low, high\) for `low < x < high`"),
    (lambda: Transfer.size > 1 and Transfer.size < 5, TypeError, r"\(a\) & \(b\) for `and`"),
    (lambda: not (Transfer.size > 1), TypeError, r"~\(a\) for `not`"),
    (lambda: "x" in transfer.name, TypeError, r"write Transfer.name.contains\(x\), or Transfer.name.in_\(\[...\]\)"),
    (lambda: 5 in transfer.size, TypeError, r"write Transfer.size.in_\(\[...\]\)$"),
    (lambda: list(transfer.size), TypeError, r"write Transfer.size.in_\(\[...\]\)$"),
    (lambda: Transfer.user in ["a"], TypeError, r"x.in_\(\[...\]\) for `in`"),
    (lambda: bool(Transfer.user), TypeError, "Transfer.user is neither true nor false by itself"),
    (lambda: transfer.size > 1 & transfer.size < 5, TypeError, "put each comparison in parentheses"),
    (lambda: (Transfer.size > 1) & transfer.inactive_, AttributeError, "inactive_"),
    (lambda: (Transfer.size > 1) & transfer.user, TypeError, "Transfer.user alone is none"),
    (lambda: transfer.user | (Transfer.size > 1), TypeError, "`|` joins conditions"),
    (
        lambda: ~transfer.user,
        TypeError,
        r"`~` turns .*, and Transfer.user alone is none: write ~\(Transfer.user ==",
    ),
    (lambda: (Transfer.size > 1) & "x", TypeError, "'x' is none: a text becomes one by parse_expression"),  # type: ignore[operator]
    (lambda: (Transfer.size > 1) | 5, TypeError, "5 is none: put parentheses around each comparison"),  # type: ignore[operator]
    (lambda: (Transfer.size > 1) & True, TypeError, "`&` joins conditions, and True is none"),  # type: ignore[operator]
    (lambda: True & (transfer.size > 1), TypeError, "`&` joins conditions, and True is none"),
    (lambda: None | (transfer.size > 1), TypeError, "`|` joins conditions, and None is none"),
    (lambda: (Transfer.size > 1) & object(), TypeError, "unsupported operand"),  # type: ignore[operator]
    (lambda: transfer.size + 1 > 5, TypeError, "a query cannot compute with Transfer.size"),
    (lambda: 2 * transfer.size, TypeError, "a query cannot compute with Transfer.size"),
    (lambda: -transfer.size, TypeError, "a query cannot compute with Transfer.size"),
    (lambda: transfer.user == {"code": "x"}, TypeError, "the record has no id"),
    (lambda: transfer.user == b"x", TypeError, r"Transfer.user: bytes \(decode it first\) cannot be bound"),
    (lambda: transfer.size == [1, 2], TypeError, r"a list as one value cannot .* values go with in_\(\[...\]\)$"),
    (lambda: transfer.name.in_([["a"]]), TypeError, "Transfer.name: a list inside a list cannot be bound$"),
    (
        lambda: transfer.size.in_(1, 2),
        TypeError,
        r"size.in_\(\) takes the values as one list: write in_\(\[...\]\)",
    ),
    (lambda: transfer.size.not_in(1, 2), TypeError, r"write not_in\(\[...\]\)"),
    (lambda: transfer.limit(5), AttributeError, r"write Transfer.where\(\).limit\(...\)"),
    (lambda: transfer.or_where, AttributeError, r"write Transfer.where\(\).or_where\(...\)"),
    (lambda: transfer.find, AttributeError, r"write Transfer.where\(\).find\(...\)"),
    (lambda: transfer.condition, AttributeError, r"write Transfer.where\(\).condition$"),
    (lambda: transfer.size > None, TypeError, "Transfer.size: None goes with =, !=, IN and NOT IN, not with >"),
    (lambda: transfer.size > Null(), TypeError, "a Null is not one value"),
    (lambda: transfer.size == List(()), TypeError, "a List is not one value"),
    (lambda: transfer.name == transfer.code, TypeError, "a query cannot compare it with Transfer.code"),
    (lambda: transfer.size.in_(5), TypeError, "write .* around 5"),
    (lambda: transfer.status.in_("failed"), TypeError, "write .* around 'failed'"),
    (lambda: transfer.user.in_({"id": ID}), TypeError, "write .* around one"),
    (lambda: transfer.name.contains(5), TypeError, r"Transfer.name.contains\(\) takes a text, not int"),
    (lambda: transfer.name.contains(None), TypeError, r"takes a text, not NoneType"),
    (lambda: transfer.name.startswith(5), TypeError, r"startswith\(\) takes a str, not int"),
    (lambda: client.roles.between("a", "b"), TypeError, r"Client.roles is a list"),
    (lambda: task.source == "x", TypeError, "Task.source is an object; compare one of its fields: Task.source.client"),
    (client.metrics.is_null, TypeError, r'as Client.metrics\["name"\]'),
    (lambda: transfer.metadata["a b"], ValueError, "'a b' is no path"),
    (lambda: transfer["2a"], ValueError, "'2a' is no path"),
    (lambda: transfer[5], TypeError, "not int"),
    (lambda: accsyn.attribute("and"), ValueError, "'and' is a keyword of the language"),
    (lambda: accsyn.attribute("a=1 OR b"), ValueError, "'a=1 OR b' is no path"),
    (lambda: ~(accsyn.attribute("x") > 5), ValueError, r"~ has no exact form for `x>...`"),
    (lambda: ~(Client.roles > "x"), ValueError, "a list of them"),
    (lambda: ~accsyn.parse_expression("size>5"), ValueError, "no exact form"),
    (transfer, TypeError, r"a query is Transfer.where\(...\)"),
    (lambda: setattr(transfer, "status", "failed"), TypeError, "a condition is written Transfer.status == ..."),
    (lambda: transfer.where(user="x"), TypeError, "Transfer.user == ... for user="),
    (lambda: transfer.where(size__gt=5), TypeError, "Transfer.size == ... for size__gt="),
    (lambda: transfer.where(Transfer.status), TypeError, "write Transfer.status == ..."),
    (
        lambda: transfer.where(True),
        TypeError,
        r"not a bool: True is what Python makes of a comparison in which no",
    ),
    (lambda: transfer.where([Transfer.size > 1]), TypeError, r"not a list: write where\(\*conditions\)"),
    (lambda: transfer.where().or_where([]), TypeError, r"not a list: write or_where\(\*conditions\)"),
    (lambda: transfer.where(iter(())), TypeError, r"not a tuple_iterator: write where\(\*conditions\)"),
    (lambda: transfer.where(Transfer.where(Transfer.size > 1)), TypeError, "not a query: write query.condition"),
    (lambda: transfer.where(transfer), TypeError, r"write Transfer.where\(...\), or Transfer.where\(\) for all"),
    (lambda: transfer.where({}), TypeError, "takes conditions, not dict$"),
    (lambda: transfer.where(None), TypeError, "takes conditions, not NoneType$"),
    (lambda: transfer.where().with_condition(transfer.size), TypeError, "not IntegerAttribute: write Transfer.size =="),
    (lambda: transfer.where().attributes(["id"]), TypeError, r"takes names, not \['id'\]: write attributes\(\*names\)"),
    (lambda: transfer.where().attributes(transfer.id), TypeError, r"not Transfer.id: write attributes\('id'\)"),
    (lambda: transfer.where().find(None), TypeError, r"find\(\) takes a session, .*, not NoneType"),
    (lambda: transfer.where().iter(5), TypeError, r"iter\(\) takes a session, .*, not int"),
    (lambda: Transfer.where(User.status == "enabled"), ValueError, "`User.status` is no attribute of Transfer"),
    (ago, TypeError, "takes one of weeks="),
    (lambda: ago(days=1, hours=1), TypeError, "takes one of weeks="),
    (lambda: ago(days=True), TypeError, "a whole number of days, not bool"),
    (lambda: ago(days=-1), ValueError, "not -1"),
    (lambda: written(5), TypeError, "takes a str"),  # type: ignore[arg-type]
    (lambda: parameter(5), TypeError, "is a str, not int"),  # type: ignore[arg-type]
    (lambda: parameter(":x"), ValueError, "without the colon"),
    (accsyn.all_of, ValueError, "at least one"),
    (lambda: accsyn.any_of([]), ValueError, "at least one"),
    (lambda: accsyn.all_of("size>5"), TypeError, r"all_of\(\) takes conditions, not str"),  # type: ignore[arg-type]
    (lambda: accsyn.any_of([5]), TypeError, r"any_of\(\) takes conditions, not int"),  # type: ignore[list-item]
]


@pytest.mark.parametrize(("call", "error", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_raises_at_once(call: Callable[[], object], error: type[Exception], message: str) -> None:
    """At the line where it is made, with what to write instead."""
    with pytest.raises(error, match=message):
        call()


JOINED: list[tuple[Expression, str]] = [
    ((Transfer.size > 1) & (Transfer.size < 5), "size>1 AND size<5"),
    ((Transfer.size > 1) | (Transfer.size < 5) | (Transfer.speed > 1), "size>1 OR size<5 OR speed>1"),
    (
        (Transfer.size > 1) & ((Transfer.size < 5) & (Transfer.speed > 1) | (Transfer.speed < 9)),
        "size>1 AND ((size<5 AND speed>1) OR speed<9)",
    ),
    (accsyn.parse_expression("a=1 AND b=2") & (Transfer.size > 1), "a=1 AND b=2 AND size>1"),
    (accsyn.all_of(Transfer.size > 1, [Transfer.size < 5]), "size>1 AND size<5"),
    (accsyn.any_of(each == 1 for each in (Transfer.size, Transfer.progress)), "size=1 OR progress=1"),
    (accsyn.all_of(Transfer.size > 1), "size>1"),
    (~(Transfer.user == "x"), "user!=x"),
    (~Transfer.user.not_in(["x"]), "user IN (x)"),
    (~Transfer.name.contains("x"), "name NOT CONTAINS x"),
    (~Transfer.name.not_matches("x"), "name MATCHES x"),
    (~(Transfer.size > 1), "size<=1 OR size=null"),
    (~(Transfer.name <= "b"), "name>b OR name=null"),
    (~(Transfer.created < today), "created>=today OR created=null"),
    (~(Task.job.size >= 1), "job.size<1 OR job.size=null"),
    (
        ~((Transfer.size > 1) & ((Transfer.user == "x") | (Transfer.user == "y"))),
        "size<=1 OR size=null OR (user!=x AND user!=y)",
    ),
]


@pytest.mark.parametrize(("made", "text"), JOINED, ids=[text for _, text in JOINED])
def test_conditions_are_joined_and_negated(made: Expression, text: str) -> None:
    """The tree is flat, as that of the text is."""
    assert made == accsyn.parse_expression(text)


def test_a_negated_path_stays_one() -> None:
    """What the schema says of an attribute goes along: a negated order can be negated again."""
    twice = ~~(Transfer.size > 1)
    assert accsyn.equivalent(Transfer.where(twice), "Transfer WHERE size>1") is True


def test_an_attribute_says_what_it_is() -> None:
    """Its text is its path, so that it can be given to `Query.attributes`; its repr is the code."""
    assert str(Task.job.user.role) == "job.user.role"
    assert repr(Task.job.user.role) == "Task.job.user.role"
    assert repr(accsyn.attribute("a.b")) == 'attribute("a.b")'
    assert {Transfer.size: 1}[Transfer.size] == 1
    assert repr(Transfer) == "<entity Transfer>"
    assert "status" in {str(each) for each in Transfer}
    assert all(isinstance(each, Attribute) for each in Queue)
    assert isinstance(Transfer.size == parameter("x"), Comparison)
    assert isinstance((Transfer.size == parameter("x")).value, Parameter)
    assert issubclass(Transfer, entity_module.Entity)
    assert hash(Task.source) == hash("source")
    transfer._note = "what is not public can be set"
    del transfer._note
