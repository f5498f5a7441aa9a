"""What can be done on one ClickHouse server only."""

from streams.errors import ActRefusedError
from streams.store import Store

__all__ = ["require_one_server"]


def require_one_server(store: Store, act: str) -> None:
    """Make sure that no table is split over shards, before an act that changes or exchanges tables.

    Raises:
        ActRefusedError: one is; nothing was changed.
        StoreUnavailableError, StoreRefusedError: as any query.
    """
    if sharded := store.rows("sharded_tables"):
        raise ActRefusedError(
            f"{act} cannot be done on a cluster: engagement.{sharded[0][0]} is split over its shards; "
            "docs/scale.md says what is missing there"
        )
