"""The headers of a request, and every text that a request's secrets can be recognised by."""

from __future__ import annotations

import base64
import os
import sys
from urllib.parse import quote

from accsyn.client.config import Configuration


def headers(machine: str, configuration: Configuration | None = None) -> dict[str, str]:
    """The headers of a request, in the order of the official client.

    Args:
        machine: The name of this machine. A header takes ASCII; other letters of it are escaped.
        configuration: Whose account the request is sent for; None for none.
    """
    name = machine.encode("ascii", "backslashreplace").decode("ascii")
    account: dict[str, str] = {}
    if configuration is not None:
        account = {"Authorization": authorization(configuration), "X-Accsyn-Workspace": configuration.workspace}
    return {
        "User-Agent": f"accsyn-python/{_version()}",
        "Accept-Encoding": "gzip, deflate",
        "Accept": "*/*",
        "Connection": "keep-alive",
        **account,
        "X-Accsyn-Device": f"accsyn-python v{_version()} @ {sys.platform} {name}({os.name})",
    }


def authorization(configuration: Configuration) -> str:
    """The value of Authorization, in accsyn's own form: two parts in base64 with a colon between (RFC 7617 has one)."""
    return f"basic {_base64(configuration.username)}:{_base64(configuration.api_key)}"


def secrets(configuration: Configuration, session_id: str | None) -> tuple[str, ...]:
    """The texts that must not be shown: API key, session id, passwords, and the forms in which they travel."""
    key = configuration.api_key
    proxy = configuration.proxy
    password = None if proxy is None else proxy.password
    account = f"{configuration.username}:{key}"
    found = (session_id, _base64(account), _base64(key), key, quote(key, safe=""), password)
    return tuple(one for one in found if one)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def _version() -> str:
    # The package's `__init__` stands below this module; it is always loaded by the time this runs.
    return str(getattr(sys.modules.get("accsyn"), "__version__", "0"))
