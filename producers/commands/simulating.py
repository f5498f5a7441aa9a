"""`engage simulate`: a simulated city's messages, and the truth that must come of them."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from producers.commands.options import JsonOption, instant
from producers.commands.session import EXIT_UNAVAILABLE, connection, explained, progress, settings

if TYPE_CHECKING:
    from producers.simulator import Truth

__all__ = ["simulate"]


def simulate(
    *,
    seed: Annotated[int, typer.Option(help="Which city.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=75, help="How many days, up to the simulated present.")] = 14,
    people: Annotated[int, typer.Option(min=1, help="How many people live in it.")] = 6000,
    chaos: Annotated[
        bool, typer.Option("--chaos", help="With duplicates, disorder, late, amended, wrong and malicious messages.")
    ] = False,
    until: Annotated[
        str | None, typer.Option(help="The simulated present, e.g. 2026-09-04T17:05:00+03:00.", show_default="now")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help="Write what must come of the messages to this file, as JSON.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count what would be emitted; send nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Emit the messages of a simulated Helsinki. The same seed and time make the same messages.

    Exit codes: 0 all arrived, 3 broker unavailable.
    """
    if find_spec("producers.simulator") is None:
        typer.echo(
            "error: this installation is a server's and has no simulator: pip install engagement-pipeline where it is "
            "to run, and set ENGAGE_KAFKA_BOOTSTRAP there",
            err=True,
        )
        raise typer.Exit(1)
    from producers.emitter import Emitter
    from producers.simulator import City
    from producers.simulator import simulate as live

    present = instant(until, "--until") or datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    simulation = live(City(seed=seed, days=days, people=people, until=present, chaos=chaos))
    expected = simulation.truth()
    if truth is not None:
        truth.write_bytes(_as_json(expected))
    arrived = 0
    if not dry_run:
        with (
            explained(),
            progress(expected.messages) as on_progress,
            Emitter(
                connection(),
                timeout=settings().kafka_timeout,
                on_progress=on_progress,
                connection=settings().kafka_connection,
            ) as emitter,
        ):
            for message in simulation.messages():
                emitter.send_raw(message.topic, message.key, message.value, message.headers)
            arrived = emitter.finish().acknowledged
    counts = {
        "messages": expected.messages,
        "arrived": arrived,
        "gatherings": len(expected.gatherings),
        "accepted": expected.accepted,
        "duplicates": expected.duplicates,
        "dead_letters": {reason.value: count for reason, count in expected.dead_letters.items()},
    }
    if as_json:
        typer.echo(json.dumps(counts))
    else:
        for name, count in counts.items():
            typer.echo(f"{name:<13} {count if isinstance(count, int) else json.dumps(count)}")
    if arrived != expected.messages and not dry_run:
        raise typer.Exit(EXIT_UNAVAILABLE)


def _as_json(truth: "Truth") -> bytes:
    """Return the truth of each gathering as JSON; nobody's pseudonym is in it."""
    from pydantic_core import to_json

    gatherings = [
        {name: getattr(one, name) for name in one.__slots__ if name != "pseudonyms"}
        for one in truth.gatherings.values()
    ]
    happenings = [
        {"programme": programme, "gathering": gathering, **asdict(one)}
        for (programme, gathering), one in truth.happenings.items()
    ]
    return to_json({"gatherings": gatherings, "happenings": happenings, "dead_letters": truth.dead_letters}, indent=1)
