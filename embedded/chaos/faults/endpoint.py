"""What befalls ClickHouse itself."""

from __future__ import annotations

from collections.abc import Sequence

from embedded.chaos.scene import Kind, Scene

__all__ = ["ENDPOINT"]


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


ENDPOINT: Sequence[Kind] = (
    Kind("ClickHouse killed (SIGKILL)", 6, _kill),
    Kind("ClickHouse frozen for a moment (SIGSTOP)", 6, _freeze),
    Kind("ClickHouse restarted in order", 3, _restart),
)
"""Its data directory outlives each."""
