"""One release at a time: a claim in ClickHouse that whoever makes a release holds, on whichever machine."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from streams.errors import ReleaseRunningError
from streams.store import Store

__all__ = ["LEASE_SECONDS", "claimed"]

LEASE_SECONDS = 1_800
"""How long a claim counts whose holder was killed; far longer than a release takes."""


@contextmanager
def claimed(store: Store) -> Iterator[None]:
    """Hold the claim on releases within the block.

    Each writes its claim before it looks for others, so of two at once at least one sees the other and gives way. Both
    may do so: the next release makes up for it.

    Raises:
        ReleaseRunningError: somebody else holds it; nothing was changed.
        StoreUnavailableError, StoreRefusedError: as any statement.
    """
    owner = secrets.token_hex(8)
    store.run("releases/claim", {"owner": owner, "state": "claimed"})
    try:
        if others := store.rows("releases/claims", {"owner": owner, "lease": LEASE_SECONDS}):
            raise ReleaseRunningError(
                f"another release is being made (claim {others[0][0]}); wait until it has ended, or, if it was killed, "
                f"until its claim is {LEASE_SECONDS // 60} minutes old"
            )
        yield
    finally:
        store.run("releases/claim", {"owner": owner, "state": "over"})
