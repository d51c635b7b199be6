"""What is known of names, sessions and literals, and what is not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from accsyn.diagnostics import Edit, Fix
from accsyn.lint import fixes, generate
from accsyn.lint.config import Config
from accsyn.lint.linting import Report, lint_bytes
from accsyn.lint.literals import encode, find_literals
from accsyn.source import Span
from tests.lint.snippets import found

Q = "'Transfer WHERE stat=x'"
KNOWN = {
    "one value": f"q = {Q}\nFIND",
    "annotated": f"q: str = {Q}\nFIND",
    "unpacked": f"q, r = {Q}, 1\nFIND",
    "in the module": f"q = {Q}\ndef f():\n    FIND",
    "in the function around": f"def g():\n    q = {Q}\n    def f():\n        FIND",
    "walrus": f"(q := {Q})\nFIND",
    "walrus in a comprehension": f"[(q := {Q}) for x in y]\nFIND",
    "over two names": f"p = {Q}\nq = p\nFIND",
    "in a field": "p = 'stat'\nq = f'Transfer WHERE {p}=x'\nFIND",
}
UNKNOWN = {
    "two values": f"q = {Q}\nq = 1\nFIND",
    "added to": f"q = {Q}\nq += ' AND a=b'\nFIND",
    "a parameter": f"q = {Q}\ndef f(q):\n    FIND",
    "a lambda's": f"q = {Q}\nf = lambda q: FIND",
    "a loop's": f"for q in [{Q}]:\n    FIND",
    "with": f"with open({Q}) as q:\n    FIND",
    "an exception": f"q = {Q}\ntry:\n    pass\nexcept E as q:\n    FIND",
    "deleted": f"q = {Q}\ndel q\nFIND",
    "global": f"q = {Q}\ndef f():\n    global q\n    q = 1\nFIND",
    "nonlocal": f"def g():\n    q = {Q}\n    def f():\n        nonlocal q\n        q = 1\n    FIND",
    "a class's, from a method": f"class A:\n    q = {Q}\n    def f(self):\n        FIND",
    "starred": f"q, *r = {Q}, 1\nFIND",
    "unpacked from elsewhere": f"q = {Q}\nq, r = f()\nFIND",
    "captured": f"q = {Q}\nmatch x:\n    case [q, *rest]: pass\nFIND",
    "the rest of a mapping": f"q = {Q}\nmatch x:\n    case {{'a': 1, **q}}: pass\nFIND",
    "a function": f"q = {Q}\ndef q(): pass\nFIND",
    "imported": f"q = {Q}\nfrom x import q\nFIND",
    "itself": "q = q\nFIND",
}


@pytest.mark.parametrize("text", KNOWN.values(), ids=KNOWN.keys())
def test_a_name_that_gets_one_value_is_known(text: str) -> None:
    """Wherever it can be seen."""
    assert [code for _, code, _ in found(f"import accsyn\n{text.replace('FIND', 'accsyn.parse(q)')}\n")] == ["ACC202"]


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_any_other_name_is_not(text: str) -> None:
    """Nothing is said."""
    assert found(f"import accsyn\n{text.replace('FIND', 'accsyn.parse(q)')}\n") == []


SESSIONS = {
    "s = accsyn.Session()": True,
    "s = None\ns = accsyn.Session()": True,
    "with accsyn.Session() as s: pass": True,
    "t = accsyn.Session()\ns = t": True,
    "s: accsyn.Session": True,
    "s: 'x' = accsyn.Session()": True,
    "from accsyn import Session as S\ns = S()": True,
    "import accsyn.client.session as m\ns = m.Session()": True,
    "s = accsyn.Session()\ns = other()": False,
    "s = other.Session()": False,
    "s = accsyn.Workspace()": False,
    "for s in accsyn.Session(): pass": False,
    "s: accsyn.Session | int": False,
    "s = s": False,
}


@pytest.mark.parametrize(("text", "expected"), SESSIONS.items())
def test_a_session_is_one_where_the_file_shows_it(text: str, expected: bool) -> None:
    """By every value that its name gets."""
    assert bool(found(f"import accsyn\n{text}\ns.publish()\n")) is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("session: accsyn.Session | None\n    def f(self):\n        self.session.publish()", True),
        (
            "def g(self):\n        self.session = accsyn.Session()\n    def f(self):\n        self.session.publish()",
            True,
        ),
        ("session: int\n    def f(self):\n        self.session.publish()", False),
        ("def f(self):\n        self.session.publish()", False),
        ("def f(self, s: 'accsyn.Session', t: accsyn.Session = None):\n        t.publish()", True),
    ],
)
def test_a_session_may_be_an_attribute(body: str, expected: bool) -> None:
    """Assigned anywhere in the file, or declared in the class."""
    assert bool(found(f"import accsyn\nclass A:\n    {body}\n")) is expected


def test_a_call_in_an_fstring_has_its_place_where_python_says_it() -> None:
    """Since Python 3.12; before, nothing is said."""
    text = "import accsyn\nx = f\"{accsyn.parse('Transfer WHERE stat=x')}\"\n"
    assert [cut for _, _, cut in found(text)] == (["stat"] if sys.version_info >= (3, 12) else [])


@pytest.mark.parametrize(
    ("literal", "text", "written"),
    [
        ("'a'", "b'\\\n\x07é€😀", "b\\'\\\\\\n\\x07é\\u20ac\\U0001f600"),
        ("f'a'", "{", "{{"),
        ("r'a'", "\\d", "\\d"),
        ("r'a'", "'", None),
        ("r'a'", "\n", None),
        ("r'a'", "\\", None),
        ("r'a'", "€", None),
        ("r'''a'''", "\n", "\n"),
    ],
)
def test_a_text_is_written_as_its_literal_has_it(literal: str, text: str, written: str | None) -> None:
    """In the file's encoding, here Latin-1; None where it cannot hold it."""
    (found_literal,) = find_literals(literal, 0, len(literal)) or ()
    assert encode(text, found_literal, "latin-1") == written


@pytest.mark.parametrize("code", ["x", "'a' + 'b'", "b'a'", "'a"])
def test_what_is_no_literal_is_none(code: str) -> None:
    """Nor are bytes."""
    assert find_literals(code, 0, len(code)) is None


def test_a_fix_that_breaks_the_file_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are made; where none is left, nothing changes."""
    content = b"import accsyn\nx = 1\n"
    good = Fix("good", (Edit(Span(18, 19), "2"),))
    bad = Fix("bad", (Edit(Span(14, 15), "("),))
    lint: Callable[[bytes], Report] = lambda text: lint_bytes(text, "x.py", Config())  # noqa: E731
    for chosen, after in ([good, bad], "import accsyn\nx = 2\n"), ([bad], "import accsyn\nx = 1\n"):
        rounds = iter([chosen, []])
        monkeypatch.setattr(fixes, "chosen_fixes", lambda *_, rounds=rounds, **__: next(rounds))
        assert fixes.fix_text(lint(content), lint, unsafe=True)[0].source.text == after


def test_the_signatures_are_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is written is up to date; another text is stale."""
    monkeypatch.setattr(generate, "OUTPUT", tmp_path / "signatures.py")
    (tmp_path / "signatures.py").write_text("", encoding="utf-8")
    assert generate.main(["--check"]) == 1
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
