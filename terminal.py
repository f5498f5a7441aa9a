"""Where tables are printed: on a terminal as wide as it is, and whole where a program or a file reads them."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console"]

_WHOLE = 100_000
"""Characters: more than any row has, so that no id, value or remedy is cut."""


def console() -> "Console":
    """Return a console on stdout. Rich would take 80 columns where there is no terminal, and cut what is longer."""
    from rich.console import Console

    return Console() if sys.stdout.isatty() else Console(width=_WHOLE, soft_wrap=True)
