"""How many tablets at one door ask ClickHouse once, and never get an answer that is older than what they know."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from producers.gateway.clickhouse_reader import ClickHouseReader
from producers.gateway.live_view import LiveView
from producers.gateway.recent_events import RecentEvents
from producers.gateway.settings import GatewaySettings
from producers.outgoing import outgoing
from schemas.programmes import Programme
from tests.producers.gateway import event_loop
from tests.producers.gateway.gateway_process import check_in

GATHERING = "youth-centre:kallio:tonight"


class HeldReader(ClickHouseReader):
    """Answers no question before it is let: it counts the recent events that it was asked with, and has no facts."""

    def __init__(self) -> None:
        super().__init__(GatewaySettings())
        self.asked: list[int] = []
        self.begun, self.let = asyncio.Event(), asyncio.Event()

    async def rows(self, name: str, parameters: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
        """Return one row of numbers, once it is let."""
        if name != "numbers":
            return []
        entries = len(parameters["ids"])
        self.asked.append(entries)
        self.begun.set()
        await self.let.wait()
        empty = dict.fromkeys(("head_counts", "doors", "contains", "settled"), ())
        zero = dict.fromkeys(("exits", "accompanied", "groups", "people_in_groups", "accompanying"), 0)
        return [{"devices_seen": entries, "entries": entries, **zero, **empty}]


def test_an_answer_contains_what_was_taken_before_it_was_asked_and_questions_do_not_pile_up() -> None:
    """While one is answered, whoever asks waits for it, or with all others for the one that comes after it."""

    async def evening() -> list[list[int | None]]:
        reader, recent = HeldReader(), RecentEvents()
        live = LiveView(reader, lambda: datetime.now(UTC), recent)

        async def entries() -> int | None:
            found = await live.gathering(Programme.YOUTH_CENTRE, GATHERING)
            return None if found is None else found["entries"]

        def tapped() -> None:
            recent.add([outgoing(check_in(GATHERING)).event])

        tapped()
        first = [asyncio.create_task(entries()) for _ in range(3)]
        await reader.begun.wait()
        for _ in range(2):
            tapped()
        later = [asyncio.create_task(entries()) for _ in range(30)]
        for _ in range(5):
            await asyncio.sleep(0)  # so that all of them have asked
        reader.let.set()
        answers = [await asyncio.gather(*first), await asyncio.gather(*later)]
        return [*answers, [*reader.asked]]

    first, later, asked = event_loop.run(evening())
    assert first == [1] * 3
    assert later == [3] * 30
    assert asked == [1, 3]
