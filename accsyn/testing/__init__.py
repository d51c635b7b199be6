"""Tests of queries without a server: query test files, examples by machine, strategies for Hypothesis.

query_tests.py  the format of query test files, ``*.accsyn.toml``
case_settings.py  how a case is read: its schema, clock, zone and records
fields.py       how the values of such a file are read, and how a complaint names its place
running.py      cases, run: what was expected, what came, why
junit.py        the results as JUnit XML
plugin.py       query test files as tests of pytest
examples.py     a record that matches a query, or one that does not
branches.py     the ways in which a condition can come out as wanted
demands.py      one comparison, and what is wanted of it
fragments.py    the part of a record that meets all demands on one attribute
values.py       numbers, moments and truth values that comparisons tell apart
texts.py        texts that meet several conditions at once
refuting.py     whether it is known that demands cannot be met
witnesses.py    texts in which a regular expression is found
strategies.py   Hypothesis strategies for queries and records (extra ``testing``)

Neither pytest nor Hypothesis is imported before it is needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accsyn.testing.examples import NoExampleError, Search, counterexample, example, search
    from accsyn.testing.query_tests import QueryTestError, load_tests
    from accsyn.testing.running import run_case

__all__ = [
    "NoExampleError",
    "QueryTestError",
    "Search",
    "counterexample",
    "example",
    "load_tests",
    "run_case",
    "search",
]

# Where each name lives: the plugin of pytest must cost a test run nothing before there is a query test.
_HOME = {
    "NoExampleError": "examples",
    "QueryTestError": "query_tests",
    "Search": "examples",
    "counterexample": "examples",
    "example": "examples",
    "load_tests": "query_tests",
    "run_case": "running",
    "search": "examples",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
