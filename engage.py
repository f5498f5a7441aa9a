"""The command line: mounts each package's own commands."""

import typer

from streams import commands as streams

__all__ = ["app", "main"]

app = typer.Typer(
    name="engage",
    help="Event-driven community engagement: check-ins to roll-ups to dashboards.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(streams.worker)
app.command()(streams.migrate)
app.command()(streams.books)
app.command()(streams.doctor)


def main() -> None:
    """Run `engage`."""
    app()


if __name__ == "__main__":
    main()
