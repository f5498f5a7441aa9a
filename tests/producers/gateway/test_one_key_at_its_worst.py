"""One organiser's key does its worst for two minutes; another organiser's check-ins are seen all the same.

`make soak` prints how long each took from its sending until it was stored and until the live number showed it.
"""

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from tests.pipeline import Pipeline, eventually
from tests.producers.gateway import event_loop
from tests.producers.gateway.gateway_process import GatewayProcess, check_in

pytestmark = [pytest.mark.engines, pytest.mark.soak, pytest.mark.timeout(600)]

SECONDS = float(os.environ.get("ENGAGE_WORST_SECONDS", "120"))
CONNECTIONS = 24
ROOT = Path(__file__).parents[3]
PAUSE = 0.25

Body = Callable[[random.Random], bytes]


def dated(chance: random.Random, **ahead: float) -> dict[str, Any]:
    when = datetime.now(UTC) + timedelta(**ahead)
    return check_in(f"worst:{chance.randrange(5_000)}") | {"time": when.isoformat()}


def batch(one: Callable[[random.Random], Any], size: int) -> Body:
    return lambda chance: json.dumps([one(chance) for _ in range(size)]).encode()


BODIES: tuple[Body, ...] = (
    batch(lambda chance: dated(chance, seconds=-5), 1),
    batch(lambda chance: dated(chance, seconds=-5), 1_000),
    batch(lambda chance: dated(chance, days=-100), 1_000),
    batch(lambda chance: dated(chance, days=2_000), 1_000),
    batch(lambda chance: dated(chance, seconds=-5) | {"data": {"direction": "sideways"}}, 1_000),
    batch(
        lambda chance: dated(chance, seconds=-5) | {"data": {"direction": "entry", "card": str(chance.random())}}, 1_000
    ),
    batch(lambda chance: dated(chance, seconds=-5) | {"type": "fi.hel.engagement.youth-centre.nothing.v1"}, 500),
    batch(lambda chance: chance.random(), 1_000),
    lambda chance: b"[" * chance.randrange(1, 100_000),
    lambda _chance: b"[" + b",".join([b"[" * 190 + b"]" * 190] * 2_700) + b"]",
    lambda _chance: json.dumps(check_in("worst:1") | {f"f{number}": number for number in range(60_000)}).encode(),
    lambda chance: chance.randbytes(chance.randrange(1, 1_000_000)),
    lambda chance: b'{"id": "' + b"x" * chance.randrange(1_000_000) + b'"}',
)
PATHS = (
    *("/v1/gatherings", "/v1/gatherings?limit=500", "/v1/rejections?days=30", "/v1/gatherings/youth-centre/worst:{}"),
    *("/v1/key", "/v1/rejections?days=0001000000", "/openapi.json", "/metrics"),
)


def do_the_worst(url: str, key: str) -> dict[int, int]:
    """Ask and send on many connections as fast as it goes, whatever is answered; return how often what was."""

    async def one(session: aiohttp.ClientSession, number: int, until: float, seen: Counter[int]) -> None:
        chance = random.Random(number)  # noqa: S311  nothing secret hangs on it
        while time.monotonic() < until:
            try:
                if chance.random() < 0.7:
                    body = chance.choice(BODIES)(chance)
                    asked = session.post(f"{url}/v1/events", data=body, headers={"content-type": "application/json"})
                else:
                    asked = session.get(url + chance.choice(PATHS).format(chance.random()))
                async with asked as answer:
                    await answer.read()
                    seen[answer.status] += 1
            except (aiohttp.ClientError, TimeoutError):
                seen[0] += 1

    async def all_at_once() -> Counter[int]:
        seen: Counter[int] = Counter()
        until = time.monotonic() + SECONDS
        headers = {"authorization": f"Bearer {key}"}
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), headers=headers) as session:
            await asyncio.gather(*(one(session, number, until, seen) for number in range(CONNECTIONS)))
        return seen

    return dict(event_loop.run(all_at_once()))


def test_one_key_at_its_worst_hides_no_check_in_of_another(
    pipeline: Pipeline, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each of the other's check-ins is stored and in the live number; the slowest is printed."""
    gateway = GatewayProcess(tmp_path, pipeline.environment)
    gateway.start()
    mark = uuid4().hex[:8]
    worst, other, gathering = gateway.new_key("worst:*"), gateway.new_key(f"{mark}:*"), f"{mark}:door"
    stored: list[float] = []
    shown: list[float] = []
    facts = f"SELECT count() FROM engagement.check_ins FINAL WHERE gathering = '{gathering}'"  # noqa: S608
    path = f"/v1/gatherings/youth-centre/{gathering}"

    def is_seen(count: int) -> None:
        began = time.monotonic()
        assert gateway.post(other, check_in(gathering)).status == 200
        eventually(lambda: pipeline.query(facts)[0][0], lambda found: bool(found == count), every=0.02)
        stored.append(time.monotonic() - began)
        eventually(
            lambda: gateway.get(path, other).content.get("entries"), lambda found: bool(found == count), every=0.05
        )
        shown.append(time.monotonic() - began)

    command = [sys.executable, "-m", "tests.producers.gateway.test_one_key_at_its_worst", gateway.url, worst]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as attacker:
        try:
            while attacker.poll() is None:
                is_seen(len(shown) + 1)
                time.sleep(PAUSE)
            assert attacker.stdout is not None
            seen = json.loads(attacker.stdout.read())
        finally:
            attacker.kill()
            gateway.stop()
    lines = [f"{len(shown)} check-ins beside {sum(seen.values())} requests of one key in {SECONDS:g} s: {seen}"]
    for what, times in (("stored", stored), ("shown", shown)):
        late = sum(seconds > 2 for seconds in times)
        middle, slowest = statistics.median(times), max(times)
        lines.append(f"{what} after {middle:.2f} s (median), {slowest:.2f} s (slowest); {late} after more than 2 s")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert len(shown) >= 5
    assert sum(seen.values()) > len(shown)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(do_the_worst(*sys.argv[1:])))
