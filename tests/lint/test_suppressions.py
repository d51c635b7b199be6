"""Comments that say that a finding is meant."""

from __future__ import annotations

import pytest

from accsyn.lint.comments import find_comments
from accsyn.lint.config import Config
from accsyn.lint.fixes import fix_text
from accsyn.lint.linting import lint_bytes
from accsyn.source import Source
from tests.lint.snippets import PREAMBLE, found

BAD = "session.find('Transfer WHERE state=failed')"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"{BAD}\n", ["ACC202"]),
        (f"{BAD}  # NOQA\n", []),
        (f"{BAD}  # noqa : ACC202\n", []),
        (f"{BAD}  # noqa: E501, ACC202\n", []),
        (f"{BAD}  # noqa: ACC203 ACC202\n", []),
        (f"{BAD}  # noqa: E501\n", ["ACC202"]),
        (f"{BAD}  # type: ignore # accsyn: ignore\n", []),
        (f"{BAD}  # accsyn: ignore[ACC202, ACC203] because\n", []),
        (f"{BAD}  # accsyn: ignore[unknown-attribute]\n", []),
        (f"{BAD}  # accsyn: ignore[unknown-name]\n", ["ACC202", "ACC550"]),
        (f"# accsyn: ignore-file[ACC202]\n{BAD}\n", []),
        (f"# noqa: ACC202\n{BAD}\n", ["ACC202", "ACC550"]),
        (f"'# noqa: ACC202'; {BAD}; '# noqa'\n", ["ACC202"]),
        ("session.find('''Transfer\nWHERE state=x''')  # noqa: ACC202\n", []),
        ("session.find('''Transfer\nWHERE state=x''', # noqa: ACC202\n limit=1)\n", []),
        (f"for x in y:  # noqa: ACC202\n    {BAD}\n", ["ACC202", "ACC550"]),
        (f"match x:\n    case 1:  # noqa: ACC202\n        {BAD}\n", ["ACC202", "ACC550"]),
    ],
)
def test_a_comment_takes_what_it_names(text: str, codes: list[str]) -> None:
    """On the lines of the place and of its statement; what takes nothing is a finding itself."""
    assert sorted(code for _, code, _ in found(PREAMBLE + text)) == codes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("session.find('User')  # accsyn: ignore[ACC202] x\n", "session.find('User')\n"),
        ("session.find('User')  # noqa: ACC202\r\nx = 1\n", "session.find('User')\r\nx = 1\n"),
        ("session.find('User')  # x # noqa: ACC202\n", "session.find('User')  # x # noqa: ACC202\n"),
        ("# accsyn: ignore-file\nx = 1\n", "# accsyn: ignore-file\nx = 1\n"),
    ],
)
def test_an_unused_comment_can_be_removed(before: str, after: str) -> None:
    """Where it is all of the comment, and something stands before it."""

    def lint(content: bytes):  # type: ignore[no-untyped-def] # noqa: ANN202, RUF100 - a report
        return lint_bytes(content, "x.py", Config())

    report, _ = fix_text(lint((PREAMBLE + before).encode()), lint, unsafe=False)
    assert report.source.text == PREAMBLE + after


def test_suppressed_by_configuration_is_not_unused() -> None:
    """A code that is not selected is neither reported nor its comment; the comment's own code can be ignored."""
    text = PREAMBLE + "session.find('User')  # accsyn: ignore[ACC202]\n"
    assert lint_bytes(text.encode(), "x.py", Config(ignore=("ACC550",))).diagnostics == ()
    assert lint_bytes((PREAMBLE + BAD).encode(), "x.py", Config(select=("unknown-method",))).diagnostics == ()


def test_comments_up_to_what_only_one_reader_takes_count() -> None:
    """`ast` and `tokenize` differ on a file that ends in the middle of something: what was read before counts."""
    comments = find_comments(Source("x = 1  # noqa: ACC202\ny = (  # noqa: ACC203\n"))
    assert [comment.text for comment in comments] == ["# noqa: ACC202", "# noqa: ACC203"]
