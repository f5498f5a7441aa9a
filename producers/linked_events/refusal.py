"""A record that cannot be used, told so that somebody can mend it."""

from dataclasses import dataclass

__all__ = ["RefusedRecord", "UnusableError"]


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """Which record of the file, which field, its value (shortened), and what to do about it."""

    id: str
    field: str
    value: str
    remedy: str


class UnusableError(Exception):
    """A field of a record cannot be used. Never leaves the importer: it becomes a RefusedRecord."""

    def __init__(self, field: str, value: object, remedy: str) -> None:
        super().__init__(f"{field}: {remedy}")
        self.field = field
        self.value = value if isinstance(value, str) else repr(value)
        self.remedy = remedy

    def of(self, record_id: str) -> RefusedRecord:
        """Give the refusal of the record with that id."""
        shown = self.value if len(self.value) <= 80 else self.value[:79] + "…"
        return RefusedRecord(record_id, self.field, shown, self.remedy)
