"""The routes that read: `/v1/key`, `/v1/gatherings`, `/v1/gatherings/{programme}/{gathering}`, `/v1/rejections`."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from producers.errors import ViewUnavailableError
from producers.gateway.api_keys import ApiKey
from producers.gateway.languages import language_of
from producers.gateway.parameters import AFTER, DAYS, DEVICE, GATHERING, LIMIT
from producers.gateway.parts import admitted, parts_of
from producers.gateway.problems import Problem, ProblemError
from producers.gateway.rounding import for_scope
from schemas.programmes import Programme

__all__ = ["covered_gathering", "get_gathering", "get_gatherings", "get_key", "get_rejections", "view_unavailable"]

_PROGRAMMES = {programme.value for programme in Programme}


async def get_key(request: Request) -> Response:
    """Report what the key covers; never the key."""
    key = admitted(request)
    scope = key.scope
    return JSONResponse(
        {
            "id": key.id,
            "organiser": key.organiser,
            "programmes": sorted(programme.value for programme in scope.programmes),
            "gatherings": [pattern.text for pattern in scope.gatherings],
            "events": sorted(scope.events),
            "sources": [pattern.text for pattern in scope.sources],
        }
    )


async def get_gatherings(request: Request) -> Response:
    """List today's and the open gatherings that the key covers, page by page."""
    key = admitted(request)
    limit, after = LIMIT.read(request), AFTER.read(request)
    try:
        async with parts_of(request).turns.taken(key.id):
            found, following = await parts_of(request).live.gatherings(key.scope, limit=limit, after=after)
        return JSONResponse(
            {
                "gatherings": [for_scope(one, key.scope) for one in found],
                "next": None if following is None else AFTER.text(following),
            }
        )
    except ViewUnavailableError as error:
        raise view_unavailable() from error


async def get_gathering(request: Request) -> Response:
    """Report how one gathering stands to a key that covers it and to no other: exactly to one that counts at doors."""
    key = admitted(request)
    programme, gathering = covered_gathering(request, key)
    device = DEVICE.read(request)
    try:
        async with parts_of(request).turns.taken(key.id):
            found = await parts_of(request).live.gathering(programme, gathering, device)
    except ViewUnavailableError as error:
        raise view_unavailable() from error
    if found is None:
        raise ProblemError(Problem.NOT_FOUND, "nothing was recorded of this gathering yet")
    return JSONResponse(for_scope(found, key.scope))


def covered_gathering(request: Request, key: ApiKey) -> tuple[Programme, str]:
    """Return the gathering that a request's path names.

    Raises:
        ProblemError: it is none, or the key does not cover it.
    """
    programme, gathering = request.path_params["programme"], request.path_params["gathering"]
    if programme not in _PROGRAMMES:
        raise ProblemError(Problem.NOT_FOUND, "there is no such programme")
    if not GATHERING.fullmatch(gathering):
        raise ProblemError(Problem.NOT_FOUND, "this is no gathering's id")
    if not key.scope.covers_gathering(Programme(programme), gathering):
        raise ProblemError(Problem.OUT_OF_SCOPE, "the API key does not cover this gathering")
    return Programme(programme), gathering


async def get_rejections(request: Request) -> Response:
    """List the dead letters of the key's own sources and the flags of its gatherings, newest first, with what helps."""
    key = admitted(request)
    days = DAYS.read(request)
    language = language_of(request.headers.get("accept-language"))
    try:
        async with parts_of(request).turns.taken(key.id):
            found = await parts_of(request).live.rejections(key.scope, language, days=days)
            flags = await parts_of(request).live.flags(key.scope, language)
    except ViewUnavailableError as error:
        raise view_unavailable() from error
    return JSONResponse({"rejections": found, "flags": flags})


def view_unavailable() -> ProblemError:
    """Return the problem of a reader that has no answer now."""
    return ProblemError(Problem.UNAVAILABLE, "the numbers cannot be read now", headers={"retry-after": "5"})
