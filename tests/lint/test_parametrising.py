"""Values become parameters: the call asks the same question, calls what it called, in the same order."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import accsyn
from accsyn.lint.config import Config
from accsyn.lint.fixes import fix_text
from accsyn.lint.linting import Report, lint_bytes

HEAD = "import accsyn\ndef ask(session: accsyn.Session, code: str, user, d, tick, size: int):\n    return "

CONDITIONS = (
    ("code='{}'", "text"),
    ('name CONTAINS "{}"', "text"),
    ("name NOT CONTAINS '{}' ", "text"),
    ("name MATCHES '^{}.*$'", "word"),
    ("name>='{}'", "text"),
    ("code={}", "word"),
    ("(code!=b)", "nothing"),
    ("code IN ('{}', x)", "text"),
    ("code IN ({},{})", "word"),
    ("code NOT IN '{}'", "word"),
    ("code IN '{},{}'", "word"),
    ("target=user:{}", "word"),
    ("name='a {} {{b}} {} %'", "text"),
    ("name='*{}*'", "text"),
    ("(size=1 OR name='x')", "nothing"),
    ("size>{size}", "nothing"),
)
TEXTS = (
    "code",
    "user.name",
    "d['a b']",
    'd["a b"]',
    "str(d['word'])",
    "tick()",
    "user.name + code",
    "(user.name, 1)[0]",
)
WORDS = ("user.id", "d['word']", "tick()", "str(user.id)", "d.get('word')")
FRAMES = (
    "session.find(@)",
    "session.find(@, None, [])",
    "session.find(\n        @,  # why\n        None,\n    )",
    "session.find(\n        @,\n        limit=1,\n    )",
    "session.find((@), entityid=tick())",
    "session.find(query=@, params={})",
    "session.find(@, params={'z': 1,})",
    "session.find(attributes=tick(), query=@)",
)


def lint(content: bytes) -> Report:
    """Lint a Python file for what is interpolated alone."""
    return lint_bytes(content, "x.py", Config(select=("ACC51",)))


def fixed(text: str, *, unsafe: bool = False) -> str:
    """The text of a Python file with its fixes made."""
    return fix_text(lint(text.encode()), lint, unsafe=unsafe)[0].source.text


class Recorder:
    """A session that gives back what it was asked."""

    def find(self, query: str, entityid: object = None, attributes: object = None, **options: Any) -> object:
        """The tree of the query with its values, and what else it was given."""
        params = options.pop("params", {})
        if "z" in params:
            query = f"{query} AND size=:z"
        return accsyn.parse(query, params), entityid, attributes, options


@st.composite
def calls(draw: st.DrawFn) -> str:
    """A call whose query is put together in some way."""
    chosen = draw(st.lists(st.sampled_from(CONDITIONS), min_size=1, max_size=3, unique=True))
    form = draw(st.sampled_from(["f", "parts", "format", "numbered", "percent", "plus"]))
    pieces, values = ["User WHERE "], list[str]()
    for number, (condition, kind) in enumerate(chosen):
        count = condition.count("{}")
        names = [draw(st.sampled_from(TEXTS if kind == "text" else WORDS)) for _ in range(count)]
        # Its quotes must not meet those of the literal.
        pieces.append(f"{' AND ' * (number > 0)}{condition} ")
        values += names
    text = "".join(pieces)
    quote = draw(st.sampled_from(["'''", '"""']))
    expression = _written(form, text, pieces, values, quote)
    return draw(st.sampled_from(FRAMES)).replace("@", expression)


def _written(form: str, text: str, pieces: list[str], values: list[str], quote: str) -> str:
    text = text.replace("{size}", "9") if form not in ("f", "parts") else text
    if form in ("f", "parts"):
        filled = iter(values)
        parts = ["".join(pieces)] if form == "f" else pieces
        return "(" + " # and\n".join(f"f{quote}{_filled(part, filled)}{quote}" for part in parts) + ")"
    if form == "format":
        return f"{quote}{text}{quote}.format({', '.join(values)})"
    if form == "numbered":
        names = iter(range(len(values)))
        text = "".join(f"{piece}{{{next(names)}}}" for piece in text.split("{}")[:-1]) + text.split("{}")[-1]
        return f"{quote}{text}{quote}.format({', '.join(values)})"
    text = text.replace("{{", "{").replace("}}", "}")
    if form == "percent":
        return (
            f"{quote}{text.replace('%', '%%').replace('{}', '%s')}{quote} % ({''.join(f'{each}, ' for each in values)})"
        )
    literals = iter(text.split("{}"))
    return repr(next(literals)) + "".join(
        f" + {each} + {literal!r}" for each, literal in zip(values, literals, strict=True)
    )


def _filled(text: str, values: Iterator[str]) -> str:
    first, *rest = text.split("{}")
    return first + "".join(f"{{{next(values)}}}{each}" for each in rest)


def asked(source: str, text: str, word: str) -> object:
    """What a source asks."""
    count = iter(range(100))
    names = {
        "code": text,
        "user": SimpleNamespace(id=word, name=text),
        "d": {"a b": text, "word": word},
        "tick": lambda: f"t{next(count)}",
        "size": 3,
    }
    scope: dict[str, Any] = {}
    exec(source.replace(": accsyn.Session", ""), scope)  # noqa: S102 - what is made above
    return scope["ask"](Recorder(), **names), next(count)


@settings(max_examples=50)
@given(
    calls(),
    st.text(st.characters(exclude_characters="\"'*\\", exclude_categories=["Cs", "Cc"]), max_size=6),
    st.text("abz09", min_size=1, max_size=6),
)
def test_the_question_stays_the_same(call: str, text: str, word: str) -> None:
    """With values that do not break out; the file parses, and a second run changes nothing."""
    before = f"{HEAD}{call}\n"
    after = fixed(before, unsafe=True)
    ast.parse(after)
    assert asked(after, text, word) == asked(before, text, word)
    assert fixed(after, unsafe=True) == after


@settings(max_examples=50)
@given(calls(), st.sampled_from(["null", "*", "a*b", "a,b", ":x", "now", "AND", " ", "", "a)", "\\"]))
def test_safe_fixes_change_nothing_whatever_the_value(call: str, text: str) -> None:
    """Wildcards, null and lists too."""
    before = f"{HEAD}{call}\n"
    after = fixed(before)
    if after != before:
        assert asked(after, text, "w") == asked(before, text, "w")


@pytest.mark.parametrize(
    ("call", "after"),
    [
        ("session.find(f\"User WHERE name CONTAINS '{code}%'\")",
         'session.find("User WHERE name CONTAINS :code", params={"code": f"{code}%"})'),
        ("session.find(f\"User WHERE name MATCHES '^{code}.*'\")",
         'session.find("User WHERE name MATCHES :code", params={"code": f"^{code}.*"})'),
        ("session.find(f\"User WHERE code='{code}' AND size={size:d}\")",
         'session.find(f"User WHERE code=:code AND size={size:d}", params={"code": code})'),
        ("session.find(f\"User WHERE code='{code}'\", params={})",
         'session.find("User WHERE code=:code", params={"code": code})'),
        ('session.find("User WHERE code={0} AND name={0}".format(code))',
         'session.find("User WHERE code=:code AND name=:code", params={"code": code})'),
        ('session.find("User WHERE code=%(a)s AND name=%(b)s" % {"a": tick(), "b": tick()})',
         'session.find("User WHERE code=:value AND name=:value_2", params={"value": tick(), "value_2": tick()})'),
        ("session.find(f\"User WHERE code='{d['class']}'\")",
         'session.find("User WHERE code=:class_", params={"class_": d[\'class\']})'),
    ],
)  # fmt: skip
def test_what_is_rewritten(call: str, after: str) -> None:
    """As one would by hand."""
    assert fixed(f"{HEAD}{call}\n", unsafe=True) == f"{HEAD}{after}\n"


@pytest.mark.parametrize(
    "call",
    [
        "session.find(f\"User WHERE code='*{code}*'\")",
        "session.find(f\"User WHERE code IN '{code},{user.id}'\")",
        'session.find("User WHERE code IN (\'" + "\',\'".join(d) + "\')")',
        "session.find(f\"User WHERE code='{code}' AND name=:code\")",
        "session.find(f\"User WHERE code='{tick()}'\", entityid=tick())",
        "session.find(f\"User WHERE code='{tick()}' AND size={int(tick())}\")",
        'session.find("User WHERE code={1} AND name={0}".format(tick(), tick()))',
        'session.find("User WHERE code={0} AND name={0}".format(tick()))',
        'session.find("User WHERE code={0}".format(code, tick()))',
        'session.find("User WHERE code=%(a)s AND name=%(a)s" % {"a": tick()})',
        'session.find("User WHERE code=%(a)s" % dict(a=tick()))',
        "session.find(f\"User WHERE code='{code}'\", params={  # none\n})",
        "session.find(f\"User WHERE code='{code}'\" if d else 'User')",
        "session.find((q := f\"User WHERE code='{code}'\"))",
        'session.find("{} WHERE code={}".format(d, code))',
        "session.find(\"User WHERE code='{} {}'\".format(code, d))",
        "session.find(\"User WHERE code='%s %s'\" % (code, d))",
        'session.find("User WHERE code=%s"  # why\n% code)',
        'session.find(f"User WHERE code=\'{code}" f"\'")',
        'session.find("User WHERE code=" + code + CONSTANT)\nCONSTANT = " AND size>1"',
        'session.find("User WHERE code=" + code + user.id)',
        "session.find(f\"User WHERE code='{code  # why\n}'\")" if sys.version_info >= (3, 12) else "1",
        'session.find(TEXT.format(code))\nTEXT = "User WHERE code={}"',
        'session.find(TEXT + code + "\'")\nTEXT = "User WHERE code=\'"',
        'session.find((TEXT + "AND name=%s") % code)\nTEXT = "User WHERE size>1 AND code=\'%%\'"',
    ],
)
def test_what_is_left_alone(call: str) -> None:
    """Where the value, the order of calls, or a text that others use would change."""
    assert fixed(f"{HEAD}{call}\n", unsafe=True) == f"{HEAD}{call}\n"
