"""Foreign exceptions (requests, urllib3, PySocks, ssl, the operating system) become ours, here and nowhere else.

Messages are written from scratch: those of urllib3 hold URLs, and the exceptions of requests hold the whole request.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from http.client import HTTPException, IncompleteRead, InvalidURL, RemoteDisconnected
from socket import gaierror

from accsyn.errors import (
    AccsynError,
    CertificateError,
    ConfigurationError,
    ConnectionFailed,
    InvalidAnswer,
    ProxyError,
    RequestTimeout,
)

_DEEPEST = 12
_NO_NAME = "host name is not known"


def explain(error: BaseException, server: str, *, sent: bool, has_proxy: bool = False) -> AccsynError:
    """The exception of ours that says what happened.

    Args:
        error: What the layers below raised.
        server: Host and port that were asked for.
        sent: Whether any byte of the request was sent.
        has_proxy: Whether the request was to go through a proxy.
    """
    import requests
    import socks  # type: ignore[import-untyped]  # PySocks has no types
    from urllib3 import exceptions as urllib3

    chain = list(_chain(error))

    def first(*kinds: type[BaseException]) -> BaseException | None:
        return next((one for one in chain if isinstance(one, kinds)), None)

    if (wrong := first(ssl.SSLCertVerificationError)) is not None:
        return CertificateError(f"{server}: the certificate is not accepted: {_of_certificate(wrong)}", sent)
    if sent and first(urllib3.InvalidHeader):
        return InvalidAnswer(f"{server}: the answer's length is said in two ways")
    if first(requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader, urllib3.LocationValueError, InvalidURL):
        return ConfigurationError(f"{server}: no request can be made of the host name or a header")
    if first(TimeoutError, requests.exceptions.Timeout) or _is_timeout(chain):
        what = "no complete answer came in time" if sent else "no connection in time"
        return RequestTimeout(f"{server}: {what}", sent)
    if has_proxy and first(gaierror):
        # PySocks wraps what fails while it talks to the proxy: then it is the server's name that this machine was to
        # look up. The proxy's own name it looks up before, and what fails there comes as it is.
        if first(socks.ProxyError):
            return ConnectionFailed(
                f"{server}: the {_NO_NAME} here; socks5h: instead of socks5: lets the proxy look it up", sent
            )
        return ProxyError(f"{server} is not reached through the proxy: the proxy's {_NO_NAME}", sent)
    if first(socks.ProxyError, requests.exceptions.ProxyError, urllib3.ProxyError):
        return ProxyError(f"{server} is not reached through the proxy: {_of_proxy(chain)}", sent)
    if first(requests.exceptions.ContentDecodingError, urllib3.DecodeError):
        return InvalidAnswer(f"{server}: the answer's compression is damaged")
    return ConnectionFailed(f"{server}: {_of_connection(chain, sent)}", sent)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and those it came from or holds, the outermost first."""
    pending, seen = [error], set[int]()
    while pending and len(seen) < _DEEPEST:
        one = pending.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = (
            one.__cause__,
            one.__context__,
            getattr(one, "reason", None),
            getattr(one, "socket_err", None),
            *one.args,
        )
        pending.extend(part for part in inner if isinstance(part, BaseException))


def _is_timeout(chain: list[BaseException]) -> bool:
    from urllib3.exceptions import NewConnectionError
    from urllib3.exceptions import TimeoutError as Timeout

    # In urllib3 1 a refused connection is a kind of timeout.
    return any(isinstance(one, Timeout) and not isinstance(one, NewConnectionError) for one in chain)


def _of_certificate(error: BaseException) -> str:
    """What OpenSSL says of a certificate, such as ``certificate has expired``: no data of the request are in it."""
    return getattr(error, "verify_message", "") or "verification failed"


def _of_proxy(chain: list[BaseException]) -> str:
    """What a proxy did; PySocks wraps its own exceptions in one another, so the kind may be anywhere."""
    import socks

    answer = next((one for one in chain if isinstance(one, (socks.SOCKS5Error, socks.SOCKS4Error))), None)
    if answer is not None:  # a fixed sentence for each number of the protocol
        return f"it answers {getattr(answer, 'msg', '') or 'with a failure'}"
    if any(isinstance(one, socks.SOCKS5AuthError) for one in chain):
        return "it does not accept the user name and password, or asks for some"
    system = _of_system(chain)
    if any(isinstance(one, socks.ProxyConnectionError) for one in chain):
        return f"the proxy itself is not reached: {system or 'no connection'}"
    return system or "it does not speak the protocol that was asked for"


def _of_connection(chain: list[BaseException], sent: bool) -> str:
    for one in chain:
        if isinstance(one, gaierror):
            return f"the {_NO_NAME}"
        if isinstance(one, RemoteDisconnected):
            return "the connection was closed without an answer"
        if isinstance(one, IncompleteRead):
            return "the answer broke off"
        if isinstance(one, ssl.SSLError) and not sent:
            return f"no TLS connection: {one.reason or 'the handshake failed'}"
        if isinstance(one, HTTPException):
            return "the answer is no HTTP"
    system = _of_system(chain)
    if system:
        return system
    return "the connection broke off" if sent else "no connection"


def _of_system(chain: list[BaseException]) -> str:
    """What the operating system says: fixed sentences such as ``Connection refused``."""
    import os

    numbers = (one.errno for one in chain if isinstance(one, OSError) and not isinstance(one, ssl.SSLError))
    return next((os.strerror(number) for number in numbers if number), "")
