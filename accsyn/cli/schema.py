"""``accsyn schema``: the entity types and their attributes."""

from __future__ import annotations

from typing import Any

import click

from accsyn.cli import console
from accsyn.cli.console import Console, Styled
from accsyn.cli.failure import CommandError, did_you_mean
from accsyn.cli.fitting import wrapped
from accsyn.cli.options import JSON, options, schema_of
from accsyn.cli.schema_diff import diff
from accsyn.cli.schema_pull import pull
from accsyn.schema.model import Attribute, EntityType, Schema
from accsyn.schema.writer import schema_to_mapping
from accsyn.text import escape_for_display

_EPILOG = """\b
Examples:
  accsyn schema show
  accsyn schema show transfer
  accsyn schema show --to json > schema.json"""


@click.group("schema")
def command() -> None:
    """Show the entity types and their attributes, ask a workspace for its own, compare."""


command.add_command(pull)
command.add_command(diff)


@command.command("show", epilog=_EPILOG)
@click.argument("entity", required=False)
@options("to", "schema")
def show(entity: str | None, format_: str, schema_file: str | None) -> None:
    """List the entity types, or the attributes of the one named ENTITY.

    As JSON, the list is a schema file for --schema; one entity type is shown with its inherited attributes.
    """
    schema = schema_of(schema_file)
    if entity is None:
        if format_ == JSON:
            console.write_json(schema_to_mapping(schema))
        else:
            _print_schema(console.stdout(), schema)
        return
    found = schema.entity_type(entity)
    if found is None:
        names = [*schema.names(), *schema.deprecated_names]
        raise CommandError(f"the schema has no entity type {entity!r}.{did_you_mean(entity, names)}")
    if format_ == JSON:
        console.write_json(_describe(found))
    else:
        _print_entity(console.stdout(), found)


def _describe(entity: EntityType) -> dict[str, Any]:
    alone = EntityType(**{**entity.arguments(), "extends": ""})
    described: dict[str, Any] = schema_to_mapping(Schema([alone]))["entities"][entity.name]
    extends = {"extends": entity.extends} if entity.extends else {}
    return {"name": entity.name, **extends, **described}


def _print_schema(out: Console, schema: Schema) -> None:
    _print_table(out, [(entity.name, entity.description) for entity in schema.entity_types.values()])
    if schema.deprecated_names:
        out.print()
        _print_table(out, [(old, f"deprecated, now {new}") for old, new in schema.deprecated_names.items()])
    if schema.metadata_queries:
        out.print()
        names = ", ".join(schema.metadata_queries)
        _print_words(out, Styled("Queries", ""), f"about the schema itself: {names}")


def _print_entity(out: Console, entity: EntityType) -> None:
    _print_words(out, Styled(f"{entity.name}{':' if entity.description else ''}", "bold"), entity.description)
    for title, names in (("extends", [entity.extends]), ("sub-entity of", entity.parents), ("has", entity.subentities)):
        listed = ", ".join(filter(None, names))
        if listed:
            _print_words(out, Styled(title, "cyan"), listed)
    out.print()
    rows = []
    pending = [("", attribute) for attribute in reversed(list(entity.attributes.values()))]
    while pending:
        above, attribute = pending.pop()
        name = above + attribute.name
        rows.append((name, _said_of(attribute)))
        pending.extend((f"{name}.", field) for field in reversed(list(attribute.fields.values())))
    _print_table(out, rows)


def _said_of(attribute: Attribute) -> str:
    """Type, values and description of an attribute in one line."""
    type_ = f"list of {attribute.type.value}" if attribute.is_list else attribute.type.value
    if attribute.targets:
        type_ += f" to {', '.join(attribute.targets)}"
    elif attribute.codes:
        type_ += f": {', '.join(f'{number} {name}' for name, number in attribute.codes.items())}"
    elif attribute.values:
        type_ += f": {', '.join(attribute.values)}"
    return f"{type_}. {attribute.description}" if attribute.description else type_


def _print_table(out: Console, rows: list[tuple[str, str]]) -> None:
    """Two columns; where there is no room for them the second stands below the first."""
    names = max((len(name) for name, _ in rows), default=0)
    is_narrow = out.width is not None and out.width < names + 32
    indent = 2 if is_narrow else names + 2
    for name, text in rows:
        first, *rest = wrapped(_shown(text), out.width, indent=indent, hanging=indent)
        if is_narrow:
            out.print(Styled(_shown(name), "bold"))
            rest = [first, *rest] if first else []
        else:
            out.print(Styled(_shown(name), "bold"), " " * (indent - len(name)), first)
        for line in rest:
            out.print(" " * indent, line)


def _print_words(out: Console, head: Styled, text: str) -> None:
    """A head and some words behind it."""
    first, *rest = wrapped(_shown(text), out.width, indent=len(head.text) + 1, hanging=2)
    out.print(Styled(_shown(head.text), head.style), " " if first else "", first)
    for line in rest:
        out.print("  ", line)


def _shown(text: str) -> str:
    return escape_for_display(text)
