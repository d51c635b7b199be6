"""The registry of accsyn: which server a workspace has."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from accsyn.client.answers import part
from accsyn.client.config import Configuration
from accsyn.client.proxy import is_host, is_port
from accsyn.client.transport import Request
from accsyn.errors import InvalidAnswer
from accsyn.wire.codec import dumps

_PATH = "/api/v3/J3PKTtDvolDMBtTy6AFGA"


def question(
    configuration: Configuration, headers: dict[str, str], *, deadline: float | None, secrets: Iterable[str]
) -> Request:
    """The request for the server of a workspace, without a word about the account.

    Its answer decides who gets the API key. So the registry's certificate is always checked, also where the server's is
    not to be, and `port` of the configuration is the server's, not the registry's.
    """
    host, port = configuration.registry
    return Request(
        "GET",
        f"https://{host}:{port}{_PATH}",
        query=quote(dumps({"ident": configuration.workspace})),
        headers=headers,
        timeout=configuration.timeouts[:2],
        deadline=deadline,
        verify=configuration.verify or True,
        secrets=secrets,
    )


def server(answer: dict[str, object], workspace: str) -> tuple[str, int | None]:
    """The host and, if it is said, the port that the registry's answer names.

    Raises:
        InvalidAnswer: It names none, or what cannot be one.
    """
    result = part(answer)
    found = result if isinstance(result, dict) else {}
    name, number = found.get("hostname"), found.get("port")
    if not (isinstance(name, str) and is_host(name)) or not (number is None or is_port(number)):
        raise InvalidAnswer(f"the registry names no server for workspace {workspace}")
    return name, number
