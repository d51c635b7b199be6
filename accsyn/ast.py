"""The abstract syntax tree of a query.

A `Statement` is the root. Its condition is an `Expression`: a `Comparison`, or an n-ary `And` or `Or` of expressions.
The right-hand side of a comparison is a `Value`: a `Literal` as written, an `Exact` text that came from Python, `Null`,
an unbound `Parameter`, or a `List` of these.

Nodes are immutable and hashable; children are tuples. Two trees are equal when they mean the same to the language:
the spelling of operators, the case of keywords, quoting, redundant parentheses and places in the text do not count.
A node holds no position: the root knows its source and computes every span at once when somebody asks
(`accsyn.grammar.recovery.locate`), so that parsing does not pay for it.

Nothing here recurses: a tree may be as deep as the text that made it. The classes are written out rather than made by
`dataclasses`, whose import and decorators would take most of the time budget of ``import accsyn``.
"""

from __future__ import annotations

from enum import Enum

from accsyn.names import is_name, require_entity_type, require_parameter_name, require_path

TYPE_CHECKING = False  # as in `accsyn`
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, NoReturn

    from accsyn.source import Source


class Operator(Enum):
    """A comparison operator; the value is its canonical spelling."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    GREATER = ">"
    LESS_EQUAL = "<="
    GREATER_EQUAL = ">="
    IN = "IN"
    NOT_IN = "NOT IN"
    CONTAINS = "CONTAINS"
    NOT_CONTAINS = "NOT CONTAINS"
    MATCHES = "MATCHES"
    NOT_MATCHES = "NOT MATCHES"

    # Members are singletons: the identity hash runs in C, Enum's own in Python.
    __hash__ = object.__hash__

    @property
    def is_word(self) -> bool:
        """True for operators spelled with letters, which need blanks around them."""
        return self.value[0].isalpha()

    @property
    def is_ordered(self) -> bool:
        """True for ``< > <= >=``."""
        return self.value[0] in "<>"

    @property
    def is_negative(self) -> bool:
        """True for the exact complements ``!=``, NOT IN, NOT CONTAINS, NOT MATCHES."""
        return self.value[0] in "!N"

    @property
    def positive(self) -> Operator:
        """The operator that a negative one is the complement of; any other is its own."""
        return _POSITIVE.get(self, self)

    @property
    def complement(self) -> Operator | None:
        """The operator that holds exactly where this one does not; None for ``< > <= >=`` (LANGUAGE 4)."""
        return _COMPLEMENT.get(self)


_POSITIVE = {
    Operator.NOT_EQUAL: Operator.EQUAL,
    Operator.NOT_IN: Operator.IN,
    Operator.NOT_CONTAINS: Operator.CONTAINS,
    Operator.NOT_MATCHES: Operator.MATCHES,
}
_COMPLEMENT = {**_POSITIVE, **{positive: negative for negative, positive in _POSITIVE.items()}}


class Node:
    """A node of the tree. Immutable; equality and hash are by meaning."""

    __slots__ = ()

    @property
    def children(self) -> tuple[Node, ...]:
        """The nodes directly below, in the order of the text."""
        return ()

    def _key(self) -> tuple[Any, ...]:
        """What this node itself contributes to equality, its children left out."""
        return ()

    def _arguments(self) -> tuple[str, ...]:
        """The node's own fields as they stand in its repr, its children left out."""
        return tuple(repr(part) for part in self._key())

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Node):
            return NotImplemented
        pending: list[tuple[Node, Node]] = [(self, other)]
        while pending:
            one, two = pending.pop()
            if one is two:
                continue
            mine, theirs = one.children, two.children
            if type(one) is not type(two) or len(mine) != len(theirs) or one._key() != two._key():
                return False
            pending.extend(zip(mine, theirs, strict=True))
        return True

    def __hash__(self) -> int:
        key: list[object] = []
        pending: list[Node] = [self]
        while pending:
            node = pending.pop()
            children = node.children
            key.append((type(node), len(children), node._key()))
            pending.extend(children)
        return hash(tuple(key))

    def __repr__(self) -> str:
        pieces: list[str] = []
        pending: list[Node | str] = [self]
        while pending:
            part = pending.pop()
            if isinstance(part, str):
                pieces.append(part)
                continue
            arguments: list[Node | str] = [*part._arguments(), *part.children]
            pending.append(")")
            for index in range(len(arguments) - 1, -1, -1):
                pending.append(arguments[index])
                if index:
                    pending.append(", ")
            pending.append(f"{type(part).__name__}(")
        return "".join(pieces)

    def __copy__(self) -> Node:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Node:
        return self


class Value(Node):
    """The right-hand side of a comparison, or an item of a list."""

    __slots__ = ()


class Literal(Value):
    """A value as it was written, or a value from Python that can be written.

    Args:
        text: The characters, without quotes. In ``= != IN NOT IN`` a ``*`` in it matches any run of characters.
        quoted: Whether it stood in quotes (or came from Python as text). Not part of equality.
    """

    __slots__ = ("_quoted", "_text")

    def __init__(self, text: str, quoted: bool = False) -> None:
        self._text = text
        self._quoted = quoted

    @property
    def text(self) -> str:
        """The characters, without quotes."""
        return self._text

    @property
    def quoted(self) -> bool:
        """Whether it stood in quotes."""
        return self._quoted

    def _key(self) -> tuple[Any, ...]:
        return (self._text,)

    def _arguments(self) -> tuple[str, ...]:
        return (repr(self._text), "quoted=True") if self._quoted else (repr(self._text),)

    def __reduce__(self) -> tuple[type[Literal], tuple[str, bool]]:
        return Literal, (self._text, self._quoted)


class Exact(Value):
    """A text from Python that means itself where a quoted literal would not, or would be unsafe to send.

    Made only for text that holds a ``*`` (plain here) or ends in a backslash; any other bound text is a `Literal`.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @property
    def text(self) -> str:
        """The characters; none of them is special."""
        return self._text

    def _key(self) -> tuple[Any, ...]:
        return (self._text,)

    def __reduce__(self) -> tuple[type[Exact], tuple[str]]:
        return Exact, (self._text,)


class Null(Value):
    """The absent value: bare ``null`` with ``= != IN NOT IN``, or None from Python."""

    __slots__ = ()


class Parameter(Value):
    """An unbound ``:name``: a value, an item, or a whole list.

    Raises:
        ValueError: The name cannot be one.
    """

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = require_parameter_name(name)

    @property
    def name(self) -> str:
        """The name without its colon."""
        return self._name

    def _key(self) -> tuple[Any, ...]:
        return (self._name,)

    def __reduce__(self) -> tuple[type[Parameter], tuple[str]]:
        return Parameter, (self._name,)


class List(Value):
    """The items of IN and NOT IN. Empty only where an empty iterable was bound: it never holds."""

    __slots__ = ("_items",)

    def __init__(self, items: tuple[Value, ...]) -> None:
        self._items = items

    @property
    def items(self) -> tuple[Value, ...]:
        """The items, in order."""
        return self._items

    @property
    def children(self) -> tuple[Value, ...]:
        """The items."""
        return self._items

    def _key(self) -> tuple[Any, ...]:
        return ()

    def __reduce__(self) -> tuple[type[List], tuple[tuple[Value, ...]]]:
        return List, (self._items,)


NO_TRUTH = (
    "a condition is neither true nor false by itself. Write (a) & (b) for `and`, (a) | (b) for `or`, ~(a) for `not`, "
    "x.in_([...]) for `in`, x.between(low, high) for `low < x < high`, and `is None` to ask whether there is one"
)
"""What to write instead where Python asks whether a condition, or an attribute, is true."""


class AttributePath(str):
    """The path of an attribute that code took from a schema, with what the schema says of it.

    Equal to the plain path, so that trees made in code equal those of texts.

    Args:
        path: Dotted path.
        owner: The entity type it belongs to, as its class is named; empty for none in particular.
        is_single: Whether a record has one value of the schema's type, or none: then ``< > <= >=`` can be negated.

    Attributes:
        is_whole: Whether it can stand in a query: a field below a reference may be called ``where``, and an attribute
            may not.
    """

    __slots__ = ("is_single", "is_whole", "owner")

    is_single: bool
    is_whole: bool
    owner: str

    def __new__(cls, path: str, owner: str = "", is_single: bool = False) -> AttributePath:  # noqa: D102 - see the class
        self = super().__new__(cls, path)
        self.owner = owner
        self.is_single = is_single
        self.is_whole = is_name(path)
        return self

    def __reduce__(self) -> tuple[type[AttributePath], tuple[str, str, bool]]:
        return AttributePath, (str(self), self.owner, self.is_single)


class Expression(Node):
    """A condition: a comparison, or several joined by AND or OR.

    ``a & b`` is AND, ``a | b`` is OR, ``~a`` the complement (`negate`). ``==`` compares the trees.
    """

    __slots__ = ()

    def __and__(self, other: Expression) -> And:
        joined: And = _beside(And, self, other)
        return joined

    def __or__(self, other: Expression) -> Or:
        joined: Or = _beside(Or, self, other)
        return joined

    if not TYPE_CHECKING:
        # Type checkers refuse what stands on the left by themselves.

        def __rand__(self, other: object) -> NoReturn:
            return _no_condition(other, "&")

        def __ror__(self, other: object) -> NoReturn:
            return _no_condition(other, "|")

    def __invert__(self) -> Expression:
        return negate(self)

    def __bool__(self) -> NoReturn:
        raise TypeError(NO_TRUTH)

    def __str__(self) -> str:
        """The canonical text, as `Query` has it.

        Raises:
            ValueError: A value cannot be written in any form.
        """
        # What writes trees stands above them in the order of the layers, and is not known to them: it is looked up by
        # name when somebody asks.
        from importlib import import_module

        text: str = import_module(f"{__package__}.query").text_of(self)
        return text


class Comparison(Expression):
    """An attribute compared with a value.

    Args:
        attribute: Dotted path as written, for example ``job.id``.
        operator: How to compare.
        value: What to compare with; for IN and NOT IN a `List` or a `Parameter`.

    Raises:
        TypeError: One of them is of another type.
        ValueError: The attribute cannot be written in a query.
    """

    __slots__ = ("_attribute", "_operator", "_value")

    def __init__(self, attribute: str, operator: Operator, value: Value) -> None:
        # What an attribute of the builder has looked at already need not be looked at again.
        if type(attribute) is not AttributePath or not attribute.is_whole:
            attribute = require_path(attribute)
            if not isinstance(operator, Operator):
                raise TypeError(f"a comparison takes an Operator, not {operator!r}")
            if not isinstance(value, Value):
                raise TypeError(f"a comparison takes a value of the tree such as Literal({value!r}, True)")
        self._attribute = attribute
        self._operator = operator
        self._value = value

    @property
    def attribute(self) -> str:
        """Dotted path as written."""
        return self._attribute

    @property
    def operator(self) -> Operator:
        """How to compare."""
        return self._operator

    @property
    def value(self) -> Value:
        """What to compare with."""
        return self._value

    @property
    def children(self) -> tuple[Value, ...]:
        """The value."""
        return (self._value,)

    def _key(self) -> tuple[Any, ...]:
        return (self._attribute, self._operator)

    def _arguments(self) -> tuple[str, ...]:
        return (repr(self._attribute), str(self._operator))

    def __reduce__(self) -> tuple[type[Comparison], tuple[str, Operator, Value]]:
        return Comparison, (self._attribute, self._operator, self._value)


class Junction(Expression):
    """What And and Or share: two or more operands, none of them of the same kind (`flatten` sees to that)."""

    __slots__ = ("_operands", "_owned")

    _owned: AttributePath | None  # set when somebody asks, see `owned_attribute`

    def __init__(self, operands: tuple[Expression, ...]) -> None:
        self._operands = operands

    @property
    def operands(self) -> tuple[Expression, ...]:
        """The operands, in the order of the text."""
        return self._operands

    @property
    def children(self) -> tuple[Expression, ...]:
        """The operands."""
        return self._operands

    def _key(self) -> tuple[Any, ...]:
        return ()

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # A flat postfix form: pickle recurses through nested objects, a tree may be deeper than it can go.
        postfix: list[object] = []
        pending: list[Expression] = [self]
        while pending:
            node = pending.pop()
            if isinstance(node, Junction):
                postfix.append((type(node), len(node._operands)))
                pending.extend(node._operands)
            else:
                postfix.append(node)
        return _from_postfix, (tuple(reversed(postfix)),)


class And(Junction):
    """Holds when every operand holds."""

    __slots__ = ()


class Or(Junction):
    """Holds when some operand holds."""

    __slots__ = ()


def _from_postfix(postfix: tuple[Any, ...]) -> Expression:
    stack: list[Expression] = []
    for item in postfix:
        if isinstance(item, Expression):
            stack.append(item)
        else:
            kind, count = item
            operands = tuple(stack[-count:])
            del stack[-count:]
            stack.append(kind(operands))
    return stack.pop()


class Statement(Node):
    """The root: an entity type, or a bare expression, or both.

    Args:
        entity_type: As written; None where the text was a bare expression.
        condition: None where the query has no WHERE.
        source: The text it was parsed from, if it was; a text without a name may be given as it is. Not part of
            equality.
        origin: The statement as parsed, where this one has values in place of its parameters. Not part of equality.

    Raises:
        TypeError: The entity type is no str.
        ValueError: It cannot be written in a query.
    """

    __slots__ = ("_condition", "_entity_type", "_origin", "_source")

    def __init__(
        self,
        entity_type: str | None,
        condition: Expression | None = None,
        source: Source | str | None = None,
        origin: Statement | None = None,
    ) -> None:
        self._entity_type = None if entity_type is None else require_entity_type(entity_type)
        self._condition = condition
        self._source = source
        self._origin = origin

    @property
    def entity_type(self) -> str | None:
        """The entity type as written; None for a bare expression."""
        return self._entity_type

    @property
    def condition(self) -> Expression | None:
        """The expression behind WHERE, or None."""
        return self._condition

    @property
    def source(self) -> Source | None:
        """The text it was parsed from, or None for a tree made in code."""
        if isinstance(self._source, str):
            # Most statements are never asked: the parser leaves the text.
            from accsyn.source import Source

            self._source = Source(self._source)
        return self._source

    @property
    def origin(self) -> Statement | None:
        """The statement as parsed, where this one has values in place of its parameters."""
        return self._origin

    @property
    def children(self) -> tuple[Expression, ...]:
        """The condition, if there is one."""
        return () if self._condition is None else (self._condition,)

    def _key(self) -> tuple[Any, ...]:
        return (self._entity_type,)

    def __reduce__(self) -> tuple[type[Statement], tuple[Any, ...]]:
        return Statement, (self._entity_type, self._condition, self._source, self._origin)


# ---- whose attributes they are ---------------------------------------------------------------------------------------


def owned_attribute(expression: Expression) -> AttributePath | None:
    """The first attribute of a condition that knows its entity type; None where none does. Worked out once."""
    if type(expression) is Comparison:
        path = expression._attribute
        return path if type(path) is AttributePath and path.owner else None
    if not isinstance(expression, Junction):
        return None
    try:
        return expression._owned
    except AttributeError:
        expression._owned = next(owned_attributes(expression), None)
        return expression._owned


def owned_attributes(expression: Expression) -> Iterator[AttributePath]:
    """The attributes of a condition that know their entity type, in the order of the text."""
    for node in comparisons(expression):
        path = node._attribute
        if type(path) is AttributePath and path.owner:
            yield path


def require_one_owner(expressions: Iterable[Expression]) -> AttributePath | None:
    """See to it that conditions can stand in one query.

    Returns:
        The first attribute that knows its entity type; None where none does.

    Raises:
        ValueError: They are about attributes of two entity types.
    """
    first: AttributePath | None = None
    for expression in expressions:
        path = owned_attribute(expression)
        if first is None:
            first = path
        elif path is not None and path.owner != first.owner:
            raise ValueError(
                f"`{first.owner}.{first}` and `{path.owner}.{path}` cannot be joined: a query asks about one entity "
                f"type; what lies behind a reference is written {first.owner}.reference.{path}"
            )
    return first


def _beside(kind: type[Junction], one: Any, other: Any) -> Any:
    """And or Or of two conditions, flat; what is no condition is refused."""
    if not isinstance(other, Expression):
        return _no_condition(other, "&" if kind is And else "|")
    owned = require_one_owner((one, other))
    node = _new(kind)
    first: tuple[Expression, ...] = one._operands if type(one) is kind else (one,)
    node._operands = first + (other.operands if isinstance(other, kind) else (other,))
    node._owned = owned
    return node


_NO_CONDITIONS = (bool, int, float, str, bytes, list, tuple, set, dict, type(None))


def _no_condition(other: object, sign: str) -> Any:
    """What is said of something beside ``&`` or ``|`` that is no condition; other classes may have their own words."""
    if not isinstance(other, _NO_CONDITIONS):
        return NotImplemented
    hint = "put parentheses around each comparison"
    if isinstance(other, str):
        hint = "a text becomes one by parse_expression(...)"
    raise TypeError(f"`{sign}` joins conditions, and {other!r} is none: {hint}")


# ---- nodes whose names need no look: the parser has read them, or they stand in a tree already -----------------------
# They set the slots past the constructors, which is quicker too. Not part of the public interface.

_new: Any = object.__new__


def comparison_of(attribute: str, operator: Operator, value: Value) -> Comparison:
    """A comparison of a name that is known to be one."""
    node: Comparison = _new(Comparison)
    node._attribute = attribute
    node._operator = operator
    node._value = value
    return node


def parameter_of(name: str) -> Parameter:
    """A parameter of a name that is known to be one."""
    node: Parameter = _new(Parameter)
    node._name = name
    return node


def statement_of(
    entity_type: str | None,
    condition: Expression | None = None,
    source: Source | str | None = None,
    origin: Statement | None = None,
) -> Statement:
    """A statement of an entity type whose name is known to be one."""
    node: Statement = _new(Statement)
    node._entity_type = entity_type
    node._condition = condition
    node._source = source
    node._origin = origin
    return node


def join(kind: type[And] | type[Or], operands: list[Expression]) -> Expression:
    """And or Or of the operands, flat: operands of the same kind give their own operands.

    Args:
        kind: `And` or `Or`.
        operands: At least one; a single one is returned as it is.
    """
    flat: list[Expression] = []
    for operand in operands:
        if type(operand) is kind:
            flat.extend(operand._operands)
        else:
            flat.append(operand)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


_TURNED = {
    Operator.LESS: Operator.GREATER_EQUAL,
    Operator.GREATER: Operator.LESS_EQUAL,
    Operator.LESS_EQUAL: Operator.GREATER,
    Operator.GREATER_EQUAL: Operator.LESS,
}


def negate(expression: Expression) -> Expression:
    """The condition that holds exactly where this one does not; the language has no NOT, so it is pushed inwards.

    AND and OR change places, ``=``, IN, CONTAINS and MATCHES become their complements. ``size>10`` becomes
    ``size<=10 OR size=null`` where the schema is known to have one value there (LANGUAGE 4).

    Raises:
        ValueError: An ordered comparison whose complement cannot be said: its attribute may hold a list, or values of
            several kinds.
    """
    done: list[Expression] = []
    pending: list[tuple[Expression, bool]] = [(expression, False)]
    while pending:
        node, is_ready = pending.pop()
        if isinstance(node, Comparison):
            done.append(_negate_comparison(node))
        elif isinstance(node, Junction):
            if is_ready:
                start = len(done) - len(node.operands)
                operands = done[start:]
                del done[start:]
                done.append(join(Or if isinstance(node, And) else And, operands))
            else:
                pending.append((node, True))
                pending.extend((operand, False) for operand in reversed(node.operands))
    return done.pop()


def _negate_comparison(node: Comparison) -> Expression:
    attribute, operator = node.attribute, node.operator
    complement = operator.complement
    if complement is not None:
        return Comparison(attribute, complement, node.value)
    turned = _TURNED[operator]
    if not (isinstance(attribute, AttributePath) and attribute.is_single):
        raise ValueError(
            f"~ has no exact form for `{attribute}{operator.value}...`: a record may have no `{attribute}`, a list of "
            f"them, or one of another kind. Write what you mean: with {turned.value}, or with {turned.value} or null"
        )
    return Or((Comparison(attribute, turned, node.value), Comparison(attribute, Operator.EQUAL, Null())))


def comparisons(node: Node) -> Iterator[Comparison]:
    """Every comparison at or below a node, in the order of the text."""
    pending: list[Node] = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, Comparison):
            yield node
        else:
            pending.extend(reversed(node.children))
