"""Ask a broker, in Kafka's own protocol and nothing else, whether it is ready to serve."""

from __future__ import annotations

import socket
import struct

_METADATA, _VERSION, _CORRELATION = 3, 1, 7
# Header: API key, version, correlation id, client id (none). Body: an empty list of topics.
_REQUEST = struct.pack(">hhihi", _METADATA, _VERSION, _CORRELATION, -1, 0)


def is_ready(host: str, port: int, timeout: float = 2.0) -> bool:
    """Whether the broker answers a Metadata request and counts itself among the live brokers.

    A port that accepts connections is not enough: a broker listens for seconds before it is unfenced, and refuses to
    make topics until then.

    Args:
        host: Address.
        port: TCP port.
        timeout: Seconds for connecting, and for each read.
    """
    try:
        with socket.create_connection((host, port), timeout) as connection:
            connection.sendall(struct.pack(">i", len(_REQUEST)) + _REQUEST)
            (size,) = struct.unpack(">i", _exactly(connection, 4))
            answer = _exactly(connection, size)
    except OSError:
        return False
    correlation, brokers = struct.unpack_from(">ii", answer)
    return bool(correlation == _CORRELATION and brokers > 0)


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        chunk = connection.recv(size - len(data))
        if not chunk:
            raise ConnectionResetError("the broker closed the connection")
        data += chunk
    return data
