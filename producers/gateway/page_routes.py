"""The pages, the door at `/` and others by name, the files beside them; `/openapi.json` and `/docs`."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from producers.gateway.docs_page import docs_page
from producers.gateway.openapi import openapi
from producers.gateway.page_files import page_files, path_of

__all__ = ["page_routes"]


def page_routes() -> list[Route]:
    """Return a route for each file, and for the contract with its page.

    A path is a name in a table, so no path leads out of it.
    """
    return [
        Route("/openapi.json", _openapi, methods=["GET"]),
        Route("/docs", _docs, methods=["GET"]),
    ] + [Route(path_of(name), _file, name=name, methods=["GET"]) for name in page_files()]


async def _openapi(request: Request) -> Response:
    del request
    return JSONResponse(openapi())


async def _docs(request: Request) -> Response:
    del request
    return HTMLResponse(docs_page())


async def _file(request: Request) -> Response:
    file = page_files()[request.scope["route"].name]
    headers = {"etag": file.etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == file.etag:
        return Response(status_code=304, headers=headers)
    return Response(file.content, media_type=file.media_type, headers=headers)
