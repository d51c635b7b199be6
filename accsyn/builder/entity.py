"""The base of the entity classes, which `accsyn.builder.generate` writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NoReturn

from accsyn.ast import Expression, Statement
from accsyn.builder import mistakes
from accsyn.builder.attributes import Attribute
from accsyn.builder.kinds import UntypedAttribute, untyped
from accsyn.names import require_path
from accsyn.query import Query

if TYPE_CHECKING:
    from typing_extensions import Never


class EntityClass(type):
    """The class of the entity classes: what ``Transfer[...]`` and ``Transfer.misspelled`` mean."""

    def __getitem__(cls, path: str) -> UntypedAttribute:
        """The attribute of that path, unchecked: ``Transfer["metadata.shot.code"]``."""
        return untyped(require_path(path), cls.__name__)

    if not TYPE_CHECKING:
        # For type checkers there is nothing like it: they refuse what is not declared.

        def __getattr__(cls, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
            methods = [f"{each}(...)" if callable(getattr(Query, each)) else each for each in dir(Query)]
            raise AttributeError(mistakes.unknown_attribute(cls.__name__, name, map(str, cls), methods))

        def __setattr__(cls, name: str, value: object) -> None:
            if name.startswith("_"):
                super().__setattr__(name, value)
                return
            raise TypeError(f"an entity class stays as it is; a condition is written {cls.__name__}.{name} == ...")

        def __call__(cls, *arguments: object, **named: object) -> NoReturn:  # noqa: D102 - it only refuses
            raise TypeError(f"{cls.__name__} describes records and is none; a query is {cls.__name__}.where(...)")

    def __iter__(cls) -> Iterator[Attribute[object]]:
        """The attributes, in the order of the schema."""
        return iter([value for value in vars(cls).values() if isinstance(value, Attribute)])

    def __repr__(cls) -> str:
        return f"<entity {cls.__name__}>"


class Entity(metaclass=EntityClass):
    """An entity type: its attributes make conditions, and `where` makes queries."""

    @classmethod
    def where(
        cls, *conditions: Expression | str, params: Mapping[str, object] | None = None, **refused: Never
    ) -> Query:
        """A query for entities of this type.

        Args:
            *conditions: Conditions that hold together; none for all entities. Texts are allowed.
            params: Values for the parameters of the texts.
            **refused: A condition by keyword raises, and says how it is written.

        Raises:
            TypeError: Something is no condition.
            ValueError: A condition is about an attribute of another entity class.
            QueryError: As for `Query.where`.
        """
        _require_none(cls.__name__, refused)
        return Query(Statement(cls.__name__)).where(*conditions, params=params)


def _require_none(name: str, keywords: Mapping[str, object]) -> None:
    for keyword in keywords:
        attribute = keyword.partition("__")[0]
        raise TypeError(f"where() takes conditions, not keywords: {name}.{attribute} == ... for {keyword}=")
