"""What `accsyn` offers by name, and what importing it costs, counted in modules."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
accsyn: Any = import_module("accsyn")

NAMES = [
    "AccsynError",
    "AccsynException",
    "ArgumentError",
    "ArgumentTypeError",
    "AuthenticationError",
    "BackendError",
    "CertificateError",
    "CompiledQuery",
    "ConfigurationError",
    "ConnectionFailed",
    "Diagnostic",
    "Edit",
    "Fix",
    "InvalidAnswer",
    "NotFound",
    "PermissionDenied",
    "ProxyError",
    "Query",
    "QueryError",
    "QuerySyntaxError",
    "QueryValidationError",
    "QueryWarning",
    "RateLimited",
    "RecordFileError",
    "RequestTimeout",
    "Schema",
    "SchemaError",
    "SecurityWarning",
    "Session",
    "Severity",
    "Source",
    "Span",
    "TransportError",
    "UnsupportedByEngine",
    "WaitTimeout",
    "Workspace",
    "__version__",
    "all_of",
    "any_of",
    "apply_fixes",
    "attribute",
    "builtin_schema",
    "check",
    "clear_cache",
    "compile",
    "equivalent",
    "implies",
    "load_schema",
    "parse",
    "parse_expression",
    "read_records",
    "render",
    "simplify",
    "to_code",
    "wildcard",
]

# What neither parsing nor compiling needs: everything that is installed beside the project.
HEAVY = ("lark", "requests", "urllib3", "socks", "click", "rich")
# What a first parse may add to a bare Python that has imported re and enum; some of it only on one version or another.
# Names come into this list with a measurement: the budget is 25 ms for the import and a first parse together.
PARSE_MAY_IMPORT = {
    "__future__",
    "collections.abc",
    *("importlib", "importlib._bootstrap", "importlib._bootstrap_external", "warnings"),
}


def imported(code: str, *, before: str = "import enum, os, re, site") -> set[str]:
    """The modules of other packages that a piece of code imports in a fresh Python.

    The interpreter starts without `site`, so that nothing that is installed beside the project (coverage's hook, an
    editable installation's finder) is counted or hides what is imported.
    """
    paths = [str(ROOT), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    script = f"""
import sys
{before}
known = set(sys.modules)
sys.path[:0] = {paths!r}
{code}
found = sorted(name for name in set(sys.modules) - known if name.partition(".")[0] != "accsyn")
import json
print(json.dumps(found))
"""
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def heavy(found: set[str]) -> set[str]:
    """Those of the modules that belong to one of the heavy packages."""
    return {name for name in found if name.partition(".")[0] in HEAVY}


def test_public_names_are_these() -> None:
    """A name comes into the interface or goes from it on purpose."""
    assert sorted(accsyn.__all__) == sorted(NAMES)
    assert len(accsyn.__all__) == len(set(accsyn.__all__))


@pytest.mark.parametrize("name", NAMES)
def test_each_name_is_there_and_explained(name: str) -> None:
    """Each name resolves, stands in dir(), and help() has something to say about it."""
    value = getattr(accsyn, name)
    assert name in dir(accsyn)
    assert (value.__doc__ or "").strip()


def test_an_unknown_name_is_an_attribute_error() -> None:
    """The lazy part says what Python says of a name that is not there."""
    with pytest.raises(AttributeError, match="'accsyn' has no attribute 'no_such_name'"):
        _ = accsyn.no_such_name


def test_no_name_is_a_package() -> None:
    """A function that shares its name with a subpackage would be replaced by it when the package is imported."""
    folders = {path.parent.name for path in (ROOT / "accsyn").glob("*/__init__.py")}
    assert not folders & set(NAMES)


def test_the_exception_has_its_old_name() -> None:
    """Code written for the official client catches AccsynException."""
    assert accsyn.AccsynException is accsyn.AccsynError


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pass", set()),
        ("import xml", {"xml"}),
        ("import lark.exceptions", {"lark", "lark.exceptions", "logging"}),
    ],
)
def test_the_measure_sees_imports(code: str, expected: set[str]) -> None:
    """What is imported, directly or on the way, is counted, and without an import nothing is."""
    found = imported(code)
    assert expected <= found
    assert bool(found) == bool(expected)
    assert bool(heavy(found)) == ("lark" in expected)


def test_first_parse_imports_little() -> None:
    """The import and a first parse stay within a pinned list of modules."""
    found = imported('import accsyn; accsyn.parse("Transfer WHERE a=1")')
    assert sorted(found - PARSE_MAY_IMPORT) == []


@pytest.mark.parametrize(
    "code",
    [
        "import accsyn",
        'import accsyn; accsyn.parse("Transfer WHERE a=1")',
        """import accsyn; accsyn.compile("Transfer WHERE status=failed AND name='* backup'")""",
    ],
)
def test_nothing_heavy_is_imported(code: str) -> None:
    """Neither parsing nor compiling a right query imports Lark, requests, click or what they bring."""
    assert sorted(heavy(imported(code))) == []
