"""Mistakes at the start of a query and between the entity type and WHERE."""

from __future__ import annotations

import re

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.grammar.mistakes import condition
from accsyn.grammar.mistakes.common import clause, comment, found, open_quote, show, unexpected
from accsyn.grammar.mistakes.operator import is_foreign_operator
from accsyn.grammar.trouble import CONNECTIVES, Report, Resume, Trouble, is_name, replace
from accsyn.source import Span
from accsyn.text import closest

_SELECT = re.compile(r"select\s+(?:.*?\s+)??from\s+", re.IGNORECASE | re.DOTALL)
_STATEMENTS = {
    "SELECT": "Start with the entity type: `Transfer WHERE status=failed`. Pass `attributes=` to find for some attributes only.",
    "FROM": "Start with the entity type: `Transfer WHERE status=failed`.",
    "DELETE": "A query only finds. Call `delete_one` with the id of what was found.",
    "UPDATE": "A query only finds. Call `update` with the id of what was found.",
    "INSERT": "A query only finds. Call `create`.",
}


# ---- the very start -----------------------------------------------------------------------------------------------------


def where_first(trouble: Trouble) -> Report | None:
    """WHERE without an entity type in front of it."""
    lexeme = trouble.lexeme
    if lexeme.keyword != "WHERE":
        return None
    message = "the entity type is missing in front of WHERE"
    return Report(
        codes.MissingEntityType.at(Span(lexeme.start, lexeme.start), message, "Write for example `Transfer WHERE …`."),
        Resume("insert", lexeme.start, "NAME"),
    )


def keyword_first(trouble: Trouble) -> Report | None:
    """Another keyword at the start."""
    lexeme = trouble.lexeme
    if not lexeme.keyword:
        return None
    return Report(
        codes.KeywordAsName.at(
            lexeme.span,
            f"expected an entity type, {found(lexeme)}",
            "A query starts with an entity type, for example `Transfer`.",
        ),
        Resume("restart", lexeme.end, "expression"),
    )


def expression_first(trouble: Trouble) -> Report | None:
    """A condition in parentheses where a query is expected."""
    if trouble.lexeme.text != "(":
        return None
    return Report(_no_entity_type(trouble, trouble.lexeme.start), Resume("restart", trouble.lexeme.start, "expression"))


def odd_entity_type(trouble: Trouble) -> Report | None:
    """Quotes or other characters in the entity type."""
    lexeme = trouble.lexeme
    if not lexeme.is_value:
        return None
    content = lexeme.text[1:-1] if lexeme.kind == "quoted" else lexeme.text
    if lexeme.kind == "quoted" and is_name(content):
        fix = replace("remove the quotes", lexeme.span, content)
        diagnostic = codes.InvalidName.at(lexeme.span, "an entity type is written without quotes", None, fix)
    elif content.endswith(";") and is_name(content.rstrip(";")):
        place = Span(lexeme.start + len(content.rstrip(";")), lexeme.end)
        fix = replace("remove `;`", place, "")
        diagnostic = codes.CommentOrTerminator.at(place, "a query does not end with `;`", "Remove it.", fix)
    elif trouble.after(lexeme).is_operator:
        return Report(_no_entity_type(trouble, lexeme.start), Resume("restart", lexeme.start, "expression"))
    else:
        help_ = "An entity type is one word, for example `Transfer`."
        diagnostic = codes.InvalidName.at(lexeme.span, f"{show(lexeme.text)} is no entity type", help_)
    return Report(diagnostic, Resume("insert", lexeme.end, "NAME"))


def no_start(trouble: Trouble) -> Report:
    """Anything else at the start."""
    return unexpected(trouble, "an entity type such as `Transfer`")


# ---- behind the entity type ---------------------------------------------------------------------------------------------


def lacks_where(trouble: Trouble) -> bool:
    """Whether what stands behind a first name reads like a query without WHERE rather than a comparison without operator."""
    lexeme = trouble.lexeme
    return not is_foreign_operator(trouble) and lexeme.is_value and trouble.after(lexeme).is_operator


def other_statement(trouble: Trouble) -> Report | None:
    """SELECT and the like as the first word."""
    token = trouble.name_token()
    word = trouble.written(token).upper()
    if word not in _STATEMENTS or trouble.lexeme.is_operator:
        return None
    match = _SELECT.match(trouble.text, token.start)
    fixes = [replace("start with the entity type", Span(token.start, match.end()), "")] if match else []
    diagnostic = codes.ForeignClause.at(
        Span(token.start, token.end), f"there is no {word} in a query", _STATEMENTS[word], *fixes
    )
    start = match.end() if match else len(trouble.text)
    return Report(diagnostic, Resume("restart", start, "query" if match else "expression"))


def no_entity_type(trouble: Trouble) -> Report | None:
    """An operator behind the first word: the text is an expression."""
    lexeme = trouble.lexeme
    if not (lexeme.is_operator or is_foreign_operator(trouble)) or "EQUAL" in trouble.expected:
        return None
    start = trouble.name_token().start
    return Report(_no_entity_type(trouble, start), Resume("restart", start, "expression"))


def _no_entity_type(trouble: Trouble, start: int) -> Diagnostic:
    return codes.MissingEntityType.at(
        Span(start, start),
        "the entity type is missing: this is a condition",
        "A query says what to look for first: `Transfer WHERE …`.",
    )


def connective_for_where(trouble: Trouble) -> Report | None:
    """AND or OR instead of WHERE."""
    lexeme = trouble.lexeme
    if lexeme.keyword not in CONNECTIVES:
        return None
    fix = replace("write WHERE", lexeme.span, "WHERE")
    return Report(
        codes.MissingWhere.at(
            lexeme.span, f"expected WHERE, {found(lexeme)}", "The first condition follows WHERE.", fix
        ),
        Resume("insert", lexeme.end, "WHERE"),
    )


def misspelt_where(trouble: Trouble) -> Report | None:
    """WHER, WHEN, WERE."""
    lexeme = trouble.lexeme
    if lexeme.kind != "bare" or lexeme.keyword:
        return None
    behind = trouble.after(lexeme)
    if not (behind.is_name or behind.text == "("):
        return None
    if lexeme.text.upper() not in ("WHEN", "WITH", "IF", "HAVING", "ON") and not closest(
        lexeme.text.upper(), ("WHERE",)
    ):
        return None
    fix = replace("write WHERE", lexeme.span, "WHERE")
    return Report(
        codes.MissingWhere.at(lexeme.span, f"expected WHERE, {found(lexeme)}", "Did you mean WHERE?", fix),
        Resume("insert", lexeme.end, "WHERE"),
    )


def missing_where(trouble: Trouble) -> Report | None:
    """A condition right behind the entity type."""
    lexeme = trouble.lexeme
    behind = trouble.after(lexeme)
    negated = lexeme.keyword == "NOT" and (behind.is_name or behind.text == "(")
    if not (lexeme.text == "(" or negated or (lexeme.is_value and behind.is_operator)):
        return None
    gap = Span(trouble.previous.end, lexeme.start)
    fix = Fix("insert WHERE", (Edit(gap, " WHERE "),))
    return Report(
        codes.MissingWhere.at(
            Span(lexeme.start, lexeme.start), "WHERE is missing in front of the condition", None, fix
        ),
        Resume("insert", lexeme.start, "WHERE"),
    )


def rest(trouble: Trouble) -> Report:
    """Anything else."""
    if trouble.lexeme.text == ")":
        report = condition.closing(trouble)
        if report is not None:
            return report
    return unexpected(trouble, "WHERE or the end of the query")


START_RULES = (
    condition.empty,
    where_first,
    keyword_first,
    expression_first,
    open_quote,
    comment,
    odd_entity_type,
    no_start,
)
RULES = (
    other_statement,
    no_entity_type,
    connective_for_where,
    clause,
    comment,
    misspelt_where,
    missing_where,
    open_quote,
    rest,
)
