"""What follows a query in other languages: clauses, comments, a `;`."""

from __future__ import annotations

import re

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Fix
from accsyn.grammar.lexer import END
from accsyn.grammar.mistakes.common import removal
from accsyn.grammar.trouble import Lexeme, Report, Resume, Trouble, read
from accsyn.source import Span

_SORT = "The server decides the order; sort the records in Python."
_CLAUSES = {
    "LIMIT": "Pass `limit=` to find instead.",
    "TOP": "Pass `limit=` to find instead.",
    "FETCH": "Pass `limit=` to find instead.",
    "OFFSET": "Pass `skip=` to find instead.",
    "SKIP": "Pass `skip=` to find instead.",
    "ORDER": _SORT,
    "SORT": _SORT,
    "GROUP": "Group the records in Python.",
    "HAVING": "Put the condition behind WHERE.",
    "UNION": "Join the conditions with OR, or run two queries.",
    "JOIN": "Follow a reference with a dotted path (`job.id`), or run two queries.",
}
# How a clause goes on, in capitals; None where any word may follow. A value such as `high order` is no clause.
_CONTINUED: dict[str, str | None] = {
    "ORDER": "BY",
    "SORT": "BY",
    "GROUP": "BY",
    "UNION": None,
    "JOIN": None,
    "HAVING": None,
}


def clause(trouble: Trouble) -> Report | None:
    """`LIMIT 10`, `ORDER BY created` and their like; the rest of the text goes with them."""
    lexeme = trouble.lexeme
    word = lexeme.text.upper()
    if lexeme.kind != "bare" or word not in _CLAUSES or not _goes_on(trouble, word):
        return None
    named = f"{word} BY" if trouble.after(lexeme).text.upper() == "BY" else word
    end = len(trouble.text)
    # In parentheses, what follows is more than the clause.
    fixes = []
    if not trouble.parentheses:
        fixes = [Fix(f"remove {named}", (removal(trouble, Span(lexeme.start, end)),), safe=False)]
    diagnostic = codes.ForeignClause.at(lexeme.span, f"there is no {named} in a query", _CLAUSES[word], *fixes)
    if trouble.expected.isdisjoint({"AND", END}):
        return Report(diagnostic, Resume("complete", end))
    return Report(diagnostic) if trouble.parentheses else Report(diagnostic, Resume("ignore", end))


def _goes_on(trouble: Trouble, word: str) -> bool:
    """Whether what follows makes the word a clause: `LIMIT 10` is one, `LIMIT=10` and `over limit` are none."""
    behind = trouble.after(trouble.lexeme)
    if behind.is_operator:
        return False
    if word not in _CONTINUED:
        return (
            behind.text[:1].isdigit() or behind.text[:1] in (":", "{", "%") or behind.text.upper() in ("FIRST", "NEXT")
        )
    continued = _CONTINUED[word]
    return behind.is_value if continued is None else behind.text.upper() == continued


def comment(trouble: Trouble) -> Report | None:
    """`/* … */`, `-- …`, `// …`, `# …`: to the end of the line, but for the first."""
    lexeme = trouble.lexeme
    if lexeme.kind != "bare":
        return None
    start = lexeme.start
    if lexeme.text.startswith("/*"):
        closing = trouble.text.find("*/", start + 2)
        end = closing + 2 if closing >= 0 else len(trouble.text)
        certain = True
    elif _starts_comment(trouble, lexeme):
        match = re.compile(r"[\r\n]").search(trouble.text, start)
        end = match.start() if match else len(trouble.text)
        # Behind a bare value it may be the rest of the value: `name=shot -- final`.
        certain = trouble.previous.kind != "BARE"
    else:
        return None
    fix = Fix("remove the comment", (removal(trouble, Span(start, end)),), certain)
    help_ = "Remove it." if certain else "Remove it, or quote the value if this belongs to it."
    return Report(
        codes.CommentOrTerminator.at(Span(start, end), "there are no comments in a query", help_, fix),
        Resume("ignore", end),
    )


def _starts_comment(trouble: Trouble, lexeme: Lexeme) -> bool:
    """`--`, `//` and `#`, the latter not in front of a digit: `#1` counts something."""
    text = lexeme.text
    return text.startswith(("--", "//")) or (text.startswith("#") and not text[1:2].isdigit())


def terminator(trouble: Trouble) -> Report | None:
    """A `;` of its own, or in front of a second query."""
    lexeme = trouble.lexeme
    previous = trouble.previous
    if lexeme.kind == "bare" and lexeme.text.startswith(";"):
        start = lexeme.start
        end = start + len(lexeme.text) - len(lexeme.text.lstrip(";"))
    elif previous.kind == "BARE" and trouble.written(previous).endswith(";") and _starts_query(trouble, lexeme):
        # The `;` was read as the end of a value.
        start, end = previous.end - 1, previous.end
    else:
        return None
    span = Span(start, end)
    behind = read(trouble.text, end)
    if behind.kind == "end" or behind.text == ")":
        fix = Fix("remove `;`", (removal(trouble, span),))
        return Report(
            codes.CommentOrTerminator.at(span, "a query does not end with `;`", "Remove it.", fix),
            Resume("ignore", end),
        )
    fix = Fix("remove all from `;` on", (removal(trouble, Span(start, len(trouble.text))),), safe=False)
    return Report(
        codes.CommentOrTerminator.at(span, "a `;` does not separate queries", "Run one query at a time.", fix),
        Resume("ignore", len(trouble.text)),
    )


def _starts_query(trouble: Trouble, lexeme: Lexeme) -> bool:
    return lexeme.is_name and trouble.after(lexeme).keyword == "WHERE"
