"""Commands of `engage emit` that are made from the contracts: an option a field of the event's data."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from producers.commands.examples import epilog
from producers.commands.one_event import Ask, emit_one
from producers.commands.options import (
    DryRunOption,
    GatheringOption,
    IdOption,
    JsonOption,
    SourceOption,
    TimeOption,
    counts,
    instant,
)
from schemas.programmes import Programme

if TYPE_CHECKING:
    from schemas.event_type import EventType

__all__ = ["ContractGroup"]

_COMMON: Mapping[str, tuple[Any, Any]] = {
    "time": (TimeOption, None),
    "event_id": (IdOption, None),
    "source": (SourceOption, None),
    "dry_run": (DryRunOption, False),
    "as_json": (JsonOption, False),
}
_TAKEN = {"programme", "gathering", "id", *_COMMON}
_DISTRICTS = {"district", "home_district"}
_MEANINGS = {"age_band": "Their age band.", "home_district": "Where they live, e.g. kallio."}


class ContractGroup(TyperGroup):
    """A group of commands that has one more for each event type that none is written for by hand.

    They are made when the group is first asked for its commands, since the contracts take a while to import.
    """

    _commands: dict[str, Any]
    _complete: bool

    @property  # type: ignore[override]  # the group has it as an attribute
    def commands(self) -> dict[str, Any]:
        """All commands by name: those written by hand, then those of the contracts in their order."""
        if not self._complete:
            self._complete = True
            from schemas.events import EVENT_TYPES

            for kind in EVENT_TYPES:
                if kind.name not in self._commands:
                    self._commands[kind.name] = _command(kind)
        return self._commands

    @commands.setter
    def commands(self, commands: dict[str, Any]) -> None:
        self._commands = commands
        self._complete = False


def _command(kind: "EventType") -> Any:
    made = typer.Typer(rich_markup_mode=None, add_completion=False)
    made.command(kind.name, help=f"{kind.summary}.", epilog=epilog(kind.name))(_callback(kind))
    return typer.main.get_command(made)


def _callback(kind: "EventType") -> Callable[..., None]:
    """Make the function of a command: its parameters are the fields, each read back by the option's name."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(kind.data).json_schema()
    fields: Mapping[str, Mapping[str, Any]] = schema["properties"]
    names = {_parameter(kind, field): field for field in fields}

    def emit(**given: Any) -> None:
        data = {field: _value(given[name], fields[field]) for name, field in names.items()}
        ask = Ask(
            Programme(given["programme"]),
            given["gathering"],
            instant(given["time"], "--time"),
            given["event_id"],
            given["source"],
            given["dry_run"],
            given["as_json"],
        )
        emit_one(ask, kind.name, data)

    carried_by: Any = Literal[tuple(one.value for one in Programme if one in kind.carried_by)]
    parameters: dict[str, tuple[Any, Any]] = {
        "programme": (
            Annotated[carried_by, typer.Option("--programme", "-p", help="Which of the city's programmes.")],
            Parameter.empty,
        ),
        "gathering": (GatheringOption, Parameter.empty),
    }
    for name, field in names.items():
        parameters[name] = _option(field, fields[field], name, required=field in schema["required"])
    parameters |= _COMMON
    emit.__signature__ = Signature(  # type: ignore[attr-defined]  # what typer asks for
        [
            Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)
            for name, (annotation, default) in parameters.items()
        ]
    )
    emit.__annotations__ = {name: annotation for name, (annotation, _) in parameters.items()}
    return emit


def _parameter(kind: "EventType", field: str) -> str:
    """Name a field's option; one that another option has already is named after the event: `--concern-source`."""
    return f"{kind.name.partition('-')[0]}_{field}" if field in _TAKEN else field


def _option(field: str, schema: Mapping[str, Any], name: str, *, required: bool) -> tuple[Any, Any]:
    flag = f"--{name.replace('_', '-')}"
    shown: dict[str, Any] = {"help": schema.get("description") or _MEANINGS[field]}
    match schema:
        case {"enum": values}:
            kind: Any = Literal[tuple(values)]
            shown |= {"metavar": "DISTRICT"} if field in _DISTRICTS else {}
        case {"type": "integer"}:
            kind = int
            shown |= {"min": schema.get("minimum"), "max": schema.get("maximum")}
        case {"type": "boolean"}:
            kind, flag = bool, f"{flag}/--no-{flag[2:]}"
        case {"type": "array", "items": {"enum": values}}:
            kind = list[StrEnum(field, {value: value for value in values})]  # type: ignore[misc]  # made at run time
            shown["help"] += " May be repeated."
        case {"type": "object"}:
            kind = list[str]
            shown["help"] += " E.g. 13-17=28; may be repeated."
        case {"type": "string", "format": "date"}:
            kind = str
            shown["metavar"] = "YYYY-MM-DD"
        case {"type": "string"}:
            kind = str
        case _:
            raise TypeError(f"no option is made of {field}, {dict(schema)}; add its kind to {__name__}")
    if required:
        return Annotated[kind, typer.Option(flag, **shown)], Parameter.empty
    return Annotated[kind | None, typer.Option(flag, **shown)], None


def _value(given: Any, schema: Mapping[str, Any]) -> Any:
    """Return a field's value; what was not given at all is None."""
    if given is None or given == []:
        return None
    return counts(given) if schema.get("type") == "object" else given
