"""Mistakes at the start of a query and between the entity type and WHERE."""

from __future__ import annotations

from accsyn.codes import syntax as codes
from accsyn.diagnostics import Diagnostic, Edit, Fix
from accsyn.grammar.mistakes.clauses import clause, comment, terminator
from accsyn.grammar.mistakes.common import (
    closing_parenthesis,
    content_of,
    found,
    show,
    starts_condition,
    unexpected,
    unjoined,
)
from accsyn.grammar.mistakes.condition import empty, name_fixes
from accsyn.grammar.mistakes.operator import is_foreign_operator
from accsyn.grammar.mistakes.quotes import open_quote
from accsyn.grammar.trouble import CONNECTIVES, Lexeme, Report, Resume, Trouble, is_name, read, replace
from accsyn.source import Span
from accsyn.text import closest

_START = "Start with the entity type: `Transfer WHERE status=failed`."
_STATEMENTS = {
    "SELECT": f"{_START} Pass `attributes=` to find for some attributes only.",
    "FROM": _START,
    "FIND": _START,
    "DELETE": "A query only finds. Call `delete_one` with the id of what was found.",
    "UPDATE": "A query only finds. Call `update` with the id of what was found.",
    "INSERT": "A query only finds. Call `create`.",
}
_WORDS_FOR_WHERE = frozenset({"WHEN", "WITH", "IF", "HAVING", "ON", "THAT", "WHICH"})


# ---- the very start --------------------------------------------------------------------------------------------------


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
    behind = trouble.after(lexeme)
    if lexeme.keyword == "NOT" and starts_condition(trouble, behind):
        return Report(_no_entity_type(lexeme.start), Resume("restart", lexeme.start, "expression"))
    diagnostic = codes.KeywordAsName.at(
        lexeme.span,
        f"expected an entity type, {found(lexeme)}",
        "A query starts with an entity type, for example `Transfer`.",
    )
    if behind.kind == "end" or behind.keyword:
        return Report(diagnostic, Resume("insert", lexeme.end, "NAME"))
    return Report(diagnostic, Resume("restart", lexeme.end, "expression"))


def expression_first(trouble: Trouble) -> Report | None:
    """A condition in parentheses where a query is expected."""
    if trouble.lexeme.text != "(":
        return None
    return Report(_no_entity_type(trouble.lexeme.start), Resume("restart", trouble.lexeme.start, "expression"))


def odd_entity_type(trouble: Trouble) -> Report | None:
    """Quotes or other characters in the entity type."""
    lexeme = trouble.lexeme
    is_attribute = trouble.after(lexeme).is_operator
    if not lexeme.is_value or lexeme.keyword or (is_attribute and "LPAR" in trouble.expected):
        return None
    content = content_of(lexeme)
    if lexeme.kind == "quoted" and is_name(content):
        fix = replace("remove the quotes", lexeme.span, unjoined(trouble, lexeme.span, content))
        diagnostic = codes.InvalidName.at(lexeme.span, "an entity type is written without quotes", None, fix)
    elif content.endswith(";") and is_name(content.rstrip(";")):
        place = Span(lexeme.start + len(content.rstrip(";")), lexeme.end)
        fix = replace("remove `;`", place, "")
        diagnostic = codes.CommentOrTerminator.at(place, "a query does not end with `;`", "Remove it.", fix)
    elif is_attribute:
        return Report(_no_entity_type(lexeme.start), Resume("restart", lexeme.start, "expression"))
    else:
        help_ = "An entity type is one word, for example `Transfer`."
        if content[:1] in ("{", "$", "%", ":", "?"):
            help_ = "The entity type cannot be filled in: write its name, for example `Transfer`."
        message = f"{show(lexeme.text)} is no entity type"
        diagnostic = codes.InvalidName.at(lexeme.span, message, help_, *name_fixes(lexeme))
    return Report(diagnostic, Resume("insert", lexeme.end, "NAME"))


def no_start(trouble: Trouble) -> Report:
    """Anything else at the start."""
    return unexpected(trouble, "an entity type such as `Transfer`")


# ---- behind the entity type ------------------------------------------------------------------------------------------


def other_statement(trouble: Trouble) -> Report | None:
    """SELECT and the like as the first word."""
    token = trouble.previous
    word = trouble.written(token).upper()
    lexeme = trouble.lexeme
    if word not in _STATEMENTS or lexeme.is_operator:
        return None
    start = token.end if word in ("FROM", "FIND") else _behind_from(trouble)
    place = Span(token.start, token.end)
    fixes: list[Fix] = []
    resume = Resume("complete", len(trouble.text))
    if start is not None:
        start = read(trouble.text, start).start
        if word not in ("UPDATE", "INSERT", "DELETE"):
            fixes = [replace("start with the entity type", Span(token.start, start), "")]
        resume = Resume("restart", start, "query")
    diagnostic = codes.ForeignClause.at(place, f"there is no {word} in a query", _STATEMENTS[word], *fixes)
    return Report(diagnostic, resume)


def _behind_from(trouble: Trouble) -> int | None:
    """The end of the next FROM."""
    lexeme = trouble.lexeme
    while lexeme.kind not in ("end", "open_quote"):
        if lexeme.kind == "bare" and lexeme.text.upper() == "FROM":
            return lexeme.end
        lexeme = trouble.after(lexeme)
    return None


def no_entity_type(trouble: Trouble) -> Report | None:
    """An operator behind the first word: the text is an expression."""
    lexeme = trouble.lexeme
    operator = lexeme.is_operator or is_foreign_operator(trouble)
    if not operator or "EQUAL" in trouble.expected or _is_negated_condition(trouble, lexeme):
        return None
    start = trouble.previous.start
    return Report(_no_entity_type(start), Resume("restart", start, "expression"))


def _no_entity_type(start: int) -> Diagnostic:
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
    word = lexeme.text.upper()
    if lexeme.kind != "bare" or lexeme.keyword or not starts_condition(trouble, trouble.after(lexeme)):
        return None
    if word not in _WORDS_FOR_WHERE and not closest(word, ("WHERE",)):
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
    is_call = behind.is_name and trouble.after(behind).text == ")"
    starts = (lexeme.text == "(" and not is_call) or (lexeme.is_value and behind.is_operator)
    if lexeme.keyword == "NOT":
        starts = _is_negated_condition(trouble, lexeme)
    if not starts:
        return None
    if lexeme.text[:5].upper() == "WHERE" and lexeme.text[5:6].isalpha() and is_name(lexeme.text[5:]):
        gap = Span(lexeme.start + 5, lexeme.start + 5)
        help_ = f"Did you mean {show(f'WHERE {lexeme.text[5:]}')}?"
        fix = replace("insert a blank", gap, " ", safe=False)
        diagnostic = codes.MissingWhere.at(lexeme.span, f"expected WHERE, {found(lexeme)}", help_, fix)
        return Report(diagnostic, Resume("insert", gap.start, "WHERE"))
    fix = Fix("insert WHERE", (Edit(Span(trouble.previous.end, lexeme.start), " WHERE "),))
    return Report(
        codes.MissingWhere.at(
            Span(lexeme.start, lexeme.start), "WHERE is missing in front of the condition", None, fix
        ),
        Resume("insert", lexeme.start, "WHERE"),
    )


def _is_negated_condition(trouble: Trouble, lexeme: Lexeme) -> bool:
    """`NOT (…`, `NOT status=failed`; but not `NOT LIKE …`, which belongs to an attribute."""
    return lexeme.keyword == "NOT" and starts_condition(trouble, lexeme)


def two_words(trouble: Trouble) -> Report | None:
    """`Trans fer WHERE …`."""
    lexeme = trouble.lexeme
    if not lexeme.is_value or trouble.after(lexeme).keyword != "WHERE":
        return None
    message = f"expected WHERE, {found(lexeme)}"
    help_ = "An entity type is one word, for example `Transfer`."
    return Report(codes.InvalidName.at(lexeme.span, message, help_), Resume("ignore", lexeme.end))


def rest(trouble: Trouble) -> Report:
    """Anything else."""
    if trouble.lexeme.text == ")":
        return closing_parenthesis(trouble)
    return unexpected(trouble, "WHERE or the end of the query")


START_RULES = (
    empty,
    where_first,
    keyword_first,
    expression_first,
    open_quote,
    comment,
    odd_entity_type,
    no_start,
)
# Where the first word may be an attribute as well as an entity type, and behind it.
EITHER_START_RULES = (where_first, open_quote, comment, odd_entity_type)
EITHER_RULES = (other_statement, connective_for_where, misspelt_where, clause, comment, terminator, missing_where)
RULES = (
    other_statement,
    no_entity_type,
    connective_for_where,
    misspelt_where,
    clause,
    comment,
    terminator,
    missing_where,
    open_quote,
    two_words,
    rest,
)
