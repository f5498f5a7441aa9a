"""Serve the gateway until it is told to stop."""

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable

import uvicorn

from producers.errors import AddressTakenError
from producers.gateway.application import application
from producers.gateway.settings import GatewaySettings

__all__ = ["serve"]

_BACKLOG = 1024
_MOST_CONNECTIONS = 2_000
_IDLE_SECONDS = 30


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
    server = uvicorn.Server(
        uvicorn.Config(
            application(settings),
            http="httptools",
            loop="uvloop" if sys.platform != "win32" else "asyncio",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            proxy_headers=bool(settings.gateway_proxies),
            forwarded_allow_ips=settings.gateway_proxies,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=int(settings.kafka_timeout) + 3,
        )
    )
    host, port = listener.getsockname()[:2]
    say(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    server.run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise AddressTakenError(host, port, os.strerror(error.errno or 0)) from error
