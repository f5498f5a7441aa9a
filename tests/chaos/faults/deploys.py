"""What operators do while messages come in: partitions, migrations, rebuilds, new versions."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.programmes import Programme
from streams.kafka_admin import kafka_admin
from streams.roll_ups import ROLL_UPS
from tests.chaos.scene import Kind, Scene

__all__ = ["DEPLOYS"]

_DROPPED = ("candidates.visitors", "candidates.days", "candidates.gatherings")


def _add_partitions(scene: Scene) -> None:
    """One more partition of each topic: gatherings move to others in mid-evening. A worker that joins sees them."""
    ground = scene.ground

    def add() -> None:
        with kafka_admin(ground.settings) as admin:
            topics = [programme.topic for programme in Programme]
            there = {topic["name"]: len(topic["partitions"]) for topic in admin.describe_topics(topics)}
            admin.create_partitions({topic: there[topic] + 1 for topic in topics})

    scene.send(scene.slice(), during=add)
    ground.start_worker()
    ground.stop_worker(ground.workers[0])
    scene.tell("partitions added")


def _drop_views(scene: Scene) -> None:
    """Views are gone in mid-stream, and `engage migrate` puts them back."""
    ground = scene.ground

    def drop() -> None:
        for view in _DROPPED:
            ground.store.run_text(f"DROP VIEW IF EXISTS {view}")

    scene.send(scene.slice(chaos=True), during=drop)
    _run(scene, "migrate")
    there = {row[0] for row in ground.store.query("SELECT name FROM system.tables WHERE database = 'candidates'")}
    if missing := [view for view in _DROPPED if view.partition(".")[2] not in there]:
        scene.complaints.append(f"engage migrate did not put back {', '.join(missing)}")
    scene.tell("views dropped, migrated anew")


def _deploy_roll_up(scene: Scene) -> None:
    """A release that makes a roll-up anew: its rows of before are gone, the worker changes, all rows are rebuilt."""
    ground = scene.ground
    roll_up = scene.random.choice(ROLL_UPS).name

    def deploy() -> None:
        scene.dither(0.3)
        ground.store.run_text(f"TRUNCATE TABLE engagement.{roll_up}")
        ground.start_worker()
        ground.stop_worker(ground.workers[0])

    scene.send(scene.slice(chaos=True), during=deploy)
    _run(scene, "rebuild", roll_up)
    scene.tell("new version of a roll-up deployed")


def _rebuild(scene: Scene) -> None:
    """Roll-ups are rebuilt while the worker stores facts of theirs."""
    started = []
    scene.send(scene.slice(chaos=True), during=lambda: started.append(scene.ground.engage("rebuild", "participation")))
    for process in started:
        if code := scene.ground.run_to_its_end(process):
            scene.complaints.append(f"engage rebuild ended with {code}: {process.log_tail(3)}")
    scene.tell("rebuilt while the worker stores")


def _rolling_restart(scene: Scene) -> None:
    def restart() -> None:
        scene.ground.start_worker()
        scene.ground.stop_worker(scene.ground.workers[0])

    scene.send(scene.slice(chaos=True), during=restart)
    scene.tell("rolling restart of the worker")


def _run(scene: Scene, *arguments: str) -> None:
    process = scene.ground.engage(*arguments)
    if code := scene.ground.run_to_its_end(process):
        scene.complaints.append(f"engage {' '.join(arguments)} ended with {code}: {process.log_tail(3)}")


DEPLOYS: Sequence[Kind] = (
    Kind("partitions added", 2, _add_partitions),
    Kind("views dropped, migrated anew", 3, _drop_views),
    Kind("new version of a roll-up deployed", 4, _deploy_roll_up),
    Kind("rebuilt while the worker stores", 3, _rebuild),
    Kind("rolling restart of the worker", 3, _rolling_restart),
)
"""Everyday acts, at the worst moment."""
