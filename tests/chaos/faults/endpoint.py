"""What befalls ClickHouse itself."""

from __future__ import annotations

from collections.abc import Sequence

from tests.chaos.scene import SAID_WHY, Kind, Scene

__all__ = ["ENDPOINT"]

_NO_SPACE, _READ_ONLY = "min_free_disk_bytes_to_perform_insert", "table_readonly"
_MORE_THAN_ANY_DISK = 10**18
_WRITTEN = ("check_ins", "gatherings", "participation", "books")
"""Tables that every slice of a city is stored in."""


def _kill(scene: Scene) -> None:
    clickhouse = scene.ground.engines.clickhouse

    def kill() -> None:
        scene.dither(0.5)
        clickhouse.kill()

    scene.send(scene.slice(chaos=True), during=kill)
    clickhouse.start()
    scene.tell("ClickHouse killed (SIGKILL)")


def _freeze(scene: Scene) -> None:
    clickhouse = scene.ground.engines.clickhouse

    def freeze() -> None:
        scene.dither(0.4)
        clickhouse.pause()
        scene.dither(2.0)

    scene.send(scene.slice(chaos=True), during=freeze)
    clickhouse.resume()
    scene.tell("ClickHouse frozen for a moment (SIGSTOP)")


def _restart(scene: Scene) -> None:
    def restart() -> None:
        scene.dither(0.3)
        scene.ground.engines.clickhouse.restart()

    scene.send(scene.slice(chaos=True), during=restart)
    scene.tell("ClickHouse restarted in order")


def _fill(scene: Scene) -> None:
    """The engine itself refuses inserts for want of space, until somebody makes room; the worker waits meanwhile."""
    ground, table = scene.ground, f"engagement.{scene.random.choice(_WRITTEN)}"

    def refused() -> int:
        return sum(worker.log.read_text().count("enough free space") for worker in ground.workers)

    before = refused()
    ground.store.run_text(f"ALTER TABLE {table} MODIFY SETTING {_NO_SPACE} = {_MORE_THAN_ANY_DISK}")
    try:
        scene.send(scene.slice())
        ground.until(lambda: refused() > before, f"a worker to find no space for {table}")
        scene.dither(1.0)
    finally:
        ground.store.run_text(f"ALTER TABLE {table} RESET SETTING {_NO_SPACE}")
    scene.tell("ClickHouse's disk full")


def _close(scene: Scene) -> None:
    """Somebody makes a table read-only for good: the worker stops and says why; it goes on once that is taken back."""
    ground, table = scene.ground, f"engagement.{scene.random.choice(_WRITTEN)}"
    workers = list(ground.workers)
    ground.store.run_text(f"ALTER TABLE {table} MODIFY SETTING {_READ_ONLY} = 1")
    try:
        scene.send(scene.slice())
        ground.until(lambda: any(not one.running for one in workers), f"the worker to stop, since {table} is read-only")
        books = ground.until(ground.books, "the books")
    finally:
        ground.store.run_text(f"ALTER TABLE {table} RESET SETTING {_READ_ONLY}")
    if not books.waiting or not books.balanced:
        scene.complaints.append(f"a worker that could not write {table} moved the offsets of what it did not store")
    scene.tell("table made read-only", f"{SAID_WHY}, offsets unmoved")


ENDPOINT: Sequence[Kind] = (
    Kind("ClickHouse killed (SIGKILL)", 6, _kill),
    Kind("ClickHouse frozen for a moment (SIGSTOP)", 6, _freeze),
    Kind("ClickHouse restarted in order", 3, _restart),
    Kind("ClickHouse's disk full", 3, _fill),
    Kind("table made read-only", 2, _close),
)
"""Its data directory outlives each."""
