"""Where panels stand: rows of 24 columns, filled from the left, with places computed and never written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dashboards.sdk import builder, dashboard, models
from dashboards.text import Language, Text

__all__ = ["Cell", "PanelFunction", "Row", "laid_out"]

PanelFunction = Callable[[Language], builder.Builder[models.Panel]]
"""A panel, to be built in a language."""

_COLUMNS = 24


@dataclass(frozen=True, slots=True)
class Cell:
    """A panel and its size: columns of 24, and lines of 30 pixels."""

    panel: PanelFunction
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Row:
    """Panels under one heading of at most four words; a `collapsed` one shows details to who opens it.

    The first row may go without a heading: it is the answer.
    """

    title: Text | None
    cells: Sequence[Cell]
    collapsed: bool = False


@dataclass(slots=True)
class _Pen:
    y: int = 0
    last_id: int = 0

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id


def laid_out(rows: Sequence[Row], language: Language) -> Iterator[models.Panel | models.RowPanel]:
    """Yield the panels and headings of a dashboard, each with its id and place.

    Ids count up in the order of reading. Panels of a line start side by side; the next line begins below the highest.
    What follows a collapsed row stands right below its heading: Grafana moves it down when the row is opened.

    Raises:
        ValueError: A panel is wider than the dashboard.
    """
    pen = _Pen()
    for row in rows:
        heading = None
        if row.title is not None:
            heading = dashboard.Row(row.title.in_(language)).collapsed(row.collapsed).id(pen.next_id())
            made = heading.grid_pos(models.GridPos(h=1, w=_COLUMNS, x=0, y=pen.y)).build()
            pen.y += 1
            if row.collapsed:
                below = pen.y
                made.panels = list(_line_up(row.cells, language, pen))
                pen.y = below
                yield made
                continue
            yield made
        yield from _line_up(row.cells, language, pen)


def _line_up(cells: Sequence[Cell], language: Language, pen: _Pen) -> Iterator[models.Panel]:
    x = highest = 0
    for cell in cells:
        if cell.width > _COLUMNS:
            raise ValueError(f"a panel of {cell.width} columns does not fit into {_COLUMNS}; make it narrower")
        if x + cell.width > _COLUMNS:
            pen.y += highest
            x = highest = 0
        panel = cell.panel(language).build()
        panel.id_val = pen.next_id()
        panel.grid_pos = models.GridPos(h=cell.height, w=cell.width, x=x, y=pen.y)
        x += cell.width
        highest = max(highest, cell.height)
        yield panel
    pen.y += highest
