"""What is published of the present, by quarter-hours: who is inside large gatherings, and how the pipeline does."""

from streams.releases.claim import claimed
from streams.releases.editions import replace
from streams.releases.tables import LIVE
from streams.store import Store

__all__ = ["publish_live"]


def publish_live(store: Store) -> None:
    """Publish anew what is said of the present. Between two calls readers see the same, whoever comes or goes.

    Raises:
        ReleaseRunningError: a release is being made; nothing was changed.
        StoreUnavailableError, StoreRefusedError: as any statement.
    """
    with claimed(store):
        for table in LIVE:
            store.run("releases/empty", {"table": table})
            store.run("releases/stage_live", {"table": table})
            replace(store, table)
