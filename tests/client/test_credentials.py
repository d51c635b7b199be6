"""The credentials file: what is read, what is refused, and that only its owner can read it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.client.credentials import default_path, read_credentials, write_credentials
from accsyn.errors import ConfigurationError, SecurityWarning


def file(folder: Path, text: str | bytes, mode: int = 0o600) -> Path:
    """A credentials file."""
    path = folder / "credentials"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    path.chmod(mode)
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("ACCSYN_API_KEY=k", {"ACCSYN_API_KEY": "k"}),
        ("  ACCSYN_API_KEY = k \r\n", {"ACCSYN_API_KEY": "k"}),
        ("\ufeffexport ACCSYN_API_KEY='k k'\n", {"ACCSYN_API_KEY": "k k"}),
        ('# a comment\n\nACCSYN_API_KEY="a=b#c"\n', {"ACCSYN_API_KEY": "a=b#c"}),
        ("ACCSYN_API_KEY='\n", {"ACCSYN_API_KEY": "'"}),
        ("ACCSYN_API_KEY=\"k'\n", {"ACCSYN_API_KEY": "\"k'"}),
        ("ACCSYN_API_KEY=\nACCSYN_PROXY=''\n", {}),
        ("PATH=/evil\nAS_DEV=1\nHTTP_PROXY=x\nACCSYN_ORG=o\n", {"ACCSYN_ORG": "o"}),
        ("ACCSYN_API_KEY=a\nACCSYN_API_KEY=b\n", {"ACCSYN_API_KEY": "b"}),
    ],
)
def test_lines(tmp_path: Path, text: str, expected: dict[str, str]) -> None:
    """Known keys with their values; quotes, blanks and comments do not count, and unknown keys do nothing."""
    assert read_credentials(file(tmp_path, text)) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ACCSYN_WORKSPACE=w\nSECRET-KEY\n", "credentials, line 2: not of the form KEY=VALUE"),
        (b"ACCSYN_API_KEY=SECRET\xff", "the credentials file is no UTF-8 text"),
        ("#" + "SECRET" * 20_000, "too long for a credentials file"),
    ],
)
def test_what_is_no_credentials_file(tmp_path: Path, text: str | bytes, said: str) -> None:
    """The message has the place, and nothing of what stands there."""
    with pytest.raises(ConfigurationError, match=said) as caught:
        read_credentials(file(tmp_path, text))
    assert "SECRET" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_folder_is_no_credentials_file(tmp_path: Path) -> None:
    """What the operating system says is passed on."""
    with pytest.raises(ConfigurationError, match="cannot be read: Is a directory"):
        read_credentials(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="permissions of this kind are of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o620])
def test_open_files_are_warned_about(tmp_path: Path, mode: int) -> None:
    """Anybody else's right to read or write is said, with the command that takes it away; the file is read."""
    path = file(tmp_path, "ACCSYN_API_KEY=k", mode)
    with pytest.warns(SecurityWarning, match=r"is open to others; run: chmod 600"):
        assert read_credentials(path) == {"ACCSYN_API_KEY": "k"}


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_private_files_are_fine(tmp_path: Path, mode: int) -> None:
    """No warning where the owner alone has rights (warnings are errors in these tests)."""
    assert read_credentials(file(tmp_path, "ACCSYN_API_KEY=k", mode))


def test_written_files_are_private_and_replaced_at_once(tmp_path: Path) -> None:
    """0600 from the start, also where an open file stood; nothing else stays behind."""
    path = tmp_path / "new" / "credentials"
    for key in ("one", "two"):
        write_credentials(path, {"ACCSYN_API_KEY": key, "ACCSYN_PROXY": ""})
        assert path.stat().st_mode & 0o777 == 0o600
        assert read_credentials(path) == {"ACCSYN_API_KEY": key}
        path.chmod(0o644)
    assert [one.name for one in path.parent.iterdir()] == ["credentials"]
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"AS_DEV": "1"}, "AS_DEV is no key of a credentials file"),
        ({"ACCSYN_API_KEY": "SECRET\nAS_DEV=1"}, "the value of ACCSYN_API_KEY has line breaks"),
        ({"ACCSYN_API_KEY": " SECRET"}, "blanks at its ends"),
        ({"ACCSYN_API_KEY": "SEC\0RET"}, "the value of ACCSYN_API_KEY"),
    ],
)
def test_what_is_not_written(tmp_path: Path, values: dict[str, str], said: str) -> None:
    """A value that would become another line is refused, and nothing is written."""
    with pytest.raises(ConfigurationError, match=said) as caught:
        write_credentials(tmp_path / "c", values)
    assert "SECRET" not in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """The operating system's reason, as an error of configuration."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="cannot be written: "):
        write_credentials(tmp_path / "file" / "c", {"ACCSYN_API_KEY": "k"})


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_value_that_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    """Quotes, equals signs and number signs come back as they were."""
    path = tmp_path_factory.mktemp("credentials") / "c"
    try:
        write_credentials(path, {"ACCSYN_API_KEY": value})
    except ConfigurationError:
        return
    assert read_credentials(path) == ({"ACCSYN_API_KEY": value} if value else {})


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"XDG_CONFIG_HOME": "/x"}, "/x/accsyn/credentials"),
        ({"XDG_CONFIG_HOME": "relative"}, "~/.config/accsyn/credentials"),
        ({}, "~/.config/accsyn/credentials"),
    ],
)
def test_usual_place(environ: dict[str, str], expected: str) -> None:
    """Where the XDG specification puts settings; a relative path there does not count, and never one of this folder."""
    assert default_path(environ) == Path(expected).expanduser()
