"""ACC6xx: what the official client makes of a query, found by ``accsyn lint`` in code that imports ``accsyn_api``.

None of it happens with the session of this package.
"""

from __future__ import annotations

from accsyn.codes.base import Code
from accsyn.diagnostics import Severity


class LoweredEscape(Code):
    r"""The official client turns an escape of a regular expression into its opposite.

    It sends the whole expression in lower case: `\S`, any character but a blank, arrives as `\s`, a blank. Write a
    class instead, `[^\s]`; or use `accsyn.Session`, which lower-cases letters and leaves escapes alone.

    Bad:
        import accsyn_api
        session = accsyn_api.Session()
        session.find(r"Transfer WHERE name MATCHES '^\S+$'")

    Good:
        import accsyn_api
        session = accsyn_api.Session()
        session.find(r"Transfer WHERE name MATCHES '^[^\s]+$'")
    """

    code = "ACC601"
    name = "lowered-escape"
    language = "python"


class JoinedWords(Code):
    r"""The official client removes line breaks, and so joins the words around them.

    `code=x` and `AND` on the next line arrive as `code=xand`. Put a blank at the end of each line; or use
    `accsyn.Session`, to which a line break is white space.

    Bad:
        import accsyn_api
        session = accsyn_api.Session()
        session.find("User WHERE code=x\nAND role=admin")

    Good:
        import accsyn_api
        session = accsyn_api.Session()
        session.find("User WHERE code=x \nAND role=admin")
    """

    code = "ACC602"
    name = "joined-words"
    language = "python"


class UnboundedList(Code):
    """A list of any length goes into a query, which the official client puts into the URL.

    Servers commonly refuse URLs of more than 8 KiB, which is about 300 ids. Ask in portions; or use
    `accsyn.Session`, which does so by itself for a list that is passed as a parameter.

    Bad:
        import accsyn_api
        session = accsyn_api.Session()
        session.find("Transfer WHERE id IN " + ",".join(ids))

    Good:
        import accsyn_api
        session = accsyn_api.Session()
        session.find("Transfer WHERE id IN " + ",".join(ids[:200]))
    """

    code = "ACC603"
    name = "unbounded-list"
    language = "python"
    severity = Severity.WARNING
