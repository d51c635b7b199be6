"""A row of the table, what its numbers come to, and how rows print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

HEADER = ("what", "ours", "peer", "", "ratio", "target", "holds")
_RIGHT = frozenset({"ours", "", "ratio", "target"})
_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"))


@dataclass(frozen=True)
class Row:
    """A measurement of ours beside one of a peer.

    Attributes:
        what: The work.
        peer: Who else does it.
        ours: Our figure, in `unit`; None where there is none.
        theirs: The peer's figure, in `unit`; None where there is none.
        limit: What the ratio, or the difference in `unit`, may be at most; None where no target was set.
        compares: Whether the figure that counts is ours divided by theirs, or ours minus theirs.
        unit: Seconds or bytes.
        note: Why a figure is missing.
    """

    what: str
    peer: str
    ours: float | None = None
    theirs: float | None = None
    limit: float | None = None
    compares: Literal["ratio", "difference"] = "ratio"
    unit: Literal["s", "B"] = "s"
    note: str = ""

    @property
    def figure(self) -> float | None:
        """The ratio or the difference; None where a side of it is missing."""
        if self.ours is None or self.theirs is None:
            return None
        return self.ours / self.theirs if self.compares == "ratio" else self.ours - self.theirs

    @property
    def holds(self) -> bool | None:
        """Whether the target is reached; None where there is no target or no figure."""
        figure = self.figure
        return None if figure is None or self.limit is None else figure <= self.limit

    def cells(self) -> tuple[str, ...]:
        """The row as text, a cell for each name in `HEADER`."""
        figure = self.note or "-" if self.figure is None else self._show_figure(self.figure)
        target = "-" if self.limit is None else f"<= {self._show_limit(self.limit)}"
        holds = {True: "yes", False: "NO", None: "-"}[self.holds]
        return (self.what, self._show(self.ours), self.peer, self._show(self.theirs), figure, target, holds)

    def record(self) -> dict[str, Any]:
        """The row as JSON holds it: figures in seconds or bytes, not rounded."""
        return {
            "what": self.what,
            "ours": self.ours,
            "peer": self.peer,
            "theirs": self.theirs,
            "unit": self.unit,
            self.compares: self.figure,
            "target": self.limit,
            "holds": self.holds,
            "note": self.note,
        }

    def _show(self, amount: float | None) -> str:
        if amount is None:
            return "-"
        return f"{amount:,.0f} B" if self.unit == "B" else show_seconds(amount)

    def _show_figure(self, figure: float) -> str:
        return _show_ratio(figure) if self.compares == "ratio" else f"{self._show(figure)} more"

    def _show_limit(self, limit: float) -> str:
        if self.compares == "difference":
            return self._show(limit)
        inverse = 1 / limit
        if inverse > 1 and abs(inverse - round(inverse)) < 1e-9:
            return f"1/{inverse:.0f}"
        return f"{limit:.1f}" if limit >= 1 else f"{limit:.2g}"


def _show_ratio(figure: float) -> str:
    """Two decimals, of a small one two digits."""
    return f"{figure:.2f}" if figure >= 0.1 else f"{figure:.2g}"


def show_seconds(amount: float) -> str:
    """A time with three significant digits and the unit that suits it."""
    factor, unit = next((pair for pair in _UNITS if abs(amount) >= pair[0]), _UNITS[-1])
    scaled = amount / factor
    return f"{scaled:.{max(0, 2 - (abs(scaled) >= 10) - (abs(scaled) >= 100))}f} {unit}"


def format_row(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Cells side by side, numbers to the right."""
    padded = (
        cell.rjust(width) if name in _RIGHT else cell.ljust(width)
        for cell, width, name in zip(cells, widths, HEADER, strict=True)
    )
    return "  ".join(padded).rstrip()


def format_table(rows: Iterable[Row]) -> str:
    """The whole table, a line a row."""
    lines = [HEADER, *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = [format_row(line, widths) for line in lines]
    text.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(text)
