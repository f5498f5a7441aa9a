"""The routes of the desk: `/v1/concerns`, `/v1/plan`, `/v1/numbers`, and the code of a gathering's poster."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from producers.errors import ViewUnavailableError
from producers.gateway.api_keys import ApiKey
from producers.gateway.desk.own_view import OwnView
from producers.gateway.parameters import AHEAD, SECURE
from producers.gateway.parts import admitted, parts_of
from producers.gateway.poster import code_of, link_of
from producers.gateway.read_routes import covered_gathering, view_unavailable

__all__ = ["desk_routes"]


def desk_routes() -> list[Route]:
    """Return the routes; each answers with what the key covers, and with nothing else."""
    return [
        Route("/v1/concerns", get_concerns, methods=["GET"]),
        Route("/v1/plan", get_plan, methods=["GET"]),
        Route("/v1/numbers", get_numbers, methods=["GET"]),
        Route("/v1/gatherings/{programme}/{gathering}/code", get_code, methods=["GET"]),
    ]


async def get_concerns(request: Request) -> Response:
    """Return the open concerns of the key's gatherings."""
    return await _answered(request, "concerns", lambda view, key: view.concerns(key.scope))


async def get_plan(request: Request) -> Response:
    """Return the key's gatherings of the next days."""
    days = AHEAD.read(request)
    return await _answered(request, "gatherings", lambda view, key: view.plan(key.scope, days=days))


async def get_numbers(request: Request) -> Response:
    """Return the numbers of the key's own gatherings."""
    return await _answered(request, "numbers", lambda view, key: view.numbers(key.scope))


async def get_code(request: Request) -> Response:
    """Return the code of a gathering's poster; it leads to the door under the name that the request came to."""
    key = admitted(request)
    programme, gathering = covered_gathering(request, key)
    scheme = "https" if SECURE.read(request) else "http"
    link = link_of(f"{scheme}://{request.headers['host']}", programme.value, gathering)
    svg = code_of(link).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)  # it stands alone
    return JSONResponse({"link": link, "svg": svg})


async def _answered(
    request: Request, name: str, ask: Callable[[OwnView, ApiKey], Awaitable[list[dict[str, Any]]]]
) -> Response:
    """Answer with a list under its name, when it is the key's turn to read."""
    key = admitted(request)
    parts = parts_of(request)
    try:
        async with parts.turns.taken(key.id):
            return JSONResponse({name: await ask(parts.own, key)})
    except ViewUnavailableError as error:
        raise view_unavailable() from error
