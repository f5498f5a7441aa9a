"""Serve the gateway until it is told to stop."""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from producers.errors import AddressTakenError
from producers.gateway.application import application
from producers.gateway.bounded_protocol import Deadlines, bounded_protocol
from producers.gateway.connection_table import ConnectionTable, networks_of
from producers.gateway.settings import GatewaySettings

__all__ = ["serve"]

_BACKLOG = 1024
_IDLE_SECONDS = 30
_OTHER_FILES = 100
"""Open files beside the connections: Kafka's, ClickHouse's, keys, logs."""


def serve(settings: GatewaySettings, say: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; requests that are under way are answered before it returns.

    `say` is told the address once it listens.

    Raises:
        AddressTakenError: the address cannot be listened on.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(message)s")
    for chatty in ("kafka", "uvicorn", "clickhouse_connect", "urllib3"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL)  # what they have to say comes back as errors of ours
    listener = _listener(settings.gateway_host, settings.gateway_port)
    for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn raises them again once it has shut down
        signal.signal(number, lambda *_: None)
    table = ConnectionTable(
        min(settings.gateway_connections, _most_files() - _OTHER_FILES),
        settings.gateway_connections_per_address,
        networks_of(settings.gateway_proxies),
    )
    deadlines = Deadlines(
        headers=settings.gateway_header_seconds,
        answer=settings.gateway_body_seconds + 2 * settings.kafka_timeout + 10,
        idle=_IDLE_SECONDS,
    )
    server = uvicorn.Server(
        uvicorn.Config(
            application(settings),
            http=bounded_protocol(table, deadlines),
            loop="uvloop" if sys.platform != "win32" else "asyncio",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            proxy_headers=bool(settings.gateway_proxies),
            forwarded_allow_ips=settings.gateway_proxies,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=int(settings.kafka_timeout) + 3,
        )
    )
    host, port = listener.getsockname()[:2]
    say(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    server.run(sockets=[listener])


def _most_files() -> int:
    """Return how many files the process may have open, as many as it may allow itself."""
    if sys.platform == "win32":
        return 1 << 20
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
            soft = hard
    return 1 << 20 if soft == resource.RLIM_INFINITY else soft


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise AddressTakenError(host, port, os.strerror(error.errno or 0)) from error
