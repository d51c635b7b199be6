"""Where the command starts: the one place that copes with an installation without click and rich."""

from __future__ import annotations

import sys
from collections.abc import Sequence

EXTRA = frozenset({"click", "rich"})
"""What the extra ``cli`` installs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: What stands behind ``accsyn``; the arguments of the process if not given.

    Returns:
        The exit code: 0 fine, 1 findings, 2 a wrong call or an internal error, 130 interrupted, 141 nobody reads the
        output.
    """
    try:
        from accsyn.cli.application import application

        application.main(args=None if arguments is None else list(arguments), prog_name="accsyn")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        print(f"accsyn: the command needs {error.name}: pip install 'accsyn[cli]'", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # while the command itself was being imported
        return 130
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 0
