"""Imports inside the package point one way, and the checker of that can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import layers

PACKAGE = Path(__file__).parent.parent / "accsyn"

# From what imports nothing to what imports everything; the package's own `__init__` stands below them all.
ORDER = (
    "source",
    "text",
    "names",
    "diagnostics",
    "codes",
    "rendering",
    "errors",
    "ast",
    "visitor",
    "grammar",
    "printer",
    "patterns",
    "schema",
    "binding",
    "values",
    "parameters",
    "rewriting",
    "wire",
    "evaluation",
    "logic",
    "checking",
    "validation",
    "options",
    "stored",
    "owners",
    "composing",
    "query",
    "compiler",
    "deciding",
    "builder",
    "entities",
    "lint",
    "client",
    "workspace",
    "local",
    "testing",
    "cli",
    "__main__",
)
ONLY = {"source": (), "text": (), "names": (), "patterns": ("text",)}
STRANGERS = (("client", "workspace"),)
WITHOUT_REQUESTS = ("grammar", "binding", "wire", "evaluation", "lint")


@pytest.fixture(scope="module")
def accsyn_imports() -> layers.Graph:
    """The imports of the package as it stands."""
    return layers.read_package(PACKAGE)


@pytest.mark.slow
def test_there_is_no_import_cycle(accsyn_imports: layers.Graph) -> None:
    """No module imports itself over others, function-level and TYPE_CHECKING imports counted."""
    assert layers.cycles(accsyn_imports) == []


@pytest.mark.slow
def test_imports_point_up(accsyn_imports: layers.Graph) -> None:
    """Every module has a place in the order and imports only what stands above it."""
    assert layers.upward(accsyn_imports, ORDER) == []


def test_some_layers_use_only_what_is_named(accsyn_imports: layers.Graph) -> None:
    """What could be a package of its own stays one."""
    assert layers.beyond(accsyn_imports, ONLY) == []


def test_client_and_workspace_do_not_know_each_other(accsyn_imports: layers.Graph) -> None:
    """The local workspace must not share a mistake with the client that is tested against it."""
    assert layers.meetings(accsyn_imports, STRANGERS) == []


def test_compiling_does_not_need_requests(accsyn_imports: layers.Graph) -> None:
    """The stages of the compiler reach requests over no way."""
    assert layers.reaching(accsyn_imports, WITHOUT_REQUESTS, "requests") == []


def test_the_reader_sees_the_package(accsyn_imports: layers.Graph) -> None:
    """Each file is a module in the graph, and known imports are in it."""
    assert len(accsyn_imports) == len(list(PACKAGE.rglob("*.py")))
    assert "accsyn.source" in {one.name for one in accsyn_imports["accsyn.diagnostics"]}


def package(folder: Path, files: dict[str, str]) -> layers.Graph:
    """The graph of a made-up package `p`; a name without its source file is a package of that name."""
    for name, text in {"__init__.py": "", **files}.items():
        path = folder / "p" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return layers.read_package(folder / "p")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import p.a", ["p.a"]),
        ("import p.a as x, os", ["p.a", "os"]),
        ("from p.a import x", ["p.a"]),
        ("from p import a", ["p.a"]),
        ("from p import version", ["p"]),
        ("from p import *", ["p"]),
        ("from . import a", ["p.a"]),
        ("from .a import x", ["p.a"]),
        ("from .sub import inner", ["p.sub.inner", "p.sub"]),
        ("from p.sub.inner import x", ["p.sub.inner", "p.sub"]),
        ("def f():\n    from p import a", ["p.a"]),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import p.a", ["typing", "p.a"]),
        ("import importlib\nimportlib.import_module('p.a')", ["importlib", "p.a"]),
        ("import_module('p.a')", ["p.a"]),
        ("print('p.a')", []),
        ("table[0]('p.a')", []),
    ],
)
def test_every_form_of_import_is_seen(tmp_path: Path, text: str, expected: list[str]) -> None:
    """Whatever way an import is written, the graph holds the module that it loads."""
    graph = package(tmp_path, {"a.py": "", "sub/__init__.py": "", "sub/inner.py": "", "b.py": text})
    assert [one.name for one in graph["p.b"]] == expected


def test_relative_imports_count_from_the_package(tmp_path: Path) -> None:
    """One dot is the folder of the file, two are the one around it, in a module as in an `__init__`."""
    graph = package(
        tmp_path, {"a.py": "", "sub/__init__.py": "from .. import a\nfrom . import b", "sub/b.py": "from ..a import x"}
    )
    assert [one.name for one in graph["p.sub"]] == ["p.a", "p.sub.b"]
    assert [one.name for one in graph["p.sub.b"]] == ["p.a"]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.py": "", "b.py": "from p import a", "c.py": "from p import a, b"}, []),
        ({"a.py": "import p.a"}, ["p.a -> p.a"]),
        ({"a.py": "import p.b", "b.py": "import p.a"}, ["p.a -> p.b -> p.a"]),
        (
            {"a.py": "import p.b", "b.py": "def f():\n    import p.c", "c.py": "if 0:\n    import p.b"},
            ["p.b -> p.c -> p.b"],
        ),
        ({"a.py": "import p.c", "b.py": "import p.a", "c.py": "import p.b"}, ["p.a -> p.c -> p.b -> p.a"]),
        ({"sub/__init__.py": "from p.sub.a import x", "sub/a.py": ""}, []),
        (
            {"sub/__init__.py": "from p.sub.a import x", "sub/a.py": "from p.sub import x"},
            ["p.sub -> p.sub.a -> p.sub"],
        ),
        ({"sub/__init__.py": "import p.b", "sub/a.py": "", "b.py": "import p.sub.a"}, ["p.b -> p.sub -> p.b"]),
    ],
)
def test_cycles_are_found(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    """A cycle of any length is shown once as the way around; a package's `__init__` may import its modules."""
    assert layers.cycles(package(tmp_path, files)) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"high.py": "", "low.py": "from p.high import x"}, []),
        ({"high.py": "from p.low import x", "low.py": ""}, ["p.high:1 imports p.low, which stands below it"]),
        ({"high.py": "def f():\n    import p.low", "low.py": ""}, ["p.high:2 imports p.low, which stands below it"]),
        ({"low/__init__.py": "", "low/a.py": "import p.low.b", "low/b.py": ""}, []),
        (
            {"high/__init__.py": "", "high/a.py": "from p import low", "low.py": ""},
            ["p.high.a:1 imports p.low, which stands below it"],
        ),
        ({"__init__.py": "from p import low, high", "high.py": "", "low.py": ""}, []),
        ({"low.py": "import p"}, ["p.low:1 imports p itself"]),
        ({"low.py": "from p import parse"}, ["p.low:1 imports p itself"]),
        ({"new.py": ""}, ["p.new has no place in the order of layers"]),
    ],
)
def test_imports_that_point_down_are_found(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    """With the order high, low: what is wrong is named with its file and line, and nothing else is."""
    assert layers.upward(package(tmp_path, files), ("high", "low", "not-there-yet")) == expected


def test_the_limits_of_a_layer_are_kept(tmp_path: Path) -> None:
    """A layer with a list imports what the list names and itself."""
    files = {
        "a.py": "",
        "b.py": "",
        "sub/__init__.py": "from p import a",
        "sub/x.py": "import p.sub.y\nimport p.b",
        "sub/y.py": "",
    }
    graph = package(tmp_path, files)
    assert layers.beyond(graph, {"sub": ("a",)}) == ["p.sub.x:2 imports p.b, and sub may use only a"]
    assert layers.beyond(graph, {"sub": ("a", "b")}) == []


def test_strangers_are_kept_apart(tmp_path: Path) -> None:
    """An import between the two is found in both directions."""
    graph = package(tmp_path, {"a.py": "def f():\n    import p.b", "b.py": "", "c.py": "import p.a"})
    assert layers.meetings(graph, [("a", "b")]) == ["p.a:2 imports p.b"]
    assert layers.meetings(graph, [("b", "a")]) == ["p.a:2 imports p.b"]
    assert layers.meetings(graph, [("b", "c")]) == []


def test_a_foreign_package_is_found_over_any_way(tmp_path: Path) -> None:
    """What the layer imports is searched too; a package whose name only starts the same is another."""
    files = {
        "a.py": "import p.b",
        "b.py": "import requests_toolbelt\nimport requests.adapters",
        "c.py": "import requests",
    }
    graph = package(tmp_path, files)
    assert layers.reaching(graph, ["a"], "requests") == ["p.b:2 imports requests.adapters"]
    assert layers.reaching(graph, ["c"], "requests") == ["p.c:1 imports requests"]
