"""JSON for people: `Session.dump`, and the deprecated `Session.str`.

They stand apart since a method named ``str`` hides the type of that name from what is written below it (FAULTS 11).
"""

from __future__ import annotations

import json
from typing import Any

from accsyn.client.arguments import optional_count
from accsyn.client.places import warn_deprecated
from accsyn.wire.codec import dumps

Text = str

_DEEPEST = 80


class Display:
    """What shows values."""

    @staticmethod
    def dump(d: Any, indent: int = 4) -> Text:
        """A value as JSON; moments in UTC. ``None`` for None, as the official client has it.

        Raises:
            ArgumentError: JSON has no form for something in it.
        """
        optional_count(indent, "indent", 0, _DEEPEST)
        return "None" if d is None else json.dumps(json.loads(dumps(d)), indent=indent)

    @staticmethod
    def str(d: Any, indent: int = 4) -> Text:
        """Deprecated: `dump`."""
        warn_deprecated("Session.str()", "Session.dump()")
        return Display.dump(d, indent=indent)
