"""ACC3xx: operators and values that do not fit the attribute's type, and parameters."""

from __future__ import annotations

from accsyn.codes.base import Code
from accsyn.diagnostics import Severity


class OperatorForType(Code):
    """The operator does not go with an attribute of this type.

    `=`, `!=` and IN go with every type but objects; `<`, `>`, `<=`, `>=` with integers, numbers, timestamps and text;
    CONTAINS and MATCHES with text, ids, enums and references.

    Bad:
        Transfer WHERE status>failed
        Transfer WHERE size CONTAINS 10
        Volume WHERE default<true

    Good:
        Transfer WHERE status!=failed
        Transfer WHERE size>=10
    """

    code = "ACC301"
    name = "operator-for-type"


class WrongKind(Code):
    """The value is not of the attribute's type.

    Numbers are written in ASCII digits, times as ISO 8601, booleans as `true` or `false`.

    Bad:
        Transfer WHERE size=abc
        Transfer WHERE size>10MB
        Transfer WHERE created>22/01/2026
        Volume WHERE default=yes

    Good:
        Transfer WHERE size>10000000
        Transfer WHERE created>2026-01-22
        Transfer WHERE created>-7d
        Volume WHERE default=true
    """

    code = "ACC302"
    name = "wrong-kind"


class UnknownValue(Code):
    """The attribute never has this value.

    The documented values are offered. A warning with the built-in schema; an error with `strict=True` or a live schema.

    Bad:
        Transfer WHERE status=finished
        User WHERE role IN admin,employe

    Good:
        Transfer WHERE status=done
        User WHERE role IN admin,employee
    """

    code = "ACC303"
    name = "unknown-value"
    severity = Severity.WARNING


class OddId(Code):
    """An id of accsyn does not look like this.

    An id has 24 hexadecimal digits; tasks and files have a UUID. A warning with the built-in schema; an error with
    `strict=True` or a live schema.

    Bad:
        Transfer WHERE id=614d660de50d45bb027c9bd

    Good:
        Transfer WHERE id=614d660de50d45bb027c9bdd
    """

    code = "ACC304"
    name = "odd-id"
    severity = Severity.WARNING


class OutOfRange(Code):
    """The attribute never has a number this small or this large.

    Bad:
        Queue WHERE priority=1001
        Transfer WHERE progress=-1

    Good:
        Queue WHERE priority=1000
    """

    code = "ACC305"
    name = "out-of-range"
    severity = Severity.WARNING


class InvalidPattern(Code):
    r"""The regular expression cannot be compiled.

    MATCHES takes Python's regular expressions, as every Python from 3.10 to 3.13 reads them.

    Bad:
        Transfer WHERE name MATCHES "backup("
        Transfer WHERE name MATCHES "*.zip"

    Good:
        Transfer WHERE name MATCHES "backup\("
        Transfer WHERE name="*.zip"
    """

    code = "ACC306"
    name = "invalid-pattern"


class WildcardNotAllowed(Code):
    """A `*` is a wildcard in text only.

    Numbers and times have ranges.

    Bad:
        Transfer WHERE size=10*
        Transfer WHERE created=2026-01-*

    Good:
        Transfer WHERE size>=10 AND size<20
        Transfer WHERE created>=2026-01-01 AND created<2026-02-01
    """

    code = "ACC307"
    name = "wildcard-not-allowed"


class MissingParameter(Code):
    """A parameter has no value.

    Pass it with `params=`; on the command line with `-p name=value`.

    Good:
        Transfer WHERE user=lisa@example.com
    """

    code = "ACC308"
    name = "missing-parameter"


class UnusedParameter(Code):
    """A value was passed for a parameter that the query does not have.

    Most likely a slip in its name, on one side or the other.

    Good:
        Transfer WHERE user=lisa@example.com
    """

    code = "ACC309"
    name = "unused-parameter"


class UnusableValue(Code):
    """A bound value cannot be written in the language.

    `<`, `>`, `<=` and `>=` take no text with both kinds of quotes or with line breaks; numbers have at most 308
    digits; times lie in the years 1 to 9999.

    Good:
        Transfer WHERE name>=backup
    """

    code = "ACC310"
    name = "unusable-value"
