"""How the form of one event type looks: order, words, defaults; read from `forms/<event>.toml` beside this file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from schemas.text import Text

__all__ = ["FieldPresentation", "Presentation", "presentation_of", "shared_values"]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldPresentation(_Closed):
    """One field: what it is called, what its values are called, and how much of it is filled in already.

    `values` names a list in `forms/values.toml`, `labels` are the field's own. A field that is `remembered` begins with
    what this device entered last; one that is `folded` is asked only of those who open the rest of the form.
    """

    name: str
    label: Text
    help: Text | None = None
    control: Literal["faces"] | None = None
    values: str | None = None
    labels: Mapping[str, Text] = {}
    default: str | int | None = None
    remembered: bool = False
    folded: bool = False


class Presentation(_Closed):
    """One form. `history` are the fields that a line of history shows.

    `screen` is where it is filled in: by itself, or as a part of the plan, of the open concerns or of the closing list.
    `left_out` are fields that it does not ask for, each with the reason. `gathering` is what an entry belongs to: the
    gathering that is chosen, or else the place's day; one of its own where none is chosen; or the place's period.
    """

    name: Text
    help: Text
    screen: Literal["form", "plan", "concerns", "closing"] = "form"
    history: tuple[str, ...]
    fields: tuple[FieldPresentation, ...] = ()
    left_out: Mapping[str, str] = {}
    gathering: Literal["chosen", "own", "period"] = "chosen"


@cache
def presentation_of(event: str) -> Presentation | None:
    """Return the presentation of an event type, or None where it has none.

    Raises:
        ValueError: the file lacks something, or has what no presentation has; names the place.
    """
    file = files("producers.gateway.desk") / "forms" / f"{event}.toml"
    if not file.is_file():
        return None
    return Presentation.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


@cache
def shared_values() -> Mapping[str, Mapping[str, Text]]:
    """Return the lists of values that several forms share, by name."""
    file = files("producers.gateway.desk") / "forms" / "values.toml"
    return TypeAdapter(dict[str, dict[str, Text]]).validate_python(tomllib.loads(file.read_text(encoding="utf-8")))
