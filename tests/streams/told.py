"""What somebody tells: a fact, a correction of it or a retraction, and the message that says so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from schemas.programmes import Programme
from tests.streams.record_of import NOW, FakeRecord

__all__ = ["Told", "ago"]


def ago(**span: float) -> datetime:
    """Give an instant so long before the records' append time, to the millisecond."""
    return datetime.fromtimestamp(NOW / 1000, UTC).replace(microsecond=0) - timedelta(**span)


@dataclass(frozen=True, slots=True)
class Told:
    """A revision of a fact; without data it is taken back."""

    event: str
    id: str
    data: Mapping[str, Any] | None
    time: datetime
    gathering: str = "g"
    programme: str = "police-dialogue"
    source: str = "tablet:1"
    revision: int = 1
    plainly: bool = False
    """Whether a later revision is told as the event itself, not as a correction."""
    amender: str = ""
    """Which device amends it; nothing: the one that told it."""

    def again(self, data: Mapping[str, Any] | None, *, time: datetime | None = None) -> "Told":
        """Give the next revision."""
        return replace(self, data=data, revision=self.revision + 1, time=time or self.time)

    def record(self, offset: int) -> FakeRecord:
        """Give the message that tells it."""
        name, id_, data = self.event, self.id, dict(self.data or {})
        if self.data is None:
            name, id_, data = "retraction", f"{self.id}-r{self.revision}", {"retracts": self.id, "event": self.event}
            data |= {"source": self.source} if self.amender else {}
        elif self.revision > 1 and not self.plainly:
            fact = {"event": self.event, "time": self.time.isoformat(), "data": data}
            name, id_, data = "correction", f"{self.id}-c{self.revision}", {"corrects": self.id, "replacement": fact}
            data |= {"source": self.source} if self.amender else {}
        event = {
            "specversion": "1.0",
            "id": id_,
            "source": self.amender or self.source,
            "type": f"fi.hel.engagement.{self.programme}.{name}.v1",
            "subject": self.gathering,
            "time": self.time.isoformat(),
            "revision": self.revision,
            "data": data,
        }
        return FakeRecord(json.dumps(event).encode(), offset=offset, topic=Programme(self.programme).topic)
