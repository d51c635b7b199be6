"""The schema that comes with the package: a transcript of accsyn's public documentation (``entities.json``)."""

from __future__ import annotations

import functools
import os

from accsyn.errors import SchemaError
from accsyn.schema.loader import load_schema
from accsyn.schema.model import Schema


@functools.cache
def builtin_schema() -> Schema:
    """The built-in schema, loaded on the first call; every call gives the same object.

    The file is read through the package's own loader, so it is found in a zip archive too. Two threads that make the
    first call together may both load it; the schemas are equal.

    Raises:
        SchemaError: The package is installed without its data.
    """
    # `importlib.resources` and `pkgutil` do the same, and cost several milliseconds of imports.
    get_data = getattr(__spec__.loader, "get_data", None)
    if get_data is None:
        raise SchemaError("$", "this Python cannot read data files from where accsyn is installed")
    try:
        content: bytes = get_data(os.path.join(os.path.dirname(__file__), "entities.json"))
    except OSError as error:
        raise SchemaError("$", "accsyn is installed without accsyn/schema/entities.json") from error
    return load_schema(content)
