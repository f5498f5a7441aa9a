"""What the routes of one application share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import cast

from starlette.requests import Request

from producers.errors import OrganisersFileError
from producers.gateway.api_keys import ApiKey, read_presented
from producers.gateway.desk.own_view import OwnView
from producers.gateway.dispatch import Dispatch
from producers.gateway.intake import Intake
from producers.gateway.key_register import KeyRegister
from producers.gateway.limits import Allowance
from producers.gateway.live_view import LiveView
from producers.gateway.metrics import Metrics
from producers.gateway.problems import Problem, ProblemError
from producers.gateway.recent_events import RecentEvents
from producers.gateway.refusal_share import RefusalShare
from producers.gateway.settings import GatewaySettings
from producers.gateway.turns import Turns

__all__ = ["Parts", "admitted", "parts_of", "too_many"]


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a running gateway."""

    settings: GatewaySettings
    clock: Callable[[], datetime]
    register: KeyRegister
    intake: Intake
    dispatch: Dispatch
    live: LiveView
    own: OwnView
    recent: RecentEvents
    metrics: Metrics
    requests: Allowance
    events: Allowance
    failures: Allowance
    turns: Turns
    refusals: RefusalShare


def parts_of(request: Request) -> Parts:
    """Return the parts of the application that a request came to."""
    return cast("Parts", request.app.state.parts)


def admitted(request: Request) -> ApiKey:
    """Return the API key that a request came with.

    A key that is right is let in whatever others at its address do; wrong ones are slowed down.

    Raises:
        ProblemError: there is no key, it is wrong or revoked, or its allowance of requests is used up.
    """
    parts = parts_of(request)
    written = request.headers.getlist("authorization")
    presented = read_presented(written[0]) if len(written) == 1 else None
    try:
        key = parts.register.find(presented) if presented is not None else None
    except OrganisersFileError as error:
        raise ProblemError(
            Problem.UNAVAILABLE, "the organisers' keys cannot be read", headers={"retry-after": "5"}
        ) from error
    if key is None:
        address = request.client.host if request.client else ""
        wait = parts.failures.take(address)
        if wait:
            raise too_many(wait, "too many requests with a wrong key came from this address")
        raise ProblemError(
            Problem.NO_KEY, "no valid API key came with the request", headers={"www-authenticate": "Bearer"}
        )
    wait = parts.requests.take(key.id)
    if wait:
        raise too_many(wait, "this key makes too many requests")
    return key


def too_many(wait: float, detail: str) -> ProblemError:
    """Return the problem that says after how many seconds to try again."""
    return ProblemError(Problem.TOO_MANY, detail, headers={"retry-after": str(max(1, ceil(wait)))})
