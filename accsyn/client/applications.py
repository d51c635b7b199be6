"""The programs around a workspace: the app, the daemon, integrations, and this machine."""

from __future__ import annotations

import re
import socket
from typing import Any

from accsyn.client.arguments import is_bare, text
from accsyn.client.calls import Calls, refuse_answer
from accsyn.client.places import warn_deprecated
from accsyn.compiler import compile as compile_query
from accsyn.errors import ArgumentError
from accsyn.text import escape_for_display
from accsyn.wire.event import Event

DOCUMENTATION = "https://accsyn-python-api.readthedocs.io/en/latest/"

_APP = "type=0"
_DAEMON = "(type=1 OR type=2)"
_RUNNING = frozenset({"online", "disabled"})

_SEGMENT = re.compile(r"[\w.-]+")


class Applications(Calls):
    """The programs around a workspace. What the methods raise stands at `Entities`."""

    @staticmethod
    def get_hostname() -> str:
        """The name of this machine."""
        return socket.gethostname()

    def app_is_running(self) -> bool | None:
        """Whether the desktop app of this user runs on this machine; None where it was never seen."""
        return self._is_running(_APP)

    def daemon_is_running(self) -> bool | None:
        """Whether a daemon of this user runs on this machine; None where it was never seen."""
        return self._is_running(_DAEMON)

    def gui_is_running(self) -> bool | None:
        """Deprecated: `app_is_running`."""
        warn_deprecated("gui_is_running()", "app_is_running()")
        return self.app_is_running()

    def server_is_running(self) -> bool | None:
        """Deprecated: `daemon_is_running`."""
        warn_deprecated("server_is_running()", "daemon_is_running()")
        return self.daemon_is_running()

    def integration(self, name: str, operation: str, data: dict[str, Any] | None, *, dry_run: bool = False) -> Any:
        """Call an integration.

        Args:
            name: For example ``ftrack``.
            operation: What it should do.
            data: What goes with that.
            dry_run: Return the event instead of sending it.

        Returns:
            What the server answers.
        """
        if not _SEGMENT.fullmatch(text(name, "name")):
            raise ArgumentError(f"name is a word such as 'ftrack', not {escape_for_display(name)!r}")
        payload = {"operation": text(operation, "operation"), "data": data}
        return self._result(Event("PUT", f"workspace/integration/{name}/utility", payload), dry_run=dry_run)

    def get_api_key(self) -> str:
        """The API key of the user. A backend gives it only if it is set up to."""
        event = Event("GET", "user/api_key", {})
        key = self._call(event).get("api_key")
        if not isinstance(key, str):
            refuse_answer(event, "has no API key")
        return key

    def help(self) -> None:
        """Print where the reference of the API stands, and open it in a browser."""
        import webbrowser

        print(f"The reference of the API: {DOCUMENTATION}")
        webbrowser.open(DOCUMENTATION)

    def _is_running(self, types: str) -> bool | None:
        host, user = self.get_hostname(), self._connection.user_id or ""
        if is_bare(host) and is_bare(user):
            query: str | None = f"user={user} AND code={host} AND {types}"
        else:
            text_ = f"client WHERE user=:user AND code=:host AND {types}"
            query = compile_query(text_, params={"user": user, "host": host}).expression
        clients = self._records(Event("GET", "client/find", {}, query=query))
        return any(client.get("status") in _RUNNING for client in clients) if clients else None
