"""ACC5xx: what the text that goes to the server can say."""

from __future__ import annotations

from accsyn.codes.base import Code
from accsyn.diagnostics import Severity


class Lowered(Code):
    r"""The query is sent in another form, since the server's text has no way to say it.

    A list item with a comma, a text with both kinds of quotes, a `*` that is no wildcard. The form sent means the
    same; where it is a regular expression, it relies on the server reading it like Python, which its documentation
    calls common.

    Bad:
        Transfer WHERE name IN ("a,b", c)

    Good:
        Transfer WHERE name IN (a, c)
    """

    code = "ACC501"
    name = "lowered"
    severity = Severity.WARNING


class NullOnTheWire(Code):
    """The server's documentation does not mention `null`.

    Offline it is the absent value. What the server makes of `=null` is not known; it may look for the text "null".

    Bad:
        Transfer WHERE user=null

    Good:
        Transfer WHERE user!=lisa@example.com
    """

    code = "ACC502"
    name = "null-on-the-wire"
    severity = Severity.WARNING


class CaseOnTheWire(Code):
    """The regular expression turns case sensitivity on.

    accsyn compares without case; `(?-i:...)` asks for the opposite, which the server may not support.

    Bad:
        Transfer WHERE name MATCHES "(?-i:Backup)"

    Good:
        Transfer WHERE name MATCHES "backup"
    """

    code = "ACC503"
    name = "case-on-the-wire"
    severity = Severity.WARNING


class CannotBeSent(Code):
    """The server's text has no form for this.

    A text with both kinds of quotes or a line break in `<`, `>`, `<=`, `>=`; half a surrogate pair anywhere.

    Good:
        Transfer WHERE name>=backup
    """

    code = "ACC504"
    name = "cannot-be-sent"


class LongRequest(Code):
    """The request would be longer than 8 KiB.

    The query travels in the URL, and servers commonly refuse URLs of more than 8 KiB. Ask in several queries.

    Good:
        Transfer WHERE status=failed
    """

    code = "ACC505"
    name = "long-request"
    severity = Severity.WARNING
