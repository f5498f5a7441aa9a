"""Is anybody there? Asked before kafka-python is, which says only that its time is up and leaves its sockets open."""

import socket
import time
from contextlib import closing

from producers.errors import BrokerUnavailableError

__all__ = ["wait_for_broker"]

_PAUSE = 0.1
_ATTEMPT = 2.0


def wait_for_broker(bootstrap: str, timeout: float) -> None:
    """Wait until one of the addresses `HOST:PORT,…` takes a connection, at most `timeout` seconds.

    Raises:
        BrokerUnavailableError: none did; it tells what the last attempt met.
    """
    addresses = [_parted(address) for address in bootstrap.split(",")]
    deadline = time.monotonic() + timeout
    while True:
        reason = ""
        for host, port in addresses:
            left = max(0.05, deadline - time.monotonic())
            try:
                with closing(socket.create_connection((host, port), timeout=min(left, _ATTEMPT))):
                    return
            except OSError as error:
                reason = error.strerror or str(error)
        if time.monotonic() + _PAUSE >= deadline:
            raise BrokerUnavailableError(bootstrap, timeout, f"no Kafka broker answered ({reason})")
        time.sleep(_PAUSE)


def _parted(address: str) -> tuple[str, int]:
    host, _, port = address.strip().rpartition(":")
    try:
        return host.strip("[]"), int(port)
    except ValueError as error:
        raise ValueError(f"{address[:80]!r} is no Kafka address; write HOST:PORT, e.g. 127.0.0.1:9092") from error
