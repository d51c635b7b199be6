"""``[tool.accsyn.lint]``."""

from __future__ import annotations

from pathlib import Path

import pytest

from accsyn.errors import ConfigurationError
from accsyn.lint.config import Config, Configs, load_config, matches_path
from accsyn.lint.linting import lint_bytes
from accsyn.lint.running import Files, Overrides, lint_paths
from tests.lint.snippets import PREAMBLE


def write(folder: Path, text: str) -> Path:
    """A pyproject.toml."""
    file = folder / "pyproject.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = []", "tool.accsyn.lint.selct is no setting; did you mean 'select'?"),
        ("zzzzzzz = 1", "tool.accsyn.lint.zzzzzzz is no setting"),
        ("select = 'ACC1'", "tool.accsyn.lint.select is a list of texts"),
        ("ignore = ['E501']", "tool.accsyn.lint.ignore: 'E501' is no code such as"),
        ("strict = 1", "tool.accsyn.lint.strict is true or false"),
        ("schema = ''", "tool.accsyn.lint.schema is a text"),
        ("per-file-ignores = []", "tool.accsyn.lint.per-file-ignores is a table"),
        ('per-file-ignores = {"a" = ["X"]}', "tool.accsyn.lint.per-file-ignores.\"a\": 'X' is no code"),
    ],
)
def test_an_error_names_the_key(tmp_path: Path, text: str, message: str) -> None:
    """And the file."""
    with pytest.raises(ConfigurationError) as caught:
        load_config(write(tmp_path, f"[tool.accsyn.lint]\n{text}\n"))
    assert str(caught.value).startswith(f"{tmp_path / 'pyproject.toml'}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"), [("accsyn = [", "is no TOML"), ("[tool]\naccsyn.lint = 1", "tool.accsyn.lint is a table")]
)
def test_a_file_that_is_none_is_an_error(tmp_path: Path, text: str, message: str) -> None:
    """Where it mentions accsyn at all."""
    with pytest.raises(ConfigurationError, match=message):
        load_config(write(tmp_path, text))


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """With its reason; one that has nothing to say is passed over."""
    (tmp_path / "pyproject.toml").write_bytes(b"\xff")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_config(tmp_path / "pyproject.toml")
    assert load_config(write(tmp_path, "[project]\nname = 'other'\n")) is None
    assert load_config(write(tmp_path, "[tool.accsyn]\nx = 1\n")) is None


@pytest.mark.parametrize(
    ("path", "pattern", "root", "expected"),
    [
        ("a/b.py", "b.py", "", True),
        ("a/b.py", "b.*", "", True),
        ("a/b.py", "a", "", True),
        ("a/b.py", "a/*.py", "", True),
        ("a/c/b.py", "a/*.py", "", False),
        ("a/b/c.py", "a/**", "", True),
        ("a/b/c.py", "b/**", "", False),
        ("a/b/c.py", "**/b/**", "", True),
        ("b/c.py", "**/b/*.py", "", True),
        ("a/b/c/d.py", "a/**/d.py", "", True),
        ("a/d.py", "a/**/d.py", "", True),
        ("a/x/gen/y/z.py", "a/*/gen/**", "", True),
        ("a/b/c.py", "a/b", "", False),
        ("x.py", "y.py", "", False),
        ("A/x.py", "a/x.py", "", False),
        ("/elsewhere/tests/a.py", "tests/*.py", "/root/of/it", False),
        ("/elsewhere/tests/a.py", "a.py", "/root/of/it", True),
        ("/root/of/it/a/b.py", "a/**", "/root/of/it", True),
        ("/root/of/it/b/a/b.py", "a/**", "/root/of/it", False),
    ],
)
def test_which_patterns_fit(path: str, pattern: str, root: str, expected: bool) -> None:
    """A name anywhere, or a path from the root."""
    assert matches_path(path, pattern, root) is expected


def test_the_nearest_file_that_has_settings_wins(tmp_path: Path) -> None:
    """One without them is passed over."""
    write(tmp_path, "[tool.accsyn.lint]\nselect = ['ACC1']\nextend-exclude = ['old']\n")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    write(tmp_path / "a", "[project]\nname = 'accsyn-user'\n")
    config = Configs().of(inner)
    assert config.select == ("ACC1",)
    assert config.exclude[-1] == "old"
    assert len(config.exclude) > 1
    assert config.root == str(tmp_path.resolve())
    write(inner, "[tool.accsyn.lint]\n")
    configs = Configs()
    assert configs.of(inner / "c") == configs.of(inner / "d") == Config(root=str(inner.resolve()))
    assert configs.of(tmp_path / "e") == config
    assert configs.of(Path("/")) == Config()


def test_settings_count(tmp_path: Path) -> None:
    """Sessions and functions by name, a schema, strictness, ignores of files."""
    (tmp_path / "schema.json").write_text('{"entities": {}}', encoding="utf-8")
    text = "def f(tool, x):\n    tool.api.find(f\"User WHERE code='{x}'\")\n    ask('Transfer WHERE state=x')\n"
    (tmp_path / "a.py").write_text(text, encoding="utf-8")

    def codes(settings: str, **overrides: tuple[str, ...]) -> list[str]:
        write(tmp_path, f"[tool.accsyn.lint]\n{settings}\n")
        (report,) = lint_paths([str(tmp_path)], Files(Overrides(**overrides)))
        return [each.code for each in report.diagnostics]

    assert codes("") == []
    assert codes("sessions = ['tool.api']") == ["ACC510"]
    both = "sessions = ['tool.api']\nfunctions = ['ask']\n"
    assert codes(both) == ["ACC510", "ACC202"]
    assert codes(both, select=("ACC2",)) == ["ACC202"]
    assert codes(both, ignore=("ACC2",)) == ["ACC510"]
    assert codes(both + "per-file-ignores = {'a.*' = ['ACC510']}") == ["ACC202"]
    assert codes(both + "per-file-ignores = {'b/**' = ['ACC510']}") == ["ACC510", "ACC202"]
    assert codes(both + "exclude = ['b.py']\nselect = ['quoted-interpolation']") == ["ACC510"]
    with pytest.raises(ConfigurationError, match=r"tool\.accsyn\.lint\.schema"):
        codes(both + "schema = 'nowhere.json'")


def test_strict_makes_errors() -> None:
    """As for the compiler."""
    content = (PREAMBLE + "session.find('Transfer WHERE state=x')").encode()
    assert [lint_bytes(content, "x.py", Config(strict=strict)).diagnostics[0].is_error for strict in (False, True)] == [
        False,
        True,
    ]
