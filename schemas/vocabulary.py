"""The words of the contracts: names and values of closed lists, which say nothing of whoever sends them."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from schemas.contract import contract_of
from schemas.programmes import Programme

__all__ = ["vocabulary"]


@cache
def vocabulary() -> frozenset[str]:
    """Return each field's name and each text of a closed list that any programme's contract has.

    What an event says beside these are its sender's own words. It is built once in a process.
    """
    return frozenset(word for programme in Programme for word in _words(contract_of(programme).json_schema()))


def _words(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for inner in schema:
            yield from _words(inner)
    if not isinstance(schema, dict):
        return
    for key, inner in schema.items():
        match key:
            case "properties":
                yield from inner
                yield from _words([*inner.values()])
            case "enum":
                yield from (value for value in inner if isinstance(value, str))
            case "const":
                yield from [inner] if isinstance(inner, str) else []
            case "$defs":
                yield from _words([*inner.values()])
            case _:
                yield from _words(inner)
