"""The event types of a programme together: what its topic may carry."""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Annotated, Any, Literal, NotRequired, Union

from pydantic import ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict

from schemas.amendments import CORRECTION, RETRACTION, AmendingRevision, Revision
from schemas.event_type import CLOSED, EventType
from schemas.events import EVENT_TYPES
from schemas.identifiers import EventId, GatheringId, Instant, Source
from schemas.impersonal import require_impersonal
from schemas.programmes import TYPE_PREFIX, Programme

__all__ = ["CORRECTION", "RETRACTION", "Contract", "Event", "contract_of", "event_name", "type_name"]

_NAMES_REPEAT = ConfigDict(cache_strings="keys")
"""Keep the texts of field names only while parsing: values seldom repeat, and to look them up takes a sixth longer."""


class Event(TypedDict):
    """A CloudEvent of any type, once it is judged valid. `data` has the shape that the contract gives its type."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: Any
    revision: NotRequired[int]
    recordedtime: NotRequired[Any]
    datacontenttype: NotRequired[str]
    data: dict[str, Any]


class Contract:
    """What a programme's topic may carry, as validators.

    Guarantees: a valid event has no field beside those named, and `data` has the shape of its type. In a programme
    without person keys no type has a place for one. No event holds an array of objects: see `many`.

    Raises:
        PersonalContractError: the programme says nothing of persons, and an event type has room for one.
    """

    def __init__(self, programme: Programme, event_types: Sequence[EventType] = EVENT_TYPES) -> None:
        self.programme = programme
        self.event_types = tuple(kind for kind in event_types if programme in kind.carried_by)
        shapes = [_event(programme, kind.name, kind.data_for(programme)) for kind in self.event_types]
        shapes.append(_event(programme, CORRECTION, _correction(programme, self.event_types), AmendingRevision))
        shapes.append(_event(programme, RETRACTION, _retraction(programme, self.event_types), AmendingRevision))
        event: Any = Annotated[Union[tuple(shapes)], Field(discriminator="type")]  # noqa: UP007  a union made at run time
        self.one: TypeAdapter[Event] = TypeAdapter(event)
        """Validates one event."""
        if not programme.carries_persons:
            require_impersonal(programme, self.json_schema())
        self.many: TypeAdapter[list[Event]] = TypeAdapter(list[event], config=_NAMES_REPEAT)
        """Validates many at once, as a JSON array of joined payloads.

        Joining is sound because no payload can reach into its neighbour: payloads that begin with `{` and are joined
        by a comma and a line break cannot continue a neighbour's string (JSON strings hold no line breaks), object (a
        comma wants a name) or array (no contract has an array of objects; a test holds them to it). What remains
        changes the number of elements.
        """

    @cached_property
    def types(self) -> tuple[str, ...]:
        """Every CloudEvents `type` that the topic may carry."""
        names = [*(kind.name for kind in self.event_types), CORRECTION, RETRACTION]
        return tuple(type_name(self.programme, name) for name in names)

    def json_schema(self) -> Mapping[str, Any]:
        """Return the contract as JSON Schema (draft 2020-12)."""
        return self.one.json_schema()


@cache
def contract_of(programme: Programme) -> Contract:
    """Return the contract of a programme with all event types. It is built once in a process."""
    return Contract(programme)


def type_name(programme: Programme, name: str) -> str:
    """Return the CloudEvents `type` of an event, a correction or a retraction."""
    return f"{TYPE_PREFIX}.{programme.value}.{name}.v1"


def event_name(cloud_event_type: str) -> str:
    """Return the event's name out of a CloudEvents `type` of ours, e.g. `check-in`."""
    return cloud_event_type.rsplit(".", 2)[1]


def _event(programme: Programme, name: str, data: Any, revision: Any = NotRequired[Revision]) -> Any:
    return _shape(
        programme,
        name,
        {
            "specversion": Literal["1.0"],
            "id": EventId,
            "source": Source,
            "type": Literal[type_name(programme, name)],
            "subject": GatheringId,
            "time": Instant,
            "revision": revision,
            "recordedtime": NotRequired[Instant],
            "datacontenttype": NotRequired[Literal["application/json"]],
            "data": data,
        },
    )


def _correction(programme: Programme, event_types: Sequence[EventType]) -> Any:
    """Replace a fact as a whole. A patch would depend on which fact it meets; a whole fact does not."""
    replacements = [
        _shape(
            programme,
            f"{kind.name}-replacement",
            {"event": Literal[kind.name], "time": Instant, "data": kind.data_for(programme)},
        )
        for kind in event_types
    ]
    replacement: Any = Annotated[Union[tuple(replacements)], Field(discriminator="event")]  # noqa: UP007
    return _shape(
        programme,
        "correction-data",
        {"corrects": EventId, "source": NotRequired[Source], "replacement": replacement},
    )


def _retraction(programme: Programme, event_types: Sequence[EventType]) -> Any:
    return _shape(
        programme,
        "retraction-data",
        {
            "retracts": EventId,
            "source": NotRequired[Source],
            "event": Literal[tuple(kind.name for kind in event_types)],
            "reason": NotRequired[Literal["mistake", "duplicate", "test", "requested", "other"]],
        },
    )


def _shape(programme: Programme, name: str, fields: dict[str, Any]) -> Any:
    """Make a closed TypedDict whose name tells programme and event."""
    words = f"{programme.value}-{name}".split("-")
    make: Any = TypedDict
    shape = make("".join(word.title() for word in words), fields)
    shape.__pydantic_config__ = CLOSED
    return shape
