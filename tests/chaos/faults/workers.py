"""What befalls workers: kills, freezes, others that join and leave."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tests.chaos.ground import SESSION_SECONDS
from tests.chaos.scene import Kind, Scene

__all__ = ["WORKERS"]


def _kill(scene: Scene) -> None:
    def kill() -> None:
        scene.dither(0.5)
        scene.ground.kill_worker(scene.ground.workers[0])

    scene.send(scene.slice(chaos=True), during=kill)
    scene.tell("worker killed (SIGKILL)")


def _freeze(scene: Scene) -> None:
    worker = scene.ground.workers[0]

    def freeze() -> None:
        scene.dither(0.4)
        worker.pause()
        scene.dither(1.5)

    scene.send(scene.slice(chaos=True), during=freeze)
    worker.resume()
    scene.tell("worker frozen for a moment (SIGSTOP)")


def _freeze_past_session(scene: Scene) -> None:
    """Another takes over and stores; then the frozen one wakes, with a batch in its hands."""
    frozen = scene.ground.workers[0]

    def freeze() -> None:
        scene.dither(0.3)
        frozen.pause()

    scene.send(scene.slice(chaos=True), during=freeze)
    scene.ground.start_worker()
    time.sleep(SESSION_SECONDS + 1)
    frozen.resume()
    scene.ground.settle()
    if frozen in scene.ground.workers:
        scene.ground.stop_worker(frozen)
    scene.tell("worker frozen past its session, another took over")


def _join(scene: Scene) -> None:
    def join() -> None:
        scene.ground.start_worker()

    scene.send(scene.slice(chaos=True), during=join)
    scene.tell("second worker joins")


def _leave(scene: Scene) -> None:
    if len(scene.ground.workers) < 2:
        scene.ground.start_worker()

    def leave() -> None:
        scene.dither(0.3)
        scene.ground.stop_worker(scene.ground.workers[0])

    scene.send(scene.slice(chaos=True), during=leave)
    scene.tell("one of two workers leaves")


def _kill_one_of_two(scene: Scene) -> None:
    if len(scene.ground.workers) < 2:
        scene.ground.start_worker()

    def kill() -> None:
        scene.dither(0.3)
        scene.ground.kill_worker(scene.random.choice(scene.ground.workers))

    scene.send(scene.slice(chaos=True), during=kill)
    scene.tell("one of two workers killed")


def _storm(scene: Scene) -> None:
    """Workers come and go faster than the group settles."""

    def storm() -> None:
        scene.ground.start_worker(wait=False)
        scene.ground.start_worker(wait=False)
        scene.dither(2.5)
        for _ in range(2):
            scene.ground.stop_worker(scene.ground.workers[0])

    scene.send(scene.slice(chaos=True), during=storm)
    scene.tell("rebalance storm")


WORKERS: Sequence[Kind] = (
    Kind("worker killed (SIGKILL)", 7, _kill),
    Kind("worker frozen for a moment (SIGSTOP)", 6, _freeze),
    Kind("worker frozen past its session, another took over", 2, _freeze_past_session),
    Kind("second worker joins", 3, _join),
    Kind("one of two workers leaves", 3, _leave),
    Kind("one of two workers killed", 3, _kill_one_of_two),
    Kind("rebalance storm", 3, _storm),
)
"""Whoever is killed or stopped is replaced, as a supervisor does."""
