"""Whether an answer is of the shape that its panel draws."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboards.query import Format
from dashboards.reader import Answer

__all__ = ["misfits"]

_NUMBERS = ("Int", "UInt", "Float", "Decimal")


def misfits(panel: Mapping[str, Any] | None, format_: Format, answer: Answer) -> Iterator[str]:
    """Yield what of an answer its panel could not draw; `panel` is None for variables and annotations.

    Rows are looked at where there are some; columns always.
    """
    if len(set(answer.columns)) != len(answer.columns):
        yield f"two columns have one name: {', '.join(answer.columns)}"
    if panel is None:
        return
    if format_ is Format.SERIES:
        yield from _series(answer)
    if panel["type"] in {"stat", "gauge"}:
        yield from _single(panel, answer)
    named = [over["matcher"]["options"] for over in _overrides(panel) if over["matcher"]["id"] == "byName"]
    yield from _nameless(panel, answer)
    for name in named:
        if name not in answer.columns:
            yield f"it names the column {name}, and the statement gives {', '.join(answer.columns)}"
    if panel["type"] in {"table", "barchart"}:
        for name in answer.columns:
            if name not in named:
                yield f"the column {name} has no Column, so it would go by its name in SQL"


def _series(answer: Answer) -> Iterator[str]:
    if answer.columns[0] != "time" or not _bare(answer.types[0]).startswith("Date"):
        yield f"a series begins with the column time, not {answer.columns[0]} of type {answer.types[0]}"
        return
    texts = [name for name, kind in zip(answer.columns, answer.types, strict=True) if _bare(kind) == "String"]
    numbers = [
        name for name, kind in zip(answer.columns, answer.types, strict=True) if _bare(kind).startswith(_NUMBERS)
    ]
    if len(texts) > 1 or not numbers or (texts and len(numbers) > 1):
        yield f"a series has numbers, or one text and one number, not {', '.join(answer.columns[1:])}"
    times = [row[0] for row in answer.rows]
    if times != sorted(times):
        yield "its rows are not in order of time"
    keys = [tuple(row[answer.columns.index(name)] for name in ("time", *texts)) for row in answer.rows]
    if len(keys) != len(set(keys)):
        yield "it has two rows of one time and series"


def _nameless(panel: Mapping[str, Any], answer: Answer) -> Iterator[str]:
    """Return which values of columns with words, or of named series, have no word."""
    for place, name in enumerate(answer.columns):
        words = [
            value
            for over in _overrides(panel)
            if over["matcher"] == {"id": "byName", "options": name}
            for one in over["properties"]
            if one["id"] == "mappings"
            for mapping in one["value"]
            for value in mapping["options"]
        ]
        if words:
            found = {_as_word(row[place]) for row in answer.rows if row[place] is not None}
            for value in sorted(found - set(words)):
                yield f"the value {value!r} of its column {name} has no word in dashboards/labels"
    patterns = [over["matcher"]["options"] for over in _overrides(panel) if over["matcher"]["id"] == "byRegexp"]
    texts = [place for place, kind in enumerate(answer.types) if _bare(kind) == "String"]
    if panel["type"] == "timeseries" and patterns and texts:
        for value in sorted({str(row[texts[0]]) for row in answer.rows}):
            if not any(re.search(pattern[1:-1], value) for pattern in patterns):
                yield f"the series {value!r} has no Column, so it would go by its name in SQL"


def _as_word(value: Any) -> str:
    """Return a value as value mappings name it."""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _single(panel: Mapping[str, Any], answer: Answer) -> Iterator[str]:
    each_row = panel["options"].get("reduceOptions", {}).get("values")
    numbers = [kind for kind in answer.types if _bare(kind).startswith(_NUMBERS)]
    if len(numbers) != 1:
        yield f"a {panel['type']} takes one number, not {len(numbers)}"
    if len(answer.rows) > 1 and not each_row:
        yield f"a {panel['type']} takes one row, not {len(answer.rows)}"


def _overrides(panel: Mapping[str, Any]) -> Sequence[Any]:
    found: Sequence[Any] = panel.get("fieldConfig", {}).get("overrides", [])
    return found


def _bare(kind: str) -> str:
    """Return a type without what wraps it."""
    for wrap in ("LowCardinality(", "Nullable("):
        kind = kind.removeprefix(wrap)
    return kind.rstrip(")") if "(" not in kind else kind
