"""The credentials file: ``KEY=VALUE`` lines, the format that the official client reads."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Mapping
from pathlib import Path

from accsyn.errors import ConfigurationError, SecurityWarning
from accsyn.text import escape_for_display

KNOWN = (
    *("ACCSYN_WORKSPACE", "ACCSYN_DOMAIN", "ACCSYN_ORG", "ACCSYN_API_USER", "ACCSYN_API_KEY", "ACCSYN_API_KEY_IN"),
    "ACCSYN_PROXY",
)
"""The keys that are read. Any other key is left alone: a file of credentials switches nothing else."""

_LONGEST = 64 * 1024
_OWNER_ONLY = 0o600
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def default_path(environ: Mapping[str, str]) -> Path:
    """Where the credentials file stands if nobody says otherwise: ``$XDG_CONFIG_HOME/accsyn/credentials``."""
    folder = environ.get("XDG_CONFIG_HOME") or ""
    base = Path(folder) if os.path.isabs(folder) else Path("~/.config").expanduser()
    return base / "accsyn" / "credentials"


def read_credentials(path: Path) -> dict[str, str]:
    """The known keys of a credentials file, empty values left out.

    A line is ``KEY=VALUE``; blanks around both, one pair of quotes around the value and an ``export`` before the key
    do not count, nor do empty lines and those that start with ``#``. Nothing is put into the environment.

    Raises:
        ConfigurationError: The file cannot be read, or a line is none of these. The message names the line's number,
            never what stands in it.

    Warns:
        SecurityWarning: Others than the owner may read or write the file.
    """
    try:
        with path.open(encoding="utf-8-sig") as file:
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & _OTHERS:
                message = f"{_shown(path)} holds an API key and is open to others; run: chmod 600 {_shown(path)}"
                warnings.warn(message, SecurityWarning, stacklevel=2)
            text = file.read(_LONGEST + 1)
    except OSError as error:
        complaint = f"{_shown(path)}: the credentials file cannot be read: {error.strerror or type(error).__name__}"
    except UnicodeDecodeError:
        complaint = f"{_shown(path)}: the credentials file is no UTF-8 text"
    except ValueError:  # a NUL in the path
        complaint = f"{_shown(path)}: the credentials file cannot be read: that is no path"
    else:
        complaint = f"{_shown(path)}: too long for a credentials file" if len(text) > _LONGEST else ""
    if complaint:
        raise ConfigurationError(complaint)
    return _parse(path, text)


def _shown(path: Path) -> str:
    return escape_for_display(str(path))


def _parse(path: Path, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip().removeprefix("export ")
        if not line or line.startswith("#"):
            continue
        key, equals, value = line.partition("=")
        if not equals:
            raise ConfigurationError(f"{_shown(path)}, line {number}: not of the form KEY=VALUE")
        value = value.strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if value and key.strip() in KNOWN:
            found[key.strip()] = value
    return found


def write_credentials(path: Path, values: Mapping[str, str]) -> None:
    """Write a credentials file that only its owner can read; one that stands there is replaced in one step.

    Args:
        path: Where; its folder is made if it is missing.
        values: Known keys and their values.

    Raises:
        ConfigurationError: A key is unknown, a value cannot stand in a line, or the file cannot be written.
    """
    for key, value in values.items():
        if key not in KNOWN:
            raise ConfigurationError(f"{key} is no key of a credentials file; known are {', '.join(KNOWN)}")
        if len(value.splitlines()) > 1 or value != value.strip() or "\0" in value:
            raise ConfigurationError(f"the value of {key} has line breaks or blanks at its ends")
    text = "".join(f'{key}="{value}"\n' for key, value in values.items() if value)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        # O_EXCL: nobody can have put a file or a link there that would keep its own permissions.
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        draft.replace(path)
        complaint = ""
    except OSError as error:
        complaint = f"{_shown(path)}: the credentials file cannot be written: {error.strerror or type(error).__name__}"
    if complaint:
        raise ConfigurationError(complaint)
