"""What became of the messages."""

from collections.abc import Iterable

from streams.books import balance
from streams.doctor.examination import Examination, Finding

__all__ = ["look_at_books", "look_at_flags"]


def look_at_books(given: Examination) -> Iterable[Finding]:
    """Whether each consumed message is in exactly one outcome."""
    books = balance(given.settings, given.store)
    if not books.balanced:
        return [Finding("books", "they do not balance", "run `engage books` and look at what is missing or doubled")]
    return [Finding("books", f"they balance: {books.consumed} messages, {books.accepted} accepted")]


def look_at_flags(given: Examination) -> Iterable[Finding]:
    """Say what was accepted and is likely wrong: the pipeline is in order, its senders should look at it."""
    flags = [(str(flag), int(count)) for flag, count in given.store.rows("flags_by_kind")]
    if not flags:
        return [Finding("flags", "nothing that was accepted looks wrong")]
    listed = ", ".join(f"{count} {flag}" for flag, count in flags)
    return [Finding("flags", f"accepted, and likely wrong: {listed}; the view engagement.flags has each")]
