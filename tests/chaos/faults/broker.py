"""What befalls Kafka: kills, freezes, restarts, and the loss of its last seconds."""

from __future__ import annotations

from collections.abc import Sequence

from tests.chaos.scene import Kind, Scene

__all__ = ["BROKER"]

_LOST = "explained: Kafka lost it, its senders sent it again"


def _kill(scene: Scene) -> None:
    kafka = scene.ground.engines.kafka

    def kill() -> None:
        scene.dither(0.3)
        kafka.kill()
        kafka.start()

    scene.send(scene.slice(), during=kill)
    scene.tell("broker killed (SIGKILL)")


def _freeze(scene: Scene) -> None:
    kafka = scene.ground.engines.kafka

    def freeze() -> None:
        scene.dither(0.2)
        kafka.pause()
        scene.dither(2.0)
        kafka.resume()

    scene.send(scene.slice(), during=freeze)
    scene.tell("broker frozen for a moment (SIGSTOP)")


def _restart(scene: Scene) -> None:
    scene.send(scene.slice(), during=scene.ground.engines.kafka.restart)
    scene.tell("broker restarted in order")


def _lose_unread(scene: Scene) -> None:
    """The broker forgets messages that it had acknowledged and that no worker had read."""
    ground = scene.ground
    for worker in list(ground.workers):
        ground.stop_worker(worker)
    kept = ground.copy_of_kafka()
    cut = scene.slice()
    ground.emit(cut.messages)
    ground.put_back_kafka(kept)
    scene.send(cut)
    scene.tell("broker restarted without its last seconds, unread", _LOST)


def _lose_read(scene: Scene) -> None:
    """The broker forgets messages that were stored already, and that they were read.

    A worker that goes on would keep its place beyond the end and miss what comes to the same offsets, so whoever
    brings the broker back restarts the workers: they go on from what Kafka remembers.
    """
    ground = scene.ground
    kept = ground.copy_of_kafka()
    cut = scene.slice()
    ground.emit(cut.messages)
    ground.settle()
    for worker in list(ground.workers):
        ground.kill_worker(worker)
    ground.put_back_kafka(kept)
    ground.start_worker()
    scene.send(cut)
    scene.tell("broker restarted without its last seconds, read", _LOST)


BROKER: Sequence[Kind] = (
    Kind("broker killed (SIGKILL)", 5, _kill),
    Kind("broker frozen for a moment (SIGSTOP)", 5, _freeze),
    Kind("broker restarted in order", 3, _restart),
    Kind("broker restarted without its last seconds, unread", 3, _lose_unread),
    Kind("broker restarted without its last seconds, read", 3, _lose_read),
)
"""Senders keep what is not acknowledged, and after a loss send again what they kept."""
