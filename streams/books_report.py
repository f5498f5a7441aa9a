"""The books, for people and for machines."""

from typing import Any

from rich.table import Table

from streams.books import Books

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
    """Give the books as a table, a row a partition and one for all."""
    title = "The books balance" if books.balanced else "The books do NOT balance"
    table = Table(title=title, caption="consumed = accepted + dead letters, each offset once", show_footer=True)
    table.add_column("topic", "all")
    dead = books.consumed - books.accepted - sum(part.missing for part in books.partitions)
    for name, total in (
        ("partition", ""),
        ("begin", ""),
        ("committed", ""),
        ("accepted", books.accepted),
        ("dead letters", dead),
        ("missing", sum(part.missing for part in books.partitions)),
        ("doubled", sum(part.doubled for part in books.partitions)),
        ("waiting", books.waiting),
    ):
        table.add_column(name, str(total), justify="right")
    for part in books.partitions:
        accepted = part.outcomes.get("accepted", 0)
        numbers = (
            part.partition,
            part.begin,
            part.committed,
            accepted,
            sum(part.outcomes.values()) - accepted,
            part.missing,
            part.doubled,
            part.waiting,
        )
        table.add_row(part.topic, *map(str, numbers), style="" if part.balanced else "bold red")
    return table
