"""All diagnostic codes, and their pages of documentation."""

from __future__ import annotations

import re

from accsyn.codes import calls, logic, names, official, syntax, values, wire
from accsyn.codes.base import Code

FAMILIES = {
    "Syntax": syntax,
    "Names": names,
    "Types and values": values,
    "Logic": logic,
    "What goes to the server": wire,
    "Calls": calls,
    "The official client": official,
}


def all_codes() -> tuple[type[Code], ...]:
    """Every code, ascending."""
    found = [code for module in FAMILIES.values() for code in _codes_of(module)]
    return tuple(sorted(found, key=lambda code: code.code))


def find_code(text: str) -> type[Code] | None:
    """The code of that number or name, in any case: ``acc108`` or ``missing-value``."""
    wanted = text.strip().lower()
    return next((code for code in all_codes() if wanted in (code.code.lower(), code.name)), None)


def family(code: type[Code]) -> str:
    """The title of the code's family."""
    return next(title for title, module in FAMILIES.items() if code.__module__ == module.__name__)


def documentation(code: type[Code]) -> str:
    """The docstring, without the indentation of the source."""
    import inspect  # where a list of the codes is all that is wanted it is not needed

    return inspect.cleandoc(code.__doc__ or "")


def summary(code: type[Code]) -> str:
    """The first line of the documentation."""
    return documentation(code).partition("\n")[0]


def examples(code: type[Code], title: str) -> tuple[str, ...]:
    """The queries of a section of the documentation; for a code about Python its pieces of Python.

    Args:
        code: The code.
        title: ``Bad`` or ``Good``.
    """
    lines = documentation(code).split("\n")
    if f"{title}:" not in lines:
        return ()
    found: list[str] = []
    for line in lines[lines.index(f"{title}:") + 1 :]:
        if line and not line.startswith("    "):
            break
        found.append(line)
    if code.language == "text":
        return tuple(line.strip() for line in found if line)
    return tuple("\n".join(line[4:] for line in found).strip("\n").split("\n\n"))


def page(code: type[Code]) -> str:
    """The documentation of a code as Markdown."""
    text = documentation(code)
    head, *_ = re.split(r"^(?:Bad|Good):$", text, maxsplit=1, flags=re.MULTILINE)
    first, _, rest = head.partition("\n")
    parts = [f"# {code.code} {code.name}", f"**{first}**", rest.strip()]
    for title, word in (("Bad", "Instead of"), ("Good", "Write")):
        queries = examples(code, title)
        if queries:
            between = "\n" if code.language == "text" else "\n\n"
            parts.append(f"{word}:\n\n```{code.language}\n" + between.join(queries) + "\n```")
    parts.append(f"Severity: {code.severity.value}. Family: {family(code)}.")
    return "\n\n".join(part for part in parts if part) + "\n"


def _codes_of(module: object) -> list[type[Code]]:
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Code) and value is not Code
    ]
