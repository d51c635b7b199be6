"""Cases of query test files, run: what was expected, what came, and why."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from accsyn.codes.values import MissingParameter
from accsyn.compiler import CompiledQuery, check
from accsyn.compiler import compile as compile_query
from accsyn.diagnostics import Diagnostic
from accsyn.errors import QueryError
from accsyn.testing.case_settings import Record
from accsyn.testing.examples import search
from accsyn.testing.query_tests import Case
from accsyn.text import closest, escape_for_display

MOST_SHOWN = 5
"""Records of each kind whose explanation is shown."""

_COUNTED = {"all": "every record", "none": "no record"}


class Outcome(NamedTuple):
    """What became of a case.

    Attributes:
        case: The case.
        message: What is wrong, in one line, escaped for a terminal; empty where all is as expected.
        details: Why, line by line, escaped; empty where there is nothing to add.
        missing: The names of the records that were expected and did not match.
        unexpected: The names of the records that matched and were not expected.
        codes: The codes of the diagnostics of the query, in the order of their places.
        seconds: How long it took.
    """

    case: Case
    message: str = ""
    details: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether all is as expected."""
        return not self.message

    def lines(self) -> list[str]:
        """The complaint: the query, what is wrong, and why; none where all is as expected."""
        if self.passed:
            return []
        shown = ", ".join(f"{name}={value!r}" for name, value in self.case.parameters.items())
        parameters = [f"with {escape_for_display(shown)}"] if shown else []
        return [escape_for_display(self.case.query), *parameters, self.message, *self.details]


def run_case(case: Case) -> Outcome:
    """Compile the query of a case, try it on the records, and compare with what is expected."""
    start = time.perf_counter()
    outcome = _run(case)
    return outcome._replace(seconds=time.perf_counter() - start)


def select(cases: Iterable[Case], words: str | None) -> list[Case]:
    """The cases whose file and name hold a text, without regard to case; all where there is none."""
    wanted = (words or "").casefold()
    return [case for case in cases if wanted in f"{case.path}::{case.name}".casefold()]


def _run(case: Case) -> Outcome:
    settings = case.settings
    try:
        compiled = compile_query(
            case.query,
            schema=settings.schema,
            params=case.parameters,
            strict=settings.strict,
            now=settings.now,
            tz=settings.tz,
        )
    except QueryError as error:
        codes = tuple(diagnostic.code for diagnostic in error.diagnostics)
        return _without_query(case, codes, _complaint(error))
    except TypeError as error:  # a value that cannot be bound
        return Outcome(case, escape_for_display(str(error)))
    codes = tuple(diagnostic.code for diagnostic in compiled.diagnostics)
    if case.diagnostics is not None and sorted(set(codes)) != sorted(set(case.diagnostics)):
        return _other_codes(case, codes, _rendered(case))
    if case.expect is None:
        return Outcome(case, codes=codes)
    if case.expect in ("always", "never"):
        return _for_any_record(case, compiled)._replace(codes=codes)
    return _on_records(case, compiled)._replace(codes=codes)


def _complaint(error: QueryError) -> list[str]:
    """What is wrong with a query, line by line, with help for somebody who writes the file and not a call."""
    from accsyn.rendering import render

    source = error.source

    def in_the_file(diagnostic: Diagnostic) -> Diagnostic:
        if diagnostic.code != MissingParameter.code:
            return diagnostic
        name = source.text[diagnostic.span.start : diagnostic.span.end].removeprefix(":")
        return diagnostic._replace(help=f"Give it in the case: parameters = {{{escape_for_display(name)} = ...}}")

    return render([in_the_file(diagnostic) for diagnostic in error.diagnostics], source).split("\n")


def _without_query(case: Case, codes: tuple[str, ...], details: Sequence[str]) -> Outcome:
    if case.diagnostics is None:
        return Outcome(case, "the query has errors", tuple(details), codes=codes)
    if sorted(set(codes)) != sorted(set(case.diagnostics)):
        return _other_codes(case, codes, details)
    if case.expect is not None:
        return Outcome(case, "the query has errors, as expected, and so it matches no record", codes=codes)
    return Outcome(case, codes=codes)


def _other_codes(case: Case, codes: tuple[str, ...], details: Sequence[str]) -> Outcome:
    expected, came = _listed(case.diagnostics or ()), _listed(codes)
    return Outcome(case, f"expected the diagnostics {expected}, got {came}", tuple(details), codes=codes)


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(map(escape_for_display, dict.fromkeys(codes))) or "none"


def _rendered(case: Case) -> list[str]:
    from accsyn.rendering import render

    settings = case.settings
    found = check(
        case.query,
        schema=settings.schema,
        params=case.parameters,
        strict=settings.strict,
        now=settings.now,
        tz=settings.tz,
    )
    return render(found, case.query).split("\n") if found else []


# ---- records --------------------------------------------------------------------------------------------------------


def _on_records(case: Case, compiled: CompiledQuery) -> Outcome:
    records = case.settings.records
    names = [_name_of(record, number, case) for number, record in enumerate(records, start=1)]
    matched = [compiled.matches(record) for record in records]
    expect = case.expect
    if isinstance(expect, int):
        if sum(matched) == expect:
            return Outcome(case)
        found = [name for name, is_match in zip(names, matched, strict=True) if is_match]
        shown = f": {', '.join(map(escape_for_display, found[:MOST_SHOWN]))}" if found else ""
        more = ", ..." if len(found) > MOST_SHOWN else ""
        return Outcome(case, f"expected {_counted(expect)}, {_counted(len(found))} matched{shown}{more}")
    if isinstance(expect, tuple):
        problem = _wrong_names(expect, names, case)
        if problem:
            return Outcome(case, problem)
    wanted = [expect == "all" or (isinstance(expect, tuple) and name in expect) for name in names]
    rows = list(zip(records, names, wanted, matched, strict=True))
    missing = [(record, name) for record, name, is_wanted, is_match in rows if is_wanted and not is_match]
    unexpected = [(record, name) for record, name, is_wanted, is_match in rows if is_match and not is_wanted]
    if not missing and not unexpected:
        return Outcome(case)
    expected = _counted(sum(wanted)) if isinstance(expect, tuple) else _COUNTED[str(expect)]
    details = [
        *_explained(compiled, missing, "-", "expected, did not match"),
        *_explained(compiled, unexpected, "+", "not expected, matched"),
    ]
    message = f"expected {expected}, {_counted(sum(matched))} matched"
    return Outcome(
        case, message, tuple(details), tuple(name for _, name in missing), tuple(name for _, name in unexpected)
    )


def _name_of(record: Record, number: int, case: Case) -> str:
    """The name of a record: its id, or its number where it has none."""
    value = record.get(case.settings.id)
    return f"record {number}" if value is None else str(value)


def _wrong_names(expect: tuple[str, ...], names: Sequence[str], case: Case) -> str:
    """What is wrong with the names that are expected; empty where each is that of one record."""
    id_ = case.settings.id
    for name in expect:
        count = names.count(name)
        if count > 1:
            shown = escape_for_display(name)
            return f'{count} records have the {id_} {shown!r}; name them by another attribute, such as id = "code"'
        if not count:
            near = closest(name, names)
            hint = f"; did you mean {escape_for_display(near[0])!r}?" if near else ""
            return f"no record has the {id_} {escape_for_display(name)!r}{hint}"
    return ""


def _explained(compiled: CompiledQuery, records: Sequence[tuple[Record, str]], sign: str, what: str) -> Iterator[str]:
    for record, name in records[:MOST_SHOWN]:
        yield f"{sign} {escape_for_display(name)}  {what}"
        yield from (f"    {line}" for line in str(compiled.explain(record)).split("\n"))
    if len(records) > MOST_SHOWN:
        yield f"{sign} and {len(records) - MOST_SHOWN} more  {what}"


def _counted(count: int) -> str:
    return f"{count} record" if count == 1 else f"{count} records"


# ---- any record -----------------------------------------------------------------------------------------------------


def _for_any_record(case: Case, compiled: CompiledQuery) -> Outcome:
    """Whether a query always or never matches: the given records first, then one that is worked out."""
    is_never = case.expect == "never"
    for number, record in enumerate(case.settings.records, start=1):
        if compiled.matches(record) is is_never:
            name = _name_of(record, number, case)
            sign, what = ("+", "not expected, matched") if is_never else ("-", "expected, did not match")
            details = tuple(_explained(compiled, [(record, name)], sign, what))
            missing, unexpected = ((), (name,)) if is_never else ((name,), ())
            return Outcome(case, _refuted(is_never, name), details, missing, unexpected)
    found = search(compiled, matching=is_never)
    if found.record is not None:
        import json

        shown = escape_for_display(json.dumps(found.record, ensure_ascii=False))
        why = str(compiled.explain(found.record)).split("\n")
        return Outcome(case, _refuted(is_never, "a record that was worked out"), (shown, *why))
    if found.is_impossible:
        return Outcome(case)
    word, verb = ("none", "matches") if is_never else ("all", "does not match")
    message = f"nobody knows: found neither a record that {verb} nor a proof that there is none"
    return Outcome(case, f'{message}; expect = "{word}" speaks of the given records alone')


def _refuted(is_never: bool, name: str) -> str:
    said = "no record should ever match, and one does" if is_never else "every record should match, and one does not"
    return f"{said}: {escape_for_display(name)}"
