"""Is anybody there? Asked before kafka-python is, which says only that its time is up and leaves its sockets open."""

from producers.errors import BrokerRefusedError, BrokerUnavailableError
from wires import KafkaWire, WireRefusedError, WireUnavailableError, probe

__all__ = ["wait_for_broker"]


def wait_for_broker(bootstrap: str, timeout: float, wire: KafkaWire) -> None:
    """Wait until one of the addresses `HOST:PORT,…` answers as we speak, at most `timeout` seconds.

    Raises:
        BrokerUnavailableError: none did; it tells what the last attempt met.
        BrokerRefusedError: one did, and TLS, its certificate, the user or his password does not fit.
    """
    try:
        probe(bootstrap, wire, timeout)
    except WireUnavailableError as error:
        raise BrokerUnavailableError(bootstrap, timeout, f"no Kafka broker answered ({error.reason})") from error
    except WireRefusedError as error:
        raise BrokerRefusedError(str(error)) from error
