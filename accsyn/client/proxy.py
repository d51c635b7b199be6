"""Proxy strings: ``socks5:host:port``, ``accsyn:host:port`` and their like. What is not understood is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote

from accsyn.errors import ConfigurationError

# What requests (urllib3, PySocks) calls them. `socks` is socks5, as in the official client; with `socks5` and `socks4`
# this machine looks up the host's name, with `socks5h` the proxy does.
_SOCKS = {"socks": "socks5", "socks5": "socks5", "socks5h": "socks5h", "socks4": "socks4"}
_ACCSYN = "accsyn"
# Words that start a proxy string, and are no host.
_KINDS = frozenset({*_SOCKS, _ACCSYN, "http", "https", "socks4a", "direct", "pac"})
_ACCSYN_PORT = 80

_HOST = re.compile(r"\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})")
_PORT = re.compile(r"[0-9]{1,5}")
_HIGHEST_PORT = 65_535
_FORMS = "socks5:host:port, socks5:user:password@host:port (or socks, socks5h, socks4), accsyn:host:port"


@dataclass(frozen=True)
class Proxy:
    """A proxy that every call goes through.

    Attributes:
        kind: ``accsyn``, ``socks5``, ``socks5h`` or ``socks4``.
        host: Its name or address; an IPv6 address in brackets.
        port: Its port.
        user: The user name that it asks for; None without one.
        password: The password that belongs to it.
    """

    kind: str
    host: str
    port: int
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def is_accsyn(self) -> bool:
        """Whether it is an accsyn proxy, which takes the place of the server and speaks plain HTTP."""
        return self.kind == _ACCSYN

    @property
    def url(self) -> str:
        """The URL of a SOCKS proxy, with user and password, quoted."""
        if self.user is None:
            return f"{self.kind}://{self.host}:{self.port}"
        return (
            f"{self.kind}://{quote(self.user, safe='')}:{quote(self.password or '', safe='')}@{self.host}:{self.port}"
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.host}:{self.port}"

    def __reduce__(self) -> tuple[type[Proxy], tuple[str, str, int]]:
        if self.user is not None:
            raise TypeError("a proxy with a password is not pickled")
        return type(self), (self.kind, self.host, self.port)


def parse_proxy(text: str) -> Proxy:
    """Read a proxy string.

    The forms are ``KIND:HOST:PORT``, with KIND ``socks``, ``socks5``, ``socks5h``, ``socks4`` or ``accsyn``; a SOCKS
    proxy may have ``USER:PASSWORD@`` before its host, taken as it stands up to the last ``@``. ``HOST:PORT`` and
    ``HOST`` alone are accsyn proxies, as in the official client; the port is 80 if there is none.

    Raises:
        ConfigurationError: Anything else. The message does not repeat the string, which may hold a password.
    """
    text = text.strip()
    kind, colon, rest = text.partition(":")
    kind = kind.lower()
    if kind in _SOCKS and colon:
        account, at, place = rest.rpartition("@")
        host, port = _place(place)
        if not at:
            return Proxy(_SOCKS[kind], host, port)
        user, password = _account(kind, account)
        return Proxy(_SOCKS[kind], host, port, user, password)
    if kind == _ACCSYN and colon:
        return Proxy(_ACCSYN, *_place(rest))
    if kind in _KINDS or "/" in text or "@" in text or (text.count(":") > 1 and not text.startswith("[")):
        named = f" of the kind {kind!r}" if kind.isalnum() and kind.isascii() and len(kind) < 10 and colon else ""
        raise _refusal(f"a proxy{named} is not supported like this")
    return Proxy(_ACCSYN, *_place(text if colon else f"{text}:{_ACCSYN_PORT}"))


def is_host(text: object) -> bool:
    """Whether a value can be the name or the address of a machine, an IPv6 address in brackets."""
    return isinstance(text, str) and _HOST.fullmatch(text) is not None


def is_port(number: object) -> bool:
    """Whether a value can be the number of a port."""
    return isinstance(number, int) and not isinstance(number, bool) and 0 < number <= _HIGHEST_PORT


def _place(text: str) -> tuple[str, int]:
    """The host and the port of ``HOST:PORT``."""
    host, _, port = text.rpartition(":")
    if not is_host(host):
        raise _refusal("the proxy has no host, or none that can be one")
    if _PORT.fullmatch(port) is None or not is_port(int(port)):
        raise _refusal("the proxy has no port between 1 and 65535")
    return host, int(port)


def _account(kind: str, text: str) -> tuple[str, str]:
    if text.startswith("//"):
        raise _refusal("the proxy is written as a URL")
    user, colon, password = text.partition(":")
    if not user or (not colon and kind != "socks4"):
        raise _refusal("the proxy needs user and password before the @, with a colon between them")
    if kind == "socks4" and password:
        raise _refusal("SOCKS4 knows a user and no password")
    if max(len(user.encode()), len(password.encode())) > 255:  # a byte holds the length: RFC 1929
        raise _refusal("the proxy's user name or password is longer than 255 bytes")
    return user, password


def _refusal(what: str) -> ConfigurationError:
    return ConfigurationError(f"{what}; write {_FORMS}")
