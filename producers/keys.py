"""The keys of pseudonyms: a file for each season and programme, readable by nobody else."""

import os
import re
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from producers.errors import KeyFileError, PersonKeyError
from producers.key_receipts import Act, KeyReceipts, Receipt, fingerprint_of
from producers.pseudonyms import KEY_BYTES, Pseudonymiser
from producers.seasons import Season
from schemas.programmes import Programme

__all__ = ["KeyRing", "StoredKey"]

_OPEN_TO_OTHERS = 0o077
_ASIDE = ".destroying."
"""In the name of a key that was renamed away, to be overwritten."""
_MAX_ROTATIONS = 1_000
"""So often a key may be replaced while it is read, one time after the other."""
_FILE_NAME = re.compile(r"([0-9]{4}-(?:spring|autumn))\.([a-z-]+)\.key")


@dataclass(frozen=True, slots=True)
class StoredKey:
    """A key that exists: whose it is and where it lies. Never the key itself."""

    season: Season
    programme: Programme
    path: Path


class KeyRing:
    """The keys below one directory, `DIR/<season>.<programme>.key`, 32 random bytes each; made when first asked for.

    Guarantees: two processes that ask for a new key at the same time get the same one. Whoever asks while another
    process rotates or destroys a key gets the old one or the new one, never bytes that overwrite it. A key's file has
    mode 0600 from its first byte on, in a directory of mode 0700; a file or directory that is open to others is
    refused. No key is destroyed without a receipt. No key is in a representation, a log or an error.
    """

    def __init__(
        self,
        directory: Path,
        *,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.directory = directory
        self.receipts = KeyReceipts(directory)
        self._entropy = entropy
        self._clock = clock

    def __repr__(self) -> str:
        return f"KeyRing({str(self.directory)!r})"

    def pseudonymiser(self, season: Season, programme: Programme) -> Pseudonymiser:
        """Return what makes a programme's pseudonyms within a season; the key is made if there is none yet.

        Raises:
            PersonKeyError: the programme says nothing of persons.
            KeyFileError: the file or the directory is open to others, unreadable, or holds no key.
        """
        path = self._path(season, programme)
        try:
            self._make_directory()
            for _ in range(_MAX_ROTATIONS):
                try:
                    key = _read(path)
                except FileNotFoundError:
                    self._create(path)
                    continue
                if key is not None:
                    return Pseudonymiser(key)
        except OSError as error:
            raise KeyFileError(
                f"the key {path} cannot be read or made: {error.strerror}; check ENGAGE_KEY_DIR"
            ) from error
        raise KeyFileError(f"the key {path} is replaced all the time; wait until whoever rotates it is done")

    def create(self, season: Season, programme: Programme) -> bool:
        """Make a key before the first check-in, and tell whether it is new; one that is there already stays.

        Raises:
            PersonKeyError: the programme says nothing of persons.
            KeyFileError: as in `pseudonymiser`.
        """
        there = self._path(season, programme).exists()
        self.pseudonymiser(season, programme)
        return not there

    def destroy(self, season: Season, programme: Programme) -> bool:
        """Rename a key away, overwrite and remove it; tell whether there was one. Receipts say so, before and after.

        Afterwards no card can be linked to that season's pseudonyms, nor they to another season's. Copies in backups,
        and blocks that a disk keeps after they are overwritten, are out of its reach. A visitor who comes after that
        within the same season gets a new key's pseudonym, and is counted anew.

        Broken off in between, the receipt `destroying` stands alone; run again, it is completed.

        Raises:
            PersonKeyError: the programme says nothing of persons.
            KeyFileError: the file cannot be overwritten or removed, or no receipt can be written.
        """
        path = self._path(season, programme)
        if not os.path.lexists(path) and not self._broken_off(season, programme):
            return False
        try:
            with self.receipts.held():
                destroyed = self._destroy(path, season, programme)
                for left in self._broken_off(season, programme):  # its file is gone now
                    self._note("destroyed", season, programme, left.fingerprint)
        except OSError as error:
            raise KeyFileError(f"the key {path} cannot be destroyed: {error.strerror}") from error
        return destroyed

    def rotate(self, season: Season, programme: Programme) -> bool:
        """Replace a key that leaked by a new one; return whether there was one. The old one gets its receipt.

        Visitors of that season are counted anew from now on. Broken off in between, the next check-in makes the key.

        Raises:
            PersonKeyError: the programme says nothing of persons.
            KeyFileError: as in `destroy` and `pseudonymiser`.
        """
        destroyed = self.destroy(season, programme)
        self.create(season, programme)
        return destroyed

    def list(self) -> tuple[StoredKey, ...]:
        """Return the keys that exist, by file name. Other files are passed over."""
        if not self.directory.is_dir():
            return ()
        found = []
        for path in sorted(self.directory.iterdir()):
            parts = _FILE_NAME.fullmatch(path.name)
            if parts is not None and parts[2] in {programme.value for programme in Programme}:
                found.append(StoredKey(Season.parse(parts[1]), Programme(parts[2]), path))
        return tuple(found)

    def _destroy(self, path: Path, season: Season, programme: Programme) -> bool:
        """Rename a key away, then overwrite it with what an earlier, broken-off destruction left; tell whether any was.

        Nobody finds it under its name any more before its first byte changes; whoever had opened it by then notices.
        """
        self._set_aside(path, season, programme)
        left = sorted(path.parent.glob(f".{path.name}{_ASIDE}*"))
        for aside in left:
            handle = os.open(aside, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
            with os.fdopen(handle, "r+b") as file:
                file.write(self._entropy(max(KEY_BYTES, os.fstat(handle).st_size)))
                file.flush()
                os.fsync(handle)
            aside.unlink()
        if left:
            self._sync_directory()
        return bool(left)

    def _set_aside(self, path: Path, season: Season, programme: Programme) -> None:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return
        with os.fdopen(handle, "rb") as file:
            self._note("destroying", season, programme, fingerprint_of(file.read(KEY_BYTES + 1)))
        path.rename(path.with_name(f".{path.name}{_ASIDE}{secrets.token_hex(8)}"))
        self._sync_directory()

    def _broken_off(self, season: Season, programme: Programme) -> tuple[Receipt, ...]:
        whose = (season, programme)
        return tuple(left for left in self.receipts.unfinished() if (left.season, left.programme) == whose)

    def _note(self, act: Act, season: Season, programme: Programme, fingerprint: str) -> None:
        self.receipts.add(Receipt(self._clock(), act, season, programme, fingerprint))

    def _path(self, season: Season, programme: Programme) -> Path:
        if not programme.carries_persons:
            raise PersonKeyError(f"{programme} says nothing of persons, so it has no keys; leave the card out")
        return self.directory / f"{season}.{programme.value}.key"

    def _make_directory(self) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if stat.S_IMODE(self.directory.stat().st_mode) & _OPEN_TO_OTHERS:
            raise KeyFileError(f"the directory of keys is open to others; run: chmod 700 {self.directory}")

    def _create(self, path: Path) -> None:
        """Write the key beside its place and link it in: who comes second finds a whole key, never a part of one."""
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self._entropy(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):  # another process was first; its key is the key
                os.link(draft, path)
            self._sync_directory()
        finally:
            draft.unlink()

    def _sync_directory(self) -> None:
        handle = os.open(self.directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(path: Path) -> bytes | None:
    """Read a key; None where it was renamed away meanwhile, so that the bytes may not be it any more.

    A destroyer renames before it overwrites: as long as the name leads to the file that was read, no byte had changed.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        key = file.read(KEY_BYTES + 1)
        now = path.lstat()
        if (now.st_dev, now.st_ino) != (status.st_dev, status.st_ino):
            return None
    if stat.S_IMODE(status.st_mode) & _OPEN_TO_OTHERS:
        raise KeyFileError(f"the key {path} is open to others; run: chmod 600 {path}")
    if len(key) != KEY_BYTES:
        raise KeyFileError(
            f"{path} holds no key of {KEY_BYTES} bytes; restore it from a backup, or remove it to begin a new one"
        )
    return key
