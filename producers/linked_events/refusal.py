"""A record that cannot be used, told so that somebody can mend it."""

from dataclasses import dataclass

from producers.personal_details import is_identity_code, without_contacts

__all__ = ["DoubtfulRecord", "RefusedRecord", "UnusableError"]


@dataclass(frozen=True, slots=True)
class RefusedRecord:
    """Which record of the file, which field, its value (shortened), and what to do about it."""

    id: str
    field: str
    value: str
    remedy: str


@dataclass(frozen=True, slots=True)
class DoubtfulRecord:
    """A record that is used, and that somebody should look at: which field, and what about it."""

    id: str
    field: str
    doubt: str

    def __str__(self) -> str:
        return f"{self.id}: {self.field}: {self.doubt}"


class UnusableError(Exception):
    """A field of a record cannot be used. Never leaves the importer: it becomes a RefusedRecord."""

    def __init__(self, field: str, value: object, remedy: str) -> None:
        super().__init__(f"{field}: {remedy}")
        self.field = field
        self.value = without_contacts(value if isinstance(value, str) else repr(value))
        self.remedy = remedy

    def of(self, record_id: str) -> RefusedRecord:
        """Return the refusal of the record with that id, which is not shown where it is a person's."""
        record_id = "(an identity code)" if is_identity_code(record_id) else without_contacts(record_id)
        shown = self.value if len(self.value) <= 80 else self.value[:79] + "…"
        return RefusedRecord(record_id, self.field, shown, self.remedy)
