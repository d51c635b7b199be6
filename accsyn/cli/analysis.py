"""A query through all the stages, as the commands need it: bare conditions too, and as far as it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timezone
from typing import NamedTuple

from accsyn.ast import Statement
from accsyn.binding.bound import BoundQuery
from accsyn.binding.findings import Finding
from accsyn.cli.failure import CommandError
from accsyn.cli.settings import Settings
from accsyn.codes.values import MissingParameter
from accsyn.diagnostics import Diagnostic
from accsyn.errors import QuerySyntaxError
from accsyn.grammar.parser import parse_statement
from accsyn.parameters import bind_parameters, parameter_names, unbound
from accsyn.printer import print_statement
from accsyn.rewriting.lower import lower
from accsyn.source import Source
from accsyn.text import escape_for_display


class Analysis(NamedTuple):
    """What the stages made of a query.

    Attributes:
        source: The text.
        diagnostics: Everything there is to say, in the order of the places.
        statement: The tree as parsed; None where the text is no query.
        bound: The tree bound to the schema, its parameters replaced; None where the text is no query.
        expression: The condition as it goes to the server; None where there is none, or it cannot be written.
    """

    source: Source
    diagnostics: tuple[Diagnostic, ...]
    statement: Statement | None = None
    bound: BoundQuery | None = None
    expression: str | None = None

    @property
    def has_errors(self) -> bool:
        """Whether the query does not compile."""
        return any(diagnostic.is_error for diagnostic in self.diagnostics)


def analyse(sources: Sequence[Source], settings: Settings) -> list[Analysis]:
    """Take queries through all the stages.

    Each query gets the values of the parameters that it has; a value that no query has a place for is a finding in
    each.

    Raises:
        CommandError: A list was given for a parameter that takes one value.
    """
    parsed = [_parse(source, settings) for source in sources]
    statements = [item for item in parsed if isinstance(item, Statement)]
    used = set[str]().union(*map(parameter_names, statements))
    # Where a text is no query nobody knows which parameters it would have had.
    unused = set[str]() if len(statements) < len(parsed) else set(settings.parameters) - used
    return [
        _bind(source, item, settings, unused) if isinstance(item, Statement) else Analysis(source, item)
        for source, item in zip(sources, parsed, strict=True)
    ]


def canonical(statement: Statement) -> str:
    """The canonical text of a statement."""
    return print_statement(lower(statement))


def _parse(source: Source, settings: Settings) -> Statement | tuple[Diagnostic, ...]:
    try:
        return parse_statement(source.text, settings.start, name=source.name)
    except QuerySyntaxError as error:
        return error.diagnostics


def _bind(source: Source, parsed: Statement, settings: Settings, unused: set[str]) -> Analysis:
    # Imported here: formatting needs none of it.
    from accsyn.binding.binder import bind, utc_now
    from accsyn.checking import check_bound, warnings
    from accsyn.wire.expression import normalise, write

    statement, findings = parsed, list[Finding]()
    wanted = parameter_names(parsed) | unused
    values = {name: value for name, value in settings.parameters.items() if name in wanted}
    if values:
        try:
            statement, findings = bind_parameters(parsed, values)
        except TypeError as error:
            raise CommandError(str(error)) from error
    bound = bind(statement, settings.schema, strict=settings.strict, now=utc_now, tz=timezone.utc)
    if settings.needs_values:
        missing = unbound(statement)
        findings += [Finding("missing_parameter", True, comparison, item, name) for comparison, item, name in missing]
    bound = bound.with_findings(findings) if findings else bound
    if any(finding.is_error for finding in bound.findings):
        return Analysis(source, tuple(_for_a_command(found, source) for found in check_bound(bound)), parsed, bound)
    normal = normalise(bound)
    can_be_sent = not bound.has_parameters and not any(note.refused for note in normal.notes)
    expression = write(normal.statement) if can_be_sent else None
    return Analysis(source, warnings(bound, normal, expression), parsed, bound, expression)


def _for_a_command(diagnostic: Diagnostic, source: Source) -> Diagnostic:
    """The diagnostic with help for somebody who does not call from Python."""
    if diagnostic.code != MissingParameter.code:
        return diagnostic
    name = source.text[diagnostic.span.start : diagnostic.span.end].removeprefix(":")
    return diagnostic._replace(help=f"Pass it: -p {escape_for_display(name)}=VALUE")
