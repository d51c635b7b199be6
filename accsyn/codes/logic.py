"""ACC4xx: the query is valid, and its logic can hardly be what was meant, or could be said more simply.

Everything here is a warning, and holds on every record that is as the schema says. Nothing is said where a list, a
reference with its several texts, a missing
value or a value of unknown type could make it wrong.
"""

from __future__ import annotations

from accsyn.codes.base import Code
from accsyn.diagnostics import Severity


class AlwaysFalse(Code):
    """The conditions contradict each other, so nothing is found.

    An attribute with one value cannot have two, lie in a range that is empty, or be and not be the same. Often OR was
    meant where AND stands.

    An attribute that holds a list can have two values, and a reference can be called by its id and by its code:
    nothing is said about those.

    Bad:
        Transfer WHERE status=failed AND status=running
        Transfer WHERE size>10 AND size<5
        Transfer WHERE created<2026-01-01 AND created>=2026-02-01
        Transfer WHERE status=failed AND status NOT IN (failed, paused)

    Good:
        Transfer WHERE status=failed OR status=running
        Transfer WHERE size<10 AND size>5
        Client WHERE roles=storage AND roles=compute
    """

    code = "ACC401"
    name = "always-false"
    severity = Severity.WARNING


class AlwaysTrue(Code):
    """The conditions leave nothing out, so everything is found.

    What is not one thing or not another is everything: AND was meant where OR stands. A missing value is no reason
    for an ordered comparison to hold, so
    `size>10 OR size<=10` does leave something out and is not reported.

    Bad:
        Transfer WHERE status!=failed OR status!=paused
        Transfer WHERE name=backup OR name!=backup

    Good:
        Transfer WHERE status!=failed AND status!=paused
        Transfer WHERE size>10 OR size<=10
    """

    code = "ACC402"
    name = "always-true"
    severity = Severity.WARNING


class DuplicateCondition(Code):
    """The same condition, or the same item of a list, stands there twice.

    Text compares without case, `50` and `50.0` are one number, and the order within AND and OR does not count.

    Bad:
        Transfer WHERE status=failed AND size>10 AND status=Failed
        Transfer WHERE status IN failed,paused,failed

    Good:
        Transfer WHERE status=failed AND size>10
        Transfer WHERE status IN failed,paused
    """

    code = "ACC403"
    name = "duplicate-condition"
    severity = Severity.WARNING


class RedundantCondition(Code):
    """A condition follows from another one beside it, so it changes nothing.

    Harmless, unless something else was meant: another attribute, another value.

    Bad:
        Transfer WHERE size>5 AND size>10
        Transfer WHERE status=failed AND status!=paused
        Transfer WHERE status=failed OR (status=failed AND size>10)

    Good:
        Transfer WHERE size>10
        Transfer WHERE status=failed
    """

    code = "ACC404"
    name = "redundant-condition"
    severity = Severity.WARNING


class MixedConnectives(Code):
    """AND and OR meet without parentheses.

    AND binds tighter. Not every reader knows that, and accsyn's documentation does not say so; parentheses leave no
    doubt.

    Bad:
        Transfer WHERE status=failed OR status=paused AND size>10

    Good:
        Transfer WHERE status=failed OR (status=paused AND size>10)
        Transfer WHERE (status=failed OR status=paused) AND size>10
    """

    code = "ACC405"
    name = "mixed-connectives"
    severity = Severity.WARNING


class RedundantParentheses(Code):
    """The parentheses change nothing.

    Around all there is, around a single condition, twice around the same, or around AND within AND and OR within OR.

    Bad:
        Transfer WHERE (status=failed AND size>10)
        Transfer WHERE (status=failed) AND ((size>10 OR size=null))

    Good:
        Transfer WHERE status=failed AND size>10
        Transfer WHERE status=failed AND (size>10 OR size=null)
    """

    code = "ACC406"
    name = "redundant-parentheses"
    severity = Severity.WARNING


class CouldBeList(Code):
    """Three or more comparisons with `=` are one IN; with `!=` and AND, one NOT IN.

    Values with wildcards or commas are left alone: the server's lists have neither.

    Bad:
        Transfer WHERE status=failed OR status=paused OR status=waiting
        Transfer WHERE status!=failed AND status!=paused AND status!=waiting

    Good:
        Transfer WHERE status IN (failed, paused, waiting)
        Transfer WHERE status NOT IN (failed, paused, waiting)
        Transfer WHERE status=failed OR status=paused
    """

    code = "ACC407"
    name = "could-be-list"
    severity = Severity.WARNING


class PlainPattern(Code):
    r"""The regular expression is a plain text, or a value with wildcards.

    CONTAINS finds a text anywhere, and a `*` in a value of `=` stands for any run of characters. Both are easier to
    read, quicker, and do not depend on the
    server's dialect of regular expressions. `^` and `$` with text between them are a plain value, except that `$`
    also stands before a final line break.

    Bad:
        Transfer WHERE name MATCHES "backup"
        Transfer WHERE name MATCHES "\.zip\Z"
        Transfer WHERE name NOT MATCHES "^daily"

    Good:
        Transfer WHERE name CONTAINS "backup"
        Transfer WHERE name="*.zip"
        Transfer WHERE name MATCHES "backup.*\.zip"
    """

    code = "ACC408"
    name = "plain-pattern"
    severity = Severity.WARNING


class SlowPattern(Code):
    """The regular expression can take for ever on some texts.

    A repetition within a repetition, or of alternatives that match the same, can divide one text in exponentially
    many ways, and all are tried before the
    search gives up. Forty characters are enough to keep a server busy for days.

    Bad:
        Transfer WHERE name MATCHES "^(a+)+$"
        Transfer WHERE name MATCHES "^([a-z]|[a-f])*!"

    Good:
        Transfer WHERE name MATCHES "^a+$"
    """

    code = "ACC409"
    name = "slow-pattern"
    severity = Severity.WARNING


class WildcardInContains(Code):
    """CONTAINS has no wildcards.

    It finds its text anywhere as it is; a `*` in it is an ordinary character. Wildcards go with `=`, `!=` and IN.

    Bad:
        Transfer WHERE name CONTAINS "*backup*"
        Transfer WHERE name CONTAINS "*.zip"
        Transfer WHERE name CONTAINS "%backup%"

    Good:
        Transfer WHERE name CONTAINS "backup"
        Transfer WHERE name="*.zip"
        Transfer WHERE name CONTAINS "100%"
    """

    code = "ACC410"
    name = "wildcard-in-contains"
    severity = Severity.WARNING


class MatchesEverything(Code):
    """A value that takes every text there is.

    A lone `*` leaves out only what has no text at all. If that is what was meant, compare with `null`; what a server
    makes of that is not documented.

    Bad:
        Transfer WHERE name="*"
        Transfer WHERE name MATCHES ".*"

    Good:
        Transfer WHERE name="*backup*"
        Transfer WHERE name!=null
    """

    code = "ACC411"
    name = "matches-everything"
    severity = Severity.WARNING


class FinishedJobs(Code):
    """A plain find never returns jobs that are done or aborted.

    The condition is right and the answer is empty: pass `finished=True` to `find`. After 14 days jobs are found only
    with `archived=True`. The query itself
    cannot say either, so this is a reminder; ignore it where the argument is passed.

    Bad:
        Transfer WHERE status=done
        Transfer WHERE status IN failed,aborted

    Good:
        Transfer WHERE status=failed
        Task WHERE status=done
    """

    code = "ACC412"
    name = "finished-jobs"
    severity = Severity.WARNING
