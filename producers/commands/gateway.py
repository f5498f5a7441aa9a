"""`engage gateway`: the way in over HTTP, with the check-in page."""

from typing import Annotated, Any

import typer

from producers.commands.session import EXIT_USAGE, explained

__all__ = ["gateway"]


def gateway(
    *,
    host: Annotated[
        str | None, typer.Option(help="The address to listen on.", show_default="ENGAGE_GATEWAY_HOST, 127.0.0.1")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="The TCP port.", show_default="ENGAGE_GATEWAY_PORT, 8080")
    ] = None,
) -> None:
    """Take events over HTTP and serve the check-in page, until Ctrl-C or SIGTERM.

    Requests that are under way are answered before it ends. Exit codes: 0 after an orderly stop, 1 the address is
    taken, 2 wrong settings.
    """
    from pydantic import ValidationError

    from producers.gateway.server import serve
    from producers.gateway.settings import GatewaySettings

    given: dict[str, Any] = {"gateway_host": host, "gateway_port": port}
    try:
        settings = GatewaySettings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        for fault in error.errors(include_url=False, include_input=False):
            name = "".join(f"ENGAGE_{part}: ".upper() for part in fault["loc"])
            typer.echo(f"{name}{fault['msg'].removeprefix('Value error, ')}", err=True)
        raise typer.Exit(EXIT_USAGE) from error
    with explained():
        serve(settings, lambda address: typer.echo(f"gateway at {address}", err=True))
