"""Fixes in Python: the file still parses, the query means the same, a second run changes nothing."""

from __future__ import annotations

import ast
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import accsyn
from accsyn.diagnostics import apply_fixes
from accsyn.lint.config import Config
from accsyn.lint.fixes import ROUNDS, chosen_fixes, fix_text
from accsyn.lint.linting import lint_bytes
from accsyn.lint.reports import Report
from tests import strategies
from tests.lint.snippets import PREAMBLE, snippets
from tests.lint.spelling import spelled, utf8_texts


def lint(content: bytes) -> Report:
    """Lint a Python file."""
    return lint_bytes(content, "x.py", Config())


def fixed(text: str, *, unsafe: bool = False) -> str:
    """The text of a Python file with its fixes made."""
    return fix_text(lint(text.encode()), lint, unsafe=unsafe)[0].source.text


@pytest.mark.slow
@settings(max_examples=50)
@given(st.data(), utf8_texts(strategies.any_texts()))
def test_a_fix_writes_what_it_would_write_in_the_text(data: st.DataObject, text: str) -> None:
    """The value of the literal afterwards is the text with its own fixes made; nothing else changes."""
    spelling = data.draw(spelled(text, may_split=False))
    head, tail = "import accsyn\naccsyn.parse(", ")  # é\n"
    report = lint(f"{head}{spelling.code}{tail}".encode())
    diagnostics = tuple(each for each in accsyn.check(text) if each.code != "ACC412")
    changed = apply_fixes(report.source.text, chosen_fixes(report.diagnostics, unsafe=True))
    kept = [each for each in diagnostics if _is_kept(report, each.code)]
    if "r" in spelling.code[1:4].lower() or len(kept) != len(report.diagnostics):
        ast.parse(fixed(report.source.text, unsafe=True))  # a raw literal cannot hold everything
        return
    assert changed.startswith(head)
    assert changed.endswith(tail)
    value = eval(changed[len(head) : -len(tail)])  # noqa: S307 - literals alone
    assert value == apply_fixes(text, chosen_fixes(diagnostics, unsafe=True))


def _is_kept(report: Report, code: str) -> bool:
    return any(each.code == code for each in report.diagnostics)


class Recorder:
    """A session that remembers how it was asked."""

    def find(self, query: str, limit: int | None = None, params: dict[str, Any] | None = None) -> accsyn.Query:
        """The query as it would be sent."""
        return accsyn.parse(query, params)


CALLS = (
    "session.find(f\"User WHERE code='{code}' AND name CONTAINS '{user.name}'\")",
    'session.find(f"User WHERE code=\\"{code}\\"" f" AND name={user.id} AND size={{}}")',
    "session.find(f'User WHERE code IN ({code!s}, {user.id},x)', limit=2,)",
    'session.find("User WHERE code=\'" + code + "\' AND name=\'" + user.name + "\'")',
    'session.find("User WHERE id=" + str(user.id) + " OR code=\'" + code + "\'", 3)',
    'session.find(\'User WHERE code="{}" AND id={user.id} AND name="{{"\'.format(code, user=user))',
    'session.find(\'User WHERE code="%s" AND id=%s AND name="100%%"\' % (code, user.id))',
    'session.find(f"User WHERE target=user:{user.id} AND code=\'a {code}\'", params={"z": 1} if False else None)',
    "session.find(f\"User WHERE target=user:{user.id} AND code='a {code}'\")",
    'session.find(("User WHERE code=\'%s\'"\n    " AND id=%s") % (code, user.id))',
    "session.find(\n    f\"User WHERE code='{code}'\",\n    limit=1,\n)",
)
FIXED = [call for call in CALLS if "if False" not in call]


@settings(max_examples=25)
@given(
    st.sampled_from(CALLS),
    st.text(st.characters(exclude_characters="\"'*\\", exclude_categories=["Cs"]), max_size=6),
    st.text("abz09", min_size=1, max_size=6),
)
def test_parameters_mean_what_the_text_meant(call: str, text: str, word: str) -> None:
    """With values that do not break out, the call asks the same question before and after the fix."""

    class User:
        id = word
        name = text

    code = word if "({code" in call else text
    names = {"session": Recorder(), "user": User, "code": code}
    before = f"import accsyn\ndef ask(session: accsyn.Session, code, user):\n    return {call}\n"
    after = fixed(before, unsafe=True)
    assert (after != before) == (call in FIXED)
    results = []
    for source in (before, after):
        scope: dict[str, Any] = {}
        exec(source.replace(": accsyn.Session", ""), scope)  # noqa: S102 - the calls stand above
        results.append(scope["ask"](**names))
    assert results[0] == results[1]
    assert fixed(after, unsafe=True) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CALLS[0],
         ('session.find("User WHERE code=:code AND name CONTAINS :user_name", '
          'params={"code": code, "user_name": user.name})')),
        (CALLS[3],
         'session.find("User WHERE code=:code AND name=:user_name", params={"code": code, "user_name": user.name})'),
        (CALLS[10], 'session.find(\n    "User WHERE code=:code",\n    limit=1, params={"code": code},\n)'),
        ("session.find(f'User WHERE size>{size!r} AND code={code}', params={\"a\": a})",
         "session.find('User WHERE size>:size AND code=:code', params={\"a\": a, \"size\": size, \"code\": code})"),
        ('session.find("User WHERE id IN " + ",".join(ids))',
         'session.find("User WHERE id IN :value", params={"value": ids})'),
        ("session.find('User WHERE code={code}')", "session.find('User WHERE code=:code', params={\"code\": code})"),
        ("session.find(f'{kind} WHERE {a}={code}')",
         "session.find(f'{kind} WHERE {a}=:code', params={\"code\": code})"),
        ("session.find(f'User WHERE a={next(ids)} AND b={next(ids)}')",
         "session.find('User WHERE a=:ids AND b=:ids_2', params={\"ids\": next(ids), \"ids_2\": next(ids)})"),
        ("session.update_one('user', code, {})", "session.update('user', code, {})"),
        ("session.find('Transfer WHERE status=done')", "session.find('Transfer WHERE status=done', finished=True)"),
    ],
)  # fmt: skip
def test_the_fix_looks_as_by_hand(before: str, after: str) -> None:
    """Only what has to change does."""
    head = "import accsyn\ndef f(session: accsyn.Session, code, user, a, ids, kind, size):\n    "
    assert fixed(head + before, unsafe=True) == head + after


@pytest.mark.parametrize(
    "call",
    [
        "session.find(f\"User WHERE code='* {code}'\")",  # a wildcard
        "session.find(f\"User WHERE code='{code}'\"  # why\n)",
        "session.find(f\"User WHERE code='{code}'\", **options)",
        "session.find(f\"User WHERE code='{code}'\", params=params)",
        'session.find(f"User WHERE code=\'{code}\'", params={"code": 1})',
        "session.find(f\"User WHERE code='{code}'AND id=1\")",
        "session.find(f\"User WHERE id IN ({','.join(code)})\")",
        "session.find('User WHERE code=' + (code))",
        "session.find('User WHERE code=' + code + \" AND id=1\")",
        "session.find('User WHERE code={}{}'.format(code, code))",
        "session.find(query)",
    ],
)
def test_where_it_cannot_be_done_exactly_nothing_is_changed(call: str) -> None:
    """A finding without a fix."""
    text = (
        "import accsyn\ndef f(session: accsyn.Session, code, params, w, **options):\n"
        f"    query = f'User WHERE code={{code}}'\n    return {call}\n"
    )
    assert lint(text.encode()).diagnostics
    assert fixed(text, unsafe=True) == text


def test_the_official_client_gets_no_parameters() -> None:
    """It has none."""
    text = "import accsyn_api\ndef f(code):\n    accsyn_api.Session().find(f\"User WHERE code='{code}'\")\n"
    assert fixed(text, unsafe=True) == text


@pytest.mark.parametrize(
    ("condition", "is_safe"),
    [
        ("name CONTAINS '{code}'", True),
        ("name CONTAINS 'a {other}'", True),
        ("name CONTAINS '{other}'", False),
        ("name CONTAINS {code}", False),
        ("name='{code}'", False),
        ("name IN ('{code}')", False),
    ],
)
def test_it_is_safe_where_a_text_means_the_same(condition: str, is_safe: bool) -> None:
    """In quotes, with an operator without wildcards, and surely a text."""
    head = "import accsyn\ndef f(session: accsyn.Session, code: str, other):\n    "
    text = f'{head}session.find(f"Transfer WHERE {condition}")'
    assert (fixed(text) != text) == is_safe
    assert fixed(text, unsafe=True) != text


@pytest.mark.slow
def test_fixes_of_every_snippet_are_sound() -> None:
    """The file parses afterwards, and a second run finds nothing more to fix."""
    changed = 0
    for snippet in snippets():
        after = fixed(snippet.text, unsafe=True)
        ast.parse(after)
        assert fixed(after, unsafe=True) == after
        changed += after != snippet.text
    assert changed > 20


def test_line_ends_and_encodings_stay() -> None:
    """What is not the edit is not touched, byte for byte."""
    text = "# coding: latin-1\r\nimport accsyn\r\n\taccsyn".replace(
        "\taccsyn", "accsyn.parse('Transfer WHERE a == \xe9')\r\n"
    )
    report, count = fix_text(lint(text.encode("latin-1")), lint, unsafe=False)
    assert count == 1
    assert report.text is not None
    assert report.text.encode(report.text.text) == text.replace("==", "=").encode("latin-1")


def test_a_fix_that_would_break_the_file_is_left_out() -> None:
    """The others are made."""
    text = PREAMBLE + "session.update_one('transfer', 'x', {}); session.find('Transfer WHERE a == 1')\n"
    assert "session.update('transfer'" in fixed(text)
    assert "a = 1" in fixed(text)


def test_fixes_stop_where_the_result_cannot_be_linted() -> None:
    """Nothing is written of what nobody could look at again; nor are there more rounds than `ROUNDS`."""
    report = lint((PREAMBLE + "session.find('Transfer WHERE a == 1')\n").encode())
    assert fix_text(report, lambda _: Report("x.py", None, problem="gone"), unsafe=False) == (report, 0)
    texts = [PREAMBLE + f"session.find('Transfer WHERE a{'b' * each} == 1')\n" for each in range(20)]
    following = iter(texts)
    _, count = fix_text(report, lambda _: lint(next(following).encode()), unsafe=False)
    assert count == ROUNDS
