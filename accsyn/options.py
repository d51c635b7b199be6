"""What a query carries beside its condition: how much a find returns, of what, and among what."""

from __future__ import annotations

TYPE_CHECKING = False  # as in `accsyn`
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, NoReturn

FIND_ARGUMENTS = {
    "parent": "entityid",
    "attributes": "attributes",
    "finished": "finished",
    "inactive": "inactive",
    "archived": "archived",
    "limit": "limit",
    "skip": "skip",
}
"""Each option, and the argument of `Session.find` that it is."""

_FLAGS = frozenset({"finished", "inactive", "archived"})
_LEAST = {"limit": 1, "skip": 0}


class FindOptions:
    """The options of a find. Immutable; what is None is not said, so that the session's own default holds.

    Attributes:
        parent: The id of the parent, for sub-entities such as tasks and files.
        attributes: What to return of each record.
        finished: Whether to look among finished jobs.
        inactive: Whether to look among deactivated entities.
        archived: Whether to look among archived entities.
        limit: How many records at most, at least 1.
        skip: How many records to leave out at the beginning.
    """

    __slots__ = tuple(FIND_ARGUMENTS)

    parent: str | None
    attributes: tuple[str, ...] | None
    finished: bool | None
    inactive: bool | None
    archived: bool | None
    limit: int | None
    skip: int | None

    def __init__(
        self,
        *,
        parent: str | None = None,
        attributes: tuple[str, ...] | None = None,
        finished: bool | None = None,
        inactive: bool | None = None,
        archived: bool | None = None,
        limit: int | None = None,
        skip: int | None = None,
    ) -> None:
        given = (parent, attributes, finished, inactive, archived, limit, skip)
        for name, value in zip(FIND_ARGUMENTS, given, strict=True):
            if value is not None:
                _check(name, value)
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("the options of a query are immutable; query.limit(10) and the like make another query")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("the options of a query are immutable")

    def said(self) -> Iterator[tuple[str, Any]]:
        """The options that say something: name and value."""
        for name in FIND_ARGUMENTS:
            value = getattr(self, name)
            if value is not None:
                yield name, value

    def replace(self, **changes: Any) -> FindOptions:
        """These options with some changed.

        Raises:
            TypeError: A value is of a wrong type.
            ValueError: A value is of the right type, and makes no sense.
        """
        return FindOptions(**{**dict(self.said()), **changes})

    def to_find_arguments(self) -> dict[str, Any]:
        """What `Session.find` is to be called with, beside the query: only what is said, as a new dict."""
        return {FIND_ARGUMENTS[name]: list(value) if name == "attributes" else value for name, value in self.said()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FindOptions) and dict(self.said()) == dict(other.said())

    def __hash__(self) -> int:
        return hash(tuple(self.said()))

    def __bool__(self) -> bool:
        return any(True for _ in self.said())

    def __repr__(self) -> str:
        return f"FindOptions({', '.join(f'{name}={value!r}' for name, value in self.said())})"

    def __reduce__(self) -> tuple[Any, tuple[dict[str, Any]]]:
        return _options, (dict(self.said()),)


def _options(said: dict[str, Any]) -> FindOptions:
    """Unpickle options."""
    return FindOptions(**said)


def _check(name: str, value: object) -> None:
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise TypeError(f"{name}() takes True or False, not {type(value).__name__}")
    elif name in _LEAST:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{name}() takes an int, not {type(value).__name__}")
        if value < _LEAST[name]:
            raise ValueError(f"{name}() takes a number of at least {_LEAST[name]}, not {value}")
    elif name == "parent":
        if not isinstance(value, str):
            raise TypeError(f"parent() takes the id of the parent, not {type(value).__name__}")
        if not value.strip():
            raise ValueError("parent() takes the id of the parent, not an empty text")
    else:
        _check_names(value)


def _check_names(value: object) -> None:
    if not isinstance(value, tuple) or not value:
        raise TypeError("attributes() takes the names of attributes, one at least")
    for name in value:
        if not isinstance(name, str) or not name.strip():
            raise TypeError(f"attributes() takes the names of attributes, not {name!r}")


NO_OPTIONS = FindOptions()
"""The options of a query that says nothing about them."""
