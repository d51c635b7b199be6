"""What a session is set up with: arguments before environment before credentials file."""

from __future__ import annotations

import os
import re
import ssl
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from accsyn.client.arguments import LONGEST_WAIT
from accsyn.client.credentials import default_path, read_credentials
from accsyn.client.proxy import Proxy, is_host, is_port, parse_proxy
from accsyn.errors import ConfigurationError, SecurityWarning

CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 120.0
TOTAL_TIMEOUT = 600.0

_DEV_HOST = "127.0.0.1"
_DEV_PORT = 8181
_DEV_VALUES = frozenset({"1", "true"})
_LOOPBACK = re.compile(r"localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]")

# The environment variables of each setting, the current one first; the rest are old names.
_VARIABLES = {
    "workspace": ("ACCSYN_WORKSPACE", "ACCSYN_DOMAIN", "ACCSYN_ORG"),
    "username": ("ACCSYN_API_USER",),
    "api_key": ("ACCSYN_API_KEY",),
    "proxy": ("ACCSYN_PROXY",),
}
_REQUIRED = {"workspace": "workspace code", "username": "user name (an e-mail address)", "api_key": "API key"}
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_ARGUMENTS = frozenset(
    {
        *("workspace", "domain", "username", "api_key", "hostname", "port", "proxy", "timeout", "connect_timeout"),
        *("total_timeout", "path_envfile", "verify", "trust_environment"),
    }
)


class Timeouts(NamedTuple):
    """Seconds that are waited.

    Attributes:
        connect: For a connection, each attempt and address.
        read: For the next byte of the answer, and for the request to be taken.
        total: For one call altogether, repetitions and the pauses between them included; None for no limit.
    """

    connect: float = CONNECT_TIMEOUT
    read: float = READ_TIMEOUT
    total: float | None = TOTAL_TIMEOUT


@dataclass(frozen=True)
class Configuration:
    """Everything that a connection needs to know; `resolve` makes one.

    Attributes:
        workspace: The workspace's code.
        username: The account, an e-mail address.
        api_key: Its secret key; in no repr, and the whole is not pickled.
        hostname: The server; None: the registry of accsyn says it.
        port: Its port; None: the registry's answer, else 443.
        scheme: ``https``, or ``http`` for a server in development.
        proxy: What the calls go through.
        verify: True: the server's certificate must be good; a path: by the authorities in this file or folder; False:
            anybody may claim to be the server.
        timeouts: How long to wait.
        trust_environment: Whether HTTP_PROXY and its like are honoured.
        registry: Host and port of the registry.
    """

    workspace: str
    username: str
    api_key: str = field(repr=False)
    hostname: str | None = None
    port: int | None = None
    scheme: str = "https"
    proxy: Proxy | None = None
    verify: bool | str = True
    timeouts: Timeouts = field(default_factory=Timeouts)
    trust_environment: bool = False
    registry: tuple[str, int] = ("master.accsyn.com", 443)

    def __post_init__(self) -> None:
        for name, what in _REQUIRED.items():
            value: object = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise ConfigurationError(f"the {what} must be text that is not empty")
            if not _encodes(value, "utf-8"):
                raise ConfigurationError(f"the {what} holds a lone surrogate, which is no character")
        if not self.workspace.isprintable() or not _encodes(self.workspace, "latin-1"):
            raise ConfigurationError("the workspace code has characters that cannot stand in a header")
        if self.hostname is not None and not is_host(self.hostname):
            raise ConfigurationError("hostname must be the name or address of a machine, an IPv6 address in brackets")
        if self.port is not None and not is_port(self.port):
            raise ConfigurationError("port must be a whole number between 1 and 65535")
        if self.scheme not in {"http", "https"}:
            raise ConfigurationError("scheme must be http or https")
        for name, seconds in self.timeouts._asdict().items():
            if seconds is None and name == "total":
                continue
            if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds <= LONGEST_WAIT:
                raise ConfigurationError(
                    f"the {name} timeout must be a number of seconds above zero, and {LONGEST_WAIT:,} at most"
                )

    def __reduce__(self) -> str:
        raise TypeError("a configuration holds an API key and is not pickled")

    @property
    def is_open(self) -> bool:
        """Whether API key and data travel in clear text to a machine that is not this one."""
        if self.proxy is not None and self.proxy.is_accsyn:
            return _LOOPBACK.fullmatch(self.proxy.host) is None
        return self.scheme == "http" and _LOOPBACK.fullmatch(self.hostname or _DEV_HOST) is None


def resolve(arguments: Mapping[str, object], environ: Mapping[str, str] | None = None) -> Configuration:
    """Put a configuration together from what was given, the environment, and the credentials file.

    An empty value counts as missing. The file is the one that ``path_envfile`` or ACCSYN_CREDENTIALS_PATH names, which
    must be there, else ``~/.config/accsyn/credentials``, which may be missing. Where the file says so, the API key
    comes from the keyring of the operating system. AS_DEV counts in the environment alone.
    No file of the current folder is read, and the environment is not changed.

    Args:
        arguments: ``workspace, domain, username, api_key, hostname, port, proxy, timeout, connect_timeout,
            total_timeout, path_envfile, verify, trust_environment``, each as `Session` takes it; None for missing. A
            timeout of 0 is the default; a `total_timeout` of infinity is no limit.
        environ: The environment; None for that of the process.

    Raises:
        ConfigurationError: Workspace, user name or API key are missing, or a value is wrong.

    Warns:
        DeprecationWarning: `domain`, ACCSYN_DOMAIN or ACCSYN_ORG is used.
        SecurityWarning: Certificates are not checked, something travels in clear text, or a file of secrets is open.
    """
    environ = os.environ if environ is None else environ
    given: dict[str, Any] = {name: value for name, value in arguments.items() if not _is_missing(value)}
    if unknown := sorted(set(given) - _ARGUMENTS):
        raise ConfigurationError(f"unknown setting {unknown[0]}")
    file = _credentials(given, environ)
    found = _named(given, environ, file)
    if "api_key" not in found and (place := file.get("ACCSYN_API_KEY_IN")):
        _add_kept_key(found, place)
    for name, what in _REQUIRED.items():
        if name not in found:
            raise ConfigurationError(f"the {what} is missing: give {name}= or set {_VARIABLES[name][0]}")
    dev = environ.get("AS_DEV", "") in _DEV_VALUES
    proxy = found.get("proxy")
    if proxy is not None and not isinstance(proxy, (str, Proxy)):
        raise ConfigurationError("proxy must be text")
    trusting = given.get("trust_environment", False)
    if not isinstance(trusting, bool):
        raise ConfigurationError("trust_environment must be True or False")
    configuration = Configuration(
        workspace=found["workspace"],
        username=found["username"],
        api_key=found["api_key"],
        hostname=given.get("hostname", _DEV_HOST if dev else None),
        port=_DEV_PORT if dev else given.get("port"),
        scheme="http" if dev else "https",
        proxy=parse_proxy(proxy) if isinstance(proxy, str) else proxy,
        verify=_verify(given, environ if trusting else {}),
        timeouts=_timeouts(given),
        trust_environment=trusting,
    )
    _warn(configuration)
    return configuration


def _is_missing(value: object) -> bool:
    # Not `value in (None, "")`: there are values that cannot be compared, such as a query's conditions.
    return value is None or (isinstance(value, str) and not value)


def _credentials(given: Mapping[str, Any], environ: Mapping[str, str]) -> dict[str, str]:
    """What the credentials file says; nothing if none is named and none stands at the usual place."""
    named = given.get("path_envfile", environ.get("ACCSYN_CREDENTIALS_PATH"))
    if _is_missing(named):
        path = default_path(environ)
        return read_credentials(path) if path.is_file() else {}
    if not isinstance(named, (str, os.PathLike)):
        raise ConfigurationError("path_envfile must be a path")
    return read_credentials(Path(named).expanduser())


def _named(given: Mapping[str, Any], environ: Mapping[str, str], file: Mapping[str, str]) -> dict[str, Any]:
    """The settings that have environment variables, each from the first place that has it."""
    found: dict[str, Any] = {}
    old: list[str] = []
    if not isinstance(given.get("domain", ""), str):
        raise ConfigurationError("domain must be text")
    for name, variables in _VARIABLES.items():
        if name in given:
            found[name] = given[name]
        elif name == "workspace" and "domain" in given:
            found[name] = given["domain"]
            old.append("domain= is now workspace=")
        else:
            for source in (environ, file):
                variable = next((one for one in variables if source.get(one)), None)
                if variable is not None:
                    found[name] = source[variable]
                    if variable != variables[0]:
                        old.append(f"{variable} is now {variables[0]}")
                    break
    for sentence in old:
        warnings.warn(sentence, DeprecationWarning, stacklevel=4)
    return found


def _add_kept_key(found: dict[str, Any], place: str) -> None:
    """Add the API key from where the credentials file says that it is kept, if it is known whose.

    Raises:
        ConfigurationError: It is not there.
    """
    from accsyn.client.key_store import KEYRING, read_key

    if place != KEYRING:
        raise ConfigurationError(f"ACCSYN_API_KEY_IN in the credentials file is {KEYRING}, or not there")
    workspace, username = found.get("workspace"), found.get("username")
    if isinstance(workspace, str) and isinstance(username, str):
        found["api_key"] = read_key(workspace, username)


def _verify(given: Mapping[str, Any], environ: Mapping[str, str]) -> bool | str:
    verify = given.get("verify", True)
    if verify is True:
        verify = next((environ[name] for name in _BUNDLES if environ.get(name)), True)
    if isinstance(verify, bool):
        return verify
    if not isinstance(verify, (str, os.PathLike)):
        raise ConfigurationError("verify must be True, False or the path of a file of certificates")
    path = os.path.expanduser(os.fspath(verify))
    try:
        folder = os.path.isdir(path)
        ssl.create_default_context(cafile=None if folder else path, capath=path if folder else None)
    except (OSError, ValueError):  # no such file, or no certificates in it
        path = ""
    if not path:
        raise ConfigurationError(f"verify={os.fspath(verify)!r} is no file or folder of certificates")
    return path


def _timeouts(given: Mapping[str, Any]) -> Timeouts:
    """The timeouts; 0 stands for the default, as in the official client."""

    def said(name: str, default: float) -> Any:
        value = given.get(name, default)
        return default if isinstance(value, (int, float)) and value == 0 else value

    total = said("total_timeout", TOTAL_TIMEOUT)
    return Timeouts(
        connect=said("connect_timeout", CONNECT_TIMEOUT),
        read=said("timeout", READ_TIMEOUT),
        total=None if isinstance(total, float) and total == float("inf") else total,
    )


def _warn(configuration: Configuration) -> None:
    """Say aloud what is less safe than it could be; `warnings` says it once a place."""
    proxy = configuration.proxy
    if proxy is not None and proxy.is_accsyn:
        _alarm(
            f"through the accsyn proxy {proxy} API key, session and data travel in clear text, as its protocol has it"
        )
    elif configuration.is_open:
        _alarm(f"API key, session and data travel in clear text to {configuration.hostname}")
    elif configuration.verify is False:
        _alarm("verify=False: whoever answers in the server's place gets the API key and all data")


def _alarm(sentence: str) -> None:
    warnings.warn(sentence, SecurityWarning, stacklevel=5)


def _encodes(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
