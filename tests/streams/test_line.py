import asyncio
from collections.abc import Awaitable

import pytest

from schemas.programmes import Programme
from streams.batch import JudgedRun
from streams.line import Line, Waiting
from streams.records import Run

SOON = 0.2
NEVER = float("inf")


class Scene:
    """A line of parts of ten, with a clock and a number of messages behind that tests turn by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.behind = 0
        self.line = Line(10, lambda: self.behind, lambda: self.now)

    async def put(self, rows: int, size: int = 0) -> None:
        run = JudgedRun(Run(Programme.YOUTH_CENTRE.topic, 0, ()), Programme.YOUTH_CENTRE)
        await self.line.put(Waiting(object(), run, rows, size))


async def waits(answer: Awaitable[object]) -> bool:
    """Whether something is not answered soon; it is then cancelled."""
    try:
        await asyncio.wait_for(answer, SOON)
    except TimeoutError:
        return True
    return False


def test_a_quiet_evening_waits_for_its_time_and_for_no_others() -> None:
    """One check-in is due when the time has come, and its batch is closed at once."""

    async def evening() -> None:
        scene = Scene()
        await scene.put(1)
        scene.now = 1.0
        assert await scene.line.batch_is_due(1.0)
        assert [waiting.rows for waiting in scene.line.take()] == [1]
        assert not await scene.line.part_is_due(NEVER)
        assert await waits(scene.line.batch_is_due(1.0))

    asyncio.run(evening())


def test_a_full_part_is_due_before_its_time() -> None:
    """Nothing waits once there is enough."""

    async def rush() -> None:
        scene = Scene()
        await scene.put(10)
        assert await scene.line.batch_is_due(NEVER)

    asyncio.run(rush())


def test_a_backlog_is_taken_in_part_by_part_until_it_is_through() -> None:
    """The batch stays open while Kafka has more, takes the rest in at the end, and is closed then."""

    async def backlog() -> None:
        scene = Scene()
        scene.behind = 50_000
        await scene.put(10)
        assert await scene.line.part_is_due(NEVER)
        scene.line.take()
        assert await waits(scene.line.part_is_due(NEVER))
        coming = asyncio.create_task(scene.line.part_is_due(NEVER))
        await asyncio.sleep(0)
        scene.behind = 0
        await scene.put(3)
        assert await coming
        scene.line.take()
        assert not await scene.line.part_is_due(NEVER)

    asyncio.run(backlog())


def test_a_batch_whose_time_is_over_is_closed() -> None:
    """However far behind the worker is, what it has taken in becomes visible."""

    async def late() -> None:
        scene = Scene()
        scene.behind = 50_000
        await scene.put(10)
        scene.now = 3.0
        assert not await scene.line.part_is_due(3.0)

    asyncio.run(late())


@pytest.mark.parametrize("waiting", [0, 4])
def test_a_closed_line_is_emptied_and_then_ends(waiting: int) -> None:
    """What was judged before the stop is still stored; no more parts are waited for."""

    async def stop() -> None:
        scene = Scene()
        scene.behind = 50_000
        if waiting:
            await scene.put(waiting)
        scene.line.close()
        assert await scene.line.batch_is_due(NEVER) is bool(waiting)
        assert not await scene.line.part_is_due(NEVER)
        scene.line.take()
        assert not await scene.line.batch_is_due(NEVER)

    asyncio.run(stop())


def test_who_puts_too_much_waits_for_room() -> None:
    """One and a half parts are judged ahead at most; the next comes when one was taken."""

    async def crowd() -> None:
        scene = Scene()
        await scene.put(10)
        last = asyncio.create_task(scene.put(10))
        await asyncio.sleep(0)
        assert not last.done()
        assert len(scene.line.take()) == 1
        await asyncio.wait_for(last, SOON)
        assert scene.line.rows == 10

    asyncio.run(crowd())


def test_few_large_messages_fill_the_line_as_many_small_ones_do() -> None:
    """What waits while the store is away is bounded in bytes, too."""

    async def large() -> None:
        scene = Scene()
        scene.line = Line(1_000, lambda: 0, lambda: scene.now, part_bytes=100)
        await scene.put(1, size=90)
        assert await waits(scene.line.batch_is_due(NEVER))
        last = asyncio.create_task(scene.put(1, size=90))
        await asyncio.sleep(0)
        assert not last.done()
        assert await scene.line.batch_is_due(NEVER)
        assert len(scene.line.take()) == 2
        await asyncio.wait_for(last, SOON)
        assert (scene.line.rows, scene.line.size) == (0, 0)
        for _ in range(3):
            await asyncio.wait([asyncio.create_task(scene.put(1, size=100))], timeout=SOON)
        assert len(scene.line.take()) == 1

    asyncio.run(large())
