"""Words for what binding noticed: a function for each kind of `Finding`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from accsyn.ast import Comparison, Exact, List, Literal, Operator
from accsyn.binding.binder import OPERATORS
from accsyn.binding.bound import BoundQuery
from accsyn.binding.findings import Finding
from accsyn.codes import names, syntax, values
from accsyn.diagnostics import Diagnostic, Edit, Fix, Severity
from accsyn.grammar.spans import Spans
from accsyn.printer import can_be_bare, quote
from accsyn.schema.model import Attribute, EntityType, Resolved, Type
from accsyn.source import Span
from accsyn.text import closest, escape_for_display

if TYPE_CHECKING:
    from accsyn.patterns import PatternProblem

_ARTICLES = {
    Type.TEXT: "a text",
    Type.INTEGER: "an integer",
    Type.NUMBER: "a number",
    Type.BOOLEAN: "a boolean",
    Type.TIMESTAMP: "a timestamp",
    Type.ID: "an id",
    Type.ENUM: "one of a few values",
    Type.REFERENCE: "a reference",
    Type.OBJECT: "an object",
}
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_MOST_LISTED = 12


def put_into_words(bound: BoundQuery, spans: Spans, text: str) -> Iterator[Diagnostic]:
    """The diagnostics for the findings of a bound query.

    Args:
        bound: The query.
        spans: The places of its nodes.
        text: The text that the places are in.
    """
    for finding in bound.findings:
        place = Place(bound, spans, text, finding)
        diagnostic = _MESSAGES[finding.kind](place)
        severity = Severity.ERROR if finding.is_error else Severity.WARNING
        yield Diagnostic(
            diagnostic.code, severity, diagnostic.message, diagnostic.span, diagnostic.help, diagnostic.fixes
        )


class Place:
    """A finding with everything its message needs."""

    def __init__(self, bound: BoundQuery, spans: Spans, text: str, finding: Finding) -> None:
        self.bound = bound
        self.spans = spans
        self.text = text
        self.finding = finding

    @property
    def comparison(self) -> Comparison:
        """The comparison it is about."""
        return self.bound.comparisons[self.finding.comparison].comparison

    @property
    def item(self) -> Literal | Exact:
        """The value it is about."""
        value = self.comparison.value
        item = value.items[self.finding.item] if isinstance(value, List) else value
        if not isinstance(item, (Literal, Exact)):
            raise TypeError(f"a finding about {item!r}")
        return item

    @property
    def value_span(self) -> Span:
        """Where the value stands."""
        value = self.comparison.value
        return self.spans.of(value.items[self.finding.item] if isinstance(value, List) else value)

    @property
    def attribute_span(self) -> Span:
        """Where the attribute stands."""
        return self.spans.attribute(self.comparison)

    @property
    def entity(self) -> EntityType:
        """The entity type; attributes are judged only where it is known."""
        entity = self.bound.entity_type
        if entity is None:
            raise TypeError("a finding about an attribute of no entity type")
        return entity

    def written(self, span: Span) -> str:
        """The text at a place."""
        return self.text[span.start : span.end]

    def is_written(self) -> bool:
        """Whether the value stands in the text itself, and not in place of a parameter or within a quoted list."""
        written = self.written(self.value_span)
        return written in (self.item.text, f'"{self.item.text}"', f"'{self.item.text}'")


def _show(text: str) -> str:
    return f"`{escape_for_display(text[:40])}{'…' if len(text) > 40 else ''}`"


def _list(words: tuple[str, ...], last: str = "or") -> str:
    shown = [f"`{word}`" for word in words[:_MOST_LISTED]]
    if len(words) > _MOST_LISTED:
        return ", ".join(shown) + f" and {len(words) - _MOST_LISTED} more"
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + f" {last} {shown[-1]}"


def _replace_value(place: Place, text: str, message: str, safe: bool = True) -> list[Fix]:
    if not place.is_written():
        return []
    item, span = place.item, place.value_span
    if isinstance(item, Literal) and item.quoted and place.written(span) == item.text:
        # An item of one quoted string.
        if any(character in text for character in ",\"'"):
            return []
    elif not can_be_bare(text, place.comparison.operator):
        try:
            text = quote(text)
        except ValueError:
            return []
    return [Fix(message, (Edit(span, text),), safe)]


# ---- names
# --------------------------------------------------------------------------------------------------------------


def unknown_entity_type(place: Place) -> Diagnostic:
    """The schema knows no such entity type."""
    name = place.bound.statement.entity_type or ""
    schema = place.bound.schema
    near = closest(name, (*schema.names(), *schema.deprecated_names, *schema.metadata_queries))
    span = place.spans.entity_type or Span(0, 0)
    fixes = [Fix(f"write {near[0]}", (Edit(span, _in_case_of(name, near[0])),), safe=False)] if near else []
    help_ = f"Did you mean {_list(near)}?" if near else "`accsyn schema show` lists the entity types."
    return names.UnknownEntityType.at(span, f"the schema knows no entity type {_show(name)}", help_, *fixes)


def _in_case_of(old: str, new: str) -> str:
    """`Transfr` becomes `Transfer`, `transfr` `transfer`."""
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def deprecated_name(place: Place) -> Diagnostic:
    """The name has a successor."""
    name = place.bound.statement.entity_type or ""
    new = _in_case_of(name, place.bound.schema.deprecated(name) or "")
    span = place.spans.entity_type or Span(0, 0)
    # What the old name finds may be more than what the new one does: `Job` covers every kind of job.
    fix = Fix(f"write {new}", (Edit(span, new),), safe=False)
    return names.DeprecatedName.at(span, f"{_show(name)} is a deprecated name", f"Write `{new}`.", fix)


def unknown_attribute(place: Place) -> Diagnostic:
    """The entity type has no such attribute; or the sides are exchanged."""
    resolved: Resolved = place.finding.data
    comparison = place.comparison
    swapped = _swapped(place)
    if swapped is not None:
        return swapped
    index = resolved.unknown_segment or 0
    segments = comparison.attribute.split(".")
    start = place.attribute_span.start + sum(len(segment) + 1 for segment in segments[:index])
    span = Span(start, start + len(segments[index]))
    near = closest(segments[index], resolved.candidates)
    owner = place.entity.label if not index else _show(".".join(segments[:index]))
    message = f"{owner} has no attribute {_show(segments[index])}"
    fixes = [Fix(f"write {near[0]}", (Edit(span, near[0]),), safe=False)] if near else []
    if near:
        help_ = f"Did you mean {_list(near)}?"
    elif resolved.candidates and len(resolved.candidates) <= _MOST_LISTED:
        help_ = f"It has {_list(resolved.candidates, 'and')}."
    else:
        help_ = f"`accsyn schema show {place.entity.name}` lists its attributes."
    return names.UnknownAttribute.at(span, message, help_, *fixes)


def _swapped(place: Place) -> Diagnostic | None:
    """`failed=status`: the value is the name of an attribute, the attribute is none."""
    comparison = place.comparison
    value = comparison.value
    if not isinstance(value, Literal) or value.quoted or comparison.operator.is_word:
        return None
    if "." in comparison.attribute or place.entity.attribute(value.text) is None:
        return None
    operator = place.spans.operator(comparison)
    mirrored = _MIRRORED.get(comparison.operator.value, comparison.operator.value)
    edits = (
        Edit(place.attribute_span, value.text),
        Edit(operator, mirrored),
        Edit(place.spans.of(value), place.written(place.attribute_span)),
    )
    return syntax.ValueOnTheLeft.at(
        place.attribute_span,
        "the attribute stands on the right",
        f"The attribute comes first: `{value.text}{mirrored}{comparison.attribute}`.",
        Fix("change sides", edits),
    )


def object_attribute(place: Place) -> Diagnostic:
    """An object takes no operator."""
    resolved: Resolved = place.finding.data
    fields = tuple(resolved.attribute.fields) if resolved.attribute is not None else ()
    path = place.comparison.attribute
    help_ = (
        f"Compare a field: {_list(tuple(f'{path}.{field}' for field in fields))}."
        if fields
        else "Compare one of its fields."
    )
    return names.ObjectAttribute.at(place.attribute_span, f"{_show(path)} is an object and cannot be compared", help_)


# ---- operators and values
# -----------------------------------------------------------------------------------------------


def operator_for_type(place: Place) -> Diagnostic:
    """The operator does not go with the type."""
    resolved: Resolved = place.finding.data
    comparison = place.comparison
    allowed = OPERATORS[resolved.type]
    listed = _list(
        tuple(operator.value for operator in Operator if operator in allowed and not operator.value.startswith("NOT "))
    )
    name = _show(comparison.attribute)
    message = f"{comparison.operator.value} does not go with {name}, which is {_ARTICLES[resolved.type]}"
    return values.OperatorForType.at(place.spans.operator(comparison), message, f"Write {listed}.")


def wrong_kind(place: Place) -> Diagnostic:
    """The value is not of the attribute's type."""
    resolved, problem = place.finding.data
    attribute: Attribute | None = resolved.attribute
    message = f"{_show(place.comparison.attribute)} is {_ARTICLES[resolved.type]}: {problem.message}"
    if attribute is not None and attribute.codes:
        code = attribute.code(place.item.text)
        listed = ", ".join(f"`{number}` ({name})" for name, number in attribute.codes.items())
        fixes = _replace_value(place, str(code), f"write {code}") if code is not None else []
        return values.WrongKind.at(place.value_span, message, f"Write {listed}.", *fixes)
    fixes = _replace_value(place, problem.suggestion, f"write {problem.suggestion}") if problem.suggestion else []
    unit = f" The unit is {attribute.unit}." if attribute is not None and attribute.unit else ""
    return values.WrongKind.at(place.value_span, message, _sentence(problem.help, unit), *fixes)


def _sentence(help_: str | None, more: str = "") -> str | None:
    if not help_:
        return more.strip() or None
    end = "" if help_.endswith((".", "?")) else "."
    return help_[0].upper() + help_[1:] + end + more


def wildcard_not_allowed(place: Place) -> Diagnostic:
    """`*` in a number or a time."""
    resolved, problem = place.finding.data
    name = place.comparison.attribute
    help_ = _sentence(problem.help) if resolved.type is Type.TIMESTAMP else f"Write a range: `{name}>=… AND {name}<…`."
    if resolved.type is Type.BOOLEAN:
        help_ = "Write `true` or `false`; `!=null` finds both."
    message = f"{_show(name)} is {_ARTICLES[resolved.type]}, `*` is no wildcard in it"
    return values.WildcardNotAllowed.at(place.value_span, message, help_)


def unknown_value(place: Place) -> Diagnostic:
    """The attribute never has this value."""
    attribute: Attribute = place.finding.data
    known = tuple(str(code) for code in attribute.codes.values()) or attribute.values
    near = closest(place.item.text, known)
    fixes = _replace_value(place, near[0], f"write {near[0]}", safe=False) if near else []
    message = f"{_show(place.comparison.attribute)} is never {_show(place.item.text)}"
    help_ = f"Did you mean {_list(near)}?" if near else f"Its values are {_list(known, 'and')}."
    return values.UnknownValue.at(place.value_span, message, help_, *fixes)


def odd_id(place: Place) -> Diagnostic:
    """This is no id."""
    problem = place.finding.data
    fixes = _replace_value(place, problem.suggestion, f"write {problem.suggestion}") if problem.suggestion else []
    return values.OddId.at(place.value_span, f"this is no id: {problem.message}", _sentence(problem.help), *fixes)


def unknown_reference_type(place: Place) -> Diagnostic:
    """The attribute does not refer to such entities."""
    attribute: Attribute = place.finding.data
    word = place.item.text.partition(":")[0]
    message = f"{_show(place.comparison.attribute)} never refers to {_show(word)}"
    return names.UnknownReferenceType.at(place.value_span, message, f"It refers to {_list(attribute.targets)}.")


def out_of_range(place: Place) -> Diagnostic:
    """The number is too small or too large."""
    attribute: Attribute = place.finding.data
    if attribute.maximum is None:
        limits = f"at least {attribute.minimum}"
    elif attribute.minimum is None:
        limits = f"at most {attribute.maximum}"
    else:
        limits = f"from {attribute.minimum} to {attribute.maximum}"
    message = f"{_show(place.comparison.attribute)} is {limits}"
    return values.OutOfRange.at(place.value_span, message, "No record has this value.")


def invalid_pattern(place: Place) -> Diagnostic:
    """The regular expression cannot be compiled."""
    problem: PatternProblem = place.finding.data
    span = place.value_span
    if problem.offset is not None and place.is_written():
        start = span.start + problem.offset + (1 if place.written(span)[:1] in "\"'" else 0)
        span = Span(min(start, span.end), min(start + 1, span.end))
    return values.InvalidPattern.at(
        span, f"the regular expression is wrong: {problem.message}", _sentence(problem.help)
    )


# ---- parameters
# ---------------------------------------------------------------------------------------------------------


def unusable_value(place: Place) -> Diagnostic:
    """A bound value that cannot be written."""
    problem = place.finding.data
    return values.UnusableValue.at(place.value_span, problem.message, _sentence(problem.help))


def missing_parameter(place: Place) -> Diagnostic:
    """A parameter has no value."""
    name: str = place.finding.data
    return values.MissingParameter.at(
        place.value_span, f"the parameter `:{name}` has no value", f"Pass it: params={{{name!r}: …}}."
    )


def unused_parameter(place: Place) -> Diagnostic:
    """A value without a parameter."""
    name = str(place.finding.data)
    end = len(place.text)
    near = closest(name, _parameters(place.bound))
    help_ = f"Did you mean `{near[0]}`?" if near else "Remove it, or write `:name` in the query where it belongs."
    if name.startswith(":"):
        help_ = f"Write the name without its colon: {name[1:]!r}."
    return values.UnusedParameter.at(Span(end, end), f"the query has no parameter {_show(':' + name)}", help_)


def _parameters(bound: BoundQuery) -> set[str]:
    from accsyn.ast import Parameter
    from accsyn.visitor import walk

    root = bound.statement.origin or bound.statement
    return {node.name for node in walk(root) if isinstance(node, Parameter)}


_MESSAGES: dict[str, Callable[[Place], Diagnostic]] = {
    function.__name__: function
    for function in (
        unknown_entity_type,
        deprecated_name,
        unknown_attribute,
        object_attribute,
        operator_for_type,
        wrong_kind,
        wildcard_not_allowed,
        unknown_value,
        odd_id,
        unknown_reference_type,
        out_of_range,
        invalid_pattern,
        unusable_value,
        missing_parameter,
        unused_parameter,
    )
}
