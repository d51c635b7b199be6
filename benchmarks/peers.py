"""The other libraries, each made ready for the nearest thing it does to parsing a query.

Nothing of them is imported before it is asked for, and a peer that is not installed is no error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any, NamedTuple

Run = Callable[[Any], object]


class Peer(NamedTuple):
    """A library to be compared with.

    Attributes:
        name: What the table calls it.
        distributions: The names on PyPI of what must be installed.
        language: The language of its texts, a key of the templates in `benchmarks.queries`.
        load: Imports it and returns the function that is measured.
        limit: The ratio to reach; None where the peer is there for comparison only.
    """

    name: str
    distributions: tuple[str, ...]
    language: str
    load: Callable[[], Run]
    limit: float | None = None

    def ready(self) -> Run | None:
        """The function to measure, None where the peer is not installed."""
        return self.load() if len(self.versions()) == len(self.distributions) else None

    def versions(self) -> dict[str, str]:
        """The versions of what is installed of it, by name on PyPI."""
        versions = {name: installed_version(name) for name in self.distributions}
        return {name: version for name, version in versions.items() if version is not None}


def installed_version(name: str) -> str | None:
    """The version of a distribution, None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def load_splitter() -> Run:
    """The official client's `_decode_query`, of a session that was never connected.

    The client is loaded from the files of its distribution, whatever else is called `accsyn_api` on the path.
    Importing it configures logging, for this process.
    """
    name = "accsyn_api"
    if name not in sys.modules:
        folder = distribution("accsyn-python-api").locate_file(name)
        spec = spec_from_file_location(name, str(folder / "__init__.py"), submodule_search_locations=[str(folder)])
        if spec is None or spec.loader is None:
            raise ModuleNotFoundError(f"no module in {folder}", name=name)
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    kind = import_module("accsyn_api.session").Session
    session = object.__new__(kind)
    session._be_verbose = False
    run: Run = session._decode_query
    return run


def load_lark() -> Run:
    """Lark over our grammar, as the tests use it; the tree stays Lark's."""
    from accsyn.grammar import reference

    parse = reference.load().parse
    return lambda text: parse(text, "query")


def load_lark_cython() -> Run:
    """The same with the drivers of lark-cython in the place of Lark's own."""
    from accsyn.grammar.reference import GRAMMAR, STARTS

    parse = (
        import_module("lark")
        .Lark(
            GRAMMAR.read_text(encoding="utf-8"),
            parser="lalr",
            lexer="contextual",
            start=STARTS,
            keep_all_tokens=True,
            maybe_placeholders=False,
            _plugins=import_module("lark_cython").plugins,
        )
        .parse
    )
    return lambda text: parse(text, "query")


def load_sqlglot() -> Run:
    """sqlglot; that its C extension is in use follows from sqlglotc being installed."""
    run: Run = import_module("sqlglot").parse_one
    return run


def load_luqum() -> Run:
    """The luqum parser of Lucene queries."""
    run: Run = import_module("luqum.parser").parser.parse
    return run


def load_odata() -> Run:
    """The odata-query lexer and parser."""
    grammar = import_module("odata_query.grammar")
    tokenize, parse = grammar.ODataLexer().tokenize, grammar.ODataParser().parse
    return lambda text: parse(tokenize(text))


def load_rule_engine() -> Run:
    """rule-engine: a rule is parsed and type-checked when it is made."""
    run: Run = import_module("rule_engine").Rule
    return run


SPLITTER = Peer("official splitter", ("accsyn-python-api",), "accsyn", load_splitter, 1.0)
PARSERS = (
    SPLITTER,
    Peer("Lark LALR", ("lark",), "accsyn", load_lark, 1 / 6),
    Peer("Lark + lark-cython", ("lark", "lark-cython"), "accsyn", load_lark_cython),
    Peer("sqlglot, C extension", ("sqlglot", "sqlglotc"), "sql", load_sqlglot, 1 / 4),
    Peer("luqum", ("luqum",), "lucene", load_luqum),
    Peer("odata-query", ("odata-query",), "odata", load_odata),
    Peer("rule-engine", ("rule-engine",), "rule", load_rule_engine),
)
