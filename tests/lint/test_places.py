"""A finding stands exactly where its text does, however the query is written in Python."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import accsyn
from accsyn.lint.config import Config
from accsyn.lint.linting import lint_bytes
from accsyn.lint.reporters.places import position
from accsyn.lint.template import HOLE
from tests import strategies
from tests.lint.snippets import found
from tests.lint.spelling import spelled, utf8_texts

HEADS = (
    "import accsyn\n",
    "# é 中 😀\r\nimport accsyn\r\n\r\n",
    "import accsyn\rif True:\r\tpass\r",
    "'''a\n\tb é'''\nimport accsyn; é = '😀'; ",
)


@pytest.mark.slow
@settings(max_examples=70)
@given(st.data(), utf8_texts(strategies.any_texts()), st.sampled_from(HEADS))
def test_findings_are_those_of_the_text_at_its_places(data: st.DataObject, text: str, head: str) -> None:
    """The linter says what `accsyn.check` says of the text; each place cuts out what spells its characters."""
    spelling = data.draw(spelled(text))
    before = f"{head}accsyn.parse(\t"
    report = lint_bytes(f"{before}{spelling.code})".encode(), "x.py", Config())
    assert report.problem == ""
    expected: set[tuple[str, int, int]] = set()
    gaps: list[tuple[str, set[int]]] = []
    for each in accsyn.check(text):
        start, end = each.span
        if each.code == "ACC412":
            continue
        if start < end:
            first, last = spelling.places[start][0], spelling.places[end - 1][1]
            expected.add((each.code, len(before) + first, len(before) + last))
        else:
            places = {spelling.places[start - 1][1]} if start else set[int]()
            places |= {spelling.places[start][0]} if start < len(text) else set()
            gaps.append((each.code, {len(before) + place for place in places}))
    actual = {(each.code, *each.span) for each in report.diagnostics}
    assert {each for each in actual if each[1] < each[2]} == expected
    for code, at, _ in (each for each in actual if each[1] == each[2]):
        assert any(code == other and (not places or at in places) for other, places in gaps)


FRAMES = (
    "accsyn.parse(\t{})",
    "accsyn.parse(params=x, query={}\r\n)",
    "q = {}\raccsyn.parse(q)",
    "q = ''\nq += {}\nif n:\n\taccsyn.parse(q)",
    "class A:\n\tQ = {}\n\tdef f(self): accsyn.parse(self.Q)",
    "accsyn.parse({}.strip())",
    "accsyn.parse(''.join([{}, '']))",
    "accsyn.parse({} if n else None)",
    "accsyn.parse('' + {} + '')",
    "é = [accsyn.parse({})]",
    "x = {}  # accsyn: query",
)
CONDITIONS = (
    "status=failed",
    f"size>{HOLE}",
    'name="é中\t😀\x0c{{}}\\%"',
    f"(type=0 OR size<{HOLE})",
    'name="\n"',
    "size>10%",
)


@pytest.mark.slow
@settings(max_examples=150)
@given(
    st.data(),
    st.lists(st.sampled_from(CONDITIONS), max_size=3),
    st.lists(st.sampled_from(CONDITIONS), max_size=2),
    st.sampled_from([*HEADS, "\x0c\n\x0cimport accsyn\n", "\t\n# \x0b \u2028 \x1c\nimport accsyn\n"]),
    st.sampled_from(FRAMES),
    st.sampled_from(["utf-8", "utf-8-sig", "latin-1", "utf-16"]),
)
def test_a_mistake_is_cut_out_exactly(
    data: st.DataObject, before: list[str], behind: list[str], head: str, frame: str, encoding: str
) -> None:
    """However it is spelled, around holes of every form; its columns count characters, or units of UTF-16."""
    text = " AND ".join(["Transfer WHERE status=failed", *before, "stat=x", *behind])
    spelling = data.draw(spelled(text))
    at = text.index("stat=")
    cut = spelling.code[spelling.places[at][0] : spelling.places[at + 3][1]]
    lead = "" if encoding != "latin-1" else "# coding: latin-1\n"
    code = f"{lead}{head}n = 1\n{frame.replace('{}', spelling.code, 1)}\n"
    try:
        content = code.encode("utf-8" if encoding == "utf-16" else encoding)
    except UnicodeEncodeError:
        content = code.replace("latin-1", "utf-8").encode()
    report = lint_bytes(content, "x.py", Config())
    assert report.problem == ""
    source = report.source
    (found_there,) = [each for each in report.diagnostics if each.code == "ACC202"]
    assert source.text[slice(*found_there.span)] == cut
    for offset in found_there.span:
        lines = re.split("\r\n|\r|\n", source.text[:offset])
        assert position(source, offset) == (len(lines), len(lines[-1]) + 1)
        assert position(source, offset, utf16=True)[1] == len(lines[-1].encode("utf-16-le")) // 2 + 1


@pytest.mark.parametrize(
    ("code", "cut"),
    [
        ("f'Transfer WHERE stat={accsyn!r:>{len(str(3))}}'", "stat"),
        ("f'''Transfer WHERE\n status={accsyn.x['a}b']} AND stat=x'''", "stat"),
        ("f'Transfer WHERE size>{ {1: 2}[1] } AND stat=x'", "stat"),
        ("f'Transfer WHERE size>{(lambda: 1)():d} AND stat=x'", "stat"),
        ("f'Transfer WHERE size>{int(x)}' ' AND st\\\nat=x'", "st\\\nat"),
        ("'Transfer WHERE size>%d AND stat=100%%' % x", "stat"),
        ("'Transfer WHERE size>{:d} AND stat={{}}'.format(x)", "stat"),
        ("'Transfer WHERE size>' + str(int(x)) + ' AND stat=x'", "stat"),
        ("'  Transfer WHERE stat=x '.strip()", "stat"),
        ("'Transfer WHERE s\\x74a\\164=x'", "s\\x74a\\164"),
        ("'Transfer WHERE \\\nstat=x'", "stat"),
    ],
)
def test_the_text_around_holes_is_checked(code: str, cut: str) -> None:
    """Fields, escapes and formats move nothing."""
    assert (2, "ACC202", cut) in [(2, code, text) for _, code, text in found(f"import accsyn\naccsyn.parse({code})")]


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252", "utf-8-sig", "shift_jis"])
def test_files_are_read_in_their_encoding(encoding: str) -> None:
    """Offsets count characters; a byte-order mark is none."""
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    letter = "ア" if encoding == "shift_jis" else "é"
    text = f"# -*- coding: {name} -*-\nimport accsyn\naccsyn.parse('Transfer WHERE name={letter} AND stat=x')\n"
    report = lint_bytes(text.encode(encoding), "x.py", Config())
    (finding,) = report.diagnostics
    assert report.source.text[slice(*finding.span)] == "stat"
    assert report.source.position(finding.span.start) == (3, 41)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"accsyn = '\xff'", "it is not UTF-8 (byte 11)"),
        (b"# coding: no-such\naccsyn", "its encoding 'no-such' is not known"),
        (codecs.BOM_UTF8 + b"# coding: latin-1\naccsyn", "its byte-order mark says UTF-8, its comment latin-1"),
        (b"accsyn = (", "Python cannot parse it: '(' was never closed (line 1)"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, problem: str) -> None:
    """In a clause; nothing is raised."""
    assert lint_bytes(content, "x.py", Config()).problem == problem


@pytest.mark.parametrize(
    "code",
    [
        "f'{accsyn=} WHERE stat=x'",
        "b'Transfer WHERE stat=x'",
        "'Transfer WHERE stat=%*d' % (1, 2)",
        "'Transfer WHERE stat={:d'.format(2)",
        "'Transfer WHERE stat={a b}'.format(1)",
        "'Transfer WHERE stat=x'.lower()",
        "['Transfer WHERE stat=x'][0]",
        "*['Transfer WHERE stat=x']",
    ],
)
def test_what_is_not_followed_draws_nothing(code: str) -> None:
    """Rather a miss than a wrong place."""
    assert found(f"import accsyn\naccsyn.parse({code})") == []
