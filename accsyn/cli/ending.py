"""Every way in which a command can end, and its exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Any

from accsyn.text import escape_for_display

FINDINGS, FAILURE, INTERRUPTED, NOBODY_READS = 1, 2, 130, 141


def ended(work: Callable[[], int]) -> int:
    """The exit code of a command, whatever way it ends.

    Args:
        work: Does what the command does, and gives its exit code.

    Raises:
        ModuleNotFoundError: Something is not installed.
    """
    try:
        return flushed(work())
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _output_failed(error)
    except ModuleNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001, RUF100 - said in one sentence; the traceback on demand
        return flushed(_internal_error(error))


def flushed(code: int) -> int:
    """The exit code, once everything is written."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError as error:
        return _output_failed(error)
    return code


def complain(text: str) -> None:
    """Write to stderr, whatever its encoding; nowhere if it is closed."""
    if sys.stderr is None:  # a program without a terminal
        return
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    try:
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stderr.flush()
    except OSError:
        _forget(sys.stderr)


def _internal_error(error: Exception) -> int:
    if os.environ.get("ACCSYN_DEBUG"):
        import traceback

        complain(traceback.format_exc().rstrip("\n"))
        return FAILURE
    what = escape_for_display(f"{type(error).__name__}: {error}"[:500])
    complain(f"Error: this is a fault in accsyn itself, please report it: {what} (ACCSYN_DEBUG=1 shows where)")
    return FAILURE


def _output_failed(error: OSError) -> int:
    """The output cannot be written: quietly where its reader has gone, else with the reason."""
    _forget(sys.stdout)
    if error.errno in (errno.EPIPE, errno.ESHUTDOWN):
        _forget(sys.stderr)
        return NOBODY_READS
    place = f"{error.filename}: " if error.filename else ""
    complain(f"Error: {escape_for_display(f'{place}{error.strerror or error}')}")
    return FAILURE


def _forget(stream: Any) -> None:
    """Lead a stream that cannot be written nowhere, so that Python does not complain when it flushes it at the end."""
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
