"""ACC2xx: names that the schema does not know, or knows better.

With the built-in schema an unknown name is a warning: that schema is a transcript of documentation, and a workspace
may know more. With ``strict=True`` or a schema that a workspace itself gave, it is an error.
"""

from __future__ import annotations

from accsyn.codes.base import Code
from accsyn.diagnostics import Severity


class UnknownEntityType(Code):
    """The schema knows no such entity type.

    A warning with the built-in schema; an error with `strict=True` or a live schema.

    Bad:
        Transfr WHERE status=failed

    Good:
        Transfer WHERE status=failed
    """

    code = "ACC201"
    name = "unknown-entity-type"
    severity = Severity.WARNING


class UnknownAttribute(Code):
    """The entity type has no such attribute.

    A warning with the built-in schema; an error with `strict=True` or a live schema. The server would find nothing,
    silently. Below `metadata` every name is fine.

    Bad:
        Transfer WHERE state=failed
        Task WHERE source.pth=/tmp

    Good:
        Transfer WHERE status=failed
        Transfer WHERE metadata.shot=sh010
    """

    code = "ACC202"
    name = "unknown-attribute"
    severity = Severity.WARNING


class DeprecatedName(Code):
    """The name still works and has a successor.

    Bad:
        Job WHERE status=failed
        Share WHERE code=creatures

    Good:
        Transfer WHERE status=failed
        Folder WHERE code=creatures
    """

    code = "ACC203"
    name = "deprecated-name"
    severity = Severity.WARNING


class ObjectAttribute(Code):
    """The attribute holds an object: compare one of its fields.

    Bad:
        Task WHERE source=hq
        Volume WHERE paths CONTAINS mnt

    Good:
        Task WHERE source.site=hq
        Volume WHERE paths.linux CONTAINS mnt
    """

    code = "ACC204"
    name = "object-attribute"


class UnknownReferenceType(Code):
    """The attribute does not refer to entities of that type.

    A reference is written as an id, a code, `type:id` or `type:code`, with one of the types that the attribute can
    refer to. A warning with the built-in schema; an error with `strict=True` or a live schema.

    Bad:
        Transfer WHERE user=volume:projects

    Good:
        Transfer WHERE user=user:lisa@example.com
        ACL WHERE target=share:673cb38dea344d0d17969018
    """

    code = "ACC205"
    name = "unknown-reference-type"
    severity = Severity.WARNING
