"""From what a user asks to what is sent: a query is checked before anything goes out.

``validate`` and ``lowering`` say how strict that is (LANGUAGE 3 and 5.5).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, NoReturn, get_args

from accsyn.ast import Comparison, Expression, Operator
from accsyn.ast import Literal as Written
from accsyn.client.places import Place
from accsyn.compiler import CompiledQuery
from accsyn.compiler import compile as compile_query
from accsyn.errors import ArgumentError, ArgumentTypeError, QueryError, QueryValidationError, QueryWarning
from accsyn.query import Query, as_query
from accsyn.schema.model import Schema
from accsyn.text import escape_for_display, lower_keeping_meaning

if TYPE_CHECKING:
    from accsyn.diagnostics import Diagnostic

Validate = Literal["error", "warn", "off"]
Lowering = Literal["allow", "warn", "error"]

_LOWERED = "ACC501"

FINISHED_JOBS = frozenset({"ACC412"})
"""The code that says that a plain find leaves finished jobs out; it concerns no other kind of asking."""

# A long request is split or refused where it is sent. The others are about how a query is written, and not about what
# it finds: `accsyn check` is the place for them.
_NEVER_SAID = frozenset({"ACC406", "ACC407", "ACC408", "ACC505"})

# What the official client takes for the shape of a query: a word, and an expression behind WHERE.
_SHAPE = re.compile(r"\s*([^\W\d][\w-]*)\s*(?:(?<=\s)where\b\s*(.*\S)|where\s*(\(.*\S))?\s*", re.IGNORECASE | re.DOTALL)


class Question(NamedTuple):
    """A query, ready to be sent.

    Attributes:
        entity_type: As it stands in the operation's name, in lower case.
        expression: The text of the condition; None for all.
        compiled: The compiled query; None for one with errors that is sent all the same.
    """

    entity_type: str
    expression: str | None
    compiled: CompiledQuery | None

    @property
    def never_matches(self) -> bool:
        """Whether there is nothing to ask, since a list that was bound is empty."""
        return self.compiled is not None and self.compiled.never_matches


class Checks:
    """How strict a session is with queries, and what it has warned of.

    Args:
        validate: ``error`` raises on errors and warns of doubts; ``warn`` warns of both; ``off`` does neither.
        lowering: What to do where the server's text cannot say a thing and another form is sent: ``allow``, ``warn``
            or ``error``.

    Raises:
        ArgumentError: One of them is another word.
    """

    MOST_PLACES = 10_000
    """How many warnings are remembered, so that a program that makes queries up does not fill the memory."""

    def __init__(self, validate: Validate = "error", lowering: Lowering = "warn") -> None:
        self.validate: Validate = one_of("validate", validate, get_args(Validate))
        self.lowering: Lowering = one_of("lowering", lowering, get_args(Lowering))
        self._warned: set[tuple[str, int, str, str]] = set()

    def prepare(
        self,
        query: str | Query | Expression,
        params: Mapping[str, object] | None,
        schema: Schema,
        place: Place,
        *,
        validate: Validate | None = None,
        quiet: frozenset[str] = frozenset(),
    ) -> Question:
        """Check a query and make what is sent.

        Args:
            query: Text, a query made in code, or a condition on attributes of an entity class.
            params: Values for its parameters.
            schema: What to check against.
            place: Where warnings point to.
            validate: For this query alone.
            quiet: Codes that do not concern this query.

        Raises:
            QuerySyntaxError: The text is no query.
            QueryValidationError: The query does not fit the schema, cannot be sent, or would have to be sent in another
                form than it was written in (``lowering="error"``).
            ArgumentTypeError: The query or a value is of a type that cannot be used.
        """
        if not isinstance(query, str):
            try:
                query = as_query(query)
            except TypeError as error:
                raise ArgumentTypeError(str(error)) from None
            except ValueError as error:
                raise ArgumentError(str(error)) from None
        strictness = self.validate if validate is None else one_of("validate", validate, get_args(Validate))
        if params is not None and not isinstance(params, Mapping):
            raise ArgumentTypeError(f"params is a dict, not {type(params).__name__}")
        try:
            compiled = compile_query(query, schema=schema, params=params)
        except TypeError as error:  # a value that no query can hold
            raise ArgumentTypeError(str(error)) from error
        except QueryError as error:
            if strictness == "error" or params or not isinstance(query, str):
                raise
            return self._as_written(query, error, place, strictness)
        if strictness != "off" or self.lowering == "error":
            self._speak(compiled, place, strictness, quiet | _NEVER_SAID)
        return Question(compiled.entity_type, compiled.expression, compiled)

    def warn(self, place: Place, query: str, code: str, message: str) -> None:
        """Warn, once for each place, query as written, and code."""
        key = (place.filename, place.line, query, code)
        if key in self._warned:
            return
        if len(self._warned) >= self.MOST_PLACES:
            self._warned.clear()
        self._warned.add(key)
        place.warn(message, QueryWarning)

    def _speak(self, compiled: CompiledQuery, place: Place, strictness: Validate, quiet: frozenset[str]) -> None:
        text = text_of(compiled)
        for diagnostic in compiled.diagnostics:
            if diagnostic.code == _LOWERED and self.lowering == "error":
                refuse(compiled, diagnostic)
            is_allowed = diagnostic.code == _LOWERED and self.lowering == "allow"
            if strictness != "off" and diagnostic.code not in quiet and not is_allowed:
                self.warn(place, text, diagnostic.code, said(diagnostic, text))

    def _as_written(self, query: str, error: QueryError, place: Place, strictness: Validate) -> Question:
        """A query with errors, as the official client would split it; the server says what it makes of it.

        Nothing is lower-cased and no line break is taken out: that is what spoils values (FAULTS 14, 15).
        """
        found = _SHAPE.fullmatch(query)
        if found is None:
            raise error
        if strictness == "warn":
            for diagnostic in error.diagnostics:
                self.warn(place, query, diagnostic.code, said(diagnostic, query))
        return Question(lower_keeping_meaning(found[1]), found[2] or found[3], None)


def one_of(name: str, value: object, words: tuple[str, ...]) -> Literal["error", "warn"]:
    """Check a word that decides something; typed as what every such choice has.

    Raises:
        ArgumentTypeError: It is no str.
        ArgumentError: It is none of the words.
    """
    if not isinstance(value, str):
        raise ArgumentTypeError(f"{name} is one of {', '.join(words)}, and no {type(value).__name__}")
    if value not in words:
        raise ArgumentError(f"{name} is one of {', '.join(words)}, not {escape_for_display(value)!r}")
    return value  # type: ignore[return-value] # it is one of the words, whichever they are


def said(diagnostic: Diagnostic, text: str) -> str:
    """A diagnostic in one line, with the part of the query that it is about."""
    span = diagnostic.span
    part = escape_for_display(text[span.start : span.end] or text)
    help_ = f". {diagnostic.help}" if diagnostic.help else ""
    return f"{diagnostic.code} {diagnostic.message}: `{part}`{help_}"


def text_of(compiled: CompiledQuery) -> str:
    """The text that the spans of a query's diagnostics point into."""
    from accsyn.binding.report import places_of

    return places_of(compiled.bound.statement)[0].text


def refuse(compiled: CompiledQuery, diagnostic: Diagnostic) -> NoReturn:
    """Raise one diagnostic of a query as an error.

    Raises:
        QueryValidationError: Always.
    """
    from accsyn.binding.report import places_of
    from accsyn.diagnostics import Severity

    source = places_of(compiled.bound.statement)[0]
    raise QueryValidationError([diagnostic._replace(severity=Severity.ERROR)], source)


def described_entity_type(question: Question) -> str:
    """The entity type that a query for ``attributes`` asks about.

    Raises:
        ArgumentError: It does not say ``entitytype=X`` and nothing else.
    """
    condition = None if question.compiled is None else question.compiled.query.condition
    if (
        isinstance(condition, Comparison)
        and condition.attribute.lower() == "entitytype"
        and condition.operator is Operator.EQUAL
        and isinstance(condition.value, Written)
        and condition.value.text.strip()
    ):
        return lower_keeping_meaning(condition.value.text.strip())
    raise ArgumentError("a query for attributes says which entity type: 'attributes WHERE entitytype=transfer'")
