"""What was done to keys: a file of receipts beside them, written to the disk before and after."""

import fcntl
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, Self

from producers.errors import KeyFileError
from producers.pseudonyms import KEY_BYTES
from producers.seasons import Season
from schemas.programmes import Programme

__all__ = ["Act", "KeyReceipts", "Receipt", "fingerprint_of"]

Act = Literal["destroying", "destroyed"]
"""Before a key is overwritten, and after its file is gone."""

_DOMAIN = b"engagement-pipeline: fingerprint of a key, 1\0"
_DIGITS = 16
_OPEN_TO_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Receipt:
    """One act on a key: `destroying` before it is overwritten, `destroyed` after. Nothing of who did it.

    `fingerprint` tells which key it was; empty where the file held none.
    """

    at: datetime
    act: Act
    season: Season
    programme: Programme
    fingerprint: str

    def line(self) -> bytes:
        """Return the receipt as a line of JSON."""
        fields = {
            "at": self.at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "act": self.act,
            "season": str(self.season),
            "programme": self.programme.value,
            "fingerprint": self.fingerprint,
        }
        return json.dumps(fields).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Self:
        """Read a line of JSON.

        Raises:
            ValueError: it is no receipt.
        """
        fields: dict[str, Any] = json.loads(line)
        if fields["act"] not in {"destroying", "destroyed"}:
            raise ValueError(f"the act {fields['act']!r} is unknown")
        return cls(
            datetime.fromisoformat(fields["at"]),
            fields["act"],
            Season.parse(fields["season"]),
            Programme(fields["programme"]),
            str(fields["fingerprint"]),
        )


def fingerprint_of(key: bytes) -> str:
    """Return 16 hexadecimal digits that tell a key from others: SHA-256 of a fixed text and the key, cut.

    It gives nothing of the key away: whoever would guess it has 2^256 random keys to try, and the fixed text keeps it
    apart from every pseudonym. Whoever finds a key in a backup can tell that it is this one. What is no key of full
    length might be guessed, and has none.
    """
    return sha256(_DOMAIN + key).hexdigest()[:_DIGITS] if len(key) == KEY_BYTES else ""


class KeyReceipts:
    """The receipts of one directory of keys, `DIR/receipts.jsonl`: only ever added to.

    Guarantees: a receipt is on the disk when `add` returns. The file has mode 0600 from its first byte on; one that is
    open to others is refused. No key is in it.
    """

    def __init__(self, directory: Path) -> None:
        self.path = directory / "receipts.jsonl"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes from destroying keys of this directory meanwhile.

        Raises:
            KeyFileError: the file cannot be written, or is open to others.
        """
        with self._opened() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def add(self, receipt: Receipt) -> None:
        """Append a receipt and see it written to the disk.

        Raises:
            KeyFileError: the file cannot be written, or is open to others.
        """
        with self._opened() as handle:
            # A line that a crash cut short must not swallow this one.
            size = os.fstat(handle).st_size
            cut = size and os.pread(handle, 1, size - 1) != b"\n"
            os.write(handle, (b"\n" if cut else b"") + receipt.line())
            os.fsync(handle)
            folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def read(self) -> tuple[Receipt, ...]:
        """Return all receipts, oldest first. A line that a crash cut short is passed over."""
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise KeyFileError(f"the receipts {self.path} cannot be read: {error.strerror}") from error
        found = []
        for line in content.splitlines():
            try:
                found.append(Receipt.read(line))
            except (ValueError, KeyError, TypeError):
                continue
        return tuple(found)

    def unfinished(self) -> tuple[Receipt, ...]:
        """Return each `destroying` that no `destroyed` of the same key followed: something broke in between."""
        open_: dict[tuple[Season, Programme, str], Receipt] = {}
        for receipt in self.read():
            key = (receipt.season, receipt.programme, receipt.fingerprint)
            if receipt.act == "destroying":
                open_[key] = receipt
            else:
                open_.pop(key, None)
        return tuple(open_.values())

    @contextmanager
    def _opened(self) -> Iterator[int]:
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            handle = os.open(self.path, flags, 0o600)
        except OSError as error:
            raise KeyFileError(
                f"the receipts {self.path} cannot be written: {error.strerror}; no key is destroyed without a receipt"
            ) from error
        try:
            if stat.S_IMODE(os.fstat(handle).st_mode) & _OPEN_TO_OTHERS:
                raise KeyFileError(f"the receipts {self.path} are open to others; run: chmod 600 {self.path}")
            yield handle
        except OSError as error:
            raise KeyFileError(f"the receipts {self.path} cannot be written: {error.strerror}") from error
        finally:
            os.close(handle)
