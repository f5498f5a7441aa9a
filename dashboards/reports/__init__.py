"""Reports: a period's numbers as a document, out of what is published and nothing else.

- `period`: which days a report is of; `published`: what is published of them, and of the same days a year before.
- `model`: what a report is made of, the same for each format; `cells`, `totals`: one cell, and sums of what is shown.
- `build`: the report itself; `first_page`, `participation`, `people`, `feelings`, `cooperation`, `method`: its parts.
- `catalogue` and `texts`: its words in each language; `written`: how a cell is written.
- `charts`: drawings of its tables; `as_html`, `as_pdf`, `as_xlsx`, `as_csv`, `as_json`: the formats.
- `make`: a report in a format, as bytes; `monthly`: every published month into a folder.
"""
