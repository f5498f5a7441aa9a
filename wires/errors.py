"""What can be amiss with a wire.

WireError
├── WireUnavailableError  nobody answered: the same again later may do
└── WireRefusedError      somebody answered, and the two do not fit: a setting has to change first

A message names the address, the setting and the next step, never a password.
"""

__all__ = ["WireError", "WireRefusedError", "WireUnavailableError"]


class WireError(Exception):
    """A service cannot be spoken with."""


class WireUnavailableError(WireError):
    """Nobody answered.

    Attributes:
        reason: What the last attempt met.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(f"{message} ({reason})")
        self.reason = reason


class WireRefusedError(WireError):
    """Somebody answered, and how he is spoken with does not fit what he wants."""
