"""Every operation by method and uri."""

from __future__ import annotations

from accsyn.workspace.handlers import access, entities, files, others
from accsyn.workspace.handlers.call import Handler, Operations
from accsyn.workspace.refusal import Refusal

OPERATIONS: Operations = {**entities.OPERATIONS, **access.OPERATIONS, **files.OPERATIONS, **others.OPERATIONS}


def handler_of(method: str, uri: str) -> tuple[Handler, str]:
    """The handler of an operation, and the name in its uri.

    Raises:
        Refusal: There is no such operation.
    """
    lowered = uri.strip().lower()
    exact = OPERATIONS.get((method, lowered))
    if exact is not None:
        return exact, lowered.partition("/")[0]
    first, _, rest = lowered.partition("/")
    general = OPERATIONS.get((method, "{}/" + rest))
    if general is not None:
        return general, first
    parts = lowered.split("/")
    if len(parts) == 4:
        named = OPERATIONS.get((method, f"{parts[0]}/{parts[1]}/{{}}/{parts[3]}"))
        if named is not None:
            return named, parts[2]
    raise Refusal(f"there is no operation {method} {uri[:100]!r}", 404)
