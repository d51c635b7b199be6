"""What a session says about its calls: ``verbose``, ``path_logfile``, ``pretty_json``.

Each session has a logger of its own, so that one session's file is not another's; the root logger is never touched
(FAULTS 27). A session that neither is verbose nor has a file speaks to the logger ``accsyn.client``, at level DEBUG,
for programs that set up `logging` themselves. No secret is ever written (`accsyn.client.masking`).
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable

from accsyn.client.masking import ALSO_SECRET, MASK, mask, redact
from accsyn.errors import ArgumentTypeError, ConfigurationError
from accsyn.wire.event import Event

_FORMAT = "(%(thread)d@%(asctime)s) %(message)s"
_LONGEST = 100_000
"""Characters of an answer in the log; the rest is cut off."""


class Journal:
    """The log of one session.

    Args:
        verbose: Whether to write every call and its answer; to standard error if there is no file.
        path_logfile: A file to write to; it is added to.
        pretty_json: Whether to indent answers.

    Attributes:
        logger: Takes what there is to say.

    Raises:
        ConfigurationError: The file cannot be written.
    """

    def __init__(
        self,
        *,
        verbose: bool = False,
        path_logfile: str | os.PathLike[str] | None = None,
        pretty_json: bool = False,
    ) -> None:
        self._indent = 4 if pretty_json else None
        self._handler = _handler(verbose, path_logfile)
        if self._handler is None:
            self.logger = logging.getLogger("accsyn.client")
            return
        # Not from `getLogger`, which keeps what it makes for ever, and without a parent: nothing is written twice.
        self.logger = logging.Logger("accsyn.client", logging.DEBUG if verbose else logging.INFO)
        self.logger.propagate = False
        self.logger.addHandler(self._handler)

    def info(self, message: str) -> None:
        """Write a line."""
        self.logger.info("%s", message)

    def note(self, event: Event, answer: object, secrets: Iterable[str]) -> None:
        """Write an answer, if everything is written. The connection writes what was sent, and what went wrong.

        Args:
            event: What was sent.
            answer: What came.
            secrets: Texts that must not be shown.
        """
        if not self.logger.isEnabledFor(logging.DEBUG):
            return
        text = json.dumps(_shown(event, answer), indent=self._indent, default=str)
        length = f" ({len(text):,} characters)" if len(text) > _LONGEST else ""
        said = redact(text, secrets, most=_LONGEST) + length
        self.logger.debug("%s %s answered %s", event.method, event.uri, said)

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._handler is not None:
            self.logger.removeHandler(self._handler)
            self._handler.close()


def _handler(verbose: bool, path_logfile: str | os.PathLike[str] | None) -> logging.Handler | None:
    if path_logfile is None and not verbose:
        return None
    handler: logging.Handler
    if path_logfile is None:
        handler = logging.StreamHandler()
    else:
        if not isinstance(path_logfile, str | os.PathLike):
            raise ArgumentTypeError(f"path_logfile is a path, not {type(path_logfile).__name__}")
        try:
            handler = logging.FileHandler(path_logfile, encoding="utf-8")
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            path = os.fspath(path_logfile)
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            raise ConfigurationError(f"cannot write the log file {path!r}: {reason}") from error
    handler.setFormatter(logging.Formatter(_FORMAT, "%Y-%m-%d %H:%M:%S"))
    return handler


def _shown(event: Event, answer: object) -> object:
    """An answer, fit to be shown. What a setting is, the server says as the result."""
    shown = mask(answer)
    if event.uri in ALSO_SECRET and isinstance(shown, dict) and isinstance(shown.get("result"), str | dict | list):
        return {**shown, "result": MASK}
    return shown
