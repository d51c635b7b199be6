"""The kinds of attributes, one for each type of the schema, with what their values can be."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime, timezone
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, TypeVar, Union
from uuid import UUID

from accsyn.ast import Literal, Operator, Value
from accsyn.binding.literals import Problem, is_object_id, is_uuid
from accsyn.binding.times import is_relative, timestamp
from accsyn.builder.attributes import Attribute, Ordered, Searched
from accsyn.names import is_name
from accsyn.schema.attributes import Type
from accsyn.values import Wildcard

if TYPE_CHECKING:
    from typing_extensions import Never

L = TypeVar("L", bound=str)
"""The values of an enum, as a `Literal` type."""

Text = Union[str, PurePath, UUID, Enum]  # noqa: UP007 - `|` of classes is slower to make, and Python 3.10 lacks some
TextPattern = Union[Text, Wildcard]  # noqa: UP007 - the same
Number = Union[int, float, Enum]  # noqa: UP007 - the same
Moment = Union[datetime, date, str]  # noqa: UP007 - the same
Referred = Union[str, UUID, Wildcard, Enum, Mapping[str, Any]]  # noqa: UP007 - the same
Plain = Union[str, int, float, bool, datetime, date, PurePath, UUID, Enum]  # noqa: UP007 - the same
Anything = Union[Plain, Wildcard]  # noqa: UP007 - the same

_SMALL = 10**15


class TextAttribute(Ordered[TextPattern, Text], Searched[TextPattern]):
    """Text. Compares without case; a ``*`` out of a str is a plain character, `accsyn.wildcard` makes patterns."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.TEXT


class NumberAttribute(Ordered[Number, Number]):
    """A number."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.NUMBER

    def _node(self, value: object, operator: Operator) -> Value:
        if type(value) is int and -_SMALL < value < _SMALL:
            return Literal(int.__repr__(value))
        return self._any_node(value, operator)


class IntegerAttribute(NumberAttribute):
    """A whole number."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.INTEGER


class BooleanAttribute(Attribute[bool]):
    """True or false: ``User.inactive == True``."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.BOOLEAN

    def _node(self, value: object, operator: Operator) -> Value:
        if type(value) is bool:
            return Literal("true" if value else "false")
        return self._any_node(value, operator)


class TimestampAttribute(Ordered[Moment, Moment]):
    """A moment. A date is that day, a str is read as the language does; `accsyn.builder.ago` counts from now."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.TIMESTAMP

    def _fits(self, text: str) -> bool:
        if is_relative(text):
            raise ValueError(
                f"{self!r}: {text!r} is a time before now, and a str is a time of the calendar: write ago(days=7), "
                "today, yesterday or now out of accsyn.builder"
            )
        return not isinstance(timestamp(text, bare=False, now=_no_clock, tz=timezone.utc), Problem)


def _no_clock() -> NoReturn:
    raise AssertionError("only a bare literal can be relative")  # pragma: no cover


class IdAttribute(Searched[TextPattern]):
    """An identifier: 24 hexadecimal digits, or a UUID."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.ID

    def _fits(self, text: str) -> bool:
        return is_uuid(text) if self._form == "uuid" else is_object_id(text)


class EnumAttribute(Searched[Union[L, Wildcard, Enum]]):  # noqa: UP007 - see above
    """One of a few words. Another word is an error; ``Transfer["status"]`` takes any."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.ENUM

    def _fits(self, text: str) -> bool:
        return text in self._values


class _Open(Attribute[Any]):
    """What has fields that the schema does not know."""

    __slots__ = ()

    def __getitem__(self, path: str) -> UntypedAttribute:
        """The field of that path, for example ``Transfer.metadata["shot.code"]``; it takes any value."""
        return untyped(f"{self._path}.{require_field(path)}", self._path.owner)


class UntypedAttribute(Ordered[Anything, Plain], Searched[Anything], _Open):
    """What the schema says nothing about: it takes every operator, and the record's value decides what is compared."""

    __slots__ = ()


class MetadataAttribute(UntypedAttribute):
    """Values of any kind, by path: ``Transfer.metadata["shot.code"]``."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.METADATA


class ReferenceAttribute(Searched[Referred], _Open):
    """Another entity: its id, its code, ``type:id``, ``type:code``, or a record of it, which stands for its id."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.REFERENCE

    id = IdAttribute()
    code = TextAttribute()

    def _unchecked(self, value: object, operator: Operator) -> Value | Problem:
        if isinstance(value, Mapping):
            identifier = value.get("id")
            if not isinstance(identifier, (str, UUID)):
                raise TypeError(f"{self!r} is compared with a record here, and the record has no id")
            value = str(identifier)
        return super()._unchecked(value, operator)


class ObjectAttribute(_Open):
    """Several fields under one name. It is not compared itself."""

    __slots__ = ()
    _type: ClassVar[Type] = Type.OBJECT

    if TYPE_CHECKING:

        def __eq__(self, other: Never) -> Never:  # type: ignore[override] # nothing compares with an object
            """Always an error."""

        def __ne__(self, other: Never) -> Never:  # type: ignore[override] # the same
            """Always an error."""

    else:

        def _refuse(self, *_: object) -> NoReturn:
            fields = [name for name, value in vars(type(self)).items() if isinstance(value, (Attribute, Later))]
            listed = f": {', '.join(f'{self!r}.{name}' for name in fields)}" if fields else f', as {self!r}["name"]'
            raise TypeError(f"{self!r} is an object; compare one of its fields{listed}")

        __eq__ = __ne__ = in_ = not_in = is_null = is_not_null = _refuse

    def __hash__(self) -> int:
        return hash(self._path)


class Later:
    """A field whose kind is a class that stands further below in the same module; made by `later`."""

    __slots__ = ("_kind", "_name")

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type) -> Attribute[Any]:
        attribute: Attribute[Any] = getattr(sys.modules[owner.__module__], self._kind)()
        attribute._at(self._name, "")
        return attribute._below(instance) if isinstance(instance, Attribute) else attribute


def later(kind: str) -> Any:
    """A field of the kind of that name, a class of the module that the class with the field stands in."""
    return Later(kind)


def untyped(path: str, owner: str) -> UntypedAttribute:
    """An attribute that nothing is known of."""
    attribute = UntypedAttribute()
    attribute._at(path, owner)
    return attribute


def require_field(path: object) -> str:
    """See to it that a path can stand behind another one and a dot: a keyword or a number may start it.

    Raises:
        TypeError: It is no str.
        ValueError: It cannot be written.
    """
    if not isinstance(path, str):
        raise TypeError(f"a path is a str such as 'shot.code', not {type(path).__name__}")
    if not is_name(f"x.{path}"):
        raise ValueError(f"{path!r} is no path: names of letters, digits, _ and -, joined by dots")
    return path
