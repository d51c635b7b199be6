"""What an attribute can be asked: ``==`` and the like make comparisons of the tree.

An attribute is a descriptor too: on an entity class it is itself, on a reference or an object it is the same attribute
one level below (``Task.job.user.role``). Every method makes a new `Comparison`; nothing is remembered.

What type checkers see is the types; what they cannot see (a truth test, a misspelled value out of a variable) raises
when it is run. The methods that only raise are hidden from them, so that they complain too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, TypeVar

from accsyn.ast import (
    And,
    AttributePath,
    Comparison,
    List,
    Literal,
    Null,
    Operator,
    Parameter,
    Value,
)
from accsyn.binding.literals import Problem
from accsyn.builder import mistakes
from accsyn.builder.checks import Described, check, refuse
from accsyn.builder.values import twin
from accsyn.schema.attributes import Type
from accsyn.values import LISTS, value_of

if TYPE_CHECKING:
    from pathlib import PurePath

    from typing_extensions import Never, Self

V = TypeVar("V")
"""What `==` takes."""

O = TypeVar("O")  # noqa: E741 - the pair of `V`
"""What `<` takes."""

_SINGLE = frozenset({Type.TEXT, Type.INTEGER, Type.NUMBER, Type.TIMESTAMP})
_PATTERNS = frozenset({Operator.MATCHES, Operator.NOT_MATCHES})
_END = r"(?![\s\S])"


class Attribute(Generic[V]):
    """An attribute of an entity; what every kind can be asked.

    Args:
        values: The known values of an enum.
        is_list: Whether a record holds several values.
        form: How an id is written: ``hex24`` or ``uuid``.
    """

    __slots__ = ("_form", "_is_list", "_path", "_values")

    _type: ClassVar[Type] = Type.UNTYPED

    def __init__(self, values: tuple[str, ...] = (), *, is_list: bool = False, form: str = "") -> None:
        self._values = frozenset(values)
        self._is_list = is_list
        self._form = form
        self._path = AttributePath("")

    def __set_name__(self, owner: type, name: str) -> None:
        self._at(name, "" if issubclass(owner, Attribute) else owner.__name__)

    def _at(self, path: str, owner: str) -> None:
        self._path = AttributePath(path, owner, not self._is_list and self._type in _SINGLE)

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        return self._below(instance) if isinstance(instance, Attribute) else self

    def _below(self, parent: Attribute[Any]) -> Self:
        """This attribute as a field of another one."""
        below: Self = object.__new__(type(self))
        below._values = self._values
        below._form = self._form
        below._is_list = self._is_list or parent._is_list
        below._at(f"{parent._path}.{self._path}", parent._path.owner)
        return below

    # ---- what it can be asked --------------------------------------------------------------------------------------

    def __eq__(self, other: V | Value | None) -> Comparison:  # type: ignore[override] # it makes a condition
        return Comparison(self._path, Operator.EQUAL, self._node(other, Operator.EQUAL))

    def __ne__(self, other: V | Value | None) -> Comparison:  # type: ignore[override] # the same
        return Comparison(self._path, Operator.NOT_EQUAL, self._node(other, Operator.NOT_EQUAL))

    def in_(self, values: Iterable[V | Value | None] | Parameter, *refused: Never) -> Comparison:
        """Holds where the attribute equals some of the values; never where there is none.

        Args:
            values: Any iterable, taken once; or a parameter that stands for the whole list.
            *refused: More of them raise, and it is said how it is written.
        """
        if refused:
            raise TypeError(mistakes.one_argument(self._path, "in_"))
        return Comparison(self._path, Operator.IN, self._list(values, Operator.IN))

    def not_in(self, values: Iterable[V | Value | None] | Parameter, *refused: Never) -> Comparison:
        """Holds where the attribute equals none of the values; always where there is none. Arguments as for `in_`."""
        if refused:
            raise TypeError(mistakes.one_argument(self._path, "not_in"))
        return Comparison(self._path, Operator.NOT_IN, self._list(values, Operator.NOT_IN))

    def is_null(self) -> Comparison:
        """Holds where a record has no such attribute, or has None."""
        return Comparison(self._path, Operator.EQUAL, Null())

    def is_not_null(self) -> Comparison:
        """Holds where a record has such an attribute."""
        return Comparison(self._path, Operator.NOT_EQUAL, Null())

    # ---- values ----------------------------------------------------------------------------------------------------

    def _node(self, value: object, operator: Operator) -> Value:
        """The node for one value; what most values are goes the quick way."""
        if type(value) is str and "*" not in value and "\\" not in value and '"' not in value and self._fits(value):
            return Literal(value, True)
        return self._any_node(value, operator)

    def _fits(self, text: str) -> bool:
        """Whether a text surely suits the attribute; where it does not, the binder has the last word."""
        return True

    def _any_node(self, value: object, operator: Operator) -> Value:
        node = self._unchecked(value, operator)
        if isinstance(node, Problem):
            refuse(self._described(), Comparison(self._path, operator, _listed(Null(), operator)), node)
        if not isinstance(node, (Null, Parameter)):
            check(self._described(), Comparison(self._path, operator, _listed(node, operator)))
        return node

    def _unchecked(self, value: object, operator: Operator) -> Value | Problem:
        if isinstance(value, Value):
            if isinstance(value, List) or (isinstance(value, Null) and operator not in _NULLABLE):
                raise TypeError(f"{self!r} {operator.value}: a {type(value).__name__} is not one value")
            return twin(value)
        if isinstance(value, Attribute):
            raise TypeError(f"{self!r} is compared with a value; a query cannot compare it with {value!r}")
        try:
            return value_of(value, operator)
        except TypeError as error:
            hint = "; several values go with in_([...])" if _is_several(value) and operator not in LISTS else ""
            raise TypeError(f"{self!r}: {error}{hint}") from None

    def _list(self, values: object, operator: Operator) -> Value:
        if isinstance(values, Parameter):
            return twin(values)
        if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
            raise TypeError(
                f"{self!r} is compared with several values here: write [...] around "
                f"{'one' if isinstance(values, Mapping) else repr(values)}"
            )
        items = tuple([self._node(value, operator) for value in values])
        if len(items) == 1 and isinstance(items[0], Parameter):
            return items[0]  # `IN (:x)` is the parameter as the whole list
        return List(items)

    def _described(self) -> Described:
        return Described(self._path, self._type, self._is_list, tuple(sorted(self._values)), self._form)

    # ---- what it is ------------------------------------------------------------------------------------------------

    def __hash__(self) -> int:
        return hash(self._path)

    def __str__(self) -> str:
        return str(self._path)

    def __repr__(self) -> str:
        return mistakes.shown(self._path)

    def __bool__(self) -> NoReturn:
        raise TypeError(mistakes.no_truth(self._path))

    if not TYPE_CHECKING:
        # Type checkers refuse these by themselves; at run time the message is better than Python's own.

        def __getattr__(self, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            known = [each for each in dir(type(self)) if not each.startswith("_")]
            is_open = hasattr(type(self), "__getitem__")
            raise AttributeError(mistakes.unknown_member(self._path, self._type, name, known, is_open))

        def __contains__(self, item: object) -> NoReturn:
            raise TypeError(mistakes.no_collection(self._path, self._type))

        def __iter__(self) -> NoReturn:
            raise TypeError(mistakes.no_collection(self._path, self._type))

        def __and__(self, other: object) -> NoReturn:
            raise TypeError(mistakes.no_condition(self._path, "&"))

        def __or__(self, other: object) -> NoReturn:
            raise TypeError(mistakes.no_condition(self._path, "|"))

        def __invert__(self) -> NoReturn:
            raise TypeError(mistakes.no_condition(self._path, "~"))

        def __lt__(self, other: object) -> NoReturn:
            raise TypeError(mistakes.no_order(self._path, self._type, "<"))

        def __le__(self, other: object) -> NoReturn:
            raise TypeError(mistakes.no_order(self._path, self._type, "<="))

        def __gt__(self, other: object) -> NoReturn:
            raise TypeError(mistakes.no_order(self._path, self._type, ">"))

        def __ge__(self, other: object) -> NoReturn:
            raise TypeError(mistakes.no_order(self._path, self._type, ">="))

        __rand__ = __and__
        __ror__ = __or__

        def __add__(self, other: object) -> NoReturn:
            raise TypeError(mistakes.no_arithmetic(self._path))

        __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __add__
        __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __add__

        def __neg__(self) -> NoReturn:
            raise TypeError(mistakes.no_arithmetic(self._path))

        __pos__ = __abs__ = __neg__


class Ordered(Attribute[V], Generic[V, O]):
    """What has an order: numbers, times, text."""

    __slots__ = ()

    def __lt__(self, other: O | Value) -> Comparison:
        return Comparison(self._path, Operator.LESS, self._node(other, Operator.LESS))

    def __le__(self, other: O | Value) -> Comparison:
        return Comparison(self._path, Operator.LESS_EQUAL, self._node(other, Operator.LESS_EQUAL))

    def __gt__(self, other: O | Value) -> Comparison:
        return Comparison(self._path, Operator.GREATER, self._node(other, Operator.GREATER))

    def __ge__(self, other: O | Value) -> Comparison:
        return Comparison(self._path, Operator.GREATER_EQUAL, self._node(other, Operator.GREATER_EQUAL))

    def between(self, low: O | Value, high: O | Value) -> And:
        """Holds from `low` to `high`, both included; of a day that is all of the day.

        Raises:
            TypeError: The attribute is a list: one element could be above `low` and another one below `high`.
        """
        if self._is_list:
            raise TypeError(f"{self!r} is a list, and between() asks about one value: write the two comparisons")
        return And((self >= low, self <= high))


class Searched(Attribute[V]):
    """What has a text that can be searched. Upper and lower case are one, as everywhere."""

    __slots__ = ()

    def contains(self, text: str | PurePath | Value) -> Comparison:
        """Holds where the text stands in the attribute; a ``*`` is a plain character."""
        return self._search(Operator.CONTAINS, text, "contains")

    def not_contains(self, text: str | PurePath | Value) -> Comparison:
        """Holds where the text does not stand in the attribute."""
        return self._search(Operator.NOT_CONTAINS, text, "not_contains")

    def matches(self, pattern: str | Value) -> Comparison:
        """Holds where the regular expression is found somewhere in the attribute (`re.search`)."""
        return self._search(Operator.MATCHES, pattern, "matches")

    def not_matches(self, pattern: str | Value) -> Comparison:
        """Holds where the regular expression is found nowhere in the attribute."""
        return self._search(Operator.NOT_MATCHES, pattern, "not_matches")

    def startswith(self, text: str) -> Comparison:
        """Holds where the attribute starts with the text: the wildcard ``text*``, or a regular expression."""
        if _is_plain(self, text, "startswith"):
            return Comparison(self._path, Operator.EQUAL, Literal(f"{text}*", True))
        pattern = "^" + _pattern(text)
        return Comparison(self._path, Operator.MATCHES, Literal(pattern, True))

    def endswith(self, text: str) -> Comparison:
        """Holds where the attribute ends with the text: the wildcard ``*text``, or a regular expression."""
        # A final backslash would stand before the closing quote.
        if _is_plain(self, text, "endswith") and not text.endswith("\\"):
            return Comparison(self._path, Operator.EQUAL, Literal(f"*{text}", True))
        pattern = _pattern(text) + _END
        return Comparison(self._path, Operator.MATCHES, Literal(pattern, True))

    def _search(self, operator: Operator, text: object, method: str) -> Comparison:
        if isinstance(text, (int, float, type(None))):
            raise TypeError(f"{self!r}.{method}() takes a text, not {type(text).__name__}")
        node = self._unchecked(text, operator)
        if isinstance(node, Literal) and operator in _PATTERNS:
            from accsyn.patterns.judge import judge  # not imported where no pattern stands

            if judge(node.text) is not None:
                check(self._described(), Comparison(self._path, operator, node))
        return Comparison(self._path, operator, node)  # type: ignore[arg-type] # a text has no problem


def _is_plain(attribute: Attribute[Any], text: object, method: str) -> bool:
    if not isinstance(text, str):
        raise TypeError(f"{attribute!r}.{method}() takes a str, not {type(text).__name__}")
    return "*" not in text


def _pattern(text: str) -> str:
    from accsyn.rewriting.lower import character_pattern

    return "".join(map(character_pattern, text))


_NULLABLE = frozenset({Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN})


def _listed(node: Value, operator: Operator) -> Value:
    return List((node,)) if operator in LISTS else node


def _is_several(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))
