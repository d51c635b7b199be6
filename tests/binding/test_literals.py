"""Numbers, booleans and ids: what is read, what is refused, and what the refusal says."""

from __future__ import annotations

import enum
import math
import re
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accsyn.binding.literals import (
    MAX_DIGITS,
    IdForm,
    Problem,
    boolean,
    format_number,
    id_problem,
    integer,
    is_object_id,
    is_uuid,
    number,
    plain_digits,
)

OBJECT_ID = "6676f3e9c7ef4e27da254e57"
UUID = "3f2b8c1e-5d4a-4c3b-9a2f-1e0d9c8b7a65"

# Texts near the language's own, and any text at all: surrogates and control characters included.
NEAR_NUMBERS = st.text(alphabet="0123456789+-.,_eExX%kKmMbBi/ \n٣−", max_size=12)
ANY_TEXT = st.one_of(
    NEAR_NUMBERS,
    st.text(alphabet=st.characters(exclude_categories=[])),
    st.sampled_from(["1" * 5000, "٣" * 5000]),
)
SUGGESTION = re.compile(r"[0-9A-Za-z+.\-]+")


@pytest.fixture(params=[640, 4300, 0])
def digit_limit(request: pytest.FixtureRequest) -> Iterator[int]:
    """Python's own limit for the digits of an int, set and put back; 0 is none."""
    if not hasattr(sys, "set_int_max_str_digits"):
        pytest.skip("this Python has no limit")
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(request.param)
    yield request.param
    sys.set_int_max_str_digits(before)


def problem(value: object) -> Problem:
    """The value, which has to be a problem."""
    assert isinstance(value, Problem)
    return value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("42", 42),
        ("+42", 42),
        ("-7", -7),
        ("007", 7),
        ("1.5", 1.5),
        ("-1.0", -1.0),
        ("1e3", 1000.0),
        ("1E+3", 1000.0),
        ("25e-1", 2.5),
        ("0e999999999999", 0.0),
        ("1e-999999999999", 0.0),
        ("9" * MAX_DIGITS, 10**MAX_DIGITS - 1),
        ("-" + "9" * MAX_DIGITS, 1 - 10**MAX_DIGITS),
        ("0" * 5000 + "12", 12),
        ("-" + "0" * 5000, 0),
    ],
)
def test_numbers(text: str, value: float) -> None:
    """A number has the value of its digits, an int for plain digits and a float otherwise."""
    read = number(text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("text", ["1" * 309, "-" + "1" * 309, "1e309", "1e999999999999", "9" * 400 + ".5", "1" * 5000])
def test_numbers_too_large(text: str) -> None:
    """A number beyond a float, or of more than 308 digits, is refused as too large."""
    assert problem(number(text)).message == "this number is too large"
    assert isinstance(integer(text), Problem)


def test_limit_does_not_depend_on_the_process(digit_limit: int) -> None:
    """The limit of digits is the language's own, whatever limit Python has been given."""
    assert number("9" * MAX_DIGITS) == integer("9" * MAX_DIGITS) == 10**MAX_DIGITS - 1
    assert number("0" * 5000 + "1") == integer("0" * 5000 + "1") == 1
    for text in ("1" * 309, "1" * 5000):
        assert problem(number(text)) == problem(integer(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("42", 42),
        ("-42", -42),
        ("1e3", 1000),
        ("50.0", 50),
        ("-5.0e1", -50),
        ("1.5e1", 15),
        ("1200e-2", 12),
        ("0.0", 0),
        ("-0.0", 0),
        ("0e999999999999999999", 0),
        ("0.000e-5", 0),
        ("1e0", 1),
        ("1e-0", 1),
        ("1e22", 10**22),
        ("1e23", 10**23),
        ("1e307", 10**307),
        ("1" + "0" * 5000 + "e-5000", 1),
        ("0." + "0" * 5000 + "1e5001", 1),
    ],
)
def test_integers(text: str, value: int) -> None:
    """A whole number is read exactly, in every spelling of a number."""
    read = integer(text)
    assert read == value
    assert type(read) is int


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.5", "this has to be a whole number"),
        ("1e-1", "this has to be a whole number"),
        ("0.001e2", "this has to be a whole number"),
        ("1e-999999999999999999", "this has to be a whole number"),
        ("1e308", "this number is too large"),
        ("1e999999999", "this number is too large"),
        ("1e999999999999999999", "this number is too large"),
        ("abc", "this is no number"),
    ],
)
def test_no_integers(text: str, message: str) -> None:
    """A number with a fraction, or too large to write out, is no integer, and is refused at once."""
    started = time.perf_counter()
    assert problem(integer(text)).message == message
    assert time.perf_counter() - started < 0.5


@pytest.mark.parametrize(
    ("text", "message", "help_text", "suggestion"),
    [
        ("", "a number cannot be empty", None, None),
        (" \n", "a number cannot be empty", None, None),
        (" 5", "a number takes no blanks around it", "write 5", "5"),
        ("5\n", "a number takes no blanks around it", "write 5", "5"),
        ("10MB", "a number takes no unit", "10000000 by thousands, 10485760 by 1024", None),
        ("1.5 gb", "a number takes no unit", "1500000000 by thousands, 1610612736 by 1024", None),
        ("10M", "a number takes no unit", "10000000 by thousands, 10485760 by 1024", None),
        ("10MiB", "a number takes no unit", "10485760", "10485760"),
        ("0.3MiB", "a number takes no unit", "write the number of bytes", None),
        ("5s", "a number takes no unit", "write the number alone", None),
        ("-10MB", "a number takes no unit", "write the number alone", None),
        ("1,000", "a number takes no comma", "1000 for thousands, 1.000 for a fraction", None),
        ("1,5", "a fraction starts with a point, not with a comma", "write 1.5", "1.5"),
        ("1,000,000.5", "a number takes no thousands separators", "write 1000000.5", "1000000.5"),
        ("1_000", "a number takes no separators between its digits", "write 1000", "1000"),
        ("-1 000 000", "a number takes no separators between its digits", "write -1000000", "-1000000"),
        ("1\u202f000", "a number takes no separators between its digits", "write 1000", "1000"),
        ("0x1F", "a number is written in decimal", "write 31", "31"),
        ("-0b101", "a number is written in decimal", "write -5", "-5"),
        ("0o17", "a number is written in decimal", "write 15", "15"),
        ("0o19", "this is no number", None, None),
        ("50%", "a number takes no percent sign", "write the number alone", None),
        (".5", "a point stands between digits", "write 0.5", "0.5"),
        ("-.5e3", "a point stands between digits", "write -0.5e3", "-0.5e3"),
        ("5.", "a point stands between digits", "write 5", "5"),
        ("5.e3", "a point stands between digits", "write 5e3", "5e3"),
        (".", "this is no number", None, None),
        ("١٢", "a number is written with the digits 0 to 9", "write 12", "12"),
        ("\u22125", "a number is written with the digits 0 to 9", "write -5", "-5"),
        ("inf", "infinity is no number", None, None),
        ("-Infinity", "infinity is no number", None, None),
        ("NaN", "'not a number' is no number", None, None),
        ("1/2", "a number is no division", None, None),
        ("True", "this is true or false, and no number", None, None),
        ("abc", "this is no number", None, None),
        ("1e", "a number takes no unit", None, None),
        ("--5", "this is no number", None, None),
        ("x" * 5000, "this is no number", None, None),
    ],
)
def test_number_habits(text: str, message: str, help_text: str | None, suggestion: str | None) -> None:
    """What people write for numbers elsewhere is refused with what to write here."""
    found = problem(number(text))
    assert found.message == message
    assert found.help
    if help_text is not None:
        assert help_text in found.help
    assert found.suggestion == suggestion


def test_suggestions_fit_the_type() -> None:
    """A suggestion that is a number but no integer is not made for an integer."""
    assert problem(number("1,5")).suggestion == "1.5"
    assert problem(integer("1,5")).suggestion is None
    assert problem(integer("5.")).suggestion == "5"


@pytest.mark.parametrize("read", [number, integer])
@given(text=ANY_TEXT)
@example(text="\ud800")
@example(text="0x" + "F" * 400)
@example(text="1,000" * 60)
def test_numbers_are_total(read: Callable[[str], int | float | Problem], text: str) -> None:
    """Any text gives a finite number or a problem; a suggestion is bare and reads as a number."""
    value = read(text)
    if not isinstance(value, Problem):
        assert math.isfinite(value)
        return
    assert not value.message.endswith(".")
    if value.suggestion is not None:
        assert SUGGESTION.fullmatch(value.suggestion)
        assert not isinstance(read(value.suggestion), Problem)


@given(text=NEAR_NUMBERS)
def test_integers_are_numbers(text: str) -> None:
    """Every integer reads as the nearest number, and whatever is no number is no integer."""
    whole, value = integer(text), number(text)
    if isinstance(value, Problem):
        assert isinstance(whole, Problem)
    elif isinstance(value, int) or not isinstance(whole, Problem):
        assert not isinstance(whole, Problem)
        assert float(whole) == value


@given(value=st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(1 - 10**308, 10**308 - 1)))
@example(value=1e16)
@example(value=5e-324)
@example(value=-0.0)
@example(value=sys.float_info.max)
@example(value=10**308 - 1)
def test_format_number_round_trip(value: float) -> None:
    """A formatted number reads back as an equal number of the same type."""
    read = number(format_number(value))
    assert read == value
    assert type(read) is type(value)


def test_format_number_of_subclasses() -> None:
    """The value of a subclass is written, not the subclass's own words."""

    class Priority(enum.IntEnum):
        HIGH = 7

    class Loud(float):
        def __repr__(self) -> str:
            return "loud"

    assert format_number(Priority.HIGH) == "7"
    assert format_number(Loud(1.5)) == "1.5"


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, 10**308, -(10**308), 10**4000])
def test_format_number_refuses(value: float) -> None:
    """What no literal can say is not formatted."""
    with pytest.raises(ValueError, match="can be written"):
        format_number(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("True", True),
        ("TRUE", True),
        ("false", False),
        ("fAlSe", False),
        ("1", True),
        ("0", False),
    ],
)
def test_booleans(text: str, value: bool) -> None:
    """True and false in any case, 1 and 0, are booleans."""
    assert boolean(text) is value


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("yes", "true"),
        ("On", "true"),
        ("t", "true"),
        ("Y", "true"),
        ("no", "false"),
        ("OFF", "false"),
        ("f", "false"),
        ("n", "false"),
        ("true\n", "true"),
        (" 1", "1"),
        ("", None),
        ("2", None),
        ("1.0", None),
        ("fal\u017fe", None),
        ("\ud800", None),
    ],
)
def test_no_booleans(text: str, suggestion: str | None) -> None:
    """Other words are no booleans; where the meaning is plain the right word is suggested."""
    found = problem(boolean(text))
    assert found.message == "this is neither true nor false"
    assert found.suggestion == suggestion
    assert found.help == f"write {suggestion or 'true or false'}"


@pytest.mark.parametrize(
    ("text", "object_id", "uuid"),
    [
        (OBJECT_ID, True, False),
        (OBJECT_ID.upper(), True, False),
        (UUID, False, True),
        (UUID.upper(), False, True),
        (OBJECT_ID + "\n", False, False),
        (UUID + "\n", False, False),
        (OBJECT_ID[:-1] + "g", False, False),
        (OBJECT_ID[:-1] + "\uff11", False, False),
        (UUID.replace("-", ""), False, False),
        ("", False, False),
    ],
)
def test_id_forms(text: str, object_id: bool, uuid: bool) -> None:
    """An id is exactly its ASCII digits, in any case."""
    assert is_object_id(text) is object_id
    assert is_uuid(text) is uuid
    assert (id_problem(text, "object_id") is None) is object_id
    assert (id_problem(text, "uuid") is None) is uuid


@pytest.mark.parametrize(
    ("text", "form", "message", "suggestion"),
    [
        (OBJECT_ID[:-1], "object_id", "an id has 24 hexadecimal digits, this has 23", None),
        (OBJECT_ID + "0", "object_id", "an id has 24 hexadecimal digits, this has 25", None),
        ("", "object_id", "an id has 24 hexadecimal digits, this has 0", None),
        (OBJECT_ID[:-1] + "g", "object_id", "an id has 24 hexadecimal digits, character 24 is not one", None),
        ("lisa@example.com", "object_id", "an id has 24 hexadecimal digits", None),
        (UUID, "object_id", "an id has 24 hexadecimal digits, this is a UUID", None),
        (f" {OBJECT_ID}\n", "object_id", "an id is written alone, in its own form", OBJECT_ID),
        (f"user:{OBJECT_ID}", "object_id", "an id is written alone, in its own form", OBJECT_ID),
        (f"ObjectId('{OBJECT_ID}')", "object_id", "an id is written alone, in its own form", OBJECT_ID),
        (UUID.replace("-", ""), "uuid", "an id is written alone, in its own form", UUID),
        ("{" + UUID + "}", "uuid", "an id is written alone, in its own form", UUID),
        (f"urn:uuid:{UUID}", "uuid", "an id is written alone, in its own form", UUID),
        (UUID[:-1], "uuid", "an id is a UUID of 32 hexadecimal digits, this has 31", None),
        (OBJECT_ID, "uuid", "an id is a UUID of 32 hexadecimal digits, this has 24", None),
        (UUID[:-1] + "z", "uuid", "an id is a UUID of 32 hexadecimal digits, character 36 is not one", None),
        ("-" + UUID[:8] + UUID[9:], "uuid", "an id is a UUID of 32 hexadecimal digits", None),
    ],
)
def test_id_problems(text: str, form: IdForm, message: str, suggestion: str | None) -> None:
    """A text that is no id is told how far it is from one, and unwrapped where it holds one."""
    found = problem(id_problem(text, form))
    assert (found.message, found.suggestion) == (message, suggestion)
    assert found.help


@given(text=ANY_TEXT, form=st.sampled_from(["object_id", "uuid"]))
def test_ids_and_booleans_are_total(text: str, form: IdForm) -> None:
    """Any text gives a value or a problem, and what is suggested is right."""
    found = id_problem(text, form)
    assert (found is None) is (is_object_id(text) if form == "object_id" else is_uuid(text))
    if found is not None and found.suggestion is not None:
        assert id_problem(found.suggestion, form) is None
    assert isinstance(boolean(text), bool | Problem)


def test_plain_digits() -> None:
    """Digits and dashes of other scripts become ASCII, everything else stays."""
    assert plain_digits("٢٠٢٦‑01−２２ \ud800é²") == "2026-01-22 \ud800é²"
    assert plain_digits("2026-01-22") == "2026-01-22"


def test_long_texts_are_quick() -> None:
    """Reading is linear in the length of the text."""
    started = time.perf_counter()
    for text in ("1" * 10**6, "1." + "1" * 10**6, "." * 10**6, "1 " * 10**6, "1e" + "9" * 10**6, "٣" * 10**6):
        number(text)
        integer(text)
        boolean(text)
        id_problem(text, "object_id")
    assert time.perf_counter() - started < 10
