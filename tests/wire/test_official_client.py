"""The text we send equals what the official client 3.4.0 sends, wherever LANGUAGE 5 names no difference."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import accsyn

# Runs in a folder of its own: inside the checkout our own `accsyn_api` would be the one that is imported.
_SCRIPT = """
import json, sys
from accsyn_api.session import Session
session = object.__new__(Session)
session._be_verbose = False
print(json.dumps([session._decode_query(query) for query in json.load(sys.stdin)]))
"""

REAL = [
    json.loads(line)["query"]
    for line in (Path(__file__).parents[2] / "examples" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
]

# Queries where the text differs by design, each with what we send instead and the reason.
DIFFERENT = {
    'transfer WHERE ((user=lisa@example.com AND destination=hq) OR status<>failed) AND code="* backup"': (
        '((user=lisa@example.com and destination=hq) or status!=failed) and code="* backup"',
        "5.2: <> goes as !=",
    ),
    "task WHERE job.id=5a7325f8b7ef72f5f9d74bf4 AND status<>executing": (
        "job.id=5a7325f8b7ef72f5f9d74bf4 and status!=executing",
        "5.2: <> goes as !=",
    ),
    "Delivery WHERE name='Project references'": ('name="project references"', '5.3: quotes are "'),
    "User WHERE code='lisa@example.com'": ('code="lisa@example.com"', '5.3: quotes are "'),
    "attributes WHERE entitytype='job'": ('entitytype="job"', '5.3: quotes are "'),
    "Queue WHERE name='medium'": ('name="medium"', '5.3: quotes are "'),
    "Job WHERE (dest='lars@edit.com' OR status=failed)": (
        'dest="lars@edit.com" or status=failed',
        '5.2: as few parentheses as needed; 5.3: quotes are "',
    ),
    "acl WHERE (ident=user:6676f3e9c7ef4e27da254e57 AND target=share:673cb38dea344d0d17969018 "
    "AND path=/FROM_VENDORS/acmevfx)": (
        "ident=user:6676f3e9c7ef4e27da254e57 and target=share:673cb38dea344d0d17969018 and path=/from_vendors/acmevfx",
        "5.2: as few parentheses as needed",
    ),
    'job WHERE ((user=5bfeb0381da7ee4095fa217e AND source!=hq) OR status<>failed) AND code="Daily backup"': (
        '((user=5bfeb0381da7ee4095fa217e and source!=hq) or status!=failed) and code="daily backup"',
        "5.2: <> goes as !=",
    ),
}


def _decode(queries: list[str], folder: Path) -> list[dict[str, str]]:
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        input=json.dumps(queries),
        capture_output=True,
        text=True,
        cwd=folder,
        check=True,
    )
    decoded: list[dict[str, str]] = json.loads(done.stdout.splitlines()[-1])
    return decoded


@pytest.fixture(scope="module")
def official(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """What the official client makes of the real queries."""
    return dict(zip(REAL, _decode(REAL, tmp_path_factory.mktemp("elsewhere")), strict=True))


@pytest.mark.parametrize("query", REAL)
def test_real_query_goes_out_as_the_official_client_sends_it(query: str, official: dict[str, dict[str, str]]) -> None:
    """Entity type and expression are the same, or differ for a reason that LANGUAGE 5 names."""
    compiled = accsyn.compile(query)
    theirs = official[query]
    assert compiled.entity_type == theirs["entitytype"]
    expected = DIFFERENT[query][0] if query in DIFFERENT else theirs.get("expression") or None
    assert compiled.expression == expected
    if query in DIFFERENT:
        assert compiled.expression != theirs["expression"], "this row is not needed"
