"""A record as Kafka would hand it on."""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.envelope import STRUCTURED_HEADERS

NOW = 1_790_000_000_000
"""An append time in milliseconds: 21 September 2026."""


@dataclass(frozen=True, slots=True)
class FakeRecord:
    value: bytes | None
    offset: int = 0
    topic: str = "engagement.youth-centre.v1"
    partition: int = 0
    timestamp: int = NOW
    key: bytes | None = None
    headers: Sequence[tuple[str, bytes]] = tuple(STRUCTURED_HEADERS)
