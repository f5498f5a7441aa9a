"""Is a broker there, and does it speak as we do? Asked before a client is, which says only that its time is up."""

import socket
import ssl
import struct
import time
from contextlib import closing

from connections.errors import ServiceRefusedError, ServiceUnavailableError
from connections.kafka import KafkaConnection

__all__ = ["addresses_of", "probe"]

_PAUSE = 0.1
_HANG_UPS = 3
"""So often one after the other the broker has to hang up until it means us: it also does when it is going down."""
_ATTEMPT = 5.0

# Requests of Kafka's protocol: key, version, correlation id, client id (none), then the body.
_VERSIONS = struct.pack(">hhih", 18, 0, 1, -1)
_METADATA = struct.pack(">hhihi", 3, 1, 2, -1, 0)
_HANDSHAKE = struct.pack(">hhih", 17, 1, 3, -1)
_AUTHENTICATE = struct.pack(">hhih", 36, 0, 4, -1)


def addresses_of(bootstrap: str) -> list[tuple[str, int]]:
    """Return hosts and ports of `HOST:PORT,…`.

    Raises:
        ValueError: it is none.
    """
    found = []
    for address in bootstrap.split(","):
        host, _, port = address.strip().rpartition(":")
        try:
            found.append((host.strip("[]"), int(port)))
        except ValueError as error:
            raise ValueError(f"{address[:80]!r} is no Kafka address; write HOST:PORT, e.g. 127.0.0.1:9092") from error
    return found


def probe(bootstrap: str, connection: KafkaConnection, timeout: float) -> None:
    """Wait until one of the addresses answers with these settings, at most `timeout` seconds.

    Raises:
        ServiceRefusedError: one answers, and TLS, the certificate or the mechanism does not fit; it names the setting.
        ServiceUnavailableError: none answers; it tells what the last attempt met.
    """
    addresses, tls = addresses_of(bootstrap), connection.tls()
    deadline = time.monotonic() + timeout
    hung_up = 0
    while True:
        reason = ""
        for host, port in addresses:
            left = max(0.05, deadline - time.monotonic())
            try:
                with closing(socket.create_connection((host, port), timeout=min(left, _ATTEMPT))) as plain:
                    _greet(plain, host, f"{host}:{port}", connection, tls)
                    return
            except _HungUpError as error:
                hung_up += 1
                reason = str(error)
                if hung_up >= _HANG_UPS:
                    raise ServiceRefusedError(reason) from error
            except OSError as error:
                hung_up = 0
                reason = error.strerror or str(error)
        if time.monotonic() + _PAUSE >= deadline:
            raise ServiceUnavailableError(f"no Kafka broker answered at {bootstrap} within {timeout:g} s", reason)
        time.sleep(_PAUSE)


class _HungUpError(Exception):
    """The broker hung up in the middle; the message says what it would mean, if it meant us."""


def _greet(
    plain: socket.socket, host: str, address: str, connection: KafkaConnection, tls: ssl.SSLContext | None
) -> None:
    if tls is None:
        _ask(plain, _VERSIONS, f"Kafka at {address} does not answer in plain text; {_ENCRYPT}")
        _ask(plain, _METADATA, f"Kafka at {address} wants a user; set ENGAGE_KAFKA_SECURITY=SASL_SSL")
        return
    try:
        wrapped = tls.wrap_socket(plain, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        raise ServiceRefusedError(
            f"the certificate of Kafka at {address} is not to be trusted: {error.verify_message}; set "
            "ENGAGE_KAFKA_CA_FILE to the authority that signed it, and write the host into ENGAGE_KAFKA_BOOTSTRAP as "
            "the certificate names it"
        ) from error
    except (ssl.SSLError, ConnectionError) as error:
        misfit = (
            f"Kafka at {address} does not speak TLS ({error.strerror or error}); set ENGAGE_KAFKA_SECURITY=PLAINTEXT, "
            "or its TLS port in ENGAGE_KAFKA_BOOTSTRAP"
        )
        raise _HungUpError(misfit) from error
    with wrapped:
        _ask(wrapped, _VERSIONS, f"what listens at {address} is no Kafka broker; look at ENGAGE_KAFKA_BOOTSTRAP")
        if not connection.authenticated:
            _ask(wrapped, _METADATA, f"Kafka at {address} wants a user; set ENGAGE_KAFKA_SECURITY=SASL_SSL")
            return
        _log_in(wrapped, address, connection)


def _log_in(stream: socket.socket, address: str, connection: KafkaConnection) -> None:
    """Authenticate: of a wrong password kafka-python says only that its time is up."""
    name = connection.mechanism.encode()
    no_users = f"Kafka at {address} takes no user there; set ENGAGE_KAFKA_SECURITY=SSL"
    answer = _ask(stream, _HANDSHAKE + struct.pack(">h", len(name)) + name, no_users)
    if struct.unpack_from(">h", answer, 4)[0]:
        known = ", ".join(_strings(answer[6:]))
        raise ServiceRefusedError(
            f"Kafka at {address} does not know {connection.mechanism}; "
            f"set ENGAGE_KAFKA_MECHANISM to one of these: {known}"
        )
    refused = (
        f"Kafka at {address} refuses the user {connection.user!r}; look at ENGAGE_KAFKA_USER, and "
        "ENGAGE_KAFKA_PASSWORD or ENGAGE_KAFKA_PASSWORD_FILE"
    )

    def prove(proof: bytes) -> bytes:
        answer = _ask(stream, _AUTHENTICATE + struct.pack(">i", len(proof)) + proof, refused)
        code, said = struct.unpack_from(">hh", answer, 4)
        if code:
            raise ServiceRefusedError(refused)
        return answer[8 + max(said, 0) + 4 :]

    if connection.mechanism == "PLAIN":
        prove(f"\0{connection.user}\0{connection.password}".encode())
        return
    from kafka.net.sasl.scram import ScramClient

    client = ScramClient(connection.user, connection.password, connection.mechanism)
    client.process_server_first_message(prove(client.first_message()))
    try:
        client.process_server_final_message(prove(client.final_message()))
    except ValueError as error:
        raise ServiceRefusedError(
            f"Kafka at {address} does not prove that it knows the user {connection.user!r}"
        ) from error


_ENCRYPT = "set ENGAGE_KAFKA_SECURITY to SSL or SASL_SSL, or its plain-text port in ENGAGE_KAFKA_BOOTSTRAP"


def _ask(stream: socket.socket, request: bytes, misfit: str) -> bytes:
    """Send a request and give its answer; where the other side answers otherwise or hangs up, it is a misfit."""
    try:
        stream.sendall(struct.pack(">i", len(request)) + request)
        head = _exactly(stream, 4)
        (size,) = struct.unpack(">i", head)
        if head[0] == _ALERT or not 0 <= size < _MOST:
            raise ServiceRefusedError(misfit)
        return _exactly(stream, size)
    except (ConnectionError, ssl.SSLError) as error:
        raise _HungUpError(misfit) from error


_ALERT = 0x15
"""How an answer of TLS begins."""
_MOST = 16 * 1024 * 1024


def _exactly(stream: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        chunk = stream.recv(size - len(data))
        if not chunk:
            raise ConnectionResetError("the other side hung up")
        data += chunk
    return data


def _strings(data: bytes) -> list[str]:
    (count,) = struct.unpack_from(">i", data)
    found, place = [], 4
    for _ in range(count):
        (size,) = struct.unpack_from(">h", data, place)
        found.append(data[place + 2 : place + 2 + size].decode())
        place += 2 + size
    return found
