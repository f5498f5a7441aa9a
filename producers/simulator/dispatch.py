"""A message on its way from a device to Kafka, and the fate that its sender can foresee for it."""

from typing import Literal, NamedTuple

from producers.simulator.fact import Fact
from producers.simulator.message import Message
from schemas.programmes import Programme
from schemas.rejections import Rejection

__all__ = ["Dispatch", "Fate", "Form"]

Form = Literal["structured", "binary", "spaced"]
"""CloudEvents structured mode, binary mode, or structured with other order, spacing, escapes and time offset."""

Fate = Literal["fact", "amendment", "duplicate"] | Rejection
"""What must become of a message: it brings a fact (once for each), more about that fact (another revision), nothing new
(the same source, id, revision and content again), or it is refused. The first three are accepted."""


class Dispatch(NamedTuple):
    """What arrives at `at` (milliseconds since 1970).

    `fact` is told as the event `name`, which is the fact's own, `correction` or `retraction`. A `message` that is
    given is sent as it is.
    """

    at: int
    programme: Programme
    gathering: str
    name: str
    fact: Fact
    revision: int
    recorded: int | None
    form: Form
    fate: Fate
    message: Message | None = None
