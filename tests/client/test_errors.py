"""The exceptions of the client: their tree, what they hold, and that they can be pickled."""

from __future__ import annotations

import copy
import pickle

import pytest

from accsyn import errors

TRANSPORT = [
    errors.TransportError,
    errors.ConnectionFailed,
    errors.RequestTimeout,
    errors.CertificateError,
    errors.ProxyError,
]
BACKEND = [
    errors.BackendError,
    errors.AuthenticationError,
    errors.PermissionDenied,
    errors.RateLimited,
    errors.InvalidAnswer,
]


@pytest.mark.parametrize("kind", TRANSPORT)
@pytest.mark.parametrize("sent", [True, False])
def test_transport_errors(kind: type[errors.TransportError], sent: bool) -> None:
    """They hold a sentence and whether anything was sent, through pickle and copy."""
    error = kind("h:1: refused", sent)
    assert isinstance(error, errors.AccsynException)
    assert isinstance(error, errors.TransportError)
    for one in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert (type(one), str(one), one.message, one.sent) == (kind, "h:1: refused", "h:1: refused", sent)


@pytest.mark.parametrize("kind", BACKEND)
def test_backend_errors(kind: type[errors.BackendError]) -> None:
    """They hold status, message and when to come again, through pickle and copy."""
    error = kind("slow down", 429, 2.5)
    assert isinstance(error, errors.AccsynException)
    assert isinstance(error, errors.BackendError)
    for one in (error, pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(one) is kind
        assert (str(one), one.message, one.status, one.retry_after) == ("slow down", "slow down", 429, 2.5)
    assert (kind("x").status, kind("x").retry_after) == (None, None)


def test_security_warnings_are_warnings() -> None:
    """They can be silenced or made errors by their class."""
    assert issubclass(errors.SecurityWarning, errors.AccsynWarning)
    assert issubclass(errors.AccsynWarning, UserWarning)
