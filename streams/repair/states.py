"""What became of a dead letter by hand."""

from enum import StrEnum

__all__ = ["State"]


class State(StrEnum):
    """The state of a dead letter."""

    OPEN = "open"
    """Nothing was done about it."""

    REPLAYED = "replayed"
    """It was sent again."""

    DISCARDED = "discarded"
    """Somebody gave it up, with a reason."""
