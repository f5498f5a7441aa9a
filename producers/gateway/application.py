"""The gateway's web application."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from producers.gateway.clickhouse_reader import ClickHouseReader
from producers.gateway.desk.own_view import OwnView
from producers.gateway.desk.routes import desk_routes
from producers.gateway.dispatch import Dispatch
from producers.gateway.enrolment_route import post_enrolment
from producers.gateway.events_route import post_events
from producers.gateway.guard import Guard
from producers.gateway.health_routes import Readiness, get_live, get_metrics, get_ready
from producers.gateway.intake import Intake
from producers.gateway.key_register import KeyRegister
from producers.gateway.limits import Allowance
from producers.gateway.live_view import LiveView
from producers.gateway.metrics import Metrics
from producers.gateway.page_routes import page_routes
from producers.gateway.parts import Parts
from producers.gateway.problems import Problem, ProblemError, answer_problem
from producers.gateway.read_routes import get_gathering, get_gatherings, get_key, get_rejections
from producers.gateway.recent_events import RecentEvents
from producers.gateway.refusal_share import RefusalShare
from producers.gateway.settings import GatewaySettings
from producers.gateway.turns import Turns
from producers.keys import KeyRing

__all__ = ["application"]

_AT_ONCE = 5.0
"""How many seconds' worth of its allowance a key may use at once."""

_READS_AT_ONCE = 2
"""Of one key, each on at most two of eight threads that read ClickHouse: others do not wait for its questions."""


def application(settings: GatewaySettings, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Starlette:
    """Make the application; it connects to nothing before it starts, and starts without Kafka or ClickHouse too."""
    metrics = Metrics()

    @asynccontextmanager
    async def life(app: Starlette) -> AsyncIterator[None]:
        with (
            ClickHouseReader(settings) as reader,
            Dispatch(
                settings.kafka_bootstrap, timeout=settings.kafka_timeout, connection=settings.kafka_connection
            ) as dispatch,
        ):
            recent = RecentEvents()
            readiness = app.state.readiness = Readiness(settings.kafka_bootstrap, settings.kafka_connection)
            app.state.parts = Parts(
                settings=settings,
                clock=clock,
                register=KeyRegister(settings.organisers_file.expanduser()),
                intake=Intake(KeyRing(settings.key_dir.expanduser()), clock, settings.card_formats),
                dispatch=dispatch,
                live=LiveView(reader, clock, recent),
                own=OwnView(reader, clock),
                recent=recent,
                metrics=metrics,
                requests=_allowance(settings.gateway_requests_per_second),
                events=_allowance(settings.gateway_events_per_second),
                failures=Allowance(settings.gateway_failures_per_minute / 60, settings.gateway_failures_per_minute),
                turns=Turns(_READS_AT_ONCE),
                refusals=RefusalShare(settings.gateway_refusals_at_once),
            )
            first_look = asyncio.create_task(readiness.trouble())  # whoever starts it reads at once what does not fit
            yield
            first_look.cancel()

    routes = [
        Route("/v1/events", post_events, methods=["POST"]),
        Route("/v1/enrolment", post_enrolment, methods=["POST"]),
        Route("/v1/key", get_key, methods=["GET"]),
        Route("/v1/gatherings", get_gatherings, methods=["GET"]),
        Route("/v1/gatherings/{programme}/{gathering}", get_gathering, methods=["GET"]),
        Route("/v1/rejections", get_rejections, methods=["GET"]),
        Route("/health/live", get_live, methods=["GET"]),
        Route("/health/ready", get_ready, methods=["GET"]),
        Route("/metrics", get_metrics, methods=["GET"]),
        *desk_routes(),
        *page_routes(),
    ]
    app = Starlette(
        lifespan=life,
        routes=routes,
        middleware=[Middleware(Guard, names=settings.names), Middleware(_Counted, metrics=metrics)],
        exception_handlers={ProblemError: _problem, HTTPException: _http_problem},
    )
    app.router.redirect_slashes = False
    return app


def _allowance(per_second: float) -> Allowance:
    return Allowance(per_second, per_second * _AT_ONCE)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101  the handler is registered for it
    return answer_problem(request, error)


async def _http_problem(request: Request, error: Exception) -> Response:
    """Answer what Starlette found: no such route, or not by this method."""
    assert isinstance(error, HTTPException)  # noqa: S101  the handler is registered for it
    if error.status_code == Problem.WRONG_METHOD.status:
        detail = "this address does not know the method"
        return answer_problem(request, ProblemError(Problem.WRONG_METHOD, detail, headers=error.headers))
    return answer_problem(request, ProblemError(Problem.NOT_FOUND, "there is nothing at this address"))


class _Counted:
    """ASGI middleware: count the answers of each route by their status; a path that is no route is not kept."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = scope.get("route")
                path = route.path if isinstance(route, Route) else "none"
                self._metrics.requests.labels(path, str(message["status"])).inc()
            await send(message)

        await self._app(scope, receive, counting if scope["type"] == "http" else send)
