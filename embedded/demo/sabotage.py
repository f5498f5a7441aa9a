"""Damage on purpose, to see the verdict find it."""

from collections.abc import Callable, Mapping

from streams.store import Store

__all__ = ["SABOTAGES"]


def drop_fact(store: Store) -> None:
    """Lose one check-in, as if it had never been stored, and recompute its gathering."""
    ((programme, gathering, event),) = store.query(
        "SELECT programme, gathering, event_key FROM engagement.check_ins FINAL "
        "WHERE direction = 'entry' ORDER BY event_key LIMIT 1"
    )
    store.run_text(
        f"ALTER TABLE engagement.check_ins DELETE WHERE event_key = toUInt128('{event}') SETTINGS mutations_sync = 1"
    )
    where = f"programme = '{programme}' AND gathering = '{gathering}'"
    store.run_text(f"ALTER TABLE engagement.participation DELETE WHERE {where} SETTINGS mutations_sync = 1")
    store.touch({"participation": [(programme, gathering)]})
    store.run("roll_ups/participation")


def double_roll_up(store: Store) -> None:
    """Count one gathering twice: its roll-up again, under another name."""
    store.run_text(
        "INSERT INTO engagement.participation SELECT * REPLACE (gathering || '-again' AS gathering) "
        "FROM engagement.participation FINAL WHERE visits > 0 ORDER BY programme, gathering LIMIT 1"
    )


SABOTAGES: Mapping[str, Callable[[Store], None]] = {"drop-fact": drop_fact, "double-roll-up": double_roll_up}
