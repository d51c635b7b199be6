"""One verdict on every Python (accsyn/patterns/judge.py, complaints.py)."""

from __future__ import annotations

import pickle
import re
import sys
import threading
import warnings
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn import patterns as package
from accsyn.patterns import PatternError, compile_pattern, judge
from accsyn.patterns.complaints import PatternProblem, complaint
from accsyn.patterns.judge import DEEPEST
from tests.patterns.generated import garbage, patterns, texts


@pytest.mark.parametrize(
    ("pattern", "offset", "message"),
    [
        # What the supported Pythons do not agree on.
        ("ab*+", 2, "possessive repetition *+"),
        ("a?+", 1, "possessive repetition ?+"),
        ("a{1,2}+", 1, "possessive repetition {1,2}+"),
        ("a(?>b)", 1, "atomic group"),
        ("a(?i)b", 1, "flags for the whole pattern belong at its start"),
        ("(?:(?i)b)", 3, "flags for the whole pattern belong at its start"),
        ("a|(?s)b", 2, "flags for the whole pattern belong at its start"),
        (" (?x)b", 1, "flags for the whole pattern belong at its start"),
        ("(?t)a", 2, "no such flag"),
        ("(?it:a)", 3, "no such flag"),
        ("(a)(?(１)b|c)", 6, "no group name"),
        ("(a)(?( 1 )b|c)", 6, "no group name"),
        ("(a)(?(+1)b|c)", 6, "no group name"),
        ("a{99999999999}", 2, "too large"),
        ("a{4294967295}", 2, "too large"),
        ("a{1,4294967295}", 4, "too large"),
        ("a{" + "0" * 5000 + "1}", 2, "too large"),
        ("(?(" + "9" * 5000 + ")a|b)", 3, "no group with this number"),
        ("(?(" + "0" * 5000 + "1)a|b)", 3, "no group with this number"),
        ("(" * 101 + "a" + ")" * 101, 100, "nested more than 100 deep"),
        ("(" * 100_000, 100, "nested more than 100 deep"),
        # What none of them takes.
        ("a(b", 1, "the group opened here is never closed"),
        ("a)b", 1, "closes no group"),
        ("a[b", 1, "the character class opened here is never closed"),
        ("*a", 0, "nothing here to repeat"),
        ("a|*", 2, "nothing here to repeat"),
        ("a**", 2, "already repeated"),
        ("a{2,1}", 2, "cannot be larger"),
        ("ab\\", 2, "lone backslash"),
        (r"a\q", 1, "this escape has no meaning"),
        (r"[\8]", 1, "this escape has no meaning"),
        (r"\x4", 0, "more hexadecimal digits"),
        (r"\777", 0, "octal"),
        (r"\N", 2, "name of a character in braces"),
        (r"\N{}", 3, "name of a character in braces"),
        (r"\N{DOT", 3, "never closed"),
        (r"\N{NO SUCH NAME}", 0, "no character has this name"),
        ("[z-a]", 1, "from a character to a later one"),
        (r"[\d-z]", 1, "from a character to a later one"),
        ("(?P<n", 4, "group name is never closed"),
        ("(?P=n", 4, "group name is never closed"),
        ("(?P<>a)", 4, "group name is missing"),
        ("(?()a)", 3, "group name is missing"),
        ("(?P<1>a)", 4, "no group name"),
        ("(?P<n>a)(?P<n>b)", 12, "two groups have this name"),
        ("(?P=n)", 4, "no group before this has this name"),
        ("(?(n)a)", 3, "no group before this has this name"),
        (r"(a)\2", 4, "no group with this number"),
        ("(?(0)a)", 3, "groups count from 1"),
        ("(?(5)a)", 3, "no group with this number"),
        (r"(a\1)", 2, "refers to the group it stands in"),
        (r"(?<=(a)\1)", None, "same look-behind"),
        ("(a)(?(1)a|b|c)", 11, "two branches"),
        ("a(?#b", 1, "comment opened here"),
        ("a(?", 3, "ends within a group's opening"),
        ("a(?q)", None, "means nothing"),
        ("a(?Pq)", None, "means nothing"),
        ("(?L)a", None, "bytes only"),
        ("(?au)a", None, "do not go together"),
        ("(?-a:a)", None, "cannot be turned off"),
        ("(?i-i:a)", None, "both on and off"),
        ("(?iq)a", None, "no such flag"),
        ("(?i-)a", None, "a flag is missing"),
        ("(?i", None, "never closed"),
        ("(?-i)a", None, "need a group"),
        ("(?<=a*)b", None, "one fixed length"),
    ],
)
def test_problems(pattern: str, offset: int | None, message: str) -> None:
    """What is wrong is said in the user's terms, and where (None: the row leaves the place open)."""
    problem = judge(pattern)
    assert problem is not None
    assert message in problem.message
    if offset is not None:
        assert problem.offset == offset
    assert problem.offset is None or 0 <= problem.offset <= len(pattern)
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern)
    assert caught.value.problem == problem
    assert caught.value.pattern == pattern


@pytest.mark.parametrize(
    "pattern",
    [
        *("", "a", r"backup.*\.zip", "(?i)a", "(?i)(?s)a", "(?#c)(?x) (?s)a", "(?x) # c\n(?i)a", "(?i:a)b"),
        *("a{4294967294}", "a{}+", "{}", "a{", "(a)(?(1)b|c)", "(?P<n>a)(?(n)b|c)", "(?P<total>a)", "\ud800"),
        *("[[a]", "[a-z--x]", "[a||b]", "[^[]", "(?!)", "(" * 100 + "a" + ")" * 100, "(a)(?(001)b|c)"),
    ],
)
def test_no_problem(pattern: str) -> None:
    """What every supported Python takes is valid, also where `re` would warn."""
    assert judge(pattern) is None
    assert compile_pattern(pattern).flags & re.IGNORECASE


@given(st.one_of(patterns, garbage), texts)
def test_the_verdict_is_that_of_re(pattern: str, text: str) -> None:
    """What is valid compiles and finds what `re` finds; what `re` refuses is refused; nothing warns or escapes."""
    problem = judge(pattern)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", DeprecationWarning)
            warnings.simplefilter("ignore", FutureWarning)
            expected = re.compile(pattern, re.IGNORECASE)
    except (re.error, OverflowError, DeprecationWarning):
        assert problem is not None
        assert problem.offset is None or 0 <= problem.offset <= len(pattern)
        assert "this is no regular expression:" not in problem.message
        return
    if problem is None:
        found = [match.span() for match in compile_pattern(pattern).finditer(text)]
        assert found == [match.span() for match in expected.finditer(text)]
    else:  # valid on this Python only
        assert re.search("possessive|atomic|no such flag", problem.message)


def test_the_verdict_does_not_depend_on_the_stack() -> None:
    """A caller deep in a recursion gets the same verdict as any other."""
    pattern = "(?:" * DEEPEST + "[a-z]+" + ")*" * DEEPEST

    def deep(levels: int) -> object:
        return judge(pattern) if levels == 0 else deep(levels - 1)

    here = len(_frames())
    assert deep(sys.getrecursionlimit() - here - 150) is None


def _frames() -> list[object]:
    frame: FrameType | None = sys._getframe()
    frames: list[object] = []
    while frame is not None:
        frames.append(frame)
        frame = frame.f_back
    return frames


def test_where_python_cannot_compile_at_any_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a recursion limit too low for `re` the pattern is refused rather than a RecursionError raised."""

    def no_room(*_: object) -> re.Pattern[str]:
        raise RecursionError

    monkeypatch.setattr("re.compile", no_room)
    problem = judge("some pattern that is not in the cache")
    assert problem is not None
    assert "nested" in problem.message


def test_no_warning_on_any_thread() -> None:
    """Compiling what `re` warns of leaves the warning filters alone, so threads cannot disturb each other."""
    seen: list[PatternProblem | None] = []
    before = list(warnings.filters)

    def work(number: int) -> None:
        seen.extend(judge(f"[[+--{chr(98 + step % 20)}]{number}") for step in range(20))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 160
    assert warnings.filters == before


def test_the_place_is_that_in_the_pattern() -> None:
    """Where the pattern is spelled differently to keep `re` quiet, offsets still count in the pattern as written."""
    problem = judge(r"[[+--b]\q")
    assert problem is not None
    assert problem.offset == 7


def test_the_error_is_a_sentence_and_survives_pickling() -> None:
    """The error names the place counted from 1, and can go from process to process."""
    with pytest.raises(PatternError, match=r"closes no group \(character 2 of the pattern\)") as caught:
        compile_pattern("a)")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (copy.pattern, copy.problem, str(copy)) == ("a)", caught.value.problem, str(caught.value))
    assert str(PatternError("(?<=a*)", PatternProblem("no", None, None))) == "no"


def test_an_unknown_complaint_is_passed_on() -> None:
    """A message of a later Python is quoted rather than lost."""
    assert complaint("brand new", 3) == PatternProblem("this is no regular expression: brand new", 3, None)


def test_public_names() -> None:
    """Everything in `__all__` is there, and nothing else is promised."""
    found: list[Callable[..., object]] = [getattr(package, name) for name in package.__all__]
    assert all(map(callable, found))
    with pytest.raises(AttributeError, match="nonsense"):
        package.nonsense  # noqa: B018
