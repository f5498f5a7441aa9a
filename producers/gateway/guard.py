"""What holds for every request and every answer, before and after any route."""

import logging
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from producers.gateway.problems import Problem, ProblemError, answer_problem

__all__ = ["SECURITY_HEADERS", "Guard"]

SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(), geolocation=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""In every answer. The page has no inline script or style, and nothing of it comes from another host."""

_RAW_HEADERS = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
_MOST_ADDRESS = 2_048
_MOST_HEADERS = 16 * 1024
_LOG = logging.getLogger("engage.gateway")


class Guard:
    """ASGI middleware: host names, sizes of address and headers, the headers of answers, errors that nobody foresaw.

    There are no cookies and no CORS headers, so a page of another host can neither send nor read anything: a key is
    sent only by who holds it. What goes wrong unforeseen is logged by its kind and place, never with its values.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer what is wrong with it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = [*message["headers"], *_RAW_HEADERS]
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
                message = {**message, "headers": headers}
            await send(message)

        try:
            self._look_at(scope)
            await self._app(scope, receive, send_with_headers)
        except ProblemError as problem:
            await answer_problem(Request(scope), problem)(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001  the last resort; whoever asked gets an answer
            _LOG.error("gateway.broken kind=%s place=%s", type(error).__name__, _place(error))
            if not started:
                broken = ProblemError(Problem.BROKEN, "the gateway met something unforeseen")
                await answer_problem(Request(scope), broken)(scope, receive, send_with_headers)

    def _look_at(self, scope: Scope) -> None:
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > _MOST_ADDRESS:
            raise ProblemError(Problem.ADDRESS_TOO_LONG, f"the address has more than {_MOST_ADDRESS} characters")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _MOST_HEADERS:
            raise ProblemError(Problem.HEADERS_TOO_LARGE, f"the headers have more than {_MOST_HEADERS} bytes")
        hosts = Headers(scope=scope).getlist("host")
        if len(hosts) != 1 or _without_port(hosts[0]) not in self._names:
            raise ProblemError(Problem.WRONG_HOST, "the gateway does not answer under this host name")


def _without_port(host: str) -> str:
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdigit() else host.lower()


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace is not None else "unknown"
