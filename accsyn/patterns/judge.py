r"""Whether a pattern is a regular expression, with one verdict on every supported Python.

What Python's `re` takes has changed, and the same query must not be valid on one machine and invalid on
another. So the scanner refuses, before `re` is asked, whatever one of 3.10 to 3.13 does not take or takes
with a warning:

    a*+  a?+  a{1,2}+  (?>a)    new in 3.11
    a(?i)b                      an error since 3.11, deprecated before
    (?t)                        a flag until 3.12
    (?(+1)a|b)  (?( 1 )a|b)     deprecated in 3.11, an error since 3.12: the number of a group in other than
    digits a{99999999999}              OverflowError or, with thousands of digits, ValueError, by version
    ((((...))))                 RecursionError, at a depth that depends on version and caller

``[[a]`` and ``[a||b]`` draw a FutureWarning from `re` and are valid; they compile quietly. Source: "Changed
in version" in the documentation of `re`, and the differences between the versions of its parser.

What still differs is Unicode's data, not `re`: newer letters in group names and newer names in ``\N{...}``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from accsyn.patterns.complaints import PatternProblem, complaint
from accsyn.patterns.scan import Token, scan, without_set_warnings

__all__ = ["DEEPEST", "PatternError", "PatternProblem", "compile_pattern", "judge"]

DEEPEST = 100  # groups within groups; `re` takes some five Python frames for each, of the usual thousand
_MOST = 4294967294  # the largest number of a repetition: `re` keeps 32 bits, and the highest means no limit
_SET_WARNINGS = re.compile(r"\[\[|--|&&|~~|\|\|")
_FLAGS = frozenset("aiLmstux")
_NUMBER = re.compile(r"[0-9]+")


class PatternError(ValueError):
    """A pattern that is no regular expression.

    Attributes:
        pattern: The pattern.
        problem: What is wrong with it, and where.
    """

    def __init__(self, pattern: str, problem: PatternProblem) -> None:
        self.pattern = pattern
        self.problem = problem
        place = "" if problem.offset is None else f" (character {problem.offset + 1} of the pattern)"
        super().__init__(f"{problem.message}{place}")

    def __reduce__(self) -> tuple[type[PatternError], tuple[str, PatternProblem]]:
        return PatternError, (self.pattern, self.problem)


def judge(pattern: str) -> PatternProblem | None:
    """What is wrong with a pattern; None if it is a regular expression on every supported Python."""
    verdict = _verdict(pattern)
    return verdict if isinstance(verdict, PatternProblem) else None


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern as MATCHES uses it: ``compile_pattern(p).search(text)``, without regard to case.

    No warning surfaces, whatever filters are set. Where `re` would warn, the ``pattern`` attribute of the
    answer is spelled with more backslashes.

    Raises:
        PatternError: `judge` finds a problem.
    """
    verdict = _verdict(pattern)
    if isinstance(verdict, PatternProblem):
        raise PatternError(pattern, verdict)
    return verdict


@lru_cache(maxsize=256)
def _verdict(pattern: str) -> re.Pattern[str] | PatternProblem:
    tokens = scan(pattern)
    problem = _refused(tokens)
    if problem is not None:
        return problem
    spelled, added = without_set_warnings(tokens) if _SET_WARNINGS.search(pattern) else (pattern, [])
    try:
        return _compile_at_any_depth(spelled)
    except re.error as error:
        offset = error.pos
        if offset is not None:
            offset -= sum(1 for place in added if place < offset)
        return complaint(error.msg, offset)
    except RecursionError:  # only where sys.setrecursionlimit allows far less than usual
        return _too_deep(None)


def _compile_at_any_depth(pattern: str) -> re.Pattern[str]:
    """Compile on this thread, or on a fresh one if the caller has used up the recursion limit."""
    try:
        return re.compile(pattern, re.IGNORECASE)
    except RecursionError:
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as executor:
            return executor.submit(re.compile, pattern, re.IGNORECASE).result()


def _refused(tokens: list[Token]) -> PatternProblem | None:
    """The first thing in a pattern that is refused whatever the running Python says of it."""
    depth = 0
    at_start = True
    for token in tokens:
        kind = token.kind
        if kind == "open":
            depth += 1
            if depth > DEEPEST:
                return _too_deep(token.start)
        elif kind == "close":
            depth -= 1
        problem = _REFUSALS[kind](token) if kind in _REFUSALS else None
        if problem is not None:
            return problem
        if kind == "flags" and not at_start and _FLAGS.issuperset(token.text[2:-1]):
            return PatternProblem(
                "flags for the whole pattern belong at its start",
                token.start,
                f"write {token.text} first, or {token.text[:-1]}:...) around the part that needs it",
            )
        at_start = at_start and kind in {"flags", "comment", "blank"}
    return None


def _too_deep(offset: int | None) -> PatternProblem:
    return PatternProblem(f"groups are nested more than {DEEPEST} deep", offset, "use fewer groups")


def _refused_quantifier(token: Token) -> PatternProblem | None:
    text = token.text
    if len(text) > 1 and text.endswith("+"):
        return PatternProblem(
            f"the possessive repetition {text} is not known to every supported Python",
            token.start,
            f"write {text[:-1]}",
        )
    for number in _NUMBER.finditer(text):
        # Python refuses to read numbers of more than 4,300 digits, zeros included.
        if len(number[0]) > 4000 or int(number[0]) > _MOST:
            return PatternProblem(
                "the number of this repetition is too large",
                token.start + number.start(),
                f"write at most {_MOST}, or leave the number out for any number of times",
            )
    return None


def _refused_group(token: Token) -> PatternProblem | None:
    text = token.text
    if text == "(?>":
        return PatternProblem(
            "the atomic group (?>...) is not known to every supported Python", token.start, "write (?:...)"
        )
    if text.startswith("(?("):
        name = text[3:-1]
        if name.isascii() and name.isdecimal():
            # The engine counts groups to a few hundred millions.
            if len(name.lstrip("0")) > 8 or len(name) > 4000:
                return complaint("invalid group reference", token.start + 3)
        elif name and not name.isidentifier():
            return complaint("bad character in group name", token.start + 3)
        return None
    return _refused_flags(token)


def _refused_flags(token: Token) -> PatternProblem | None:
    # `(?P<t>` and `(?t` begin alike; only flags are followed by `:` or `)` at once.
    if token.text.startswith("(?P") or not token.text.endswith((":", ")")):
        return None
    flag = token.text.find("t")
    return None if flag < 0 else complaint("unknown flag", token.start + flag)


_REFUSALS = {"quantifier": _refused_quantifier, "open": _refused_group, "flags": _refused_flags}
