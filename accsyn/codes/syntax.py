"""ACC1xx: the text is no query, or a query that looks like a mistake."""

from __future__ import annotations

from accsyn.codes.base import Code
from accsyn.diagnostics import Severity


class EmptyQuery(Code):
    """There is no query.

    The text is empty or holds only white space. A query needs at least an entity type.

    Good:
        Transfer
    """

    code = "ACC101"
    name = "empty-query"


class QueryTooLong(Code):
    """The text is longer than the limit.

    The limit guards a server or a linter against text that was never meant to be a query. Pass `max_length=` (or
    None) to change it.

    Good:
        Transfer WHERE status=failed
    """

    code = "ACC102"
    name = "query-too-long"


class UnexpectedText(Code):
    """Something stands where the language has no place for it.

    This is the general message; most mistakes have one of their own.

    Bad:
        Transfer WHERE size<10<20

    Good:
        Transfer WHERE status=failed
    """

    code = "ACC103"
    name = "unexpected-text"


class MissingEntityType(Code):
    """A query starts with the type of entity to look for.

    A condition alone is an expression: it has its place in hooks and in the offline tester, `find` needs to know what
    to look for.

    Bad:
        status=failed
        WHERE status=failed

    Good:
        Transfer WHERE status=failed
    """

    code = "ACC104"
    name = "missing-entity-type"


class MissingWhere(Code):
    """WHERE is missing between the entity type and the condition.

    Bad:
        Transfer status=failed
        Transfer AND status=failed
        Transfer WHER status=failed

    Good:
        Transfer WHERE status=failed
    """

    code = "ACC105"
    name = "missing-where"


class MissingCondition(Code):
    """A condition is missing.

    Something must follow WHERE, AND, OR and an opening parenthesis: a comparison such as `status=failed`, or a
    parenthesised condition.

    Bad:
        Transfer WHERE
        Transfer WHERE status=failed AND
        Transfer WHERE () OR status=failed

    Good:
        Transfer WHERE status=failed
    """

    code = "ACC106"
    name = "missing-condition"


class MissingOperator(Code):
    """An attribute is not compared with anything.

    accsyn has no bare flags: a boolean attribute is compared with `true` or `false`.

    Bad:
        Volume WHERE default
        Transfer WHERE status failed

    Good:
        Volume WHERE default=true
        Transfer WHERE status=failed
    """

    code = "ACC107"
    name = "missing-operator"


class MissingValue(Code):
    """A value is missing behind an operator.

    Often a variable that was empty when the text was put together. Bind it as a parameter (`:name`) instead; an empty
    text is written `""`, an absent value `null`.

    Bad:
        Transfer WHERE name= AND status=failed
        Transfer WHERE status=
        Transfer WHERE (status=)

    Good:
        Transfer WHERE name="" AND status=failed
        Transfer WHERE name=null
    """

    code = "ACC108"
    name = "missing-value"


class KeywordAsName(Code):
    """A keyword stands where an entity type or an attribute is expected.

    WHERE, AND, OR, NOT, IN, CONTAINS and MATCHES are keywords unless they stand as a value or as a later part of a
    path (`metadata.in`).

    Bad:
        Transfer WHERE AND status=failed
        Transfer WHERE status=failed OR OR status=done
        Transfer WHERE in=3

    Good:
        Transfer WHERE status=failed OR status=done
        Transfer WHERE name=and
    """

    code = "ACC109"
    name = "keyword-as-name"


class ForeignOperator(Code):
    """The operator belongs to another language.

    accsyn has `=`, `!=` (also `<>`), `<`, `>`, `<=`, `>=`, IN, CONTAINS, MATCHES, and NOT in front of the last three.
    A `*` in a value of `=` matches any run of characters, which is what LIKE does with `%`.

    Bad:
        Transfer WHERE status==failed
        Transfer WHERE name LIKE "back%"
        Transfer WHERE name =~ "back.*"
        Transfer WHERE size BETWEEN 1 AND 10
        Transfer WHERE name IS NOT NULL
        Transfer WHERE status=failed && size>10

    Good:
        Transfer WHERE status=failed
        Transfer WHERE name="back*"
        Transfer WHERE name MATCHES "back.*"
        Transfer WHERE size>=1 AND size<=10
        Transfer WHERE name!=null
        Transfer WHERE status=failed AND size>10
    """

    code = "ACC110"
    name = "foreign-operator"


class UnaryNot(Code):
    """NOT does not stand in front of a condition.

    It belongs to an operator: NOT IN, NOT CONTAINS, NOT MATCHES. Anything else is negated by the opposite operator.
    `=`, `!=`, IN, CONTAINS and MATCHES have exact opposites. The opposite of `size>10` leaves out records without a
    size, its complement does not; the fix adds `OR size=null` and asks you to look at it.

    Bad:
        Transfer WHERE NOT status=failed
        Transfer WHERE NOT (status=failed AND size>10)
        Transfer WHERE !status=failed

    Good:
        Transfer WHERE status!=failed
        Transfer WHERE status!=failed OR size<=10 OR size=null
    """

    code = "ACC111"
    name = "unary-not"


class ForeignClause(Code):
    """The clause belongs to SQL.

    A query is an entity type and a condition. How many records to return, from which one on, and which attributes,
    are arguments of `find`: `limit=`, `skip=`, `attributes=`. The order is the server's; sort in Python.

    Bad:
        SELECT * FROM Transfer WHERE status=failed
        Transfer WHERE status=failed LIMIT 10
        Transfer WHERE status=failed ORDER BY created

    Good:
        Transfer WHERE status=failed
    """

    code = "ACC112"
    name = "foreign-clause"


class CommentOrTerminator(Code):
    """The language has no comments and no `;` at the end.

    Bad:
        Transfer WHERE name="x";
        Transfer WHERE name="x" /* yesterday's */
        Transfer WHERE name="x" -- yesterday's

    Good:
        Transfer WHERE name="x"
    """

    code = "ACC113"
    name = "comment-or-terminator"


class UnterminatedString(Code):
    """A quote is opened and never closed.

    A string ends at the next quote of its own kind. The place shown is the opening quote.

    Bad:
        Transfer WHERE name="daily backup
        User WHERE name=O'Brien

    Good:
        Transfer WHERE name="daily backup"
        User WHERE name="O'Brien"
    """

    code = "ACC114"
    name = "unterminated-string"


class EscapedQuote(Code):
    r"""There are no escapes in strings.

    A backslash is a backslash, and a doubled quote ends one string and starts another. Use the other kind of quote
    outside. A text that holds both kinds can be bound as a parameter: `name=:name`.

    Bad:
        User WHERE name='O''Brien'
        Transfer WHERE name="12\" record"

    Good:
        User WHERE name="O'Brien"
        Transfer WHERE name='12" record'
    """

    code = "ACC115"
    name = "escaped-quote"


class SmartQuotes(Code):
    """Typographic quotes do not quote.

    Word processors and chats turn `"` into `“` and `”`. Only `"` and `'` quote a value.

    Bad:
        Transfer WHERE name=“daily backup”

    Good:
        Transfer WHERE name="daily backup"
    """

    code = "ACC116"
    name = "smart-quotes"


class UnbalancedParenthesis(Code):
    """A parenthesis has no partner. The place shown is the one without.

    Bad:
        Transfer WHERE (status=failed AND size>10
        Transfer WHERE status=failed) AND size>10

    Good:
        Transfer WHERE (status=failed AND size>10)
    """

    code = "ACC117"
    name = "unbalanced-parenthesis"


class CommaOutsideList(Code):
    """A comma stands outside a list.

    The official client would send it, and the server would have to guess. Quote the value if the comma belongs to it;
    use IN for a choice of values.

    Bad:
        Transfer WHERE name=smith,john

    Good:
        Transfer WHERE name="smith,john"
        Transfer WHERE name IN smith,john
    """

    code = "ACC118"
    name = "comma-outside-list"


class UnquotedValue(Code):
    """Two values stand in a row: a value with blanks needs quotes.

    Bad:
        Transfer WHERE name=daily backup AND status=failed
        Transfer WHERE name="daily"backup

    Good:
        Transfer WHERE name="daily backup" AND status=failed
    """

    code = "ACC119"
    name = "unquoted-value"


class MissingConnective(Code):
    """AND or OR is missing between two conditions.

    Bad:
        Transfer WHERE status=failed size>10
        Transfer WHERE (status=failed) (size>10)
        Transfer WHERE status=failed adn size>10

    Good:
        Transfer WHERE status=failed AND size>10
    """

    code = "ACC120"
    name = "missing-connective"


class EmptyList(Code):
    """A list has no items, or nothing stands between two commas.

    From Python, bind the list (`status IN :statuses`): an empty one is fine there, it never holds and sends no request.

    Bad:
        Transfer WHERE status IN ()
        Transfer WHERE status IN failed,,done
        Transfer WHERE status IN "failed,,done"
        Transfer WHERE status IN

    Good:
        Transfer WHERE status IN failed,done
    """

    code = "ACC121"
    name = "empty-list"


class ValueOnTheLeft(Code):
    """The attribute stands on the right.

    The attribute comes first, the value last: `size>10`, not `10<size`.

    Bad:
        Transfer WHERE 10<size
        Transfer WHERE "my backup"=name

    Good:
        Transfer WHERE size>10
        Transfer WHERE name="my backup"
    """

    code = "ACC122"
    name = "value-on-the-left"


class InvalidName(Code):
    """This is no attribute and no entity type.

    A name starts with a letter or `_` and goes on with letters, digits, `_` and `-`; parts of a path are joined by
    dots, without blanks. Names are not quoted.

    Bad:
        Transfer WHERE 2nd=x
        Transfer WHERE "status"=failed
        Transfer WHERE job..id=x
        "Transfer" WHERE status=failed

    Good:
        Transfer WHERE status=failed
        Task WHERE job.id=5a7325f8b7ef72f5f9d74bf4
    """

    code = "ACC123"
    name = "invalid-name"


class UnexpectedParenthesis(Code):
    """A parenthesis stands where a value or an operator is expected.

    Parentheses group conditions and hold the list of IN. There are no functions, and a value with parentheses in it
    is quoted.

    Bad:
        Transfer WHERE status=(failed)
        Transfer WHERE name=backup(1).zip
        Transfer WHERE lower(name)=x

    Good:
        Transfer WHERE status=failed
        Transfer WHERE name="backup(1).zip"
    """

    code = "ACC124"
    name = "unexpected-parenthesis"


class MissingAttribute(Code):
    """There is no attribute in front of an operator.

    Bad:
        Transfer WHERE =failed

    Good:
        Transfer WHERE status=failed
    """

    code = "ACC125"
    name = "missing-attribute"


class SuspiciousQuotes(Code):
    """A value holds typographic quotes.

    Taken as part of the value. If they were meant to quote it, write `"`.

    Bad:
        Transfer WHERE name=“backup”

    Good:
        Transfer WHERE name="backup"
    """

    code = "ACC150"
    name = "suspicious-quotes"
    severity = Severity.WARNING


class UnfilledPlaceholder(Code):
    """A value looks like a placeholder that was never filled in.

    An f-string without its f, a `%s` without its `%`. Write the value as a parameter, `user=:user`, and pass it with
    `params=`.

    Bad:
        Transfer WHERE user={user}
        Transfer WHERE user=%s
        Transfer WHERE user=$user
        Transfer WHERE user=?

    Good:
        Transfer WHERE user=lisa@example.com
    """

    code = "ACC151"
    name = "unfilled-placeholder"
    severity = Severity.WARNING


class OperatorInValue(Code):
    """A value holds what is an operator or an end elsewhere.

    `&&`, `||` and `;` are ordinary characters of a bare value. If they belong to the value, quote it.

    Bad:
        Transfer WHERE status=failed&&x
        Transfer WHERE status=failed;

    Good:
        Transfer WHERE name="failed;"
        Transfer WHERE status=failed
    """

    code = "ACC152"
    name = "operator-in-value"
    severity = Severity.WARNING


class UnnormalisedText(Code):
    """A value is not in Unicode normal form C.

    The same letters can be stored in two ways: `é` as one character or as `e` and an accent; macOS writes file names
    the second way. accsyn compares character by character, so the value matches only text stored as it is written here.

    Good:
        Transfer WHERE name=café
    """

    code = "ACC153"
    name = "unnormalised-text"
    severity = Severity.WARNING


class InvisibleCharacters(Code):
    """A value holds control or invisible characters.

    A zero-width space, a text-direction mark or a control character, often pasted along. It counts in the comparison
    and cannot be seen; messages show it escaped.

    Good:
        Transfer WHERE name=backup
    """

    code = "ACC154"
    name = "invisible-characters"
    severity = Severity.WARNING


class BracketsInList(Code):
    """A list stands in square or curly brackets.

    They are ordinary characters of its first and its last value. A list stands in parentheses, or without.

    Bad:
        Transfer WHERE name IN [a,b]
        Transfer WHERE name IN {a,b}

    Good:
        Transfer WHERE name IN (a,b)
        Transfer WHERE name IN a,b
    """

    code = "ACC156"
    name = "brackets-in-list"
    severity = Severity.WARNING


class KeywordAsValue(Code):
    """The last value is a keyword that stands alone.

    `name=and` is a comparison with the text "and". With a blank in front and nothing behind it more likely a value is
    missing. Quote it if it is meant.

    Bad:
        Transfer WHERE name= AND

    Good:
        Transfer WHERE name="AND"
        Transfer WHERE name=and
    """

    code = "ACC155"
    name = "keyword-as-value"
    severity = Severity.WARNING
