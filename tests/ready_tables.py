"""A ClickHouse data directory with every table and view, made once and copied: most tests want one, few make them."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from embedded.clickhouse import ClickHouse
from streams.migrations import migrate
from streams.settings import StreamSettings
from streams.store import Store

__all__ = ["lay_tables"]


def lay_tables(data_dir: Path) -> None:
    """Put tables and views into an engine's data directory before its first start.

    Who then migrates finds nothing to do, and whoever forgets to has the tables of this checkout all the same.
    """
    shutil.copytree(_original() / "engine", data_dir / "engine", symlinks=True)


@cache
def _original() -> Path:
    """Make one engine's directory for this process; it was stopped in order, so its files are whole."""
    made = Path(tempfile.mkdtemp(prefix="engage-tables-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    with ClickHouse(made) as engine, Store(StreamSettings(clickhouse_url=engine.url)) as store:
        migrate(store)
    return made
