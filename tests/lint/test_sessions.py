"""Which expressions are sessions."""

from __future__ import annotations

import pytest

from tests.lint.snippets import found

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
    "import accsyn_api\ns = accsyn_api.session.Session()": True,
    "from accsyn_api.session import Session as S\ns = S()": True,
    "S = accsyn.Session\ns = S()": True,
    "if (s := accsyn.Session()): pass": True,
    "s = accsyn.Session() if a else accsyn.Session(b)": True,
    "s = accsyn.Session() if a else None": True,
    "s = s or accsyn.Session()": False,
    "s = accsyn.Session() or accsyn.Session()": True,
    "s = None": False,
    "try: import accsyn as a\nexcept ImportError: a = None\ns = a.Session()": True,
    "try: import accsyn_api as a\nexcept ImportError: import other as a\ns = a.Session()": False,
    "def f():\n    global s\n    s = accsyn.Session()": True,
    "s = None\ndef f():\n    global s\n    s = accsyn.Session()": True,
    "s: 'accsyn.Session | None'": True,
    "from typing import Union\ns: Union[accsyn.Session, None]": True,
    "from typing import Annotated\ns: Annotated[accsyn.Session, 'x']": True,
    "s: list[accsyn.Session]": False,
    "s: 'not a type'": False,
    "class A: pass\nclass B(A, A): pass\ns = B().session": False,
    "class A:\n    def f(self): pass\n    def f(self): pass\ns = A().f()": False,
    "def make(): return accsyn.Session()\ns = make()": True,
    "make = lambda: accsyn.Session()\ns = make()": True,
    "def make():\n    if a:\n        return None\n    t = accsyn.Session()\n    return t\ns = make()": True,
    "def make() -> accsyn.Session: return x()\ns = make()": True,
    "def make() -> 'accsyn.Session': return x()\nwith make() as s: pass": True,
    "import functools\n@functools.lru_cache(maxsize=None)\ndef make(): return accsyn.Session()\ns = make()": True,
    "@wrapped\ndef make(): return accsyn.Session()\ns = make()": False,
    "@wrapped()[0]\ndef make(): return accsyn.Session()\ns = make()": False,
    "async def make(): return accsyn.Session()\ns = make()": False,
    "def make(): yield accsyn.Session()\ns = make()": False,
    "def make():\n    def g(): return 1\n    return accsyn.Session()\ns = make()": True,
    "def make():\n    if a: return 1\n    return accsyn.Session()\ns = make()": False,
    "def make(): pass\ns = make()": False,
    "def make(): return make()\ns = make()": False,
    "def make(): return accsyn.Session()\ndef make(): return 1\ns = make()": False,
    "@contextmanager\ndef make(): yield accsyn.Session()\nwith make() as s: pass": True,
    "@contextlib.contextmanager\ndef make():\n    with accsyn.Session() as t: yield t\nwith make() as s: pass": True,
    "def make(): yield accsyn.Session()\nwith make() as s: pass": False,
    "@contextmanager\ndef make(): yield 1\nwith make() as s: pass": False,
    "with other() as s: pass": False,
    "with other.make() as s: pass": False,
    "with make()() as s: pass": False,
    "import contextlib\nwith contextlib.closing(accsyn.Session()) as s: pass": True,
    "s = stack.enter_context(accsyn.Session())": True,
    "s = stack.enter_context(other())": False,
    "class Mine(accsyn.Session): pass\ns = Mine()": True,
    "class Mine(accsyn.Session): pass\nclass Other(Mine): pass\ns = Other()": True,
    "class Mine(accsyn.Session): pass\ns: Mine": True,
    "class Mine(accsyn.Session):\n    def publish(self): pass\ns = Mine()": False,
    "class Base:\n    def publish(self): pass\nclass Mine(Base, accsyn.Session): pass\ns = Mine()": False,
    "class Mine(accsyn.Session):\n    def __getattr__(self, name): pass\ns = Mine()": False,
    "class Mine(accsyn.Session):\n    def __init__(self): self.publish = 1\ns = Mine()": False,
    "class Mine(Mixin, accsyn.Session): pass\ns = Mine()": False,
    "@wrapped\nclass Mine(accsyn.Session): pass\ns = Mine()": False,
    "class Mine(accsyn.Session, metaclass=M): pass\ns = Mine()": False,
    "class Mine(Mine): pass\ns = Mine()": False,
    "class Mine(accsyn.Session): pass\ns = Mine() if a else accsyn.Session()": False,
    "class Tool:\n    def __init__(self): self.session = accsyn.Session()\ns = Tool().session": True,
    "class Tool:\n    def __init__(self): self.session = accsyn.Session()\ntool = Tool()\ns = tool.session": True,
    "class Tool:\n    def __init__(self): self.session = accsyn.Session()\ntool = Tool()\n"
    "tool.session = other()\ns = tool.session": False,
    "class Tool:\n    def make(self): return accsyn.Session()\ns = Tool().make()": True,
    "class Tool:\n    @staticmethod\n    def make(): return accsyn.Session()\ns = Tool.make()": True,
    "class Tool:\n    @contextmanager\n    def make(self): yield accsyn.Session()\nwith Tool().make() as s: pass": True,
    "class Tool:\n    session = accsyn.Session()\ns = Tool.session": True,
    "class Tool:\n    @property\n    def session(self): return accsyn.Session()\ns = Tool().session": True,
    "class Tool:\n    def session(self): return accsyn.Session()\ns = Tool().session": False,
    "class Tool: pass\ns = Tool().session": False,
    "app.session = accsyn.Session()\ns = app.session": True,
    "s = f()().session": False,
    "def f(app): app.session = accsyn.Session()\ndef g(app): return app.session\ns = g(1)": False,
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
        (
            "s = None\n    def f(self):\n        self.s = accsyn.Session()\n    def g(self):\n        self.s.publish()",
            True,
        ),
        (
            "s = 1\n    def f(self):\n        self.s = accsyn.Session()\n    def g(self):\n        self.s.publish()",
            False,
        ),
        ("def g(self):\n        self.make().publish()\n    def make(self):\n        return accsyn.Session()", True),
        (
            "x = 1\n    def g(self): self.api.publish()\n    @property\n    def api(self): return accsyn.Session()",
            True,
        ),
        ("def g(self):\n        self.api.publish()\nclass B(A):\n    api = accsyn.Session()", True),
        ("def f(self):\n        self.s = accsyn.Session()\nclass B(A):\n    def f(self): self.s.publish()", True),
        ("def f(self):\n        self.s = accsyn.Session()\nclass B:\n    def f(self): self.s.publish()", False),
        ("s = accsyn.Session()\nclass B:\n    s = other()\n    def f(self): self.s.publish()", False),
        (
            "@staticmethod\n    def f(self): self.s = accsyn.Session()\n    def g(self): self.s.publish()",
            False,
        ),
        ("def f(self):\n        def g():\n            self.s.publish()\n        self.s = accsyn.Session()", True),
        ("x = 1\nclass B(accsyn.Session):\n    def f(self): self.publish()", True),
        ("x = 1\nclass B(accsyn.Session):\n    def f(self): self.mine()\n    def mine(self): pass", False),
        ("x = 1\nclass B(accsyn.Session):\n    def f(self): super().publish()", True),
        ("x = 1\nclass B(accsyn.Session):\n    def f(self): super(B, self).publish()", False),
        ("x = 1\nclass B(accsyn.Session):\n    @classmethod\n    def f(cls): cls.publish()", False),
        ("x = 1\nclass B(Other):\n    def f(self): self.publish(); super().publish()", False),
        ("x = super().publish()", False),
    ],
)
def test_a_session_may_be_an_attribute(body: str, expected: bool) -> None:
    """Assigned anywhere in the file, or declared in the class."""
    assert bool(found(f"import accsyn\nclass A:\n    {body}\n")) is expected
