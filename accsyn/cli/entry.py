"""Where the command starts: the one place that copes with an installation without click and rich."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

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
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if is_plain_lint(given):
            with _seldom_collected():
                return _plain_lint(given[1:])
        from accsyn.cli.application import application

        application.main(args=given, prog_name="accsyn")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        print(f"accsyn: the command needs {error.name}: pip install 'accsyn[cli]'", file=sys.stderr)
        return 2
    except KeyboardInterrupt:  # while the command itself was being imported
        return 130
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 0


def is_plain_lint(arguments: Sequence[str]) -> bool:
    """Whether a call is ``accsyn lint`` with paths alone, as hooks and editors make it on every change."""
    return arguments[:1] == ["lint"] and not any(each.startswith("-") for each in arguments)


def _plain_lint(paths: Sequence[str]) -> int:
    """What ``accsyn lint`` does with these paths. There is no option to read, and importing click takes its time."""
    from accsyn.cli.ending import FAILURE, complain, ended
    from accsyn.cli.linting import Call, run
    from accsyn.errors import ConfigurationError
    from accsyn.text import escape_for_display

    def work() -> int:
        try:
            return run(Call(tuple(paths) or (".",)))
        except ConfigurationError as error:
            complain(f"Error: {escape_for_display(str(error))}")
            return FAILURE

    return ended(work)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Garbage is collected seldom: what is imported is none, and looking for it takes a twentieth of a start."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
