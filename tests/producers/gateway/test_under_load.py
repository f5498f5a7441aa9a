import asyncio
import os
import random
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from tests.pipeline import Pipeline, eventually
from tests.producers.gateway import event_loop
from tests.producers.gateway.gateway_process import GatewayProcess, check_in

pytestmark = pytest.mark.engines

CLIENTS = int(os.environ.get("ENGAGE_LOAD_CLIENTS", "40"))
SECONDS = float(os.environ.get("ENGAGE_LOAD_SECONDS", "3"))


class Senders:
    """Clients that send until the time is up, each batch until it is acknowledged, one in five once more after that."""

    def __init__(self, gateway: GatewayProcess, key: str, gathering: str) -> None:
        self.address = f"{gateway.url}/v1/events"
        self.headers = {"authorization": f"Bearer {key}"}
        self.gathering = gathering
        self.acknowledged: set[str] = set()
        self.repeated = self.failures = 0
        self.until = 0.0

    async def run(self) -> float:
        """Send with all clients at once; give the acknowledged events a second."""
        began = time.monotonic()
        self.until = began + SECONDS
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), headers=self.headers) as session:
            await asyncio.gather(*(self._send(session, number) for number in range(CLIENTS)))
        return len(self.acknowledged) / (time.monotonic() - began)

    async def _send(self, session: aiohttp.ClientSession, number: int) -> None:
        chance = random.Random(number)  # noqa: S311  nothing secret hangs on it
        while time.monotonic() < self.until:
            events = [check_in(f"{self.gathering}:{number % 10}") for _ in range(chance.choice([1, 1, 5, 20]))]
            again = chance.random() < 0.2
            while not await self._taken(session, events):
                self.failures += 1
                await asyncio.sleep(0.2)
            self.acknowledged.update(event["id"] for event in events)
            if again:
                taken = await self._taken(session, events)
                self.repeated += len(events) * taken

    async def _taken(self, session: aiohttp.ClientSession, events: list[dict[str, Any]]) -> bool:
        try:
            async with session.post(self.address, json=events) as answer:
                await answer.read()
                return answer.status == 200
        except aiohttp.ClientError:
            return False


def test_what_was_acknowledged_is_in_the_facts_once_whatever_is_killed(pipeline: Pipeline, tmp_path: Path) -> None:
    """Many clients, duplicates, a gateway and a broker killed in between: each acknowledged event is a fact, once."""
    gateway = GatewayProcess(
        tmp_path, pipeline.environment, gateway_events_per_second=1e6, gateway_requests_per_second=1e6
    )
    gateway.start()
    gathering = f"load-{uuid4().hex[:8]}"
    senders = Senders(gateway, gateway.new_key(), gathering)

    async def main() -> float:
        sending = asyncio.create_task(senders.run())
        await asyncio.sleep(SECONDS / 3)
        await asyncio.to_thread(gateway.kill)
        await asyncio.to_thread(gateway.start)
        await asyncio.sleep(SECONDS / 3)
        await asyncio.to_thread(pipeline.engines.kafka.kill)
        await asyncio.to_thread(pipeline.engines.kafka.restart)
        return await sending

    rate = event_loop.run(main())
    gateway.stop()
    facts = f"engagement.check_ins FINAL WHERE startsWith(gathering, '{gathering}')"
    pipeline.wait_until_consumed()
    found = eventually(
        lambda: {row[0] for row in pipeline.query(f"SELECT id FROM {facts}")},  # noqa: S608
        lambda found: senders.acknowledged <= found,
    )
    ((rows, ids),) = pipeline.query(f"SELECT count(), uniqExact(id) FROM {facts}")  # noqa: S608
    ((visits,),) = pipeline.query(
        f"SELECT sum(visits) FROM engagement.participation FINAL WHERE startsWith(gathering, '{gathering}')"  # noqa: S608
    )
    assert rows == ids == len(found) == visits
    assert senders.repeated
    assert senders.failures
    if "ENGAGE_LOAD_REPORT" in os.environ:
        Path(os.environ["ENGAGE_LOAD_REPORT"]).write_text(
            f"{CLIENTS} clients, {len(senders.acknowledged)} acknowledged, {rate:.0f}/s, {rows} facts, "
            f"{senders.repeated} sent again, {senders.failures} attempts failed\n"
        )
