"""What can be amiss with a connection to Kafka or ClickHouse.

ServiceError
├── ServiceUnavailableError  nobody answered: the same again later may do
└── ServiceRefusedError      a server answered, and the settings do not match it: a setting has to change first

A message names the address, the setting and the next step, never a password.
"""

__all__ = ["ServiceError", "ServiceRefusedError", "ServiceUnavailableError"]


class ServiceError(Exception):
    """A service cannot be connected to."""


class ServiceUnavailableError(ServiceError):
    """Nobody answered.

    Attributes:
        reason: What the last attempt met.
    """

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(f"{message} ({reason})")
        self.reason = reason


class ServiceRefusedError(ServiceError):
    """A server answered, and the protocol settings (TLS, SASL, user, rights) do not match it."""
