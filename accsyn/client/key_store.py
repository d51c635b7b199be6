"""The API key in the keyring of the operating system, where the credentials file says that it stands there."""

from __future__ import annotations

from typing import Any

from accsyn.errors import ConfigurationError
from accsyn.text import escape_for_display

KEYRING = "keyring"
"""What the credentials file says under ACCSYN_API_KEY_IN."""

_SERVICE = "accsyn"


def read_key(workspace: str, username: str) -> str:
    """The API key that `write_key` has put into the keyring.

    Raises:
        ConfigurationError: There is none, there is no keyring, or it stays closed.
    """
    key = _asked("get_password", workspace, username)
    if not isinstance(key, str) or not key:
        who = escape_for_display(f"{username} of {workspace}")
        raise ConfigurationError(f"the keyring has no API key for {who}: run accsyn login --keyring")
    return key


def write_key(workspace: str, username: str, key: str) -> None:
    """Put an API key into the keyring, in the place of the one that is there.

    Raises:
        ConfigurationError: There is no keyring, or it stays closed.
    """
    _asked("set_password", workspace, username, key)


def _asked(operation: str, workspace: str, username: str, *key: str) -> Any:
    """Ask the keyring.

    Raises:
        ConfigurationError: It cannot be asked. What a back end says is not repeated, since it may hold anything.
    """
    try:
        import keyring
        import keyring.errors
    except ModuleNotFoundError:
        keyring = None  # type: ignore[assignment] # what is said of it stands below
    if keyring is None:
        raise ConfigurationError("an API key in a keyring needs an extra: pip install 'accsyn[keyring]'")
    try:
        return getattr(keyring, operation)(_SERVICE, f"{workspace}/{username}", *key)
    except keyring.errors.NoKeyringError:
        complaint = "there is no keyring on this machine; accsyn login writes the API key to a file without --keyring"
    except (keyring.errors.KeyringError, OSError, RuntimeError) as error:
        complaint = f"the keyring does not answer: {type(error).__name__}"
    raise ConfigurationError(complaint)
