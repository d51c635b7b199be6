"""A workspace for the commands that ask one: a real HTTPS server on loopback, and an environment of its own."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.workspaces import Workspace, serving
from tests.client.servers import Authority


@pytest.fixture(scope="session")
def authority() -> Authority:
    """Signs the server's certificate; the commands are told to trust it."""
    return Authority()


@pytest.fixture(scope="session")
def tls(authority: Authority) -> ssl.SSLContext:
    """The server's side of TLS."""
    return authority.context("127.0.0.1")


@pytest.fixture
def workspace(
    authority: Authority, tls: ssl.SSLContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Workspace]:
    """A running workspace; the environment holds an account for it, and no file of this machine is read."""
    for name in ("ACCSYN_DOMAIN", "ACCSYN_ORG", "ACCSYN_PROXY", "ACCSYN_CREDENTIALS_PATH", "AS_DEV"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("ACCSYN_WORKSPACE", "acmefilm")
    monkeypatch.setenv("ACCSYN_API_USER", "john@user.com")
    monkeypatch.setenv("ACCSYN_API_KEY", "API-KEY-0123")
    with serving(tls, authority.bundle(tmp_path / "ca.pem")) as running:
        yield running
