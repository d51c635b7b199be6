"""JSON for people: `Session.dump`, and the deprecated `Session.str`.

They stand apart since a method named ``str`` hides the type of that name from what is written below it (FAULTS 11).
"""

from __future__ import annotations

import json
from typing import Any

from accsyn.client.places import warn_deprecated
from accsyn.wire.codec import dumps

Text = str


class Display:
    """What shows values."""

    @staticmethod
    def dump(d: Any, indent: int = 4) -> Text:
        """A value as JSON; moments in UTC. ``None`` for None, as the official client has it.

        Raises:
            TypeError: JSON has no form for something in it.
        """
        return "None" if d is None else json.dumps(json.loads(dumps(d)), indent=indent)

    @staticmethod
    def str(d: Any, indent: int = 4) -> Text:
        """Deprecated: `dump`."""
        warn_deprecated("Session.str()", "Session.dump()")
        return Display.dump(d, indent=indent)
