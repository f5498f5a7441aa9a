"""What is slow the first time, done before the first message is fetched: who joined the group is in stride."""

from collections.abc import Sequence
from datetime import UTC, datetime

from schemas.programmes import Programme
from streams.frozen import first_facts
from streams.judging import Rules
from streams.roll_ups import ROLL_UPS, RollUp
from streams.store import Store

__all__ = ["warm_up"]

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def warm_up(rules: Rules, store: Store, roll_ups: Sequence[RollUp] = ROLL_UPS) -> None:
    """Build the contracts, load pandas (pyarrow's first array does), and run each statement; no row is written.

    Raises:
        StoreUnavailableError, StoreRefusedError: as any statement.
    """
    for programme in Programme:
        rules.contract_of(programme).many.validate_json(b"[]")
    store.touch({roll_up.name: () for roll_up in roll_ups})
    for roll_up in roll_ups:
        if roll_up.ages:
            first_facts(store, roll_up, (), _LONG_AGO)
        store.run(f"roll_ups/{roll_up.name}")
