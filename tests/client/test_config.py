"""Where a session's settings come from, and what is refused or warned about."""

from __future__ import annotations

import os
import pickle
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accsyn.client.config import Configuration, Timeouts, resolve
from accsyn.client.proxy import Proxy
from accsyn.errors import ConfigurationError, SecurityWarning
from tests.client.servers import Authority

ACCOUNT = {"workspace": "w", "username": "u@x.se", "api_key": "KEY-1234"}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment without any setting, whose home of settings is an empty folder."""
    return {"XDG_CONFIG_HOME": str(tmp_path / "config")}


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """An empty current folder."""
    before = Path.cwd()
    folder = tmp_path / "cwd"
    folder.mkdir()
    os.chdir(folder)
    yield folder
    os.chdir(before)


def credentials(path: Path, text: str) -> str:
    """A credentials file that is as private as it should be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return str(path)


FILE = "ACCSYN_WORKSPACE=file-w\nACCSYN_API_USER=file-u\nACCSYN_API_KEY=file-k\nACCSYN_PROXY=socks5:file:1\n"
ENVIRON = {
    "ACCSYN_WORKSPACE": "env-w",
    "ACCSYN_API_USER": "env-u",
    "ACCSYN_API_KEY": "env-k",
    "ACCSYN_PROXY": "socks5:env:1",
}
GIVEN = {"workspace": "arg-w", "username": "arg-u", "api_key": "arg-k", "proxy": "socks5:arg:1"}


@pytest.mark.parametrize("source", ["arg", "env", "file"])
@pytest.mark.parametrize("setting", ["workspace", "username", "api_key", "proxy"])
def test_argument_before_environment_before_file(
    environ: dict[str, str], tmp_path: Path, setting: str, source: str
) -> None:
    """Each setting comes from the first place that has it, whatever the other settings come from; empty is missing."""
    variable = dict(zip(GIVEN, ENVIRON, strict=True))[setting]
    given: dict[str, Any] = {**GIVEN, "path_envfile": credentials(tmp_path / "c", FILE)}
    if source != "arg":
        given[setting] = ""
    environ.update({**ENVIRON, variable: "" if source == "file" else ENVIRON[variable]})
    found = resolve(given, environ)
    value = found.proxy.host if setting == "proxy" and found.proxy else getattr(found, setting)
    assert str(value).startswith(source)


@pytest.mark.parametrize("how", ["argument", "variable", "usual place"])
def test_the_credentials_file_is_found(environ: dict[str, str], tmp_path: Path, how: str) -> None:
    """By the argument, by ACCSYN_CREDENTIALS_PATH, or where accsyn keeps it."""
    path = credentials(tmp_path / "config" / "accsyn" / "credentials", FILE)
    given: dict[str, object] = {}
    if how == "argument":
        given["path_envfile"] = path
        environ["XDG_CONFIG_HOME"] = str(tmp_path)
    if how == "variable":
        environ.update(ACCSYN_CREDENTIALS_PATH=path, XDG_CONFIG_HOME=str(tmp_path))
    found = resolve(given, environ)
    assert (found.workspace, found.username, found.api_key) == ("file-w", "file-u", "file-k")


@pytest.mark.parametrize("how", ["argument", "variable"])
def test_a_named_file_must_be_there(environ: dict[str, str], tmp_path: Path, how: str) -> None:
    """Its absence does not silently lead to another account."""
    missing = str(tmp_path / "missing")
    given = {**ACCOUNT, **({"path_envfile": missing} if how == "argument" else {})}
    if how == "variable":
        environ["ACCSYN_CREDENTIALS_PATH"] = missing
    with pytest.raises(ConfigurationError, match="missing: the credentials file cannot be read: No such file"):
        resolve(given, environ)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("workspace", "the workspace code is missing: give workspace= or set ACCSYN_WORKSPACE"),
        ("username", r"the user name \(an e-mail address\) is missing: give username= or set ACCSYN_API_USER"),
        ("api_key", "the API key is missing: give api_key= or set ACCSYN_API_KEY"),
    ],
)
@pytest.mark.parametrize("value", [None, ""])
def test_what_must_be_given(environ: dict[str, str], missing: str, said: str, value: object) -> None:
    """Without one of the three there is no session; an empty user name in the environment is none either."""
    environ["ACCSYN_API_USER"] = ""
    with pytest.raises(ConfigurationError, match=said):
        resolve({**ACCOUNT, missing: value}, environ)


def test_dotenv_of_the_current_folder_is_not_read(elsewhere: Path, environ: dict[str, str]) -> None:
    """dotenv_*: what lies in the current folder redirects nobody's key, and turns nothing off."""
    (elsewhere / ".env").write_text("ACCSYN_PROXY=accsyn:evil:80\nAS_DEV=1\nACCSYN_WORKSPACE=evil\n", encoding="utf-8")
    found = resolve(ACCOUNT, environ)
    assert (found.workspace, found.proxy, found.scheme) == ("w", None, "https")


def test_the_environment_is_not_written(environ: dict[str, str], tmp_path: Path) -> None:
    """Neither the one that is passed nor that of the process changes."""
    before = (dict(os.environ), {**environ})
    resolve({"path_envfile": credentials(tmp_path / "c", FILE + "PYTHONPATH=/evil\nAS_DEV=1\n")}, environ)
    assert (dict(os.environ), environ) == before


def test_as_dev_counts_in_the_environment_alone(environ: dict[str, str], tmp_path: Path) -> None:
    """A file cannot turn TLS off."""
    path = credentials(tmp_path / "c", FILE + "AS_DEV=1\n")
    assert resolve({"path_envfile": path}, environ).scheme == "https"


def test_the_environment_is_that_of_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Unless another one is passed."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("AS_DEV", raising=False)
    monkeypatch.delenv("ACCSYN_CREDENTIALS_PATH", raising=False)
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    assert resolve({}).workspace == "env-w"


@pytest.mark.parametrize(
    ("value", "given", "expected"),
    [
        ("1", {}, ("http", "127.0.0.1", 8181)),
        ("true", {}, ("http", "127.0.0.1", 8181)),
        ("1", {"hostname": "localhost", "port": 9}, ("http", "localhost", 8181)),
        ("0", {}, ("https", None, None)),
        ("True", {}, ("https", None, None)),
        ("", {}, ("https", None, None)),
    ],
)
def test_development(environ: dict[str, str], value: str, given: dict[str, Any], expected: tuple[Any, ...]) -> None:
    """AS_DEV=1 or true: HTTP to port 8181 of this machine, as in the official client."""
    found = resolve({**ACCOUNT, **given}, {**environ, "AS_DEV": value})
    assert (found.scheme, found.hostname, found.port) == expected


@pytest.mark.parametrize(
    ("given", "environment", "said"),
    [
        ({"verify": False}, {}, "verify=False: whoever answers in the server's place gets the API key"),
        (
            {"proxy": "accsyn:p:80"},
            {},
            "through the accsyn proxy accsyn:p:80 API key, session and data travel in clear",
        ),
        ({"proxy": "p:80", "verify": False}, {}, "through the accsyn proxy"),
        ({"hostname": "example.com"}, {"AS_DEV": "1"}, "API key, session and data travel in clear text to example.com"),
    ],
)
def test_what_is_unsafe_is_said_once(
    environ: dict[str, str], given: dict[str, Any], environment: dict[str, str], said: str
) -> None:
    """One warning, which says who can read or get what."""
    with pytest.warns(SecurityWarning, match=said) as caught:
        resolve({**ACCOUNT, **given}, {**environ, **environment})
    assert len(caught) == 1
    with warnings.catch_warnings(record=True) as again:
        warnings.simplefilter("default")
        for _ in range(3):
            resolve({**ACCOUNT, **given}, {**environ, **environment})
    assert len(again) == 1


@pytest.mark.parametrize(
    ("given", "environment", "said"),
    [
        ({"domain": "w"}, {}, "domain= is now workspace="),
        ({}, {"ACCSYN_DOMAIN": "w"}, "ACCSYN_DOMAIN is now ACCSYN_WORKSPACE"),
        ({}, {"ACCSYN_ORG": "w"}, "ACCSYN_ORG is now ACCSYN_WORKSPACE"),
    ],
)
def test_old_names(environ: dict[str, str], given: dict[str, Any], environment: dict[str, str], said: str) -> None:
    """They work, and say what they are called now."""
    account = {**ACCOUNT, **given}
    del account["workspace"]
    with pytest.warns(DeprecationWarning, match=said):
        assert resolve(account, {**environ, **environment}).workspace == "w"


def test_new_names_come_first(environ: dict[str, str]) -> None:
    """With the new name there, the old one is not looked at, and nothing is said."""
    environ.update(ACCSYN_WORKSPACE="new", ACCSYN_DOMAIN="old", ACCSYN_ORG="older")
    assert resolve({**ACCOUNT, "workspace": None}, environ).workspace == "new"
    assert resolve({**ACCOUNT, "domain": "old"}, environ).workspace == "w"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, Timeouts(10, 120, 600)),
        ({"timeout": 5, "connect_timeout": 0.5}, Timeouts(0.5, 5, 600)),
        ({"timeout": 0, "connect_timeout": 0, "total_timeout": 0}, Timeouts(10, 120, 600)),
        ({"total_timeout": 30}, Timeouts(10, 120, 30)),
        ({"total_timeout": float("inf")}, Timeouts(10, 120, None)),
    ],
)
def test_timeouts(environ: dict[str, str], given: dict[str, Any], expected: Timeouts) -> None:
    """10 s for connecting, 120 for the next byte, 600 for all; 0 is the default."""
    assert resolve({**ACCOUNT, **given}, environ).timeouts == expected


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"timeout": -1}, "the read timeout must be a number of seconds above zero"),
        ({"timeout": "5"}, "the read timeout"),
        ({"timeout": True}, "the read timeout"),
        ({"connect_timeout": float("nan")}, "the connect timeout"),
        ({"timeout": float("inf")}, "the read timeout"),
        ({"total_timeout": -1}, "the total timeout"),
        ({"port": 0}, "port must be a whole number between 1 and 65535"),
        ({"port": "443"}, "port must be"),
        ({"port": True}, "port must be"),
        ({"hostname": "https://x"}, "hostname must be the name or address of a machine"),
        ({"hostname": "a/b"}, "hostname must be"),
        ({"hostname": "a@b"}, "hostname must be"),
        ({"hostname": 5}, "hostname must be"),
        ({"workspace": "a\nb"}, "the workspace code has characters that cannot stand in a header"),
        ({"workspace": "雪"}, "the workspace code has characters"),
        ({"workspace": " "}, "the workspace code must be text that is not empty"),
        ({"workspace": 5}, "the workspace code must be text"),
        ({"api_key": b"k"}, "the API key must be text"),
        ({"api_key": "SECRET\udcff"}, "the API key holds a lone surrogate"),
        ({"proxy": 5}, "proxy must be text"),
        ({"proxy": "http:h:1"}, "a proxy of the kind 'http' is not supported"),
        ({"verify": 1}, "verify must be True, False or the path"),
        ({"verify": "/no/such/file"}, "verify='/no/such/file' is no file or folder of certificates"),
        ({"trust_environment": "yes"}, "trust_environment must be True or False"),
        ({"path_envfile": 5}, "path_envfile must be a path"),
        ({"nonsense": 5}, "unknown setting nonsense"),
    ],
)
def test_wrong_values(environ: dict[str, str], given: dict[str, Any], said: str) -> None:
    """Each is refused by name, before anything is sent, and without repeating a secret."""
    with pytest.raises(ConfigurationError, match=said) as caught:
        resolve({**ACCOUNT, **given}, environ)
    assert "SECRET" not in str(caught.value)
    assert "KEY-1234" not in str(caught.value)


def test_scheme_is_one_of_two() -> None:
    """A configuration made by hand is checked as well."""
    with pytest.raises(ConfigurationError, match="scheme must be http or https"):
        Configuration("w", "u", "k", scheme="ftp")


@pytest.fixture
def bundle(tmp_path: Path) -> str:
    """A file with the certificate of an authority."""
    return Authority().bundle(tmp_path / "ca.pem")


def test_certificates_are_checked_by_default(environ: dict[str, str], bundle: str) -> None:
    """By the usual authorities, or by those in a file or folder; a file without certificates is refused."""
    assert resolve(ACCOUNT, environ).verify is True
    assert resolve({**ACCOUNT, "verify": Path(bundle)}, environ).verify == bundle
    assert resolve({**ACCOUNT, "verify": str(Path(bundle).parent)}, environ).verify == str(Path(bundle).parent)
    empty = Path(bundle).with_name("empty.pem")
    empty.write_text("nothing", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="is no file or folder of certificates"):
        resolve({**ACCOUNT, "verify": empty}, environ)


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_bundles_of_the_environment(environ: dict[str, str], bundle: str, variable: str) -> None:
    """They have an effect where the environment is trusted, and an argument has precedence."""
    environ[variable] = bundle
    assert resolve(ACCOUNT, environ).verify is True
    assert resolve({**ACCOUNT, "trust_environment": True}, environ).verify == bundle
    with pytest.warns(SecurityWarning):
        assert resolve({**ACCOUNT, "trust_environment": True, "verify": False}, environ).verify is False


def test_the_key_is_not_shown() -> None:
    """repr has no API key and no proxy password, and the whole is not pickled."""
    found = Configuration("w", "u", "KEY-1234", proxy=Proxy("socks5", "h", 1, "me", "PROXY-PASS"))
    assert "KEY-1234" not in repr(found)
    assert "PROXY-PASS" not in repr(found)
    with pytest.raises(TypeError, match="holds an API key"):
        pickle.dumps(found)


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        (Configuration("w", "u", "k"), False),
        (Configuration("w", "u", "k", hostname="h", scheme="http"), True),
        (Configuration("w", "u", "k", scheme="http"), False),
        (Configuration("w", "u", "k", hostname="[::1]", scheme="http"), False),
        (Configuration("w", "u", "k", hostname="127.0.0.1.evil.example", scheme="http"), True),
        (Configuration("w", "u", "k", proxy=Proxy("accsyn", "p", 80)), True),
        (Configuration("w", "u", "k", proxy=Proxy("accsyn", "localhost", 80)), False),
        (Configuration("w", "u", "k", proxy=Proxy("socks5", "p", 80)), False),
    ],
)
def test_what_travels_in_clear_text(configuration: Configuration, expected: bool) -> None:
    """HTTP to another machine, or an accsyn proxy on one; SOCKS keeps TLS."""
    assert configuration.is_open is expected
