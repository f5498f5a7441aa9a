"""`engage dashboards check`."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.commands.options import Languages, chosen, read_settings

if TYPE_CHECKING:
    from dashboards.check import Checked

__all__ = ["check"]

EXIT_UNAVAILABLE = 3


def check(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    queries: Annotated[bool, typer.Option("--queries/--no-queries", help="Run every statement on ClickHouse.")] = True,
    limit: Annotated[float | None, typer.Option(min=1, help="Milliseconds that no statement may take longer.")] = None,
    board: Annotated[
        list[str] | None, typer.Option(help="Only this board, e.g. city-overview; may be given several times.")
    ] = None,
    language: Languages = None,
) -> None:
    """Hold the dashboards to their rules, and run every statement of theirs as Grafana would.

    Exit codes: 0 nothing is wrong, 1 something is, 2 wrong settings, 3 ClickHouse cannot be reached.
    """
    import logging
    from datetime import UTC, datetime

    from dashboards.build import built_dashboards
    from dashboards.check import as_dict, check_queries, counted
    from dashboards.errors import ReaderUnavailableError
    from dashboards.reader import Reader
    from dashboards.rules import findings

    # It says on stderr, without being asked, what the error says as well.
    logging.getLogger("clickhouse_connect").addHandler(logging.NullHandler())
    built = [dashboard for _, dashboard in built_dashboards(chosen(language))]
    wanted = _of(built, board)
    uids = {dashboard["uid"] for dashboard in wanted}
    checked = counted(wanted)
    checked.findings += (finding for finding in findings(built) if finding.dashboard in uids)
    if queries:
        try:
            with Reader(read_settings()) as reader:
                check_queries(checked, wanted, reader, datetime.now(UTC), limit_ms=limit)
        except ReaderUnavailableError as error:
            typer.echo(f"error: {error} With --no-queries the rules alone are checked.", err=True)
            sys.exit(EXIT_UNAVAILABLE)
    if as_json:
        typer.echo(json.dumps(as_dict(checked), ensure_ascii=False))
    else:
        _print(checked)
    if checked.findings:
        sys.exit(1)


def _of(built: "list[dict[str, Any]]", boards: list[str] | None) -> "list[dict[str, Any]]":
    """Return the dashboards of the boards that were asked for; all where none was."""
    from dashboards.boards import BOARDS
    from dashboards.text import LANGUAGES

    names = [board.name for board in BOARDS]
    if unknown := [name for name in boards or () if name not in names]:
        raise typer.BadParameter(
            f"there is no board {unknown[0]!r}; there are {', '.join(names)}", param_hint="--board"
        )
    wanted = {board.uid(language) for board in BOARDS if not boards or board.name in boards for language in LANGUAGES}
    return [dashboard for dashboard in built if dashboard["uid"] in wanted]


def _print(checked: "Checked") -> None:
    for finding in checked.findings:
        typer.echo(finding)
    typer.echo(
        f"{checked.dashboards} dashboards, {checked.panels} panels, {checked.queries} statements run, "
        f"{checked.rows:,} rows, {len(checked.findings)} failures"
    )
    if checked.slowest:
        typer.echo(f"slowest: {checked.slowest_ms:.0f} ms, {checked.slowest}")
