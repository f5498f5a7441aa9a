"""An event that breaks its contract: which it is, and what is wrong in it."""

from typing import NamedTuple

__all__ = ["GONE", "Days", "Edit", "Wrong", "wrong"]

GONE = object()
"""In place of a value: the field is left out."""


class Days(NamedTuple):
    """In place of a value: an instant so many days after the present, or before it."""

    after: int


Edit = tuple[str, object]
"""A field, its path joined by dots, and what is put in its place."""


class Wrong(NamedTuple):
    """An event with fields changed. `persons`: only where the programme carries persons (True), where not (False)."""

    event: str
    edits: tuple[Edit, ...]
    persons: bool | None = None


def wrong(event: str, *edits: Edit, persons: bool | None = None) -> Wrong:
    """Return an event with the fields changed."""
    return Wrong(event, edits, persons)
