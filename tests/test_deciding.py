"""What is said of queries without a record: the evaluator is the judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

import accsyn
from accsyn.ast import comparisons
from accsyn.deciding import decision
from accsyn.entities import Transfer
from accsyn.evaluation.values import moment
from tests.examples import times
from tests.logic.generated import SCHEMA, queries, records_for

_MANY = times(2)

IMPLICATIONS: list[tuple[str, str, bool | None]] = [
    ("size>10", "size>5", True),
    ("size>5", "size>10", False),
    ("size>5", "size>=6", True),  # whole numbers
    ("speed>5", "speed>=6", False),
    ("speed>5 AND speed<5.000000000000001", "speed=6", True),  # two floats in a row
    ("speed>5", "speed!=null", True),
    ("size=5 OR size=6", "size IN (5, 6, 7)", True),
    ("size IN (5, 6, 7)", "size>4 AND size<8", True),
    ("size>4 AND size<8", "size IN (5, 6, 7)", True),
    ("size!=null", "size>5 OR size<=5", True),
    ("default=true", "default!=false", True),
    ("default!=false", "default=true", False),
    ("default!=false AND default!=null", "default=true", True),
    ("created=2026-01-22", "created>=2026-01-22T00:00:00 AND created<2026-01-23T00:00:00", True),
    ("created>2026-01-22", "created>=2026-01-22T12:00:00", True),
    ("created>=2026-01-22T12:00:00", "created>2026-01-22", False),
    ("created<=9999-12-31", "created!=null", True),
    ("created!=null", "created<=9999-12-31", True),
    ("created>=0001-01-01", "created!=null", True),
    ("created>-7d", "created>-8d", True),
    ('name="a*"', "name CONTAINS a", True),
    ("name CONTAINS a", 'name="a*"', False),
    ('name="*a*b*"', 'name="*a*" AND name="*b*"', True),
    ('name="*a*" AND name="*b*"', 'name="*a*b*"', False),
    ('name="*a*" AND name="*b*"', 'name="*a*b*" OR name="*b*a*"', True),
    ("name=A", "name=a", True),
    ("name>=b AND name<c", 'name="b*"', True),
    ('name="b*"', "name>=b AND name<c", True),
    ('name<""', "name=null", True),
    ("name=null", "name!=a", True),
    ("name NOT CONTAINS a", "name!=a", True),
    ("name!=a", "name NOT CONTAINS a", False),
    ("status=a", "status IN (a, b)", True),
    ("status IN (a, ab, b)", "status!=null", True),
    ("status!=null", "status IN (a, ab, b)", False),  # an enum may hold what is not documented
    ("size>5 AND name=a", "name=a", True),
    ("size>5 AND name=a OR speed<2", "(size>5 OR speed<2) AND (name=a OR speed<2)", True),
    ('name MATCHES "x"', 'name MATCHES "x" OR size>5', True),
    ('name MATCHES "x"', 'name MATCHES "y"', None),
    ("owner=a", "owner IN (a, b)", True),
    ("owner=a", "owner=b", None),
    ("owner.rank>5", "owner.rank>4", True),
    ("owner.rank>4 AND owner=a", "owner.rank>5", None),
    ("metadata.x>5", "metadata.x>4", None),
    ("roles=a", "roles!=b", None),
    ("speed=null", "speed!=5", True),
    ("size=:x", "size=:x", True),
    ("size=:x", "size=:y", None),
    ("size>5 AND size=null", "owner=a", True),
]


@pytest.mark.parametrize(("first", "second", "expected"), IMPLICATIONS)
def test_implications(first: str, second: str, expected: bool | None) -> None:
    """True and False where it is certain, None where it is not; equivalence is both directions."""
    one, two = f"thing WHERE {first}", f"thing WHERE {second}"
    assert accsyn.implies(one, two, schema=SCHEMA) is expected
    back = accsyn.implies(two, one, schema=SCHEMA)
    both = accsyn.equivalent(one, two, schema=SCHEMA)
    if expected is False or back is False:
        assert both is False
    else:
        assert both is (True if expected and back else None)


@pytest.mark.slow
@_MANY
@given(queries(), queries())
def test_answers_are_true(first: str, second: str) -> None:
    """True: no record is found by the first alone. False: the witness is."""
    found = decision(first, second, schema=SCHEMA)
    one, two = (accsyn.compile(text, schema=SCHEMA) for text in (first, second))
    if found.follows is False:
        assert found.witness is not None
        assert one.matches(found.witness)
        assert not two.matches(found.witness)
    if found.follows:
        names = {str(node.attribute) for each in (one, two) for node in comparisons(each.query.statement)}
        for record in filter(_is_regular, records_for(names, most=150)):
            assert two.matches(record) or not one.matches(record)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value  # noqa: PLR0124 - NaN


_REGULAR: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("id", "name", "status"), lambda value: isinstance(value, str)),
    "size": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "speed": _is_number,
    "default": lambda value: isinstance(value, bool),
    "created": lambda value: moment(value) is not None,
}


def _is_regular(record: dict[str, Any]) -> bool:
    """Whether a record is what the schema says, as far as attributes with one value go."""
    return all(value is None or name not in _REGULAR or _REGULAR[name](value) for name, value in record.items())


@pytest.mark.slow
@_MANY
@given(queries())
def test_simplifying_changes_nothing(text: str) -> None:
    """The shorter query finds the same records, is no longer, and is as short as it gets by this way."""
    query = accsyn.parse(text)
    shorter = accsyn.simplify(query, schema=SCHEMA)
    one, two = (accsyn.compile(each, schema=SCHEMA) for each in (query, shorter))
    names = {str(node.attribute) for node in comparisons(query.statement)}
    for record in filter(_is_regular, records_for(names, most=150)):
        assert one.matches(record) is two.matches(record)
    assert len(list(comparisons(shorter.statement))) <= max(2, len(list(comparisons(query.statement))))
    assert accsyn.simplify(shorter, schema=SCHEMA) == shorter
    assert accsyn.equivalent(query, shorter, schema=SCHEMA) is not False


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("size>5", "size>5"),
        ("size>5 AND size>5", "size>5"),
        ("size>5 AND size>10 AND size!=null", "size>10"),
        ("status=failed OR status=done OR status=failed", "status IN (failed, done)"),
        ("status!=failed AND status NOT IN (done, failed) AND size>5", "status NOT IN (done, failed) AND size>5"),
        ("status=:a OR status=:b", "status=:a OR status=:b"),
        ("(code=a OR code=b) AND (code=a OR code=b OR size>5)", "code IN (a, b)"),
        ("size>5 OR (size>5 AND code=a)", "size>5"),
        ("size>5 AND size<3", "size=null AND size!=null"),
        ("code=a OR (size>5 AND size<3)", "code=a"),
        ("size!=null OR size=null", ""),
        ("size>5 OR size<=5 OR size=null", ""),
        ("code=a OR (user=b AND size>5 AND size<3)", "code=a"),
        ("code CONTAINS b AND code=a", "code=null AND code!=null"),
        ("user=a OR (user!=a AND size>5)", "user=a OR (user!=a AND size>5)"),
    ],
)
def test_simpler_forms(text: str, expected: str) -> None:
    """What becomes of each."""
    query = accsyn.parse(f"Transfer WHERE {text}" if text else "Transfer").limit(5)
    found = accsyn.simplify(query)
    assert str(found) == (f"Transfer WHERE {expected}" if expected else "Transfer")
    assert found.options.limit == 5


def test_empty_lists_are_decided() -> None:
    """IN of no value never holds, NOT IN always."""
    nothing = Transfer.where(Transfer.status.in_([]))
    everything = Transfer.where(Transfer.user.not_in([]) | (Transfer.size > 5))
    assert str(accsyn.simplify(nothing)) == "Transfer WHERE status=null AND status!=null"
    assert accsyn.simplify(everything) == Transfer.where()
    within = Transfer.where(Transfer.code == "a", Transfer.user.in_([]) | (Transfer.size > 5))
    assert accsyn.simplify(within) == accsyn.parse("Transfer WHERE code=a AND size>5")
    never = Transfer.where((Transfer.code == "a") | (Transfer.name == "b") & Transfer.user.in_([]))
    assert accsyn.simplify(never) == accsyn.parse("Transfer WHERE code=a")
    assert accsyn.implies(nothing, "Transfer WHERE size>5") is True
    assert accsyn.implies("Transfer WHERE size>5", everything) is True
    assert accsyn.implies(Transfer.where(Transfer.user.in_([])), "Transfer WHERE size>5") is True


def test_plain_stars_are_no_wildcards() -> None:
    """A text from Python is one text; as a pattern it is many."""
    plain, pattern = Transfer.where(Transfer.name == "a*"), Transfer.where(Transfer.name == accsyn.wildcard("a*"))
    assert accsyn.implies(plain, pattern) is True
    assert accsyn.implies(pattern, plain) is False


def test_types_have_to_be_the_same() -> None:
    """A deprecated name is the type it stands for; unknown types are compared by their names."""
    assert accsyn.equivalent("job WHERE size>5", "Transfer WHERE size>5") is True
    assert accsyn.implies("User", "Transfer") is False
    assert accsyn.implies("Shot WHERE a=1", "shot WHERE a=1") is True
    assert accsyn.implies("Shot WHERE a=1", "Scene WHERE a=1") is False
    assert accsyn.implies("Transfer WHERE size>5", "Transfer") is True


def test_too_much_is_not_known() -> None:
    """What would take too long is left undecided."""
    letters = "abcdefghijklmnop"
    wide = " AND ".join(f"metadata.{letter}=1" for letter in letters)
    assert accsyn.implies(f"Transfer WHERE {wide}", "Transfer WHERE metadata.a=2") is None
    many = " OR ".join(f"user={letter}" for letter in letters)
    assert accsyn.implies(f"Transfer WHERE {many}", "Transfer WHERE user=z") is None
    stars = " AND ".join(f'name="*{letter}*{letter}*"' for letter in letters)
    assert accsyn.implies(f"Transfer WHERE {stars}", "Transfer WHERE name=z") is None


def test_wrong_queries_raise() -> None:
    """What does not compile cannot be reasoned about."""
    with pytest.raises(accsyn.QueryValidationError):
        accsyn.implies("Transfer WHERE size=x", "Transfer")
    with pytest.raises(accsyn.QuerySyntaxError):
        accsyn.simplify("Transfer WHERE")
    with pytest.raises(TypeError, match="not int"):
        accsyn.equivalent(5, "Transfer")  # type: ignore[arg-type]
