"""What is known of names, sessions and literals, and what is not."""

from __future__ import annotations

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
STRAIGHT = {
    "the last of two": f"q = 'User WHERE nobody=x'\nq = {Q}\nFIND",
    "each at its place": f"q = {Q}\nFIND\nq = 1",
    "added to": "q = 'Transfer WHERE '\nq += 'stat=x'\nFIND",
    "added to itself": f"q = {Q}\nq = q + ' AND size>1'\nFIND",
    "added to with a hole": f"q = {Q}\nq += f' AND size>{{int(n)}}'\nFIND",
    "a parameter that is set": f"def f(q):\n    q = {Q}\n    FIND",
    "in a loop": f"for x in y:\n    q = {Q}\n    q += ' AND size>1'\n    FIND",
    "before a loop": f"q = {Q}\nq += ' AND size>1'\nfor x in y:\n    FIND",
    "in a comprehension": f"q = {Q}\nq += ' AND size>1'\nz = [FIND for x in y]",
    "in with, try and if": f"q = 1\nwith a as b:\n  try:\n    q = {Q}\n    if c:\n      FIND\n  except E: pass",
    "before with and try": f"q = 1\nq = {Q}\nwith a as b:\n  try:\n    FIND\n  except E: pass",
    "annotated in a row": f"q = 1\nq: str = {Q}\nFIND",
    "behind an if that leaves": f"q = {Q}\nif c:\n    q = 1\n    raise E\nFIND",
    "behind an else that leaves": f"if c:\n    q = {Q}\nelse:\n    q = 1\n    sys.exit()\nFIND",
    "declared before": f"q: str\nq = {Q}\nFIND",
    "behind a handler that leaves it alone": f"q = 1\nq = {Q}\ntry: x()\nexcept E: FIND",
    "two names at once": f"q = 1\nq = r = {Q}\nFIND",
    "global": f"def f():\n    global q\n    q = {Q}\n    def g(): FIND",
}
CHOSEN = {
    "a conditional expression": f"q = {Q} if c else 'User'\nFIND",
    "its other arm": f"q = 'User' if c else {Q}\nFIND",
    "one arm alone": f"q = build() if c else {Q}\nFIND",
    "if and else": f"q = 1\nif c:\n    q = 'User'\nelse:\n    q = {Q}\nFIND",
    "perhaps added to": f"q = {Q}\nif c:\n    q += ' AND size>1'\nFIND",
    "elif": f"q = {Q}\nif c: q += ' AND size>1'\nelif d: q += ' AND size>2'\nFIND",
    "in the piece that is added": "q = 'Transfer WHERE size>1'\nif c:\n    q += ' AND stat=x'\nFIND",
    "in a piece of a sum": "q = 'Transfer WHERE ' + ('stat=x' if c else 'size>1')\nFIND",
}
METHODS = {
    "dedent": "import textwrap\nq = textwrap.dedent('''\n    Transfer\n\n      WHERE stat=x\n    ''')\nFIND",
    "dedent by its name": "from textwrap import dedent\nq = dedent('''\tTransfer\r\n\tWHERE stat=x''').strip()\nFIND",
    "strip": "q = ' --Transfer WHERE stat=x;'.strip(' -;')\nFIND",
    "lstrip and rstrip": "q = '..Transfer WHERE stat=x..'.lstrip('.').rstrip('.')\nFIND",
    "join": "q = ' '.join(['Transfer', 'WHERE', 'stat=x'])\nFIND",
    "join with a hole": "q = ' AND '.join(('Transfer WHERE stat=x', clause))\nFIND",
    "join with empty text": "q = ''.join(['Transfer WHERE ', 'stat=x'])\nFIND",
    "a walrus": f"r = (q := {Q})\nFIND",
    "a walrus in the call": f"accsyn.parse(q := {Q})",
    "a constant of the class": f"class A:\n    Q = {Q}\n    def f(self):\n        accsyn.parse(self.Q)",
    "a constant of a base": f"class B:\n    Q = {Q}\nclass A(B):\n    def f(self):\n        accsyn.parse(self.Q)",
    "by the name of the class": f"class A:\n    Q = {Q}\naccsyn.parse(A.Q)",
    "of a class method": f"class A:\n    Q = {Q}\n    @classmethod\n    def f(cls):\n        accsyn.parse(cls.Q)",
    "of self": f"class A:\n  def __init__(self):\n    self.q = {Q}\n  def f(self):\n    accsyn.parse(self.q)",
    "in a field": "class A:\n    S = 'stat'\n    def f(self):\n        accsyn.parse(f'Transfer WHERE {self.S}=x')",
    "within its class": f"class A:\n    Q = {Q}\n    R = accsyn.parse(Q)",
}
UNKNOWN = {
    "two values": f"q = {Q}\nq = 1\nFIND",
    "two values, from a function": f"q = {Q}\nq = 'User'\ndef f(): FIND",
    "two values, from a generator": f"q = {Q}\nq = 'User'\nz = (FIND for x in y)",
    "in a class": f"class A:\n    q = {Q}\n    q = 'User'\n    z = [FIND for x in y]",
    "added to in a loop": f"q = {Q}\nfor x in y:\n    q += ' AND a=b'\nFIND",
    "added to later in a loop": f"q = {Q}\nfor x in y:\n    FIND\n    q += ' AND a=b'",
    "asked by while": f"q = {Q}\nwhile FIND:\n    q = 1",
    "repeated": f"q = {Q}\nq *= 2\nFIND",
    "in try": f"q = {Q}\ntry:\n    q = 'User'\nexcept E:\n    pass\nFIND",
    "in a handler": f"q = 1\ntry:\n    q = {Q}\n    q = 1\nexcept E:\n    FIND",
    "in finally": f"q = 1\ntry:\n    q = {Q}\nfinally:\n    FIND",
    "with, in its body": f"q = {Q}\nwith open(x) as q:\n    FIND",
    "a walrus between": f"q = {Q}\nif (q := 'User'):\n    FIND",
    "a walrus behind": f"q = {Q}\nif (q := 'User'): pass\nFIND",
    "a walrus before": f"q = {Q}\nf(q := 'User', FIND)",
    "a walrus in what is assigned": f"q = {Q}\nq = (q := 'User') + q\nFIND",
    "a walrus in what is added": f"q = {Q}\nq += (q := 'User')\nFIND",
    "unpacked again": f"q = {Q}\nq, r = 'User', 1\nFIND",
    "a case": f"q = {Q}\nmatch x:\n    case [q]: FIND",
    "too far": f"q = 1\nq = {Q}\n" + "x = 1\n" * 2_001 + "FIND",
    "too many choices": f"q = {Q}\n" + "if c: q += ' AND size>1'\n" * 4 + "FIND",
    "an if whose arm is not known": f"q = {Q}\nif c: q = build()\nFIND",
    "nothing that is known": "q = a() + b()\nFIND",
    "too deep": "".join(f"q{n} = q{n + 1}\n" for n in range(20)) + f"q20 = {Q}\nq = q0\nFIND",
    "too long": "a0 = 'Transfer WHERE stat=x'\n"
    + "".join(f"a{n + 1} = a{n} + a{n} + a{n} + a{n} + a{n}\n" for n in range(12))
    + "q = a12\nFIND",
    "too many steps": "a0 = ''\n"
    + "".join(f"a{n + 1} = a{n} + a{n} + a{n} + a{n} + a{n}\n" for n in range(12))
    + "q = a12\nFIND",
    "an empty text that may be filled": "q = ''\nif c: q += 'User'\nFIND",
    "an end that may be filled": "q = 'User WHERE '\nif c: q += 'code=x'\nFIND",
    "pieces that belong together": "q = 'Transfer'\ns = ' WHERE '\n"
    "if a:\n    q += s + 'size>1'\n    s = ' AND '\nif b:\n    q += s + 'size>2'\nFIND",
    "a place-holder of the class": "class A:\n    Q = ''\n    def f(self):\n        accsyn.parse(self.Q)",
    "a constant that another class has too": f"class A:\n    Q = {Q}\n    def f(self):\n        accsyn.parse(self.Q)\n"
    "class B(A):\n    Q = 'User'",
    "a constant that is set from outside": f"class A:\n  Q = {Q}\n  def f(self): accsyn.parse(self.Q)\nx.Q = 1",
    "one of self with two values": f"class A:\n  Q = 1\n  def f(self):\n    self.Q = {Q}\n    accsyn.parse(self.Q)",
    "of another object": f"class A:\n    Q = {Q}\n    def f(self, other):\n        accsyn.parse(other.Q)",
    "of a static method's argument": f"class A:\n  Q = {Q}\n  @staticmethod\n  def f(a):\n    accsyn.parse(a.Q)",
    "replaced": "q = 'Transfer WHERE stat=x'.replace('stat', 'status')\nFIND",
    "lower": f"q = {Q}.lower()\nFIND",
    "stripped of what is not known": f"q = {Q}.strip(c)\nFIND",
    "stripped at a hole": "q = f'{a}Transfer WHERE stat=x'.strip('T')\nFIND",
    "dedent of a hole": "import textwrap\nq = textwrap.dedent(f'   Transfer WHERE stat=x {a}')\nFIND",
    "dedent by another": "q = dedent('Transfer WHERE stat=x')\nFIND",
    "join of a name": "q = ' '.join(pieces)\nFIND",
    "join of an unpacked list": f"q = ' '.join([*pieces, {Q}])\nFIND",
    "join of nothing": "q = ' '.join([])\nFIND",
    "join of nothing that is known": "q = ' '.join([a, b])\nFIND",
    "format of a hole": "q = f'Transfer WHERE stat={a}'.format(1)\nFIND",
    "nothing at all": "accsyn.parse()",
    "a field more than it has": "q = f'Transfer WHERE stat={x=}'\nFIND",
    "an unknown field of a format": "q = 'Transfer WHERE stat={a b}'.format(1)\nFIND",
    "a single brace of a format": "q = 'Transfer WHERE stat=}'.format(1)\nFIND",
    "a private character": "q = 'Transfer WHERE stat=\ue000'\nFIND",
    "an attribute of a call": "accsyn.parse(a().Q)",
    "join without a list": "q = ''.join()\nFIND",
    "in a nested class": "class A:\n    Q = 'Transfer WHERE stat=x'\n    def f(self):\n        accsyn.parse(self.Q.R)",
    "a long text": f"q = 'Transfer WHERE stat=x{'y' * 100_001}'\nFIND",
    "a long list": f"p = 'Transfer WHERE stat={'y' * 30_000}'\nq = ' '.join([p, p, p, p])\nFIND",
    "a subtraction": f"q = {Q} - 'x'\nFIND",
    "called": f"q = str({Q})\nFIND",
    "a parameter": f"q = {Q}\ndef f(q):\n    FIND",
    "a lambda's": f"q = {Q}\nf = lambda q: FIND",
    "a loop's": f"for q in [{Q}]:\n    FIND",
    "with": f"with open({Q}) as q:\n    FIND",
    "an exception": f"q = {Q}\ntry:\n    pass\nexcept E as q:\n    FIND",
    "deleted": f"q = {Q}\ndel q\nFIND",
    "global": f"q = {Q}\ndef f():\n    global q\n    q = 1\nFIND",
    "nonlocal": f"def g():\n    q = {Q}\n    def f():\n        nonlocal q\n        q = 1\n    FIND",
    "nonlocal further in": f"def g():\n  q = {Q}\n  def h():\n    def f():\n      nonlocal q\n      q = 1\n  FIND",
    "of a parameter of the same name": f"q = {Q}\ndef f(*q, **r): FIND",
    "a class's, from a method": f"class A:\n    q = {Q}\n    def f(self):\n        FIND",
    "starred": f"q, *r = {Q}, 1\nFIND",
    "unpacked from elsewhere": f"q = {Q}\nq, r = f()\nFIND",
    "captured": f"q = {Q}\nmatch x:\n    case [q, *rest]: pass\nFIND",
    "the rest of a mapping": f"q = {Q}\nmatch x:\n    case {{'a': 1, **q}}: pass\nFIND",
    "a function": f"q = {Q}\ndef q(): pass\nFIND",
    "imported": f"q = {Q}\nfrom x import q\nFIND",
    "itself": "q = q\nFIND",
}


@pytest.mark.parametrize("text", [*STRAIGHT.values(), *CHOSEN.values(), *METHODS.values()])
def test_what_certainly_makes_a_text_is_followed(text: str) -> None:
    """Through statements in a row, both arms of a condition, methods of texts, constants of classes."""
    (cut,) = {
        cut for _, code, cut in found(f"import accsyn\n{text.replace('FIND', 'accsyn.parse(q)')}\n") if code == "ACC202"
    }
    assert cut == "stat"


@pytest.mark.parametrize("text", KNOWN.values(), ids=KNOWN.keys())
def test_a_name_that_gets_one_value_is_known(text: str) -> None:
    """Wherever it can be seen."""
    assert [code for _, code, _ in found(f"import accsyn\n{text.replace('FIND', 'accsyn.parse(q)')}\n")] == ["ACC202"]


@pytest.mark.slow
@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_any_other_name_is_not(text: str) -> None:
    """Nothing is said."""
    assert found(f"import accsyn\n{text.replace('FIND', 'accsyn.parse(q)')}\n") == []


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


@pytest.mark.parametrize(
    ("text", "is_read"),
    [
        ("session.find('Transfer WHERE stat=x')", True),
        ("self.my_session.find('Transfer WHERE stat=x')", True),
        ("accsyn_api.find('Transfer WHERE stat=x')", True),
        ("import tool\nsession = tool.connect()\nsession.find('Transfer WHERE stat=x')", True),
        ("import tool\nsession = tool.Session()\nsession.find('Transfer WHERE stat=x')", False),
        ("from tool import Session\nsession = Session()\nsession.find('Transfer WHERE stat=x')", False),
        ("session.find(a); api.find('Transfer WHERE stat=x')", False),
        ("session.find('div WHERE stat=x')", False),
        ("session.find('Transfer WHERE stat=x' if c else 'User')", False),
        ("session.find('Transfer WHERE stat=x' if c else 'User WHERE code=x')", True),
    ],
)
def test_a_name_may_say_that_it_is_a_session(text: str, is_read: bool) -> None:
    """Where the file does not say that it is of another package; the text must start as only a query does."""
    assert [cut for _, _, cut in found(text)] == ["stat"] * is_read
