"""An organiser's API key: how it is made, written, hashed and checked."""

import base64
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from producers.gateway.scope import Scope

__all__ = [
    "ApiKey",
    "Enrolment",
    "PresentedKey",
    "enrolled",
    "new_api_key",
    "new_enrolment",
    "read_code",
    "read_presented",
]

_SECRET_BYTES = 32
_ID_BYTES = 5
_SALT_BYTES = 16
_WRITTEN = re.compile(r"engage-([0-9a-f]{10})-([A-Za-z0-9_-]{43})")
_CODE = re.compile(r"enrol-([0-9a-f]{10})-([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A code that is exchanged for the key's secret, once and before `until`; kept as a salted hash, as the key is."""

    salt: str
    digest: str
    until: datetime


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: whose it is, what it covers, and a salted hash of its secret; never the secret.

    The hash is SHA-256. A slow one such as scrypt protects secrets that people choose, which can be guessed from a
    list; this secret is 256 random bits, which no list holds, and a slow hash on every request would only let anybody
    without a key keep the gateway busy.
    """

    id: str
    organiser: str
    scope: Scope
    created: datetime
    salt: str
    digest: str
    revoked: datetime | None = None
    enrolment: Enrolment | None = None

    def enrols_with(self, code: str, *, now: datetime) -> bool:
        """Return whether the code's secret is that of an enrolment that is open at `now`."""
        open_ = self.enrolment
        if open_ is None or self.revoked is not None or now >= open_.until:
            return False
        return hmac.compare_digest(_digest(open_.salt, code), open_.digest)

    def opens_with(self, secret: str) -> bool:
        """Whether the secret is this key's, in a time that does not depend on how much of it is right."""
        return hmac.compare_digest(_digest(self.salt, secret), self.digest)


class PresentedKey(NamedTuple):
    """A key or a code of an enrolment as it is written in a request, in its two parts."""

    id: str
    secret: str


def new_api_key(
    organiser: str,
    make_scope: Callable[[str], Scope],
    *,
    now: datetime,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> tuple[ApiKey, str]:
    """Make a key; give what is kept, and what is shown once: `engage-<id>-<secret>`. `make_scope` is given the id."""
    key_id = entropy(_ID_BYTES).hex()
    return _with_secret(ApiKey(key_id, organiser, make_scope(key_id), now, "", ""), entropy)


def new_enrolment(
    organiser: str,
    make_scope: Callable[[str], Scope],
    *,
    now: datetime,
    valid_for: timedelta,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> tuple[ApiKey, str]:
    """Return a key that nothing opens yet, and the code that enrols a device with it: `enrol-<id>-<secret>`."""
    key_id, secret, salt = entropy(_ID_BYTES).hex(), _written(entropy(_SECRET_BYTES)), entropy(_SALT_BYTES).hex()
    enrolment = Enrolment(salt, _digest(salt, secret), now + valid_for)
    return ApiKey(key_id, organiser, make_scope(key_id), now, "", "", enrolment=enrolment), f"enrol-{key_id}-{secret}"


def enrolled(key: ApiKey, *, entropy: Callable[[int], bytes] = secrets.token_bytes) -> tuple[ApiKey, str]:
    """Return the key with a secret of its own in the place of its enrolment, and what the device is given once."""
    return _with_secret(replace(key, enrolment=None), entropy)


def _with_secret(key: ApiKey, entropy: Callable[[int], bytes]) -> tuple[ApiKey, str]:
    secret, salt = _written(entropy(_SECRET_BYTES)), entropy(_SALT_BYTES).hex()
    return replace(key, salt=salt, digest=_digest(salt, secret)), f"engage-{key.id}-{secret}"


def _written(secret: bytes) -> str:
    return base64.urlsafe_b64encode(secret).rstrip(b"=").decode()


def read_presented(authorization: str | None) -> PresentedKey | None:
    """Read the value of an `Authorization` header, or give None where it holds no key of ours."""
    scheme, _, written = (authorization or "").partition(" ")
    found = _WRITTEN.fullmatch(written.strip()) if scheme.lower() == "bearer" else None
    return None if found is None else PresentedKey(found[1], found[2])


def read_code(code: str) -> PresentedKey | None:
    """Return the parts of an enrolment's code, or None where it is none."""
    found = _CODE.fullmatch(code)
    return None if found is None else PresentedKey(found[1], found[2])


def _digest(salt: str, secret: str) -> str:
    return sha256(bytes.fromhex(salt) + secret.encode()).hexdigest()
