"""The books, for people and for machines."""

from collections.abc import Sequence
from typing import Any

from rich.table import Table

from streams.batch import ACCEPTED, NO_RECORD
from streams.books import Books, PartitionBooks

__all__ = ["as_dict", "as_table"]


def as_dict(books: Books) -> dict[str, Any]:
    """Give the books as JSON holds them."""
    return {
        "balanced": books.balanced,
        "consumed": books.consumed,
        "waiting": books.waiting,
        "outcomes": dict(sorted(books.outcomes.items())),
        "partitions": [
            {
                "topic": part.topic,
                "partition": part.partition,
                "begin": part.begin,
                "committed": part.committed,
                "end": part.end,
                "outcomes": part.outcomes,
                "missing": part.missing,
                "first_missing": list(part.first_missing),
                "doubled": part.doubled,
            }
            for part in books.partitions
        ],
    }


def as_table(books: Books) -> Table:
    """Give the books as a table: a row a topic, one for all, and one for each partition that does not balance."""
    title = "The books balance" if books.balanced else "The books do NOT balance"
    table = Table(title=title, caption=_CAPTION, show_footer=True)
    for name, total in zip(_COLUMNS, ("all", *_numbers(books.partitions)), strict=True):
        table.add_column(name, str(total), justify="left" if name == "topic" else "right")
    for topic in dict.fromkeys(part.topic for part in books.partitions):
        parts = [part for part in books.partitions if part.topic == topic]
        table.add_row(topic.removeprefix("engagement."), *map(str, _numbers(parts)))
        for part in parts:
            if not part.balanced:
                missing = f"missing from {part.first_missing[0]}" if part.first_missing else "doubled"
                table.add_row(f"  {part.partition}: {missing}", *map(str, _numbers([part])), style="bold red")
    return table


_CAPTION = "consumed = accepted + dead letters + none (no record there), each offset once"
_COLUMNS = ("topic", "consumed", "accepted", "dead", "none", "missing", "doubled", "waiting")


def _numbers(parts: Sequence[PartitionBooks]) -> tuple[int, ...]:
    accepted = sum(part.outcomes.get(ACCEPTED, 0) for part in parts)
    without = sum(part.outcomes.get(NO_RECORD, 0) for part in parts)
    return (
        sum(part.committed - part.begin for part in parts),
        accepted,
        sum(sum(part.outcomes.values()) for part in parts) - accepted - without,
        without,
        sum(part.missing for part in parts),
        sum(part.doubled for part in parts),
        sum(part.waiting for part in parts),
    )
