"""`engage emit gathering-scheduled`."""

from typing import Annotated

import typer

from producers.commands.one_event import Ask, emit_one
from producers.commands.options import (
    DryRunOption,
    GatheringOption,
    IdOption,
    JsonOption,
    ProgrammeOption,
    SourceOption,
    TimeOption,
    instant,
    wrong,
)
from schemas.places import HomeDistrict

__all__ = ["gathering_scheduled"]


def gathering_scheduled(  # noqa: PLR0913  each parameter is an option
    *,
    programme: ProgrammeOption,
    gathering: GatheringOption,
    name_fi: Annotated[str | None, typer.Option("--name-fi", help="Its name in Finnish.")] = None,
    name_sv: Annotated[str | None, typer.Option("--name-sv", help="Its name in Swedish.")] = None,
    name_en: Annotated[str | None, typer.Option("--name-en", help="Its name in English.")] = None,
    starts: Annotated[str | None, typer.Option(help="When it starts, e.g. 2026-09-04T17:00:00+03:00.")] = None,
    ends: Annotated[str | None, typer.Option(help="When it ends.")] = None,
    postponed: Annotated[bool, typer.Option("--postponed", help="No time is known any more, or yet.")] = False,
    venue: Annotated[str | None, typer.Option(help="The place's id in its register, e.g. tprek:8169.")] = None,
    venue_name: Annotated[str | None, typer.Option(help="The place's name in Finnish.")] = None,
    district: Annotated[
        HomeDistrict | None, typer.Option(help="The place's district, e.g. kallio.", metavar="DISTRICT")
    ] = None,
    capacity: Annotated[int | None, typer.Option(help="How many people it has room for.", min=1)] = None,
    time: TimeOption = None,
    event_id: IdOption = None,
    source: SourceOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """A gathering was planned, or its plan changed. The plan with the latest time holds, as a whole."""
    names = {
        language: name for language, name in (("fi", name_fi), ("sv", name_sv), ("en", name_en)) if name is not None
    }
    if not names:
        wrong("--name-fi", "a gathering has a name; give one of --name-fi, --name-sv, --name-en")
    if (starts is None) is not postponed:
        wrong("--starts", "say when it starts, or --postponed where no time is known; not both")
    if venue is None and (venue_name or district):
        wrong("--venue", "a place has an id; give --venue beside its name or district")
    place = None
    if venue is not None:
        place = {"id": venue, "name": {"fi": venue_name} if venue_name else {}} | (
            {"district": district} if district else {}
        )
    plan = {
        "name": names,
        "venue": place,
        "capacity": capacity,
        "ends": instant(ends, "--ends"),
    }
    planned = {field: value for field, value in plan.items() if value is not None}
    ask = Ask(programme, gathering, instant(time, "--time"), event_id, source, dry_run, as_json)
    emit_one(ask, "gathering-scheduled", planned | {"starts": instant(starts, "--starts")})
