"""The base of the entity classes, which `accsyn.builder.generate` writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NoReturn

from accsyn.ast import AttributePath, Expression, Statement, comparisons
from accsyn.builder import mistakes
from accsyn.builder.attributes import Attribute
from accsyn.builder.kinds import UntypedAttribute, require_path, untyped
from accsyn.query import Query

if TYPE_CHECKING:
    from typing_extensions import Never


class EntityClass(type):
    """The class of the entity classes: what ``Transfer[...]`` and ``Transfer.misspelled`` mean."""

    def __getitem__(cls, path: str) -> UntypedAttribute:
        """The attribute of that path, unchecked: ``Transfer["metadata.shot.code"]``."""
        return untyped(require_path(path, is_whole=True), cls.__name__)

    if not TYPE_CHECKING:
        # For type checkers there is nothing like it: they refuse what is not declared.

        def __getattr__(cls, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
            raise AttributeError(mistakes.unknown_attribute(cls.__name__, name, map(str, cls)))

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
        for condition in conditions:
            _require_own(cls.__name__, condition)
        return Query(Statement(cls.__name__)).where(*conditions, params=params)


def _require_none(name: str, keywords: Mapping[str, object]) -> None:
    for keyword in keywords:
        attribute = keyword.partition("__")[0]
        raise TypeError(f"where() takes conditions, not keywords: {name}.{attribute} == ... for {keyword}=")


def _require_own(name: str, condition: object) -> None:
    if isinstance(condition, str):
        return
    if not isinstance(condition, Expression):
        hint = f"; write {condition!r} == ..." if isinstance(condition, Attribute) else ""
        raise TypeError(f"where() takes conditions, not {type(condition).__name__}{hint}")
    for comparison in comparisons(condition):
        path = comparison.attribute
        if type(path) is AttributePath and path.owner != name and path.owner:
            raise ValueError(
                f"`{path.owner}.{path}` is no attribute of {name}: a query asks about one entity type; "
                f"what lies behind a reference is written {name}.reference.{path}"
            )
