"""`/health/live`, `/health/ready` and `/metrics`."""

import asyncio
import logging
import time

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from connections import KafkaConnection
from producers.errors import BrokerRefusedError, ProducerError
from producers.gateway.parts import parts_of
from producers.kafka_connection import topics_of
from schemas.programmes import TOPICS

__all__ = ["Readiness", "get_live", "get_metrics", "get_ready"]

_FRESH_SECONDS = 2.0
_ANSWER_SECONDS = 2.0

_LOG = logging.getLogger("engage.gateway")


class Readiness:
    """Whether Kafka is there with every programme's topic; it is asked at most every two seconds.

    Why Kafka refuses is for the operator alone, who reads it in the log: each reason once, until it is another.
    """

    def __init__(self, bootstrap: str, connection: KafkaConnection) -> None:
        self._bootstrap, self._connection = bootstrap, connection
        self._asking = asyncio.Lock()
        self._asked = -_FRESH_SECONDS
        self._trouble = ""
        self._refused = ""

    async def trouble(self) -> str:
        """Return what is amiss, empty where nothing is."""
        async with self._asking:
            if time.monotonic() - self._asked >= _FRESH_SECONDS:
                self._trouble = await asyncio.to_thread(self._ask)
                self._asked = time.monotonic()
            return self._trouble

    def _ask(self) -> str:
        try:
            topics = topics_of(self._bootstrap, timeout=_ANSWER_SECONDS, connection=self._connection)
            missing = sorted(set(TOPICS) - set(topics))
        except BrokerRefusedError as error:
            if str(error) != self._refused:
                self._refused = str(error)
                _LOG.error("kafka.refused error=%s", " ".join(self._refused.split()))
            return "Kafka refuses the gateway, whose log says why"
        except ProducerError:
            return "Kafka does not answer"
        self._refused = ""
        return f"Kafka has no topic {', '.join(missing)}; run `engage migrate`" if missing else ""


async def get_live(request: Request) -> Response:
    """Answer that the process answers."""
    del request
    return JSONResponse({"status": "live"})


async def get_ready(request: Request) -> Response:
    """Report whether events can be taken now."""
    readiness: Readiness = request.app.state.readiness
    trouble = await readiness.trouble()
    if trouble:
        return JSONResponse({"status": "not ready", "trouble": trouble}, 503, headers={"retry-after": "2"})
    return JSONResponse({"status": "ready"})


async def get_metrics(request: Request) -> Response:
    """Return the gateway's own numbers in the text format of Prometheus."""
    parts = parts_of(request)
    parts.metrics.waiting.set(parts.dispatch.waiting)
    return Response(parts.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
