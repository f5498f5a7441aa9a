"""A record as Kafka would hand it on."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.envelope import STRUCTURED_HEADERS

NOW = int(time.time() * 1000)
"""An append time in milliseconds: the engine deletes by its own clock, so facts must be of today."""


@dataclass(frozen=True, slots=True)
class FakeRecord:
    value: bytes | None
    offset: int = 0
    topic: str = "engagement.youth-centre.v1"
    partition: int = 0
    timestamp: int = NOW
    key: bytes | None = None
    headers: Sequence[tuple[str, bytes]] = field(default_factory=lambda: list(STRUCTURED_HEADERS))
