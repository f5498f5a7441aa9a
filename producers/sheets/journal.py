"""What a sheet's importer sent before, kept beside the other data of this machine."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

from pydantic import TypeAdapter, ValidationError

from producers.errors import SheetJournalError
from producers.sheets.revisions import KnownCount
from schemas.programmes import Programme

__all__ = ["Journal", "opened_journal"]

_STORED: TypeAdapter[dict[str, tuple[int, int | None]]] = TypeAdapter(dict[str, tuple[int, int | None]])


@dataclass(frozen=True, slots=True)
class Journal:
    """The file of one sheet. It is written before the events are sent: what may have arrived is in it."""

    path: Path

    @classmethod
    def of(cls, folder: Path, programme: Programme, source: str) -> Self:
        """Return the journal of a sheet below a folder; nothing is made."""
        return cls(folder / f"{sha256(f'{programme.value} {source}'.encode()).hexdigest()[:32]}.json")

    @property
    def is_there(self) -> bool:
        """Whether anything was ever written."""
        return self.path.exists()

    def read(self) -> dict[str, KnownCount]:
        """Return what was sent, by event id; nothing where there is no file.

        Raises:
            SheetJournalError: the file cannot be read, or is broken.
        """
        try:
            stored = _STORED.validate_json(self.path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SheetJournalError(self.path, f"cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise SheetJournalError(self.path, "is broken; remove it: what is stored is asked instead") from error
        return {event_id: KnownCount(revision, visits) for event_id, (revision, visits) in stored.items()}

    def write(self, known: Mapping[str, KnownCount]) -> None:
        """Keep what is about to be sent, whole or not at all.

        Raises:
            SheetJournalError: the file cannot be written.
        """
        draft = self.path.with_suffix(".new")
        stored = {event_id: (one.revision, one.visits) for event_id, one in known.items()}
        try:
            with draft.open("w", encoding="ascii") as file:
                json.dump(stored, file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        except OSError as error:
            raise SheetJournalError(self.path, f"cannot be written: {error.strerror}") from error


@contextmanager
def opened_journal(journal: Journal) -> Iterator[Journal]:
    """Keep a sheet's journal to oneself; whoever imports the same sheet meanwhile waits.

    Raises:
        SheetJournalError: its folder cannot be made or written to.
    """
    try:
        journal.path.parent.mkdir(parents=True, exist_ok=True)
        lock = journal.path.with_suffix(".lock").open("a")
    except OSError as error:
        raise SheetJournalError(journal.path, f"cannot be written: {error.strerror}") from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield journal
