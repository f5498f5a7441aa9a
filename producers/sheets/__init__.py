"""Sheets that people keep by hand, CSV and XLSX, as counts of a day or a month.

- `producers.sheets.mapping`: what a sheet's columns mean, out of a TOML file.
- `producers.sheets.table`: a sheet as rows of cells; `csv_file`, `text_encoding` and `xlsx_file` read files into it.
- `producers.sheets.periods`, `visits`, `venues`: what is written in a cell.
- `producers.sheets.reading`: a table in; `counts`, blanks, repetitions and refused cells out.
- `producers.sheets.revisions`: which events follow from a reading, given what was sent before.
- `producers.sheets.journal`, `stored_counts`: what was sent before.
"""

from producers.sheets.counts import SheetCount, SheetReading
from producers.sheets.mapping import SheetMapping, load_mapping
from producers.sheets.reading import read_counts
from producers.sheets.refusal import RefusedCell
from producers.sheets.revisions import KnownCount, SheetEvents, events_of
from producers.sheets.table import Table, read_table

__all__ = [
    "KnownCount",
    "RefusedCell",
    "SheetCount",
    "SheetEvents",
    "SheetMapping",
    "SheetReading",
    "Table",
    "events_of",
    "load_mapping",
    "read_counts",
    "read_table",
]
