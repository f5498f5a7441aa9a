"""`POST /v1/enrolment`: a device exchanges the code that it was shown for a key of its own, once."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from producers.errors import EnrolmentOverError, OrganisersFileError
from producers.gateway.api_keys import read_code
from producers.gateway.body import read_events
from producers.gateway.parts import parts_of, too_many
from producers.gateway.problems import Problem, ProblemError

__all__ = ["post_enrolment"]


_MOST_BYTES = 1024
"""A code has some 60 letters, and whoever sends one has no key yet."""


async def post_enrolment(request: Request) -> Response:
    """Exchange a code for a key; wrong codes are slowed down as wrong keys are.

    A code comes in the body, never in an address: addresses are kept in logs.

    Raises:
        ProblemError: the code is unknown, used or too old, or the organisers' keys cannot be read or written.
    """
    parts = parts_of(request)
    match await read_events(request, parts.settings.gateway_body_seconds, most_bytes=_MOST_BYTES):
        case [{"code": str(written), **rest}] if not rest:
            code = read_code(written)
        case _:
            raise ProblemError(Problem.MALFORMED, 'the body is not {"code": "enrol-…"}')
    try:
        shown = await run_in_threadpool(parts.register.enrol, code, now=parts.clock())
    except EnrolmentOverError:
        wait = parts.failures.take(request.client.host if request.client else "")
        if wait:
            raise too_many(wait, "too many wrong codes came from this address") from None
        raise ProblemError(Problem.ENROLMENT_OVER, "the code is unknown, was used, or is too old") from None
    except OrganisersFileError as error:
        raise ProblemError(
            Problem.UNAVAILABLE, "the organisers' keys cannot be changed", headers={"retry-after": "5"}
        ) from error
    return JSONResponse({"key": shown})
