"""Trees of clauses as pictures: with lines for a terminal, as Mermaid text, as SVG.

A row is a node; rows stand parents before children. Nothing in a row can leave its place: in Mermaid every character
that is not plain stands as its number, in SVG as XML wants it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accsyn.text import display_character, display_width

DEEPEST = 20
"""Levels that are indented; below them the number of the level stands: indenting any depth takes text without limit."""

_MERMAID_ROWS = 300  # Mermaid draws up to 500 edges by default
_MERMAID_TEXT = 45_000  # characters; Mermaid takes 50,000 by default
_SVG_ROWS = 1_000
_MERMAID_WIDEST = 80  # columns of a line in a box
_SVG_WIDEST = 100  # columns of the clause, and of the note


class Row(NamedTuple):
    """A node of a tree.

    Attributes:
        text: The clause, escaped for display.
        note: What there is to say about it, escaped for display; may be empty.
        depth: How many nodes are above it.
        mark: Whether it holds; None where nobody asked.
    """

    text: str
    note: str
    depth: int
    mark: bool | None = None


# ---- the terminal ---------------------------------------------------------------------------------------------------


class Guides(NamedTuple):
    """The pieces of the lines between nodes."""

    more: str
    last: str
    through: str
    nothing: str


LINES = Guides("├─ ", "└─ ", "│  ", "   ")
ASCII = Guides("|- ", "`- ", "|  ", "   ")


def prefixes(rows: Sequence[Row], guides: Guides = LINES) -> Iterator[str]:
    """What stands before each row: the lines that lead to it."""
    for row, is_last in zip(rows, _are_last(rows), strict=True):
        if not is_last:
            yield ""
            continue
        *above, last = is_last
        through = "".join(guides.nothing if is_last else guides.through for is_last in above)
        deeper = f"({row.depth}) " if row.depth > DEEPEST else ""
        yield f"{through}{guides.last if last else guides.more}{deeper}"


def _are_last(rows: Sequence[Row]) -> Iterator[tuple[bool, ...]]:
    """For every row and what is above it except the root, whether it is the last operand; `DEEPEST` of them at most."""
    alone: list[bool] = []  # for every row, from the last to the first
    follows: list[bool] = []  # for every depth, whether a row of it follows below the same parent
    for row in reversed(rows):
        follows += [False] * (row.depth + 1 - len(follows))
        alone.append(not follows[row.depth])
        follows[row.depth] = True
        del follows[row.depth + 1 :]
    path: list[bool] = []
    for row in rows:
        is_last = alone.pop()
        if 0 < row.depth <= DEEPEST:
            del path[row.depth - 1 :]
            path.append(is_last)
        elif not row.depth:
            path.clear()
        yield tuple(path)


# ---- Mermaid --------------------------------------------------------------------------------------------------------

_MERMAID_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,:=")
_MERMAID_END = """\
    classDef yes stroke:#1a7f37,stroke-width:2px
    classDef no stroke:#cf222e,stroke-width:2px,stroke-dasharray:5 3"""


def mermaid(rows: Sequence[Row]) -> str:
    """The rows as a Mermaid flow chart, from left to right; pure ASCII.

    As many rows as Mermaid draws by default; a last box says how many there are beyond.
    """
    lines = ["flowchart LR"]
    marked: dict[bool, list[str]] = {True: [], False: []}
    above: list[int] = []  # for every depth, the number of the last row
    length = len(_MERMAID_END) + 100
    for number, row in enumerate(rows):
        box = f'n{number}["{_mermaid_label(row)}"]'
        length += len(box) + 40
        if number == _MERMAID_ROWS or length > _MERMAID_TEXT:
            lines.append(f'    n0 --> n{number}["and {len(rows) - number:,} more"]')
            break
        del above[row.depth :]
        lines.append(f"    n{above[-1]} --> {box}" if above else f"    {box}")
        above.append(number)
        if row.mark is not None:
            marked[row.mark].append(f"n{number}")
    lines.append(_MERMAID_END)
    lines += [f"    class {','.join(names)} {'yes' if mark else 'no'}" for mark, names in marked.items() if names]
    return "\n".join(lines)


def _mermaid_label(row: Row) -> str:
    sign = {True: "\u2713 ", False: "\u2717 ", None: ""}[row.mark]
    lines = [sign + _cut(row.text, _MERMAID_WIDEST), *([_cut(row.note, _MERMAID_WIDEST)] if row.note else [])]
    return "<br/>".join("".join(map(_mermaid_character, line)) for line in lines) or " "  # an empty label is none


def _mermaid_character(character: str) -> str:
    return character if character in _MERMAID_PLAIN else f"#{ord(character)};"


# ---- SVG ------------------------------------------------------------------------------------------------------------

_SIZE, _ADVANCE = 13, 7.8  # pixels: of the letters, and from one letter of a monospaced font to the next
_HEIGHT, _INDENT, _MARGIN, _GAP = 28, 24, 16, 16  # pixels: of a row, a level, around everything, between the columns

_STYLE = """\
.accsyn-tree{--page:#fff;--ink:#1f2328;--dim:#59636e;--line:#c4cad1;--yes:#1a7f37;--no:#cf222e;--box:#eff2f5}
@media (prefers-color-scheme:dark){.accsyn-tree\
{--page:#0d1117;--ink:#e6edf3;--dim:#9198a1;--line:#4b535d;--yes:#3fb950;--no:#f85149;--box:#22272e}}
.accsyn-tree text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink);\
white-space:pre}
.accsyn-tree .page{fill:var(--page)}.accsyn-tree .box{fill:var(--box)}
.accsyn-tree .dim{fill:var(--dim)}.accsyn-tree .join{font-weight:700}
.accsyn-tree path{fill:none;stroke:var(--line);stroke-width:1.5}
.accsyn-tree .mark{stroke:var(--page);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.accsyn-tree .yes{fill:var(--yes)}.accsyn-tree .no{fill:var(--no)}.accsyn-tree .open{fill:var(--line)}"""

_MARKS = {
    True: ("yes", '<path class="mark" d="M{x0} {y}l3 3 5-6"/>', "holds"),
    False: ("no", '<path class="mark" d="M{x1} {y1}l6 6m0-6l-6 6"/>', "does not hold"),
    None: ("open", "", ""),
}


def svg(rows: Sequence[Row], title: str = "") -> str:
    """The rows as an SVG image: a line each, with lines that lead to it.

    A row that is cut shows all of its text where the pointer rests. Of more than a thousand rows the last line says
    how many are left out.

    Args:
        rows: The nodes.
        title: What the image shows, for those who do not see it.
    """
    shown = list(rows[:_SVG_ROWS])
    if len(rows) > len(shown):
        shown.append(Row(f"and {len(rows) - len(shown):,} more", "", 0))
    placed = [_placed(row, index) for index, row in enumerate(shown)]
    width = max((each.note_x + _pixels(each.note) for each in placed), default=0) + _MARGIN
    height = 2 * _MARGIN + _HEIGHT * len(shown)
    size = f'width="{width:.0f}" height="{height}"'
    named = 'xmlns="http://www.w3.org/2000/svg" class="accsyn-tree" role="img"'
    pieces = [
        f'<svg {named} {size} viewBox="0 0 {width:.0f} {height}">',
        f"<title>{_xml(title)}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="page" {size} rx="8"/>',
        f'<path d="{"".join(_connections(shown))}"/>',
    ]
    pieces += map(_svg_row, shown, placed)
    return "\n".join([*pieces, "</svg>"])


class _Placed(NamedTuple):
    """Where a row stands, in pixels, and what is shown of it."""

    middle: int
    text_x: int
    text: str
    note_x: float
    note: str


def _placed(row: Row, index: int) -> _Placed:
    x = _MARGIN + _INDENT * min(row.depth, DEEPEST) + 28
    text = _cut(_with_level(row), _SVG_WIDEST)
    return _Placed(_middle(index), x, text, x + _pixels(text) + 20 + _GAP, _cut(row.note, _SVG_WIDEST))


def _svg_row(row: Row, placed: _Placed) -> str:
    middle, text = placed.middle, placed.text
    x = placed.text_x - 16
    name, sign, said = _MARKS[row.mark]
    mark = f'<circle class="{name}" cx="{x}" cy="{middle}" r="{4 if row.mark is None else 8}"/>'
    mark += sign.format(x0=x - 4, x1=x - 3, y=middle, y1=middle - 3)
    whole = ": ".join(filter(None, (_with_level(row), said, row.note)))
    box = (
        f'<rect class="box" x="{placed.text_x}" y="{middle - 11}" width="{_pixels(text) + 16:.1f}" height="22" rx="5"/>'
        f"{_svg_text(text, placed.text_x + 8, middle, 'join' if text in ('AND', 'OR') else '')}"
    )
    return f"<g><title>{_xml(whole)}</title>{mark}{box}{_svg_text(placed.note, placed.note_x, middle, 'dim')}</g>"


def _svg_text(text: str, x: float, middle: int, class_: str) -> str:
    """A text that takes the room it was given, whatever font there is."""
    if not text:
        return ""
    named = f' class="{class_}"' if class_ else ""
    size = f'textLength="{_pixels(text):.1f}" lengthAdjust="spacingAndGlyphs"'
    return f'<text{named} x="{x:.1f}" y="{middle + 4.5}" {size}>{_xml(text)}</text>'


def _connections(rows: Sequence[Row]) -> Iterator[str]:
    """For every row but the root a line from the mark of its parent: down, and to the right."""
    above: list[int] = []  # for every indented depth, the last row
    for index, row in enumerate(rows):
        depth = min(row.depth, DEEPEST)
        if row.depth > DEEPEST:  # stands below the row before it
            above[depth:] = [index]
            continue
        del above[depth:]
        if above:
            x = _MARGIN + _INDENT * (depth - 1) + 12
            yield f"M{x} {_middle(above[-1]) + 8}V{_middle(index)}h{_INDENT - 8}"
        above.append(index)


def _middle(index: int) -> int:
    return _MARGIN + _HEIGHT * index + _HEIGHT // 2


def _with_level(row: Row) -> str:
    return f"({row.depth}) {row.text}" if row.depth > DEEPEST else row.text


def _pixels(text: str) -> float:
    return display_width(text) * _ADVANCE


_XML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def _xml(text: str) -> str:
    return "".join(_XML.get(character) or display_character(character, alone=False) for character in text)


def _cut(text: str, widest: int) -> str:
    """The text in as many columns at most."""
    if len(text) <= widest // 2 or display_width(text) <= widest:
        return text
    columns = 0
    for index, character in enumerate(text):
        columns += display_width(character)
        if columns >= widest:
            return f"{text[:index]}…"
    raise AssertionError("a text that is too wide has a place where it gets so")
