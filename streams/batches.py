"""The diary of batches: a row for each that was stored, for those who watch the pipeline."""

import os
import re
import socket
from datetime import datetime

import pyarrow as pa

from streams.batch import Batch
from streams.facts.family import INSTANT
from streams.store import Store

__all__ = ["worker_name", "write_batch"]


def worker_name() -> str:
    """Give this worker's name: its machine's and its process's."""
    return f"{re.sub(r'[^A-Za-z0-9._-]', '-', socket.gethostname())[:60]}:{os.getpid()}"


def write_batch(store: Store, batch: Batch, *, worker: str, booked: datetime, seconds: float, lag: int) -> None:
    """Write a stored batch's row, with what it took and how many messages waited after it.

    Written again with the same instant it is one row. An empty batch has none.

    Raises:
        StoreUnavailableError, StoreRefusedError: as any insert.
    """
    if batch.appended is None:
        return
    oldest, newest = batch.appended
    columns: dict[str, tuple[object, pa.DataType]] = {
        "worker": (worker, pa.string()),
        "booked": (int(booked.timestamp() * 1000), pa.int64()),
        "messages": (batch.size, pa.uint32()),
        "dead_letters": (len(batch.dead_letters), pa.uint32()),
        "oldest": (oldest, pa.int64()),
        "newest": (newest, pa.int64()),
        "seconds": (seconds, pa.float32()),
        "lag": (lag, pa.uint64()),
    }
    rows = {name: pa.array([value], kind) for name, (value, kind) in columns.items()}
    for name in ("booked", "oldest", "newest"):
        rows[name] = rows[name].cast(INSTANT)
    store.insert("batches", pa.table(rows))
