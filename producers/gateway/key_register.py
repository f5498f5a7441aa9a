"""The organisers' API keys in their file."""

import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from producers.errors import EnrolmentOverError, OrganisersFileError, UnknownApiKeyError
from producers.gateway.api_keys import ApiKey, PresentedKey, enrolled, new_api_key, new_enrolment
from producers.gateway.scope import Scope

__all__ = ["KeyRegister"]

_OPEN_TO_OTHERS = 0o077
_STORED: TypeAdapter[tuple[ApiKey, ...]] = TypeAdapter(tuple[ApiKey, ...])
_NOBODY = ApiKey("", "", Scope(frozenset(), (), frozenset(), ()), datetime.min, "", "0" * 64)  # noqa: DTZ901

Stamp = tuple[int, int, int]


class KeyRegister:
    """The API keys in one file, which is read again whenever it has changed: keys come and go without a restart.

    Guarantees: a change is written whole or not at all, and two that change it at once follow each other. The file has
    mode 0600; one that is open to others is refused. While it cannot be read nobody is let in.

    Each method may raise OrganisersFileError: the file cannot be read or written, or is open to others.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: Stamp | None = None
        self._keys: dict[str, ApiKey] = {}

    def find(self, presented: PresentedKey) -> ApiKey | None:
        """Return the key that was presented, or None where there is none such or it is revoked.

        An id that is not there takes the same time as a secret that is wrong.
        """
        key = self._current().get(presented.id, _NOBODY)
        return key if key.opens_with(presented.secret) and key.revoked is None else None

    def list(self) -> tuple[ApiKey, ...]:
        """Return all keys in the order of their making, those that are revoked too."""
        return tuple(self._current().values())

    def create(self, organiser: str, make_scope: Callable[[str], Scope], *, now: datetime) -> tuple[ApiKey, str]:
        """Make and keep a key; give it with what is to be shown once."""
        key, shown = new_api_key(organiser, make_scope, now=now)
        with self._changed() as keys:
            keys[key.id] = key
        return key, shown

    def invite(
        self, organiser: str, make_scope: Callable[[str], Scope], *, now: datetime, valid_for: timedelta
    ) -> tuple[ApiKey, str]:
        """Make and keep a key whose secret is made when a device enrols; return it with the code for that."""
        key, code = new_enrolment(organiser, make_scope, now=now, valid_for=valid_for)
        with self._changed() as keys:
            keys[key.id] = key
        return key, code

    def enrol(self, code: PresentedKey | None, *, now: datetime) -> str:
        """Exchange a code for its key's secret, which is returned this once.

        Guarantees: of those who present a code at the same time one gets the key, in other processes too.

        Raises:
            EnrolmentOverError: there is no such code, its time is over, it was used, or its key is revoked.
        """
        if code is None or not self._current().get(code.id, _NOBODY).enrols_with(code.secret, now=now):
            raise EnrolmentOverError
        with self._changed() as keys:
            if not keys.get(code.id, _NOBODY).enrols_with(code.secret, now=now):
                raise EnrolmentOverError
            keys[code.id], shown = enrolled(keys[code.id])
        return shown

    def revoke(self, key_id: str, *, now: datetime) -> ApiKey:
        """Take a key out of use from the next request on; one that is revoked already stays as it is.

        Raises:
            UnknownApiKeyError: there is no such key.
        """
        with self._changed() as keys:
            if key_id not in keys:
                raise UnknownApiKeyError(key_id)
            if keys[key_id].revoked is None:
                keys[key_id] = replace(keys[key_id], revoked=now)
            return keys[key_id]

    def _current(self) -> dict[str, ApiKey]:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._stamp, self._keys = None, {}
            return self._keys
        except OSError as error:
            raise self._unusable(f"cannot be read: {error.strerror}") from error
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if stamp != self._stamp:
            self._keys, self._stamp = self._read(), stamp
        return self._keys

    def _read(self) -> dict[str, ApiKey]:
        try:
            handle = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
            with os.fdopen(handle, "rb") as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & _OPEN_TO_OTHERS:
                    raise self._unusable(f"is open to others; run: chmod 600 {self._path}")
                return {key.id: key for key in _STORED.validate_json(file.read())}
        except OSError as error:
            raise self._unusable(f"cannot be read: {error.strerror}") from error
        except ValidationError as error:
            raise self._unusable("does not hold API keys; restore it from a backup, or move it away") from error

    @contextmanager
    def _changed(self) -> Iterator[dict[str, ApiKey]]:
        """Return the keys to be changed, and write them when that went well."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._path.with_name(f"{self._path.name}.lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                keys = dict(self._read()) if self._path.exists() else {}
                yield keys
                draft = self._path.with_name(f".{self._path.name}.new")
                draft.unlink(missing_ok=True)
                handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
                with os.fdopen(handle, "wb") as file:
                    file.write(_STORED.dump_json(tuple(keys.values()), indent=1))
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(self._path)
        except OSError as error:
            raise self._unusable(f"cannot be written: {error.strerror}") from error

    def _unusable(self, why: str) -> OrganisersFileError:
        return OrganisersFileError(
            f"the file of the organisers' keys, {self._path}, {why}. ENGAGE_ORGANISERS_FILE names it"
        )
