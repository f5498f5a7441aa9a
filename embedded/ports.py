"""Ports on the loopback address that stay ours across a restart."""

from __future__ import annotations

import secrets
import socket

from embedded.errors import EngineStartError

HOST = "127.0.0.1"
# Below the ranges from which Linux (32768 up) and macOS (49152 up) take a client's own port: otherwise a client that
# tries to reach a stopped engine can be given the engine's port, connect to itself, and keep the engine from coming
# back.
_LOWEST, _HIGHEST = 20_000, 32_000
_ATTEMPTS = 200


def free_port() -> int:
    """A TCP port of the loopback address on which nothing listens now.

    Raises:
        EngineStartError: None was found.
    """
    for _ in range(_ATTEMPTS):
        port = _LOWEST + secrets.randbelow(_HIGHEST - _LOWEST)
        if is_free(port):
            return port
    raise EngineStartError(
        f"No free port between {_LOWEST} and {_HIGHEST} on {HOST}; close programs that listen there."
    )


def is_free(port: int) -> bool:
    """Whether a TCP port of the loopback address can be listened on now."""
    with socket.socket() as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, port))
        except OSError:
            return False
    return True
