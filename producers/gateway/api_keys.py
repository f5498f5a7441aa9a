"""An organiser's API key: how it is made, written, hashed and checked."""

import base64
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from producers.gateway.scope import Scope

__all__ = ["ApiKey", "PresentedKey", "new_api_key", "read_presented"]

_SECRET_BYTES = 32
_ID_BYTES = 5
_SALT_BYTES = 16
_WRITTEN = re.compile(r"engage-([0-9a-f]{10})-([A-Za-z0-9_-]{43})")


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

    def opens_with(self, secret: str) -> bool:
        """Whether the secret is this key's, in a time that does not depend on how much of it is right."""
        return hmac.compare_digest(_digest(self.salt, secret), self.digest)


class PresentedKey(NamedTuple):
    """A key as it is written in a request, in its two parts."""

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
    secret = base64.urlsafe_b64encode(entropy(_SECRET_BYTES)).rstrip(b"=").decode()
    salt = entropy(_SALT_BYTES).hex()
    key = ApiKey(key_id, organiser, make_scope(key_id), now, salt, _digest(salt, secret))
    return key, f"engage-{key_id}-{secret}"


def read_presented(authorization: str | None) -> PresentedKey | None:
    """Read the value of an `Authorization` header, or give None where it holds no key of ours."""
    scheme, _, written = (authorization or "").partition(" ")
    found = _WRITTEN.fullmatch(written.strip()) if scheme.lower() == "bearer" else None
    return None if found is None else PresentedKey(found[1], found[2])


def _digest(salt: str, secret: str) -> str:
    return sha256(bytes.fromhex(salt) + secret.encode()).hexdigest()
