"""What `accsyn.Session` has beside the official client: methods, and arguments by keyword.

Written by hand, since the linter imports no client; a test compares it with the source of `accsyn.client`.
"""

from __future__ import annotations

from typing import NamedTuple


class Signature(NamedTuple):
    """The arguments of a method, ``self`` left out.

    Attributes:
        positional: Names in order.
        required: How many of them have no default.
        keywords: Names that are passed by keyword only.
    """

    positional: tuple[str, ...]
    required: int = 0
    keywords: tuple[str, ...] = ()


_DRY_RUN = (
    *("create", "update", "update_one", "update_many", "assign", "deassign", "grant", "revoke", "offline_one"),
    *("deactivate_one", "delete_one", "delete_many", "activate_one", "mkdir", "rename", "mv", "delete", "prepublish"),
    *("set_setting", "delete_setting", "integration"),
)

KEYWORDS: dict[str, tuple[str, ...]] = {
    "__init__": (
        *("verify", "trust_environment", "total_timeout", "validate", "lowering", "schema", "url_limit", "retry"),
        *("rate_limit", "transport"),
    ),
    "find": ("params", "validate"),
    "find_one": ("params", "validate"),
    "report": ("params",),
    "metrics": ("params",),
    **dict.fromkeys(_DRY_RUN, ("dry_run",)),
}
"""Arguments that methods of the official client have here, too."""

METHODS: dict[str, Signature] = {
    "iter": Signature(
        ("query", "page_size"),
        1,
        (
            *("params", "entityid", "attributes", "finished", "inactive", "archived", "limit", "validate"),
            "remember",
        ),
    ),
    "wait": Signature(("query", "until", "timeout", "poll", "progress"), 1, ("entitytype", "params", "clock", "sleep")),
    "refresh_schema": Signature(()),
    "close": Signature(()),
}
"""Methods that the official client does not have."""

PROPERTIES = frozenset({"workspace", "username", "user_id", "role", "timeout", "connect_timeout", "schema"})

DEPRECATED = {
    "update_one": "update",
    "offline_one": "deactivate_one",
    "gui_is_running": "app_is_running",
    "server_is_running": "daemon_is_running",
    "str": "dump",
}
"""Methods with their successors."""

DEPRECATED_ARGUMENTS = {
    ("find", "offline"): "inactive",
    ("find_one", "offline"): "inactive",
    ("__init__", "domain"): "workspace",
}
"""Arguments with their successors, by method and name."""
