"""From a schema to entity classes: ``python -m accsyn.builder.generate [--check] [--schema FILE] [--output FILE]``.

Without arguments it writes ``accsyn/entities.py`` from the built-in schema. With a schema file of your own it writes
classes for that: ``--schema house.json --output house_entities.py``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from accsyn.builder.layout import KINDS, Layout, Member
from accsyn.schema.builtin import builtin_schema
from accsyn.schema.loader import load_schema

ENTITIES = Path(__file__).parent.parent / "entities.py"

_HEAD = '''\
"""The entity types, as classes: ``Transfer.where(Transfer.status == "failed")``.

Generated from {source} by `python -m accsyn.builder.generate`; do not edit.
"""

from __future__ import annotations

from typing import Literal, get_args

from accsyn.builder.entity import Entity
from accsyn.builder.kinds import (
    {kinds},
    later,
)
'''


def module(layout: Layout, source: str) -> str:
    """The text of the module that holds the classes of a schema.

    Args:
        layout: The classes.
        source: What the schema is called.
    """
    parts = [_HEAD.format(source=source, kinds=",\n    ".join(sorted(set(KINDS.values()))))]
    parts += [_alias(name, values) for name, values in sorted(layout.aliases.items())]
    for name, members in layout.below.items():
        base = "ObjectAttribute" if name.endswith("Object") else "ReferenceAttribute"
        parts.append(_class(name, base, layout.docs[name], members, is_later=True))
    for label, members in layout.entities.items():
        parts.append(_class(label, "Entity", layout.docs[label], members, is_later=False))
    listed = "".join(f'    "{name}",\n' for name in sorted([*layout.entities, *layout.aliases]))
    parts.append(f"\n\n__all__ = [\n{listed}]\n")
    return "".join(parts)


def _alias(name: str, values: tuple[str, ...]) -> str:
    line = f"{name} = Literal[{', '.join(map(_quoted, values))}]\n"
    if len(line) > 121:
        line = f"{name} = Literal[\n" + "".join(f"    {_quoted(value)},\n" for value in values) + "]\n"
    return f"\n{line}"


def _quoted(text: str) -> str:
    return '"' + text.encode("unicode_escape").decode("ascii").replace('"', '\\"') + '"'


def _class(name: str, base: str, doc: str, members: Sequence[Member], *, is_later: bool) -> str:
    """The text of a class; the kinds of references below references may stand further below."""
    lines = [f"\n\nclass {name}({base}):", *_docstring(doc, "    ")]
    if is_later:
        lines += ["", "    __slots__ = ()"]
    lines.append("")
    for member in members:
        made = member.made
        if is_later and member.kind.endswith(("Reference", "Object")):
            made = f'later("{member.kind}")'
        lines.append(f"    {member.name}: {member.kind} = {made}{_unfit(member, is_later)}")
        if member.attribute is not None and member.attribute.description:
            lines += _docstring(member.attribute.description, "    ")
    return "\n".join(lines).rstrip() + "\n"


def _unfit(member: Member, is_later: bool) -> str:
    # A target's own `code` or `id` may be of a narrower kind than that of any reference.
    if is_later and member.name in {"id", "code"} and member.kind not in {"IdAttribute", "TextAttribute"}:
        return "  # type: ignore[assignment]"
    return ""


def _docstring(text: str, indent: str) -> Iterator[str]:
    text = " ".join(text.split()).replace("\\", "\\\\").replace('"""', "'''")
    text += "" if text.endswith((".", "!", "?")) else "."
    line = f'{indent}"""{text}"""'
    if len(line) <= 120:
        yield line
        return
    yield f'{indent}"""'
    row = indent
    for word in text.split(" "):
        if len(row) + len(word) + 1 > 120:
            yield row
            row = indent
        row += word if row == indent else f" {word}"
    yield row
    yield f'{indent}"""'


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the module, or say whether it is up to date."""
    parser = argparse.ArgumentParser(prog="python -m accsyn.builder.generate", description="Write entity classes.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 if the file is stale")
    parser.add_argument("--schema", type=Path, help="a schema file; the built-in schema if not given")
    parser.add_argument("--output", type=Path, default=ENTITIES, help="the module to write (%(default)s)")
    options = parser.parse_args(arguments)
    if options.schema is not None and options.output == ENTITIES:
        parser.error("--schema needs --output: accsyn/entities.py is that of the built-in schema")
    schema = builtin_schema() if options.schema is None else load_schema(options.schema)
    source = "the built-in schema" if options.schema is None else options.schema.name
    text = module(Layout(schema), source)
    if options.check:
        if options.output.is_file() and options.output.read_text(encoding="utf-8") == text:
            return 0
        print(f"{options.output} is stale: run python -m accsyn.builder.generate", file=sys.stderr)
        return 1
    options.output.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
