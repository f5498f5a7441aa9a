"""How their records point at each other: `@id` links, `replaced_by` chains; and their ids, made to fit ours."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

from producers.linked_events.refusal import UnusableError

__all__ = ["Record", "fit", "last_of_chain", "link_of"]

Record = Mapping[str, Any]

_FITTING = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]*")
_UNFIT = re.compile(r"[^A-Za-z0-9:._-]+")


def link_of(value: object, field: str) -> str | None:
    """Return the id that a link names: `{"@id": "https://…/place/tprek:1/"}`, an object with an `id`, either as text.

    Raises:
        UnusableError: it is something else.
    """
    if value is None or value == "":
        return None
    target = value
    if isinstance(value, Mapping):
        target = value.get("id") or value.get("@id")
    is_prose = isinstance(value, str) and len(value.split()) > 1
    if not isinstance(target, str) or not target.strip() or is_prose:
        raise UnusableError(field, value, 'link by "@id", e.g. {"@id": "https://api.hel.fi/…/place/tprek:1/"}')
    return unquote(urlsplit(target).path.rstrip("/").rsplit("/", 1)[-1]) if "/" in target else target


def last_of_chain(record: Record, records: Mapping[str, Record], field: str) -> Record:
    """Follow `replaced_by` as far as the file knows, from a record to the one that stands for it now.

    Raises:
        UnusableError: the chain comes back to itself.
    """
    seen = [str(record.get("id"))]
    while (successor := link_of(record.get("replaced_by"), f"{field}.replaced_by".lstrip("."))) is not None:
        if successor in seen:
            chain = " → ".join([*seen, successor])
            raise UnusableError(f"{field}.replaced_by".lstrip("."), chain, "break the circle of replacements")
        if successor not in records:
            break
        record = records[successor]
        seen.append(successor)
    return record


def fit(foreign_id: str, longest: int) -> str:
    """Return an id as gatherings, venues and events may have it, of at most so many characters.

    One that fits is kept. Another is cleaned and cut, and a hash of it added, so that different ids stay different.
    """
    if len(foreign_id) <= longest and _FITTING.fullmatch(foreign_id):
        return foreign_id
    digest = sha256(foreign_id.encode(errors="surrogatepass")).hexdigest()[:12]
    cleaned = _UNFIT.sub("-", foreign_id).strip("-:._")[: longest - 13].rstrip("-:._")
    return f"{cleaned}-{digest}" if cleaned else digest
