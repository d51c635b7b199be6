"""Pictures of trees: nothing in a row leaves its place, and every tree has a size that can be looked at."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accsyn.ast import Expression, Statement
from accsyn.evaluation.drawing import ASCII, DEEPEST, Row, mermaid, prefixes, svg
from accsyn.evaluation.explain import explain
from accsyn.text import escape_for_display
from tests.evaluation.generated import expressions, records
from tests.evaluation.queries import bound, bound_statement

TREE = [
    Row("AND", "", 0, False),
    Row("OR", "", 1, True),
    Row("a=1", "a is 1", 2, True),
    Row("b=2", "b is 3, wanted 2", 2, False),
    Row('c CONTAINS "<x>"', "", 1),
]

HOSTILE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *('"]', "]] --> x", "%%{init: {'theme': 'dark'}}%%", "`*b*`", "<br/>", "</svg>", "]]>", "#quot;", "&lt;"),
            *("click n0 call x()", "1. a", "end", "\n", "\x00\ud800", "--> n9[x]", ";", "@{shape: rect}", "$$x$$"),
        ]
    ),
).map(escape_for_display)


@st.composite
def trees(draw: st.DrawFn) -> list[Row]:
    """Rows of some tree."""
    rows: list[Row] = []
    for _ in range(draw(st.integers(1, 8))):
        depth = draw(st.integers(1, rows[-1].depth + 1)) if rows else 0
        rows.append(Row(draw(HOSTILE), draw(HOSTILE), depth, draw(st.sampled_from([True, False, None]))))
    return rows


def parents(rows: list[Row]) -> list[int]:
    """For every row but the first the index of the row it stands below, found the slow way."""
    return [
        max(above for above in range(index) if rows[above].depth == row.depth - 1)
        for index, row in enumerate(rows)
        if row.depth
    ]


def test_lines_lead_to_every_row() -> None:
    """As the command draws them, in both kinds of characters."""
    assert [prefix + row.text for prefix, row in zip(prefixes(TREE), TREE, strict=True)] == [
        "AND",
        "├─ OR",
        "│  ├─ a=1",
        "│  └─ b=2",
        '└─ c CONTAINS "<x>"',
    ]
    assert list(prefixes(TREE, ASCII))[2:4] == ["|  |- ", "|  `- "]


@given(trees())
def test_a_line_ends_at_the_last_row(rows: list[Row]) -> None:
    """A row is drawn as the last one exactly where no other row of its parent follows."""
    above = [-1, *parents(rows)]
    for index, prefix in enumerate(prefixes(rows)):
        is_last = above[index] not in above[index + 1 :]
        assert prefix[-3:] == ("" if not index else "└─ " if is_last else "├─ ")
        assert len(prefix) == 3 * rows[index].depth


def test_deep_rows_are_numbered() -> None:
    """Below the last level that is indented the number of the level stands, in every picture."""
    rows = [Row("x", "", depth) for depth in range(DEEPEST + 3)]
    assert list(prefixes(rows))[-1] == "   " * (DEEPEST - 1) + f"└─ ({DEEPEST + 2}) "
    assert f"({DEEPEST + 2}) x</text>" in svg(rows)
    assert len(re.findall(r"M\d", svg(rows).split("<g>")[0])) == DEEPEST


# ---- Mermaid --------------------------------------------------------------------------------------------------------


def test_mermaid() -> None:
    """Boxes, arrows, and the classes that colour them."""
    assert mermaid(TREE) == (
        "flowchart LR\n"
        '    n0["#10007; AND"]\n'
        '    n0 --> n1["#10003; OR"]\n'
        '    n1 --> n2["#10003; a=1<br/>a is 1"]\n'
        '    n1 --> n3["#10007; b=2<br/>b is 3, wanted 2"]\n'
        '    n0 --> n4["c CONTAINS #34;#60;x#62;#34;"]\n'
        "    classDef yes stroke:#1a7f37,stroke-width:2px\n"
        "    classDef no stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 3\n"
        "    class n1,n2 yes\n"
        "    class n0,n3 no"
    )


BOX = r'n(\d+)\["((?:[a-zA-Z0-9 .,:=]|#[0-9]+;|<br/>)+)"\]'


@given(trees())
def test_no_text_leaves_its_box(rows: list[Row]) -> None:
    """Whatever a row says, the text is one box a row, the arrows of the tree, and nothing else."""
    text = mermaid(rows)
    first, root, *rest = text.split("\n")
    assert first == "flowchart LR"
    assert re.fullmatch(f"    {BOX}", root)
    arrows = [re.fullmatch(rf"    n(\d+) --> {BOX}", line) for line in rest[: len(rows) - 1]]
    assert [(arrow[1], arrow[2]) for arrow in arrows if arrow] == [
        (str(parent), str(index)) for index, parent in enumerate(parents(rows), 1)
    ]
    for line in rest[len(rows) - 1 :]:
        assert re.fullmatch(r"    (classDef (yes|no) [a-z0-9#:,\- ]+|class [n0-9,]+ (yes|no))", line)


@pytest.mark.parametrize("text", ["x", "<", "日"])
def test_mermaid_draws_no_more_than_it_can(text: str) -> None:
    """At most 500 arrows and 50,000 characters, which are its own limits; the rest is counted."""
    drawn = mermaid([Row("AND", "", 0), *[Row(text * 100, text * 300, 1, False)] * 5_000])
    assert len(drawn) < 50_000
    assert 20 < drawn.count("-->") <= 300
    shown = drawn.count("-->")
    assert f'["and {5_001 - shown:,} more"]' in drawn


# ---- SVG ------------------------------------------------------------------------------------------------------------


def read(image: str) -> ElementTree.Element:
    """The image as XML; what is no XML raises."""
    return ElementTree.fromstring(image)  # noqa: S314 - our own


def texts(image: str, name: str = "text") -> list[str]:
    """The texts of all elements of a name."""
    return [each.text or "" for each in read(image).iter(f"{{http://www.w3.org/2000/svg}}{name}")]


def test_svg() -> None:
    """A line a row with its note, and the whole of it as a title."""
    image = svg(TREE, title="a & b")
    assert texts(image) == ["AND", "OR", "a=1", "a is 1", "b=2", "b is 3, wanted 2", 'c CONTAINS "<x>"']
    assert texts(image, "title") == [
        "a & b",
        "AND: does not hold",
        "OR: holds",
        "a=1: holds: a is 1",
        "b=2: does not hold: b is 3, wanted 2",
        'c CONTAINS "<x>"',
    ]
    # From every mark the line to its parent: down from the mark above, and to the right.
    assert '<path d="M28 38V58h16M52 66V86h16M52 66V114h16M28 38V142h16"/>' in image
    assert "prefers-color-scheme:dark" in image


@given(trees(), HOSTILE)
def test_svg_is_well_formed(rows: list[Row], title: str) -> None:
    """Whatever a row says, the image is XML, and the row's text is in it as it was."""
    image = svg(rows, title)
    root = read(image)
    assert [each.tag.rpartition("}")[2] for each in root] == ["title", "style", "rect", "path", *["g"] * len(rows)]
    assert texts(image, "title")[0].strip() == title.strip()
    for group, row in zip(root.iter("{http://www.w3.org/2000/svg}g"), rows, strict=True):
        shown = [each.text for each in group.iter("{http://www.w3.org/2000/svg}text")]
        assert shown == [text for text in (row.text, row.note) if text]


@given(expressions, records)
def test_every_explanation_can_be_drawn(condition: Expression, record: dict[object, object]) -> None:
    """Of any query on any record: XML, and ASCII."""
    explanation = explain(bound_statement(Statement("transfer", condition)), record)
    read(explanation.to_svg())
    assert explanation.to_mermaid().isascii()


def test_an_image_fits_what_it_shows() -> None:
    """Long texts are cut, at the same width for wide characters, and what is beyond a thousand rows is counted."""
    for text in ("x", "日"):
        image = svg([Row(text * 300, text * 300, 0)])
        width = float(read(image).get("width", ""))
        assert 1_500 < width < 1_800
        assert all(each.endswith("…") for each in texts(image))
    image = svg([Row("AND", "", 0), *[Row("a=1", "", 1)] * 5_000])
    assert texts(image)[-1] == "and 4,001 more"
    assert read(image).get("height") == str(28 * 1_001 + 32)
    assert read(svg([])).get("height") == "32"


def test_a_deep_tree_is_drawn_in_linear_time() -> None:
    """Twenty thousand levels: neither recursion nor text without limit."""
    rows = [Row("x", "", depth) for depth in range(20_000)]
    assert sum(map(len, prefixes(rows))) < 20_000 * 80
    assert len(svg(rows)) < 1_000_000
    assert len(mermaid(rows)) < 50_000


def test_a_query_for_everything_is_drawn() -> None:
    """One box that says so."""
    explanation = explain(bound("transfer"), {})
    assert texts(explanation.to_svg()) == ["no condition: every record matches"]
    assert explanation.to_mermaid().split("\n")[1] == '    n0["#10003; no condition: every record matches"]'
