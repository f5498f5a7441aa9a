"""What became of the messages."""

from collections.abc import Iterable

from streams.books import balance
from streams.doctor.examination import Examination, Finding

__all__ = ["look_at_books"]


def look_at_books(given: Examination) -> Iterable[Finding]:
    """Whether each consumed message is in exactly one outcome."""
    books = balance(given.settings, given.store)
    if not books.balanced:
        return [Finding("books", "they do not balance", "run `engage books` and look at what is missing or doubled")]
    return [Finding("books", f"they balance: {books.consumed} messages, {books.accepted} accepted")]
